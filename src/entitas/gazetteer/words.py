"""The words of a text, folded, with the way back into the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from entitas.gazetteer.fold import fold

__all__ = ["Words"]

_BLANK = ord(" ")
# Where scraping has glued two words: "dikutipCNN", "BPNGubernur".
_LEAST_BACK, _MOST_BACK = 3, 8
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")


class Words:
    """The words of a text: folded, in one padded search string, with their offsets.

    Args:
        text: The text.
        known: Tells which words are whole though they have a capital inside ("NasDem"); by default
            all are.

    Attributes:
        text: The text.
        folded: Each word, folded.
        starts: Where each word starts in the text.
        ends: One past where each word ends in the text.
        stream: All words with one blank before, between and after them.
        bounds: Where in ``stream`` the blank before each word stands, and the last one.
        slips: The numbers of the words that :meth:`mended` has set right.

    >>> words = Words("di Kab.Semarang")
    >>> words.stream, words.starts[1]
    (' di kab semarang ', 3)
    >>> Words("dikutipCNN", lambda word: False).folded
    ['dikutip', 'cnn']
    """

    __slots__ = ("bounds", "ends", "folded", "slips", "starts", "stream", "text")

    def __init__(self, text: str, known: Callable[[str], bool] = lambda word: True) -> None:
        folded = fold(text)
        starts, ends = _extents(folded)
        cuts = list(_cuts(text, folded, starts, ends, known))
        words = folded.split()
        for number, inner in reversed(cuts):
            edges = [starts[number], *inner, ends[number]]
            starts[number : number + 1] = edges[:-1]
            ends[number : number + 1] = edges[1:]
            words[number : number + 1] = [folded[start:end] for start, end in pairwise(edges)]
        self._set(text, words, starts, ends)

    def _set(self, text: str, words: list[str], starts: list[int], ends: list[int]) -> None:
        self.text = text
        self.folded = words
        self.starts = starts
        self.ends = ends
        self.slips: frozenset[int] = frozenset()
        self.stream = f" {' '.join(words)} "
        self.bounds: npt.NDArray[np.int64] = np.fromiter(
            accumulate((len(word) + 1 for word in words), initial=0), np.int64, len(words) + 1
        )

    def around(self, stretches: Sequence[tuple[int, int]], reach: int) -> Words:
        """Return the words near some stretches of the text, without those inside them.

        Args:
            stretches: Disjoint slices of the text, in order.
            reach: How many characters on both sides count as near.

        >>> Words("Pemerintah Kota (Pemkot) Semarang").around([(16, 24)], 100).folded
        ['pemerintah', 'kota', 'semarang']
        """
        near: list[int] = []
        at = behind = 0  # the first stretch in reach, and the first that ends behind the word
        for number, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            while at < len(stretches) and stretches[at][1] + reach < start:
                at += 1
            if at == len(stretches):
                break
            while behind < len(stretches) and stretches[behind][1] <= start:
                behind += 1
            inside = behind < len(stretches) and stretches[behind][0] <= start
            if not inside and end >= stretches[at][0] - reach:
                near.append(number)
        words = Words.__new__(Words)
        columns = ([column[n] for n in near] for column in (self.starts, self.ends))
        words._set(self.text, [self.folded[n] for n in near], *columns)
        return words

    def mended(self, right: Mapping[int, str]) -> Words:
        """Return the words with some misspelt ones set right.

        Args:
            right: The right words, folded, by their number.

        >>> Words("Kecmatan Tuban").mended({0: "kecamatan"}).folded
        ['kecamatan', 'tuban']
        """
        words = Words.__new__(Words)
        folded = [right.get(number, word) for number, word in enumerate(self.folded)]
        words._set(self.text, folded, self.starts, self.ends)
        words.slips = frozenset(right)
        return words

    def __len__(self) -> int:
        return len(self.folded)

    def raw(self, number: int) -> str:
        """Return a word as it is written in the text."""
        return self.text[self.starts[number] : self.ends[number]]

    def gap(self, number: int) -> str:
        """Return what the text has between a word and the one before it."""
        return self.text[self.ends[number - 1] : self.starts[number]] if number else ""


def _extents(folded: str) -> tuple[list[int], list[int]]:
    """Return where the words of a folded text start and end."""
    # lone surrogates are letters to no one, but a text may hold them
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = np.ones(len(codes) + 2, np.bool_)
    np.equal(codes, _BLANK, out=blank[1:-1])
    edges = np.flatnonzero(blank[1:] != blank[:-1])
    return edges[::2].tolist(), edges[1::2].tolist()


def _cuts(
    text: str, folded: str, starts: list[int], ends: list[int], known: Callable[[str], bool]
) -> Iterator[tuple[int, list[int]]]:
    """Yield the words that are several glued together, with where they are to be cut."""
    glued: dict[int, list[int]] = {}
    for match in _GLUED.finditer(text):
        glued.setdefault(bisect_right(starts, match.start()) - 1, []).append(match.start())
    for number, cuts in glued.items():
        start, end = starts[number], ends[number]
        if known(folded[start:end]):
            continue
        last = cuts[-1]
        for back in range(_MOST_BACK, _LEAST_BACK - 1, -1):
            # "dihubungidetikBali": a known name with a capital inside
            if last - back > start and known(folded[last - back : end]):
                cuts[-1] = last - back
                break
        yield number, sorted(set(cuts))
