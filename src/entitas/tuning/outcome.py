"""What another gazetteer, or other settings, change in the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from entitas.mining.candidate import Snippet
from entitas.records import Agency, Document, Person, Place

__all__ = ["Difference", "differences"]

_CONTEXT = 50
_FIELDS = {"person": (), "agency": ("name", "kind"), "place": ("name", "level", "code")}
Entity = Person | Agency | Place
Sort = Literal["person", "agency", "place"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that only one of two readings of a text has, or that differs.

    Args:
        document: The id of the text.
        what: "gained", "lost" or "changed".
        sort: "person", "agency" or "place".
        name: Its name, in the second reading where it is there.
        fields: What it was and what it is, by field; of a changed record only.
        snippet: Where the text names it.
    """

    document: str
    what: Literal["gained", "lost", "changed"]
    sort: Sort
    name: str
    fields: dict[str, tuple[Any, Any]]
    snippet: Snippet


def differences(id_: str, text: str, old: Document, new: Document) -> Iterator[Difference]:
    """Yield how two readings of a text differ, in the order of the text.

    Two records are one if they share a mention.

    Args:
        id_: What the text is called.
        text: The text.
        old: The first reading.
        new: The second.
    """
    found = [
        difference
        for sort, before, after in (
            ("person", old.people, new.people),
            ("agency", old.agencies, new.agencies),
            ("place", old.places, new.places),
        )
        for difference in _different(id_, text, sort, before, after)  # type: ignore[arg-type]
    ]
    yield from (difference for _, difference in sorted(found, key=lambda pair: pair[0]))


def _different(
    id_: str, text: str, sort: Sort, old: tuple[Entity, ...], new: tuple[Entity, ...]
) -> Iterator[tuple[int, Difference]]:
    at = {(m.start, m.end): entity for entity in old for m in entity.mentions}
    met: set[str] = set()
    for entity in new:
        before = next((at[m.start, m.end] for m in entity.mentions if (m.start, m.end) in at), None)
        if before is None:
            yield _difference(id_, text, "gained", sort, entity, {})
            continue
        met.add(before.id)
        fields = {
            name: (getattr(before, name), getattr(entity, name))
            for name in _FIELDS[sort]
            if getattr(before, name) != getattr(entity, name)
        }
        links = (_link(before), _link(entity))
        if links[0] != links[1]:
            fields["link"] = links
        if fields:
            yield _difference(id_, text, "changed", sort, entity, fields)
    for entity in old:
        if entity.id not in met:
            yield _difference(id_, text, "lost", sort, entity, {})


def _difference(
    id_: str,
    text: str,
    what: Literal["gained", "lost", "changed"],
    sort: Sort,
    entity: Entity,
    fields: dict[str, tuple[Any, Any]],
) -> tuple[int, Difference]:
    first = entity.mentions[0]
    snippet = Snippet(
        document=id_,
        before=" ".join(text[max(0, first.start - _CONTEXT) : first.start].split()),
        form=" ".join(first.text.split()),
        after=" ".join(text[first.end : first.end + _CONTEXT].split()),
    )
    return first.start, Difference(id_, what, sort, entity.name, fields, snippet)


def _link(entity: Entity) -> str | None:
    return entity.link.id if entity.link else None
