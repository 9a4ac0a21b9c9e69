"""What speaks for and against a name in a text being that of a place.

The score of a place is the logistic function of the sum of its evidence, in nats. The weights are
those of a logistic regression on news articles whose places were annotated by hand (a find counted
as right when its form was that of an annotated place), rounded, and kept between -6 and 6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["WEIGHTS", "score"]

#: Nats by kind of evidence.
WEIGHTS = {
    # the level of the likeliest candidate
    "country": 3.9, "province": 3.9, "city": 1.2, "regency": 1.3, "other": 2.5, "district": -2.9,
    "village": -3.4,
    # the words before the name: a level word that fits or not, a preposition, an office, a venue
    "level word": 3.4, "other level word": 0.7, "near": 1.5, "office": 1.9, "venue": -2.3,
    "title": -2.2,
    # the name itself: of several words, an abbreviation, seldom meant, spelt with other spaces
    "more words": 2.2, "acronym": -0.7, "seldom": -2.5, "spelling": 0.1,
    # an edit between the form and the name
    "slip": -1.0,
    # how often the name is written small in running text, where a capital says little, and where
    # it says much
    "ordinary at start": -6.0, "ordinary inside": -2.8,
    "small letters": -4.8, "all capitals": 0.3,
    # capital letters at its sides, so that it may be a part of another name
    "capital before": -1.1, "capital after": -1.5,
    # a number right behind it: a month, a ship, a school
    "number after": -2.0,
    # what contains it follows after a comma, or is named elsewhere in the text
    "container behind": 4.6, "regency in text": 3.7, "province in text": 2.4,
    # the text has the name with a fitting level word elsewhere
    "level word elsewhere": 3.2,
    "in a list": 1.3,
}  # fmt: skip


def score(evidence: Iterable[tuple[str, float]]) -> float:
    """Return the probability that pieces of evidence, each with its amount, give together.

    >>> round(score([("city", 1.0), ("near", 1.0)]), 2) > 0.9
    True
    """
    nats = sum(WEIGHTS[name] * amount for name, amount in evidence)
    return 1 / (1 + math.exp(-nats))
