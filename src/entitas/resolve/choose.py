"""First step: which of the overlapping finds of the NER and the gazetteer are mentions.

The rule. The NER's spans are mended first (``mend``). A find in page noise is out. A find of the
gazetteer alone needs a score of at least ``GATE``. Of overlapping finds the longest wins; of
equally long ones the one that both stages found, then the NER's, then the gazetteer's. Sorting
dominates: O(n log n).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entitas.resolve.mend import mend
from entitas.spans import Found

__all__ = ["GATE", "Chosen", "Discarded", "choose", "overlapping"]

# The least score of a gazetteer find that the NER does not support.
GATE = 0.6
_PLACE = "place"


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
) -> tuple[list[Chosen], list[Discarded]]:
    """Return the mentions in text order, and the finds that lost with their reasons.

    Args:
        text: The document's text.
        ner: Finds labelled PERSON, ORG or PLACE.
        gazetteer: Finds labelled "place" or with a kind of agency.
        titles: Finds of the title lexicon, by which names are trimmed.
        noise: Spans of page noise (start, end, kind).
    """
    discarded: list[Discarded] = []
    exact = {(find.start, find.end, _label(find)): find for find in gazetteer}
    candidates: list[tuple[Chosen, Found]] = []
    agreed: set[tuple[int, int, str]] = set()
    for find in ner:
        extent = mend(text, find, titles, gazetteer)
        if extent is None or _is_office(extent, titles):
            discarded.append(Discarded(find, "a title, and no name"))
            continue
        key = (*extent, find.label)
        agreed.add(key)
        candidates.append((Chosen(*key, "ner", find.score, exact.get(key)), find))
    for key, find in exact.items():
        if key in agreed:
            continue
        if find.score < GATE:
            discarded.append(Discarded(find, f"score {find.score:.2f} is under {GATE}, no NER"))
            continue
        start, end, label = key
        candidates.append((Chosen(start, end, label, "gazetteer", find.score, find), find))
    candidates.sort(key=lambda pair: _rank(pair[0]))
    taken: list[tuple[int, int]] = []
    winners: dict[tuple[int, int], Chosen] = {}
    for span, find in candidates:
        if kind := next((k for s, e, k in noise if span.start < e and s < span.end), None):
            discarded.append(Discarded(find, f"page noise: {kind}"))
        elif (other := overlapping(taken, span.start, span.end)) is not None:
            winner = winners[other]
            reason = f"overlaps {winner.label} {text[winner.start : winner.end]!r}"
            discarded.append(Discarded(find, reason))
        else:
            insort(taken, (span.start, span.end))
            winners[span.start, span.end] = span
    return [winners[key] for key in taken], discarded


def overlapping(taken: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the first of sorted, disjoint spans that shares a character with start:end."""
    at = bisect_left(taken, (start, start))
    if at and taken[at - 1][1] > start:
        return taken[at - 1]
    if at < len(taken) and taken[at][0] < end:
        return taken[at]
    return None


def _rank(span: Chosen) -> tuple[int, int, int, str]:
    support = 0 if span.source == "ner" and span.hit else 1 if span.source == "ner" else 2
    return (span.start - span.end, support, span.start, span.label)


def _is_office(extent: tuple[int, int], titles: Iterable[Found]) -> bool:
    return any(t.label == "office" and (t.start, t.end) == extent for t in titles)


def _label(find: Found) -> str:
    return "PLACE" if find.label == _PLACE else "ORG"
