"""The words of people's names, and an index of whose name may be whose.

A document of a book's length names tens of thousands of people. A form is compared only with the
names that have its rarest word, or whose own rarest word it has; for slips of the pen, only with
those of the same first letter and nearly the same length.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import extract

from entitas.resolve.choose import Chosen

__all__ = ["Names", "PersonGroup", "Words", "related", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:['’`.-][^\W_]+)*")
# Where scraping glued two words: "LuckyChepril".
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SLIP = 0.94
# Shorter names are too near to others, and those of one person differ by so many letters at most.
_LEAST_SLIP, _LETTERS = 6, 2
_LEAST_CLIPPED = 3

Words = tuple[str, ...]


@dataclass(slots=True, eq=False)
class PersonGroup:
    """The mentions of one person; ``name`` is the fullest form among them.

    ``words`` are the forms that share words with the name, ``other_words`` the other names, and
    ``aliases`` where these start.
    """

    mentions: list[Chosen] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    other_words: list[Words] = field(default_factory=list)
    aliases: set[int] = field(default_factory=set)
    name: str = ""


def words_of(form: str) -> Words:
    """Return the words of a form, small; an initial has a full stop, for it stands for a word.

    >>> words_of("M. Rizal Hakim")
    ('m.', 'rizal', 'hakim')
    """
    words = [match.group().lower() for match in _WORD.finditer(_GLUED.sub(" ", form))]
    return tuple(word + "." if len(word) == 1 else word for word in words)


def related(one: Words, other: Words) -> bool:
    """Tell whether the words of one name are, in order, among those of the other.

    >>> related(("m.", "rizal"), ("muhammad", "rizal", "hakim"))
    True
    """
    return _contains(one, other) or _contains(other, one)


class Names:
    """Names of people, and whose they are.

    Args:
        counts: How many forms of the text have each word, to tell rare ones.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_word: _Table = defaultdict(list)
        self._by_rarest: _Table = defaultdict(list)
        self._by_initials: defaultdict[str, list[PersonGroup]] = defaultdict(list)
        self._by_shape: defaultdict[tuple[int, str, int], dict[str, list[PersonGroup]]]
        self._by_shape = defaultdict(dict)

    def add(self, words: Words, group: PersonGroup) -> None:
        """Add a name of a person."""
        for word in _meanings(words):
            self._by_word[word].append((words, group))
        rarest = min(words, key=lambda word: (word.endswith("."), self._counts[word]))
        self._by_rarest[rarest].append((words, group))
        if len(words) > 1:
            self._by_initials["".join(word[0] for word in words)].append(group)
        form = " ".join(words)
        self._by_shape[len(words), form[0], len(form)].setdefault(form, []).append(group)

    def related(self, words: Words) -> list[PersonGroup]:
        """Return the people with a name that the words are part of, or that is part of them."""
        fuller = min((self._by_word.get(word, []) for word in words), key=len)
        shorter = (self._by_rarest.get(word, []) for word in _meanings(words))
        pairs = chain(fuller, *shorter)
        return list(dict.fromkeys(group for known, group in pairs if related(known, words)))

    def slips(self, words: Words) -> list[PersonGroup]:
        """Return the people with a name that differs from the words by a slip of the pen."""
        form = " ".join(words)
        found: list[PersonGroup] = []
        for length in range(len(form) - _LETTERS, len(form) + _LETTERS + 1):
            if min(length, len(form)) < _LEAST_SLIP:
                continue
            names = self._by_shape.get((len(words), form[0], length), {})
            near = extract(
                form, names.keys(), scorer=JaroWinkler.similarity, score_cutoff=_SLIP, limit=None
            )
            found += [group for name, *_ in near for group in names[name]]
        return list(dict.fromkeys(found))

    def initialled(self, letters: str) -> list[PersonGroup]:
        """Return the people with a name of several words that has these initials."""
        return list(dict.fromkeys(self._by_initials.get(letters, ())))

    def clipped(self, nickname: str) -> Iterator[PersonGroup]:
        """Yield the people a word of whose name holds a nickname: "Ita" of "Hevearita"."""
        if len(nickname) < _LEAST_CLIPPED:
            return
        for word, pairs in self._by_word.items():
            if nickname in word:
                yield from (group for _, group in pairs)


_Table = defaultdict[str, list[tuple[Words, PersonGroup]]]


def _meanings(words: Words) -> set[str]:
    """Return the words of a name, and the initials that may stand for them."""
    return {*words, *(word[0] + "." for word in words)}


def _contains(full: Words, part: Words) -> bool:
    """Tell whether the words of ``part`` stand in ``full`` in the same order."""
    rest = iter(full)
    return bool(part) and all(any(_stands_for(word, other) for other in rest) for word in part)


def _stands_for(short: str, word: str) -> bool:
    if short == word:
        return True
    return len(short) <= 2 and short.endswith(".") and word.startswith(short[:-1])
