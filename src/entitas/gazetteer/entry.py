"""What the gazetteer knows (entries) and what it finds in a text (hits)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "LEVELS", "LEVEL_PREFIX", "Entry", "Hit"]

#: The closed set of kinds of bodies.
KINDS = (
    "ministry", "commission", "police", "military", "prosecution", "court", "legislature",
    "regional_government", "central_agency", "soe", "party", "company", "education", "media",
    "foreign", "other",
)  # fmt: skip
#: The closed set of levels of places, largest first.
LEVELS = ("country", "province", "regency", "city", "district", "village", "other")
#: The level words that are part of a place's name.
LEVEL_PREFIX = {"regency": "Kabupaten ", "city": "Kota "}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place or a body.

    Args:
        id: The id; see :mod:`entitas.gazetteer` for its forms.
        kind: "place" or a kind of body, one of ``KINDS``.
        name: The canonical name: regencies and cities with their level word ("Kota Semarang"),
            bodies in full ("Kepolisian Resor Tuban").
        level: The level of a place, one of ``LEVELS``.
        code: The Kemendagri code of an area of Indonesia.
        parent: The id of the area that contains a place, or of the body that a body belongs to.
        place: The id of the area in which a body has its jurisdiction.
        abbreviation: The short name in common use ("KPK", "Polres Tuban").
        aliases: Further names.
        since: The year a body was founded.
        until: The year it was dissolved or renamed.
        successor: The id of the body that took its place.
        prominent: Whether a place is better known than its level tells ("Cikini", a village).

    >>> Entry("id:33.74", "place", "Kota Semarang", "city", "33.74").bare
    'Semarang'
    """

    id: str
    kind: str
    name: str
    level: str | None = None
    code: str | None = None
    parent: str | None = None
    place: str | None = None
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    prominent: bool = False

    @property
    def bare(self) -> str:
        """The name without its level word."""
        return self.name.removeprefix(LEVEL_PREFIX.get(self.level or "", "\0"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text.

    Args:
        start: Its first character, a code point offset.
        end: One past its last character.
        text: The slice of the text.
        candidates: Every entry that it may name, as (id, prior), likeliest first; the priors add
            up to 1.
        match: How the text's form agrees with the first candidate: "exact" (its canonical name),
            "alias" (another of its names) or "fuzzy".
        distance: Edits between the form and the name; 0 unless spaces or letters differ.
        kind: The first candidate's kind.
        level: The level that a level word at the name asks for.
        trigger: The level word in the span, or the word before it that makes a place likely.
        common: How ordinary the name is as a word, from 0 to 1.
        score: How sure it is that the text names such a thing here at all, from 0 to 1.
        nested: Whether it lies inside a longer hit.
        own: Whether the first candidate is an entry that a pack added.
    """

    start: int
    end: int
    text: str
    candidates: tuple[tuple[str, float], ...]
    match: str
    distance: int
    kind: str
    level: str | None
    trigger: str | None
    common: float
    score: float
    nested: bool = False
    own: bool = False
