"""Make packs of tables and patterns that were made for other tools."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.source.packs import PackRow, Problem, check_row, id_of

__all__ = ["LABELS", "from_csv", "from_patterns", "to_patterns", "to_rows"]

#: The kinds that the usual labels of spaCy and Prodigy stand for.
LABELS = {
    "ORG": "other", "PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place",
    "PLACE": "place", "FAC": "other", "NORP": "other",
}  # fmt: skip
# Token attributes of which a pattern's text can be made.
_TEXTUAL = ("TEXT", "ORTH", "LOWER", "NORM")

Found = Iterator[tuple[int, PackRow | Problem]]


def from_csv(
    path: Path,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Found:
    """Yield the pack's rows of a table with columns of its own, or what is wrong with a line.

    Args:
        path: The table; its first line names the columns.
        columns: The table's column for each field of a pack that it has: {"name": "Nama"}.
        constants: What the other fields are in every row: {"kind": "company"}.
        delimiter: What parts the cells.
        encoding: The table's encoding.

    Raises:
        GazetteerError: The file cannot be read, or a column or field is unknown.
    """
    if len(delimiter) != 1:
        raise GazetteerError(f"the cells are parted by one character, not by {delimiter!r}.")
    for field in (*columns, *constants):
        if field not in PackRow.model_fields:
            known = ", ".join(PackRow.model_fields)
            raise GazetteerError(f"no such field of a pack: {field!r}; there are {known}.")
    try:
        with path.open(encoding=encoding.replace("utf-8", "utf-8-sig"), newline="") as file:
            reader = csv.DictReader(file, delimiter=delimiter)
            header = reader.fieldnames or ()
            for column in columns.values():
                if column not in header:
                    raise GazetteerError(
                        f"{path}: no column {column!r}; it has {', '.join(header)}."
                    )
            for cells in reader:
                row = {f: (cells[column] or "").strip() for f, column in columns.items()}
                yield reader.line_num, _to_add(path, reader.line_num, {**constants, **row})
    except (OSError, UnicodeDecodeError, LookupError, csv.Error) as error:
        raise GazetteerError(f"{path}: cannot be read as {encoding} CSV ({error}).") from error


def from_patterns(path: Path, kinds: Mapping[str, str] | None = None) -> Found:
    """Yield the pack's rows of the patterns of an EntityRuler or of Prodigy, or what is wrong.

    Patterns of one id are one entry: the first that has a capital names it, the others are
    aliases. Only patterns that are a text can be taken over: strings, and tokens of TEXT, ORTH,
    LOWER or NORM.

    Args:
        path: JSON Lines of {"label", "pattern", "id"}.
        kinds: The kind for each label, besides those of :data:`LABELS`.

    Raises:
        GazetteerError: The file cannot be read.
    """
    labels = {**LABELS, **(kinds or {})}
    entries: dict[str, tuple[int, PackRow]] = {}
    for line, value in _json_lines(path):
        row = value if isinstance(value, Problem) else _pattern(path, line, value, labels)
        if isinstance(row, Problem):
            yield line, row
            continue
        id_ = row.id or id_of(row.kind or "other", row.name or "")
        if id_ in entries:
            first, known = entries[id_]
            forms = dict.fromkeys((known.name or "", *known.aliases, row.name or ""))
            name = next((form for form in forms if not form.islower()), known.name)
            others = tuple(form for form in forms if form != name)
            entries[id_] = first, known.model_copy(update={"name": name, "aliases": others})
        else:
            entries[id_] = line, row.model_copy(update={"id": id_})
    yield from entries.values()


def to_rows(entries: Iterable[Entry], weak: Callable[[Entry], Set[str]]) -> Iterator[PackRow]:
    """Yield the rows of a pack that overrides some entries with what they are.

    Args:
        entries: The entries.
        weak: Returns the names of an entry that seldom mean it.
    """
    for entry in entries:
        seldom = weak(entry)
        said: dict[str, Any] = {
            "action": "override",
            "id": entry.id,
            "abbreviation": entry.abbreviation,
            "aliases": tuple(f"{a}~" if a in seldom else a for a in entry.aliases),
        }
        if not entry.id.startswith("id:"):
            fields = ("kind", "name", "level", "parent", "place", "since", "until", "successor")
            said |= {field: getattr(entry, field) for field in fields}
        yield PackRow.model_validate(said)


def to_patterns(entries: Iterable[Entry]) -> Iterator[dict[str, str]]:
    """Yield the patterns of an EntityRuler for some entries: one for each of their names."""
    for entry in entries:
        label = {"place": "GPE", "person": "PERSON"}.get(entry.kind, "ORG")
        names = (entry.name, entry.abbreviation, *entry.aliases)
        for name in dict.fromkeys(filter(None, names)):
            yield {"label": label, "pattern": name, "id": entry.id}


def _json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    for line, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            yield line, json.loads(text)
        except ValueError as error:
            yield line, Problem(str(path), line, "row", f"not JSON ({error})")


def _pattern(path: Path, line: int, value: Any, labels: Mapping[str, str]) -> PackRow | Problem:
    if not isinstance(value, dict) or "label" not in value or "pattern" not in value:
        return Problem(str(path), line, "row", 'not {"label": …, "pattern": …}')
    kind = labels.get(str(value["label"]))
    if kind is None:
        reason = f"no kind is known for {value['label']!r}; give one with --kind"
        return Problem(str(path), line, "label", reason)
    name = _text(value["pattern"])
    if name is None:
        return Problem(str(path), line, "pattern", "no plain text, so that it is no name")
    level = {"level": "other"} if kind == "place" else {}
    id_ = str(value["id"]) if value.get("id") else None
    if id_ and ":" not in id_:
        id_ = id_of(kind, id_)
    return _to_add(path, line, {"id": id_, "kind": kind, "name": name, **level})


def _text(pattern: Any) -> str | None:
    """Return the text that a pattern matches, None if it is not just one."""
    if isinstance(pattern, str):
        return pattern.strip() or None
    words = []
    for token in pattern if isinstance(pattern, list) else ():
        values = list(token.items()) if isinstance(token, dict) else []
        if len(values) != 1 or str(values[0][0]).upper() not in _TEXTUAL:
            return None
        if not isinstance(values[0][1], str):
            return None
        words.append(values[0][1])
    return " ".join(words) or None


def _to_add(path: Path, line: int, cells: Mapping[str, Any]) -> PackRow | Problem:
    """Check a row that is to add an entry."""
    row = check_row(path, line, cells)
    if isinstance(row, Problem):
        return row
    for field in ("name", "kind"):
        if not getattr(row, field):
            return Problem(str(path), line, field, "an entry to add needs one")
    return row
