"""Finding names in a text in spite of slips.

From every word where a name may begin, the first letters up to ten, blanks left out, are looked up
among the deletion neighbourhoods of all names; what shares one is compared in full by its optimal
string alignment distance (insertion, deletion, substitution and transposition cost one edit each).
Letters that scanning confuses are the same in the comparison, and cost half an edit in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from entitas.gazetteer.fold import BLANK, codes_of
from entitas.gazetteer.fuzzy.building import BITS, BUCKETS
from entitas.gazetteer.fuzzy.neighbours import LETTERS, deletions, letter_sets, letters
from entitas.gazetteer.fuzzy.shapes import budget, merged, shape_of
from entitas.gazetteer.strings import Strings, read_array
from entitas.gazetteer.words import Numbers, Words

__all__ = ["FuzzyIndex", "Near"]

_LOOK_ALIKE = 0.5
_MOST_EDITS = 2
# What a letter of a name is worth against an edit: a longer name with one slip more is likelier;
# and how much less than the best of its words a name may be worth.
_EDIT, _MARGIN = 2.6, 3.0
# A name of so many letters is allowed two edits, and only a form as long is two edits away.
_LONG = 8
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
        self._letters = read_array(folder / "fuzzy_letters.npy")
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
        many = len(words)
        first = np.array(firsts, np.int64)
        least = np.array(lasts, np.int64) if len(lasts) else first + 1
        stop = np.full(len(first), many)
        read = shape_of(words.stream)
        if twice := (misread := merged(read)) != read:
            # the text is read once more, behind itself, with those letters merged
            read += misread[1:]
        ends = _ends(read)
        if not len(first) or len(ends) != (1 + twice) * many + 1:
            return []
        if twice:
            lengths = np.diff(ends)
            changed = np.flatnonzero(lengths[:many] != lengths[many:])
            # the next changed word of each, or none
            following = np.append(changed, 2 * many)[np.searchsorted(changed, first)]
            again = following < first + _LONGEST
            least = np.concatenate((least, least[again] + many))
            stop = np.concatenate((stop, np.full(int(again.sum()), 2 * many)))
            first = np.concatenate((first, first[again] + many))
        squeezed = read.replace(" ", "")
        codes = letters(squeezed)
        found: list[Near] = []
        for at in range(0, len(first), _ROWS):
            rows = np.array((first, least, stop))[:, at : at + _ROWS]
            row, shape = self._candidates(codes, ends, rows)
            found += self._compare(words, squeezed, codes, ends, rows[:, row], shape)
        # what both readings give is one find
        return list(dict.fromkeys(found)) if twice else found

    def _candidates(
        self, codes: npt.NDArray[np.uint8], ends: Numbers, rows: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return columns of ``rows``, each with a shape that shares a neighbour with it.

        The rows are first words, one past the words to reach, and one past the last words there.
        """
        first, least, stop = rows
        begin = ends[first]
        last = np.minimum(first[:, None] + np.arange(1, LETTERS + 1), stop[:, None])
        size = np.minimum(ends[last] - begin[:, None], LETTERS)
        size *= ((last >= least[:, None]) | (size == LETTERS)) & (size >= _LEAST)
        # of runs with the same first letters one is enough
        new = size > 0
        new[:, 1:] &= size[:, 1:] > size[:, :-1]
        row, column = new.nonzero()
        length = size[row, column]
        window = codes[begin[row][:, None] + np.arange(LETTERS)]
        window *= np.arange(LETTERS) < length[:, None]
        short = length < _LONG
        hashes, owner = [], []
        for edits, chosen in ((1, short), (2, ~short)):
            part = deletions(window[chosen], edits)
            hashes.append(part.ravel())
            owner.append(np.repeat(row[chosen], part.shape[1]))
        pairs = _distinct(self._owned(np.concatenate(owner), np.concatenate(hashes)))
        return pairs >> 32, pairs & 0xFFFFFFFF

    def _owned(self, row: Numbers, hashes: npt.NDArray[np.uint32]) -> Numbers:
        """Return row and shape, in one number, for every shape that has a row's hash."""
        bit = hashes >> np.uint32(32 - BITS)
        here = ((self._bits[bit >> 3] >> (bit & 7).astype(np.uint8)) & 1).nonzero()[0]
        row, hashes = row[here], hashes[here]
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
        codes: npt.NDArray[np.uint8],
        ends: Numbers,
        rows: Numbers,
        shape: Numbers,
    ) -> list[Near]:
        """Return the candidates that are near enough, whichever word from the least they end at."""
        first, least, stop = rows
        length = self._lengths[shape].astype(np.int64)
        allowed = np.where(length >= _LONG, 2, 1)
        begin = ends[first]
        low = np.maximum(np.searchsorted(ends, begin + length - allowed, "left"), least)
        high = np.searchsorted(ends, begin + length + allowed, "right")
        many = np.maximum(np.minimum(high, stop + 1) - low, 0)
        last = _ranges(low, many)
        if not len(last):
            return []
        pair = np.repeat(np.arange(len(many)), many)
        begin, end = begin[pair], ends[last]
        # most are told apart by the letters that only one of the two has
        differ = np.bitwise_count(letter_sets(codes, begin, end) ^ self._letters[shape[pair]])
        like = differ <= 2 * allowed[pair] - np.abs(end - begin - length[pair])
        pair, last, begin, end = pair[like], last[like], begin[like], end[like]
        edits = cpdist(
            [squeezed[b:e] for b, e in zip(begin.tolist(), end.tolist(), strict=True)],
            [self._shape(n) for n in shape[pair].tolist()],
            scorer=OSA.distance,
            score_cutoff=_MOST_EDITS,
            dtype=np.uint8,
        )
        near = (edits <= allowed[pair]).nonzero()[0]
        pair, last, edits = pair[near], last[near], edits[near]
        first, worth = first[pair], length[pair] - _EDIT * edits
        # names of the same words compete with one another
        run = first * len(ends) + last
        run = np.searchsorted(_distinct(run.copy()), run)
        best = np.zeros(len(run))
        np.maximum.at(best, run, worth)
        best = worth >= best[run] - _MARGIN
        back = stop[pair][best] - len(words)
        columns = (first[best] - back, last[best] - back, shape[pair][best], edits[best])
        return [
            name
            for found in zip(*(column.tolist() for column in columns), strict=True)
            for name in self._names(words, *found)
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
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def _ends(shape: str) -> Numbers:
    """Return how many letters stand before each blank, of which there is one around every word."""
    blanks = np.flatnonzero(codes_of(shape) == BLANK)
    return blanks - np.arange(len(blanks))


def _ranges(low: Numbers, many: Numbers) -> Numbers:
    """Return low, low + 1, … for each low, as many as asked."""
    starts = np.repeat(low - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    return starts + np.arange(many.sum())
