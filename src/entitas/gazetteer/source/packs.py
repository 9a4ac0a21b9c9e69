"""Packs: lists of one's own, laid over a gazetteer. How they are read and checked.

A pack is a table (CSV with a header, JSON Lines or a YAML list) of the fields of :class:`PackRow`.
All rows are read before anything is said, so that one run names every row that is wrong.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import KINDS
from entitas.gazetteer.source.rows import AreaLevel, Flag, Kind, Optional, Row, Year, parted

__all__ = [
    "SUFFIXES",
    "PackError",
    "PackRow",
    "Problem",
    "check_pack",
    "check_row",
    "id_of",
    "write_pack",
]

#: The formats of packs, by the suffix of their files.
SUFFIXES = (".csv", ".jsonl", ".yaml", ".yml")
_ID = r"^[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]*$|^[a-z0-9-]+(=[^@/]+)?@[^@/]+$"
_MOST_ID = 300
_MOST_TOLD = 20

_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Names = Annotated[tuple[_Name, ...], BeforeValidator(parted)]


class PackRow(Row):
    """A row of a pack.

    Args:
        action: ``add`` a new entry, ``override`` fields of one that is there (what is left empty
            stays as it is), or ``disable`` it: it keeps its id, but texts are not searched for it.
        id: The entry's id. It may be left out when adding: then it is made of kind and name.
        kind: A kind of body, "place" or "person"; needed when adding.
        name: The canonical name; needed when adding.
        abbreviation: The short name in common use.
        aliases: Further names, parted by "|"; one that ends in "~" seldom means the entry.
        without: Names that texts are not to be searched for any more, parted by "|".
        parent: The id of the body that a body belongs to or a person serves in, or of the area that
            a place lies in.
        place: The id ("id:33.74") or Kemendagri code of a body's jurisdiction.
        level: The level of a place.
        since: The year a body was founded.
        until: The year it ceased.
        successor: The id of the body that took its place.
        branches: "yes" if the body has regional branches that are named like it.
    """

    action: Annotated[
        Literal["add", "override", "disable"], BeforeValidator(lambda cell: cell or "add")
    ] = "add"
    id: Annotated[
        Annotated[str, Field(pattern=_ID, max_length=_MOST_ID)] | None,
        BeforeValidator(lambda cell: cell or None),
    ] = None
    kind: Annotated[
        Kind | Literal["place", "person"] | None, BeforeValidator(lambda cell: cell or None)
    ] = None
    name: Annotated[_Name | None, BeforeValidator(lambda cell: cell or None)] = None
    abbreviation: Annotated[_Name | None, BeforeValidator(lambda cell: cell or None)] = None
    aliases: _Names = ()
    without: _Names = ()
    parent: Optional = None
    place: Optional = None
    level: Annotated[AreaLevel | None, BeforeValidator(lambda cell: cell or None)] = None
    since: Year = None
    until: Year = None
    successor: Optional = None
    branches: Flag = False

    @model_validator(mode="after")
    def _is_consistent(self) -> PackRow:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}")
        if self.kind and self.id and ":" in self.id:
            prefixes = {"place": ("place", "country", "id"), "person": ("person",)}
            prefix = self.id.partition(":")[0]
            if prefix not in prefixes.get(self.kind, (prefix,)) or (
                self.kind not in prefixes and prefix in ("place", "country", "id", "person")
            ):
                raise ValueError(f"the id {self.id} is not that of a {self.kind}")
        return self


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a pack: the file, the line, the field (or "row"), and the reason."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.field}: {self.reason}"


class PackError(GazetteerError):
    """A pack is not valid.

    Args:
        problems: Everything that is wrong with it, in the order of its lines.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        told = "\n".join(str(problem) for problem in problems[:_MOST_TOLD])
        more = len(problems) - _MOST_TOLD
        rest = f"\n… and {more} more; 'entitas gazetteer validate' lists all." if more > 0 else ""
        super().__init__(f"{told}{rest}")


def check_pack(path: Path) -> Iterator[tuple[int, PackRow | Problem]]:
    """Yield the rows of a pack with their lines, and what is wrong with those that are not valid.

    Raises:
        GazetteerError: The file cannot be read, or is of no known format.
    """
    for line, cells in _cells(path):
        if isinstance(cells, Problem):
            yield line, cells
            continue
        for row in _checked(path, line, cells):
            yield line, row


def check_row(path: Path, line: int, cells: Mapping[str, Any]) -> PackRow | Problem:
    """Return a row of a pack, or the first thing that is wrong with it."""
    return next(iter(_checked(path, line, cells)))


def write_pack(rows: Sequence[PackRow], path: Path) -> None:
    """Write a pack in the format of its suffix.

    Raises:
        GazetteerError: The suffix is of no known format, or the file cannot be written.
    """
    tables = [
        {name: value for name, value in row.model_dump().items() if value not in (None, (), False)}
        for row in rows
    ]
    if path.suffix == ".csv":
        out = io.StringIO()
        used = [f for f in PackRow.model_fields if any(f in table for table in tables)]
        writer = csv.DictWriter(out, used or ["name"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in t.items()} for t in tables)
        text = out.getvalue()
    elif path.suffix == ".jsonl":
        text = "".join(json.dumps(table, ensure_ascii=False) + "\n" for table in tables)
    elif path.suffix in SUFFIXES:
        plain = [{k: list(v) if isinstance(v, tuple) else v for k, v in t.items()} for t in tables]
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    else:
        raise GazetteerError(f"{path}: packs end in {', '.join(SUFFIXES)}; rename it.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be written ({error.strerror}).") from error


def id_of(kind: str, name: str) -> str:
    """Return the id that an entry without one gets.

    >>> id_of("company", "PT Maju Jaya (Persero)")
    'body:pt-maju-jaya-persero'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    # a name in another script has no slug
    slug = slug or hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{kind if kind in ('place', 'person') else 'body'}:{slug}"


def _checked(path: Path, line: int, cells: Mapping[str, Any]) -> Iterator[PackRow | Problem]:
    """Yield a row, or what is wrong with it, field by field."""
    try:
        yield PackRow.model_validate(cells)
    except ValidationError as error:
        blamed: set[str] = set()
        for detail in error.errors():
            field = str(detail["loc"][0]) if detail["loc"] else "row"
            if field not in blamed:
                blamed.add(field)
                yield Problem(str(path), line, field, _reason(detail, cells))


def _cells(path: Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yield the raw rows of a file with their lines, or what is wrong with a line."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise GazetteerError(f"{path}: packs end in {', '.join(SUFFIXES)}; rename it.")
    if path.exists() and not path.is_file():
        raise GazetteerError(f"{path}: no file; give one that can be read again.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    if suffix == ".csv":
        yield from _csv(path, text)
    elif suffix == ".jsonl":
        yield from _jsonl(path, text)
    else:
        yield from _yaml(path, text)


def _csv(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise GazetteerError(f"{path}: the header is no CSV ({error}).") from error
    reader.fieldnames = names
    if len(names) == 1 and ";" in names[0]:
        raise GazetteerError(f"{path}: columns are parted by commas, not by semicolons.")
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise GazetteerError(f"{path}: the column {doubled[0]!r} stands there twice.")
    if unknown := [name for name in names if name not in PackRow.model_fields]:
        raise GazetteerError(
            f"{path}: no such column {unknown[0]!r}; a pack has {', '.join(PackRow.model_fields)}. "
            "For a table with other columns, 'entitas gazetteer import' makes a pack of it."
        )
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, Problem(str(path), reader.line_num, "row", f"{error}")
            continue
        line = reader.line_num
        if None in cells or None in cells.values():
            reason = f"not {len(names)} cells; quote cells that hold a comma"
            yield line, Problem(str(path), line, "row", reason)
        else:
            yield line, cells


def _jsonl(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    for line, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            cells = json.loads(row)
        except ValueError as error:
            yield line, Problem(str(path), line, "row", f"not JSON ({error})")
            continue
        yield line, _table(path, line, cells)


def _yaml(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise GazetteerError(f"{path}: not valid YAML ({error}).") from error
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise GazetteerError(f"{path}: not a list; write one entry an item: '- name: …'.")
    for item, cells in zip(node.value, values, strict=True):
        line = item.start_mark.line + 1
        yield line, _table(path, line, cells)


def _table(path: Path, line: int, cells: object) -> dict[str, Any] | Problem:
    if not isinstance(cells, Mapping):
        return Problem(str(path), line, "row", "not a table of fields")
    return {str(name): value for name, value in cells.items()}


def _reason(detail: Mapping[str, Any], cells: Mapping[str, Any]) -> str:
    """Say what is wrong with a field, with what stands there."""
    value = cells.get(str(detail["loc"][0])) if detail["loc"] else None
    if detail["type"] == "extra_forbidden":
        return f"no such field; a pack has {', '.join(PackRow.model_fields)}"
    said = str(detail["msg"]).removeprefix("Value error, ")
    if isinstance(value, int | float) and detail["type"] == "string_type":
        said = "not a text; put it in quotes"
    if detail["loc"][:1] == ("kind",):
        said = f"no such kind; there are {', '.join((*KINDS, 'place', 'person'))}"
    if detail["type"] == "string_pattern_mismatch":
        said = "not an id; ids look like body:kpk, place:pasar-baru, id:33.74 or polres@35.23"
    return f"{said}: {value!r}" if value is not None else said


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return "|".join(value)
    return "yes" if value is True else value
