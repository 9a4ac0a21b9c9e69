"""What an agency is part of, how it is called, and of which kind it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from entitas.gazetteer import Gazetteer
from entitas.records import AgencyKind
from entitas.resolve.agency_groups import Agencies, AgencyGroup, norm
from entitas.resolve.choose import Chosen
from entitas.resolve.kinds import kind_of
from entitas.spans import Found

__all__ = ["Ends", "describe", "find_parent"]

#: The finds of the gazetteer by where they end.
Ends = Mapping[int, Sequence[Found]]

_NO_BODIES = ("place", "person")
_SERVICE = re.compile(r"dinas ", re.I)
# So little has a find of a name that the text uses for something else.
_DOUBTFUL = 0.3
_STATE = frozenset(
    ("ministry", "court", "police", "military", "prosecution", "legislature", "central_agency",
     "commission", "other"),
)  # fmt: skip


def find_parent(
    text: str, group: AgencyGroup, agencies: Agencies, gazetteer: Gazetteer, hits: Ends
) -> None:
    """Find the larger body that a unit's name ends in, or that the gazetteer gives as parent."""
    for mention in group.mentions:
        for hit in hits.get(mention.end, ()):
            inside = mention.start < hit.start
            if not inside or hit.label in _NO_BODIES or hit.score < _DOUBTFUL:
                continue
            if text[hit.start - 1] == "/" or _SERVICE.fullmatch(text, mention.start, hit.start):
                # "Kementerian PPN/Bappenas" is one body, and "Dinas PUPR" no part of the ministry
                continue
            entry = gazetteer.entry(hit.detail["candidates"][0][0])
            parent = agencies.known(norm(text[hit.start : hit.end]), entry)
            if parent is group:
                continue
            inner = Chosen(hit.start, hit.end, "ORG", "gazetteer", hit.score, hit)
            if parent is None:
                parent = agencies.add(None, inner, entry)
                find_parent(text, parent, agencies, gazetteer, hits)
            elif hit.start not in parent.starts:
                agencies.note(parent, inner)
            group.parent = group.parent or parent
            break
    if group.parent is None and group.entry and group.entry.parent:
        group.parent = agencies.of_entry(group.entry.parent)


def describe(text: str, group: AgencyGroup, hits: Ends) -> None:
    """Set the name, the short name and the kind of an agency."""
    longest = max((text[m.start : m.end] for m in group.mentions), key=len)
    if group.entry:
        group.name = group.entry.name
        group.abbreviation = group.entry.abbreviation
        group.kind = group.entry.kind  # type: ignore[assignment]
        return
    group.name = " ".join(longest.split())
    group.abbreviation = next(
        (
            text[m.start : m.end]
            for m in group.mentions
            if " " not in text[m.start : m.end]
            and text[max(0, m.start - 3) : m.start].rstrip().endswith("(")
        ),
        None,
    )
    group.kind = kind_of(longest) or _kind_of_parent(group.parent) or "other"
    if group.kind in _STATE and any(_is_abroad(mention, hits) for mention in group.mentions):
        group.kind = "foreign"


def _is_abroad(mention: Chosen, hits: Ends) -> bool:
    """Tell whether a body's name ends in that of another country: "Kemenkes Palestina"."""
    return any(
        mention.start < hit.start
        and hit.label == "place"
        and str(hit.detail["candidates"][0][0]).startswith("country:")
        and hit.detail["candidates"][0][0] != "country:id"
        for hit in hits.get(mention.end, ())
    )


def _kind_of_parent(parent: AgencyGroup | None) -> AgencyKind | None:
    if parent is None:
        return None
    return parent.entry.kind if parent.entry else kind_of(parent.name)  # type: ignore[return-value]
