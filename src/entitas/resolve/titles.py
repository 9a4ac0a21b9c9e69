"""Ranks, degrees and honorifics are given to the person at whose name they stand.

Before a name they may follow each other ("Brigjen Pol (Purn) Dr. H. Rudi"), with nothing but
spaces, commas and brackets between; after it only degrees stand ("Rudi, S.H., M.H.").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from entitas.records import Degree, Honorific, Rank
from entitas.spans import Found

__all__ = ["Titles", "TitlesAtNames"]

_BETWEEN = re.compile(r"[\s,.()\"“'‘’”]*")
_RANKS = ("police_rank", "military_rank")

Titles = tuple[tuple[Rank, ...], tuple[Degree, ...], tuple[Honorific, ...]]


class TitlesAtNames:
    """The titles of a text, by where they begin and end.

    Args:
        text: The document's text.
        titles: Finds of the title lexicon in text order.
    """

    def __init__(self, text: str, titles: Iterable[Found]) -> None:
        self._text = text
        self._by_end = {find.end: find for find in titles if find.label not in ("office", "status")}
        self._ends = sorted(self._by_end)
        self._behind = {
            find.start: find
            for find in self._by_end.values()
            if find.label == "degree" and find.detail.get("side") == "after"
        }
        self._starts = sorted(self._behind)

    def of(self, mentions: Iterable[tuple[int, int]]) -> Titles:
        """Return the ranks, degrees and honorifics of one person, each form once, in text order.

        Args:
            mentions: The person's mentions (start, end).
        """
        near: dict[int, Found] = {}
        for start, end in mentions:
            number = bisect_right(self._ends, start)
            while number and _BETWEEN.fullmatch(self._text, self._ends[number - 1], start):
                find = self._by_end[self._ends[number - 1]]
                near[find.start] = find
                start = find.start
                number = bisect_right(self._ends, start)
            number = bisect_left(self._starts, end)
            while number < len(self._starts) and _BETWEEN.fullmatch(
                self._text, end, self._starts[number]
            ):
                find = self._behind[self._starts[number]]
                near[find.start] = find
                end = find.end
                number = bisect_left(self._starts, end)
        return _sorted_out(self._text, [near[start] for start in sorted(near)])


def _sorted_out(text: str, found: Iterable[Found]) -> Titles:
    ranks: dict[str, Rank] = {}
    degrees: dict[str, Degree] = {}
    honorifics: dict[str, Honorific] = {}
    for find in found:
        form = text[find.start : find.end]
        detail = find.detail
        if find.label in _RANKS:
            # "Brigadir Jenderal (Brigjen) Pol" is two ways of writing one rank, the short one first
            for written in detail.get("forms") or (form,):
                ranks.setdefault(
                    _key(written),
                    Rank(
                        text=written,
                        kind=find.label,
                        code=detail.get("code"),
                        name=detail.get("name"),
                        retired=bool(detail.get("retired")),
                    ),
                )
        elif find.label == "degree":
            degrees.setdefault(_key(form), Degree(text=form, name=detail.get("name")))
        elif find.label == "honorific":
            honorifics.setdefault(_key(form), Honorific(text=form, kind=detail.get("group")))
    return tuple(ranks.values()), tuple(degrees.values()), tuple(honorifics.values())


def _key(form: str) -> str:
    return re.sub(r"\W+", "", form).lower()
