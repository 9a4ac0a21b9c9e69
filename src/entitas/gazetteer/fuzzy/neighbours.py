"""The deletion neighbourhood: hashes that two strings share when few edits lie between them.

Two strings that are at most two edits apart have a common string among those that remain when up
to two letters of each are deleted (Bocek, Hunt and Stiller, "Fast similarity search in large
dictionaries", 2007). The first ten letters suffice to find them. The hash of each remainder is
computed for all strings at once: with the polynomial hash of a prefix P(i) = sum of c(j) b^j for
j < i, deleting letter i leaves P(i) + (P(n) - P(i+1)) / b, where the division is exact modulo 2^64
because b is odd.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

__all__ = ["LETTERS", "deletions", "letter_sets", "letters"]

#: How many letters at the start of a string are looked at.
LETTERS = 10
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_POWERS = np.array([pow(_BASE, n, 1 << 64) for n in range(LETTERS)], np.uint64)
_PAIRS = np.array(list(combinations(range(LETTERS), 2)))
_MIX = np.uint64(0xD6E8FEB86659FD93)


def letters(string: str) -> npt.NDArray[np.uint8]:
    """Return the letters of a string as codes, and behind them zeros, as many as are looked at."""
    # letters outside Latin-1 become one and the same, which costs nothing but a comparison more
    codes = (string + "\0" * LETTERS).encode("latin-1", "replace")
    return np.frombuffer(codes, np.uint8)


def letter_sets(
    codes: npt.NDArray[np.uint8], begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint32]:
    """Return which letters slices of a string have, as bits.

    A substitution changes at most two of them, any other edit but one at most.

    Args:
        codes: The string, as :func:`letters` returns it.
        begin: Where each slice begins.
        end: One past its last letter; none is empty.
    """
    if not len(begin):
        return np.zeros(0, np.uint32)
    # of a long string only the part that the slices are of
    first, last = begin.min(), end.max()
    bits = np.uint32(1) << (codes[first : last + 1] & 31).astype(np.uint32)
    edges = np.array((begin, end)).T.ravel() - first
    sets: npt.NDArray[np.uint32] = np.bitwise_or.reduceat(bits, edges)
    return sets[::2]


def deletions(codes: npt.NDArray[np.uint8], edits: int) -> npt.NDArray[np.uint32]:
    """Return the hashes of what is left of strings when up to ``edits`` letters are deleted.

    Args:
        codes: Their first letters, one string a row, with zeros behind its end.
        edits: 0, 1 or 2.

    Returns:
        One row for each string, with repetitions: of 1, 11 or 56 hashes.
    """
    one, two = np.uint64(_INVERSE), np.uint64(_INVERSE * _INVERSE % (1 << 64))
    prefix = np.zeros((len(codes), LETTERS + 1), np.uint64)
    np.cumsum(codes * _POWERS, axis=1, dtype=np.uint64, out=prefix[:, 1:])
    whole = prefix[:, -1:]
    parts = [whole]
    if edits >= 1:
        parts.append(prefix[:, :-1] + (whole - prefix[:, 1:]) * one)
    if edits >= 2:
        first, second = _PAIRS[:, 0], _PAIRS[:, 1]
        between = (prefix[:, second] - prefix[:, first + 1]) * one
        parts.append(prefix[:, first] + between + (whole - prefix[:, second + 1]) * two)
    hashes = np.hstack(parts)
    hashes ^= hashes >> np.uint64(29)
    return ((hashes * _MIX) >> np.uint64(32)).astype(np.uint32)
