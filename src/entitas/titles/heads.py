"""Office heads: those that the lexicon lists, and contractions that take apart."""

from __future__ import annotations

from collections.abc import Sequence

from entitas.titles.bodies import role_at
from entitas.titles.contractions import segment
from entitas.titles.lexicon import OfficeRow, lexicon
from entitas.titles.words import Word, split_glued, split_words

__all__ = ["office_head", "office_name", "tokens"]

_SHORT = 4  # letters up to which a contraction in lower case is more likely another word
# Offices that are names of people as well: "Surya Hakim".
_NAMES_TOO = frozenset({"hakim", "perwira", "taruna"})


def tokens(text: str) -> list[Word]:
    """Return the words of a text, with those cut that scraping has glued to a title.

    >>> [word.text for word in tokens("prajuritTNI dan PresidenAmerika")]
    ['prajurit', 'TNI', 'dan', 'Presiden', 'Amerika']
    """
    return split_glued(split_words(text), lexicon().glue_heads)


def office_head(
    text: str, words: Sequence[Word], index: int
) -> tuple[int, OfficeRow | None] | None:
    """Return (number of words, lexicon row) of the office head at ``words[index]``.

    The row is None for a contraction that the lexicon does not list but that takes apart.
    """
    word = words[index]
    match = lexicon().office_table.longest(text, words, index)
    if match is not None:
        size, row = match
        small = size == 1 and word.text.islower() and len(word.key) <= _SHORT
        if small and word.key != row.name.lower():
            return None
        if word.key == "waka" and not _before_body(text, words, index + 1):
            return None  # "Waka Polres", but "Waka Nga Mere"
        if size == 1 and word.key in _NAMES_TOO and _behind_name(text, words, index):
            return None
        return size, row
    if len(word.key) > _SHORT:
        taken = segment(word.text)
        if taken is not None and taken.head:
            return 1, None
    return None


def _behind_name(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether the word before is capitalised and no word of offices or bodies."""
    if index == 0:
        return False
    before = words[index - 1]
    beside = text[before.end : words[index].start] in (" ", "\u00a0")
    return beside and before.capital and before.key not in lexicon().glue_heads


def _before_body(text: str, words: Sequence[Word], index: int) -> bool:
    return index < len(words) and role_at(text, words, index) is not None


def office_name(first: Word, row: OfficeRow | None) -> tuple[str, str]:
    """Return code and full name of the head that begins with a word and has a lexicon row."""
    if row is None:
        taken = segment(first.text)
        return first.key, taken.full if taken else first.text
    if row.deputy and first.key == "wakil" and not row.name.startswith("Wakil"):
        return f"wakil_{row.code}", f"Wakil {row.name}"
    return row.code, row.name
