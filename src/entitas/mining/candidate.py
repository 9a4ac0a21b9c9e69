"""A name that a corpus has and the gazetteer lacks: what is proposed, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entitas.errors import InputError
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.source.packs import PackRow
from entitas.records import AgencyKind, PlaceLevel

__all__ = ["Candidate", "Evidence", "Nearest", "Snippet", "id_of", "read_candidates"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Snippet(_Part):
    """One use of a name: the document, the words before it, the name as written, those behind."""

    document: str
    before: str
    form: str
    after: str


class Evidence(_Part):
    """What speaks for a candidate.

    Args:
        documents: In how many documents it is named.
        mentions: How often in all.
        signs: In how many documents each sign was seen: "ner" (the NER found it), "definition" (the
            text spells it out in brackets), "office" (somebody's office names it), "initials" (its
            letters are those of a body of the same text), "slip" (it is near a known name).
        score: The mean score that the NER gave it, from 0 to 1.
        snippets: Some of its uses, from different documents.
    """

    documents: int = Field(ge=1)
    mentions: int = Field(ge=1)
    signs: dict[str, int]
    score: float = 0.0
    snippets: tuple[Snippet, ...]


class Nearest(_Part):
    """An entry of the gazetteer that is called alike, with the likeness of the names (0 to 1)."""

    id: str
    name: str
    likeness: float


class Candidate(_Part):
    """A proposed entry, or a proposed alias of an entry that is there.

    Args:
        id: The same for the same proposal in every run.
        what: "entry" or "alias".
        name: The canonical name; of an alias the alias.
        kind: A kind of body, or "place".
        into: The id of the entry that an alias is for.
        abbreviation: The short name.
        aliases: Further forms, the most frequent first.
        level: The level of a place.
        place: The id of the area that a body belongs to.
        parent: The id of the body or area above it.
        evidence: What speaks for it.
        nearest: Entries with like names, the likest first.
        confidence: How likely it is right, from 0 to 1; see :mod:`~.propose`.
    """

    id: str
    what: Literal["entry", "alias"]
    name: str
    kind: AgencyKind | Literal["place"]
    into: str | None = None
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    level: PlaceLevel | None = None
    place: str | None = None
    parent: str | None = None
    evidence: Evidence
    nearest: tuple[Nearest, ...] = ()
    confidence: float = Field(ge=0, le=1)

    def row(self) -> PackRow:
        """Return the row of a pack that accepts it."""
        if self.what == "alias":
            return PackRow(action="override", id=self.into, aliases=(self.name, *self.aliases))
        return PackRow(
            kind=self.kind,
            name=self.name,
            abbreviation=self.abbreviation,
            aliases=self.aliases,
            level=self.level if self.kind == "place" else None,
            place=self.place,
            parent=self.parent,
        )


def id_of(what: str, name: str, into: str | None = None) -> str:
    """Return the id of a proposal.

    Args:
        what: "entry", "place" or "alias": a body and a place of one name are two proposals.
        name: The name.
        into: The id of the entry that an alias is for.

    >>> id_of("entry", "Dinas Sosial Tuban") == id_of("entry", "DINAS SOSIAL TUBAN")
    True
    """
    return hashlib.sha256(f"{what}\0{key_of(name)}\0{into or ''}".encode()).hexdigest()[:12]


def read_candidates(path: Path) -> Iterator[Candidate]:
    """Read the candidates that ``entitas gazetteer mine`` wrote.

    Raises:
        InputError: The file cannot be read, or a line is no candidate.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Candidate.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(map(str, first["loc"]))
                raise InputError(
                    f"{path}, line {number}: no candidate of 'entitas gazetteer mine' "
                    f"({field}: {first['msg']})."
                ) from error
