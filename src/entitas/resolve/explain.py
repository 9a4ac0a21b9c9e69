"""Why a record says what it says: every span, who found it, and what became of it."""

from __future__ import annotations

from spacy.tokens import Doc

from entitas.records import Agency, Document, Explanation, Person, Place, Saying
from entitas.spans import Found, read

__all__ = ["explain"]

_STAGES = ("ner", "office", "gazetteer", "titles")


def explain(doc: Doc) -> tuple[Explanation, ...]:
    """Return one explanation for every span that a stage found, in text order.

    Args:
        doc: A document that went through the pipeline.
    """
    record: Document = doc._.record
    text = doc.text
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
        office = f"office of {names[holder]} ({find.detail['rule']})"
        outcome[find.start, find.end] = (holder, office)
        finds.setdefault((find.start, find.end), [])
    for id_, mention in record.mentions():
        outcome[mention.start, mention.end] = (id_, names[id_])
        finds.setdefault((mention.start, mention.end), [])
    explained = []
    for start, end in sorted(finds, key=lambda span: (span[0], -span[1])):
        owner, became = outcome.get((start, end), (None, "part of a larger span"))
        explained.append(
            Explanation(
                text=text[start:end],
                start=start,
                end=end,
                record=owner,
                said=tuple(_said(find) for find in finds[start, end]),
                outcome=became,
            )
        )
    return tuple(explained)


def _said(find: Found) -> Saying:
    return Saying(
        source=find.source,
        label=find.label,
        score=find.score,
        name=find.detail.get("name"),
        candidates=tuple(str(id_) for id_, _ in find.detail.get("candidates", ())),
    )
