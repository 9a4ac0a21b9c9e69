"""What the finders pass on: a name at its words, and how the words of a text hang together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from entitas.gazetteer.fold import Words
from entitas.gazetteer.names import NameIndex

__all__ = ["Matches", "Spot", "capital", "in_capitals", "solid", "starts_sentence", "written"]

_IN_NAME = re.compile(r"[ \t\r\u00a0\u202f]*\n?[ \t\u00a0\u202f]*|[ \u00a0]?[-–'’‘`][ \u00a0]?|/")
_IN_BODY = re.compile(r"(?:,?[ \t\r\n\u00a0\u202f]+|[ \u00a0]?[&/][ \u00a0]?)\w|\.[a-z]")
_AFTER_SHORT = re.compile(r"\.[ \u00a0]?")
_BRACKETS = re.compile(r"[ \u00a0]?\([^()]*\)")
_SHORT = 4


@dataclass(slots=True)
class Spot:
    """A name at its words.

    Args:
        first: The number of its first word, level word included.
        last: One past the number of its last word.
        candidates: Entries as (id, weight), likeliest first; the weights are relative.
        kind: "place" or the kind of the first candidate.
        match: "exact" or "alias".
        score: How sure it is.
        level: The level that a level word asks for.
        trigger: The word that makes it likely.
        common: How ordinary the name is as a word.
        distance: Edits between the form and the name.
        place: The area in the name of a composed body.
    """

    first: int
    last: int
    candidates: list[tuple[str, float]]
    kind: str
    match: str
    score: float
    level: str | None = None
    trigger: str | None = None
    common: float = 0.0
    distance: int = 0
    place: Spot | None = None


def _by_first() -> defaultdict[int, list[tuple[int, str]]]:
    return defaultdict(list)


@dataclass(slots=True)
class Matches:
    """The names of a text by their first word, as (one past the last word, key), longest first."""

    places: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    bodies: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    heads: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    units: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)

    @classmethod
    def of(cls, words: Words, index: NameIndex) -> Matches:
        """Find all names in a text."""
        found = cls()
        tables = (
            (index.bodies, found.bodies),
            (index.heads, found.heads),
            (index.units, found.units),
        )
        for key, first, last in sorted(index.matches(words), key=lambda m: (m[1], -m[2])):
            if (
                index.is_place(key)
                and solid(words, first, last)
                and (not _parted(words, first, last) or index.is_hyphenated(key))
            ):
                found.places[first].append((last, key))
            for table, by_first in tables:
                if key in table and solid(words, first, last, body=True):
                    by_first[first].append((last, key))
        return found


def solid(words: Words, first: int, last: int, *, body: bool = False) -> bool:
    """Tell whether nothing between the words of a name parts them.

    A blank, a line break, a hyphen, an apostrophe or a slash may stand inside a name, a full stop
    after an abbreviation ("Kab. Tuban"), a comma, an ampersand or a domain's full stop inside a
    body's name only, and a bracket whose words are left out.
    """
    for number in range(max(first + 1, 1), min(last, len(words))):
        gap = words.gap(number)
        if gap == " " or _IN_NAME.fullmatch(gap):
            continue
        gap = _BRACKETS.sub("", gap)
        if _IN_NAME.fullmatch(gap):
            continue
        if body and _IN_BODY.match(gap + words.text[words.starts[number]]):
            continue
        short = words.ends[number - 1] - words.starts[number - 1] <= _SHORT
        if not (short and _AFTER_SHORT.fullmatch(gap)):
            return False
    return True


def _parted(words: Words, first: int, last: int) -> bool:
    """Tell whether a hyphen stands between two unlike words: "Langsa-Kota" is no "Langsa Kota"."""
    return any(
        "-" in words.gap(number) and words.folded[number - 1] != words.folded[number]
        for number in range(first + 1, last)
    )


def capital(words: Words, number: int) -> bool:
    """Tell whether a word begins with a capital letter."""
    return words.text[words.starts[number]].isupper()


def in_capitals(words: Words, first: int, last: int) -> bool:
    """Tell whether all letters of some words are capitals."""
    return words.text[words.starts[first] : words.ends[last - 1]].isupper()


def starts_sentence(words: Words, number: int) -> bool:
    """Tell whether a word begins a sentence or line, so that its capital says nothing."""
    return number == 0 or any(mark in words.gap(number) for mark in '.!?\n"“:')


def written(words: Words, first: int, last: int) -> str:
    """Return some words as written, on one line and without brackets."""
    text = words.text[words.starts[first] : words.ends[last - 1]]
    return " ".join(_BRACKETS.sub("", text).split())
