"""What is gathered of one official, agency or place over a corpus."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from entitas.records import AgencyKind, PlaceLevel, Status
from entitas.report.tally import Tally

__all__ = ["AgencySeen", "Days", "OfficeSeen", "PersonSeen", "PlaceSeen"]

_SPELLINGS, _RANKS, _OFFICES = 4, 8, 32


@dataclass(slots=True)
class Days:
    """The first and the last day on which something was written of; both None if none is known.

    >>> days = Days()
    >>> days.add(date(2025, 3, 1)); days.add(None); days.add(date(2025, 2, 1))
    >>> days.first, days.last
    (datetime.date(2025, 2, 1), datetime.date(2025, 3, 1))
    """

    first: date | None = None
    last: date | None = None

    def add(self, day: date | None) -> None:
        """Take in the day of one more document."""
        if day is not None:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)


@dataclass(slots=True)
class OfficeSeen:
    """An office of a person: its title, in which body or where, and in what status."""

    title: str = ""
    of: str = ""
    status: Status = "current"
    days: Days = field(default_factory=Days)


def _no_details() -> None:
    return None


@dataclass(slots=True)
class PersonSeen:
    """A person: how the name is spelt, the ranks and offices given, and when."""

    official: bool = False
    mentions: int = 0
    days: Days = field(default_factory=Days)
    spellings: Tally[str, None] = field(default_factory=lambda: Tally(_no_details, _SPELLINGS))
    ranks: Tally[str, None] = field(default_factory=lambda: Tally(_no_details, _RANKS))
    offices: Tally[tuple[str, ...], OfficeSeen] = field(
        default_factory=lambda: Tally(OfficeSeen, _OFFICES)
    )

    @property
    def name(self) -> str:
        """The commonest spelling."""
        return self.spellings.top(1)[0][0]


@dataclass(slots=True)
class AgencySeen:
    """An agency, as the first record that names it describes it."""

    name: str = ""
    abbreviation: str | None = None
    kind: AgencyKind = "other"
    link: str | None = None
    mentions: int = 0


@dataclass(slots=True)
class PlaceSeen:
    """A place, as the first record that names it describes it."""

    name: str = ""
    level: PlaceLevel = "other"
    code: str | None = None
    path: tuple[str, ...] = ()
    mentions: int = 0
