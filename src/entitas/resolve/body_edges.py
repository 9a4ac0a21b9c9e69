"""Where a body begins and ends among the offices, people and words beside it.

- An office with its place ("Camat Tuban"), the end of a minister's short title ("Menko|Polkam"),
  the people of a place ("Masyarakat Kabupaten Agam") and what belongs to an office ("Rumah Dinas
  Bupati") are no body.
- A body begins behind its head's office ("Ketua|Dewan Pengawas"), a word for its sort ("majalah")
  and its people ("PPNS|Kementerian Perhubungan").
- How a company is owned ("(Persero)") is part of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from entitas.resolve.definitions import BODY_WORDS
from entitas.spans import Found
from entitas.titles.slots import UNIT_HEADS

__all__ = ["body_extent", "inner_body"]

Span = tuple[int, int]

# How a company is owned stands behind its name, and is part of it.
_LEGAL_FORM = re.compile(r" \((?:Persero|Perseroda|Perumda|Tbk\.?)\)(?: Tbk\b)?")
# What sort of body the name behind is of.
_TYPE = re.compile(r"(?:grup|harian|koran|majalah|maskapai|media|perusahaan|tabloid) (?=[A-Z])")
# People who are of a body or place, and are no body themselves.
_PEOPLE = re.compile(
    r"(?:Anggota|Aparat|Jajaran|Karyawan|Masyarakat|Pegawai|Penduduk|Personel|Petugas|PPNS|Prajurit"
    r"|Rakyat|Warga) "
)
# What has "Dinas" behind it and is no agency.
_DUTY = re.compile(r"\b(?:baju|kendaraan|mobil|motor|perjalanan|rumah) $", re.I)


def body_extent(
    text: str, start: int, end: int, titles: Sequence[Found], hits: Sequence[Found]
) -> Span | None:
    """Return the mended extent of a body, or None where there is none.

    Args:
        text: The document's text.
        start: Where the NER lets it begin.
        end: One past its last character.
        titles: Finds of the title lexicon in text order.
        hits: Finds of the gazetteer.
    """
    if _is_of_place(start, end, titles, hits) or _is_portfolio(start, end, titles, hits):
        return None
    start = _behind_office(text, start, end, titles, hits)
    if noun := _TYPE.match(text, start, end):
        start = noun.end()
    start, end = _without_people(text, start, end, hits)
    if legal := _LEGAL_FORM.match(text, end):
        end = legal.end()
    return (start, end) if start < end else None


def _is_of_place(start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]) -> bool:
    """Tell whether a span is an office with its place: "Camat Tuban"."""
    places = {hit.start for hit in hits if hit.label == "place" and hit.end == end}
    heads = (t.end for t in titles if t.label == "office" and t.start == start)
    return any(head < place for head in heads for place in places)


def _is_portfolio(start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]) -> bool:
    """Tell whether a span is but the end of a minister's short title: "Menko|Polkam"."""
    heads = (t.start for t in titles if t.label == "office" and t.end == start - 1)
    return any(hit.start == head and hit.end == end for head in heads for hit in hits)


def _behind_office(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]
) -> int:
    """Begin a body behind its head's office: "Ketua|Dewan Pengawas", "Kabid Humas|Polda Bali"."""
    for title in titles:
        if title.label == "office" and title.start == start and title.end < end:
            begin = title.end + len(text[title.end : end]) - len(text[title.end : end].lstrip())
            first = text[begin:end].partition(" ")[0]
            if first in BODY_WORDS or any(hit.start == begin and hit.end == end for hit in hits):
                return begin
    inner = inner_body(text, start, end, titles, hits)
    return start if inner is None else inner


def inner_body(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Iterable[Found]
) -> int | None:
    """Return where the body of a unit begins that only its head's office names.

    In "Kabid Humas Polda Bali" the office is "Kabid Humas", and the body "Polda Bali".
    """
    heads = (t.end for t in titles if t.detail.get("code") in UNIT_HEADS and t.end < start)
    if not any(re.fullmatch(r"\)? ", text[head:start]) for head in heads):
        return None
    inside = (h.start for h in hits if h.label != "place" and h.start > start and h.end == end)
    return min(inside, default=None)


def _without_people(text: str, start: int, end: int, hits: Iterable[Found]) -> Span:
    """Free a known body from the people before it; nothing is left of the people of a place."""
    if _DUTY.search(text, max(0, start - 12), start) and text.startswith("Dinas", start):
        return end, end
    people = _PEOPLE.match(text, start, end)
    for hit in hits:
        if people and hit.start == people.end() and hit.end == end:
            return (end if hit.label == "place" else hit.start), end
    return start, end
