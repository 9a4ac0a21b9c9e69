"""Disjoint stretches of a text, kept in order, so that overlaps are found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

__all__ = ["Intervals"]


class Intervals:
    """Disjoint intervals (start, end).

    >>> spans = Intervals()
    >>> spans.add(3, 7), spans.add(5, 9), spans.overlap(6, 8), spans.overlap(7, 9)
    (True, False, (3, 7), None)
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self.add(start, end)

    def overlap(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first interval that shares something with ``start:end``."""
        at = bisect_right(self._ends, start)
        if at < len(self._starts) and self._starts[at] < end:
            return self._starts[at], self._ends[at]
        return None

    def add(self, start: int, end: int) -> bool:
        """Add an interval unless it overlaps one; tell whether it was added."""
        if self.overlap(start, end) is not None:
            return False
        at = bisect_right(self._ends, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
