"""The people of a text and what stands between them and their offices."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from entitas.spans import Found

__all__ = ["AND", "COMMA", "NAMED", "SPACE", "Mention", "Scene", "adjacent"]

#: A mention of a person: (start, end, number of the person).
Mention = tuple[int, int, int]

SPACE = re.compile(r"[\s\"“”‘’'(]*")
COMMA = re.compile(r"\s*(?:lainnya|yang\s+lain)?[,:(–—-]\s*")
AND = re.compile(r"\s*(?:,|dan|&|serta|sekaligus|merangkap|yang\s+juga|/|–|-|,\s*dan)\s*", re.I)
NAMED = re.compile(
    r"\s*(?:lainnya\s*|yang\s+lain\s*)?,?\s*(?:yang\s+)?(?:bernama|berinisial|atas\s+nama|yakni|yaitu|ialah)\s*:?\s*",
    re.I,
)
# Whom a sentence is about whose verb moves somebody: "Kapolri memutasi Rudi. Dia …".
_MOVES = re.compile(
    r"\bme(?:rotasi|mutasi|ncopot|mberhentikan|lantik|ngangkat|nunjuk|mpromosikan|nggeser)\b", re.I
)
# How far apart an office and its holder may stand, in characters.
_REACH = 120


class Scene:
    """The text, the people in it, and what may stand between them and their offices."""

    def __init__(
        self,
        text: str,
        people: Sequence[Mention],
        offices: Sequence[Found],
        fillers: Iterable[tuple[int, int]],
        sentences: Sequence[int],
    ) -> None:
        self.text = text
        self.people = people
        self._starts = [start for start, _, _ in people]
        self._office_ends = sorted(office.end for office in offices)
        inside = {
            person[:2]
            for office in offices
            for person in people[
                bisect_right(self._starts, office.start) : bisect_left(self._starts, office.end)
            ]
            if person[1] <= office.end
        }
        # whom an office serves does not hold the next one: "juru bicara Rina, kini Komisaris"
        self.holders = [person for person in people if person[:2] not in inside]
        self._holder_starts = [start for start, _, _ in self.holders]
        self._holder_ends = [end for _, end, _ in self.holders]
        self._fillers = sorted(set(fillers))
        self._filler_starts = [start for start, _ in self._fillers]
        self._sentences = sentences

    def between(self, start: int, end: int) -> str | None:
        """Return the text between without its fillers, or None when the two are too far apart."""
        if not 0 <= end - start <= _REACH:
            return None
        pieces, at = [], start
        first = bisect_left(self._filler_starts, start)
        for s, e in self._fillers[first : bisect_left(self._filler_starts, end)]:
            if at <= s and e <= end:
                pieces.append(self.text[at:s])
                at = e
        return re.sub(r",\s*,", ",", "".join([*pieces, self.text[at:end]]))

    def sentence(self, at: int) -> int:
        """Return where the sentence that holds an offset begins."""
        return self._sentences[max(0, bisect_right(self._sentences, at) - 1)]

    def next(self, at: int) -> int | None:
        """Return the number of the first mention that begins at an offset or behind it."""
        number = bisect_left(self._starts, at)
        return number if number < len(self.people) else None

    def holder_before(self, at: int) -> Mention | None:
        """Return the last holder who is named before an offset."""
        number = bisect_right(self._holder_ends, at)
        return self.holders[number - 1] if number else None

    def subject(self, at: int) -> Mention | None:
        """Return whom the nearest sentence before that names someone is about.

        The first person in it, or who is appointed or moved there.
        """
        last = bisect_right(self._holder_ends, self.sentence(at))
        if not last:
            return None
        start = self.sentence(self._holder_starts[last - 1])
        named = self.holders[bisect_left(self._holder_starts, start) : last]
        moves = _MOVES.search(self.text, start, named[-1][0])
        return next(p for p in named if moves is None or p[0] >= moves.end())

    def has_own_office(self, person: Mention) -> bool:
        """Tell whether an office stands right before a person: "Wakil Bupati, Rina, …"."""
        at = bisect_right(self._office_ends, person[0]) - 1
        return at >= 0 and adjacent(self.between(self._office_ends[at], person[0]))

    def listed(self, first: int) -> list[Mention]:
        """Return the people who follow each other in a list, from the one of that index on."""
        found = [self.people[first]]
        for number in range(first + 1, len(self.people)):
            other = self.people[number]
            gap = self.between(found[-1][1], other[0])
            if gap is None or not AND.fullmatch(gap):
                break
            found.append(other)
        return found


def adjacent(gap: str | None) -> bool:
    """Tell whether what stands between an office and a name parts them no more than a comma."""
    return (
        gap is not None
        and "\n" not in gap
        and bool(SPACE.fullmatch(gap) or COMMA.fullmatch(gap) or NAMED.fullmatch(gap))
    )
