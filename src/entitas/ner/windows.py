"""Long texts in windows, and windows of like length in batches.

The encoder reads a few hundred pieces at a time. A longer text is read through overlapping windows
of equal length; each piece is decided in the one window where it is farther from the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Window", "batches", "plan"]


class Window(NamedTuple):
    """A stretch of pieces to read, and the stretch within it to decide.

    Args:
        start: The first piece read.
        end: One past the last piece read.
        core_start: The first piece decided.
        core_end: One past the last piece decided.
    """

    start: int
    end: int
    core_start: int
    core_end: int


def plan(length: int, size: int, overlap: int) -> list[Window]:
    """Lay windows over a text.

    Args:
        length: The number of pieces of the text; 0 gives no window.
        size: The most pieces in a window.
        overlap: How many pieces neighbouring windows share, less than ``size``.

    Returns:
        Windows in text order, all of nearly the same length; their cores cover each piece once.

    Raises:
        ValueError: ``overlap`` is negative or not less than ``size``.

    Example:
        >>> [tuple(window) for window in plan(10, size=6, overlap=2)]
        [(0, 6, 0, 5), (4, 10, 5, 10)]
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap must be at least 0 and less than size, got {overlap} of {size}")
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    count = -(-(length - overlap) // (size - overlap))
    fresh = length - overlap
    starts = [fresh * i // count for i in range(count)]
    ends = [fresh * (i + 1) // count + overlap for i in range(count)]
    borders = [0, *(start + overlap // 2 for start in starts[1:]), length]
    return [Window(*window) for window in zip(starts, ends, borders[:-1], borders[1:], strict=True)]


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Group items of like length so that little is padded.

    Args:
        lengths: The length of each item.
        budget: The most that a batch may hold, padding included; one longer item stands alone.

    Yields:
        Indices into ``lengths``, longest items first; each index once.

    Example:
        >>> list(batches([3, 9, 4, 3], budget=9))
        [[1], [2, 0], [3]]
    """
    batch: list[int] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * longest > budget:
            yield batch
            batch = []
        if not batch:
            longest = lengths[index]
        batch.append(index)
    if batch:
        yield batch
