"""The entries that a reviewer can name, and what is wrong with a row before it gets into a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.source.layering import area_id
from entitas.gazetteer.source.packs import PackRow
from entitas.review.joining import entry_id, forms

__all__ = ["Known", "Named"]

_LIKE = 70
_AREAS = ("id:", "place:", "country:")


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as a reviewer sees it: its id, its name, its level or kind, and what it lies in."""

    id: str
    name: str
    kind: str = ""
    path: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What it is and where.

        >>> Known(Gazetteer.load(), []).find("33.74").what
        'city in Jawa Tengah, Indonesia'
        """
        return f"{self.kind} in {', '.join(reversed(self.path))}" if self.path else self.kind


class Known:
    """The entries of a gazetteer and of the pack that a review makes.

    Args:
        gazetteer: The gazetteer.
        pack: The rows of the pack.
        made: Ids that exist only while the pack has them, whatever the gazetteer says: it may have
            been compiled from this very pack, before a decision was undone.
    """

    def __init__(
        self, gazetteer: Gazetteer, pack: Iterable[PackRow], made: Collection[str] = ()
    ) -> None:
        self._gazetteer = gazetteer
        self._made = made
        self._rows = {entry_id(row): row for row in pack}

    def row(self, id_: str) -> PackRow | None:
        """Return the row of the pack that speaks of an entry."""
        return self._rows.get(id_)

    def find(self, target: str) -> Named | None:
        """Return the entry of an id or of a bare code, or None.

        >>> Known(Gazetteer.load(), []).find("33.74")
        Named(id='id:33.74', name='Kota Semarang', kind='city', path=('Indonesia', 'Jawa Tengah'))
        """
        id_ = area_id(target.strip())
        row = self._rows.get(id_)
        if row is not None and row.action == "add":
            return Named(id_, row.name or id_, row.level or row.kind or "")
        if id_ in self._made:
            return None
        try:
            entry = self._gazetteer.entry(id_)
        except KeyError:
            return None
        kind = entry.level or entry.kind
        return Named(entry.id, entry.name, kind, self._gazetteer.path(entry))

    def search(self, words: str, limit: int = 9) -> list[Named]:
        """Return the entries whose names are most like some words, the likest first."""
        found = {e.id: likeness for e, likeness in self._gazetteer.search(words, limit)}
        key = key_of(words)
        for id_, row in self._rows.items():
            likeness = max((fuzz.ratio(key, key_of(form)) for form in forms(row)), default=0.0)
            if likeness >= _LIKE:
                found[id_] = max(found.get(id_, 0.0), likeness / 100)
        ranked = sorted(found, key=lambda id_: -found[id_])
        return [named for id_ in ranked if (named := self.find(id_))][:limit]

    def problem(self, row: PackRow) -> str | None:
        """Say what is wrong with a row that is to get into the pack, and what to do, or None."""
        for form in forms(row):
            if "|" in form or not key_of(form):
                return f"{form!r} is no name: names hold letters or digits, and no '|'"
        problem = self._new(row) if row.action == "add" else self._changed(row)
        if problem:
            return problem
        for field in ("parent", "place"):
            target = getattr(row, field)
            if target and area_id(target) != entry_id(row) and not self.find(target):
                return f"{field}: there is no entry {target}; search for its id by name"
        if row.place and not area_id(row.place).startswith(_AREAS):
            return f"place: {row.place} is no area; write its code, or search for it by name"
        return self._circle(row)

    def _new(self, row: PackRow) -> str | None:
        if not row.kind:
            return "kind: an entry needs one"
        if not row.name:
            return "name: an entry needs one"
        if row.kind == "place" and not row.level:
            return "level: a place needs one; edit it"
        id_ = entry_id(row)
        if ":" not in id_ or id_.startswith("id:"):
            return f"id: {id_} is that of an area or a composed body; write body:… or place:…"
        there = self._rows.get(id_)
        known = self.find(id_)
        if known and (there is None or there.action != "add"):
            return (
                f"there is an entry {id_} already ({known.name}): merge into it, "
                "or edit the name or the id"
            )
        return None

    def _changed(self, row: PackRow) -> str | None:
        if not row.id or not self.find(row.id):
            return f"there is no entry {row.id} to merge into; search for its id by name"
        if not forms(row):
            return "aliases: there is no name that it could add"
        there = self._rows.get(row.id)
        if there is not None and there.action == "disable":
            return f"{row.id} is disabled in the pack: take that row out first, or choose another"
        return None

    def _circle(self, row: PackRow) -> str | None:
        """Tell whether an entry would be above itself."""
        start = at = entry_id(row)
        above = row.parent
        seen = {at}
        while above:
            at = area_id(above)
            if at == start:
                return f"parent: {start} would be part of itself"
            if at in seen:
                return None
            seen.add(at)
            above = self._above(at)
        return None

    def _above(self, id_: str) -> str | None:
        row = self._rows.get(id_)
        if row is not None and row.parent:
            return row.parent
        try:
            return self._gazetteer.entry(id_).parent
        except KeyError:
            return None
