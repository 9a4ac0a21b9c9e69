"""Last step: the record of a document from the groups that the earlier steps made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from entitas.gazetteer import Gazetteer
from entitas.records import (
    Agency,
    Candidate,
    Document,
    Link,
    Mention,
    Person,
    PipelineInfo,
    Place,
)
from entitas.resolve.agency_groups import AgencyGroup
from entitas.resolve.choose import Chosen
from entitas.resolve.offices import Holding
from entitas.resolve.people import PersonGroup
from entitas.resolve.places import PlaceGroup
from entitas.resolve.positions import Positions
from entitas.resolve.titles import TitlesAtNames
from entitas.spans import Found

__all__ = ["build"]


def build(
    text: str,
    cased: str,
    people: Sequence[PersonGroup],
    agencies: Sequence[AgencyGroup],
    places: Sequence[PlaceGroup],
    holdings: Sequence[Holding],
    titles: Sequence[Found],
    gazetteer: Gazetteer,
    pipeline: PipelineInfo,
) -> Document:
    """Build the record; ids number people, agencies and places by first mention.

    ``cased`` is the text as the grammar of offices reads it: with its capitals.
    """
    agency_ids = {id(group): f"a{n}" for n, group in enumerate(agencies, 1)}
    place_ids = {id(group): f"l{n}" for n, group in enumerate(places, 1)}
    linked = {group.entry.id: place_ids[id(group)] for group in places if group.entry}
    positions = Positions(text, cased, agencies, places, agency_ids, place_ids)
    beside = TitlesAtNames(text, titles)
    held: defaultdict[int, list[Holding]] = defaultdict(list)
    for holding in holdings:
        held[holding.person].append(holding)
    return Document(
        people=tuple(
            _person(f"p{n + 1}", text, group, beside, positions, held[n], _listed(group, gazetteer))
            for n, group in enumerate(people)
        ),
        agencies=tuple(
            Agency(
                id=agency_ids[id(group)],
                name=group.name,
                abbreviation=group.abbreviation,
                kind=group.kind,
                parent=agency_ids.get(id(group.parent)),
                place=linked.get(group.entry.place or "") if group.entry else None,
                mentions=_mentions(text, group.mentions, set()),
                link=group.link,
            )
            for group in agencies
        ),
        places=tuple(
            Place(
                id=place_ids[id(group)],
                name=" ".join(group.name.split()),
                level=group.level,
                code=group.entry.code if group.entry else None,
                path=gazetteer.path(group.entry) if group.entry else (),
                mentions=_mentions(text, group.mentions, set()),
                link=group.link,
            )
            for group in places
        ),
        pipeline=pipeline,
    )


def _person(
    id_: str,
    text: str,
    group: PersonGroup,
    titles: TitlesAtNames,
    positions: Positions,
    holdings: Sequence[Holding],
    link: Link | None,
) -> Person:
    ranks, degrees, honorifics = titles.of((m.start, m.end) for m in group.mentions)
    held, public = positions.of(holdings)
    name = " ".join(group.name.split())
    forms = dict.fromkeys(" ".join(text[m.start : m.end].split()) for m in group.mentions)
    return Person(
        id=id_,
        name=name,
        aliases=tuple(form for form in forms if form != name),
        official=bool(ranks) or public,
        mentions=_mentions(text, group.mentions, group.aliases),
        ranks=ranks,
        degrees=degrees,
        honorifics=honorifics,
        positions=held,
        link=link,
    )


def _listed(group: PersonGroup, gazetteer: Gazetteer) -> Link | None:
    """Link a person to the user's own list, by the longest of the forms that stand in it."""
    hits = [mention.hit for mention in group.mentions if mention.hit]
    if not hits:
        return None
    hit = max(hits, key=lambda hit: hit.end - hit.start)
    candidates = tuple(
        Candidate(id=id_, name=gazetteer.entry(id_).name, score=score)
        for id_, score in hit.detail["candidates"]
    )
    alone = len(candidates) == 1
    return Link(
        id=candidates[0].id if alone else None,
        score=candidates[0].score,
        match=hit.detail["match"],
        candidates=candidates,
    )


def _mentions(text: str, chosen: Sequence[Chosen], aliases: set[int]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            text=text[m.start : m.end],
            start=m.start,
            end=m.end,
            source="alias" if m.start in aliases else m.source,
            score=round(m.score, 4),
        )
        for m in chosen
    )
