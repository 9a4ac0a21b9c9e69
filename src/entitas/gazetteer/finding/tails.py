"""What may follow the head of a body's name: an area, a number, a name of its own."""

from __future__ import annotations

import re
from collections.abc import Container

from entitas.gazetteer.finding.spans import Matches, Spot, capital, solid
from entitas.gazetteer.store.names import NameIndex, PlaceName
from entitas.gazetteer.words import Words

__all__ = ["Tails"]

_NUMBER = re.compile(r"\d{1,4}[a-z]?|[ivx]{1,6}[ab]?|[a-e]|kelas|klas")
_ROMAN = re.compile(r"[IVX]+")
_LINKS = frozenset(("dan", "serta", "untuk"))
# Level words that end a name; "Negara" and "Pulau" may be words of one.
_AREA_WORDS = frozenset(
    ("kabupaten", "kab", "kota", "provinsi", "prov", "kecamatan", "kec", "kelurahan", "desa")
)
_TITLES = frozenset(("rank", "title", "office", "contraction"))
_MOST_NAME_WORDS = 5
# "PT. Maju", "dr. Kariadi", but not "LSM. Namun"
_LONGEST_INITIALS = 2
_AREA_SCORE = 0.95


class Tails:
    """Reads what follows a head.

    Args:
        index: The names to look for.
    """

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._store = index.store

    def area(
        self,
        words: Words,
        matches: Matches,
        number: int,
        levels: tuple[str, ...],
        asked: str | None = None,
    ) -> Spot | None:
        """Return the area of one of some levels that begins at a word, level word included.

        Args:
            words: The text.
            matches: The names in it.
            number: The word.
            levels: The levels, preferred first.
            asked: The level that the head itself asks for.
        """
        if not 0 < number < len(words):
            return None
        start = number
        trigger = self._store.triggers.get(words.folded[number])
        if trigger and trigger.kind == "level" and trigger.level in levels:
            asked, number = trigger.level, number + 1
        if number >= len(words) or not solid(words, start - 1, number + 1):
            return None
        if not capital(words, number):
            return None
        for last, key in matches.places.get(number, ()):
            names = [n for n in self._index.places(key) if n.level in levels]
            names = [n for n in names if n.level == asked] if asked else names
            if suffix := self._suffix(words, last, names):
                names, last = [n for n in names if n.level == suffix], last + 1
            if names:
                names.sort(key=lambda n: (levels.index(n.level), -n.prior))
                weights = [(n.id, _weight(n, levels)) for n in names]
                return Spot(
                    start, last, weights, "place", names[0].match, _AREA_SCORE, asked or suffix
                )
        return None

    def _suffix(self, words: Words, last: int, names: list[PlaceName]) -> str | None:
        """Read "Kota" in "Polres Blitar Kota"."""
        if last >= len(words) or words.gap(last) != " ":
            return None
        level = {"Kota": "city", "Kabupaten": "regency"}.get(words.raw(last))
        after = last + 1
        goes_on = after < len(words) and capital(words, after) and words.gap(after) == " "
        return level if not goes_on and any(name.level == level for name in names) else None

    def numbers(self, words: Words, number: int) -> int:
        """Return one past the numbers, classes and Roman numerals that begin at a word."""
        start = number
        while (
            number < len(words)
            and _NUMBER.fullmatch(words.folded[number])
            and (words.folded[number][0].isdigit() or capital(words, number))
            and words.gap(number) in (" ", "-", "/", "\u00a0", "")
        ):
            number += 1
        if number > start and number < len(words) and words.raw(number - 1) in ("Kelas", "Klas"):
            return start
        return number

    def name(self, words: Words, number: int, bodies: Container[int], most: int = 0) -> int:
        """Return one past the name that begins at a word: capitals, numbers, no title, no body."""
        start = number
        while (
            number < len(words)
            and number - start < (most or _MOST_NAME_WORDS)
            and (capital(words, number) or words.folded[number][0].isdigit())
            and solid(words, number - 1, number + 1)
            and "\n" not in words.gap(number)
            and ("." not in words.gap(number) or len(words.folded[number - 1]) <= _LONGEST_INITIALS)
            and words.folded[number] not in _AREA_WORDS
            and (number == start or not self._ends(words, number, bodies))
        ):
            number += 1
        while number > start and self._is_title(words, number - 1):
            number -= 1
        only_numbers = all(_NUMBER.fullmatch(word) for word in words.folded[start:number])
        if only_numbers and not any(w[0].isdigit() for w in words.folded[start:number]):
            return start
        return number

    def goes_on(self, words: Words, number: int) -> bool:
        """Tell whether a word may stand in the middle of a unit's or office's name."""
        if number and not solid(words, number - 1, number + 1, body=True):
            return False
        if self._is_title(words, number):
            return False
        folded = words.folded[number]
        return capital(words, number) or folded in _LINKS or folded.isdigit()

    def linked(self, words: Words, number: int) -> bool:
        """Tell whether a word follows a comma or an "and"."""
        return words.folded[number - 1] in _LINKS or "," in words.gap(number)

    def _is_title(self, words: Words, number: int) -> bool:
        trigger = self._store.triggers.get(words.folded[number])
        return trigger is not None and trigger.kind in _TITLES

    def _ends(self, words: Words, number: int, bodies: Container[int]) -> bool:
        """Tell whether a word cannot go on a name: another body, a title, an acronym."""
        raw = words.raw(number)
        if number in bodies or self._is_title(words, number):
            return True
        return len(raw) > 1 and raw.isupper() and not _ROMAN.fullmatch(raw)


def _weight(name: PlaceName, levels: tuple[str, ...]) -> float:
    """Weigh an area by the level that the head goes with first, and by its own prior."""
    return float(name.prior * 3.0 ** -levels.index(name.level))
