"""Ranks, degrees and honorifics are given to the person at whose name they stand.

Before a name they may follow each other ("Brigjen Pol (Purn) Dr. H. Rudi"), with nothing but
spaces, commas and brackets between; after it only degrees stand ("Rudi, S.H., M.H.").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from entitas.records import Degree, Honorific, Rank
from entitas.spans import Found

__all__ = ["Titles", "titles_of"]

_BETWEEN = re.compile(r"[\s,.()\"“'‘’”]*")
_RANKS = ("police_rank", "military_rank")

Titles = tuple[tuple[Rank, ...], tuple[Degree, ...], tuple[Honorific, ...]]


def titles_of(text: str, mentions: Sequence[tuple[int, int]], titles: Iterable[Found]) -> Titles:
    """Return the ranks, degrees and honorifics of one person, each form once, in text order.

    Args:
        text: The document's text.
        mentions: The person's mentions (start, end).
        titles: Finds of the title lexicon in text order.
    """
    by_end = {find.end: find for find in titles if find.label not in ("office", "status")}
    by_start = {find.start: find for find in by_end.values()}
    ends, starts = sorted(by_end), sorted(by_start)
    near: dict[int, Found] = {}
    for start, end in mentions:
        at = start
        for stop in reversed(ends):
            if stop > at:
                continue
            if not _BETWEEN.fullmatch(text, stop, at):
                break
            near[by_end[stop].start] = by_end[stop]
            at = by_end[stop].start
        at = end
        for begin in starts:
            find = by_start[begin]
            if begin < at or find.label != "degree" or find.detail.get("side") != "after":
                continue
            if not _BETWEEN.fullmatch(text, at, begin):
                break
            near[begin] = find
            at = find.end
    found = [near[start] for start in sorted(near)]
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
