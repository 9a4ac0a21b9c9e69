"""The index of all names: where a text has them, and what each stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from entitas.gazetteer.fold import key_of
from entitas.gazetteer.source.rows import PatternRow, UnitRow
from entitas.gazetteer.store.exact import ExactIndex
from entitas.gazetteer.store.layout import How, Key, is_acronym
from entitas.gazetteer.store.store import Store
from entitas.gazetteer.words import Numbers, Words

__all__ = ["BodyName", "Head", "NameIndex", "PlaceName", "Unit"]

# How likely a name means a place of each level, before the text is read: an assumption, that news
# is about provinces and cities far more than about the villages that share their names.
_LEVEL_PRIOR = {
    "country": 1.0, "province": 1.0, "city": 0.8, "regency": 0.7, "other": 0.5, "district": 0.1,
    "village": 0.02,
}  # fmt: skip
_ALIAS, _SELDOM, _RESPELT = 0.9, 0.2, 0.8
_MOST_CACHED = 20_000


class PlaceName(NamedTuple):
    """A place that a name stands for.

    Its id and level, its prior, how the name is one of its own, the form of it, whether that form
    is a name as listed (and not with blanks left out), whether it seldom means the place,
    and whether the place is better known than its level tells.
    """

    id: str
    level: str
    prior: float
    match: str
    form: str
    whole: bool = True
    seldom: bool = False
    prominent: bool = False


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


class NameIndex:
    """All names of a store.

    Args:
        store: The store.
        off: Names that do not mean their entries, as (id, folded name).

    Attributes:
        store: The store.
        heads: The heads of patterns, by their folded form.
        units: The units, by their folded form.
    """

    def __init__(self, store: Store, off: Set[tuple[str, str]] = frozenset()) -> None:
        self.store = store
        self.heads: defaultdict[str, list[Head]] = defaultdict(list)
        self.units: defaultdict[str, list[Unit]] = defaultdict(list)
        for rows in store.patterns.values():
            for pattern in rows:
                for form in pattern.heads:
                    self.heads[key_of(form)].append(Head(pattern, form, is_acronym(form)))
        for unit in store.units.values():
            for form in unit.forms:
                self.units[key_of(form)].append(Unit(unit, form, is_acronym(form)))
        self._flags = store.key_flags
        self._exact = ExactIndex(store.folder)
        self._number = lru_cache(maxsize=_MOST_CACHED)(store.keys.find)
        self._places = lru_cache(maxsize=_MOST_CACHED)(self._read_places)
        self._bodies = lru_cache(maxsize=_MOST_CACHED)(self._read_bodies)
        self._off = off
        self._forget({key for _, key in off})

    def _forget(self, keys: Set[str]) -> None:
        """Let names stand for nothing that do not mean any entry any more."""
        flags = np.array(self._flags)
        for key in keys:
            if (number := self._number(key)) is None:
                continue
            for flag, names in ((Key.PLACE, self.places(key)), (Key.BODY, self.bodies(key))):
                if not names:
                    flags[number] &= ~np.array(flag, flags.dtype)
        if keys:
            self._flags = flags

    def matches(self, words: Words) -> tuple[Numbers, Numbers, Numbers]:
        """Return every name in a text, by its first word and longest first.

        Returns:
            The flags of the names (:class:`~.layout.Key`), the numbers of their first words, and
            one past those of their last words.
        """
        numbers, first, last = self._exact.find(words)
        order = np.argsort(first * (len(words) + 1) - last)
        return self._flags[numbers[order]].astype(np.int64), first[order], last[order]

    def names(self) -> list[str]:
        """Return the folded names of all places and listed bodies."""
        flags = self._flags & (Key.PLACE | Key.BODY)
        return [key for key, own in zip(self.store.keys.all(), flags, strict=True) if own]

    def flags(self, key: str) -> int:
        """Return what a folded name stands for (:class:`~.layout.Key`), 0 for nothing."""
        number = self._number(key)
        return 0 if number is None else int(self._flags[number])

    def is_known(self, word: str) -> bool:
        """Tell whether a folded word is a name or a head, so that it is one word."""
        return bool(self.flags(word))

    def is_place(self, key: str) -> bool:
        """Tell whether a folded name is one of a place."""
        return bool(self.flags(key) & Key.PLACE)

    def is_hyphenated(self, key: str) -> bool:
        """Tell whether a folded name of a place is written with a hyphen."""
        return any("-" in name.form for name in self.places(key))

    def places(self, key: str) -> list[PlaceName]:
        """Return the places of a folded name, likeliest first."""
        return self._places(key)

    def bodies(self, key: str) -> list[BodyName]:
        """Return the bodies and people of a folded name."""
        return self._bodies(key)

    def _read_places(self, key: str) -> list[PlaceName]:
        if not self.flags(key) & Key.PLACE:
            return []
        found: dict[str, PlaceName] = {}
        # the places that are called so go before those whose name is only written so
        for target, form, how in sorted(self._rows(key), key=lambda row: row[2] & How.RESPELT):
            name = self._place(target, form, how)
            if name is not None and (name.id, key) not in self._off:
                found.setdefault(name.id, name)
        return sorted(found.values(), key=lambda name: (-name.prior, name.id))

    def _place(self, target: int, form: str, how: int) -> PlaceName | None:
        areas = self.store.areas
        if target < len(areas):
            code, level = areas.codes[target], areas.level(target)
            id_, prominent = f"id:{code}", code in self.store.prominent
        else:
            id_ = self.store.named_ids[target - len(areas)]
            entry = self.store.entries.get(id_)
            if entry is None or entry.kind != "place":
                return None
            level, prominent = entry.level or "other", False
        prior = _LEVEL_PRIOR["other" if prominent else level]
        if how & How.RESPELT:
            prior *= _RESPELT
        elif how & How.SELDOM:
            prior *= _SELDOM
        elif how & How.ALIAS:
            prior *= _ALIAS
        seldom, whole = bool(how & How.SELDOM), not how & How.RESPELT
        return PlaceName(id_, level, prior, _match(how), form, whole, seldom, prominent)

    def _read_bodies(self, key: str) -> list[BodyName]:
        if not self.flags(key) & Key.BODY:
            return []
        areas, found = len(self.store.areas), []
        for target, form, how in self._rows(key):
            if target < areas:
                continue
            id_ = self.store.named_ids[target - areas]
            kind = self.store.kind(id_)
            if kind != "place" and (id_, key) not in self._off:
                weak = bool(how & How.SELDOM)
                found.append(BodyName(id_, kind, _match(how), form, is_acronym(form), weak))
        return found

    def _rows(self, key: str) -> Iterator[tuple[int, str, int]]:
        number = self._number(key)
        if number is None:
            return
        store = self.store
        for row in range(store.name_starts[number], store.name_starts[number + 1]):
            form = store.forms[store.name_forms[row]]
            yield int(store.name_targets[row]), form, int(store.name_hows[row])


def _match(how: int) -> str:
    return "alias" if how & (How.ALIAS | How.RESPELT) else "exact"
