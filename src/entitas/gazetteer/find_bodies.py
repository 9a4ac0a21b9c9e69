"""Finding bodies: listed names, heads with an area or a name behind them, units before a body.

A text is read from its end to its start, so that a unit finds the body behind it complete:
"Satreskrim" takes "Polres Tuban", which took "Tuban".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from entitas.gazetteer.compose import named_id, pattern_id, unit_id
from entitas.gazetteer.fold import Words
from entitas.gazetteer.names import BodyName, Head, NameIndex, PlaceName, Unit
from entitas.gazetteer.spans import Matches, Spot, capital, solid
from entitas.gazetteer.store import BRANCH, Store

__all__ = ["BodyFinder"]

_NUMBER = re.compile(r"\d{1,4}[a-z]?|[ivx]{1,6}[ab]?|kelas|klas")
_ROMAN_LETTERS = frozenset("ivx")
_NATIONAL = frozenset(
    ("ministry", "legislature", "commission", "court", "prosecution", "central_agency", "police",
     "military")
)  # fmt: skip
_LINKS = frozenset(("dan", "serta", "untuk"))
_BRANCH_LEVELS = ("province", "regency", "city")
_MOST_WORDS, _MOST_NAME_WORDS = 10, 5
_LISTED, _SHORT, _ORDINARY, _SMALL, _WEAK = 0.95, 0.8, 0.3, 0.5, 0.4
_AREA, _NAMED, _QUALIFIED = 0.95, 0.7, 0.9
_INSIDE_REGENCY, _INSIDE_PROVINCE = 20.0, 4.0
_BRACKETS = re.compile(r"\s*\([^()]*\)")


class BodyFinder:
    """Finds the bodies of a text.

    Args:
        store: The data.
        index: Its names.
    """

    def __init__(self, store: Store, index: NameIndex) -> None:
        self._store = store
        self._index = index

    def find(
        self, words: Words, matches: Matches, anchors: Set[str], *, strict: bool = True
    ) -> list[Spot]:
        """Return the longest body at every word where one begins, nested ones included.

        Args:
            words: The text.
            matches: The names in it.
            anchors: Codes of provinces, regencies and cities that the text names.
            strict: Ask for capitals as the names have them; look-ups do not.
        """
        best: dict[int, Spot] = {}
        starts = {*matches.bodies, *matches.heads, *matches.units}
        for first in sorted(starts, reverse=True):
            found = [
                *self._listed(words, matches, first, strict),
                *self._patterns(words, matches, first, anchors, best, strict),
                *self._units(words, matches, first, best, strict),
            ]
            if found:
                best[first] = max(found, key=lambda spot: (spot.last, spot.score))
        return [best[first] for first in sorted(best)]

    # listed bodies

    def _listed(self, words: Words, matches: Matches, first: int, strict: bool) -> Iterator[Spot]:
        for last, key in matches.bodies.get(first, ()):
            names = [
                name for name in self._index.bodies[key] if not strict or _cased(words, first, name)
            ]
            if not names:
                continue
            names.sort(key=lambda name: (name.weak, name.match != "exact"))
            weights = [(name.id, 0.2 if name.weak else 1.0) for name in names]
            score = self._listed_score(words, first, last, names[0], key) if strict else _LISTED
            common = self._store.ordinary.get(key, 0.0)
            spot = Spot(first, last, weights, names[0].kind, names[0].match, score, common=common)
            yield spot
            if names[0].kind in _NATIONAL and (end := _state(words, last)):
                yield Spot(first, end, weights, spot.kind, "alias", max(score, 0.9), common=common)
            branched = [name for name in names if name.id in self._store.branched]
            if branched and (area := self._area(words, matches, last, _BRANCH_LEVELS)):
                ids = [
                    (unit_id(BRANCH, branched[0].id, code=id_[3:]), weight)
                    for id_, weight in area.candidates
                ]
                yield Spot(first, area.last, ids, branched[0].kind, "exact", _AREA, place=area)

    def _listed_score(self, words: Words, first: int, last: int, name: BodyName, key: str) -> float:
        if name.weak:
            return _WEAK
        if last - first == 1:
            score = _SHORT if len(key) <= 3 else _LISTED
            if not name.acronym:
                score *= 1 - self._store.ordinary.get(key, 0.0)
            return score if capital(words, first) else score * _SMALL
        return _LISTED if capital(words, first) else _LISTED - 0.25

    # pattern bodies

    def _patterns(
        self,
        words: Words,
        matches: Matches,
        first: int,
        anchors: Set[str],
        best: Mapping[int, Spot],
        strict: bool,
    ) -> Iterator[Spot]:
        for last, key in matches.heads.get(first, ()):
            for head in self._index.heads[key]:
                if strict and not _head_cased(words, first, last, head):
                    continue
                if head.row.tail == "qualified":
                    yield from self._qualified(words, matches, first, last, head)
                    continue
                number_end = _numbers(words, last)
                spot = self._with_area(words, matches, first, last, number_end, head, anchors)
                if spot is not None:
                    yield spot
                elif head.row.tail == "named":
                    yield from self._named(words, first, last, head, best, matches)

    def _with_area(
        self,
        words: Words,
        matches: Matches,
        first: int,
        last: int,
        number_end: int,
        head: Head,
        anchors: Set[str],
    ) -> Spot | None:
        row = head.row
        if number_end > last and "{q}" not in row.name:
            return None
        area = self._area(words, matches, number_end, row.levels)
        if area is None:
            return None
        qualifier = _text(words, last, number_end) if number_end > last else None
        weighed = [(id_, weight * _context(id_[3:], anchors)) for id_, weight in area.candidates]
        weighed.sort(key=lambda pair: -pair[1])
        area.candidates = weighed
        ids = [(pattern_id(row.key, id_[3:], qualifier), weight) for id_, weight in weighed]
        return Spot(first, area.last, ids, row.kind, "exact", _AREA, area.level, place=area)

    def _named(
        self,
        words: Words,
        first: int,
        last: int,
        head: Head,
        best: Mapping[int, Spot],
        matches: Matches,
    ) -> Iterator[Spot]:
        end = last
        while (
            end < len(words)
            and end - last < _MOST_NAME_WORDS
            and (capital(words, end) or words.folded[end][0].isdigit())
            and solid(words, end - 1, end + 1)
            and "\n" not in words.gap(end)
            and (end == last or not self._stops(words, end, best, matches))
            and words.folded[end] not in self._store.triggers
        ):
            end += 1
        if end > last and any(
            not _NUMBER.fullmatch(words.folded[n]) or words.folded[n].isdigit()
            for n in range(last, end)
        ):
            id_ = named_id(head.row.key, _text(words, last, end))
            yield Spot(first, end, [(id_, 1.0)], head.row.kind, "exact", _NAMED)

    def _stops(self, words: Words, number: int, best: Mapping[int, Spot], matches: Matches) -> bool:
        """Tell whether a word cannot go on a name: another body, a title, an acronym."""
        raw = words.raw(number)
        return number in best or (len(raw) > 1 and raw.isupper() and not _is_roman(raw))

    def _qualified(
        self, words: Words, matches: Matches, first: int, last: int, head: Head
    ) -> Iterator[Spot]:
        for end in range(last, min(last + _MOST_WORDS, len(words))):
            if end > last and (area := self._area(words, matches, end, head.row.levels)):
                qualifier = _text(words, last, end)
                ids = [
                    (pattern_id(head.row.key, id_[3:], qualifier), weight)
                    for id_, weight in area.candidates
                ]
                yield Spot(first, area.last, ids, head.row.kind, "exact", _QUALIFIED, place=area)
                return
            if not _goes_on(words, end):
                return

    def _area(
        self, words: Words, matches: Matches, number: int, levels: tuple[str, ...]
    ) -> Spot | None:
        """Return the area of one of some levels that begins at a word, level word included."""
        if number >= len(words) or not number:
            return None
        start, asked = number, None
        trigger = self._store.triggers.get(words.folded[number])
        if trigger and trigger.kind == "level" and trigger.level in levels:
            asked, number = trigger.level, number + 1
        if not solid(words, start - 1, number + 1 if number < len(words) else number):
            return None
        for last, key in matches.places.get(number, ()):
            if not capital(words, number):
                continue
            names = [n for n in self._index.places(key) if n.level in levels]
            names = [n for n in names if n.level == asked] if asked else names
            suffix = self._suffix(words, last, names)
            if suffix:
                names, last = [n for n in names if n.level == suffix], last + 1
            if names:
                names.sort(key=lambda n: (levels.index(n.level), -n.prior))
                weights = [(n.id, _rank_weight(n, levels)) for n in names]
                return Spot(start, last, weights, "place", names[0].match, 0.95, asked or suffix)
        return None

    def _suffix(self, words: Words, last: int, names: list[PlaceName]) -> str | None:
        """Read "Kota" in "Polres Blitar Kota"."""
        if (
            last < len(words)
            and words.raw(last) in ("Kota", "Kabupaten")
            and words.gap(last) == " "
        ):
            level = "city" if words.raw(last) == "Kota" else "regency"
            after = last + 1
            follows = after < len(words) and capital(words, after) and words.gap(after) == " "
            if not follows and any(name.level == level for name in names):
                return level
        return None

    # units

    def _units(
        self,
        words: Words,
        matches: Matches,
        first: int,
        best: Mapping[int, Spot],
        strict: bool,
    ) -> Iterator[Spot]:
        for last, key in matches.units.get(first, ()):
            for unit in self._index.units[key]:
                if strict and unit.acronym and not words.raw(first).isupper():
                    continue
                if strict and not capital(words, first) and len(key) < 6:
                    continue
                if spot := self._unit(words, first, last, unit, best):
                    yield spot

    def _unit(
        self, words: Words, first: int, last: int, unit: Unit, best: Mapping[int, Spot]
    ) -> Spot | None:
        row = unit.row
        if row.tail == "body":
            return self._fraction(words, first, last, row.key, best)
        end = last
        if row.tail == "number":
            end = _numbers(words, last)
            if end == last:
                return None
        if row.tail == "words":
            for end in range(last, min(last + _MOST_WORDS, len(words))):
                if end > last and self._belongs(words, end, unit, best):
                    break
                if not _goes_on(words, end):
                    return None
            else:
                return None
        elif not self._belongs(words, end, unit, best):
            return None
        body = best[end]
        qualifier = _text(words, last, end) if end > last else ""
        if row.name == "{form}":
            qualifier = f"{unit.form} {qualifier}"
        ids = [(unit_id(row.key, id_, qualifier or None), w) for id_, w in body.candidates]
        score = min(body.score, _QUALIFIED if end > last and row.tail == "words" else _AREA)
        return Spot(first, body.last, ids, row.kind or body.kind, "exact", score)

    def _belongs(self, words: Words, number: int, unit: Unit, best: Mapping[int, Spot]) -> bool:
        body = best.get(number)
        return (
            body is not None
            and solid(words, number - 1, number + 1)
            and (not unit.row.of or body.kind in unit.row.of)
        )

    def _fraction(
        self, words: Words, first: int, last: int, key: str, best: Mapping[int, Spot]
    ) -> Spot | None:
        """Read "Fraksi PKS" and "Fraksi PKS DPRD Jawa Barat"."""
        party = best.get(last)
        if party is None or party.kind != "party" or not solid(words, last - 1, last + 1):
            return None
        house = best.get(party.last)
        if house and house.kind == "legislature" and solid(words, party.last - 1, party.last + 1):
            name = _text(words, last, party.last)
            ids = [(unit_id(key, id_, name), weight) for id_, weight in house.candidates]
            return Spot(first, house.last, ids, "legislature", "exact", _AREA)
        ids = [(unit_id(key, id_), weight) for id_, weight in party.candidates]
        return Spot(first, party.last, ids, "legislature", "exact", _AREA)


def _cased(words: Words, first: int, name: BodyName) -> bool:
    return not name.acronym or words.raw(first).isupper()


def _head_cased(words: Words, first: int, last: int, head: Head) -> bool:
    """Heads are written with a capital; long ones may be small ("pemerintah Kota Semarang")."""
    if head.acronym:
        return words.raw(first).isupper()
    return capital(words, first) or last - first > 1


def _is_roman(raw: str) -> bool:
    return set(raw.lower()) <= _ROMAN_LETTERS


def _numbers(words: Words, number: int) -> int:
    """Return one past the numbers, classes and Roman numerals that begin at a word."""
    start = number
    while (
        number < len(words)
        and _NUMBER.fullmatch(words.folded[number])
        and (number == start or solid(words, number - 1, number + 1))
        and (words.folded[number].isdigit() or capital(words, number))
        and words.gap(number) in (" ", "-", "/", "\u00a0", "")
    ):
        number += 1
    return number


def _goes_on(words: Words, number: int) -> bool:
    """Tell whether a word may stand in the middle of a unit's or office's name."""
    if number and not solid(words, number - 1, number + 1, body=True):
        return False
    return capital(words, number) or words.folded[number] in _LINKS or words.raw(number).isdigit()


def _state(words: Words, number: int) -> int | None:
    """Return one past "RI" or "Republik Indonesia" if it begins at a word."""
    if number >= len(words) or not solid(words, number - 1, number + 1):
        return None
    if words.raw(number) == "RI":
        return number + 1
    if words.folded[number : number + 2] == ["republik", "indonesia"] and capital(words, number):
        return number + 2 if solid(words, number, number + 2) else None
    return None


def _text(words: Words, first: int, last: int) -> str:
    """Return some words as written, on one line and without brackets."""
    written = words.text[words.starts[first] : words.ends[last - 1]]
    return " ".join(_BRACKETS.sub("", written).split())


def _rank_weight(name: PlaceName, levels: tuple[str, ...]) -> float:
    """Weigh an area by the level that the pattern goes with first, and by its own prior."""
    return name.prior * 3.0 ** -levels.index(name.level)


def _context(code: str, anchors: Set[str]) -> float:
    """Weigh an area that lies in one the text names; the wider one tells less."""
    if len(code) > 5 and code[:5] in anchors:
        return _INSIDE_REGENCY
    return _INSIDE_PROVINCE if len(code) > 2 and code[:2] in anchors else 1.0
