"""Finding names in a text in spite of slips.

From every word where a name may begin, the first letters up to ten, blanks left out, are looked up
among the deletion neighbourhoods of all names; what shares one is compared in full by its optimal
string alignment distance (insertion, deletion, substitution and transposition cost one edit each).
Letters that scanning confuses are the same in the comparison, and cost half an edit in all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from entitas.gazetteer.fuzzy.building import BITS, BUCKETS
from entitas.gazetteer.fuzzy.neighbours import LETTERS, deletions
from entitas.gazetteer.fuzzy.shapes import budget, merged, shapes
from entitas.gazetteer.strings import Strings, read_array
from entitas.gazetteer.words import Numbers, Words

__all__ = ["FuzzyIndex", "Near"]

_LOOK_ALIKE = 0.5
_MOST_EDITS = 2
# What a letter of a name is worth against an edit: a longer name with one slip more is likelier;
# and how much less than the best of its words a name may be worth.
_EDIT, _MARGIN = 2.6, 3.0
# A form of up to so many letters is not two edits away from a name that is allowed two.
_LONGEST_ONE = 7
_LEAST = 4
# How many words of a name are looked at for letters that scanning misreads.
_LONGEST = 4
_ROWS = 4_000
_MOST_CACHED = 50_000


class Near(NamedTuple):
    """A name that some words of a text nearly are.

    Its first word, one past its last, its folded form, the edits between (half ones for letters
    that look alike), and what the match is worth: letters of the name less 2.6 an edit.
    """

    first: int
    last: int
    key: str
    edits: float
    worth: float


class FuzzyIndex:
    """The fuzzy index of a compiled gazetteer.

    Args:
        folder: The store's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._shapes = Strings(folder / "fuzzy_shapes")
        self._keys = Strings(folder / "fuzzy_keys")
        self._starts = read_array(folder / "fuzzy_starts.npy")
        self._lengths = read_array(folder / "fuzzy_lengths.npy")
        self._hashes = read_array(folder / "fuzzy_hashes.npy")
        self._owners = read_array(folder / "fuzzy_owners.npy")
        self._buckets = read_array(folder / "fuzzy_buckets.npy")
        self._bits = read_array(folder / "fuzzy_bits.npy")
        self._shape = lru_cache(_MOST_CACHED)(self._shapes.__getitem__)
        self._named = lru_cache(_MOST_CACHED)(self._read_names)

    def find(self, words: Words, firsts: Sequence[int], lasts: Sequence[int] = ()) -> list[Near]:
        """Return the names that nearly begin at some words.

        Args:
            words: The text.
            firsts: The numbers of the words, in ascending order.
            lasts: For each, one past the word to which a name must reach; by default the same word.
        """
        chosen = np.array(firsts, np.int64)
        least = np.array(lasts, np.int64) if len(lasts) else chosen + 1
        parts = shapes(words.stream)
        if len(parts) != len(words):
            return []
        found = self._near(words, parts, chosen, least)
        if changed := [n for n, part in enumerate(parts) if part != merged(part)]:
            for number in changed:
                parts[number] = merged(parts[number])
            again = [f <= _next(changed, f) < f + _LONGEST for f in firsts]
            # what both readings give is one find
            again_found = self._near(words, parts, chosen[again], least[again])
            found = list(dict.fromkeys([*found, *again_found]))
        return found

    def _near(
        self, words: Words, parts: Sequence[str], firsts: Numbers, lasts: Numbers
    ) -> list[Near]:
        """Return the names near some words, given the shapes of all."""
        if not len(firsts):
            return []
        squeezed = "".join(parts)
        ends = np.concatenate(([0], np.cumsum([len(part) for part in parts])))
        codes = np.frombuffer(squeezed.encode("latin-1", "replace"), np.uint8)
        codes = np.concatenate((codes, np.zeros(LETTERS, np.uint8)))
        found: list[Near] = []
        for at in range(0, len(firsts), _ROWS):
            first, last = firsts[at : at + _ROWS], lasts[at : at + _ROWS]
            row, shape = self._candidates(codes, ends, first, last)
            found += self._compare(words, squeezed, ends, first[row], last[row], shape)
        return found

    def _candidates(
        self, codes: npt.NDArray[np.uint8], ends: Numbers, firsts: Numbers, lasts: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return rows of ``firsts``, each with a shape that shares a neighbour with it."""
        begin = ends[firsts]
        rows, sizes = [], []
        size = np.zeros(len(firsts), np.int64)
        for more in range(1, LETTERS + 1):
            last = np.minimum(firsts + more, len(ends) - 1)
            longer = np.minimum(ends[last] - begin, LETTERS)
            far = (firsts + more >= lasts) | (longer == LETTERS)
            new = (longer > size) & (longer >= _LEAST) & far
            rows.append(np.flatnonzero(new))
            sizes.append(longer[new])
            size = np.where(far, longer, size)
            if (size == LETTERS).all():
                break
        row, length = np.concatenate(rows), np.concatenate(sizes)
        window = codes[begin[row][:, None] + np.arange(LETTERS)]
        window *= np.arange(LETTERS) < length[:, None]
        found = []
        short = length <= _LONGEST_ONE
        for edits, chosen in ((1, np.flatnonzero(short)), (2, np.flatnonzero(~short))):
            if not len(chosen):
                continue
            hashes = deletions(window[chosen], edits)
            bit = hashes >> np.uint32(32 - BITS)
            here = (self._bits[bit >> 3] >> (bit & 7).astype(np.uint8)) & 1
            which, column = np.nonzero(here)
            found.append(self._owned(row[chosen[which]], hashes[which, column]))
        pairs = _distinct(np.concatenate(found)) if found else np.zeros(0, np.int64)
        return pairs >> 32, pairs & 0xFFFFFFFF

    def _owned(self, row: Numbers, hashes: npt.NDArray[np.uint32]) -> Numbers:
        """Return row and shape, in one number, for every shape that has a row's hash."""
        bucket = (hashes >> np.uint32(32 - BUCKETS)).astype(np.intp)
        low = self._buckets[bucket].astype(np.int64)
        many = self._buckets[bucket + 1] - low
        place = _ranges(low, many)
        right = self._hashes[place] == np.repeat(hashes, many)
        owners: Numbers = self._owners[place[right]].astype(np.int64)
        pairs: Numbers = (np.repeat(row, many)[right] << 32) | owners
        return pairs

    def _compare(
        self,
        words: Words,
        squeezed: str,
        ends: Numbers,
        first: Numbers,
        least: Numbers,
        shape: Numbers,
    ) -> list[Near]:
        """Return the candidates that are near enough, whichever word from the least they end at."""
        length = self._lengths[shape].astype(np.int64)
        allowed = np.where(length >= 8, 2, 1)
        low = np.maximum(np.searchsorted(ends, ends[first] + length - allowed, "left"), least)
        high = np.searchsorted(ends, ends[first] + length + allowed, "right")
        many = np.maximum(high - low, 0)
        last = _ranges(low, many)
        columns = (np.repeat(column, many) for column in (first, shape, length, allowed))
        first, shape, length, allowed = columns
        begin, end = ends[first].tolist(), ends[last].tolist()
        edits = cpdist(
            [squeezed[b:e] for b, e in zip(begin, end, strict=True)],
            [self._shape(n) for n in shape.tolist()],
            scorer=OSA.distance,
            score_cutoff=_MOST_EDITS,
            dtype=np.uint8,
        )
        worth = length - _EDIT * edits
        # names of the same words compete with one another
        run = (last - first) * len(ends) + first
        run = np.searchsorted(_distinct(run.copy()), run)
        best = np.zeros(len(run))
        np.maximum.at(best, run, np.where(edits <= allowed, worth, 0.0))
        near = np.flatnonzero((edits <= allowed) & (worth >= best[run] - _MARGIN))
        return [
            name
            for n in near.tolist()
            for name in self._names(
                words, int(first[n]), int(last[n]), int(shape[n]), int(edits[n])
            )
        ]

    def _names(self, words: Words, first: int, last: int, shape: int, edits: int) -> Iterable[Near]:
        ours = words.folded[first:last]
        form = "".join(ours)
        for key, name, allowed in self._named(shape):
            if ours == key.split(" "):
                continue
            cost = min(OSA.distance(form, name), edits + _LOOK_ALIKE)
            if cost <= allowed:
                yield Near(first, last, key, cost, len(name) - _EDIT * cost)

    def _read_names(self, shape: int) -> list[tuple[str, str, int]]:
        """Return the names of a shape: folded, without blanks, and the edits allowed."""
        numbers = range(int(self._starts[shape]), int(self._starts[shape + 1]))
        keys = [self._keys[number] for number in numbers]
        return [(key, name := key.replace(" ", ""), budget(len(name))) for key in keys]


def _distinct(numbers: Numbers) -> Numbers:
    """Return numbers in order, each once."""
    numbers.sort()
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]


def _next(numbers: Sequence[int], least: int) -> int:
    """Return the first of ascending numbers that is not less."""
    at = bisect_left(numbers, least)
    return numbers[at] if at < len(numbers) else least - 1


def _ranges(low: Numbers, many: Numbers) -> Numbers:
    """Return low, low + 1, … for each low, as many as asked."""
    starts = np.repeat(low - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    return starts + np.arange(many.sum())
