"""The rows of the page's tables, worded for readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from entitas.records import Status
from entitas.report.entries import OfficeSeen
from entitas.report.gather import Gathered, ranked
from entitas.report.provinces import PROVINCES, Province
from entitas.report.tally import Counted, Tally

__all__ = [
    "AgencyRow",
    "OfficeRow",
    "OfficialRow",
    "PlaceRow",
    "Tile",
    "agency_rows",
    "number_of",
    "official_rows",
    "place_rows",
    "tiles",
]

_SHADES = 5


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office of an official, with the days between which it was written of."""

    label: str
    status: Status
    documents: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """An official, with ranks and offices, those of most documents first."""

    name: str
    ranks: tuple[str, ...]
    offices: tuple[OfficeRow, ...]
    first: date | None
    last: date | None
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency."""

    name: str
    abbreviation: str
    kind: str
    link: str
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place; ``within`` names what contains it, smallest first."""

    name: str
    level: str
    code: str
    within: str
    province: str
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map, shaded from 0 (no documents) to 5 (as many as any)."""

    province: Province
    documents: int
    shade: int


def official_rows(seen: Gathered, most: int) -> list[OfficialRow]:
    """Return the officials of most documents."""
    officials = [one for _, one in ranked(seen.people) if one.value.official]
    return [
        OfficialRow(
            name=one.value.name,
            ranks=tuple(rank for rank, _ in one.value.ranks.top()),
            offices=tuple(_office(office) for _, office in one.value.offices.top()),
            first=one.value.days.first,
            last=one.value.days.last,
            documents=one.count,
            mentions=one.value.mentions,
        )
        for one in officials[:most]
    ]


def _office(counted: Counted[OfficeSeen]) -> OfficeRow:
    office = counted.value
    label = office.title
    if office.of and office.of.casefold() not in office.title.casefold():
        label += f", {office.of}"
    return OfficeRow(label, office.status, counted.count, office.days.first, office.days.last)


def agency_rows(seen: Gathered, most: int) -> list[AgencyRow]:
    """Return the agencies of most documents."""
    return [
        AgencyRow(
            name=one.value.name,
            abbreviation=one.value.abbreviation or "",
            kind=one.value.kind,
            link=one.value.link or "",
            documents=one.count,
            mentions=one.value.mentions,
        )
        for _, one in ranked(seen.agencies)[:most]
    ]


def place_rows(seen: Gathered, most: int) -> list[PlaceRow]:
    """Return the places of most documents."""
    return [
        PlaceRow(
            name=one.value.name,
            level=one.value.level,
            code=one.value.code or "",
            within=", ".join(part for part in reversed(one.value.path) if part != "Indonesia"),
            province=(one.value.code or "").partition(".")[0],
            documents=one.count,
            mentions=one.value.mentions,
        )
        for _, one in ranked(seen.places)[:most]
    ]


def tiles(seen: Gathered) -> list[Tile]:
    """Return all provinces with their documents, those without any too."""
    largest = max((seen.provinces[province.code] for province in PROVINCES), default=0)
    return [
        Tile(province, count := seen.provinces[province.code], _shade(count, largest))
        for province in PROVINCES
    ]


def _shade(count: int, largest: int) -> int:
    # by the square root: one province of a capital's news would leave all others pale
    return min(_SHADES, 1 + int(_SHADES * (count / largest) ** 0.5)) if count else 0


def number_of(tally: Tally[str, Any], count: int | None = None) -> str:
    """Say how many keys a tally has seen, which is not known exactly once it has dropped some.

    Args:
        tally: The tally.
        count: How many of those that it holds are meant; None means all.
    """
    if tally.floor:
        return f"over {tally.most if count is None else count:,}"
    return f"{len(tally) if count is None else count:,}"
