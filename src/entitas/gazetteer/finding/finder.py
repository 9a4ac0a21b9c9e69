"""All names of a text: bodies and places together, those inside others marked as nested."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Hit
from entitas.gazetteer.finding.bodies import BodyFinder
from entitas.gazetteer.finding.definitions import expansions, is_initials
from entitas.gazetteer.finding.intervals import Intervals
from entitas.gazetteer.finding.places import PlaceFinder
from entitas.gazetteer.finding.slips import SlipFinder
from entitas.gazetteer.finding.spans import LEAST, Matches, Spot
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.fuzzy.index import FuzzyIndex
from entitas.gazetteer.settings import Settings
from entitas.gazetteer.store.names import NameIndex
from entitas.gazetteer.words import Words

__all__ = ["Finder"]

# A short form right behind what it shortens: "Pemerintah Kota (Pemkot) Semarang"; not an office's
# ("Kepala Pusat Penerangan (Kapuspen) TNI"), which does not shorten the body's name.
_SHORT_FORM = re.compile(
    r"(?<=\w)\s?\(\s?(?!(?:wa)?ka(?:pol|dis|div|pus|bid|si|sat|nit|jari|jati|kan|bag|sub|ro|ba|lap)"
    r"|dan[a-z]|pang|dir[a-z]|wak|wal)[^\W\d_][^()\n]{0,40}\)",
    re.IGNORECASE,
)
_OTHERWISE = 0.25
# So many areas may lie around a word: one of a body, one of a place.
_NESTED_AREAS = 2
# No name goes on for so many characters beside a short form.
_REACH = 200


class Finder:
    """Finds names in texts.

    Args:
        index: The names to look for.
        fuzzy: The same names, misspelt.
        composer: Builds the entries that hits name.
        settings: How long misspelt names must be.
    """

    def __init__(
        self, index: NameIndex, fuzzy: FuzzyIndex, composer: Composer, settings: Settings
    ) -> None:
        self._index = index
        self._composer = composer
        self._silent, self._own = index.store.silent, index.store.own
        self._bodies = BodyFinder(index, settings.slips["body"])
        self._places = PlaceFinder(index, settings.slips["place"])
        self._slips = SlipFinder(index, fuzzy)

    def find(self, text: str) -> list[Hit]:
        """Return every name in a text, in text order, longer ones before those inside them."""
        words = Words(text, self._index.is_known)
        words, matches = self._slips.find(words, Matches.of(words, self._index))
        context = self._places.context(words, matches)
        found = [(spot, words) for spot in self._bodies.find(words, matches, context.anchors)]
        if brackets := [match.span() for match in _SHORT_FORM.finditer(text)]:
            rest = words.around(brackets, _REACH)
            inner = self._bodies.find(rest, Matches.of(rest, self._index), context.anchors)
            holding = Intervals(brackets)
            found += [(spot, rest) for spot in inner if _holds(rest, spot, holding)]
        if self._silent:
            found = [(loud, own) for spot, own in found if (loud := self._loud(spot))]
        bodies, outer = _nest(_hit(spot, own) for spot, own in found)
        areas = {
            (area.start, area.end): area
            for area in (_hit(spot.place, own) for spot, own in found if spot.place)
        }
        of_bodies = Intervals(areas)
        for spot in self._places.find(words, matches, context):
            hit = _hit(spot, words)
            if of_bodies.overlap(hit.start, hit.end) is None:
                areas[hit.start, hit.end] = hit
        if swallowed := set(_swallowed(areas.values(), bodies, self._own)):
            bodies = {span: hit for span, hit in bodies.items() if span not in swallowed}
            outer = Intervals(span for span, hit in bodies.items() if not hit.nested)
        hits = [*bodies.values(), *_outside(areas.values(), bodies, outer)]
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.kind))
        if self._own:
            hits = [replace(hit, own=hit.candidates[0][0] in self._own) for hit in hits]
        return list(self._certain(text, hits))

    def bodies_called(self, name: str) -> list[str]:
        """Return the ids of the bodies that a name, all of it, stands for."""
        listed = self._index.bodies(key_of(name))
        found = dict.fromkeys(
            body.id for body in sorted(listed, key=lambda b: (b.weak, b.match != "exact"))
        )
        full = Words(name)
        brackets = [match.span() for match in _SHORT_FORM.finditer(name)]
        for words in [full, full.around(brackets, _REACH)] if brackets else [full]:
            matches = Matches.of(words, self._index)
            for spot in self._bodies.find(words, matches, frozenset(), strict=False):
                if spot.first == 0 and spot.last == len(words):
                    found.update(dict.fromkeys(id_ for id_, _ in spot.candidates))
        return [id_ for id_ in found if id_ not in self._silent]

    def _loud(self, spot: Spot) -> Spot | None:
        """Return a spot without its disabled candidates; None if no other is left."""
        kept = [pair for pair in spot.candidates if pair[0] not in self._silent]
        if len(kept) == len(spot.candidates):
            return spot
        return replace(spot, candidates=kept) if kept else None

    def _certain(self, text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Lower the score of short forms that the text uses for something else."""
        long_forms = expansions(text)
        for hit in hits:
            if not (hit.text.isupper() and hit.text.isalpha()):
                yield hit
                continue
            long = long_forms.get(hit.text)
            otherwise = long is not None and not self._means(hit, long)
            if otherwise or is_initials(text, hit.start, hit.end):
                yield replace(hit, score=min(hit.score, _OTHERWISE))
            else:
                yield hit

    def _means(self, hit: Hit, expansion: str) -> bool:
        """Tell whether a long form is a name of a hit's candidates, or begins or ends with one."""
        key = f" {key_of(expansion)} "
        for id_, _ in hit.candidates[:5]:
            entry = self._composer.entry(id_)
            for name in (entry.name, *entry.aliases):
                known = f" {key_of(name)} "
                if known in key or key in known:
                    return True
        return False


def _hit(spot: Spot, words: Words) -> Hit:
    start, end = words.starts[spot.first], words.ends[spot.last - 1]
    total = sum(weight for _, weight in spot.candidates)
    slips = sum(spot.first <= number < spot.last for number in words.slips)
    return Hit(
        start=start,
        end=end,
        text=words.text[start:end],
        candidates=tuple((id_, round(w / total, 4)) for id_, w in spot.candidates),
        match="fuzzy" if slips else spot.match,
        distance=spot.distance + slips,
        kind=spot.kind,
        level=spot.level,
        trigger=spot.trigger,
        common=spot.common,
        score=round(spot.score, 4),
    )


def _holds(words: Words, spot: Spot, brackets: Intervals) -> bool:
    """Tell whether a left-out bracket stands inside a name."""
    start, end = words.ends[spot.first], words.starts[spot.last - 1]
    return start < end and brackets.overlap(start, end) is not None


def _nest(hits: Iterable[Hit]) -> tuple[dict[tuple[int, int], Hit], Intervals]:
    """Keep the longest of overlapping bodies, and whole bodies inside them as nested."""
    outer = Intervals()
    kept: dict[tuple[int, int], Hit] = {}
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, -h.score)):
        span = hit.start, hit.end
        if hit.score < LEAST or span in kept:
            continue
        if outer.add(*span):
            kept[span] = hit
            continue
        around = outer.overlap(*span)
        if around and around[0] <= hit.start and hit.end <= around[1]:
            kept[span] = replace(hit, nested=True)
    return kept, outer


def _swallowed(
    areas: Iterable[Hit], bodies: Mapping[tuple[int, int], Hit], own: Set[str]
) -> Iterator[tuple[int, int]]:
    """Yield the bodies that are but part of a likelier place: "MES" in "Kecamatan Maladum MES".

    The place has a level word, or the body is one that a pack added.
    """
    around = sorted(areas, key=lambda area: area.start)
    starts = [area.start for area in around]
    for span, body in bodies.items():
        at = bisect_right(starts, span[0])
        for area in around[max(0, at - _NESTED_AREAS) : at]:
            larger = span[1] <= area.end and span != (area.start, area.end)
            named = area.level is not None or body.candidates[0][0] in own
            if larger and named and body.score < area.score:
                yield span


def _outside(
    areas: Iterable[Hit], bodies: Mapping[tuple[int, int], Hit], outer: Intervals
) -> Iterator[Hit]:
    """Yield the places; those inside bodies as nested, those across a body's border not at all."""
    for area in areas:
        span = area.start, area.end
        around = outer.overlap(*span)
        if around is None:
            yield area
        elif span in bodies:
            if area.score > bodies[span].score:
                yield area
        elif around[0] <= area.start and area.end <= around[1]:
            yield replace(area, nested=True)
