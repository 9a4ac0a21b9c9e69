"""Which misspelt words of a text are looked at as names, and what they may be meant to be.

Only words with a capital, and those only that are no known names already: the fuzzy index finds
something near almost any word. What a find needs besides to count is said where it is used:
for places in :mod:`~.places`, for bodies in :mod:`~.bodies`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from entitas.gazetteer.finding.spans import Matches, capital, solid
from entitas.gazetteer.fuzzy.index import FuzzyIndex, Near
from entitas.gazetteer.fuzzy.shapes import budget
from entitas.gazetteer.settings import Slips
from entitas.gazetteer.store.layout import Key
from entitas.gazetteer.store.names import NameIndex
from entitas.gazetteer.words import Words

__all__ = ["SlipFinder", "anchored", "distance", "too_short"]

_SURE_LEVELS = frozenset(("country", "province", "regency", "city"))
_LEAST_ANCHOR, _LEAST_HEAD = 4, 6
# A misspelt name has a word that is no known one among its first.
_WORDS = 3


class SlipFinder:
    """Finds the misspelt names of a text.

    Args:
        index: The names to look for.
        fuzzy: The same names, misspelt.
    """

    def __init__(self, index: NameIndex, fuzzy: FuzzyIndex) -> None:
        self._index = index
        self._store = index.store
        self._fuzzy = fuzzy

    def find(self, words: Words, matches: Matches) -> tuple[Words, Matches]:
        """Return the words with misspelt heads, units and level words set right, and the names.

        Args:
            words: The text.
            matches: The exact names in it.

        Returns:
            The words, and their exact names with the misspelt ones added as ``matches.near``.
        """
        begun = list(self._unknown(words, matches))
        near = self._fuzzy.find(words, [first for first, _ in begun], [last for _, last in begun])
        if mended := dict(self._mended(words, near)):
            words = words.mended(mended)
            matches = Matches.of(words, self._index)
        for name in near:
            alone = name.last - name.first == 1
            if not (alone and name.first in mended) and solid(
                words, name.first, name.last, body=True
            ):
                matches.near[name.first].append(name)
        return words, matches

    def _unknown(self, words: Words, matches: Matches) -> Iterator[tuple[int, int]]:
        """Yield where a misspelt name may begin, and one past the word to which it must reach.

        It begins at a strange word or shortly before, and holds it.

        Strange are words that are neither in the language nor in a known name, and what follows a
        level word.
        """
        inside: set[int] = set()
        for table in (matches.bodies, matches.heads, matches.units, matches.places):
            for first, names in table.items():
                last = names[0][0]
                if last - first > 1 or table is not matches.places:
                    inside.update(range(first, last))
        triggers, vocabulary, folded = self._store.triggers, self._store.vocabulary, words.folded
        strange: set[int] = set()
        for number in words.capitals:
            level = triggers.get(folded[number - 1]) if number else None
            if (level is not None and level.kind == "level") or not (
                number in inside
                or (word := folded[number]) in vocabulary
                or word in triggers
                or (number in matches.places and self._is_sure(word))
            ):
                strange.add(number)
        for number in words.capitals:
            for reached in range(number, number + _WORDS):
                if reached in strange:
                    yield number, reached + 1
                    break

    def _is_sure(self, key: str) -> bool:
        """Tell whether a name likeliest means a place that everyone knows."""
        return self._index.places(key)[0].level in _SURE_LEVELS

    def _mended(self, words: Words, near: Sequence[Near]) -> Iterator[tuple[int, str]]:
        """Yield the misspelt heads, units and level words that stand before a name."""
        best: defaultdict[int, list[Near]] = defaultdict(list)
        for name in near:
            best[name.first].append(name)
        for first, names in best.items():
            word = words.folded[first]
            if word in self._store.vocabulary or word in self._store.triggers:
                continue
            name = max(names, key=lambda n: n.worth)
            behind = first + 1
            if name.last != behind or " " in name.key or len(name.key) < _LEAST_HEAD:
                continue
            if name.edits > 1:
                continue
            if behind == len(words) or words.gap(behind) != " " or not capital(words, behind):
                continue
            trigger = self._store.triggers.get(name.key)
            level = trigger is not None and trigger.kind == "level"
            if level or self._index.flags(name.key) & (Key.HEAD | Key.UNIT):
                yield first, name.key


def anchored(words: Words, name: Near) -> bool:
    """Tell whether one word of a misspelt name is right, and none of the others too wrong.

    A name of which only the blanks are wrong is anchored too, unless they part a word within.
    """
    if not name.edits:
        return all(capital(words, n) and len(words.folded[n]) > 1 for n in _span(name))
    ours, theirs = [words.folded[n] for n in _span(name)], name.key.split(" ")
    if len(ours) == 1 or len(theirs) == 1:
        return False
    right = set(ours) & set(theirs)
    if not any(len(word) >= _LEAST_ANCHOR for word in right):
        return False
    wrong = [word for word in theirs if word not in right]
    return name.edits <= sum(budget(len(word)) for word in wrong)


def too_short(name: Near, slips: Slips) -> bool:
    """Tell whether a name is too short to be found with so many edits."""
    return name.edits > 0 and len(name.key) < (slips.one if name.edits <= 1 else slips.two)


def _span(name: Near) -> range:
    return range(name.first, name.last)


def distance(name: Near) -> int:
    """Return the edits of a misspelt name, as a whole number of at least one."""
    return max(1, math.ceil(name.edits))
