"""Texts as they come from bad scans and scrapers: typos, glued words, lost case and punctuation.

The same changes harden a model in training and measure how it bears them.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Literal, Protocol, get_args

from entitas.ner.protocol import Span
from entitas.training.corpora import Example

__all__ = ["CORRUPTIONS", "Corruption", "Shares", "corrupt", "damage", "draw"]

Corruption = Literal["lower", "upper", "typos", "no-punctuation", "glue"]
CORRUPTIONS: tuple[Corruption, ...] = get_args(Corruption)

_DAMAGE: tuple[Corruption, ...] = ("typos", "typos", "no-punctuation", "glue")
"""What training draws damage from; typos are the commonest."""

_TYPOS = 0.02
"""The share of letters that a typo replaces."""

_GLUED = 0.05
"""The share of spaces that are lost."""

_PUNCTUATION = frozenset(',.;:"“”()')


def corrupt(example: Example, kind: Corruption, rng: random.Random) -> Example:
    """Return a damaged copy of an example; its spans move along with the text.

    Args:
        example: The example.
        kind: "lower" and "upper" change the case, "typos" replaces 2 % of the letters by random
            ones, "no-punctuation" puts a space for each mark, "glue" drops 5 % of the spaces.
        rng: Decides which letters and spaces.

    Example:
        >>> example = Example("Rina di Tuban.", [Span(8, 13, "PLACE")])
        >>> corrupt(example, "no-punctuation", random.Random(1)).text
        'Rina di Tuban '
    """
    text, places = damage(example.text, kind, rng)

    def moved(spans: Iterable[Span]) -> list[Span]:
        return [span._replace(start=places[span.start], end=places[span.end]) for span in spans]

    return Example(
        text,
        moved(example.entities),
        None if example.offices is None else moved(example.offices),
        tuple((places[start], places[end]) for start, end in example.unsure),
    )


def damage(text: str, kind: Corruption, rng: random.Random) -> tuple[str, list[int]]:
    """Return a damaged copy of a text, and where in it each character, and the end, now is.

    Args:
        text: The text.
        kind: As for :func:`corrupt`.
        rng: Decides which letters and spaces.

    Example:
        >>> damage("di Tuban.", "upper", random.Random(1))
        ('DI TUBAN.', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    change = _CHANGES[kind]
    made = [change(letter, rng) for letter in text]
    return "".join(made), list(accumulate(map(len, made), initial=0))


class Shares(Protocol):
    """The settings of a training that say how many texts are changed, and how."""

    @property
    def lower(self) -> float:
        """The share of texts in lower case."""

    @property
    def upper(self) -> float:
        """The share in upper case."""

    @property
    def damage(self) -> float:
        """The share of the other texts with typos, without punctuation or with glued words."""


def draw(shares: Shares, rng: random.Random) -> Corruption | None:
    """Draw how a text is to be changed in training; None leaves it as it is."""
    lot = rng.random()
    if lot < shares.lower:
        return "lower"
    if lot < shares.lower + shares.upper:
        return "upper"
    return rng.choice(_DAMAGE) if rng.random() < shares.damage else None


def _mistype(letter: str, rng: random.Random) -> str:
    if letter.isalpha() and rng.random() < _TYPOS:
        return rng.choice(string.ascii_lowercase)
    return letter


def _glue(letter: str, rng: random.Random) -> str:
    return "" if letter == " " and rng.random() < _GLUED else letter


_CHANGES: dict[Corruption, Callable[[str, random.Random], str]] = {
    "lower": lambda letter, rng: letter.lower(),
    "upper": lambda letter, rng: letter.upper(),
    "typos": _mistype,
    "no-punctuation": lambda letter, rng: " " if letter in _PUNCTUATION else letter,
    "glue": _glue,
}
