"""All names of a text: bodies and places together, those inside others marked as nested."""

from __future__ import annotations

import re

from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Hit
from entitas.gazetteer.find_bodies import BodyFinder
from entitas.gazetteer.find_places import LEAST, PlaceFinder
from entitas.gazetteer.fold import Words, key_of
from entitas.gazetteer.names import NameIndex
from entitas.gazetteer.spans import Matches, Spot
from entitas.gazetteer.store import Store

__all__ = ["Finder"]

# A short form right behind what it shortens: "Pemerintah Kota (Pemkot) Semarang".
_SHORT_FORM = re.compile(r"(?<=[^\W\d_])\s?\(\s?[^\W\d_][^()\n]{0,40}\)")


class Finder:
    """Finds names in texts.

    Args:
        store: The data.
        index: Its names.
        composer: Builds the entries that hits name.
    """

    def __init__(self, store: Store, index: NameIndex, composer: Composer) -> None:
        self._index = index
        self._composer = composer
        self._bodies = BodyFinder(store, index)
        self._places = PlaceFinder(store, index)

    def find(self, text: str) -> list[Hit]:
        """Return every name in a text, in text order, longer ones before those inside them."""
        words = Words(text)
        matches = Matches.of(words, self._index)
        anchors = self._places.anchors(words, matches)
        bodies = [(spot, words) for spot in self._bodies.find(words, matches, anchors)]
        brackets = [m.span() for m in _SHORT_FORM.finditer(text)]
        if brackets:
            rest = Words(text, brackets)
            inner = self._bodies.find(rest, Matches.of(rest, self._index), anchors)
            bodies += [
                (spot, rest)
                for spot in inner
                if any(
                    rest.starts[spot.first] < start < rest.ends[spot.last - 1]
                    for start, _ in brackets
                )
            ]
        hits = self._nest([self._hit(spot, own) for spot, own in bodies])
        areas = {}
        for spot, own in bodies:
            if spot.place is not None:
                area = self._hit(spot.place, own)
                areas[area.start, area.end] = area
        for spot in self._places.find(words, matches, anchors):
            hit = self._hit(spot, words)
            if not any(s < hit.end and hit.start < e for s, e in areas):
                areas[hit.start, hit.end] = hit
        longer = [(hit.start, hit.end) for hit in hits]
        for span in sorted(areas):
            area = areas[span]
            overlaps = [(s, e) for s, e in longer if s < area.end and area.start < e]
            inside = [(s, e) for s, e in overlaps if s <= area.start and area.end <= e]
            if overlaps and not inside:
                continue
            if (area.start, area.end) in inside:
                continue
            hits.append(_nested(area) if inside else area)
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.kind))

    def bodies_called(self, name: str) -> list[str]:
        """Return the ids of the bodies that a name, all of it, stands for."""
        words = Words(name)
        found: dict[str, None] = {}
        listed = self._index.bodies.get(key_of(name), ())
        for body in sorted(listed, key=lambda b: (b.weak, b.match != "exact")):
            found[body.id] = None
        brackets = [m.span() for m in _SHORT_FORM.finditer(name)]
        for own in (words, Words(name, brackets)) if brackets else (words,):
            matches = Matches.of(own, self._index)
            anchors: set[str] = set()
            for spot in self._bodies.find(own, matches, anchors, strict=False):
                if spot.first == 0 and spot.last == len(own):
                    found.update(dict.fromkeys(id_ for id_, _ in spot.candidates))
        return list(found)

    def _hit(self, spot: Spot, words: Words) -> Hit:
        start, end = words.starts[spot.first], words.ends[spot.last - 1]
        total = sum(weight for _, weight in spot.candidates)
        candidates = tuple((id_, round(w / total, 4)) for id_, w in spot.candidates)
        return Hit(
            start=start,
            end=end,
            text=words.text[start:end],
            candidates=candidates,
            match=spot.match,
            distance=spot.distance,
            kind=spot.kind,
            level=spot.level,
            trigger=spot.trigger,
            common=spot.common,
            score=round(spot.score, 4),
        )

    def _nest(self, hits: list[Hit]) -> list[Hit]:
        """Keep the longest of overlapping bodies, and whole bodies inside them as nested."""
        kept: dict[tuple[int, int], Hit] = {}
        for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, -h.score)):
            if hit.score < LEAST or (hit.start, hit.end) in kept:
                continue
            overlaps = [k for k in kept if k[0] < hit.end and hit.start < k[1]]
            if not overlaps:
                kept[hit.start, hit.end] = hit
            elif any(s <= hit.start and hit.end <= e for s, e in overlaps):
                kept[hit.start, hit.end] = _nested(hit)
        return list(kept.values())


def _nested(hit: Hit) -> Hit:
    return Hit(
        hit.start, hit.end, hit.text, hit.candidates, hit.match, hit.distance, hit.kind, hit.level,
        hit.trigger, hit.common, hit.score, nested=True,
    )  # fmt: skip
