"""Whether two phrases name one office: "Walkot Semarang" and "Wali Kota Semarang"."""

from __future__ import annotations

from collections.abc import Sequence

from entitas.titles.contractions import expand
from entitas.titles.office import Office, parse_office
from entitas.titles.words import keys_of

__all__ = ["same_office"]

_FILLER = frozenset({"dan", "serta", "bidang", "ri", "republik", "indonesia", "di", "pada", "kota"})
_LEVELS = frozenset({"provinsi", "kabupaten", "kota", "kab", "kecamatan", "kelurahan", "desa"})
_ROMAN = {
    numeral: str(value)
    for value, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split(), 1)
}
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
    first, second = parse_office(a), parse_office(b)
    titles = _keys(first.title), _keys(second.title)
    if titles[0] == titles[1]:
        return _agree(_over(first), _over(second))
    if _bare_minister(first, second) or _bare_minister(second, first):
        return True
    # "Kadis PUPR X" and "Kepala Dinas PUPR X" cut title and agency at different words
    whole = tuple(
        keys + _over(office) for keys, office in zip(titles, (first, second), strict=True)
    )
    return whole[0][0] == whole[1][0] and _equal(whole[0], whole[1])


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
    start = short[0] == words[0][0] and len(short) <= _ABBREVIATION
    return start and all(letter in letters for letter in short)


def _bare_minister(bare: Office, full: Office) -> bool:
    """Whether ``bare`` is "Menteri" and ``full`` a minister of something."""
    keys = _keys(bare.title)
    return keys in (("menteri",), ("wakil", "menteri")) and _keys(full.title)[: len(keys)] == keys
