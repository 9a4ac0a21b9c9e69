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
    "country": 3.0, "province": 3.0, "city": 2.5, "regency": 2.0, "other": 1.5, "district": -1.5,
    "village": -3.5,
    # the words before the name: a level word that fits or not, a preposition, an office, a venue
    "level word": 4.0, "other level word": 0.5, "near": 1.8, "office": 2.0, "venue": -3.5,
    "title": -2.0,
    # the name itself: of several words, an abbreviation, seldom meant, spelt with other spaces
    "more words": 1.2, "acronym": -1.0, "seldom": -2.5, "spelling": -0.5,
    # how often the name is written small in running text, where a capital says little, and where
    # it says much
    "ordinary at start": -6.0, "ordinary inside": -2.0,
    "small letters": -5.0, "all capitals": -0.3,
    # capital letters at its sides, so that it may be a part of another name
    "capital before": -1.5, "capital after": -1.2,
    # what contains it follows after a comma, or is named elsewhere in the text
    "container behind": 2.5, "regency in text": 1.2, "province in text": 0.3,
    # the text has the name with a fitting level word elsewhere
    "level word elsewhere": 2.5,
    "in a list": 0.3,
}  # fmt: skip


def score(evidence: Iterable[tuple[str, float]]) -> float:
    """Return the probability that pieces of evidence, each with its amount, give together.

    >>> round(score([("city", 1.0), ("near", 1.0)]), 2) > 0.9
    True
    """
    nats = sum(WEIGHTS[name] * amount for name, amount in evidence)
    return 1 / (1 + math.exp(-nats))
