"""Disjoint stretches of a text, so kept that overlaps are found at once."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Intervals"]

_BEGINS, _GOES_ON = b"\1", b"\2"


class Intervals:
    """Disjoint intervals (start, end), none of them empty.

    A byte for each character of the text says whether an interval begins there or goes on, so that
    the millionth interval costs no more than the first, in whatever order they come.

    >>> spans = Intervals()
    >>> spans.add(3, 7), spans.add(5, 9), spans.overlap(6, 8), spans.overlap(7, 9)
    (True, False, (3, 7), None)
    """

    __slots__ = ("_ends", "_marks")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray()
        self._ends: dict[int, int] = {}
        for start, end in spans:
            self.add(start, end)

    def overlap(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first interval that shares something with ``start:end``."""
        if self._marks[start : start + 1] == _GOES_ON:
            first = self._marks.rfind(_BEGINS, 0, start)
        else:
            first = self._marks.find(_BEGINS, start, end)
        return (first, self._ends[first]) if first >= 0 else None

    def add(self, start: int, end: int) -> bool:
        """Add an interval unless it overlaps one; tell whether it was added."""
        if self.overlap(start, end) is not None:
            return False
        if (missing := end - len(self._marks)) > 0:
            self._marks.extend(bytes(missing))
        self._marks[start:end] = _BEGINS.ljust(end - start, _GOES_ON)
        self._ends[start] = end
        return True
