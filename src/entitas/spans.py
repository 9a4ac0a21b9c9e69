"""Spans with exact offsets on a spaCy Doc: how the stages speak to each other.

A stage writes what it found with :func:`write`, into one span group of its own; the resolver reads
the groups with :func:`read`. spaCy's spans end at token borders, but names in scraped news do not
("Tanakmembeberkan" holds "Tanak"), so the exact character offsets, the score and the details of the
finds travel in the attributes of their span group. A group that some other component has filled
with plain spans, or added some to, reads just as well: what is not there takes its default.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

__all__ = ["Found", "near", "read", "write"]

_ATTRIBUTE = "entitas"


@dataclass(frozen=True, slots=True)
class Found:
    """One find of one stage.

    Args:
        start: First character of the find, a code point offset into the document's text.
        end: One past its last character.
        label: What it is: "PERSON", "ORG", "PLACE", "POSITION", "RANK", or a kind of the stage.
        source: The stage that found it: "ner", "gazetteer" or "titles".
        score: How sure the stage is, from 0 to 1.
        detail: Whatever else the stage knows, by name; plain values only.
    """

    start: int
    end: int
    label: str
    source: str
    score: float = 1.0
    detail: Mapping[str, Any] = field(default_factory=dict)


def write(doc: Doc, group: str, found: Iterable[Found]) -> None:
    """Store finds as the span group ``group`` of ``doc``, replacing what was there.

    Each find becomes a spaCy span over the tokens that it touches. Finds that touch no token
    (blank text only) are left out.
    """
    spans: list[Span] = []
    details: list[tuple[int, int, str, float, dict[str, Any]]] = []
    for find in sorted(found, key=lambda f: (f.start, -f.end, f.label)):
        span = doc.char_span(find.start, find.end, label=find.label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
            details.append((find.start, find.end, find.source, find.score, dict(find.detail)))
    doc.spans[group] = SpanGroup(doc, name=group, attrs={_ATTRIBUTE: details}, spans=spans)


def read(doc: Doc, group: str) -> list[Found]:
    """Return the finds of a span group in text order; an absent group is empty."""
    if group not in doc.spans:
        return []
    spans = doc.spans[group]
    details = spans.attrs.get(_ATTRIBUTE, ())
    found = [
        Found(start, end, span.label_, source, score, detail)
        for span, (start, end, source, score, detail) in zip(spans, details, strict=False)
    ]
    added = list(spans)[len(details) :]
    found += [Found(span.start_char, span.end_char, span.label_, group) for span in added]
    return sorted(found, key=lambda find: (find.start, -find.end))


def near(finds: Sequence[Found], start: int, end: int, reach: int = 200) -> Sequence[Found]:
    """Return the finds that begin at most ``reach`` characters before ``start``, up to ``end``.

    Args:
        finds: Finds in text order.
        start: The first offset of the stretch looked at.
        end: One past its last.
        reach: How far back to look, in characters; longer finds than this are not met.
    """
    first = bisect_left(finds, start - reach, key=lambda find: find.start)
    return finds[first : bisect_right(finds, end, key=lambda find: find.start)]
