"""Look-ups by bisection among spans that are disjoint and in text order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["begun_from", "touching", "without_blanks"]

Span = tuple[int, int]


def begun_from(spans: Sequence[Span], at: int) -> int:
    """Return the number of the first span that begins at an offset or behind it.

    >>> begun_from([(0, 4), (6, 9)], 5), begun_from([(0, 4), (6, 9)], 7)
    (1, 2)
    """
    return bisect_left(spans, (at, at))


def touching(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Return the spans that share a character with ``start:end``.

    >>> touching([(0, 4), (6, 9), (9, 12)], 3, 9)
    [(0, 4), (6, 9)]
    """
    first = begun_from(spans, start)
    first -= first > 0 and spans[first - 1][1] > start
    return spans[first : begun_from(spans, end)]


def without_blanks(text: str, end: int) -> int:
    """Return where the blanks begin that end at an offset.

    >>> without_blanks("Bupati  Tuban", 8)
    6
    """
    while end and text[end - 1].isspace():
        end -= 1
    return end
