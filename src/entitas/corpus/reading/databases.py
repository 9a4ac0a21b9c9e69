"""SQLite and DuckDB: a row of what a query gives is a document.

The database is opened to be read only. Rows come in the order of the query; only ORDER BY makes it
the same in every run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.source import Item, Unreadable
from entitas.errors import InputError

__all__ = ["read_duckdb", "read_sqlite"]

_ROWS = 256


def read_sqlite(path: Path, stem: str, query: str, columns: Columns) -> Iterator[Item]:
    """Read a document a row that a query of an SQLite database gives.

    A document without an id is called by the file and the number of its row, "news:12".

    Args:
        path: The database.
        stem: The name of the file in such ids.
        query: A SELECT.
        columns: The columns that make a document.
    """
    try:
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            # texts are decoded here, so that one that cannot be is the only one unreadable
            database.text_factory = bytes
            yield from _read(database.execute(query), path, stem, columns)
    except (sqlite3.Error, sqlite3.Warning) as error:
        yield Unreadable(str(path), f"the query fails: {error}", query)


def read_duckdb(path: Path, stem: str, query: str, columns: Columns) -> Iterator[Item]:
    """Read a document a row that a query of a DuckDB database gives.

    Args:
        path: The database.
        stem: The name of the file in ids.
        query: A SELECT.
        columns: The columns that make a document.
    """
    import duckdb

    try:
        with duckdb.connect(path, read_only=True) as database:
            yield from _read(database.execute(query), path, stem, columns)
    except duckdb.Error as error:
        yield Unreadable(str(path), f"the query fails: {error}", query)


class _Cursor(Protocol):
    @property
    def description(self) -> Any: ...
    def fetchmany(self, size: int = ..., /) -> Sequence[Any]: ...


def _read(cursor: _Cursor, path: Path, stem: str, columns: Columns) -> Iterator[Item]:
    names = [column[0] for column in cursor.description or ()]
    if reason := columns.missing(names):
        yield Unreadable(str(path), f"{reason} (or with AS in the query)", "")
        return
    number = 0
    while rows := cursor.fetchmany(_ROWS):
        for row in rows:
            number += 1
            where = f"{path}:{number}"
            try:
                values = {name: _decoded(v, name) for name, v in zip(names, row, strict=True)}
                yield columns.document(values, f"{stem}:{number}", where)
            except InputError as error:
                yield Unreadable(where, str(error), repr(row))


def _decoded(value: Any, name: str) -> Any:
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise InputError(f'column "{name}" is not UTF-8 text: {error.reason}') from None
