"""Before they compete, the NER's spans are mended where its word pieces or scraping misled it.

- A span that begins inside a word takes the whole word, and one that ends a few letters before the
  word's end takes those, unless they are a word that scraping glued on ("Subianto|yang").
- A name is freed from titles, and from the office's place or body before it: in "Bupati Agam Rudi"
  the name is not "Agam Rudi".
- A place begins behind the office that takes its first word: "Wali Kota|Semarang", "Camat|Tuban".
- A body or place loses a trailing "dan" and gets its brackets balanced: "Ditreskrimsus) Polda
  Jambi" begins where the long name before the bracket does.
- A body is freed from the people before it ("PPNS Kementerian Perhubungan"); the people of a place
  ("Masyarakat Kabupaten Agam"), an office ("Camat Tuban") and what belongs to one ("Rumah Dinas
  Bupati") are no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from entitas.spans import Found

__all__ = ["mend", "word_start"]

Span = tuple[int, int]

_EDGES = " \t\r\n\u00a0,;:-–—\"'“”‘’"
_TITLES = frozenset({"police_rank", "military_rank", "civil_rank", "degree", "honorific"})
_PAIR = re.compile(r"((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)[-–]((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)")
# How many letters of a word the NER may cut off.
_CUT = 3
_TAIL = re.compile(r"\s+(?:dan|serta|atau|di|yang|untuk|dari|pada|era)$", re.I)
_LONG_NAME = re.compile(r"(?:[A-Z][\w.]*[ ]+(?:(?:dan|&|,)[ ]+)?)+\([ ]?$")
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
# Words that scraping glues to the end of a name.
_GLUED = (
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "saat", "mengatakan", "menyebut",
    "meminta", "menilai", "atau", "pada", "terkait", "akan", "bakal", "memberikan", "soal", "usai",
    "rute", "menjadi", "untuk", "juga", "itu", "ini", "tak", "tidak", "telah", "sudah",
)  # fmt: skip


def mend(text: str, find: Found, titles: Sequence[Found], hits: Sequence[Found]) -> list[Span]:
    """Return the mended extents of a find of the NER; none when no name is left.

    A pair of full names joined by a hyphen ("Pramono Anung-Rano Karno") is two.

    Args:
        text: The document's text.
        find: A find labelled PERSON, ORG or PLACE.
        titles: Finds of the title lexicon in text order.
        hits: Finds of the gazetteer.
    """
    start, end = _whole_words(text, find.start, find.end)
    pair = _PAIR.fullmatch(text, start, end) if find.label == "PERSON" else None
    if pair:
        halves = [replace(find, start=pair.start(n), end=pair.end(n)) for n in (1, 2)]
        return [span for half in halves for span in mend(text, half, titles, hits)]
    end = _unglued(text, start, end, long_only=find.label != "PERSON")
    if find.label == "PERSON":
        start = _after_office(text, start, end, titles, hits)
        start, end = _without_titles(text, start, end, titles)
    else:
        if find.label == "PLACE":
            start = _after_head(start, end, titles, hits)
        else:
            if _is_of_place(start, end, titles, hits):
                return []
            if noun := _TYPE.match(text, start, end):
                start = noun.end()
            start, end = _without_people(text, start, end, hits)
            if legal := _LEGAL_FORM.match(text, end):
                return [(start, legal.end())]
        start, end = _balanced(text, start, end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1] == "("):
        end -= 1
    if end > start and text[end - 1] == "." and not _initial(text, start, end):
        end -= 1
    covered = any(t.label in _TITLES and t.start <= start and end <= t.end for t in titles)
    return [(start, end)] if start < end and not covered else []


def _after_head(start: int, end: int, titles: Sequence[Found], hits: Iterable[Found]) -> int:
    """Return where a place begins when an office takes its first word: "Wali Kota | Semarang"."""
    known = [hit.start for hit in hits if hit.label == "place" and hit.end == end]
    heads = [
        max((at for at in known if at > t.end), default=t.end)
        for t in titles
        if t.label == "office" and t.end < end
        if t.start < start < t.end or (t.start == start and start not in known and any(known))
    ]
    return max(heads, default=start)


def _is_of_place(start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]) -> bool:
    """Tell whether a span is an office with its place: "Camat Tuban"."""
    places = {hit.start for hit in hits if hit.label == "place" and hit.end == end}
    heads = (t.end for t in titles if t.label == "office" and t.start == start)
    return any(head < place for head in heads for place in places)


def _without_people(text: str, start: int, end: int, hits: Iterable[Found]) -> Span:
    """Free a known body from the people before it; nothing is left of the people of a place."""
    if _DUTY.search(text, max(0, start - 12), start) and text.startswith("Dinas", start):
        return end, end
    people = _PEOPLE.match(text, start, end)
    for hit in hits:
        if people and hit.start == people.end() and hit.end == end:
            return (end if hit.label == "place" else hit.start), end
    return start, end


def word_start(text: str, start: int) -> int:
    """Return where the word begins that a span cut short: "Gu|bernur", "RIP|rabowo".

    A longer run of letters before the span is another word that scraping glued on.
    """
    at = start
    while at and start - at <= _CUT and text[at].islower() and text[at - 1].isalpha():
        at -= 1
        if text[at].isupper():
            break
    return at if start - at <= _CUT else start


def _whole_words(text: str, start: int, end: int) -> Span:
    start = word_start(text, start)
    if end < len(text) and text[end - 1].isalpha() and text[end].islower():
        tail = re.compile(r"[^\W\d_]*").match(text, end)
        rest = tail[0] if tail else ""
        if len(rest) <= _CUT and rest not in _GLUED:
            end += len(rest)
    return start, end


def _unglued(text: str, start: int, end: int, *, long_only: bool) -> int:
    """Cut a glued word off when the rest stands in the text by itself, or the word is long."""
    last = re.search(r"[^\W\d_]+$", text[start:end])
    if last is None:
        return end
    word = last[0]
    for glued in sorted(_GLUED, key=len, reverse=True):
        rest = word.removesuffix(glued)
        if rest == word or len(rest) < 3 or (long_only and not rest[0].isupper()):
            continue
        if (len(glued) >= 4 and len(rest) >= 4 and not long_only) or re.search(
            rf"\b{re.escape(rest)}\b", text
        ):
            return end - len(glued)
    return end


def _after_office(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Iterable[Found]
) -> int:
    """Move a name's start behind the place or body of the office before it."""
    offices = {t.end for t in titles if t.label == "office" and t.end <= start}
    for hit in hits:
        if not (hit.start <= start < hit.end <= end):
            continue
        holds = hit.start < start
        if hit.label == "place" and hit.start == start:
            holds = any(not text[office : hit.start].strip() for office in offices)
        # "Gubernur Rano Karno": a village of that name is no governor's jurisdiction
        id_ = str(hit.detail["candidates"][0][0])
        if holds and hit.score >= 0.6 and id_.count(".") <= 1:
            rest = text[hit.end : end].lstrip()
            if not rest or rest[0].isupper():
                return hit.end
    return start


def _without_titles(text: str, start: int, end: int, titles: Iterable[Found]) -> Span:
    inside: Sequence[Found] = [
        t for t in titles if t.label in _TITLES and start <= t.start and t.end <= end
    ]
    for title in inside:
        if not text[start : title.start].strip(_EDGES + ".()"):
            start = title.end
    for title in reversed(inside):
        if title.start > start and not text[title.end : end].strip(_EDGES + ".()"):
            end = title.start
    return start, end


def _balanced(text: str, start: int, end: int) -> Span:
    if tail := _TAIL.search(text, start, end):
        end = tail.start()
    opened, closed = text[start:end].count("("), text[start:end].count(")")
    if opened > closed:
        if text[end : end + 1] == ")":
            end += 1
        else:
            end = start + text[start:end].rindex("(")
    elif closed > opened:
        long_name = _LONG_NAME.search(text, max(0, start - 80), start)
        if long_name:
            start = long_name.start()
        elif text[end - 1] == ")":
            end -= 1
    return start, end


def _initial(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop at the end belongs to an initial or an abbreviation: "Budi S."."""
    word = re.search(r"\w+\.$", text[start:end])
    return word is not None and len(word[0]) <= 4 and word[0][0].isupper()
