"""Finding units: what stands before the body that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from entitas.gazetteer.compose import unit_id
from entitas.gazetteer.finding.spans import Matches, Spot, capital, solid, written
from entitas.gazetteer.finding.tails import Tails
from entitas.gazetteer.store.names import NameIndex, Unit
from entitas.gazetteer.words import Words

__all__ = ["UnitFinder"]

_MOST_WORDS, _LEAST_SMALL = 10, 6
_PLAIN, _WORDS = 0.95, 0.9


class UnitFinder:
    """Finds the units of a text, given the bodies behind them.

    Args:
        index: The names to look for.
        tails: Reads what follows a head.
    """

    def __init__(self, index: NameIndex, tails: Tails) -> None:
        self._index = index
        self._store = index.store
        self._tails = tails

    def at(
        self, words: Words, matches: Matches, first: int, bodies: Mapping[int, Spot], strict: bool
    ) -> Iterator[Spot]:
        """Yield the units that begin at a word.

        Args:
            words: The text.
            matches: The names in it.
            first: The word.
            bodies: The longest body at each later word.
            strict: Ask for capitals as the names have them.
        """
        for last, key in matches.units.get(first, ()):
            for unit in self._index.units[key]:
                if strict and not self._stands(words, first, key, unit):
                    continue
                if spot := self._unit(words, first, last, unit, bodies):
                    yield spot

    def _stands(self, words: Words, first: int, key: str, unit: Unit) -> bool:
        """Tell whether the unit is written as one, and is no part of an office."""
        if unit.acronym and not words.raw(first).isupper():
            return False
        if not capital(words, first) and len(key) < _LEAST_SMALL:
            return False
        before = self._store.triggers.get(words.folded[first - 1]) if first else None
        return not (before and before.kind == "contraction" and solid(words, first - 1, first + 1))

    def _unit(
        self, words: Words, first: int, last: int, unit: Unit, bodies: Mapping[int, Spot]
    ) -> Spot | None:
        row = unit.row
        if row.tail == "body":
            return self._fraction(words, first, last, row.key, bodies)
        end: int | None = last
        if row.tail == "number":
            end = self._tails.numbers(words, last)
            if end == last:
                return None
        if row.tail == "words":
            end = self._words(words, last, unit, bodies)
        if end is None or not _belongs(words, end, unit, bodies):
            return None
        body = bodies[end]
        qualifier = written(words, last, end) if end > last else ""
        if row.name == "{form}":
            qualifier = f"{unit.form} {qualifier}"
        ids = [(unit_id(row.key, id_, qualifier or None), w) for id_, w in body.candidates]
        # a unit before a body speaks for both, so that the body's own score does not count
        score = _WORDS if row.tail == "words" else _PLAIN
        return Spot(first, body.last, ids, row.kind or body.kind, "exact", score)

    def _words(self, words: Words, last: int, unit: Unit, bodies: Mapping[int, Spot]) -> int | None:
        """Return where the words of a unit's name end and its body begins."""
        for end in range(last, min(last + _MOST_WORDS, len(words))):
            if end > last and end in bodies:
                linked = self._tails.linked(words, end)
                return end if not linked and _belongs(words, end, unit, bodies) else None
            if not self._tails.goes_on(words, end):
                return None
        return None

    def _fraction(
        self, words: Words, first: int, last: int, key: str, bodies: Mapping[int, Spot]
    ) -> Spot | None:
        """Read "Fraksi PKS" and "Fraksi PKS DPRD Jawa Barat"."""
        party = bodies.get(last)
        if party is None or party.kind != "party" or not solid(words, last - 1, last + 1):
            return None
        house = bodies.get(party.last)
        if house and house.kind == "legislature" and solid(words, party.last - 1, party.last + 1):
            name = written(words, last, party.last)
            ids = [(unit_id(key, id_, name), weight) for id_, weight in house.candidates]
            return Spot(first, house.last, ids, "legislature", "exact", _PLAIN)
        ids = [(unit_id(key, id_), weight) for id_, weight in party.candidates]
        return Spot(first, party.last, ids, "legislature", "exact", _PLAIN)


def _belongs(words: Words, number: int, unit: Unit, bodies: Mapping[int, Spot]) -> bool:
    body = bodies.get(number)
    return (
        body is not None
        and solid(words, number - 1, number + 1)
        and (not unit.row.of or body.kind in unit.row.of)
    )
