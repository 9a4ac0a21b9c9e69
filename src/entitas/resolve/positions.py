"""The positions of a person: each office taken apart, and its ways of writing put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from entitas.language.casing import as_written
from entitas.records import Position, PositionAgency, PositionPlace, Status
from entitas.resolve.agency_groups import AgencyGroup
from entitas.resolve.choose import Chosen
from entitas.resolve.offices import Holding
from entitas.resolve.places import PlaceGroup
from entitas.titles import Office, parse_office, same_office

__all__ = ["Positions"]

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


class _Inside:
    """Mentions in text order, each with the id of its record, longer ones before shorter ones."""

    def __init__(
        self, groups: Iterable[AgencyGroup] | Iterable[PlaceGroup], ids: Mapping[int, str]
    ) -> None:
        pairs = [(mention, ids[id(group)]) for group in groups for mention in group.mentions]
        self._pairs = sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end))
        self._starts = [mention.start for mention, _ in self._pairs]

    def of(self, start: int, end: int) -> list[tuple[Chosen, str]]:
        """Return the mentions within ``start:end``."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [pair for pair in self._pairs[first:last] if pair[0].end <= end]


class Positions:
    """Makes the positions of people.

    Args:
        text: The document's text.
        cased: The text as the grammar of offices reads it: with its capitals.
        agencies: The agencies of the text.
        places: Its places.
        agency_ids: The ids of the records of agencies, by the identity of their groups.
        place_ids: Those of places.
    """

    def __init__(
        self,
        text: str,
        cased: str,
        agencies: Sequence[AgencyGroup],
        places: Sequence[PlaceGroup],
        agency_ids: Mapping[int, str],
        place_ids: Mapping[int, str],
    ) -> None:
        self._text = text
        self._cased = cased
        self._bodies = _Inside(agencies, agency_ids)
        self._places = _Inside(places, place_ids)
        self._named: dict[str, str] = {}
        for group in agencies:
            for form in group.forms:
                self._named.setdefault(form, agency_ids[id(group)])
        self._public = {agency_ids[id(group)] for group in agencies if group.kind in _STATE}

    def of(self, holdings: Iterable[Holding]) -> tuple[tuple[Position, ...], bool]:
        """Return the positions of one person, and whether one of them is a public office.

        Args:
            holdings: The offices of the person, in text order.
        """
        held = _merge([self._held(holding) for holding in holdings])
        public = any(item.office.official or self._is_public(item.position) for item in held)
        return tuple(item.position for item in held), public

    def _held(self, holding: Holding) -> _Held:
        """Parse the phrase of an office in the light of the bodies and places found inside it."""
        start, end = holding.start, holding.end
        bodies, places = self._bodies.of(start, end), self._places.of(start, end)
        phrase, cased = self._text[start:end], self._cased[start:end]
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
            stated = (i for m, i in bodies if (m.start - start, m.end - start) == span)
            id_ = next(stated, None) or self._agency_named(office.agency)
            form = office.agency if office.agency_implied else written(office.agency)
            agency = PositionAgency(text=form, id=id_, implied=office.agency_implied)
        if office.place:
            at = office.place_span
            near = (
                i for m, i in places if at and m.start - start <= at[1] and at[0] <= m.end - start
            )
            place = PositionPlace(text=written(office.place), id=next(near, None))
        position = Position(
            text=phrase,
            title=written(office.title) or phrase,
            status=_status(self._text, start, office),
            also=tuple(map(written, office.also)),
            start=start,
            end=end,
            agency=agency,
            place=place,
        )
        return _Held(holding, office, position)

    def _agency_named(self, name: str) -> str | None:
        """Return the id of the agency that is called so in the text or by the gazetteer."""
        return self._named.get(" ".join(re.findall(r"\w+", name.lower())))

    def _is_public(self, position: Position) -> bool:
        return position.agency is not None and position.agency.id in self._public


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
