"""Finding places, and telling them from ordinary words and from parts of other names.

A village is named Yang, another Kota, another Bintang: a name alone says little. What the text has
at and around the name is gathered in :mod:`~.around` and weighed in :mod:`~.evidence`. Among the
places that share a name, the one is likelier that a level word asks for, or that lies in a place
the text names, best right behind it ("Kanigoro, Kartoharjo, Kota Madiun").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from entitas.gazetteer.finding.around import after, before, shape
from entitas.gazetteer.finding.evidence import score
from entitas.gazetteer.finding.misspelt import MisspeltPlaces
from entitas.gazetteer.finding.namesakes import Namesakes
from entitas.gazetteer.finding.slips import distance
from entitas.gazetteer.finding.spans import (
    LEAST,
    Matches,
    Spot,
    capital,
    solid,
    starts_sentence,
)
from entitas.gazetteer.settings import Slips
from entitas.gazetteer.source.rows import TriggerRow
from entitas.gazetteer.store.names import NameIndex, PlaceName
from entitas.gazetteer.words import Words

__all__ = ["Context", "PlaceFinder"]

_ADMINISTRATIVE = frozenset(("province", "regency", "city"))
_IN_SPAN = frozenset(("province", "regency", "city", "district", "village"))
_TRIGGERS = frozenset(("level", "near", "office", "venue"))
_MINOR = frozenset(("district", "village"))
_BEFORE_NAME = (" ", ". ", ".", "\n", "\u00a0", "  ")
# Level words that are short for a longer one, so that a full stop follows.
_SHORT = frozenset(("kab", "kec", "kel", "prov", "ds", "kep"))
# There are more villages named Sukamaju than anybody reads candidates.
_MOST_CANDIDATES = 60


class _Weighed(NamedTuple):
    """The namesakes of a name in its context: the likeliest, all with weights, and why."""

    best: PlaceName
    candidates: tuple[tuple[str, float], ...]
    evidence: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Context:
    """What a text says of places as a whole.

    Args:
        anchors: The codes of the provinces, regencies and cities that it seems to name.
        confirmed: The levels with which it names a folded name: "kartoharjo" as a district.
        weighed: What was weighed already, as a text names its places again and again.
    """

    anchors: set[str] = field(default_factory=set)
    confirmed: dict[str, set[str]] = field(default_factory=dict)
    weighed: dict[tuple[str, str | None, frozenset[str]], _Weighed] = field(default_factory=dict)


class PlaceFinder:
    """Finds the places of a text.

    Args:
        index: The names to look for.
        slips: How long misspelt names must be.
    """

    def __init__(self, index: NameIndex, slips: Slips) -> None:
        self._index = index
        self._store = index.store
        self._slips = MisspeltPlaces(index, slips)

    def context(self, words: Words, matches: Matches) -> Context:
        """Gather what a text says of places as a whole."""
        context = Context()
        for first, found in matches.places.items():
            if not capital(words, first):
                continue
            trigger, _ = self._trigger(words, first)
            for _, key in found:
                names = self._index.places(key)
                if names[0].level in _ADMINISTRATIVE:
                    context.anchors.update(n.id[3:] for n in names if n.level in _ADMINISTRATIVE)
                asked = trigger.level if trigger and trigger.kind == "level" else None
                if asked and any(name.level == asked for name in names):
                    context.confirmed.setdefault(key, set()).add(asked)
        return context

    def find(self, words: Words, matches: Matches, context: Context) -> list[Spot]:
        """Return the places in text order; of overlapping ones the longest.

        Args:
            words: The text.
            matches: The names in it.
            context: What :meth:`context` returned.
        """
        spots: list[Spot] = []
        behind: Spot | None = None
        joined = self._joined(words)
        for first in sorted({*matches.places, *matches.near, *joined}, reverse=True):
            best: Spot | None = None
            options = [
                *self._options(words, matches, first, joined),
                *self._misspelt(words, matches, first, context, behind),
            ]
            for last, names, key, edits in options:
                near = behind if behind and _next(words, last, behind.first) else None
                spot = self._spot(words, first, last, names, key, edits, context, near)
                if spot.score >= LEAST and (best is None or _better(spot, best)):
                    best = spot
            if best is not None:
                spots.append(best)
                behind = best
        return _longest(spots)

    def _options(
        self, words: Words, matches: Matches, first: int, joined: Set[int]
    ) -> Iterator[tuple[int, Sequence[PlaceName], str, int]]:
        """Yield the names at a word: where each ends, its places, its key, its edits."""
        for last, key in matches.places.get(first, ()):
            names = self._index.places(key)
            hopeless = names[0].level in _MINOR and last - first == 1 and not capital(words, first)
            if not (hopeless or self._leads(words, first, last)):
                yield last, names, key, 0
        if first in joined:
            key = words.folded[first] + words.folded[first + 1]
            names = [n._replace(match="alias") for n in self._index.places(key) if n.whole]
            if names:
                yield first + 2, names, key, 1

    def _misspelt(
        self, words: Words, matches: Matches, first: int, context: Context, behind: Spot | None
    ) -> Iterator[tuple[int, Sequence[PlaceName], str, int]]:
        """Yield the names that nearly stand at a word, as :meth:`_options` does."""
        if first not in matches.near:
            return
        trigger, _ = self._trigger(words, first)
        if trigger and trigger.word not in _SHORT and starts_sentence(words, first):
            trigger = None
        ends = {near.last for near in matches.near[first] if solid(words, first, near.last)}
        for last in sorted(ends):
            near_by = behind if behind and _next(words, last, behind.first) else None
            names = self._slips.places(
                words,
                [near for near in matches.near[first] if near.last == last],
                trigger,
                {id_[3:] for id_, _ in near_by.candidates[:3]} if near_by else set(),
                context.anchors,
            )
            if names:
                yield last, [name for name, _ in names], names[0][1].key, distance(names[0][1])

    def _leads(self, words: Words, first: int, last: int) -> bool:
        """Tell whether a name is a trigger before another: "Kota" and "Metro" are places too."""
        return (
            last - first == 1
            and last < len(words)
            and words.gap(last) == " "
            and capital(words, last)
            and words.folded[first] in self._store.triggers
        )

    def _joined(self, words: Words) -> Set[int]:
        """Return the words that are a name with the next: "Bintara Jaya" for Bintarajaya."""
        return {
            number - 1
            for number in range(1, len(words))
            if words.gap(number) in (" ", "-")
            and capital(words, number)
            and capital(words, number - 1)
            and self._index.is_place(words.folded[number - 1] + words.folded[number])
        }

    def _spot(
        self,
        words: Words,
        first: int,
        last: int,
        names: Sequence[PlaceName],
        key: str,
        edits: int,
        context: Context,
        behind: Spot | None,
    ) -> Spot:
        trigger, start = self._trigger(words, first)
        asked = trigger.level if trigger and trigger.kind in ("level", "office") else None
        fits = asked is not None and any(name.level == asked for name in names)
        if not (trigger and trigger.kind == "level" and asked in _IN_SPAN) or (
            not fits and not capital(words, start)
        ):
            start = first
        near = frozenset(id_[3:] for id_, _ in behind.candidates[:3]) if behind else frozenset()
        weighed = _weigh(names, key, asked if fits else None, near, context)
        best, around = weighed.best, weighed.evidence
        ratio = self._store.ordinary.get(key, 0.0)
        # "Desa Gambaran, Kabupaten Wonosobo": what the word else means does not count
        named = bool(fits and around and start < first)
        evidence = [
            ("other" if best.prominent else best.level, 1.0),
            *before(words, first, trigger, fits=fits),
            *shape(words, first, last, best, 0.0 if named else ratio, edits),
            *after(words, last),
            *around,
        ]
        return Spot(
            start,
            last,
            list(weighed.candidates),
            "place",
            best.match,
            score(evidence),
            trigger.level if start < first and trigger else None,
            trigger.word if trigger and trigger.kind in _TRIGGERS else None,
            ratio,
            edits,
            fits=fits and best.level == asked,
        )

    def _trigger(self, words: Words, first: int) -> tuple[TriggerRow | None, int]:
        """Return the longest trigger before a word, and its first word."""
        for size in (3, 2, 1):
            start = first - size
            if start < 0:
                continue
            word = words.folded[start] if size == 1 else " ".join(words.folded[start:first])
            row = self._store.triggers.get(word)
            if row is None or not (size == 1 or solid(words, start, first)):
                continue
            gap = words.gap(first)
            if gap in _BEFORE_NAME or (row.kind == "office" and gap in (") ", " (")):
                return row, start
        return None, first


def _weigh(
    names: Sequence[PlaceName],
    key: str,
    asked: str | None,
    near: frozenset[str],
    context: Context,
) -> _Weighed:
    """Weigh the places of a name in its context."""
    misspelt = names[0].match == "fuzzy"
    if not misspelt and (known := context.weighed.get((key, asked, near))):
        return known
    own = {name.id[3:] for name in names}
    namesakes = Namesakes(asked, near - own, context.anchors - own, context.confirmed.get(key))
    pairs = sorted(
        ((name, namesakes.weight(name)) for name in names), key=lambda pair: (-pair[1], pair[0].id)
    )
    best = pairs[0][0]
    weighed = _Weighed(
        best,
        tuple((name.id, weight) for name, weight in pairs[:_MOST_CANDIDATES]),
        tuple(namesakes.evidence(best)),
    )
    if not misspelt:
        context.weighed[key, asked, near] = weighed
    return weighed


def _next(words: Words, last: int, first: int) -> bool:
    """Tell whether the place at ``first`` follows the words up to ``last`` after a comma."""
    if first == last:
        return words.gap(last).strip() in (",", "(")
    # a connecting word: "Cikande di Serang"
    return first == last + 1 and words.folded[last] in ("di", "kabupaten", "kota", "provinsi")


def _better(spot: Spot, other: Spot) -> bool:
    """Tell whether a spot is better than another at its word: longer, or likelier if misspelt."""
    if (spot.match == "fuzzy") != (other.match == "fuzzy"):
        right = other if spot.match == "fuzzy" else spot
        if right.fits and right.level not in _MINOR and right.last == max(spot.last, other.last):
            return right is spot
        return (spot.fits, spot.score) > (other.fits, other.score)
    return (spot.last, spot.score) > (other.last, other.score)


def _longest(spots: list[Spot]) -> list[Spot]:
    """Keep, of overlapping spots, the longest, then the first.

    One that is misspelt comes last, unless it is of the level asked for.
    """
    kept: list[Spot] = []
    taken: set[int] = set()
    for spot in sorted(spots, key=_order):
        span = range(spot.first, spot.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(spot)
    return sorted(kept, key=lambda s: s.first)


def _order(spot: Spot) -> tuple[bool, int, int]:
    return spot.match == "fuzzy" and not spot.fits, spot.first - spot.last, spot.first
