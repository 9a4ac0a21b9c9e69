"""What differs between two gazetteers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from entitas.gazetteer.entry import Entry
from entitas.gazetteer.gazetteer import Gazetteer

__all__ = ["Change", "compare"]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that only one of two gazetteers has, or that differs.

    Args:
        id: The entry's id.
        what: "added", "removed", "changed", "disabled" or "enabled".
        name: The entry's name, of the second gazetteer where it has the entry.
        fields: What it was and what it is, by field; of a changed entry only.
    """

    id: str
    what: str
    name: str
    fields: dict[str, tuple[object, object]]


def compare(old: Gazetteer, new: Gazetteer) -> Iterator[Change]:
    """Yield how the listed entries of two gazetteers differ, in the order of their ids."""
    before = {entry.id: entry for entry in old.entries()}
    after = {entry.id: entry for entry in new.entries()}
    for id_ in sorted({*before, *after, *old.disabled, *new.disabled}):
        one, other = before.get(id_), after.get(id_)
        if one is None and other is not None:
            yield Change(id_, "added", other.name, {})
        elif one is not None and other is None:
            yield Change(id_, "removed", one.name, {})
        elif one is not None and other is not None and (changed := _changed(one, other)):
            yield Change(id_, "changed", other.name, changed)
        if (id_ in old.disabled) != (id_ in new.disabled):
            what = "disabled" if id_ in new.disabled else "enabled"
            yield Change(id_, what, new.entry(id_).name, {})


def _changed(one: Entry, other: Entry) -> dict[str, tuple[object, object]]:
    if one == other:
        return {}
    pairs = {f.name: (getattr(one, f.name), getattr(other, f.name)) for f in fields(Entry)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
