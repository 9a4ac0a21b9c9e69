"""The one fold of names and texts, and the words of a folded text with the way back.

Names are compared in a folded form: lower case, every character that is neither letter nor digit
(spaces of all kinds, apostrophes, hyphens, full stops) a blank. The fold keeps the length, so an
offset into the folded text is one into the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

__all__ = ["Words", "fold", "key_of"]

_NOT_ALNUM = re.compile(r"[\W_]")
_WORD = re.compile(r"[^ ]+")
# Where scraping has glued two words: "dikutipCNN", "BPNGubernur".
_LEAST_BACK, _MOST_BACK = 3, 8
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")


def fold(text: str) -> str:
    """Return the folded text; it is as long as ``text``.

    >>> fold("Kab.Semarang, Jum’at")
    'kab semarang  jum at'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        # U+0130, the one character that grows under lower(), becomes its first letter
        lowered = "".join(character.lower()[0] for character in text)
    return _NOT_ALNUM.sub(" ", lowered)


def key_of(name: str) -> str:
    """Return the form under which a name is indexed: its folded words with one blank between.

    >>> key_of("Kementerian Agraria dan Tata Ruang/BPN")
    'kementerian agraria dan tata ruang bpn'
    """
    return " ".join(fold(name).split())


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

    >>> words = Words("di Kab.Semarang")
    >>> words.stream, words.starts[1]
    (' di kab semarang ', 3)
    >>> Words("dikutipCNN", lambda word: False).folded
    ['dikutip', 'cnn']
    """

    __slots__ = ("_first", "_last", "ends", "folded", "starts", "stream", "text")

    def __init__(self, text: str, known: Callable[[str], bool] = lambda word: True) -> None:
        folded = fold(text)
        spans: Sequence[tuple[int, int]] = [word.span() for word in _WORD.finditer(folded)]
        if _GLUED.search(text):
            spans = list(_unglued(text, folded, spans, known))
        self._set(text, [(folded[start:end], start, end) for start, end in spans])

    def _set(self, text: str, words: Sequence[tuple[str, int, int]]) -> None:
        self.text = text
        self.folded = [folded for folded, _, _ in words]
        self.starts = [start for _, start, _ in words]
        self.ends = [end for _, _, end in words]
        self.stream = f" {' '.join(self.folded)} "
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        at = 0
        for number, word in enumerate(self.folded):
            self._first[at] = number
            at += len(word) + 1
            self._last[at + 1] = number + 1

    def around(self, stretches: Sequence[tuple[int, int]], reach: int) -> Words:
        """Return the words near some stretches of the text, without those inside them.

        Args:
            stretches: Disjoint slices of the text, in order.
            reach: How many characters on both sides count as near.

        >>> Words("Pemerintah Kota (Pemkot) Semarang").around([(16, 24)], 100).folded
        ['pemerintah', 'kota', 'semarang']
        """
        near: list[tuple[str, int, int]] = []
        at = behind = 0  # the first stretch in reach, and the first that ends behind the word
        for word in zip(self.folded, self.starts, self.ends, strict=True):
            _, start, end = word
            while at < len(stretches) and stretches[at][1] + reach < start:
                at += 1
            if at == len(stretches):
                break
            while behind < len(stretches) and stretches[behind][1] <= start:
                behind += 1
            inside = behind < len(stretches) and stretches[behind][0] <= start
            if not inside and end >= stretches[at][0] - reach:
                near.append(word)
        words = Words.__new__(Words)
        words._set(self.text, near)
        return words

    def __len__(self) -> int:
        return len(self.folded)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Map a slice of ``stream``, blanks at both ends included, to words (first, one past)."""
        return self._first[start], self._last[end]

    def raw(self, number: int) -> str:
        """Return a word as it is written in the text."""
        return self.text[self.starts[number] : self.ends[number]]

    def gap(self, number: int) -> str:
        """Return what the text has between a word and the one before it."""
        return self.text[self.ends[number - 1] : self.starts[number]] if number else ""


def _unglued(
    text: str, folded: str, spans: Sequence[tuple[int, int]], known: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        cuts = [match.start() for match in _GLUED.finditer(text, start, end)]
        if not cuts or known(folded[start:end]):
            yield start, end
            continue
        last = cuts[-1]
        for back in range(_MOST_BACK, _LEAST_BACK - 1, -1):
            # "dihubungidetikBali": a known name with a capital inside
            if last - back > start and known(folded[last - back : end]):
                cuts[-1] = last - back
                break
        yield from zip([start, *cuts], [*cuts, end], strict=True)
