"""Which finds of the gazetteer are right: what settings are fitted to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from entitas.gazetteer.fold import key_of
from entitas.gazetteer.settings import Group, group_of
from entitas.records import Document
from entitas.spans import Found, read
from entitas.tuning.gold import Gold

__all__ = ["Judged", "judge", "mentions_of"]

_LABELS = {"place": "PLACE", "body": "ORG", "person": "PERSON"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A find of the gazetteer that became a mention, and whether it is right.

    Args:
        document: The number of its text.
        id: The id of the likeliest entry.
        key: Its folded name as the text has it.
        kind: Its kind.
        score: How sure the gazetteer was.
        common: How ordinary the name is as a word.
        trigger: Whether a level word stands before it.
        edits: The edits between form and name.
        own: Whether a pack added the entry.
        alone: Whether the NER found nothing of the same extent.
        right: Whether the annotation has such a thing of this name.
    """

    document: int
    id: str
    key: str
    kind: str
    score: float
    common: float
    trigger: bool
    edits: int
    own: bool
    alone: bool
    right: bool

    @property
    def group(self) -> Group:
        """The sort of thing."""
        return group_of(self.kind)


def judge(number: int, gold: Gold, record: Document, doc: Doc) -> Iterator[Judged]:
    """Yield the finds of one text that became mentions, judged by its annotation.

    Args:
        number: The text's number.
        gold: Its annotation.
        record: What the pipeline made of it.
        doc: The same as a Doc.
    """
    forms = {label: gold.forms(label) for label in _LABELS.values()}
    for find, alone in mentions_of(record, doc):
        known = forms[_LABELS[group_of(find.label)]].get(key_of(doc.text[find.start : find.end]))
        right = known is not None
        if known is not None and gold.whole and find.detail["own"] and find.label != "person":
            # a pack may call anything anything; the kinds that are built in are not in question
            right = find.label == known.get("kind", "place")
        yield judged(number, doc, find, alone=alone, right=right)


def mentions_of(record: Document, doc: Doc) -> Iterator[tuple[Found, bool]]:
    """Yield the finds that became mentions, and whether the NER found nothing there."""
    sources = {(m.start, m.end): m.source for _, m in record.mentions()}
    for find in read(doc, "gazetteer"):
        source = sources.get((find.start, find.end))
        if source in ("gazetteer", "ner"):
            yield find, source == "gazetteer"


def judged(number: int, doc: Doc, find: Found, *, alone: bool, right: bool) -> Judged:
    """Return a find with its judgement."""
    detail = find.detail
    return Judged(
        document=number,
        id=str(detail["candidates"][0][0]),
        key=key_of(doc.text[find.start : find.end]),
        kind=find.label,
        score=find.score,
        common=detail["common"],
        trigger=bool(detail["trigger"]),
        edits=detail["distance"] if detail["match"] == "fuzzy" else 0,
        own=detail["own"],
        alone=alone,
        right=right,
    )
