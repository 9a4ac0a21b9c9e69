"""Count a corpus of records, one document at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import combinations, islice
from typing import TypeVar

from entitas.gazetteer.fold import key_of
from entitas.records import Agency, Document, Person, Place, Position
from entitas.report.dates import read_day
from entitas.report.entries import AgencySeen, Days, PersonSeen, PlaceSeen
from entitas.report.tally import Counted, Tally

__all__ = ["AGENCY", "OFFICIAL", "Gathered", "gather", "ranked"]

#: The first parts of the keys in ``Gathered.pairs``.
OFFICIAL, AGENCY = "official", "agency"

_MOST_PEOPLE, _MOST_AGENCIES, _MOST_PLACES, _MOST_PAIRS = 50_000, 50_000, 50_000, 200_000
_MOST_OF_A_DOCUMENT = 20  # a list of hundreds of names says little of who has to do with whom
_EXAMPLES = 3

Seen = TypeVar("Seen", PersonSeen, AgencySeen, PlaceSeen)

_key = lru_cache(maxsize=100_000)(key_of)


@dataclass(slots=True)
class Gathered:
    """The counters of a corpus.

    ``pairs`` counts the documents that name both of two officials or agencies; ``provinces`` and
    ``regencies`` the documents that name a place in them, by code.
    """

    documents: int = 0
    days: Days = field(default_factory=Days)
    by_day: Counter[date] = field(default_factory=Counter)
    undated: int = 0
    unclear_dates: int = 0
    unclear_examples: list[str] = field(default_factory=list)
    models: Counter[str] = field(default_factory=Counter)
    gazetteers: Counter[str] = field(default_factory=Counter)
    people: Tally[str, PersonSeen] = field(default_factory=lambda: Tally(PersonSeen, _MOST_PEOPLE))
    agencies: Tally[str, AgencySeen] = field(
        default_factory=lambda: Tally(AgencySeen, _MOST_AGENCIES)
    )
    places: Tally[str, PlaceSeen] = field(default_factory=lambda: Tally(PlaceSeen, _MOST_PLACES))
    pairs: Tally[tuple[str, ...], None] = field(
        default_factory=lambda: Tally(lambda: None, _MOST_PAIRS)
    )
    provinces: Counter[str] = field(default_factory=Counter)
    regencies: Counter[str] = field(default_factory=Counter)
    regency_names: dict[str, str] = field(default_factory=dict)


def gather(documents: Iterable[Document], *, day_first: bool = False) -> Gathered:
    """Count documents without keeping any.

    People of one full name, compared without regard to case and punctuation, are one; of a single
    name only if they also serve in the same body or place. Agencies and places are one by their
    gazetteer entry, else by name and kind.

    Args:
        documents: The records, in any order.
        day_first: Whether "7/4/2025" is in April.
    """
    seen = Gathered()
    for document in documents:
        seen.documents += 1
        if document.pipeline is not None:
            seen.models[document.pipeline.model] += 1
            seen.gazetteers[document.pipeline.gazetteer] += 1
        day = _day(seen, document.date, day_first)
        agencies = {agency.id: agency for agency in document.agencies}
        places = {place.id: place for place in document.places}
        officials = _people(seen, document.people, agencies, places, day)
        bodies = _agencies(seen, document.agencies)
        _places(seen, document.places)
        nodes = [(OFFICIAL, key) for key in islice(officials, _MOST_OF_A_DOCUMENT)]
        nodes += [(AGENCY, key) for key in islice(bodies, _MOST_OF_A_DOCUMENT)]
        for one, other in combinations(sorted(nodes), 2):
            seen.pairs.add((*one, *other))
    return seen


def ranked(tally: Tally[str, Seen]) -> list[tuple[str, Counted[Seen]]]:
    """Return what most documents name first; of equal ones, what is mentioned more often."""
    return sorted(tally.top(), key=lambda item: (-item[1].count, -item[1].value.mentions))


def _day(seen: Gathered, text: str | None, day_first: bool) -> date | None:
    if not (text and text.strip()):
        seen.undated += 1
        return None
    day = read_day(text, day_first=day_first)
    if day is None:
        seen.unclear_dates += 1
        if len(seen.unclear_examples) < _EXAMPLES and text not in seen.unclear_examples:
            seen.unclear_examples.append(text)
    else:
        seen.by_day[day] += 1
        seen.days.add(day)
    return day


def _people(
    seen: Gathered,
    people: Iterable[Person],
    agencies: dict[str, Agency],
    places: dict[str, Place],
    day: date | None,
) -> list[str]:
    """Count the people of a document; return the keys of those known as officials."""
    entries: dict[str, PersonSeen] = {}
    for person in people:
        offices = [(position, _of(position, agencies, places)) for position in person.positions]
        key = _person_key(person, [of for _, of in offices if of])
        if key not in entries:
            entries[key] = seen.people.add(key)
        entry = entries[key]
        entry.official |= person.official
        entry.mentions += len(person.mentions)
        entry.days.add(day)
        entry.spellings.add(person.name)
        # what is written twice in a document counts once
        ranks = {(r.name or r.text) + (" (ret.)" if r.retired else "") for r in person.ranks}
        for rank in sorted(ranks):
            entry.ranks.add(rank)
        named = {(_key(p.title), _key(of), p.status): (p, of) for p, of in offices}
        for place, (position, of) in named.items():
            office = entry.offices.add(place)
            office.title, office.of = office.title or position.title, office.of or of
            office.status = position.status
            office.days.add(day)
    return [key for key, entry in entries.items() if entry.official]


def _of(position: Position, agencies: dict[str, Agency], places: dict[str, Place]) -> str:
    if body := position.agency:
        agency = agencies.get(body.id or "")
        return agency.name if agency else body.text
    if where := position.place:
        place = places.get(where.id or "")
        return place.name if place else where.text
    return ""


def _person_key(person: Person, bodies: list[str]) -> str:
    if person.link is not None and person.link.id is not None:
        return person.link.id
    key = _key(person.name)
    return key if " " in key else f"{key} / {_key(bodies[0]) if bodies else ''}"


def _agencies(seen: Gathered, agencies: Iterable[Agency]) -> list[str]:
    """Count the agencies of a document; return their keys, without the media, who report."""
    entries: dict[str, AgencySeen] = {}
    for agency in agencies:
        link = agency.link.id if agency.link else None
        key = link or f"{_key(agency.name)} / {agency.kind}"
        if key not in entries:
            entries[key] = seen.agencies.add(key)
        entry = entries[key]
        if not entry.name:
            entry.name, entry.abbreviation = agency.name, agency.abbreviation
            entry.kind, entry.link = agency.kind, link
        entry.mentions += len(agency.mentions)
    return [key for key, entry in entries.items() if entry.kind != "media"]


def _places(seen: Gathered, places: Iterable[Place]) -> None:
    entries: dict[str, PlaceSeen] = {}
    provinces, regencies = set[str](), set[str]()
    for place in places:
        link = place.link.id if place.link else None
        key = place.code or link or f"{_key(place.name)} / {place.level}"
        if key not in entries:
            entries[key] = seen.places.add(key)
        entry = entries[key]
        if not entry.name:
            entry.name, entry.level = place.name, place.level
            entry.code, entry.path = place.code, place.path
        entry.mentions += len(place.mentions)
        if place.code:
            province, _, rest = place.code.partition(".")
            provinces.add(province)
            if rest:
                regency = f"{province}.{rest.partition('.')[0]}"
                regencies.add(regency)
                # the path of a district names Indonesia, its province, its regency
                named = place.name if place.code == regency else "".join(place.path[2:3])
                seen.regency_names.setdefault(regency, named or regency)
    seen.provinces.update(provinces)
    seen.regencies.update(regencies)
