"""The title lexicon: CSV files under ``data/``, read into checked rows and phrase tables.

One file a kind of title, one row an entry, ``|`` between the forms of a cell, so that a change to
the lexicon is a readable diff. Sources of the facts: the Indonesian rank orders of PP 39/2010 (TNI)
and Perkap 3/2016 (Polri), the civil-service grades of PP 99/2000 and the prosecution's of the same
table, the degrees of Kepmendiknas 178/2001 and Permenristekdikti 59/2018, the ministries of Perpres
139/2024, and usage in Indonesian news.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from entitas.errors import InputError
from entitas.titles.words import PhraseTable, keys_of

__all__ = [
    "BodyRow",
    "DegreeRow",
    "HonorificRow",
    "Lexicon",
    "OfficeRow",
    "PartRow",
    "PortfolioRow",
    "RankRow",
    "StatusRow",
    "lexicon",
    "read_rows",
]

Row = TypeVar("Row", bound=BaseModel)
Text = Annotated[str, Field(min_length=1)]
Forms = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda cell: tuple(form for form in cell.split("|") if form)),
]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _flag(word: str) -> BeforeValidator:
    """A cell that is empty or says ``word``."""

    def check(cell: str) -> bool:
        if cell not in ("", word):
            raise ValueError(f"must be empty or {word!r}, not {cell!r}")
        return cell == word

    return BeforeValidator(check)


class RankRow(_Row):
    """A rank. ``name_forms`` count only before a name, ``weak_forms`` only with a suffix."""

    code: Text
    name: Text
    kind: Literal["police_rank", "military_rank", "civil_rank"]
    force: Literal["polri", "tni", "ad", "al", "au", "kejaksaan", "asn"]
    order: Annotated[int, Field(ge=1, le=23)]
    forms: Forms
    name_forms: Forms
    weak_forms: Forms
    long_forms: Forms


class CorpsRow(_Row):
    """A corps behind a military rank ("Inf", "Pnb"), or one in brackets ("P" in "Laut (P)")."""

    form: Text
    force: Literal["tni", "ad", "al", "au"]
    name: Text


class DegreeRow(_Row):
    """An academic degree; a weak one needs a comma or another degree before it."""

    form: Text
    side: Literal["before", "after"]
    name: Text
    weak: Annotated[bool, _flag("weak")]


class HonorificRow(_Row):
    """An honorific. ``stop`` rows are phrases that only look like one ("Ibu Kota")."""

    form: Text
    kind: Literal["religious", "noble", "polite", "late", "stop"]
    name: str
    rule: Literal["", "initial", "lower"]


class OfficeRow(_Row):
    """An office head.

    ``tail`` says what follows it: a ``place`` of jurisdiction, a ``portfolio`` of government, the
    name of a military unit (``unit_name``, ``unit_place``), a ``body`` at once as after a chairman,
    functions and a body after ``kepala``, ``kadis`` or any other ``general`` head, a ``person``
    represented, something ``free``, or ``none``.
    ``agency`` is the template of the body that the head implies.
    """

    code: Text
    name: Text
    forms: Forms
    tail: Literal[
        "place",
        "portfolio",
        "dirjen",
        "unit_name",
        "unit_place",
        "kepala",
        "kadis",
        "body",
        "general",
        "person",
        "free",
        "none",
    ]
    agency: str
    official: Annotated[bool, _flag("yes")]
    deputy: Annotated[bool, _flag("yes")]


class PartRow(_Row):
    """A piece of a contraction: "ka" + "dis" + "hub" is Kepala Dinas Perhubungan."""

    part: Text
    expansion: Text
    slot: Literal["head", "unit", "domain"]
    body: str
    takes: Literal["", "unit", "domain", "portfolio"]


class PortfolioRow(_Row):
    """What a minister is in charge of, with the short forms after Men-, Wamen- and Menko."""

    name: Text
    short: Forms
    agency: str
    coordinating: Annotated[bool, _flag("coordinating")]


class BodyRow(_Row):
    """A word that begins the name of a body, or of a unit inside one.

    ``host`` bodies own units; ``standing`` and ``inner`` ones have a head of their own ("Kepala
    Dinas X"), but an ``inner`` one before a host is only a unit of it ("Kepala Badan Geologi
    Kementerian ESDM"). A ``common`` one is a name only with something behind it ("Ketua Yayasan").
    ``follow`` says whether a place or a name of its own comes next.
    """

    form: Text
    role: Literal["body", "host", "standing", "inner", "unit", "common"]
    follow: Literal["", "place", "name"]


class StatusRow(_Row):
    """A word that says whether an office is held now. ``whole`` words hold the office as well."""

    form: Text
    status: Literal["current", "acting", "former", "candidate"]
    place: Literal["before", "after", "whole"]
    rest: str


class WordRow(_Row):
    """A word of a plain list, perhaps with a remark."""

    word: Text
    remark: str = ""


class Lexicon:
    """All rows and the phrase tables over them; read once by :func:`lexicon`.

    Args:
        folder: Where the CSV files are.

    Raises:
        InputError: A file is missing or a row is not valid; the message names file and line.
    """

    def __init__(self, folder: Traversable) -> None:
        self.ranks = read_rows(folder / "ranks.csv", RankRow)
        self.corps = read_rows(folder / "corps.csv", CorpsRow)
        self.degrees = read_rows(folder / "degrees.csv", DegreeRow)
        self.honorifics = read_rows(folder / "honorifics.csv", HonorificRow)
        self.offices = read_rows(folder / "offices.csv", OfficeRow)
        self.parts = read_rows(folder / "parts.csv", PartRow)
        self.portfolios = read_rows(folder / "portfolios.csv", PortfolioRow)
        self.bodies = read_rows(folder / "bodies.csv", BodyRow)
        self.status = read_rows(folder / "status.csv", StatusRow)
        self.particles = _words(folder / "name_particles.csv")
        places = read_rows(folder / "place_words.csv", WordRow)
        self.place_first = frozenset(row.word for row in places if row.remark == "first")
        self.place_last = frozenset(row.word for row in places if row.remark == "last")
        self.functions = _words(folder / "functions.csv")

        self.office_table: PhraseTable[OfficeRow] = PhraseTable()
        for office in self.offices:
            for form in (office.name, *office.forms):
                self.office_table.add(form, office)
                if office.deputy:
                    self.office_table.add(f"Wakil {form}", office)
        self.venue_table: PhraseTable[str] = PhraseTable()
        for venue in _words(folder / "venues.csv"):
            self.venue_table.add(venue, venue)
        self.body_table: PhraseTable[BodyRow] = PhraseTable()
        for body in self.bodies:
            self.body_table.add(body.form, body)
        self.status_table: PhraseTable[StatusRow] = PhraseTable()
        for row in self.status:
            self.status_table.add(row.form, row)
        self.portfolio_table: PhraseTable[PortfolioRow] = PhraseTable()
        for portfolio in self.portfolios:
            for form in (portfolio.name, *portfolio.short):
                self.portfolio_table.add(form, portfolio)
        self.office_words = frozenset(
            key
            for office in self.offices
            for form in (office.name, *office.forms)
            for key in keys_of(form)
        )
        body_words = {key for body in self.bodies for key in keys_of(body.form)}
        self.glue_heads = frozenset(
            word
            for word in self.office_words | body_words | self.functions | {"ri"}
            if len(word) > 1
        )


def read_rows(path: Traversable, model: type[Row]) -> tuple[Row, ...]:
    """Read a CSV file with a header line into checked rows.

    Raises:
        InputError: The file cannot be read or a row is not valid; the message names file and line.
    """
    try:
        with path.open(encoding="utf-8") as file:
            reader = csv.DictReader(io.StringIO(file.read()), strict=True)
            rows = []
            for record in reader:
                try:
                    rows.append(model.model_validate(record))
                except (ValidationError, AttributeError) as error:
                    raise InputError(
                        f"{path.name}, line {reader.line_num}: {_reason(error)}. "
                        f"Correct the row {list(record.values())}."
                    ) from error
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a lexicon: {error}.") from error
    return tuple(rows)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon of the package, read at the first call."""
    return Lexicon(resources.files("entitas.titles") / "data")


def _words(path: Traversable) -> frozenset[str]:
    return frozenset(" ".join(keys_of(row.word)) for row in read_rows(path, WordRow))


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"column {'.'.join(map(str, first['loc']))}: {first['msg']}"
    return "the row has fewer cells than the header"
