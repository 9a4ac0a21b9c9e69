"""Finding bodies: listed names, heads with an area or a name behind them, units before a body.

A text is read from its end to its start, so that a unit finds the body behind it complete:
"Satreskrim" takes "Polres Tuban", which took "Tuban".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from entitas.gazetteer.compose import BRANCH, named_id, pattern_id, unit_id
from entitas.gazetteer.finding.slips import anchored, distance, too_short
from entitas.gazetteer.finding.spans import (
    LEAST,
    Matches,
    Spot,
    capital,
    solid,
    starts_sentence,
    written,
)
from entitas.gazetteer.finding.tails import Tails
from entitas.gazetteer.finding.units import UnitFinder
from entitas.gazetteer.settings import Slips
from entitas.gazetteer.source.areas import COUNTRY
from entitas.gazetteer.source.rows import PatternRow
from entitas.gazetteer.store.names import BodyName, Head, NameIndex
from entitas.gazetteer.words import Words

__all__ = ["BodyFinder"]

_STATE_BODIES = frozenset(
    ("ministry", "legislature", "commission", "court", "prosecution", "central_agency", "police",
     "military")
)  # fmt: skip
_BRANCH_LEVELS = ("province", "regency", "city")
_MOST_WORDS = 10
# How sure a name is: listed in full, listed and short, listed but seldom meant.
_LISTED, _SHORT, _WEAK = 0.95, 0.8, 0.4
# What is left of it in small letters, and at the start of a sentence for an ordinary word.
_SMALL, _SMALL_WORDS, _ORDINARY = 0.55, 0.74, 0.9
_AREA, _NAMED, _QUALIFIED, _UNSURE = 0.95, 0.7, 0.9, 0.5
# What is left of it with each edit.
_SLIP = 0.9
# "Kabaintelkam Polri" is the head of Baintelkam, and no slip for it.
_HEAD_OF = ("ka", "waka")
_BLANKS = (" ", ". ")
_INSIDE_REGENCY, _INSIDE_PROVINCE = 20.0, 4.0


class BodyFinder:
    """Finds the bodies of a text.

    Args:
        index: The names to look for.
        slips: How long misspelt names must be.
    """

    def __init__(self, index: NameIndex, slips: Slips) -> None:
        self._index = index
        self._slips = slips
        self._store = index.store
        self._tails = Tails(index)
        self._units = UnitFinder(index, self._tails)

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
        starts = {*matches.bodies, *matches.heads, *matches.units, *matches.near}
        for first in sorted(starts, reverse=True):
            found = [
                *self._listed(words, matches, first, strict),
                *self._misspelt(words, matches, first),
                *self._patterns(words, matches, first, anchors, best, strict),
                *self._units.at(words, matches, first, best, strict),
            ]
            # no unit is one of what hardly is a body: "Satgas dibentuk", where somebody's pack has
            # a firm named Dibentuk
            if likely := [spot for spot in found if spot.score >= LEAST]:
                best[first] = max(likely, key=lambda spot: (spot.last, spot.score))
        return [best[first] for first in sorted(best)]

    # listed bodies

    def _listed(self, words: Words, matches: Matches, first: int, strict: bool) -> Iterator[Spot]:
        for last, key in matches.bodies.get(first, ()):
            names = self._index.bodies(key)
            if strict:
                names = [name for name in names if _cased(words, first, name)]
                if self._is_rank(words, first) and last - first <= 2:
                    continue
            if not names:
                continue
            names = sorted(names, key=lambda name: (name.weak, name.match != "exact"))
            weights = [(name.id, 0.2 if name.weak else 1.0) for name in names]
            kind = names[0].kind
            score = self._score(words, first, last, names[0], key) if strict else _LISTED
            common = self._store.ordinary.get(key, 0.0)
            yield Spot(first, last, weights, kind, names[0].match, score, common=common)
            if kind in _STATE_BODIES and (end := _state(words, last)):
                yield Spot(first, end, weights, kind, "alias", max(score, _QUALIFIED))
            branched = next((name for name in names if name.id in self._store.branched), None)
            if branched and (area := self._tails.area(words, matches, last, _BRANCH_LEVELS)):
                ids = [(unit_id(BRANCH, branched.id, area=i), w) for i, w in area.candidates]
                yield Spot(first, area.last, ids, branched.kind, "exact", _AREA, place=area)

    def _misspelt(self, words: Words, matches: Matches, first: int) -> Iterator[Spot]:
        """Yield the bodies whose long names a text has with a slip in one of their words."""
        for near in matches.near.get(first, ()):
            if too_short(near, self._slips) or not anchored(words, near):
                continue
            if words.folded[first] in (head + near.key.split(" ")[0] for head in _HEAD_OF):
                continue
            if names := self._index.bodies(near.key):
                weights = [(name.id, 1.0) for name in names]
                score = _LISTED * _SLIP**near.edits
                yield Spot(
                    first,
                    near.last,
                    weights,
                    names[0].kind,
                    "fuzzy",
                    score,
                    distance=distance(near),
                )

    def _score(self, words: Words, first: int, last: int, name: BodyName, key: str) -> float:
        if name.weak:
            return _WEAK
        written_small = not capital(words, first) and name.form[0].isupper()
        if last - first > 1:
            return _LISTED * (_SMALL_WORDS if written_small else 1.0)
        score = _SHORT if len(key) <= 3 else _LISTED
        ratio = self._store.ordinary.get(key, 0.0)
        if not name.acronym and (written_small or starts_sentence(words, first)):
            score *= 1 - _ORDINARY * ratio
        elif not name.acronym:
            score *= 1 - ratio / 2
        return score * (_SMALL if written_small else 1.0)

    def _is_rank(self, words: Words, first: int) -> bool:
        """Tell whether a word goes on a rank, as TNI does in "Letjen TNI"."""
        before = self._store.triggers.get(words.folded[first - 1]) if first else None
        return before is not None and before.kind == "rank" and words.gap(first) in _BLANKS

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
        found = matches.heads.get(first, ())
        listed = max((last for last, _ in matches.bodies.get(first, ())), default=first)
        for last, key in found:
            heads = self._index.heads[key]
            if strict:
                heads = [head for head in heads if _head_cased(words, first, last, head)]
            for head in heads:
                if head.row.tail == "qualified":
                    spot = self._qualified(words, matches, first, last, head)
                elif head.row.tail == "name":
                    spot = self._named(words, first, last, head, best) if listed <= last else None
                else:
                    spot = self._with_area(words, matches, first, last, head, anchors)
                    if spot is None and head.row.tail == "named" and listed <= last:
                        spot = self._named(words, first, last, head, best)
                if spot is not None:
                    yield spot
            if heads:
                return  # the longest head is the head: "Rumah Tahanan Negara" is not in Negara

    def _with_area(
        self,
        words: Words,
        matches: Matches,
        first: int,
        last: int,
        head: Head,
        anchors: Set[str],
    ) -> Spot | None:
        row = head.row
        start = self._tails.numbers(words, last)
        if start > last and "{q}" not in row.name:
            return None
        area = self._tails.area(words, matches, start, row.levels, self._asked(words, last, row))
        if area is None or (row.kind == "foreign" and area.candidates[0][0] == COUNTRY):
            return None
        qualifier = written(words, last, start) if start > last else None
        end = area.last
        if qualifier is None and "{q}" in row.name:
            # "SDN Burangkeng 03"
            end = self._tails.numbers(words, area.last)
            qualifier = written(words, area.last, end) if end > area.last else None
        weighed = [(i, weight * _context(i[3:], anchors)) for i, weight in area.candidates]
        area.candidates = sorted(weighed, key=lambda pair: -pair[1])
        ids = [(pattern_id(row.key, i, qualifier), weight) for i, weight in area.candidates]
        return Spot(first, end, ids, row.kind, "exact", _AREA, area.level, place=area)

    def _asked(self, words: Words, last: int, row: PatternRow) -> str | None:
        """Return the level that a head ends in: "DPRD Kota"."""
        trigger = self._store.triggers.get(words.folded[last - 1])
        if trigger and trigger.kind == "level" and trigger.level in row.levels:
            return trigger.level
        return None

    def _named(
        self, words: Words, first: int, last: int, head: Head, best: Mapping[int, Spot]
    ) -> Spot | None:
        end = self._tails.name(words, last, best)
        if end == last or words.gap(last).startswith("-"):
            return None
        id_ = named_id(head.row.key, written(words, last, end))
        # behind a title, "Direktur PT Maju Jaya Budi Santoso", the name may run into a person's
        before = first and words.gap(first) == " " and capital(words, first - 1)
        before = before and not starts_sentence(words, first - 1)
        score = _UNSURE if before and end - last > 1 else _NAMED
        return Spot(first, end, [(id_, 1.0)], head.row.kind, "exact", score)

    def _qualified(
        self, words: Words, matches: Matches, first: int, last: int, head: Head
    ) -> Spot | None:
        for end in range(last, min(last + _MOST_WORDS, len(words))):
            if end > last and not self._tails.linked(words, end):
                area = self._tails.area(words, matches, end, head.row.levels)
                if area is not None:
                    name = written(words, last, end)
                    ids = [(pattern_id(head.row.key, i, name), w) for i, w in area.candidates]
                    return Spot(
                        first, area.last, ids, head.row.kind, "exact", _QUALIFIED, place=area
                    )
            if not self._tails.goes_on(words, end):
                return None
        return None


def _cased(words: Words, first: int, name: BodyName) -> bool:
    return not name.acronym or words.raw(first).isupper()


def _head_cased(words: Words, first: int, last: int, head: Head) -> bool:
    """Heads are written with a capital; long ones may be small ("pemerintah Kota Semarang")."""
    if head.acronym:
        return words.raw(first).isupper()
    return capital(words, first) or last - first > 1 or len(head.form) > 8


def _state(words: Words, number: int) -> int | None:
    """Return one past "RI" or "Republik Indonesia" if it begins at a word."""
    if number >= len(words) or not solid(words, number - 1, number + 1):
        return None
    if words.raw(number) == "RI":
        return number + 1
    if words.folded[number : number + 2] == ["republik", "indonesia"] and capital(words, number):
        return number + 2 if solid(words, number, number + 2) else None
    return None


def _context(code: str, anchors: Set[str]) -> float:
    """Weigh an area that lies in one the text names; the wider one tells less."""
    if len(code) > 5 and code[:5] in anchors:
        return _INSIDE_REGENCY
    return _INSIDE_PROVINCE if len(code) > 2 and code[:2] in anchors else 1.0
