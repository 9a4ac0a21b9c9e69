"""Composed entries: bodies of areas ("Polres Tuban") and units ("Satreskrim Polres Tuban").

Their ids say how: ``polres@35.23`` is the pattern with the area, ``dinas=Kesehatan@33.74`` has a
qualifier, ``rsud=Kartini`` a name of its own and no known area, ``satreskrim/polres@35.23`` is a
unit and its body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.source.areas import Areas
from entitas.gazetteer.source.rows import ComposedRow, PatternRow, UnitRow

__all__ = ["BRANCH", "Composer", "Data", "named_id", "pattern_id", "unit_id"]

#: The key of the unit that stands for a regional branch of a listed body ("MUI Jawa Timur").
BRANCH = "cabang"
_LONGEST_ID = 1000

_CODE_LENGTH = {"province": 2, "regency": 5, "district": 8}
# Characters with a meaning in ids, as they are written inside a qualifier.
_ESCAPES = str.maketrans({"/": "|", "@": " ", "=": " "})


def _clean(words: str) -> str:
    return " ".join(words.translate(_ESCAPES).split())


def pattern_id(key: str, area: str, qualifier: str | None = None) -> str:
    """Return the id of a pattern body from the id of its area.

    >>> pattern_id("dinas", "id:33.74", "Kesehatan")
    'dinas=Kesehatan@33.74'
    """
    code = area.removeprefix("id:").removeprefix("country:")
    return f"{key}={_clean(qualifier)}@{code}" if qualifier else f"{key}@{code}"


def named_id(key: str, name: str) -> str:
    """Return the id of a pattern body with a name of its own.

    >>> named_id("kodim", "0733/Kota Wali")
    'kodim=0733|Kota Wali'
    """
    return f"{key}={_clean(name)}"


def unit_id(key: str, body: str, qualifier: str | None = None, area: str | None = None) -> str:
    """Return the id of a unit of a body.

    >>> unit_id("komisi", "body:dpr", "III")
    'komisi=III/body:dpr'
    """
    unit = pattern_id(key, area, qualifier) if area else named_id(key, qualifier or "").rstrip("=")
    return f"{unit}/{body}"


class Data(Protocol):
    """What is listed, be it a source or a compiled store."""

    @property
    def areas(self) -> Areas:
        """The administrative areas."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every other listed entry, by its id."""

    @property
    def patterns(self) -> Mapping[str, Sequence[PatternRow]]:
        """The patterns, by key."""

    @property
    def units(self) -> Mapping[str, UnitRow]:
        """The units, by key."""

    @property
    def composed(self) -> Mapping[str, ComposedRow]:
        """What is special about composed bodies, by their id."""

    @property
    def changes(self) -> Mapping[str, str]:
        """What took the place of codes that are no longer valid: the id by the code."""

    def area(self, number: int) -> Entry:
        """Build the entry of an area."""


class Composer:
    """Builds entries from their ids.

    Args:
        data: What is listed.
    """

    def __init__(self, data: Data) -> None:
        self._data = data
        self._cache: dict[str, Entry] = {}

    def entry(self, id_: str) -> Entry:
        """Return the entry of any id.

        Raises:
            KeyError: There is no such entry.
        """
        if len(id_) > _LONGEST_ID:
            raise KeyError(id_)
        known = self._data.entries.get(id_) or self._cache.get(id_)
        if known is None:
            known = self._build(id_)
            if len(self._cache) > 50_000:
                self._cache.clear()
            self._cache[id_] = known
        return known

    def pattern(self, key: str, level: str) -> PatternRow | None:
        """Return the first row of a pattern that goes with a level of area."""
        return next((r for r in self._data.patterns.get(key, ()) if level in r.levels), None)

    def compose(self, key: str, area: Entry, qualifier: str | None = None) -> Entry:
        """Return the body that a pattern makes of an area.

        Raises:
            GazetteerError: There is no such pattern, or it does not go with such an area.
        """
        if key not in self._data.patterns:
            known = ", ".join(sorted(self._data.patterns))
            raise GazetteerError(f"no pattern {key!r}; there are {known}.")
        if self.pattern(key, area.level or "") is None:
            raise GazetteerError(f"pattern {key!r} does not go with {area.name} ({area.level}).")
        return self.entry(pattern_id(key, area.id, qualifier))

    def _build(self, id_: str) -> Entry:
        if id_.startswith("id:"):
            if (number := self._data.areas.find(id_[3:])) is not None:
                return self._data.area(number)
            return self.entry(self._data.changes[id_[3:]])
        unit, slash, body = id_.partition("/")
        if slash:
            return self._unit(id_, unit, self.entry(body))
        head, _, code = id_.partition("@")
        key, _, qualifier = head.partition("=")
        qualifier = qualifier.replace("|", "/")
        if code:
            area = self.entry(_area_id(code))
            if area.code and area.code != code:
                # the code is no longer valid: the body is that of the area which took its place
                return self.entry(f"{head}@{area.code}")
            return self._area_body(id_, key, qualifier, area)
        if not qualifier or key not in self._data.patterns:
            raise KeyError(id_)
        row = self._data.patterns[key][0]
        return Entry(
            id_,
            row.kind,
            _fill(row.name, qualifier, qualifier, ""),
            parent=row.parent if row.parent and row.parent in self._data.entries else None,
            abbreviation=_fill(row.short, qualifier, qualifier, ""),
        )

    def _area_body(self, id_: str, key: str, qualifier: str, area: Entry) -> Entry:
        row = self.pattern(key, area.level or "")
        if row is None:
            raise KeyError(id_)
        name = _fill(row.name, area.bare, area.name, qualifier)
        short: str | None = _fill(row.short, area.bare, area.name, qualifier)
        aliases: tuple[str, ...] = ()
        parent = self._parent(row, area)
        if special := self._data.composed.get(id_):
            name, short = special.name, special.abbreviation or short
            aliases = tuple(form.removesuffix("~") for form in special.aliases)
            parent = special.parent or parent
        short = short if short != name else None
        return Entry(
            id_, row.kind, name, parent=parent, place=area.id, abbreviation=short, aliases=aliases
        )

    def _parent(self, row: PatternRow, area: Entry) -> str | None:
        if row.parent is None or row.parent in self._data.entries:
            return row.parent
        key, _, level = row.parent.partition("^")
        code = (area.code or "")[: _CODE_LENGTH[level]] if level else area.code or ""
        above = self.entry(f"id:{code}")
        return pattern_id(key, above.id) if self.pattern(key, above.level or "") else None

    def _unit(self, id_: str, unit: str, body: Entry) -> Entry:
        head, _, code = unit.partition("@")
        key, _, qualifier = head.partition("=")
        area = self.entry(_area_id(code)) if code else None
        place = area.id if area else body.place
        short_body = body.abbreviation or body.name
        if key == BRANCH:
            if area is None:
                raise KeyError(id_)
            name, short = f"{body.name} {area.name}", f"{short_body} {area.bare}"
            return Entry(id_, body.kind, name, parent=body.id, place=place, abbreviation=short)
        row = self._data.units.get(key)
        if row is None:
            raise KeyError(id_)
        qualifier = qualifier.replace("|", "/")
        long_form, short_form = ("", "") if row.name == "{form}" else (row.name, row.forms[0])
        parts = [long_form, qualifier, short_body, area.name if area else ""]
        short_parts = [short_form, qualifier, short_body, area.bare if area else ""]
        name, short = (" ".join(p for p in ps if p) for ps in (parts, short_parts))
        return Entry(
            id_,
            row.kind or body.kind,
            name,
            parent=body.id,
            place=place,
            abbreviation=short if short != name else None,
        )


def _area_id(code: str) -> str:
    if code.startswith("place:"):
        return code
    return f"id:{code}" if code[0].isdigit() else f"country:{code}"


def _fill(template: str, area: str, full: str, qualifier: str) -> str:
    filled = template.replace("{area}", area).replace("{full}", full).replace("{q}", qualifier)
    return " ".join(filled.split())
