"""The index of all names: which folded name stands for what, and the automaton that finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.fold import Words, key_of
from entitas.gazetteer.rows import PatternRow, UnitRow
from entitas.gazetteer.store import Store

__all__ = ["BodyName", "Head", "NameIndex", "PlaceName", "Unit", "is_acronym"]

# How likely a name means a place of each level, before the text is read: an assumption, that news
# is about provinces and cities far more than about the villages that share their names.
_LEVEL_PRIOR = {
    "country": 1.0, "province": 1.0, "city": 0.8, "regency": 0.7, "other": 0.5, "district": 0.1,
    "village": 0.02,
}  # fmt: skip
_ALIAS, _WEAK, _JOINED = 0.9, 0.2, 0.8
_NUMERALS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5",
}  # fmt: skip
_MOST_CACHED = 20_000


class PlaceName(NamedTuple):
    """A place that a name stands for.

    Its id and level, its prior, how the name is one of its own, the form of it, whether that form
    is a name as listed (and not with blanks left out), and whether it seldom means the place.
    """

    id: str
    level: str
    prior: float
    match: str
    form: str
    whole: bool = True
    seldom: bool = False


class BodyName(NamedTuple):
    """A body that a name stands for; an acronym must be written in capitals."""

    id: str
    kind: str
    match: str
    form: str
    acronym: bool
    weak: bool


class Head(NamedTuple):
    """The head of a pattern as one of its forms writes it."""

    row: PatternRow
    form: str
    acronym: bool


class Unit(NamedTuple):
    """A unit as one of its forms writes it."""

    row: UnitRow
    form: str
    acronym: bool


def is_acronym(form: str) -> bool:
    """Tell whether a form is a short word in capitals, which means something else in small letters.

    >>> is_acronym("KPK"), is_acronym("Polri"), is_acronym("DPR RI")
    (True, False, False)
    """
    return form.isupper() and form.isalpha() and len(form) <= 6


class NameIndex:
    """All names of a store."""

    def __init__(self, store: Store, composer: Composer) -> None:
        self._store = store
        self._areas: defaultdict[str, list[int]] = defaultdict(list)
        self._joined: defaultdict[str, list[int]] = defaultdict(list)
        self._others: defaultdict[str, list[PlaceName]] = defaultdict(list)
        self.bodies: defaultdict[str, list[BodyName]] = defaultdict(list)
        self.heads: defaultdict[str, list[Head]] = defaultdict(list)
        self.units: defaultdict[str, list[Unit]] = defaultdict(list)
        self._index_areas()
        for entry in store.others.values():
            self._index_entry(entry)
        for id_, row in store.composed.items():
            self._index_body(composer.entry(id_), [form for form in row.aliases if form[-1] == "~"])
        for rows in store.patterns.values():
            for pattern in rows:
                for form in pattern.heads:
                    self.heads[key_of(form)].append(Head(pattern, form, is_acronym(form)))
        for unit in store.units.values():
            for form in unit.forms:
                self.units[key_of(form)].append(Unit(unit, form, is_acronym(form)))
        tables = (self._areas, self._joined, self._others, self.bodies, self.heads, self.units)
        self._place_cache: dict[str, list[PlaceName]] = {}
        self._keys = list(dict.fromkeys(key for table in tables for key in table))
        self._automaton = AhoCorasick(
            [f" {key} " for key in self._keys],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def names(self) -> list[str]:
        """Return the folded names of all places and listed bodies."""
        return list(dict.fromkeys([*self._areas, *self._others, *self.bodies]))

    def matches(self, words: Words) -> Iterator[tuple[str, int, int]]:
        """Yield every name in a text as (key, first word, one past its last word)."""
        if not words.folded:
            return
        found = self._automaton.find_matches_as_indexes(words.stream, overlapping=True)
        for number, start, end in found:
            yield (self._keys[number], *words.at(start, end))

    def is_known(self, word: str) -> bool:
        """Tell whether a folded word is a name or a head, so that it is one word."""
        return self.is_place(word) or any(word in t for t in (self.bodies, self.heads, self.units))

    def is_place(self, key: str) -> bool:
        """Tell whether a folded name is one of a place."""
        return key in self._areas or key in self._others or key in self._joined

    def is_hyphenated(self, key: str) -> bool:
        """Tell whether a folded name of a place is written with a hyphen."""
        return any("-" in name.form for name in self.places(key))

    def places(self, key: str) -> list[PlaceName]:
        """Return the places of a folded name, likeliest first."""
        if (cached := self._place_cache.get(key)) is not None:
            return cached
        names = [self._area_name(number, 1.0, "exact") for number in self._areas.get(key, ())]
        names += self._others.get(key, ())
        seen = {name.id for name in names}
        joined = [self._area_name(n, _JOINED, "alias") for n in self._joined.get(key, ())]
        names += [name._replace(whole=False) for name in joined if name.id not in seen]
        names.sort(key=lambda name: (-name.prior, name.id))
        if len(self._place_cache) < _MOST_CACHED:
            self._place_cache[key] = names
        return names

    def _area_name(self, number: int, weight: float, match: str) -> PlaceName:
        areas = self._store.areas
        level = areas.level(number)
        name = areas.names[number]
        return PlaceName(
            f"id:{areas.codes[number]}", level, _LEVEL_PRIOR[level] * weight, match, name
        )

    def _index_areas(self) -> None:
        areas = self._store.areas
        for number in range(len(areas)):
            key = key_of(areas.bare(number))
            self._areas[key].append(number)
            # "Pulo Gadung" is also written "Pulogadung"; "Ilir Barat II", "Ilir Barat 2"
            first, blank, rest = key.rpartition(" ")
            if blank:
                joined = key.replace(" ", "", 1)
                if joined.replace(" ", "").isalpha():
                    self._joined[joined].append(number)
                if rest in _NUMERALS:
                    self._joined[f"{first} {_NUMERALS[rest]}"].append(number)
        for number, rows in self._store.aliases.items():
            level = areas.level(number)
            prior = _LEVEL_PRIOR[level] * _ALIAS
            for row in rows:
                name = PlaceName(f"id:{areas.codes[number]}", level, prior, "alias", row.alias)
                self._others[key_of(row.alias)].append(name)

    def _index_entry(self, entry: Entry) -> None:
        if entry.kind != "place":
            self._index_body(entry, ())
            return
        level = entry.level or "other"
        for form in (entry.name, *entry.aliases):
            exact = form == entry.name
            weak = (entry.id, form) in self._store.weak
            prior = _LEVEL_PRIOR[level] * (1.0 if exact else _WEAK if weak else _ALIAS)
            names = self._others[key_of(form)]
            if all(name.id != entry.id for name in names):
                names.append(
                    PlaceName(
                        entry.id, level, prior, "exact" if exact else "alias", form, seldom=weak
                    )
                )

    def _index_body(self, entry: Entry, weak_cells: Iterable[str]) -> None:
        weak = {cell.removesuffix("~") for cell in weak_cells}
        forms = (entry.name, entry.abbreviation or "", *entry.aliases)
        for form in dict.fromkeys(form for form in forms if form):
            names = self.bodies[key_of(form)]
            if any(name.id == entry.id for name in names):
                continue
            names.append(
                BodyName(
                    entry.id,
                    entry.kind,
                    "exact" if form == entry.name else "alias",
                    form,
                    is_acronym(form),
                    form in weak or (entry.id, form) in self._store.weak,
                )
            )
