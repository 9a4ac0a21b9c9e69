"""Whose office is it: offices found in the text are given to the people who hold them.

Ways of saying so, the surest first, each with the name that ``explain`` shows:

- ``before``      "Kapolres Tuban AKBP Rudi": only titles stand between office and name;
- ``apposition``  "Rudi, Kapolres Tuban, …": a comma, bracket or dash after the name;
- ``before,``     "Kapolres Tuban, Rudi": as ``before``, with a comma;
- ``predicate``   "Rudi menjabat sebagai Kapolres", "Rudi adalah …", "dilantik menjadi …";
- ``held by``     "posisi Kapolres dijabat oleh Rudi";
- ``couple``      "Gubernur dan Wakil Gubernur Jakarta Ani-Budi": as many offices as people;
- ``the said``    "Wali Kota itu": the person mentioned last.

An office that nobody holds in the text is discarded: "Gubernur Bali hadir" names no one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entitas.spans import Found

__all__ = ["Holding", "attach"]

_SPACE = re.compile(r"[\s\"“”‘’']*")
_COMMA = re.compile(r"\s*[,:(–—-]\s*")
_AND = re.compile(r"\s*(?:,|dan|&|serta|sekaligus|merangkap|yang\s+juga|/|–|-|,\s*dan)\s*", re.I)
_NAMED = re.compile(r"\s*,?\s*(?:yang\s+)?(?:bernama|atas\s+nama|yakni|yaitu|ialah)\s*:?\s*", re.I)
_APPOSITION = re.compile(
    r"\s*(?:\(\s*\d{1,3}\s*(?:tahun)?\s*\)\s*)?"
    r"(?:,|\(|–|—|-)\s*(?:(?:selaku|sebagai|yang\s+(?:juga|merupakan|adalah)"
    r"|yang\s+(?:juga\s+)?menjabat(?:\s+(?:sebagai|selaku))?)\s+)?",
    re.I,
)
_PREDICATE = re.compile(
    r"\s*,?\s*(?:\(\s*\d{1,3}\s*(?:tahun)?\s*\)\s*,?\s*)?(?:(?:yang|kini|saat\s+ini|sudah|telah|"
    r"pernah|kembali|resmi|lalu|kemudian|akan|sempat|masih|saat\s+itu|sekarang|juga|sebelumnya|dulu|"
    r"dulunya|ini|itu|tersebut)\s+)*"
    r"(?:selaku|sebagai|adalah|merupakan|ialah|menjadi|menjabat"
    r"|(?:menjabat|bertugas|bekerja|dikenal|terpilih|di\w+|ber\w+|me\w+)"
    r"(?:\s+\w+){0,2}\s+(?:selaku|sebagai|menjadi))\s+"
    r"(?:seorang\s+|salah\s+(?:satu|seorang)\s+|posisi\s+|jabatan\s+)?",
    re.I,
)
_HELD_BY = re.compile(
    r"\s*,?\s*(?:\w+\s+){0,3}(?:dijabat|dipegang|dipimpin|diisi|diemban)\s+(?:oleh\s+)?", re.I
)
_SAID = re.compile(r"\s+(?:itu|tersebut|ini)\b", re.I)
# How far apart an office and its holder may stand, in characters.
_REACH = 120
_TITLE_KINDS = frozenset(
    {"police_rank", "military_rank", "civil_rank", "degree", "honorific", "RANK"}
)


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
    people: Sequence[tuple[int, int, int]],
    titles: Iterable[Found],
) -> tuple[list[Holding], list[Found]]:
    """Give offices to people.

    Args:
        text: The document's text.
        offices: Office phrases in text order, disjoint.
        people: Mentions of people in text order: (start, end, number of the person).
        titles: Finds of ranks, degrees and honorifics, which may stand between.

    Returns:
        The holdings in text order, and the offices that nobody holds.
    """
    gaps = _Gaps(text, titles)
    held: dict[int, tuple[int, str]] = {}
    rows = _rows(gaps, offices)
    for row in rows:
        for number, person, rule in _couples(gaps, row, offices, people):
            held[number] = (person, rule)
        for number in row:
            if number not in held and (found := _holder(gaps, offices[number], people)):
                held[number] = found
        # "Ketua KPK sekaligus Guru Besar UI Budi": offices in a row share their neighbour's holder
        for one, other in [
            *itertools.pairwise(row),
            *zip(row[::-1], row[-2::-1], strict=False),
        ]:
            if one in held and other not in held:
                held[other] = (held[one][0], "row")
    holdings = [
        Holding(offices[n].start, offices[n].end, person, rule, offices[n].score)
        for n, (person, rule) in sorted(held.items())
    ]
    return holdings, [office for n, office in enumerate(offices) if n not in held]


class _Gaps:
    """The text between an office and a name, with the titles in it taken out."""

    def __init__(self, text: str, titles: Iterable[Found]) -> None:
        self.text = text
        self._titles = sorted({(t.start, t.end) for t in titles if t.label in _TITLE_KINDS})

    def between(self, start: int, end: int) -> str | None:
        """Return the bare text between, or None when the two are too far apart."""
        if not 0 <= end - start <= _REACH:
            return None
        pieces, at = [], start
        for s, e in self._titles:
            if at <= s and e <= end:
                pieces.append(self.text[at:s])
                at = e
        return "".join([*pieces, self.text[at:end]])


def _rows(gaps: _Gaps, offices: Sequence[Found]) -> list[list[int]]:
    """Put offices that are joined by "dan", a comma or "sekaligus" into one row."""
    rows: list[list[int]] = []
    for number, office in enumerate(offices):
        if rows:
            gap = gaps.between(offices[rows[-1][-1]].end, office.start)
            if gap is not None and _AND.fullmatch(gap):
                rows[-1].append(number)
                continue
        rows.append([number])
    return rows


def _couples(
    gaps: _Gaps,
    row: Sequence[int],
    offices: Sequence[Found],
    people: Sequence[tuple[int, int, int]],
) -> list[tuple[int, int, str]]:
    """Pair a row of offices with the same number of people right after it."""
    if len(row) < 2:
        return []
    after = [p for p in people if p[0] >= offices[row[-1]].end][: len(row) + 1]
    if len(after) < len(row) or not _adjacent(gaps.between(offices[row[-1]].end, after[0][0])):
        return []
    joined = 1
    for one, other in itertools.pairwise(after):
        gap = gaps.between(one[1], other[0])
        if gap is None or not _AND.fullmatch(gap):
            break
        joined += 1
    if joined != len(row):
        return []
    return [(n, person[2], "couple") for n, person in zip(row, after, strict=False)]


def _holder(
    gaps: _Gaps, office: Found, people: Sequence[tuple[int, int, int]]
) -> tuple[int, str] | None:
    after = next((p for p in people if p[0] >= office.end), None)
    before = next((p for p in reversed(people) if p[1] <= office.start), None)
    ahead = gaps.between(office.end, after[0]) if after else None
    behind = gaps.between(before[1], office.start) if before else None
    if after and ahead is not None and _SPACE.fullmatch(ahead):
        return after[2], "before"
    if before and behind is not None and "\n" not in behind:
        if _APPOSITION.fullmatch(behind):
            return before[2], "apposition"
        if _PREDICATE.fullmatch(behind):
            return before[2], "predicate"
    if after and ahead is not None:
        if _adjacent(ahead):
            return after[2], "before,"
        if _HELD_BY.fullmatch(ahead):
            return after[2], "held by"
    if before and _SAID.match(gaps.text[office.end : office.end + 12]):
        return before[2], "the said"
    return None


def _adjacent(gap: str | None) -> bool:
    return (
        gap is not None
        and "\n" not in gap
        and bool(_SPACE.fullmatch(gap) or _COMMA.fullmatch(gap) or _NAMED.fullmatch(gap))
    )
