"""Finding places, and telling them from ordinary words and from parts of other names.

A village is named Yang, another Kota, another Bintang: a name alone says little. The score is the
logistic function of a sum of evidence, in nats, each from the table ``EVIDENCE``: the level of the
likeliest candidate, the words before the name, capital letters at and around it, how ordinary the
name is as a word, and whether the text names the area that contains it, best right behind it
("Kanigoro, Kartoharjo, Kota Madiun").
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set

from entitas.gazetteer.fold import Words
from entitas.gazetteer.names import NameIndex, PlaceName
from entitas.gazetteer.rows import TriggerRow
from entitas.gazetteer.spans import Matches, Spot, capital, in_capitals, solid
from entitas.gazetteer.store import Store

__all__ = ["EVIDENCE", "LEAST", "PlaceFinder"]

#: Places under this score are not reported.
LEAST = 0.3
#: What speaks for and against a name being that of a place, in nats.
EVIDENCE = {
    "country": 3.0, "province": 3.0, "city": 2.5, "regency": 2.0, "other": 1.5, "district": -1.5,
    "village": -3.5,
    "level word": 4.0, "other level word": 0.5, "near": 1.8, "office": 2.0, "venue": -3.5,
    "more words": 1.2, "ordinary": -6.0, "acronym": -1.0,
    "small letters": -5.0, "all capitals": -0.3,
    "capital before": -1.5, "capital after": -1.2,
    "container behind": 2.5, "container in text": 1.2, "spelling": -0.5, "weak": -2.5,
}  # fmt: skip
_MINOR = frozenset(("district", "village"))
_ADMINISTRATIVE = frozenset(("province", "regency", "city"))
_CONTAINER_BEHIND, _CONTAINER_REGENCY, _CONTAINER_PROVINCE = 50.0, 20.0, 4.0
_BEFORE_NAME = (" ", ". ", ".", "\n", "\u00a0", "  ")


class PlaceFinder:
    """Finds the places of a text.

    Args:
        store: The data.
        index: Its names.
    """

    def __init__(self, store: Store, index: NameIndex) -> None:
        self._store = store
        self._index = index

    def anchors(self, words: Words, matches: Matches) -> set[str]:
        """Return the codes of the provinces, regencies and cities that a text seems to name."""
        codes: set[str] = set()
        for first, found in matches.places.items():
            if not capital(words, first):
                continue
            for _, key in found:
                names = self._index.places(key)
                if names[0].level in _ADMINISTRATIVE:
                    codes.update(n.id[3:] for n in names if n.level in _ADMINISTRATIVE)
        return codes

    def find(self, words: Words, matches: Matches, anchors: Set[str]) -> list[Spot]:
        """Return the places in text order; of overlapping ones the longest.

        Args:
            words: The text.
            matches: The names in it.
            anchors: What :meth:`anchors` returned.
        """
        spots: list[Spot] = []
        behind: Spot | None = None
        for first in sorted({*matches.places, *self._joinable(words)}, reverse=True):
            found = matches.places.get(first, ())
            options = [(last, self._index.places(key), key, 0) for last, key in found]
            options += self._split(words, first)
            best: Spot | None = None
            for last, names, key, distance in options:
                container = behind if behind and _next(words, last, behind.first) else None
                spot = self._spot(words, first, last, names, key, distance, anchors, container)
                if spot.score >= LEAST and (best is None or _better(spot, best)):
                    best = spot
            if best is not None:
                spots.append(best)
                behind = best
        return _longest(spots)

    def _joinable(self, words: Words) -> Sequence[int]:
        return [
            n
            for n in range(len(words) - 1)
            if capital(words, n)
            and capital(words, n + 1)
            and words.gap(n + 1) in (" ", "-")
            and self._index.is_place(words.folded[n] + words.folded[n + 1])
        ]

    def _split(self, words: Words, first: int) -> list[tuple[int, list[PlaceName], str, int]]:
        """Read "Bintara Jaya" where the gazetteer has "Bintarajaya"."""
        if first + 1 >= len(words) or words.gap(first + 1) not in (" ", "-"):
            return []
        key = words.folded[first] + words.folded[first + 1]
        if not (self._index.is_place(key) and capital(words, first) and capital(words, first + 1)):
            return []
        names = [
            name._replace(match="alias")
            for name in self._index.places(key)
            if name.match == "exact"
        ]
        return [(first + 2, names, key, 1)] if names else []

    def _spot(
        self,
        words: Words,
        first: int,
        last: int,
        names: list[PlaceName],
        key: str,
        distance: int,
        anchors: Set[str],
        container: Spot | None,
    ) -> Spot:
        trigger, start = self._trigger(words, first)
        level = trigger.level if trigger and trigger.kind == "level" else None
        asked = trigger.level if trigger and trigger.kind in ("level", "office") else None
        fitting = [name for name in names if name.level == asked] if asked else []
        evidence = 0.0
        if trigger:
            if trigger.kind == "level":
                evidence += EVIDENCE["level word" if fitting else "other level word"]
            elif trigger.kind != "stop":
                evidence += EVIDENCE[trigger.kind]
        if not (level and fitting):
            start = first
            level = None
        near = {id_[3:] for id_, _ in container.candidates[:3]} if container else set()
        weighed = sorted(
            ((name, _weight(name, asked if fitting else None, near, anchors)) for name in names),
            key=lambda pair: (-pair[1], pair[0].id),
        )
        best = weighed[0][0]
        evidence += EVIDENCE[best.level]
        evidence += self._shape(words, first, last, best, key)
        if start == first:
            evidence += self._neighbours(words, first, last, trigger)
        code = best.id[3:] if best.id.startswith("id:") else ""
        if code and any(code.startswith(c + ".") for c in near):
            evidence += EVIDENCE["container behind"]
        elif len(code) > 5 and (code[:5] in anchors or code[:8] in anchors):
            evidence += EVIDENCE["container in text"]
        if distance or best.match != "exact":
            evidence += EVIDENCE["spelling"] if best.level in _MINOR else 0.0
        return Spot(
            start,
            last,
            [(name.id, weight) for name, weight in weighed],
            "place",
            best.match,
            1 / (1 + math.exp(-evidence)),
            level,
            trigger.word if trigger and trigger.kind != "stop" else None,
            self._store.ordinary.get(key, 0.0),
            distance,
        )

    def _shape(self, words: Words, first: int, last: int, best: PlaceName, key: str) -> float:
        """Weigh the letters of the name itself."""
        evidence = EVIDENCE["more words"] if last - first > 1 else 0.0
        evidence += EVIDENCE["ordinary"] * self._store.ordinary.get(key, 0.0)
        acronym = best.form.isupper() and len(best.form) <= 4 and best.form.isalpha()
        upper = in_capitals(words, first, last)
        if acronym and not upper:
            return evidence + EVIDENCE["small letters"] * 2
        if acronym:
            evidence += EVIDENCE["acronym"]
        if best.prior < 0.3 and best.level not in _MINOR:
            evidence += EVIDENCE["weak"]
        if not all(
            capital(words, n) or words.folded[n] in ("dan", "di") or words.folded[n][0].isdigit()
            for n in range(first, last)
        ):
            evidence += EVIDENCE["small letters"]
        elif upper and not acronym:
            evidence += EVIDENCE["all capitals"]
        return evidence

    def _neighbours(self, words: Words, first: int, last: int, trigger: TriggerRow | None) -> float:
        """Weigh capitals at its sides: the name may be a part of a longer one."""
        evidence = 0.0
        if in_capitals(words, first, last) and last - first == 1:
            return evidence
        if (
            trigger is None
            and first
            and words.gap(first) == " "
            and capital(words, first - 1)
            and not _starts_sentence(words, first - 1)
        ):
            evidence += EVIDENCE["capital before"]
        if (
            last < len(words)
            and words.gap(last) == " "
            and capital(words, last)
            and not in_capitals(words, last, last + 1)
        ):
            evidence += EVIDENCE["capital after"]
        return evidence

    def _trigger(self, words: Words, first: int) -> tuple[TriggerRow | None, int]:
        """Return the trigger before a word, the longest, and its first word."""
        for size in (3, 2, 1):
            start = first - size
            if start < 0 or (size > 1 and not solid(words, start, first)):
                continue
            row = self._store.triggers.get(" ".join(words.folded[start:first]))
            if row is None:
                continue
            gap = words.gap(first)
            if gap in _BEFORE_NAME or (row.kind == "office" and gap in (") ", " (")):
                return row, start
        return None, first


def _weight(name: PlaceName, asked: str | None, near: Set[str], anchors: Set[str]) -> float:
    weight = name.prior
    if asked and name.level != asked:
        weight *= 0.02
    if not name.id.startswith("id:"):
        return weight
    code = name.id[3:]
    if any(code.startswith(container + ".") for container in near):
        weight *= _CONTAINER_BEHIND
    elif len(code) > 5 and (code[:5] in anchors or code[:8] in anchors):
        weight *= _CONTAINER_REGENCY
    elif len(code) > 2 and code[:2] in anchors:
        weight *= _CONTAINER_PROVINCE
    return weight


def _next(words: Words, last: int, first: int) -> bool:
    """Tell whether the place at ``first`` follows the words up to ``last`` after a comma."""
    if first == last:
        return words.gap(last).strip() in (",", "(", ",\n")
    # a connecting word: "Cikande di Serang"
    return first == last + 1 and words.folded[last] in ("di", "kabupaten", "kota", "provinsi")


def _starts_sentence(words: Words, number: int) -> bool:
    return number == 0 or any(mark in words.gap(number) for mark in '.!?\n"“')


def _better(spot: Spot, other: Spot) -> bool:
    return (spot.last, spot.score) > (other.last, other.score)


def _longest(spots: list[Spot]) -> list[Spot]:
    """Keep, of overlapping spots, the longest, then the first."""
    kept: list[Spot] = []
    taken: set[int] = set()
    for spot in sorted(spots, key=lambda s: (s.first - s.last, s.first)):
        span = range(spot.first, spot.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(spot)
    return sorted(kept, key=lambda s: s.first)
