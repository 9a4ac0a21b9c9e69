"""Whose office is it: offices found in the text are given to the people who hold them.

Ways of saying so, the surest first, each with the name that ``explain`` shows:

- ``before``      "Kapolres Tuban AKBP Rudi": only titles stand between office and name;
- ``apposition``  "Rudi, Kapolres Tuban, …": a comma, bracket, dash or age after the name;
- ``before,``     "Kapolres Tuban, Rudi": as ``before``, with a comma;
- ``list``        "tiga anggota KPU, yakni A, B dan C": all of them;
- ``held by``     "posisi Kapolres dijabat oleh Rudi";
- ``predicate``   "Rudi menjabat sebagai Kapolres", "menunjuk Rudi menjadi …": the last person
  before in the sentence; where there is none, the subject of the sentence before ("Ia pernah
  menjabat …");
- ``the said``    "Wali Kota itu": the subject of the sentence before;
- ``couple``      "Gubernur dan Wakil Gubernur Jakarta Ani-Budi": as many offices as people;
- ``row``         "Ketua KPK sekaligus Guru Besar UI Budi": offices in a row share their holder.

An office that nobody holds in the text is discarded: "Gubernur Bali hadir" names no one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from entitas.resolve.scene import AND, COMMA, NAMED, SPACE, Mention, Scene, adjacent
from entitas.spans import Found

__all__ = ["Holding", "attach"]

_LINK = re.compile(r"\s+(?:dan|serta|&)\s+")
_LISTED = re.compile(
    r"\s*(?:,?\s*(?:yakni|yaitu|ialah|antara\s+lain|di\s+antaranya)\s*:?|:)\s*", re.I
)
_AGE = r"\)?\s*(?:\(\s*\d{1,3}\s*(?:tahun)?\s*\)\s*)?"
_APPOSITION = re.compile(
    _AGE + r"(?:,|\(|–|—|-)\s*(?:(?:selaku|sebagai|sebelumnya|yang\s+(?:juga|merupakan|adalah)"
    r"|yang\s+(?:juga\s+)?menjabat(?:\s+(?:sebagai|selaku))?)\s+)?"
    r"(?:seorang\s+|salah\s+(?:satu|seorang)\s+)?",
    re.I,
)
_AGED = re.compile(r"\s*\(\s*\d{1,3}\s*(?:tahun|thn|th)?\s*\)\s+", re.I)
_ROLE = re.compile(
    r"(?<!berperan )\b(?:sebagai|selaku|menjadi|adalah|merupakan|menjabat|menduduki|"
    r"jabatan|posisi|kursi|dari\s+jabatan|yang\s+juga|berstatus|berprofesi)\s+"
    r"(?:seorang\s+|salah\s+(?:satu|seorang)\s+|posisi\s+|jabatan\s+)?$"
    r"|\b(?:dimutasi|digeser|dirotasi|dipindah\w*|ditarik)\s+dari\s+$|\b(?:sebelumnya|merangkap)\s+$",
    re.I,
)
_HELD_BY = re.compile(
    r"\s*,?\s*(?:\w+\s+){0,3}(?:dijabat|dipegang|dipimpin|diisi|diemban|ditempati|"
    r"dipercayakan|diserahkan|diganti(?:kan)?)\s+(?:oleh\s+|kepada\s+)?",
    re.I,
)
# The press that asks is not who is asked: "Ditemui wartawan, Rudi …".
_ASKED = re.compile(r"\b(?:dicegat|dihubungi|ditanya|ditemui|diwawancarai)\s+(?:oleh\s+)?$", re.I)
_PRESS = re.compile(r"(?:awak\s+media|jurnalis|pewarta|reporter|wartawan)\b", re.I)
_SAID = re.compile(r"(?:\s+asal\s+[A-Z][\w ]{2,40}?)?\s+(?:itu|tersebut|ini)\b")
# How far behind its holder an office may stand that a verb gives him, in characters.
_FAR = 400


@dataclass(frozen=True, slots=True)
class Holding:
    """An office phrase at start:end, the number of the person who holds it, and the rule."""

    start: int
    end: int
    person: int
    rule: str
    score: float


def attach(
    text: str,
    offices: Sequence[Found],
    people: Sequence[Mention],
    fillers: Iterable[tuple[int, int]] = (),
    sentences: Sequence[int] = (0,),
    heads: Sequence[Found] = (),
) -> tuple[list[Holding], list[Found]]:
    """Give offices to people.

    Args:
        text: The document's text.
        offices: Office phrases in text order, disjoint.
        people: Mentions of people in text order: (start, end, number of the person).
        fillers: Spans that may stand between an office and its holder: ranks, degrees and
            honorifics, and places in apposition ("Ketua DPRD Sikka, NTT, Stefanus").
        sentences: Where the sentences begin, in order.
        heads: The offices without their bodies and places, as the title lexicon has them.

    Returns:
        The holdings in text order, and the offices that nobody holds.
    """
    scene = Scene(text, people, offices, fillers, sentences)
    held: dict[int, tuple[int, str]] = {}
    more: list[Holding] = []
    for row in _rows(scene, offices):
        held.update(_couples(scene, row, offices))
        for number in row:
            if number in held:
                continue
            holders = _holders(scene, offices[number])
            if holders:
                held[number] = holders[0]
            for person, rule in holders[1:]:
                office = offices[number]
                more.append(Holding(office.start, office.end, person, rule, office.score))
        for one, other in [*pairwise(row), *pairwise(reversed(row))]:
            if one in held and other not in held:
                held[other] = (held[one][0], "row")
    holdings = [
        Holding(offices[n].start, offices[n].end, person, rule, offices[n].score)
        for n, (person, rule) in held.items()
    ]
    holdings = sorted([*holdings, *more], key=lambda h: (h.start, h.person))
    holdings = _with_tails(text, holdings, {(o.start, o.end) for o in heads})
    return holdings, [office for n, office in enumerate(offices) if n not in held]


def _with_tails(
    text: str, holdings: Sequence[Holding], heads: Container[tuple[int, int]]
) -> list[Holding]:
    """Let an office of which only the head is written end where the one behind it does.

    In "Bupati dan Wakil Bupati Tuban, Rina dan Budi" Rina is "Bupati … Tuban".
    """
    made: list[Holding] = []
    for one, other in zip_longest(holdings, holdings[1:]):
        shares = (
            other is not None
            and one.person != other.person
            and (one.start, one.end) in heads
            and _LINK.fullmatch(text, one.end, other.start)
        )
        made.append(replace(one, end=other.end) if shares else one)
    return made


def _rows(scene: Scene, offices: Sequence[Found]) -> list[list[int]]:
    """Put offices that are joined by "dan", a comma or "sekaligus" into one row."""
    rows: list[list[int]] = []
    for number, office in enumerate(offices):
        if rows:
            gap = scene.between(offices[rows[-1][-1]].end, office.start)
            if gap is not None and AND.fullmatch(gap):
                rows[-1].append(number)
                continue
        rows.append([number])
    return rows


def _couples(
    scene: Scene, row: Sequence[int], offices: Sequence[Found]
) -> dict[int, tuple[int, str]]:
    """Pair a row of offices with the same number of people right after it."""
    end = offices[row[-1]].end
    first = scene.next(end)
    if len(row) < 2 or first is None:
        return {}
    listed = scene.listed(first)
    if len(listed) != len(row) or not adjacent(scene.between(end, listed[0][0])):
        return {}
    return {n: (p[2], "couple") for n, p in zip(row, listed, strict=True)}


def _holders(scene: Scene, office: Found) -> list[tuple[int, str]]:
    text, people = scene.text, scene.people
    asked = _ASKED.search(text, max(0, office.start - 30), office.start)
    if asked and _PRESS.match(text, office.start):
        return []
    next_, before = scene.next(office.end), scene.holder_before(office.start)
    ahead = scene.between(office.end, people[next_][0]) if next_ is not None else None
    behind = scene.between(before[1], office.start) if before else None
    if next_ is not None and ahead is not None and SPACE.fullmatch(ahead):
        return [(people[next_][2], "before")]
    if before and behind is not None and "\n" not in behind and _is_apposition(behind):
        # in "Wakil Bupati, Rina, Sekda, Budi" every office stands before its holder
        row = adjacent(ahead) and COMMA.fullmatch(behind) and scene.has_own_office(before)
        if not (row and next_ is not None):
            return [(before[2], "apposition")]
    if next_ is not None and ahead is not None and "\n" not in ahead:
        if _LISTED.fullmatch(ahead):
            return [(p[2], "list") for p in scene.listed(next_)]
        if NAMED.fullmatch(ahead):
            return [(p[2], "list") for p in scene.listed(next_)]
        if adjacent(ahead):
            return [(people[next_][2], "before,")]
        if _HELD_BY.fullmatch(ahead):
            return [(people[next_][2], "held by")]
    subject = scene.subject(office.start)
    sentence = scene.sentence(office.start)
    if _ROLE.search(text[max(sentence, office.start - 60) : office.start]):
        holder = before if before and before[0] >= sentence else subject
        if holder and office.start - holder[1] <= _FAR:
            return [(holder[2], "predicate")]
    if office.source == "ner" and _SAID.match(text, office.end):
        holder = subject or before
        if holder:
            return [(holder[2], "the said")]
    return []


def _is_apposition(gap: str) -> bool:
    """Tell whether an office follows a name: "Rudi, Kapolres …", "Rudi (23) prajurit …"."""
    return bool(_APPOSITION.fullmatch(gap) or _AGED.fullmatch(gap))
