"""Contractions of offices and bodies, taken apart and made: Kadishub ↔ Kepala Dinas Perhubungan.

Indonesian officialese builds its contractions from a stock of syllables: a head (ka-, waka-, dir-,
men-, jam-, dan-, pang-), units (dis, sat, pus, polres, dim) and domains (hub, reskrim, penkum).
A word is a contraction if it falls apart into such pieces in an order that makes sense.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from entitas.titles.lexicon import OfficeRow, PartRow, lexicon
from entitas.titles.words import keys_of, split_words

__all__ = ["Contraction", "contract", "expand", "segment"]


@dataclass(frozen=True, slots=True)
class Contraction:
    """A contraction taken apart.

    Args:
        head: The office in it, expanded ("Kepala"); empty for a mere body ("Dishub").
        rest: What the office is over, expanded ("Dinas Perhubungan").
        body: The body in it, as news writes it ("Dishub", "Kejari"); empty where there is none.
        portfolio: True for a minister's contraction ("Mendagri").
    """

    head: str
    rest: str
    body: str
    portfolio: bool = False

    @property
    def full(self) -> str:
        """Head and rest: "Kepala Dinas Perhubungan"."""
        return f"{self.head} {self.rest}".strip()


@lru_cache(maxsize=8192)
def segment(word: str) -> Contraction | None:
    """Take one word apart, or return None where it is no contraction.

    >>> segment("Kapuspenkum").full
    'Kepala Pusat Penerangan Hukum'
    >>> segment("Kajari").body
    'Kejari'
    >>> segment("Kartini") is None
    True
    """
    key = word.lower()
    for head in _parts("head"):
        rest = key.removeprefix(head.part)
        if rest == key or not rest:
            continue
        if head.takes == "portfolio":
            portfolio = _portfolios().get(rest)
            if portfolio is not None:
                return Contraction(head.expansion, portfolio, "", portfolio=True)
        else:
            pieces = _pieces(rest, head.takes)
            # commands have a Dan- or Pang-, never a Ka-: "Karem" is a name
            commands = pieces is not None and pieces[0].expansion.startswith("Komando")
            if pieces is not None and not (commands and head.expansion.endswith("Kepala")):
                return Contraction(head.expansion, _join(pieces), _body(head, pieces, rest))
    pieces = _pieces(key, "unit")
    if pieces is not None and (len(pieces) > 1 or pieces[0].body not in ("", "*")):
        return Contraction("", _join(pieces), _body(None, pieces, key))
    return None


def expand(contraction: str) -> str:
    """Return the long form of an office or body, word by word; what is unknown stays as it is.

    >>> expand("Kapolres")
    'Kepala Kepolisian Resor'
    >>> expand("Kasat Reskrim Polres Tuban")
    'Kepala Satuan Reserse Kriminal Kepolisian Resor Tuban'
    >>> expand("Walkot Bogor")
    'Wali Kota Bogor'
    """
    table = lexicon().office_table
    words = split_words(contraction)
    out: list[str] = []
    done = index = 0
    while index < len(words):
        word = words[index]
        size, long = 1, ""
        match = table.longest(contraction, words, index)
        if match is not None:
            size = match[0]
            long = _long_office(contraction[word.start : words[index + size - 1].end], match[1])
        if not long:
            taken = segment(word.text)
            long = taken.full if taken else _domains().get(word.key, "")
        out.append(contraction[done : word.start])
        done = words[index + size - 1].end
        out.append(long or contraction[word.start : done])
        index += size
    return "".join([*out, contraction[done:]])


def contract(long: str) -> str | None:
    """Return the usual contraction of an office or body, or None where there is none.

    >>> contract("Kepala Kepolisian Resor")
    'Kapolres'
    >>> contract("Wakil Menteri Dalam Negeri")
    'Wamendagri'
    >>> contract("Kepala Dinas Perhubungan")
    'Kadishub'
    >>> contract("Tukang Kayu") is None
    True
    """
    keys = keys_of(long)
    short = _short_offices().get(keys)
    if short is not None:
        return short
    for head in _parts("head"):
        head_keys = keys_of(head.expansion)
        if keys[: len(head_keys)] == head_keys and len(keys) > len(head_keys):
            rest = _short_rest(keys[len(head_keys) :], head.takes)
            if rest is not None:
                return (head.part + rest).capitalize()
    rest = _short_rest(keys, "unit")
    return rest.capitalize() if rest else None


def _join(pieces: tuple[PartRow, ...]) -> str:
    return " ".join(piece.expansion for piece in pieces)


def _body(head: PartRow | None, pieces: tuple[PartRow, ...], written: str) -> str:
    """The body's short name: the first piece says how it is written."""
    first = pieces[0]
    if first.slot == "domain":  # Dirlantas: the Dit- of the head comes back
        return f"{head.body}{written}" if head and head.body else ""
    if first.body == "*":
        return written.capitalize()
    return first.body + "".join(piece.part for piece in pieces[1:]) if first.body else ""


@lru_cache(maxsize=4096)
def _pieces(key: str, slot: str) -> tuple[PartRow, ...] | None:
    """Cut ``key`` into parts: units first, domains after them, at least one that says what."""
    for part in _parts(slot):
        rest = key.removeprefix(part.part)
        if rest == key:
            continue
        if not rest:
            # a bare "ka" + "si" says nothing and is too often another word
            if slot == "domain" or (len(part.part) > 2 and part.body not in ("", "*")):
                return (part,)
            continue
        for next_slot in ("unit", "domain") if slot == "unit" else ("domain",):
            tail = _pieces(rest, next_slot)
            if tail is not None:
                return (part, *tail)
    return None


@lru_cache(maxsize=8)
def _parts(slot: str) -> tuple[PartRow, ...]:
    """The parts of a slot, longest first."""
    rows = [row for row in lexicon().parts if row.slot == slot]
    return tuple(sorted(rows, key=lambda row: -len(row.part)))


@lru_cache(maxsize=1)
def _portfolios() -> dict[str, str]:
    return {
        short: row.name
        for row in reversed(lexicon().portfolios)
        for short in row.short
        if not row.coordinating
    }


@lru_cache(maxsize=1)
def _domains() -> dict[str, str]:
    """Pieces that also stand alone, as in "Kasat Reskrim"; short ones mean too much else."""
    return {
        row.part: row.expansion
        for row in lexicon().parts
        if row.slot != "head" and (len(row.part) > 3 or row.body not in ("", "*"))
    }


def _long_office(written: str, row: OfficeRow) -> str:
    """The long name of an office in the form in which ``written`` gives it."""
    keys = keys_of(written)
    deputy = row.deputy and keys[0] == "wakil"
    if deputy:
        keys = keys[1:]
    if keys == keys_of(row.name):
        return written
    first = keys_of(row.forms[0]) if row.forms else ()
    if keys != first and len(keys) > 1:  # a fuller variant, not the contraction
        return ""
    return f"Wakil {row.name}" if deputy else row.name


@lru_cache(maxsize=1)
def _short_offices() -> dict[tuple[str, ...], str]:
    shorts: dict[tuple[str, ...], str] = {}
    for row in lexicon().offices:
        short = next((form for form in row.forms if len(keys_of(form)) == 1), None)
        if short is not None:
            shorts.setdefault(keys_of(row.name), short)
    return shorts


def _short_rest(keys: tuple[str, ...], takes: str) -> str | None:
    if takes == "portfolio":
        for row in lexicon().portfolios:
            if keys_of(row.name) == keys and row.short and not row.coordinating:
                return row.short[0]
        return None
    for slot in ("unit", "domain") if takes == "unit" else ("domain",):
        for part in lexicon().parts:  # in the file's order: the usual piece comes first
            if part.slot != slot:
                continue
            part_keys = keys_of(part.expansion)
            if keys[: len(part_keys)] != part_keys:
                continue
            if len(part_keys) == len(keys):
                if slot == "domain" or (len(part.part) > 2 and part.body not in ("", "*")):
                    return part.part
                continue
            rest = _short_rest(keys[len(part_keys) :], slot)
            if rest is not None:
                return part.part + rest
    return None
