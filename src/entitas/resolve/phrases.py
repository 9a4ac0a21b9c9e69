"""Which stretches of the text are offices: the proposals of the NER and of the grammar, mended.

The NER's phrases come first; the grammar's fill the gaps, as far as they touch a name (elsewhere a
bare "hakim" is hardly ever somebody's office). A phrase is then

- begun at a status word before it ("mantan") and at the beginning of a cut word ("Gu|bernur"), and
  ended with the whole of the body or place in which it ends ("Wali Kota Ter|nate");
- freed from names and ranks at its ends, and from a trailing "dan";
- joined to the next by a slash ("Menteri Agraria/Kepala BPN" is one office);
- extended over the person whom it serves: "kuasa hukum Rina, Budi" is Budi's office.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from entitas.gazetteer.finding.intervals import Intervals
from entitas.resolve.glue import word_start
from entitas.resolve.stretches import begun_from, touching, without_blanks
from entitas.spans import Found, near
from entitas.titles import office_phrases

__all__ = ["office_finds"]

Span = tuple[int, int]

_EDGES = " \t\r\n\u00a0,;:-–—\"'“”‘’"
_RANKS = frozenset({"police_rank", "military_rank"})
_TAIL = re.compile(r"\s+(?:dan|serta|atau|yang|di|dari|pada|,)$", re.I)
_ERA = re.compile(r"\b(?:era|zaman)\b", re.I)
_LINK = re.compile(r"\s+(?:dan|serta|&)\s+")
_SERVES_ALWAYS = re.compile(r"\b(?:keluarga|pihak|kubu)$", re.I)
_SERVES = re.compile(
    r"\b(?:kuasa\s+hukum(?:\s+dari\s.+)?|penasi?hat\s+hukum|pengacara|advokat|ajudan|asisten(?:\s+pribadi)?"
    r"|sopir(?:\s+pribadi)?|juru\s+bicara|jubir|sekretaris\s+pribadi|tim\s+hukum)$",
    re.I,
)
# What somebody owns, where he lives and how he stands before the law are no offices.
_NO_OFFICE = re.compile(
    r"(?:mantan\s+|eks\s+)?(?:pemilik|warga|tersangka|terdakwa|saksi|korban|pelaku|pelapor|terlapor"
    r"|anak\s+buah)\b",
    re.I,
)
# What somebody is to the holder of the office behind it ("adik Bupati Tuban" is the regent),
# and words that end a quotation before one ("canda vokalis …").
_KIN = re.compile(
    r"(?:canda|imbuh|jelas|kata|papar|sebut|sambung|tambah|tegas|terang|tutur|ucap|ujar|ungkap"
    r"|adik|anak|ayah|ibu|istri|kakak|keluarga|kubu|loyalis|menantu|pendukung|putra|putri|sekutu"
    r"|suami)\s+(?=\w)",
    re.I,
)
_STAFF = re.compile(
    r"^(?:(?:mantan|eks)\s+)?(?:staf|stafsus|ajudan|asisten|juru\s+bicara|jubir)\b.+\b"
    r"(?:menteri|men\w{3,}|gubernur|bupati|wali\s+kota|presiden|wapres)\b",
    re.I,
)
_PRINCIPAL = re.compile(
    r"\b(?:(?:mantan|eks)\s+)?(?:menteri|mendik\w*|wamen\w*|menko\w*|gubernur|bupati|wali\s+kota|"
    r"presiden|wapres)\b",
    re.I,
)


def office_finds(
    text: str,
    proposed: Iterable[Found],
    names: Sequence[Span],
    titles: Sequence[Found],
    known: Sequence[Span] = (),
    noise: Sequence[tuple[int, int, str]] = (),
) -> list[Found]:
    """Return the office phrases of a text, disjoint and in text order.

    Args:
        text: The document's text.
        proposed: Finds of the NER, of which the POSITIONs are used.
        names: Spans of persons' names, in text order.
        titles: Finds of the title lexicon.
        known: Spans of bodies and places, in text order; a phrase takes one in whole or not.
        noise: Spans of page noise (start, end, kind).
    """
    near = [
        Found(start, end, "POSITION", "titles", 0.5)
        for start, end in office_phrases(text, names=names, known=known)
        if _touches_a_name(text, start, end, names, titles)
    ]
    cuts = [(t.start, t.end) for t in titles if t.label in _RANKS]
    status = {t.end: t.start for t in titles if t.label == "status"}
    heads = {t.start for t in titles if t.label in ("office", "status")}
    noisy, taken = Intervals((s, e) for s, e, _ in noise), Intervals()
    offices: list[Found] = []
    for find in (*(f for f in proposed if f.label == "POSITION"), *near):
        if noisy.overlap(find.start, find.end) is not None:
            continue
        pieces = _pieces(text, _completed(text, find, known), names, cuts, status)
        for start, end in (part for piece in pieces for part in _coordinated(text, piece, heads)):
            if not _NO_OFFICE.match(text, start) and taken.add(start, end):
                offices.append(Found(start, end, "POSITION", find.source, find.score))
    offices.sort(key=lambda find: find.start)
    return _serving(text, _slashed(text, offices), names)


def _completed(text: str, find: Found, known: Sequence[Span]) -> Found:
    """Begin and end a phrase with whole words, and with the whole of a body or place."""
    start, end = word_start(text, find.start), find.end
    for begin, stop in touching(known, end - 1, end):
        end = stop if start <= begin else end
    return replace(find, start=start, end=max(end, find.end))


def _touches_a_name(
    text: str, start: int, end: int, names: Sequence[Span], titles: Sequence[Found]
) -> bool:
    """Tell whether only titles, a comma or "selaku" stand between the phrase and a name."""

    def bare(begin: int, stop: int) -> str:
        pieces, at = [], begin
        for title in near(titles, begin, stop, reach=0):
            if title.label not in ("office", "status") and at <= title.start <= title.end <= stop:
                pieces.append(text[at : title.start])
                at = title.end
        return "".join([*pieces, text[at:stop]])

    following = begun_from(names, end)
    after = names[following][0] if following < len(names) else None
    if after is not None and after - end < 60 and re.fullmatch(r"[\s,.(]*", bare(end, after)):
        return True
    preceding = begun_from(names, start) - 1
    before = names[preceding][1] if preceding >= 0 else None
    return (
        before is not None
        and 0 <= start - before < 60
        and bool(
            re.fullmatch(
                r"\s*(?:,|\(|selaku|sebagai)\s*(?:selaku\s+|sebagai\s+)?", bare(before, start)
            )
        )
    )


def _pieces(
    text: str, find: Found, names: Sequence[Span], ranks: Sequence[Span], status: dict[int, int]
) -> list[Span]:
    """Free a phrase from names and ranks at its ends, and from what else does not belong."""
    start, end = find.start, find.end
    if kin := _KIN.match(text, start, end):
        start = kin.end()
    # a name in the middle is the person served: "kuasa hukum Rina di Jakarta"
    cuts = [(s, e) for s, e in touching(names, start, end) if s <= start or e >= end]
    cuts += [(s, e) for s, e in touching(ranks, start, end) if s == start or e == end]
    pieces: list[Span] = []
    for (_, begin), (stop, _) in pairwise(sorted([(start, start), *cuts, (end, end)])):
        begin, stop = _strip(text, begin, stop)
        if stop - begin > 2 and re.search(r"[^\W\d_]{2}", text[begin:stop]):
            if not pieces:
                begin = status.get(without_blanks(text, begin), begin)
            pieces.append((begin, stop))
    return pieces


def _coordinated(text: str, piece: Span, heads: Container[int]) -> list[Span]:
    """Part offices joined by "dan": "Bupati" and "Wakil Bupati Tuban"."""
    start, end = piece
    for link in _LINK.finditer(text, start, end):
        if start in heads and link.end() in heads:
            return [(start, link.start()), *_coordinated(text, (link.end(), end), heads)]
    return [piece]


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end:
        if text[end - 1] in _EDGES:
            end -= 1
        elif tail := _TAIL.search(text, start, end):
            end = tail.start()
        elif text[end - 1] == "(":
            end -= 1
        else:
            break
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end


def _slashed(text: str, offices: Sequence[Found]) -> list[Found]:
    joined: list[Found] = []
    for office in offices:
        if joined and text[joined[-1].end : office.start].strip() == "/":
            last = joined.pop()
            score = min(last.score, office.score)
            office = Found(last.start, office.end, "POSITION", last.source, score)
        joined.append(office)
    return joined


def _serving(text: str, offices: Sequence[Found], names: Sequence[Span]) -> list[Found]:
    """Extend offices over the names of those whom they serve."""
    extended: list[Found] = []
    for office in offices:
        phrase = text[office.start : office.end]
        extended += _inside(text, office, names)
        served = begun_from(names, office.end)
        if served == len(names) or text[office.end : names[served][0]].strip():
            extended.append(office)
            continue
        last = served
        while last + 1 < len(names) and re.fullmatch(
            r"\s*(?:dan|&)\s*", text[names[last][1] : names[last + 1][0]]
        ):
            last += 1
        follows = last + 1 < len(names) and re.fullmatch(
            r"\s*(?:,|yang\s+lain,)\s*(?:\w+\.?\s+)?", text[names[last][1] : names[last + 1][0]]
        )
        leads = re.search(
            r"(?:,|selaku|sebagai)\s*$", text[max(0, office.start - 10) : office.start]
        )
        era = _ERA.search(phrase)
        serves = (
            era
            or _SERVES_ALWAYS.search(phrase)
            or ((follows or leads) and (_SERVES.search(phrase) or _STAFF.search(phrase)))
        )
        end = names[last][1] if serves else office.end
        extended.append(Found(office.start, end, "POSITION", office.source, office.score))
        behind_era = _PRINCIPAL.search(phrase, era.end()) if era else None
        if serves and (principal := behind_era or _PRINCIPAL.search(phrase, 1)):
            # the one who is served has an office too: "Staf Khusus | Menteri Agama Yaqut",
            # "menteri era | Presiden ke-4 Rina"
            inner = office.start + principal.start()
            extended.append(Found(inner, office.end, "POSITION", office.source, office.score))
    return extended


def _inside(text: str, office: Found, names: Sequence[Span]) -> Iterator[Found]:
    """Yield the offices of those named in an office: "menteri era | Presiden | Rina Dewi"."""
    for start, end in touching(names, office.start, office.end):
        if office.start < start and end <= office.end:
            *_, own = [None, *_PRINCIPAL.finditer(text, office.start + 1, start)]
            if own and not re.search(r"[,(]", text[own.end() : start]):
                yield replace(office, start=own.start(), end=without_blanks(text, start))
