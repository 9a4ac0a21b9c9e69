"""First step: which of the overlapping finds of the NER and the gazetteer are mentions.

The rule. The NER's spans are made whole (``whole``) and mended (``mend``) first. A find in page
noise is out, and so is one that names nothing (``nothing``). A find of the gazetteer alone must be
as sure as the settings ask for, and no brand (company, outlet, association): those name products
as often as bodies. Of overlapping finds the longest wins, unless it takes two bodies of
the NER for one; of equally long ones the one that both stages found, then the NER's, then the
gazetteer's, then the text's own definition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from entitas.gazetteer.finding.definitions import is_initials
from entitas.gazetteer.finding.intervals import Intervals
from entitas.gazetteer.settings import Settings
from entitas.resolve.body_edges import inner_body
from entitas.resolve.definitions import defined_bodies
from entitas.resolve.glue import Prose
from entitas.resolve.mend import mend
from entitas.resolve.nothing import Nothing
from entitas.resolve.whole import whole_names
from entitas.spans import Found, near

__all__ = ["Chosen", "Discarded", "choose"]

_PLACE, _PERSON = "place", "person"
_BRANDS = frozenset({"company", "media", "soe", "education", "foreign", "other"})
_LONGEST_SCHOOL = 20
_SCHOOL = re.compile(
    r"\b(?:Akademi|Institut|Politeknik|Sekolah|Universitas|RS|S[DM][AKP]|STI\w+|STKIP) $"
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
    settings: Settings = Settings(),
) -> tuple[list[Chosen], list[Discarded]]:
    """Return the mentions in text order, and the finds that lost with their reasons.

    Args:
        text: The document's text.
        ner: Finds labelled PERSON, ORG or PLACE.
        gazetteer: Finds labelled "place", "person" or with a kind of agency.
        titles: Finds of the title lexicon, by which names are trimmed.
        noise: Spans of page noise (start, end, kind).
        is_word: Tells whether small letters are a word of the language.
        settings: How sure a find of the gazetteer alone must be.
    """
    prose = Prose(text, is_word)
    discarded: list[Discarded] = []
    exact = {(find.start, find.end, _label(find)): find for find in gazetteer}
    candidates: list[tuple[Chosen, Found]] = []
    agreed: set[tuple[int, int, str]] = set()
    for find in whole_names(text, ner, gazetteer, titles):
        by_it = near(titles, find.start - 2, find.end)
        extents = mend(prose, find, by_it, near(gazetteer, find.start, find.end))
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
        gate = settings.gates[find.label]
        if reason := _refused(text, find, gate, taken_by_ner, by_it, others):
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
    people = [text[c.start : c.end] for c, _ in candidates if c.label == "PERSON"]
    nothing = Nothing(prose, people)
    noisy, kinds = Intervals((s, e) for s, e, _ in noise), {s: kind for s, _, kind in noise}
    taken = Intervals()
    winners: dict[int, Chosen] = {}
    for span, find in candidates:
        if (marked := noisy.overlap(span.start, span.end)) is not None:
            discarded.append(Discarded(find, f"page noise: {kinds[marked[0]]}"))
        elif reason := nothing.reason(span.start, span.end, span.label):
            discarded.append(Discarded(find, reason))
        elif (other := taken.overlap(span.start, span.end)) is not None:
            winner = winners[other[0]]
            reason = f"overlaps {winner.label} {text[winner.start : winner.end]!r}"
            discarded.append(Discarded(find, reason))
        else:
            taken.add(span.start, span.end)
            winners[span.start] = span
    return _people_as_people(text, [winners[start] for start in sorted(winners)]), discarded


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


def _rank(span: Chosen) -> tuple[int, int, int, str]:
    support = ("ner", "gazetteer", "alias").index(span.source) - bool(span.hit)
    return (span.start - span.end, support, span.start, span.label)


def _refused(
    text: str,
    find: Found,
    gate: float,
    bodies: Sequence[tuple[int, int]],
    titles: Sequence[Found],
    others: Sequence[Found],
) -> str | None:
    """Say why a find that the NER did not make is none, or None when it may stand."""
    if find.score < gate:
        return f"score {find.score:.2f} is under {gate}, and no NER"
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
    if (
        find.label != _PLACE
        and not inside
        and _SCHOOL.search(text, max(0, find.start - 20), find.start)
    ):
        return "the end of a school's name"
    small = find.label != _PLACE and text[find.start].islower()
    if small and any(find.start < other.start and other.end == find.end for other in others):
        return "written small before a body"
    return None


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


def _label(find: Found) -> str:
    return {_PLACE: "PLACE", _PERSON: "PERSON"}.get(find.label, "ORG")
