"""CSV and TSV: a row is a document, the first row names the columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.source import Item, Unreadable
from entitas.corpus.reading.streams import Stream
from entitas.errors import InputError

__all__ = ["read_table"]

# A quotation mark that is never closed takes in all that follows, up to here.
_LONGEST = 100_000_000
# How bytes that are no text come out of a decoder that lets them pass.
_NO_TEXT = re.compile("[\udc80-\udcff]")


def read_table(
    stream: Stream, stem: str, where: str, encoding: str, columns: Columns, *, delimiter: str
) -> Iterator[Item]:
    """Read a document a row.

    Quotation is as strict as RFC 4180, and a row has as many fields as the header: what is read
    otherwise is likely to be cut at the wrong place. A document without an id is called by the file
    and the line at which its row begins, "news:12". A byte order mark is no part of the header.

    Args:
        stream: The table.
        stem: The name of the file in such ids.
        where: The file.
        encoding: Its encoding.
        columns: The columns that make a document; others are ignored.
        delimiter: What parts the fields.
    """
    rows = _rows(stream, encoding, delimiter)
    head = next(rows, None)
    if head is None:
        return
    if reason := head.reason or columns.missing(head.cells):
        yield Unreadable(f"{where}:{head.line}", reason, _readable(head.original))
        return
    for row in rows:
        place = f"{where}:{row.line}"
        try:
            if row.reason:
                raise InputError(row.reason)
            if len(row.cells) != len(head.cells):
                raise InputError(
                    f"the row has {len(row.cells)} fields, the header {len(head.cells)}"
                )
            values = dict(zip(head.cells, row.cells, strict=True))
            yield columns.document(values, f"{stem}:{row.line}", place)
        except InputError as error:
            yield Unreadable(place, str(error), _readable(row.original))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, or why it is none: the line where it begins, its cells, how it is written."""

    line: int
    cells: list[str]
    original: str
    reason: str | None = None


def _rows(stream: Stream, encoding: str, delimiter: str) -> Iterator[_Row]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    decoder = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    # bytes that are no text pass as lone surrogates, so that only their row is unreadable
    with io.TextIOWrapper(stream, decoder, errors="surrogateescape", newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        told = False
        while True:
            line, reason, cells = lines.begin(), None, None
            try:
                cells = next(reader, None)
            except csv.Error as error:
                reason = f"not a row: {error}"
            except UnicodeError as error:
                # nothing that follows can be told apart
                yield _Row(line, [], lines.held, f"not {encoding} text: {error}")
                return
            if reason is None and cells is None:
                break
            if stream.failure and lines.ended and (reason or not lines.held.endswith(("\n", "\r"))):
                reason, told = stream.failure, True
            if reason or cells:
                yield _Row(line, cells or [], lines.held, reason or _unfit(lines.held, encoding))
        if stream.failure and not told:
            yield _Row(line, [], "", stream.failure)


def _unfit(original: str, encoding: str) -> str | None:
    if found := _NO_TEXT.search(original):
        return f"not {encoding} text: it holds the byte 0x{ord(found[0]) - 0xDC00:02X}"
    return "it holds a NUL character" if "\0" in original else None


def _readable(original: str) -> str:
    return _NO_TEXT.sub("\ufffd", original)


class _Lines:
    """Lines on their way to the CSV reader; those of the row that is being read are held."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._held: list[str] = []
        self._number = 0
        self.ended = False

    def begin(self) -> int:
        """Begin another row, and return the number of its first line."""
        self._held = []
        return self._number + 1

    @property
    def held(self) -> str:
        return "".join(self._held)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        # a last line without an end is known to be the last
        self.ended = not line.endswith(("\n", "\r"))
        if not line:
            raise StopIteration
        self._held.append(line)
        self._number += 1
        return line
