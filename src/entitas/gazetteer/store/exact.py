"""Finding all names in a text, by hashes that are mapped into memory.

With P(i) the sum of c(j) b^j over the characters before i, the hash of the slice from i to j is
(P(j) - P(i)) / b^i, whatever stands around it; so the hashes of all runs of one, two, three … words
of a text are had by a few operations on whole arrays. Runs are made longer only while they begin a
name, which a filter tells. Nothing is built at the start, as an automaton would be, and all
processes share the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from entitas.gazetteer.fold import BLANK, Codes, codes_of
from entitas.gazetteer.strings import read_array, write_array
from entitas.gazetteer.words import Numbers, Words

__all__ = ["ExactIndex", "write_exact"]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
# The filter has a byte for each beginning of a hash: is it one of a name, of words that begin one?
_BITS = 22
_SHIFT = np.uint64(64 - _BITS)
_WHOLE, _BEGUN = np.uint8(1), np.uint8(2)
# How many characters of a text are hashed at once, and the longest name.
_CHUNK, _LONGEST = 1 << 16, 1 << 10

Hashes = npt.NDArray[np.uint64]


class ExactIndex:
    """All names of a gazetteer, found by their hashes.

    Args:
        folder: The folder that :func:`write_exact` wrote to.
    """

    def __init__(self, folder: Path) -> None:
        self._hashes = read_array(folder / "exact_hashes.npy")
        self._numbers = read_array(folder / "exact_numbers.npy")
        self._filter = read_array(folder / "exact_filter.npy")

    def find(self, words: Words) -> tuple[Numbers, Numbers, Numbers]:
        """Return every name in a text.

        Returns:
            The numbers of the names, of their first words, and one past those of their last words.
        """
        codes = words.codes
        found = []
        first = 0
        while first < len(words):
            begin = int(words.bounds[first])
            last = int(np.searchsorted(words.bounds, begin + _CHUNK))
            until = min(last, len(words))
            part = codes[begin : begin + _CHUNK + _LONGEST]
            beyond = int(np.searchsorted(words.bounds, begin + len(part), "right"))
            rows = self._find(part, words.bounds[first:beyond] - begin, until - first)
            rows[1:] += first
            found.append(rows)
            first = until
        if not found:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        numbers, firsts, lasts = np.concatenate(found, axis=1)
        return numbers, firsts, lasts

    def _find(self, codes: Codes, bounds: Numbers, many: int) -> Numbers:
        """Return the names that begin at the first words of a part of the text, in three rows."""
        prefix = _prefix(codes)
        # a run ends at the blank behind its last word
        last = int(np.searchsorted(bounds, len(codes), "right")) - 1
        active = np.arange(many)
        runs = []
        length = 0
        while len(active):
            length += 1
            if active[-1] + length > last:
                active = active[active + length <= last]
            hashes = _hash(prefix, bounds[active] + 1, bounds[active + length])
            seen = self._filter[hashes >> _SHIFT]
            likely = (seen & _WHOLE).nonzero()[0]
            runs.append((hashes[likely], active[likely], active[likely] + length))
            active = active[seen > _WHOLE]
        hashes, first, end = (np.concatenate(part) for part in zip(*runs, strict=True))
        place = np.searchsorted(self._hashes, hashes)
        right = (self._hashes[place] == hashes).nonzero()[0]
        return np.array((self._numbers[place[right]], first[right], end[right]), np.int64)


def write_exact(keys: Sequence[str], folder: Path) -> None:
    """Write the index of some folded names.

    Args:
        keys: The names, without repetition; they are known by their place in this order.
        folder: Where to write.
    """
    whole: list[Hashes] = []
    begun: list[Hashes] = []
    at = 0
    while at < len(keys):
        size, until = 0, at
        while until < len(keys) and size + len(keys[until]) < _CHUNK:
            size += len(keys[until]) + 1
            until += 1
        codes = codes_of(" ".join(keys[at:until]))
        lengths = np.array([len(key) for key in keys[at:until]])
        starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
        prefix = _prefix(codes)
        whole.append(_hash(prefix, starts, starts + lengths))
        blanks = np.flatnonzero(codes == BLANK)
        inside = blanks[~np.isin(blanks, starts - 1)]
        begun.append(_hash(prefix, starts[np.searchsorted(starts, inside) - 1], inside))
        at = until
    hashes = np.concatenate(whole)
    order = np.argsort(hashes, kind="stable")
    # the last one ends the search for what is greater than all
    top = np.array([np.iinfo(np.uint64).max], np.uint64)
    write_array(folder / "exact_hashes.npy", np.concatenate((hashes[order], top)))
    write_array(folder / "exact_numbers.npy", order.astype(np.uint32))
    filter_ = np.zeros(1 << _BITS, np.uint8)
    for part, bit in ((hashes, _WHOLE), (np.concatenate(begun), _BEGUN)):
        filter_[part >> _SHIFT] |= bit
    write_array(folder / "exact_filter.npy", filter_)


@cache
def _powers(base: int) -> Hashes:
    powers = np.full(_CHUNK + _LONGEST + 1, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _prefix(codes: Codes) -> Hashes:
    """Return the hash of every beginning of a text, from the empty one on."""
    prefix = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _powers(_BASE)[: len(codes)], dtype=np.uint64, out=prefix[1:])
    return prefix


def _hash(prefix: Hashes, starts: Numbers, ends: Numbers) -> Hashes:
    """Return the hashes of slices of a text."""
    hashes: Hashes = (prefix[ends] - prefix[starts]) * _powers(_INVERSE)[starts]
    return hashes
