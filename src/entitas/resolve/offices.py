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
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from entitas.spans import Found

__all__ = ["Holding", "attach"]

Mention = tuple[int, int, int]

_SPACE = re.compile(r"[\s\"“”‘’'(]*")
_COMMA = re.compile(r"\s*(?:lainnya|yang\s+lain)?[,:(–—-]\s*")
_AND = re.compile(r"\s*(?:,|dan|&|serta|sekaligus|merangkap|yang\s+juga|/|–|-|,\s*dan)\s*", re.I)
_LINK = re.compile(r"\s+(?:dan|serta|&)\s+")
_NAMED = re.compile(
    r"\s*(?:lainnya\s*|yang\s+lain\s*)?,?\s*(?:yang\s+)?(?:bernama|berinisial|atas\s+nama|yakni|yaitu|ialah)\s*:?\s*",
    re.I,
)
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
# Whom a sentence is about whose verb moves somebody: "Kapolri memutasi Rudi. Dia …".
_MOVES = re.compile(
    r"\bme(?:rotasi|mutasi|ncopot|mberhentikan|lantik|ngangkat|nunjuk|mpromosikan|nggeser)\b", re.I
)
# The press that asks is not who is asked: "Ditemui wartawan, Rudi …".
_ASKED = re.compile(r"\b(?:dicegat|dihubungi|ditanya|ditemui|diwawancarai)\s+(?:oleh\s+)?$", re.I)
_PRESS = re.compile(r"(?:awak\s+media|jurnalis|pewarta|reporter|wartawan)\b", re.I)
_SAID = re.compile(r"(?:\s+asal\s+[A-Z][\w ]{2,40}?)?\s+(?:itu|tersebut|ini)\b")
# How far apart an office and its holder may stand, in characters.
_REACH, _FAR = 120, 400


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
    scene = _Scene(text, people, offices, fillers, sentences)
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


class _Scene:
    """The text, the people in it, and what may stand between them and their offices."""

    def __init__(
        self,
        text: str,
        people: Sequence[Mention],
        offices: Sequence[Found],
        fillers: Iterable[tuple[int, int]],
        sentences: Sequence[int],
    ) -> None:
        self.text = text
        self.people = people
        self._office_ends = sorted(office.end for office in offices)
        inside = {(s, e) for s, e, _ in people for o in offices if o.start < s and e <= o.end}
        # whom an office serves does not hold the next one: "juru bicara Rina, kini Komisaris"
        self.holders = [person for person in people if person[:2] not in inside]
        self._fillers = sorted(set(fillers))
        self._filler_starts = [start for start, _ in self._fillers]
        self._sentences = sentences

    def between(self, start: int, end: int) -> str | None:
        """Return the text between without its fillers, or None when the two are too far apart."""
        if not 0 <= end - start <= _REACH:
            return None
        pieces, at = [], start
        first = bisect_left(self._filler_starts, start)
        for s, e in self._fillers[first : bisect_left(self._filler_starts, end)]:
            if at <= s and e <= end:
                pieces.append(self.text[at:s])
                at = e
        return re.sub(r",\s*,", ",", "".join([*pieces, self.text[at:end]]))

    def sentence(self, at: int) -> int:
        """Return where the sentence that holds an offset begins."""
        return self._sentences[max(0, bisect_right(self._sentences, at) - 1)]

    def subject(self, at: int) -> Mention | None:
        """Return whom the nearest sentence before that names someone is about.

        The first person in it, or who is appointed or moved there.
        """
        before = [p for p in self.holders if p[1] <= self.sentence(at)]
        if not before:
            return None
        start = self.sentence(before[-1][0])
        named = [p for p in before if p[0] >= start]
        moves = _MOVES.search(self.text, start, named[-1][0])
        return next(p for p in named if moves is None or p[0] >= moves.end())

    def has_own_office(self, person: Mention) -> bool:
        """Tell whether an office stands right before a person: "Wakil Bupati, Rina, …"."""
        at = bisect_right(self._office_ends, person[0]) - 1
        return at >= 0 and _adjacent(self.between(self._office_ends[at], person[0]))

    def listed(self, first: int) -> list[Mention]:
        """Return the people who follow each other in a list, from the one of that index on."""
        found = [self.people[first]]
        for other in self.people[first + 1 :]:
            gap = self.between(found[-1][1], other[0])
            if gap is None or not _AND.fullmatch(gap):
                break
            found.append(other)
        return found


def _rows(scene: _Scene, offices: Sequence[Found]) -> list[list[int]]:
    """Put offices that are joined by "dan", a comma or "sekaligus" into one row."""
    rows: list[list[int]] = []
    for number, office in enumerate(offices):
        if rows:
            gap = scene.between(offices[rows[-1][-1]].end, office.start)
            if gap is not None and _AND.fullmatch(gap):
                rows[-1].append(number)
                continue
        rows.append([number])
    return rows


def _couples(
    scene: _Scene, row: Sequence[int], offices: Sequence[Found]
) -> dict[int, tuple[int, str]]:
    """Pair a row of offices with the same number of people right after it."""
    end = offices[row[-1]].end
    first = next((n for n, p in enumerate(scene.people) if p[0] >= end), None)
    if len(row) < 2 or first is None:
        return {}
    listed = scene.listed(first)
    if len(listed) != len(row) or not _adjacent(scene.between(end, listed[0][0])):
        return {}
    return {n: (p[2], "couple") for n, p in zip(row, listed, strict=True)}


def _holders(scene: _Scene, office: Found) -> list[tuple[int, str]]:
    text, people = scene.text, scene.people
    asked = _ASKED.search(text, max(0, office.start - 30), office.start)
    if asked and _PRESS.match(text, office.start):
        return []
    next_ = next((n for n, p in enumerate(people) if p[0] >= office.end), None)
    before = next((p for p in reversed(scene.holders) if p[1] <= office.start), None)
    ahead = scene.between(office.end, people[next_][0]) if next_ is not None else None
    behind = scene.between(before[1], office.start) if before else None
    if next_ is not None and ahead is not None and _SPACE.fullmatch(ahead):
        return [(people[next_][2], "before")]
    if before and behind is not None and "\n" not in behind and _is_apposition(behind):
        # in "Wakil Bupati, Rina, Sekda, Budi" every office stands before its holder
        row = _adjacent(ahead) and _COMMA.fullmatch(behind) and scene.has_own_office(before)
        if not (row and next_ is not None):
            return [(before[2], "apposition")]
    if next_ is not None and ahead is not None and "\n" not in ahead:
        if _LISTED.fullmatch(ahead):
            return [(p[2], "list") for p in scene.listed(next_)]
        if _NAMED.fullmatch(ahead):
            return [(p[2], "list") for p in scene.listed(next_)]
        if _adjacent(ahead):
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


def _adjacent(gap: str | None) -> bool:
    return (
        gap is not None
        and "\n" not in gap
        and bool(_SPACE.fullmatch(gap) or _COMMA.fullmatch(gap) or _NAMED.fullmatch(gap))
    )
