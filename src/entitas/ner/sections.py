"""Long documents in sections, so that no backend ever holds the tables of a whole book."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["LONGEST", "sections"]

LONGEST = 400_000
"""The most characters of a section: some thirty articles, and less than a book."""

_BORDERS = ("\n", ". ", " ")


def sections(text: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    r"""Yield starts and ends of stretches that make up a text, each read by itself.

    A section ends behind a line if it can, else behind a sentence or a word, so that no name is
    cut; a backend reads a few hundred words at once anyway.

    Args:
        text: Any text; one that is short enough is one section.
        longest: The most characters of a section.

    Example:
        >>> list(sections("Banjir di Tuban.\nWarga mengungsi.\n", 20))
        [(0, 17), (17, 34)]
    """
    start = 0
    while len(text) - start > longest:
        ends = (text.rfind(mark, start, start + longest) + len(mark) for mark in _BORDERS)
        end = next((end for end in ends if end > start + longest // 2), start + longest)
        yield start, end
        start = end
    yield start, len(text)
