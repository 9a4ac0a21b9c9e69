"""The one fold of names and texts, and the words of a folded text with the way back.

Names are compared in a folded form: lower case, every character that is neither letter nor digit
(spaces of all kinds, apostrophes, hyphens, full stops) a blank. The fold keeps the length, so an
offset into the folded text is one into the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Words", "fold", "key_of"]

_NOT_ALNUM = re.compile(r"[\W_]")
_WORD = re.compile(r"[^ ]+")


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
        without: Spans of the text, in order, whose words are left out.

    Attributes:
        text: The text.
        folded: Each word, folded.
        starts: Where each word starts in the text.
        ends: One past where each word ends in the text.
        stream: All words with one blank before, between and after them.

    >>> words = Words("di Kab.Semarang")
    >>> words.stream, words.starts[1]
    (' di kab semarang ', 3)
    """

    __slots__ = ("_first", "_last", "ends", "folded", "starts", "stream", "text")

    def __init__(self, text: str, without: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        found = list(_WORD.finditer(fold(text)))
        if without:
            found = [w for w in found if not any(s <= w.start() < e for s, e in without)]
        self.folded = [word.group() for word in found]
        self.starts = [word.start() for word in found]
        self.ends = [word.end() for word in found]
        self.stream = f" {' '.join(self.folded)} "
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        at = 0
        for number, word in enumerate(self.folded):
            self._first[at] = number
            at += len(word) + 1
            self._last[at + 1] = number + 1

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
