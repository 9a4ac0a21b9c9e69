"""What the finders pass on: a name at its words, and how the words of a text hang together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from entitas.gazetteer.fuzzy.index import Near
from entitas.gazetteer.store.layout import Key
from entitas.gazetteer.store.names import NameIndex
from entitas.gazetteer.words import Words

__all__ = [
    "LEAST",
    "Matches",
    "Spot",
    "capital",
    "in_capitals",
    "solid",
    "starts_sentence",
    "written",
]

#: Names that are less sure than this are not reported.
LEAST = 0.3
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
        match: "exact", "alias" or "fuzzy".
        score: How sure it is.
        level: The level that a level word asks for.
        trigger: The word that makes it likely.
        common: How ordinary the name is as a word.
        distance: Edits between the form and the name.
        place: The area in the name of a composed body.
        fits: Whether it is of the level that a level word or an office asks for.
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
    fits: bool = False


def _by_first() -> defaultdict[int, list[tuple[int, str]]]:
    return defaultdict(list)


@dataclass(slots=True)
class Matches:
    """The names of a text by their first word, as (one past the last word, key), longest first.

    ``near`` are the misspelt ones.
    """

    places: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    bodies: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    heads: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    units: defaultdict[int, list[tuple[int, str]]] = field(default_factory=_by_first)
    near: defaultdict[int, list[Near]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, words: Words, index: NameIndex) -> Matches:
        """Find all names in a text."""
        found = cls()
        if not len(words):
            return found
        for flags, first, last in zip(*(a.tolist() for a in index.matches(words)), strict=True):
            alone = last - first == 1
            key = words.folded[first] if alone else " ".join(words.folded[first:last])
            if flags & Key.PLACE and (alone or _is_place(words, first, last, key, index)):
                found.places[first].append((last, key))
            if not flags & ~Key.PLACE or not (alone or solid(words, first, last, body=True)):
                continue
            if flags & Key.BODY:
                found.bodies[first].append((last, key))
            if flags & Key.HEAD:
                found.heads[first].append((last, key))
            if flags & Key.UNIT:
                found.units[first].append((last, key))
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


def _is_place(words: Words, first: int, last: int, key: str, index: NameIndex) -> bool:
    if not solid(words, first, last):
        return False
    return not _parted(words, first, last) or index.is_hyphenated(key)


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
