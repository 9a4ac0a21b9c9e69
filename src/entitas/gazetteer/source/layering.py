"""Lay packs over a source: add entries, override and disable those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.source.packs import PackError, PackRow, Problem, check_pack, id_of
from entitas.gazetteer.source.rows import AliasRow, ComposedRow

__all__ = ["area_id", "lay"]

# What a pack may say of an entry that is there already.
_ALLOWED: dict[str, tuple[str, ...]] = {
    "disabled": (),
    "area": ("abbreviation", "aliases", "without"),
    "composed": ("name", "abbreviation", "aliases", "parent"),
}


def lay(source: Source, packs: Iterable[Path]) -> None:
    """Lay packs over a source, which is changed; later packs over earlier ones.

    Raises:
        PackError: Rows are not valid; names each of all packs. The source is then not to be used.
        GazetteerError: A pack cannot be read.
    """
    problems: list[Problem] = []
    for path in packs:
        checked = list(check_pack(path))
        rows = [(line, row) for line, row in checked if isinstance(row, PackRow)]
        wrong = [row for _, row in checked if isinstance(row, Problem)]
        problems += sorted([*wrong, *_Layer(source, path).lay(rows)], key=lambda p: p.line)
    if problems:
        raise PackError(problems)


class _Layer:
    """One pack on its way into the source."""

    def __init__(self, source: Source, path: Path) -> None:
        self._source = source
        self._path = path
        self._composer = Composer(source)
        self._problems: list[Problem] = []

    def lay(self, rows: Sequence[tuple[int, PackRow]]) -> list[Problem]:
        """Lay the rows, and return what is wrong with them."""
        changed: dict[str, int] = {}
        for line, row in rows:
            id_ = self._id(line, row)
            if id_ is None:
                continue
            if id_ in changed:
                self._blame(line, "id", f"{id_} stands in line {changed[id_]} already")
                continue
            changed[id_] = line
            if row.action == "add":
                self._add(line, id_, row)
            elif not self._known(id_):
                self._blame(line, "id", f"there is no entry {id_} to {row.action}")
            elif self._has_only(line, id_, row):
                if row.action == "disable":
                    self._source.silent.add(id_)
                else:
                    self._override(line, id_, row)
        # references may lead to rows further down
        for line, row in rows:
            for field in ("parent", "place", "successor"):
                target = getattr(row, field)
                if target and not self._known(area_id(target)):
                    self._blame(line, field, f"there is no entry {target}")
        if not self._problems:
            for id_, line in changed.items():
                for field in ("parent", "successor"):
                    if self._circles(id_, field):
                        self._blame(line, field, f"{id_} leads to itself")
        return self._problems

    def _has_only(self, line: int, id_: str, row: PackRow) -> bool:
        """Tell whether a row says only what can be said of such an entry; blame what is more."""
        more = row.model_fields_set - {"action", "id"}
        said = [field for field in PackRow.model_fields if field in more and getattr(row, field)]
        for shape, allowed in _ALLOWED.items():
            applies = row.action == "disable" if shape == "disabled" else _shape(id_) == shape
            if applies and (wrong := [field for field in said if field not in allowed]):
                reason = f"cannot be set for {shape} entries; only {', '.join(allowed) or 'the id'}"
                self._blame(line, wrong[0], reason)
                return False
        return True

    def _circles(self, id_: str, field: str) -> bool:
        """Tell whether an entry is above or behind itself."""
        seen: set[str] = set()
        at: str | None = id_
        while at is not None:
            if at in seen:
                return True
            seen.add(at)
            at = getattr(self._composer.entry(at), field)
        return False

    def _id(self, line: int, row: PackRow) -> str | None:
        if row.id and row.id.startswith("id:") and row.action != "add" and self._known(row.id):
            # a code that is no longer valid means the area that took its place
            return self._composer.entry(row.id).id
        if row.id:
            return row.id
        if row.action != "add":
            self._blame(line, "id", f"give the id of the entry to {row.action}")
        elif not row.name or not row.kind:
            self._blame(line, "name" if row.kind else "kind", "an entry to add needs one")
        else:
            return id_of(row.kind, row.name)
        return None

    def _add(self, line: int, id_: str, row: PackRow) -> None:
        if not row.kind:
            self._blame(line, "kind", "an entry to add needs one")
        elif not row.name:
            self._blame(line, "name", "an entry to add needs one")
        elif not key_of(row.name):
            self._blame(line, "name", f"{row.name!r} has neither letters nor digits")
        elif self._known(id_):
            hint = "use the action override, or another id"
            self._blame(line, "id", f"there is an entry {id_} already; {hint}")
        elif ":" not in id_ or id_.startswith("id:"):
            self._blame(line, "id", f"{id_} is the id of an area or a composed body; use body:…")
        elif row.kind == "place" and not row.level:
            self._blame(line, "level", "a place to add needs one")
        else:
            entry = Entry(id_, row.kind, row.name, row.level)
            self._source.entries[id_] = self._filled(entry, row)
            self._source.own.add(id_)
            self._mark(line, id_, row)

    def _override(self, line: int, id_: str, row: PackRow) -> None:
        source = self._source
        if not self._mark(line, id_, row):
            return
        shape = _shape(id_)
        if shape == "area":
            number = source.areas.find(id_.removeprefix("id:"))
            assert number is not None  # it is known
            forms = [(a.removesuffix("~"), "spelling") for a in row.aliases]
            if row.abbreviation:
                forms.insert(0, (row.abbreviation, "abbreviation"))
            code = source.areas.codes[number]
            source.aliases[number][:0] = [
                AliasRow.model_validate({"code": code, "alias": form, "kind": kind})
                for form, kind in forms
                if form not in {known.alias for known in source.aliases[number]}
            ]
        elif shape == "listed":
            source.entries[id_] = self._filled(source.entries[id_], row)
        else:
            entry = self._composer.entry(id_)
            special = source.composed.get(id_)
            source.composed[id_] = ComposedRow(
                id=id_,
                name=row.name or entry.name,
                abbreviation=row.abbreviation or entry.abbreviation,
                aliases=(*(special.aliases if special else entry.aliases), *row.aliases),
                parent=area_id(row.parent) if row.parent else entry.parent,
            )
            # it is built anew from the row
            self._composer = Composer(source)

    def _filled(self, entry: Entry, row: PackRow) -> Entry:
        """Return an entry with what a row says of it."""
        aliases = [form.removesuffix("~") for form in row.aliases]
        changes: dict[str, Any] = {
            "kind": row.kind,
            "name": row.name,
            "level": row.level,
            "abbreviation": row.abbreviation,
            "aliases": tuple(dict.fromkeys([*entry.aliases, *aliases])),
            "parent": area_id(row.parent) if row.parent else None,
            "place": area_id(row.place) if row.place else None,
            "since": row.since,
            "until": row.until,
            "successor": row.successor,
        }
        return replace(entry, **{k: v for k, v in changes.items() if v is not None})

    def _mark(self, line: int, id_: str, row: PackRow) -> bool:
        """Note which names are weak, and which are not to be found any more; False if wrong."""
        source = self._source
        entry = self._composer.entry(id_)
        own = {key_of(form) for form in (entry.bare, entry.abbreviation or "", *entry.aliases)}
        for form in row.without:
            if key_of(form) not in own:
                self._blame(line, "without", f"{form!r} is no name of {id_}")
                return False
        source.weak.update((id_, form[:-1]) for form in row.aliases if form.endswith("~"))
        source.silent_forms.update((id_, key_of(form)) for form in row.without)
        source.silent.discard(id_)
        if row.branches:
            source.branched.add(id_)
        return True

    def _known(self, id_: str) -> bool:
        try:
            self._composer.entry(id_)
        except KeyError:
            return False
        return True

    def _blame(self, line: int, field: str, reason: str) -> None:
        self._problems.append(Problem(str(self._path), line, field, reason))


def _shape(id_: str) -> str:
    """Return what sort of entry an id is of."""
    if id_.startswith("id:"):
        return "area"
    return "composed" if "@" in id_ else "listed"


def area_id(target: str) -> str:
    """Return the id that a reference means: a bare code is that of an area.

    >>> area_id("33.74"), area_id("body:kpk")
    ('id:33.74', 'body:kpk')
    """
    return f"id:{target}" if target[:1].isdigit() else target
