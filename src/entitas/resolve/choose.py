"""First step: which of the overlapping finds of the NER and the gazetteer are mentions.

The rule. The NER's spans are mended first (``mend``). A find in page noise is out, and so is one
that names nothing ("Pemerintah Indonesia", "Balai Kota", a body in small letters). A find of the
gazetteer alone needs a score of at least ``GATE``, and must not be a brand (company, outlet,
association): those name products as often as bodies. Of overlapping finds the longest wins, unless
it takes two bodies of the NER for one; of equally long ones the one that both stages found, then
the NER's, then the gazetteer's, then the text's own definition. Sorting dominates: O(n log n).
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from entitas.gazetteer.finding.definitions import expansions, is_initials
from entitas.resolve.definitions import BODY_WORDS, defined_bodies
from entitas.resolve.mend import inner_body, mend
from entitas.spans import Found, near

__all__ = ["GATE", "Chosen", "Discarded", "choose", "overlapping"]

# The least score of a gazetteer find that the NER does not support.
GATE = 0.6
_PLACE, _PERSON = "place", "person"
_BRANDS = frozenset({"company", "media", "soe", "education", "foreign", "other"})
# Words of so few letters may be small in a name that is spelt out.
_SMALL = 6
# People of a kind, by their short forms.
_CLASSES = frozenset(
    ("ABK", "ART", "ASN", "DPO", "EO", "KK", "LC", "MBR", "ODGJ", "PKL", "PMI", "PNS", "PRT",
     "PSK", "RT", "RW", "SARA", "TKI", "TKW", "WNA", "WNI", "WO")
)  # fmt: skip
_PLATFORM = re.compile(r"\b(?:akun|di|lewat|melalui|platform|sosial) $")
_SCHOOL = re.compile(
    r"\b(?:Akademi|Institut|Politeknik|Sekolah|Universitas|RS|S[DM][AKP]|STI\w+|STKIP) $"
)
# "LP/B/174/IV/2025/SPKT/BARESKRIM POLRI", "S-37/MK.02/2025"
_REFERENCE = re.compile(r"[^\s/]*(?:/[^\s/]*){2,}")
_COUNTED = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|setiap) $"
)
_FIRST_NAME = re.compile(r"(?<![\w.])([A-Z][a-z'’]+) $")
_NAME = re.compile(r"(?: (?:(?:dan|&) )?[A-Z][\w-]*)+")
_NOBODY = re.compile(
    r"pemerintah(an)?( pusat| daerah| (republik )?indonesia| ri)?|kejaksaan|kepolisian"
    r"|(badan usaha milik (negara|daerah)( \(bum[nd]\))?|bum[nd]\)?)"
    r"( (kabupaten|kota|provinsi) .*)?"
    r"|n?k?ri"
    # papers, moneys and punishments, with or without whose
    r"|(apb[dn]|bap|bpkb|ktp|kuh(a?p|perdata)|lhkpn|nik|nip|ptdh|sim|spdp|stnk|um[kpr])\b.*"
    r"|kota|kabupaten|provinsi|kecamatan|kelurahan|desa|dusun|distrik"
    # buildings are no bodies
    r"|(balai ?kota|mapol\w+|kantor (gubernur|bupati|wali ?kota|camat|lurah|desa)"
    r"|(kompleks )?istana (kepresidenan|negara|merdeka)"
    r"|rumah (dinas|jabatan)|stadion|masjid|bandara|terminal|stasiun|pelabuhan|jalan|tol)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mention: a span that won, with the gazetteer's find of the same extent if there is one."""

    start: int
    end: int
    label: str
    source: str
    score: float
    hit: Found | None = None


@dataclass(frozen=True, slots=True)
class Discarded:
    """A find that lost, and why."""

    find: Found
    reason: str


def choose(
    text: str,
    ner: Sequence[Found],
    gazetteer: Sequence[Found],
    titles: Sequence[Found],
    noise: Sequence[tuple[int, int, str]] = (),
    is_word: Callable[[str], bool] = lambda form: False,
) -> tuple[list[Chosen], list[Discarded]]:
    """Return the mentions in text order, and the finds that lost with their reasons.

    Args:
        text: The document's text.
        ner: Finds labelled PERSON, ORG or PLACE.
        gazetteer: Finds labelled "place", "person" or with a kind of agency.
        titles: Finds of the title lexicon, by which names are trimmed.
        noise: Spans of page noise (start, end, kind).
        is_word: Tells whether small letters are a word of the language.
    """
    discarded: list[Discarded] = []
    exact = {(find.start, find.end, _label(find)): find for find in gazetteer}
    candidates: list[tuple[Chosen, Found]] = []
    agreed: set[tuple[int, int, str]] = set()
    for find in _with_first_names(text, _joined(text, ner, gazetteer), titles):
        by_it = near(titles, find.start - 2, find.end)
        extents = mend(text, find, by_it, near(gazetteer, find.start, find.end), is_word)
        extents = [extent for extent in extents if not _is_office(extent, by_it)]
        if not extents:
            discarded.append(Discarded(find, "a title, and no name"))
        for start, end in extents:
            if find.label == "ORG":
                end = _before_bracketed_office(text, start, end, by_it)
            key = (start, end, find.label)
            agreed.add(key)
            candidates.append((Chosen(*key, "ner", find.score, exact.get(key)), find))
    taken_by_ner = sorted((c.start, c.end) for c, _ in candidates if c.label == "ORG")
    for key, find in exact.items():
        if key in agreed:
            continue
        by_it = near(titles, find.start - 2, find.end)
        others = near(gazetteer, find.start, find.end)
        if reason := _refused(text, find, taken_by_ner, by_it, others):
            discarded.append(Discarded(find, reason))
            continue
        start, end, label = key
        end = _before_bracketed_office(text, start, end, near(titles, start, end))
        candidates.append((Chosen(start, end, label, "gazetteer", find.score, find), find))
    candidates += [
        (Chosen(find.start, find.end, "ORG", "alias", find.score), find)
        for find in defined_bodies(text)
        if (find.start, find.end, "ORG") not in agreed
    ]
    candidates.sort(key=lambda pair: _rank(pair[0]))
    small = text == text.lower()
    people = {text[c.start : c.end] for c, _ in candidates if c.label == "PERSON"}
    classes = {
        short
        for short, long in expansions(text).items()
        if all(word[0].isupper() or len(word) <= _SMALL for word in long.split())
        and not any(long in name or name in long for name in people)
    }
    taken: list[tuple[int, int]] = []
    winners: dict[tuple[int, int], Chosen] = {}
    for span, find in candidates:
        if _in_reference(text, span.start):
            discarded.append(Discarded(find, "part of a document's number"))
        elif kind := next((k for s, e, k in noise if span.start < e and s < span.end), None):
            discarded.append(Discarded(find, f"page noise: {kind}"))
        elif span.label == "PERSON" and _is_nobody(text, span, classes, is_word):
            discarded.append(Discarded(find, "a word, or short for people of a kind"))
        elif span.label == "ORG" and _COUNTED.search(text, max(0, span.start - 12), span.start):
            discarded.append(Discarded(find, "bodies of a kind, and no one body"))
        elif span.label != "PERSON" and _names_nothing(text[span.start : span.end], small):
            discarded.append(Discarded(find, "names nothing"))
        elif (other := overlapping(taken, span.start, span.end)) is not None:
            winner = winners[other]
            reason = f"overlaps {winner.label} {text[winner.start : winner.end]!r}"
            discarded.append(Discarded(find, reason))
        else:
            insort(taken, (span.start, span.end))
            winners[span.start, span.end] = span
    return _people_as_people(text, [winners[key] for key in taken]), discarded


def _people_as_people(text: str, mentions: Sequence[Chosen]) -> list[Chosen]:
    """Return the mentions; a body that only the NER found and that is called as a person is one."""
    names = [text[m.start : m.end].split() for m in mentions if m.label == "PERSON"]
    people = {" ".join(name[at:]) for name in names for at in range(len(name)) if len(name) > 1}
    people |= {name[0] for name in names if len(name) > 1}
    shorts = {text[m.start : m.end] for m in mentions if is_initials(text, m.start, m.end)}
    people |= {short for short in shorts if short.isupper()}
    return [
        replace(m, label="PERSON")
        if m.label == "ORG"
        and (m.hit is None or text[m.start : m.end] in shorts)
        and text[m.start : m.end] in people
        else m
        for m in mentions
    ]


def overlapping(taken: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the first of sorted, disjoint spans that shares a character with start:end."""
    at = bisect_left(taken, (start, start))
    if at and taken[at - 1][1] > start:
        return taken[at - 1]
    if at < len(taken) and taken[at][0] < end:
        return taken[at]
    return None


def _rank(span: Chosen) -> tuple[int, int, int, str]:
    support = ("ner", "gazetteer", "alias").index(span.source) - bool(span.hit)
    return (span.start - span.end, support, span.start, span.label)


def _refused(
    text: str,
    find: Found,
    bodies: Sequence[tuple[int, int]],
    titles: Sequence[Found],
    others: Sequence[Found],
) -> str | None:
    """Say why a find that the NER did not make is none, or None when it may stand."""
    if find.score < GATE:
        return f"score {find.score:.2f} is under {GATE}, and no NER"
    first = bisect_left(bodies, (find.start, 0))
    inside = [b for b in bodies[first : bisect_left(bodies, (find.end, 0))] if b[1] <= find.end]
    ranks = (t for t in titles if t.label not in ("office", "status"))
    if any(t.start <= find.start and find.end <= t.end for t in ranks):
        return "part of a rank or degree"
    if inner_body(text, find.start, find.end, titles, others) is not None:
        return "a unit that only its head's office names"
    if find.label in _BRANDS and not inside:
        return "a brand, and no NER"
    if find.label != _PLACE and len(inside) > 1:
        known = {(other.start, other.end) for other in others if other.label != _PLACE}
        if known.intersection(inside):
            return "takes two bodies for one"
    if find.label != _PLACE and not inside and _SCHOOL.search(text, 0, find.start):
        return "the end of a school's name"
    small = find.label != _PLACE and text[find.start].islower()
    if small and any(find.start < other.start and other.end == find.end for other in others):
        return "written small before a body"
    return None


def _names_nothing(form: str, small: bool) -> bool:
    """Tell whether a form is a word for government, or has no capital in a text that has some."""
    return bool(_NOBODY.fullmatch(form)) or (not small and form == form.lower())


def _before_bracketed_office(text: str, start: int, end: int, titles: Iterable[Found]) -> int:
    """End a body before a bracketed office: "Badan Pemelihara Keamanan (Kabaharkam) Polri"."""
    for title in titles:
        if title.label == "office" and start < title.start and title.end <= end:
            before = text[start : title.start].rstrip()
            if before.endswith("("):
                return start + len(before[:-1].rstrip())
    return end


def _is_office(extent: tuple[int, int], titles: Iterable[Found]) -> bool:
    return any(t.label == "office" and (t.start, t.end) == extent for t in titles)


def _is_nobody(
    text: str, span: Chosen, classes: Container[str], is_word: Callable[[str], bool]
) -> bool:
    """Tell whether a name of one word is none: "Justru", "RT", "ABH" where the text spells it out.

    A word is one that the text has in small letters too.
    """
    form = text[span.start : span.end]
    if form in classes or form in _CLASSES:
        return True
    if form == "X" and _PLATFORM.search(text, max(0, span.start - 12), span.start):
        return True
    small = form.lower()
    return form != small and is_word(small) and re.search(rf"\b{small}\b", text) is not None


def _joined(text: str, ner: Sequence[Found], gazetteer: Sequence[Found]) -> Iterator[Found]:
    """Yield the NER's finds; of a body that it cut short, the whole.

    A bare word for a body takes the name behind it, as far as that is nobody else's:
    "Otoritas|Bandara". A name cut at an "and" is one again: "Dinas Perindustrian" begins with a
    word for a body, and the "Perdagangan" behind it with none and is no known name.
    """
    known = {hit.start for hit in gazetteer}
    whole = {(hit.start, hit.end) for hit in gazetteer}
    last: Found | None = None
    for find, following in zip_longest(ner, ner[1:]):
        if find.label == "ORG" and text[find.start : find.end] in BODY_WORDS:
            limit = following.start if following else len(text)
            name = _NAME.match(text, find.end, limit)
            find = replace(find, end=name.end() if name else find.end)
        if (
            last is not None
            and last.label == find.label == "ORG"
            and text[last.end : find.start] in (" dan ", " & ", ", dan ")
            and text[last.start : last.end].split()[0] in BODY_WORDS
            and len(text[last.start : last.end].split()) > 1
            and not _stands_alone(text[find.start : find.end])
            and find.start not in known
            and (last.start, last.end) not in whole
            and text[last.end - 1] != ")"
        ):
            last = replace(last, end=find.end)
            continue
        if last is not None:
            yield last
        last = find
    if last is not None:
        yield last


def _with_first_names(text: str, finds: Iterable[Found], titles: Sequence[Found]) -> list[Found]:
    """Return finds; a person begins with the word before that is a person's name elsewhere.

    "Tegar|Djati Kusuma", where the text has "Jaksa Tegar" too.
    """
    finds = list(finds)
    known = {text[f.start : f.end] for f in finds if f.label == "PERSON"}
    taken = {at for f in (*finds, *titles) for at in (f.end, f.end - 1)}
    made = []
    for find in finds:
        if find.label == "PERSON":
            before = _FIRST_NAME.search(text, max(0, find.start - 30), find.start)
            if before and before[1] in known and before.end(1) not in taken:
                find = replace(find, start=before.start(1))
        made.append(find)
    return made


def _stands_alone(form: str) -> bool:
    """Tell whether a form is more than the end of a name: an acronym, or with a word for a body."""
    first, *rest = form.split()
    return first in BODY_WORDS or not first.istitle() or len(rest) > 1


def _in_reference(text: str, at: int) -> bool:
    """Tell whether an offset lies in the number of a letter or report."""
    start = at
    while start and not text[start - 1].isspace():
        start -= 1
    reference = _REFERENCE.match(text, start)
    return (
        reference is not None
        and reference.end() > at > start
        and any(letter.isdigit() for letter in reference[0])
    )


def _label(find: Found) -> str:
    return {_PLACE: "PLACE", _PERSON: "PERSON"}.get(find.label, "ORG")
