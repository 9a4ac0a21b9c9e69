"""The words of a text, folded, with the way back into the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from entitas.gazetteer.fold import BLANK, Codes, codes_of, fold_codes, text_of

__all__ = ["Numbers", "Words"]

# Where scraping has glued two words: "dikutipCNN", "BPNGubernur".
_LEAST_BACK, _MOST_BACK = 3, 8
# A word with more capitals inside is a code, and no words glued together.
_MOST_CUTS = 8

#: Numbers of words, or offsets.
Numbers = npt.NDArray[np.int64]


class Words:
    """The words of a text: folded, in one padded search string, with their offsets.

    Args:
        text: The text.
        known: Tells which words are whole though they have a capital inside ("NasDem"); by default
            all are.

    Attributes:
        text: The text.
        codes: The code points of :attr:`stream`.
        bounds: Where in the stream the blank before each word stands, and the last one.
        slips: The numbers of the words that :meth:`mended` has set right.

    >>> words = Words("di Kab.Semarang")
    >>> words.stream, words.starts[1]
    (' di kab semarang ', 3)
    >>> Words("dikutipCNN", lambda word: False).folded
    ['dikutip', 'cnn']
    """

    def __init__(self, text: str, known: Callable[[str], bool] = lambda word: True) -> None:
        raw = codes_of(text)
        folded = np.full(len(raw) + 2, BLANK, np.uint32)
        folded[1:-1] = fold_codes(raw)
        blank = folded == BLANK
        edges = np.flatnonzero(blank[1:] != blank[:-1])
        starts, ends = edges[::2], edges[1::2]
        # of several blanks the first stays
        blank[1:] &= blank[:-1].copy()
        blank[0] = False
        codes = folded[~blank]
        if cuts := sorted(_cuts(raw, folded[1:-1], starts, ends, known)):
            number = np.searchsorted(starts, cuts, "right") - 1
            before = np.flatnonzero(codes == BLANK)[number] + 1 - starts[number]
            codes = np.insert(codes, before + cuts, BLANK)
            starts = np.sort(np.concatenate((starts, cuts)))
            ends = np.sort(np.concatenate((ends, cuts)))
        self._set(text, codes, np.flatnonzero(codes == BLANK), starts, ends)

    def _set(
        self, text: str, codes: Codes, bounds: Numbers, starts: Numbers, ends: Numbers
    ) -> None:
        self.text = text
        self.codes = codes
        self.bounds = bounds
        self.slips: frozenset[int] = frozenset()
        self._starts = starts
        self._ends = ends

    @cached_property
    def stream(self) -> str:
        """All words, folded, with one blank before, between and after them."""
        return text_of(self.codes)

    @cached_property
    def folded(self) -> list[str]:
        """Each word, folded."""
        return self.stream.split()

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts in the text."""
        starts: list[int] = self._starts.tolist()
        return starts

    @cached_property
    def ends(self) -> list[int]:
        """One past where each word ends in the text."""
        ends: list[int] = self._ends.tolist()
        return ends

    @cached_property
    def capitals(self) -> list[int]:
        """The numbers of the words that begin with a capital letter."""
        letters = codes_of(self.text)[self._starts]
        upper = (letters >= ord("A")) & (letters <= ord("Z"))
        for number in np.flatnonzero(letters > 127):
            upper[number] = chr(letters[number]).isupper()
        numbers: list[int] = np.flatnonzero(upper).tolist()
        return numbers

    def around(self, stretches: Sequence[tuple[int, int]], reach: int) -> Words:
        """Return the words near some stretches of the text, without those inside them.

        Args:
            stretches: Disjoint slices of the text, in order.
            reach: How many characters on both sides count as near.

        >>> Words("Pemerintah Kota (Pemkot) Semarang").around([(16, 24)], 100).folded
        ['pemerintah', 'kota', 'semarang']
        """
        near = np.zeros(len(self), np.bool_)
        inside = np.zeros(len(self), np.bool_)
        for start, end in stretches:
            first, last = np.searchsorted(self._ends, [start - reach, start])
            behind, beyond = np.searchsorted(self._starts, [end, end + reach + 1])
            near[first:beyond] = True
            inside[last:behind] |= self._ends[last:behind] > start
        kept = np.flatnonzero(near & ~inside)
        return self._picked([self.folded[n] for n in kept.tolist()], kept)

    def mended(self, right: Mapping[int, str]) -> Words:
        """Return the words with some misspelt ones set right.

        Args:
            right: The right words, folded, by their number.

        >>> Words("Kecmatan Tuban").mended({0: "kecamatan"}).folded
        ['kecamatan', 'tuban']
        """
        folded = [right.get(number, word) for number, word in enumerate(self.folded)]
        words = self._picked(folded, np.arange(len(self)))
        words.slips = frozenset(right)
        return words

    def _picked(self, folded: Sequence[str], numbers: Numbers) -> Words:
        """Return some of the words, folded so."""
        words = Words.__new__(Words)
        codes = codes_of(f" {' '.join(folded)} ")
        bounds = np.concatenate(
            ([0], np.cumsum([len(word) + 1 for word in folded], dtype=np.int64))
        )
        words._set(self.text, codes, bounds, self._starts[numbers], self._ends[numbers])
        return words

    def __len__(self) -> int:
        return len(self._starts)

    def raw(self, number: int) -> str:
        """Return a word as it is written in the text."""
        return self.text[self.starts[number] : self.ends[number]]

    def gap(self, number: int) -> str:
        """Return what the text has between a word and the one before it."""
        return self.text[self.ends[number - 1] : self.starts[number]] if number else ""


def _cuts(
    raw: Codes, folded: Codes, starts: Numbers, ends: Numbers, known: Callable[[str], bool]
) -> Iterator[int]:
    """Yield where words that are glued together are to be cut."""
    small = (raw >= ord("a")) & (raw <= ord("z"))
    capital = (raw >= ord("A")) & (raw <= ord("Z"))
    glued = np.zeros(len(raw), np.bool_)
    glued[1:] = small[:-1] & capital[1:]
    # "BPNGubernur", but not "SDGs"
    glued[2:-2] |= capital[:-4] & capital[1:-3] & capital[2:-2] & small[3:-1] & small[4:]
    places = np.flatnonzero(glued)
    if not len(places):
        return
    numbers = np.searchsorted(starts, places, "right") - 1
    for number, at, many in zip(
        *np.unique(numbers, return_index=True, return_counts=True), strict=True
    ):
        if many > _MOST_CUTS:
            continue
        start, end = int(starts[number]), int(ends[number])
        if known(text_of(folded[start:end])):
            continue
        cuts = places[at : at + many].tolist()
        last = cuts[-1]
        for back in range(_MOST_BACK, _LEAST_BACK - 1, -1):
            # "dihubungidetikBali": a known name with a capital inside
            if last - back > start and known(text_of(folded[last - back : end])):
                cuts[-1] = last - back
                break
        yield from set(cuts)
