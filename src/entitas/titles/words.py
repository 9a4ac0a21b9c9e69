"""Words of a text with their offsets, and phrase tables looked up on them.

Titles are written with and without full stops ("S.H.", "SH", "Kombes Pol."), in any case, and news
text glues them to their neighbours ("prajuritTNI"). So matching runs over bare words, runs of
letters and digits, and looks at what stands between them only where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

__all__ = ["PhraseTable", "Word", "keys_of", "loose_gap", "split_glued", "split_words"]

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W\d_]+)?")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LOOSE = frozenset(" \t.-'’\u00a0\u202f")

Entry = TypeVar("Entry")


class Word(NamedTuple):
    """A run of letters and digits: its text, its offsets and its lower-case key."""

    text: str
    start: int
    end: int
    key: str

    @property
    def capital(self) -> bool:
        """True for a word that starts with an upper-case letter."""
        return self.text[0].isupper()


def split_words(text: str) -> list[Word]:
    """Return the words of ``text``.

    >>> [word.key for word in split_words("Kombes Pol. (Purn) M. Ali, S.H.")]
    ['kombes', 'pol', 'purn', 'm', 'ali', 's', 'h']
    """
    return [Word(m.group(), m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]


def split_glued(words: Iterable[Word], known: frozenset[str] | set[str]) -> list[Word]:
    """Cut words that scraping has glued together, where the part before the cut is ``known``.

    >>> [w.text for w in split_glued(split_words("PresidenAmerika NasDem"), {"presiden"})]
    ['Presiden', 'Amerika', 'NasDem']
    """
    result: list[Word] = []
    for word in words:
        start = 0
        if not (word.text.islower() or word.text.isupper() or word.key in known):
            for hump in _HUMP.finditer(word.text):
                piece = word.text[start : hump.start()]
                if piece.lower() in known:
                    result.append(_cut(word, start, hump.start()))
                    start = hump.start()
        result.append(_cut(word, start, len(word.text)) if start else word)
    return result


def keys_of(form: str) -> tuple[str, ...]:
    """Return the keys of the words of a form: what a phrase table is looked up by."""
    return tuple(word.key for word in split_words(form))


def loose_gap(gap: str) -> bool:
    """True for what may stand between two words of one phrase: spaces, full stops, hyphens."""
    return len(gap) <= 4 and _LOOSE.issuperset(gap)


class PhraseTable(Generic[Entry]):
    """Entries by the words of their forms, with longest match.

    A form that several entries share keeps all of them, in the order in which they were added.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[Entry]]]] = {}

    def add(self, form: str | tuple[str, ...], entry: Entry) -> None:
        """Add ``entry`` under the words of ``form``; a form without words is ignored."""
        keys = keys_of(form) if isinstance(form, str) else form
        if not keys:
            return
        bucket = self._by_first.setdefault(keys[0], [])
        for known, entries in bucket:
            if known == keys:
                if entry not in entries:
                    entries.append(entry)
                return
        bucket.append((keys, [entry]))
        bucket.sort(key=lambda item: -len(item[0]))

    def __contains__(self, key: str) -> bool:
        return key in self._by_first

    def first_keys(self) -> set[str]:
        """Return the keys with which the forms of the table begin."""
        return set(self._by_first)

    def matches(
        self,
        text: str,
        words: Sequence[Word],
        index: int,
        *,
        between: Callable[[str], bool] = loose_gap,
    ) -> list[tuple[int, list[Entry]]]:
        """Return (number of words, entries) of all forms that start at ``words[index]``.

        The longest comes first. ``between`` says what may stand between two words.
        """
        found: list[tuple[int, list[Entry]]] = []
        for keys, entries in self._by_first.get(words[index].key, ()):
            size = len(keys)
            if index + size > len(words):
                continue
            if size == 1:
                found.append((1, entries))
            elif all(
                words[index + n].key == keys[n]
                and between(text[words[index + n - 1].end : words[index + n].start])
                for n in range(1, size)
            ):
                found.append((size, entries))
        return found

    def longest(self, text: str, words: Sequence[Word], index: int) -> tuple[int, Entry] | None:
        """Return (number of words, first entry) of the longest form at ``words[index]``."""
        for size, entries in self.matches(text, words, index):
            return size, entries[0]
        return None


def _cut(word: Word, start: int, end: int) -> Word:
    text = word.text[start:end]
    return Word(text, word.start + start, word.start + end, text.lower())
