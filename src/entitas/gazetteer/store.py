"""The data of a gazetteer, read from its folder and checked as a whole."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.areas import Areas
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.rows import (
    AliasRow,
    BodyRow,
    ChangeRow,
    ComposedRow,
    OrdinaryRow,
    PatternRow,
    PlaceRow,
    TriggerRow,
    UnitRow,
    read_rows,
)

__all__ = ["BRANCH", "BUILT_IN", "Store"]

#: The folder of the gazetteer that ships with the package.
BUILT_IN = Path(__file__).parent / "data"
#: The key of the unit that stands for a regional branch of a listed body ("MUI Jawa Timur").
BRANCH = "cabang"


class Store:
    """All data of one gazetteer.

    Args:
        folder: Holds ``areas.txt``, the CSV files that ``data/README.md`` describes, and the folder
            ``bodies`` with any number of files of bodies.

    Raises:
        GazetteerError: A file is missing or a row not valid; an id occurs twice or is unknown.
    """

    def __init__(self, folder: Path = BUILT_IN) -> None:
        if not folder.is_dir():
            raise GazetteerError(f"{folder}: no such folder; give one with a gazetteer's data.")
        self.folder = folder
        self.areas = Areas(folder / "areas.txt")
        self.aliases: defaultdict[int, list[AliasRow]] = defaultdict(list)
        for alias in read_rows(folder / "area_aliases.csv", AliasRow):
            if alias.code not in self.areas.number:
                raise GazetteerError(f"{folder}/area_aliases.csv: no area has code {alias.code}.")
            self.aliases[self.areas.number[alias.code]].append(alias)
        self.others: dict[str, Entry] = {}
        self.weak: set[tuple[str, str]] = set()
        self.branched: set[str] = set()
        for place in read_rows(folder / "places.csv", PlaceRow):
            self._add(
                Entry(
                    place.id,
                    "place",
                    place.name,
                    place.level,
                    parent=place.parent,
                    aliases=self._forms(place.id, place.aliases),
                ),
                folder / "places.csv",
            )
        for file in sorted((folder / "bodies").glob("*.csv")):
            for body in read_rows(file, BodyRow):
                self._add(self._body(body), file)
                if body.branches:
                    self.branched.add(body.id)
        self.patterns: defaultdict[str, list[PatternRow]] = defaultdict(list)
        for pattern in read_rows(folder / "patterns.csv", PatternRow):
            self.patterns[pattern.key].append(pattern)
        self.units = {unit.key: unit for unit in read_rows(folder / "units.csv", UnitRow)}
        self.composed = {row.id: row for row in read_rows(folder / "composed.csv", ComposedRow)}
        self.triggers = {t.word: t for t in read_rows(folder / "triggers.csv", TriggerRow)}
        self.ordinary = {
            row.word: row.ratio for row in read_rows(folder / "ordinary.csv", OrdinaryRow)
        }
        self.changes: dict[str, ChangeRow] = {}
        for change in read_rows(folder / "area_changes.csv", ChangeRow):
            self._add_change(change)
        self._check_references()

    @property
    def hash(self) -> str:
        """A hash of the content of all data files."""
        digest = hashlib.sha256()
        for file in sorted(p for p in self.folder.rglob("*") if p.suffix in (".csv", ".txt")):
            digest.update(f"{file.relative_to(self.folder).as_posix()}\0".encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    def counts(self) -> dict[str, int]:
        """Count the entries by kind, and the patterns and units from which others are composed."""
        kinds = Counter(entry.kind for entry in self.others.values())
        kinds["place"] += len(self.areas)
        return {
            **dict(kinds.most_common()),
            "patterns": len(self.patterns),
            "units": len(self.units),
        }

    def area(self, number: int) -> Entry:
        """Build the entry of an area, with its aliases."""
        rows = self.aliases.get(number, [])
        short = next((row.alias for row in rows if row.kind == "abbreviation"), None)
        aliases = tuple(row.alias for row in rows if row.alias != short)
        return self.areas.entry(number, aliases, short)

    def _add(self, entry: Entry, file: Path) -> None:
        if entry.id in self.others:
            raise GazetteerError(
                f"{file}: the id {entry.id} occurs twice; every entry needs its own."
            )
        self.others[entry.id] = entry

    def _add_change(self, row: ChangeRow) -> None:
        file = self.folder / "area_changes.csv"
        if row.old in self.changes:
            raise GazetteerError(f"{file}: the old code {row.old} occurs twice; leave one.")
        if row.old in self.areas.number:
            raise GazetteerError(f"{file}: the old code {row.old} is a present one; remove it.")
        if row.code not in self.areas.number and row.code not in self.others:
            raise GazetteerError(f"{file}: no area has code {row.code}; mend the row.")
        self.changes[row.old] = row

    def _forms(self, id_: str, cells: tuple[str, ...]) -> tuple[str, ...]:
        forms = []
        for cell in cells:
            forms.append(cell.removesuffix("~"))
            if cell.endswith("~"):
                self.weak.add((id_, forms[-1]))
        return tuple(forms)

    def _body(self, row: BodyRow) -> Entry:
        return Entry(
            row.id,
            row.kind,
            row.name,
            parent=row.parent,
            place=f"id:{row.place}" if row.place else None,
            abbreviation=row.abbreviation,
            aliases=self._forms(row.id, row.aliases),
            since=row.since,
            until=row.until,
            successor=row.successor,
        )

    def _check_references(self) -> None:
        for entry in self.others.values():
            for name in ("parent", "successor", "place"):
                target = getattr(entry, name)
                if target is None or target in self.others or "@" in target:
                    continue
                if target.removeprefix("id:") not in self.areas.number:
                    raise GazetteerError(
                        f"{entry.id}: its {name} {target} is no entry; mend the row."
                    )
        for rows in self.patterns.values():
            for row in rows:
                parent = (row.parent or "").partition("^")[0]
                if parent and parent not in self.others and parent not in self.patterns:
                    raise GazetteerError(f"patterns.csv: {row.key}: no body or pattern {parent}.")
