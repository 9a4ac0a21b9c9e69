"""Why a record says what it says: every span, who found it, and what became of it."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from entitas.records import Agency, Document, Person, Place
from entitas.spans import Found, read

__all__ = ["explain"]

_STAGES = ("ner", "office", "gazetteer", "titles")


def explain(doc: Doc) -> list[dict[str, Any]]:
    """Return one row for every span that a stage found, in text order.

    Args:
        doc: A document that went through the pipeline.

    Returns:
        Rows with ``text``, ``start``, ``end``, ``record`` (its id, or None), ``said`` (the finds of
        exactly this extent: ``source``, ``label``, ``score``, ``note``) and ``outcome``: the
        record's name, the rule that gave an office to its holder, or the reason for dropping it.
    """
    record: Document = doc._.record
    finds: dict[tuple[int, int], list[Found]] = {}
    for stage in _STAGES:
        for find in read(doc, stage):
            finds.setdefault((find.start, find.end), []).append(find)
    outcome: dict[tuple[int, int], tuple[str | None, str]] = {}
    for find in read(doc, "discarded"):
        outcome[find.start, find.end] = (None, "dropped: " + find.detail["reason"])
    records: tuple[Person | Agency | Place, ...] = (
        *record.people,
        *record.agencies,
        *record.places,
    )
    names = {entity.id: entity.name for entity in records}
    for find in read(doc, "positions"):
        holder = find.detail["person"]
        text = f"office of {names[holder]} ({find.detail['rule']})"
        outcome[find.start, find.end] = (holder, text)
        finds.setdefault((find.start, find.end), [])
    for id_, mention in record.mentions():
        outcome[mention.start, mention.end] = (id_, names[id_])
        finds.setdefault((mention.start, mention.end), [])
    rows = []
    for start, end in sorted(finds, key=lambda span: (span[0], -span[1])):
        owner, became = outcome.get((start, end), (None, "part of a larger span"))
        rows.append(
            {
                "text": doc.text[start:end],
                "start": start,
                "end": end,
                "record": owner,
                "said": [_said(find) for find in finds[start, end]],
                "outcome": became,
            }
        )
    return rows


def _said(find: Found) -> dict[str, Any]:
    detail = find.detail
    note = str(detail.get("name") or "")
    if candidates := detail.get("candidates"):
        note = ", ".join(str(id_) for id_, _ in candidates[:3])
        note += f" +{len(candidates) - 3}" if len(candidates) > 3 else ""
    return {"source": find.source, "label": find.label, "score": find.score, "note": note}
