"""Which places a misspelt form may mean.

The fuzzy index finds a village near almost any word. So something must speak for a place besides
the letters: a level word or an office that asks for its level, a further word of its name that is
right, what contains it right behind it, or a preposition where the text names what contains it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from entitas.gazetteer.finding.slips import anchored, too_short
from entitas.gazetteer.finding.spans import capital
from entitas.gazetteer.fuzzy.index import Near
from entitas.gazetteer.settings import Slips
from entitas.gazetteer.source.rows import TriggerRow
from entitas.gazetteer.store.names import NameIndex, PlaceName
from entitas.gazetteer.words import Words

__all__ = ["MisspeltPlaces"]

_MINOR = frozenset(("district", "village"))
# Level words of what lies inside a village, and is not listed.
_UNLISTED = frozenset(("dusun",))
# How much less likely, before the text is read, a name is with each edit.
_PRIOR = 0.1


class MisspeltPlaces:
    """Finds the places that misspelt forms may mean.

    Args:
        index: The names to look for.
        slips: How long misspelt names must be.
    """

    def __init__(self, index: NameIndex, slips: Slips) -> None:
        self._index = index
        self._slips = slips
        self._vocabulary = index.store.vocabulary

    def places(
        self,
        words: Words,
        nears: Sequence[Near],
        trigger: TriggerRow | None,
        near_by: Set[str],
        anchors: Set[str],
    ) -> list[tuple[PlaceName, Near]]:
        """Return the places that some words may mean, those with the fewest edits first.

        Args:
            words: The text.
            nears: The names that the words nearly are.
            trigger: The word before them that tells of a place.
            near_by: The codes of the place behind them.
            anchors: The codes of the provinces, regencies and cities that the text names.
        """
        found: dict[str, tuple[PlaceName, Near]] = {}
        for near in sorted(nears, key=lambda near: near.edits):
            signs = _Signs.of(words, near, trigger, near_by, anchors)
            if signs is None or too_short(near, self._slips):
                continue
            right = self._vocabulary >= set(words.folded[near.first : near.last])
            for name in self._index.places(near.key):
                if name.whole and not name.seldom and signs.speak_for(name, right=right):
                    slip = name._replace(match="fuzzy", prior=name.prior * _PRIOR**near.edits)
                    found.setdefault(name.id, (slip, near))
        return list(found.values())


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the text has at a misspelt form, for the places that it may mean."""

    level: str | None
    office: str | None
    preposition: bool
    anchor: bool
    near_by: Set[str]
    anchors: Set[str]

    @classmethod
    def of(
        cls,
        words: Words,
        near: Near,
        trigger: TriggerRow | None,
        near_by: Set[str],
        anchors: Set[str],
    ) -> _Signs | None:
        """Gather the signs; None for words that are no name, as one of them is small."""
        kind = trigger.kind if trigger and trigger.word not in _UNLISTED else None
        asked = trigger.level if trigger else None
        whole = near.key.split(" ")
        small = [
            words.folded[number]
            for number in range(near.first, near.last)
            if not capital(words, number) and words.folded[number] not in whole
        ]
        if small and (near.edits or kind != "level"):
            return None
        goes_on = near.last < len(words) and words.gap(near.last) == " "
        goes_on = goes_on and capital(words, near.last)
        return cls(
            level=asked if kind == "level" else None,
            office=asked if kind == "office" and not goes_on else None,
            preposition=kind == "near"
            and not goes_on
            and near.edits <= 1
            and near.key[0] == words.folded[near.first][0],
            anchor=anchored(words, near),
            near_by=near_by,
            anchors=anchors,
        )

    def speak_for(self, name: PlaceName, *, right: bool) -> bool:
        """Tell whether they speak for a place; loudly, where the words are right as they are."""
        code = name.id.removeprefix("id:")
        inside = any(code.startswith(f"{container}.") for container in self.near_by)
        if right and not inside:
            return False
        within = inside or not {code[:2], code[:5]}.isdisjoint(self.anchors - {code})
        if self.level:
            return name.level == self.level and (within or name.level not in _MINOR)
        if inside:
            return True
        if self.office or self.anchor:
            return self.anchor or name.level == self.office
        return self.preposition and within
