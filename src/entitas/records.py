"""The records: what entitas says of one document, as frozen pydantic models.

Offsets are Unicode code points into the text exactly as it was given, so that
``text[mention.start:mention.end] == mention.text`` always holds. Ids ("p1", "a1", "l1") are unique
within one document and number the records in the order of their first mention; positions refer to
agencies and places by them.

The models round-trip through JSON (``Document.model_validate_json(d.model_dump_json()) == d``) and
publish a JSON Schema (``Document.model_json_schema()``, or ``entitas schema`` on the command line).

>>> mention = Mention(text="KPK", start=10, end=13, source="gazetteer", score=1.0)
>>> Agency(id="a1", name="KPK", kind="commission", mentions=(mention,)).mentions[0].end
13
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "Agency",
    "AgencyKind",
    "Candidate",
    "Degree",
    "Document",
    "Explanation",
    "Honorific",
    "Link",
    "Mention",
    "Person",
    "PipelineInfo",
    "Place",
    "PlaceLevel",
    "Position",
    "PositionAgency",
    "PositionPlace",
    "Rank",
    "Saying",
    "Status",
    "Title",
]

AgencyKind = Literal[
    "ministry",
    "commission",
    "police",
    "military",
    "prosecution",
    "court",
    "legislature",
    "regional_government",
    "central_agency",
    "soe",
    "party",
    "company",
    "education",
    "media",
    "foreign",
    "other",
]
PlaceLevel = Literal["country", "province", "regency", "city", "district", "village", "other"]
Status = Literal["current", "acting", "former", "candidate"]
Offset = Annotated[int, Field(ge=0, description="code point offset into the document's text")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(_Record):
    """One occurrence of an entity in the text.

    ``source`` is the stage that vouches for it: ``ner``, ``gazetteer``, ``titles``, or ``alias``
    for a form that the resolver recognised as another name of an entity it knew already.
    """

    text: str
    start: Offset
    end: Offset
    source: Literal["ner", "gazetteer", "titles", "alias"]
    score: Probability

    @model_validator(mode="after")
    def _is_a_slice(self) -> Mention:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"{self.text!r} is not as long as {self.start}:{self.end}")
        return self


class Candidate(_Record):
    """A gazetteer entry that a name may stand for, with the linker's score for it."""

    id: str
    name: str
    score: Probability


class Link(_Record):
    """The gazetteer entry that a record stands for, and what else it may have been."""

    id: str | None = Field(description="the chosen entry; null when none is certain enough")
    score: Probability
    match: Literal["exact", "fuzzy", "alias"]
    candidates: tuple[Candidate, ...] = ()


class Title(_Record):
    """A word of rank, learning or respect at a person's name, as written in the text."""

    text: str


class Rank(Title):
    """A police or military rank: ``Brigjen Pol`` is ``Brigadir Jenderal Polisi``."""

    kind: Literal["police_rank", "military_rank"]
    code: str | None = Field(default=None, description="the lexicon's code of the rank")
    name: str | None = Field(default=None, description="the rank in full")
    retired: bool = Field(default=False, description="true for (Purn)")


class Degree(Title):
    """An academic degree: ``S.H.`` is ``Sarjana Hukum``."""

    name: str | None = None


class Honorific(Title):
    """A religious, noble or polite form of address: ``H.``, ``Sri Sultan``, ``Pak``."""

    kind: str | None = None


class PositionAgency(_Record):
    """The body in which a position is held.

    ``implied`` is true where only the title names it: the Kapolres of Tuban serves in
    "Polres Tuban", though the text may never say so. ``id`` is null unless the body is a record
    of the document.
    """

    text: str
    id: str | None = None
    implied: bool = False


class PositionPlace(_Record):
    """The jurisdiction of a position, where it is not part of the agency's name."""

    text: str
    id: str | None = None


class Position(_Record):
    """An office, job or function that the text states for a person.

    ``text`` is the whole phrase as written at ``start:end``, ``title`` the office in it without
    status words, agency and place, ``also`` other ways in which the text writes the same office.
    """

    text: str
    title: str
    status: Status = "current"
    also: tuple[str, ...] = ()
    start: Offset
    end: Offset
    agency: PositionAgency | None = None
    place: PositionPlace | None = None


class Person(_Record):
    """A human being named in the text; ``name`` is the fullest form, without titles.

    ``official`` is true for holders of a public office or of a police or military rank. ``link``
    is the entry of a list of people of the user's own; the built-in gazetteer lists none.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    official: bool = False
    mentions: tuple[Mention, ...] = Field(min_length=1)
    ranks: tuple[Rank, ...] = ()
    degrees: tuple[Degree, ...] = ()
    honorifics: tuple[Honorific, ...] = ()
    positions: tuple[Position, ...] = ()
    link: Link | None = None


class Agency(_Record):
    """An organisation named in the text: a state body, a company, a party, an association.

    ``name`` is the gazetteer's where the agency is linked, else the fullest form in the text.
    ``parent`` is the id of the agency of this document that it belongs to, ``place`` the id of the
    place of this document that it has jurisdiction over.
    """

    id: str
    name: str
    abbreviation: str | None = None
    kind: AgencyKind = "other"
    parent: str | None = None
    place: str | None = None
    mentions: tuple[Mention, ...] = Field(min_length=1)
    link: Link | None = None


class Place(_Record):
    """A country, an administrative area, an island or another named area.

    ``code`` is the Kemendagri code ("33.74"), set only where the link is certain enough; ``path``
    names what contains the place, largest first: ``("Indonesia", "Jawa Tengah")``.
    """

    id: str
    name: str
    level: PlaceLevel = "other"
    code: str | None = None
    path: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = Field(min_length=1)
    link: Link | None = None


class PipelineInfo(_Record):
    """What made the record: the versions and hashes that a re-run needs to give the same."""

    entitas: str
    model: str
    gazetteer: str


class Saying(_Record):
    """What one stage said of a span.

    ``source`` is the stage ("ner", "gazetteer", "titles", "alias"), ``label`` what it takes the
    span for, ``score`` how sure it is (0 to 1). ``name`` is the full form of a title,
    ``candidates`` are the ids of the gazetteer's entries, likeliest first.
    """

    source: str
    label: str
    score: float
    name: str | None = None
    candidates: tuple[str, ...] = ()


class Explanation(_Record):
    """What became of one span that a stage found, and why.

    ``record`` is the id of the record that it is a mention or an office of, None if it was dropped.
    ``outcome`` names the record, the rule that gave an office to its holder, or the reason for
    dropping it.
    """

    text: str
    start: Offset
    end: Offset
    record: str | None = None
    said: tuple[Saying, ...] = ()
    outcome: str


class Document(_Record):
    """All records of one text.

    ``explanation`` says why they are as they are, span by span, where that was asked for.
    """

    id: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    people: tuple[Person, ...] = ()
    agencies: tuple[Agency, ...] = ()
    places: tuple[Place, ...] = ()
    pipeline: PipelineInfo | None = None
    explanation: tuple[Explanation, ...] | None = None

    def mentions(self) -> list[tuple[str, Mention]]:
        """Return every mention with the id of its record, in text order."""
        records: tuple[Any, ...] = (*self.people, *self.agencies, *self.places)
        pairs = [(record.id, mention) for record in records for mention in record.mentions]
        return sorted(pairs, key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
