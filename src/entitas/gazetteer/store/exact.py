"""Finding all names in a text, by hashes that are mapped into memory.

With P(i) the sum of c(j) b^j over the characters before i, the hash of the slice from i to j is
(P(j) - P(i)) / b^i, whatever stands around it; so the hashes of all runs of one, two, three … words
of a text are had by a few operations on whole arrays. Runs are made longer only while they begin
a name: a filter of one bit a hash tells. Nothing is built at the start, as an automaton would be,
and all processes share the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from entitas.gazetteer.store.strings import read_array, write_array
from entitas.gazetteer.words import Words

__all__ = ["ExactIndex", "write_exact"]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_BITS = 24
# How many characters of a text are hashed at once, and the longest name.
_CHUNK, _LONGEST = 1 << 16, 1 << 10

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


class ExactIndex:
    """All names of a gazetteer, found by their hashes.

    Args:
        folder: The folder that :func:`write_exact` wrote to.
    """

    def __init__(self, folder: Path) -> None:
        self._hashes = read_array(folder / "exact_hashes.npy")
        self._numbers = read_array(folder / "exact_numbers.npy")
        self._whole = read_array(folder / "exact_whole.npy")
        self._begun = read_array(folder / "exact_begun.npy")

    def find(self, words: Words) -> tuple[Numbers, Numbers, Numbers]:
        """Return every name in a text.

        Returns:
            The numbers of the names, of their first words, and one past those of their last words.
        """
        codes = _codes(words.stream)
        found = []
        first = 0
        while first < len(words):
            begin = int(words.bounds[first])
            last = int(np.searchsorted(words.bounds, begin + _CHUNK))
            until = min(last, len(words))
            part = codes[begin : begin + _CHUNK + _LONGEST]
            rows = self._find(part, words.bounds[first:] - begin, until - first)
            rows[1:] += first
            found.append(rows)
            first = until
        if not found:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        numbers, firsts, lasts = np.hstack(found)
        return numbers, firsts, lasts

    def _find(self, codes: npt.NDArray[np.uint32], bounds: Numbers, many: int) -> Numbers:
        """Return the names that begin at the first words of a part of the text, in three rows."""
        prefix = _prefix(codes)
        last = int(np.searchsorted(bounds, len(codes), "right")) - 1
        active = np.arange(many)
        found = [np.zeros((3, 0), np.int64)]
        length = 0
        while len(active):
            length += 1
            active = active[active + length <= last]
            hashes = _hash(prefix, bounds[active] + 1, bounds[active + length])
            likely = np.flatnonzero(_passes(self._whole, hashes))
            place = np.searchsorted(self._hashes, hashes[likely])
            place[place == len(self._hashes)] = 0
            right = self._hashes[place] == hashes[likely]
            first = active[likely[right]]
            found.append(np.stack((self._numbers[place[right]], first, first + length)))
            active = active[_passes(self._begun, hashes)]
        return np.hstack(found)


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
        codes = _codes(" ".join(keys[at:until]))
        lengths = np.array([len(key) for key in keys[at:until]])
        starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
        prefix = _prefix(codes)
        whole.append(_hash(prefix, starts, starts + lengths))
        blanks = np.flatnonzero(codes == ord(" "))
        inside = blanks[~np.isin(blanks, starts - 1)]
        begun.append(_hash(prefix, starts[np.searchsorted(starts, inside) - 1], inside))
        at = until
    hashes = np.concatenate(whole)
    order = np.argsort(hashes, kind="stable")
    write_array(folder / "exact_hashes.npy", hashes[order])
    write_array(folder / "exact_numbers.npy", order.astype(np.uint32))
    write_array(folder / "exact_whole.npy", _filter(hashes))
    write_array(folder / "exact_begun.npy", _filter(np.concatenate(begun)))


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _powers(base: int) -> Hashes:
    powers = np.full(_CHUNK + _LONGEST + 1, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _prefix(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Return the hash of every beginning of a text, from the empty one on."""
    prefix = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _powers(_BASE)[: len(codes)], dtype=np.uint64, out=prefix[1:])
    return prefix


def _hash(prefix: Hashes, starts: Numbers, ends: Numbers) -> Hashes:
    """Return the hashes of slices of a text."""
    hashes = (prefix[ends] - prefix[starts]) * _powers(_INVERSE)[starts]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    return hashes


def _filter(hashes: Hashes) -> npt.NDArray[np.uint8]:
    bits = np.zeros(1 << _BITS, np.bool_)
    bits[hashes >> np.uint64(64 - _BITS)] = True
    return np.packbits(bits, bitorder="little")


def _passes(bits: npt.NDArray[np.uint8], hashes: Hashes) -> npt.NDArray[np.bool_]:
    bit = hashes >> np.uint64(64 - _BITS)
    passes: npt.NDArray[np.bool_] = (bits[bit >> np.uint64(3)] >> (bit & np.uint64(7))) & 1 == 1
    return passes
