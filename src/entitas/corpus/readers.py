"""Documents from text files, JSON Lines and folders of them, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entitas.errors import InputError

__all__ = [
    "Source",
    "Unreadable",
    "count_documents",
    "decode",
    "find_files",
    "read_documents",
    "read_text",
]

_SUFFIXES = (".txt", ".jsonl")
_FIELDS = ("title", "url", "date")


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read: ``where`` names its file, and its line within a JSONL file."""

    id: str
    text: str
    where: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of a document that cannot be read: why not, and the original."""

    where: str
    reason: str
    original: str


def find_files(inputs: Iterable[Path]) -> list[Path]:
    """Return the files among ``inputs`` and, sorted, the .txt and .jsonl files in its folders.

    Raises:
        InputError: An input does not exist, is of another type, or a folder holds no such file.
    """
    files: list[Path] = []
    for path in inputs:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
            if not inside:
                raise InputError(f"{path} holds no .txt or .jsonl file.")
            files += inside
        elif not path.exists():
            raise InputError(f"{path} does not exist.")
        elif path.suffix not in _SUFFIXES:
            raise InputError(f"{path} is neither .txt nor .jsonl; those are the formats read.")
        else:
            files.append(path)
    return files


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Read one text file exactly, line ends included.

    Raises:
        InputError: The file cannot be opened or is not text in this encoding.
    """
    try:
        return decode(path.read_bytes(), encoding, str(path))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def decode(raw: bytes, encoding: str, where: str) -> str:
    """Decode what was read from ``where``.

    Raises:
        InputError: It is not text in this encoding, or there is no such encoding.
    """
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where} is not {encoding} text: byte {error.start} is "
            f"0x{error.object[error.start]:02X}. Name its encoding with --encoding "
            "(cp1252 is usual for old exports)."
        ) from None
    except LookupError:
        raise InputError(f"{encoding!r} is not a known encoding; utf-8 and cp1252 are.") from None


def read_documents(files: Iterable[Path], encoding: str = "utf-8") -> Iterator[Source | Unreadable]:
    """Read every document of the files, in order.

    A .txt file is one document with the file's stem as its id. A line of a .jsonl file is one
    document: an object with ``text`` and any of ``id``, ``title``, ``url`` and ``date``; other
    fields are ignored, and without an id it is called by its file and line, "news:12".
    """
    for path in files:
        if path.suffix == ".txt":
            try:
                yield Source(path.stem, read_text(path, encoding), str(path))
            except InputError as error:
                yield Unreadable(str(path), str(error), "")
        else:
            yield from _read_lines(path, encoding)


def count_documents(files: Iterable[Path]) -> int:
    """Count the documents of some files ahead, so that a progress bar has an end."""
    total = 0
    for path in files:
        if path.suffix == ".txt":
            total += 1
        else:
            with path.open("rb") as stream:
                total += sum(1 for line in stream if line.strip())
    return total


def _read_lines(path: Path, encoding: str) -> Iterator[Source | Unreadable]:
    try:
        stream = path.open("rb")
    except OSError as error:
        yield Unreadable(str(path), f"cannot be read: {error.strerror}", "")
        return
    with stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            where = f"{path}:{number}"
            try:
                yield _document(json.loads(raw.decode(encoding)), f"{path.stem}:{number}", where)
            except (ValueError, RecursionError) as error:
                reason = f"not a JSON document: {error}"
                if isinstance(error, InputError):
                    reason = str(error)
                yield Unreadable(where, reason, raw.decode(encoding, errors="replace").rstrip("\n"))


def _document(value: Any, default_id: str, where: str) -> Source:
    if not isinstance(value, dict):
        raise InputError(f"a document is a JSON object, not {type(value).__name__}")
    if not isinstance(value.get("text"), str):
        raise InputError('the field "text" is missing or not a string')
    fields = {name: str(value[name]) for name in _FIELDS if value.get(name) is not None}
    given = value.get("id")
    return Source(default_id if given is None else str(given), value["text"], where, fields)
