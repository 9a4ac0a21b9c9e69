"""The rows of the data files, and how a file becomes rows or an error that names file and row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from entitas.errors import GazetteerError

__all__ = [
    "AliasRow",
    "BodyRow",
    "ChangeRow",
    "ComposedRow",
    "OrdinaryRow",
    "PatternRow",
    "PlaceRow",
    "ProminentRow",
    "Row",
    "TriggerRow",
    "UnitRow",
    "parted",
    "read_lines",
    "read_rows",
]

AnyRow = TypeVar("AnyRow", bound=BaseModel)
Kind = Literal[
    "ministry", "commission", "police", "military", "prosecution", "court", "legislature",
    "regional_government", "central_agency", "soe", "party", "company", "education", "media",
    "foreign", "other",
]  # fmt: skip
AreaLevel = Literal["country", "province", "regency", "city", "district", "village", "other"]
Text = Annotated[str, Field(min_length=1)]


def parted(cell: object) -> object:
    """Part a cell at "|"; what is no text, as in a compiled store, stays as it is."""
    if not isinstance(cell, str):
        return cell
    return tuple(part.strip() for part in cell.split("|") if part.strip())


Forms = Annotated[tuple[str, ...], BeforeValidator(parted)]
Optional = Annotated[str | None, BeforeValidator(lambda cell: cell or None)]
Year = Annotated[int | None, Field(ge=1500, le=2100), BeforeValidator(lambda cell: cell or None)]
Code = Annotated[str, Field(pattern=r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$")]
Flag = Annotated[bool, BeforeValidator(lambda c: {"": False, "yes": True}.get(c, c))]
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


class Row(BaseModel):
    """A row of a data file; it is checked as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class AliasRow(Row):
    """Another name of an area: an abbreviation, a nickname, an official or old name, a spelling."""

    code: Code
    alias: Text
    kind: Literal["abbreviation", "nickname", "official", "old", "spelling"]


class ChangeRow(Row):
    """A code that is no longer valid, and the area that took its place.

    ``code`` is a present code, or the id of a country for what is no longer Indonesia. ``name`` is
    the former name where it was another; ``law`` says what made the change.
    """

    old: Code
    code: Annotated[str, Field(pattern=rf"^(\d\d(\.\d\d(\.\d\d(\.\d{{4}})?)?)?|country:{_SLUG})$")]
    name: Optional
    year: Annotated[int, Field(ge=1945, le=2100)]
    law: Text


class ProminentRow(Row):
    """An area that is better known than its level tells: "Cikini", a village by its code."""

    code: Code
    name: Text


class PlaceRow(Row):
    """A place that is no administrative area of Indonesia."""

    id: Annotated[str, Field(pattern=rf"^(country|place):{_SLUG}$")]
    level: Literal["country", "province", "regency", "city", "district", "other"]
    name: Text
    aliases: Forms
    parent: Optional


class BodyRow(Row):
    """A body.

    An alias that ends in "~" seldom means it. ``branches``: it has regional ones.
    """

    id: Annotated[str, Field(pattern=rf"^body:{_SLUG}$")]
    kind: Kind
    name: Text
    abbreviation: Optional
    aliases: Forms
    parent: Optional
    place: Annotated[Code | None, BeforeValidator(lambda cell: cell or None)]
    since: Year
    until: Year
    successor: Optional
    branches: Flag


class PatternRow(Row):
    """Bodies that many areas have.

    ``name`` and ``short`` hold ``{area}`` (bare), ``{full}`` (with the level word) and ``{q}`` (the
    qualifier). ``heads`` are the forms before the area, ``levels`` the levels of area it goes with,
    preferred first. ``parent`` is the id of a listed body, or the key of a pattern, composed with
    the same area ("pemda") or with the one that contains it ("polda^province").
    ``tail`` says what may follow the head: an area; a name of its own too ("RSUD Kartini"); a
    qualifier before the area ("Dinas Kesehatan …"); or only a name of its own ("PT Maju Jaya").
    ``alone``: the bare head names something.
    """

    key: Annotated[str, Field(pattern=rf"^{_SLUG}$")]
    kind: Kind
    levels: Annotated[tuple[AreaLevel, ...], BeforeValidator(parted)]
    name: Text
    short: Text
    heads: Annotated[Forms, Field(min_length=1)]
    parent: Optional
    tail: Literal["area", "named", "qualified", "name"]
    alone: Flag


class UnitRow(Row):
    """A unit named before the body it belongs to ("Satreskrim Polres Tuban").

    ``tail`` says what may stand between: nothing; a number ("Komisi III DPR"); words of its own
    ("Bidang Humas Polda Jatim"); a listed body ("Fraksi PKS DPR").
    A ``name`` of ``{form}`` means that the unit is called as it is written.
    ``of`` lists the kinds of body it may belong to; ``kind`` is its own kind, the body's if empty.
    """

    key: Annotated[str, Field(pattern=rf"^{_SLUG}$")]
    name: Text
    forms: Annotated[Forms, Field(min_length=1)]
    tail: Literal["none", "number", "words", "body"]
    of: Annotated[tuple[Kind, ...], BeforeValidator(parted)]
    kind: Annotated[Kind | None, BeforeValidator(lambda cell: cell or None)]


class ComposedRow(Row):
    """What one composed body is called, where the pattern's rule would be wrong."""

    id: Text
    name: Text
    abbreviation: Optional
    aliases: Forms
    parent: Optional


class TriggerRow(Row):
    """A word that tells of the name behind it.

    A level word; a preposition or noun before places; an office with its jurisdiction; an office
    that swallows the head of a unit ("Kasat Reskrim Polres Tuban"); a rank or title, with which no
    name goes on; a venue, whose name is not a place's.
    """

    word: Text
    kind: Literal["level", "near", "office", "contraction", "rank", "title", "venue"]
    level: Annotated[
        Literal["country", "province", "regency", "city", "district", "village", "other"] | None,
        BeforeValidator(lambda cell: cell or None),
    ]


class OrdinaryRow(Row):
    """How often a word that is also a name is written small in running text."""

    word: Text
    ratio: Annotated[float, Field(ge=0, le=1)]


def read_rows(path: Path, model: type[AnyRow]) -> Iterator[AnyRow]:
    """Yield the rows of a CSV file, checked.

    Args:
        path: The file; its header names the fields of ``model``.
        model: The class of the rows.

    Raises:
        GazetteerError: The file cannot be read, or a row of it is not valid; says which and why.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for cells in reader:
                if None in cells or None in cells.values():
                    count = len(reader.fieldnames or ())
                    raise GazetteerError(
                        f"{path}, line {reader.line_num}: not {count} cells; quote commas."
                    )
                try:
                    yield model.model_validate(cells)
                except ValidationError as error:
                    first = error.errors()[0]
                    column = ".".join(str(part) for part in first["loc"]) or "row"
                    raise GazetteerError(
                        f"{path}, line {reader.line_num}, {column}: {first['msg']}; mend the cell."
                    ) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 CSV ({error}).") from error


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file.

    Raises:
        GazetteerError: The file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
