"""Whether two phrases name one office: "Walkot Semarang" and "Wali Kota Semarang"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from entitas.titles.contractions import expand
from entitas.titles.office import Office, parse_office
from entitas.titles.words import keys_of

__all__ = ["same_office"]

_FILLER = frozenset(
    {"dan", "serta", "bidang", "ri", "republik", "indonesia", "di", "pada", "tindak"}
)
_VAGUE = frozenset({"ketua", "kepala", "direktur", "sekretaris", "wakil", "staf", "komisaris"})
_LEVELS = frozenset({"provinsi", "kabupaten", "kota", "kab", "kecamatan", "kelurahan", "desa"})
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_ROMAN = {numeral: str(value) for value, numeral in enumerate(_NUMERALS, 1)}
_BRACKET = re.compile(r"\(([^()]*)\)")
_VOWEL = re.compile(r"[aeiou]")
_ABBREVIATION = 8  # letters that a syllabic abbreviation ("Jateng", "Madina") has at most


def same_office(a: str, b: str) -> bool:
    """Return True where two phrases can name one and the same office.

    Contractions equal their long forms, status words do not count, and a phrase that leaves out the
    agency or the place agrees with one that gives it. So this says that two phrases of one person
    are one office; it does not say that two offices in different texts are one.

    >>> same_office("Wali Kota (Wakot) Semarang", "Walkot Semarang")
    True
    >>> same_office("Wamendagri", "Wakil Menteri Dalam Negeri")
    True
    >>> same_office("Kapolres Tuban", "Kapolres")
    True
    >>> same_office("Kapolres Tuban", "Kapolres Lamongan")
    False
    >>> same_office("Ketua DPRD Tuban", "Wakil Ketua DPRD Tuban")
    False
    """
    if keys_of(a) in _brackets(b) or keys_of(b) in _brackets(a):
        return True
    first, second = parse_office(a), parse_office(b)
    titles = _keys(first.title), _keys(second.title)
    over = _over(first), _over(second)
    if titles[0] == titles[1]:
        return _agree(*over) or over[0] in _brackets(b) or over[1] in _brackets(a)
    if _is_bare(first, titles[1]) or _is_bare(second, titles[0]):
        return True
    # "Kadis PUPR X" and "Kepala Dinas PUPR X" cut title and agency at different words
    short, long = sorted((titles[0] + over[0], titles[1] + over[1]), key=len)
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
    same = len(list(pairs))
    rest = short[same:]
    return same > 1 and (not rest or (len(rest) == 1 and _abbreviates(rest[0], long[same:])))


def _brackets(phrase: str) -> set[tuple[str, ...]]:
    """The words of each bracketed short form."""
    return {keys_of(inside) for inside in _BRACKET.findall(phrase)}


def _keys(phrase: str) -> tuple[str, ...]:
    """The words of a phrase with its contractions expanded and its fillers left out."""
    keys = (_ROMAN.get(key, key) for key in keys_of(expand(phrase)))
    return tuple(key for key in keys if key not in _FILLER)


def _over(office: Office) -> tuple[str, ...]:
    """The words of what an office is over, without words of level."""
    stated = office.agency if office.agency and not office.agency_implied else ""
    keys = _keys(f"{stated} {office.place or ''}")
    return tuple(key for key in keys if key not in _LEVELS)


def _agree(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two bodies or places may be one: one is silent, or they are equal in some writing."""
    return not first or not second or _equal(first, second)


def _equal(first: Sequence[str], second: Sequence[str]) -> bool:
    short, long = sorted((first, second), key=len)
    if set(short) <= set(long):
        return True
    left = [key for key in long if key not in short]
    odd = [key for key in short if key not in long]
    return len(odd) == 1 and _abbreviates(odd[0], left)


def _abbreviates(short: str, words: Sequence[str]) -> bool:
    """Initials ("kpk") or syllables ("jateng") of the words."""
    if len(words) < 2:
        return False
    if short == "".join(word[0] for word in words):
        return True
    letters = iter("".join(words))
    syllabic = len(short) <= _ABBREVIATION and short[0] == words[0][0] and _VOWEL.search(short)
    return bool(syllabic) and all(letter in letters for letter in short)


def _is_bare(office: Office, title: tuple[str, ...]) -> bool:
    """Whether an office is a later, shorter mention of a fuller title: "Menteri", "hakim".

    A bare "Ketua" or "Direktur" is too little to tell the office of a chair from another.
    """
    keys = _keys(office.title)
    if _over(office) or title[: len(keys)] != keys or office.head is None:
        return False
    return len(keys) > 1 or keys[0] not in _VAGUE
