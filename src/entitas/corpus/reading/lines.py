"""JSON Lines: a line is a document."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.source import Item, Source, Unreadable
from entitas.corpus.reading.streams import Stream
from entitas.errors import InputError

__all__ = ["read_lines"]


def read_lines(
    stream: Stream, stem: str, where: str, encoding: str, columns: Columns
) -> Iterator[Item]:
    """Read a document a line; blank lines are none.

    A document without an id is called by the file and its line, "news:12".

    Args:
        stream: The lines.
        stem: The name of the file in such ids.
        where: The file.
        encoding: Its encoding.
        columns: The fields that make a document; others are ignored.
    """
    number, last = 0, b""
    for number, raw in enumerate(stream, 1):
        if stream.failure and not raw.endswith(b"\n"):
            # the line that the break cut in two
            last, number = raw, number - 1
            break
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if line.strip():
            yield _document(line, f"{stem}:{number}", f"{where}:{number}", encoding, columns)
    if stream.failure:
        original = last.decode(encoding, errors="replace")
        yield Unreadable(f"{where}:{number + 1}", stream.failure, original)


def _document(raw: bytes, id_: str, where: str, encoding: str, columns: Columns) -> Item:
    try:
        value = json.loads(raw.decode(encoding))
        return _checked(value, id_, where, columns)
    except InputError as error:
        reason = str(error)
    except (ValueError, RecursionError) as error:
        reason = f"not a JSON document: {error}"
    return Unreadable(where, reason, raw.decode(encoding, errors="replace").rstrip("\r\n"))


def _checked(value: object, id_: str, where: str, columns: Columns) -> Source:
    if not isinstance(value, dict):
        raise InputError(f"a document is a JSON object, not {type(value).__name__}")
    return columns.document(value, id_, where)
