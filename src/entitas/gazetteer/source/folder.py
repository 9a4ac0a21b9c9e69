"""The source of a gazetteer: the text files of its folder, read and checked as a whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.source.areas import read_outline
from entitas.gazetteer.source.rows import (
    AliasRow,
    BodyRow,
    ChangeRow,
    ComposedRow,
    OrdinaryRow,
    PatternRow,
    PlaceRow,
    ProminentRow,
    TriggerRow,
    UnitRow,
    read_lines,
    read_rows,
)

__all__ = ["BUILT_IN", "Source"]

#: The folder of the gazetteer that ships with the package.
BUILT_IN = Path(__file__).parents[1] / "data"


class Source:
    """All that is listed in one gazetteer.

    Args:
        folder: Holds ``areas.txt``, the CSV files that ``data/README.md`` describes, and the folder
            ``bodies`` with any number of files of bodies.

    Attributes:
        areas: The administrative areas.
        aliases: Other names of areas, by the number of the area.
        prominent: The codes of areas that are better known than their level tells.
        entries: Every other listed entry, by its id.
        weak: (id, form) of the names that seldom mean their entry.
        branched: The ids of bodies with regional branches.
        patterns: The patterns, by key.
        units: The units, by key.
        composed: What is special about composed bodies, by their id.
        triggers: The words that tell of the name behind them.
        ordinary: How ordinary a name is as a word.
        vocabulary: Words that are no misspelt names, folded.
        changes: What took the place of codes that are no longer valid: the id by the code.
        own: The ids of entries that packs added.
        silent: The ids of entries that are not to be found in texts.
        silent_forms: (id, folded form) of names that are not to be found in texts.

    Raises:
        GazetteerError: A file is missing or a row not valid; an id occurs twice or is unknown.
    """

    def __init__(self, folder: Path = BUILT_IN) -> None:
        if not folder.is_dir():
            raise GazetteerError(f"{folder}: no such folder; give one with a gazetteer's data.")
        self.folder = folder
        self.areas = read_outline(folder / "areas.txt")
        self.aliases: defaultdict[int, list[AliasRow]] = defaultdict(list)
        for alias in read_rows(folder / "area_aliases.csv", AliasRow):
            number = self.areas.find(alias.code)
            if number is None:
                raise GazetteerError(f"{folder}/area_aliases.csv: no area has code {alias.code}.")
            self.aliases[number].append(alias)
        self.prominent: set[str] = set()
        for row in read_rows(folder / "prominent.csv", ProminentRow):
            self._add_prominent(row)
        self.entries: dict[str, Entry] = {}
        self.weak: set[tuple[str, str]] = set()
        self.branched: set[str] = set()
        self.own: set[str] = set()
        self.silent: set[str] = set()
        self.silent_forms: set[tuple[str, str]] = set()
        for place in read_rows(folder / "places.csv", PlaceRow):
            self._add(self._place(place), folder / "places.csv")
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
        self.vocabulary = frozenset(read_lines(folder / "vocabulary.txt"))
        self.changes: dict[str, str] = {}
        for change in read_rows(folder / "area_changes.csv", ChangeRow):
            self._add_change(change)
        self.check()

    @staticmethod
    def fingerprint(folder: Path) -> str:
        """Return a hash of the content of all data files of a folder, without checking them."""
        digest = hashlib.sha256()
        for file in sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".txt")):
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def area(self, number: int) -> Entry:
        """Build the entry of an area, with its aliases."""
        prominent = self.areas.codes[number] in self.prominent
        return self.areas.entry(number, self.aliases.get(number, ()), prominent=prominent)

    def check(self) -> None:
        """Check that every reference leads to something.

        Raises:
            GazetteerError: One does not; says whose.
        """
        for entry in self.entries.values():
            for name in ("parent", "successor", "place"):
                target = getattr(entry, name)
                if target is None or target in self.entries or "@" in target:
                    continue
                if self.areas.find(target.removeprefix("id:")) is None:
                    raise GazetteerError(
                        f"{entry.id}: its {name} {target} is no entry; mend the row."
                    )
        for rows in self.patterns.values():
            for row in rows:
                parent = (row.parent or "").partition("^")[0]
                if parent and parent not in self.entries and parent not in self.patterns:
                    raise GazetteerError(f"patterns.csv: {row.key}: no body or pattern {parent}.")

    def _add(self, entry: Entry, file: Path) -> None:
        if entry.id in self.entries:
            raise GazetteerError(
                f"{file}: the id {entry.id} occurs twice; every entry needs its own."
            )
        self.entries[entry.id] = entry

    def _add_prominent(self, row: ProminentRow) -> None:
        number = self.areas.find(row.code)
        if number is None or self.areas.names[number] != row.name:
            raise GazetteerError(
                f"{self.folder}/prominent.csv: {row.code} is not {row.name}; mend the row."
            )
        self.prominent.add(row.code)

    def _add_change(self, row: ChangeRow) -> None:
        file = self.folder / "area_changes.csv"
        if row.old in self.changes:
            raise GazetteerError(f"{file}: the old code {row.old} occurs twice; leave one.")
        if self.areas.find(row.old) is not None:
            raise GazetteerError(f"{file}: the old code {row.old} is a present one; remove it.")
        if self.areas.find(row.code) is not None:
            self.changes[row.old] = f"id:{row.code}"
        elif row.code in self.entries:
            self.changes[row.old] = row.code
        else:
            raise GazetteerError(f"{file}: no area has code {row.code}; mend the row.")

    def _forms(self, id_: str, cells: tuple[str, ...]) -> tuple[str, ...]:
        forms = []
        for cell in cells:
            forms.append(cell.removesuffix("~"))
            if cell.endswith("~"):
                self.weak.add((id_, forms[-1]))
        return tuple(forms)

    def _place(self, row: PlaceRow) -> Entry:
        return Entry(
            row.id,
            "place",
            row.name,
            row.level,
            parent=row.parent,
            aliases=self._forms(row.id, row.aliases),
        )

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
