"""Where the name of a body begins in an office phrase, by the grammar of bodies' names alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from entitas.titles.contractions import segment
from entitas.titles.lexicon import lexicon
from entitas.titles.words import Word

__all__ = ["LEVELS", "Role", "is_acronym", "is_number", "role_at"]

# Words of an administrative level: what follows them is a place.
LEVELS = frozenset(
    {"provinsi", "prov", "kabupaten", "kab", "kota", "kecamatan", "kec", "kelurahan", "kel"}
    | {"desa", "distrik", "wilayah", "nagari"}
)
_ROMAN = re.compile(r"[IVX]+")
_MINISTRY = re.compile(r"kemen\w{2,}")
_POLICE = re.compile(r"pol(?:res|da|sek|restabes|resta)\w*")


class Role(NamedTuple):
    """What begins at a word, over how many words its known part goes, and what follows that."""

    role: Literal["body", "host", "standing", "inner", "unit", "common", "acronym"]
    size: int
    follow: Literal["", "place", "name"] = ""


def role_at(text: str, words: Sequence[Word], index: int) -> Role | None:
    """Return what kind of body begins at ``words[index]``, or None.

    Capitalised words only: "dinas luar" and "badan" in lower case name no body.
    """
    word = words[index]
    if not word.capital:
        return None
    following = words[index + 1] if index + 1 < len(words) else None
    if word.key == "komisi" and following is not None and is_number(following):
        return Role("unit", 2)  # Komisi II of a house, and not Komisi Yudisial
    match = lexicon().body_table.longest(text, words, index)
    if match is not None:
        return Role(match[1].role, match[0], match[1].follow)
    if _MINISTRY.fullmatch(word.key) or (word.key[:3] == "kem" and word.key[3:] in _portfolios()):
        return Role("host", 1)
    if _POLICE.fullmatch(word.key):
        return Role("body", 1, "place")
    if word.key in lexicon().functions:
        return None
    if is_acronym(word):
        return Role("acronym", 1)
    taken = segment(word.text)
    if taken is not None and not taken.head:
        return Role("standing" if taken.rest.startswith("Dinas") else "body", 1, "place")
    return None


@lru_cache(maxsize=1)
def _portfolios() -> frozenset[str]:
    """The short forms of portfolios: "han" in Kemhan."""
    return frozenset(short for row in lexicon().portfolios for short in row.short)


def is_number(word: Word) -> bool:
    """True for digits, Roman numerals and single letters, as in "Komisi II" or "Komisi A"."""
    return word.text.isdigit() or len(word.text) == 1 or _ROMAN.fullmatch(word.text) is not None


def is_acronym(word: Word) -> bool:
    """True for a word of at least two letters, all or nearly all capitals: "KPK", "BPJSTK"."""
    capitals = sum(letter.isupper() for letter in word.text)
    return (
        len(word.text) > 1
        and capitals >= len(word.text) - 1
        and not is_number(word)
        and capitals > 1
    )
