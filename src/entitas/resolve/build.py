"""Last step: the record of a document from the groups that the earlier steps made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from entitas.gazetteer import Gazetteer
from entitas.language.casing import as_written
from entitas.records import (
    Agency,
    Candidate,
    Document,
    Link,
    Mention,
    Person,
    PipelineInfo,
    Place,
    Position,
    PositionAgency,
    PositionPlace,
    Status,
)
from entitas.resolve.agency_groups import AgencyGroup
from entitas.resolve.choose import Chosen
from entitas.resolve.offices import Holding
from entitas.resolve.people import PersonGroup
from entitas.resolve.places import PlaceGroup
from entitas.resolve.titles import titles_of
from entitas.spans import Found
from entitas.titles import Office, parse_office, same_office

__all__ = ["build"]

# Words before an office that put it into the past: "sebelumnya menjabat …", "dari jabatan …".
_PAST = re.compile(
    r"(?:\b(?:sebelumnya|pernah|dulu(?:nya)?|semula|sempat)\b[^.,;]{0,45}\s"
    # the object of "memutasi Kapolda Bali Irjen …" leaves that office
    r"|\bme(?:rotasi|mutasi|ncopot|mberhentikan|mecat|nggeser|nonaktifkan)\s+"
    r"|\b(?:dimutasi|digeser|dirotasi|dipindah\w*|ditarik)\s+dari\s+"
    r"|\b(?:dari|melepas|meninggalkan)\s+(?:posisi|jabatan|kursi)(?:nya)?\s+(?:(?:sebagai|selaku)\s+)?)$",
    re.I,
)

_STATE = frozenset(
    {"ministry", "commission", "police", "military", "prosecution", "court", "legislature",
     "regional_government", "central_agency"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """An office of a person: the phrase, its parts, and where it stands."""

    holding: Holding
    office: Office
    position: Position


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
    scene = _Scene(text, cased, agencies, places, agency_ids, place_ids)
    return Document(
        people=tuple(
            _person(
                f"p{n}",
                group,
                scene,
                [h for h in holdings if h.person == n - 1],
                titles,
                _listed(group, gazetteer),
            )
            for n, group in enumerate(people, 1)
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


@dataclass(frozen=True, slots=True)
class _Scene:
    """What positions refer to: the text, as it is and with capitals, its agencies and places."""

    text: str
    cased: str
    agencies: Sequence[AgencyGroup]
    places: Sequence[PlaceGroup]
    agency_ids: dict[int, str]
    place_ids: dict[int, str]

    def inside(
        self, groups: Sequence[AgencyGroup] | Sequence[PlaceGroup], start: int, end: int
    ) -> list[tuple[Chosen, int]]:
        """Return the mentions within start:end, in text order, each with its group's identity."""
        found = [
            (mention, id(group))
            for group in groups
            for mention in group.mentions
            if start <= mention.start and mention.end <= end
        ]
        return sorted(found, key=lambda pair: (pair[0].start, -pair[0].end))

    def agency_named(self, name: str) -> str | None:
        """Return the id of the agency that is called so in the text or by the gazetteer."""
        form = " ".join(re.findall(r"\w+", name.lower()))
        return next((self.agency_ids[id(g)] for g in self.agencies if form in g.forms), None)


def _person(
    id_: str,
    group: PersonGroup,
    scene: _Scene,
    holdings: Sequence[Holding],
    titles: Sequence[Found],
    link: Link | None,
) -> Person:
    text = scene.text
    ranks, degrees, honorifics = titles_of(text, [(m.start, m.end) for m in group.mentions], titles)
    held = _merge([_held(scene, holding) for holding in holdings])
    name = " ".join(group.name.split())
    forms = dict.fromkeys(" ".join(text[m.start : m.end].split()) for m in group.mentions)
    return Person(
        id=id_,
        name=name,
        aliases=tuple(form for form in forms if form != name),
        official=bool(ranks) or any(_is_public(scene, item) for item in held),
        mentions=_mentions(text, group.mentions, group.aliases),
        ranks=ranks,
        degrees=degrees,
        honorifics=honorifics,
        positions=tuple(item.position for item in held),
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


def _held(scene: _Scene, holding: Holding) -> _Held:
    """Parse the phrase of an office in the light of the bodies and places found inside it."""
    start, end = holding.start, holding.end
    bodies = scene.inside(scene.agencies, start, end)
    places = scene.inside(scene.places, start, end)
    phrase, cased = scene.text[start:end], scene.cased[start:end]
    office = parse_office(
        cased,
        bodies=[(m.start - start, m.end - start) for m, _ in bodies],
        places=[(m.start - start, m.end - start) for m, _ in places],
    )

    def written(form: str) -> str:
        return form if phrase == cased else as_written(form, phrase)

    agency = place = None
    if office.agency:
        span = office.agency_span
        exact = [g for m, g in bodies if span and (m.start - start, m.end - start) == tuple(span)]
        agency_id = scene.agency_ids[exact[0]] if exact else scene.agency_named(office.agency)
        form = office.agency if office.agency_implied else written(office.agency)
        agency = PositionAgency(text=form, id=agency_id, implied=office.agency_implied)
    if office.place:
        at = office.place_span
        inside = [
            g for m, g in places if at and m.start - start <= at[1] and at[0] <= m.end - start
        ]
        place_id = scene.place_ids[inside[0]] if inside else None
        place = PositionPlace(text=written(office.place), id=place_id)
    position = Position(
        text=phrase,
        title=written(office.title) or phrase,
        status=_status(scene.text, start, office),
        also=tuple(map(written, office.also)),
        start=start,
        end=end,
        agency=agency,
        place=place,
    )
    return _Held(holding, office, position)


def _status(text: str, start: int, office: Office) -> Status:
    """The status that the phrase states, or that of the words before it."""
    if office.status == "current" and _PAST.search(text, max(0, start - 80), start):
        return "former"
    return office.status


def _merge(items: Sequence[_Held]) -> list[_Held]:
    """Put the ways of writing one office together under the fullest."""
    merged: list[_Held] = []
    for item in items:
        at = next(
            (n for n, other in enumerate(merged) if _same(other.position, item.position)), None
        )
        if at is None:
            merged.append(item)
            continue
        full, short = sorted((merged[at], item), key=_fullness, reverse=True)
        also = dict.fromkeys([*full.position.also, *short.position.also, short.position.text])
        also.pop(full.position.text, None)
        position = full.position.model_copy(update={"also": tuple(also)})
        merged[at] = _Held(full.holding, full.office, position)
    return merged


def _fullness(item: _Held) -> tuple[int, int]:
    """Count the words, "dan" aside: "A & B" says as much as "A dan B", and the first one stays."""
    words = [w for w in re.findall(r"\w+", item.position.text) if w.lower() != "dan"]
    return len(words), -item.position.start


def _same(one: Position, other: Position) -> bool:
    if one.text.lower() == other.text.lower():
        return True
    return one.status == other.status and same_office(one.text, other.text)


def _is_public(scene: _Scene, item: _Held) -> bool:
    if item.office.official:
        return True
    agency = item.position.agency
    return agency is not None and any(
        scene.agency_ids[id(group)] == agency.id and group.kind in _STATE
        for group in scene.agencies
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
