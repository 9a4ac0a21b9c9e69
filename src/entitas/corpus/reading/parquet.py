"""Parquet: a row is a document; one row group after the other is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.source import Item, Unreadable
from entitas.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["count_rows", "read_parquet", "row_document"]

_BATCH = 256


def read_parquet(path: Path, stem: str, columns: Columns) -> Iterator[Item]:
    """Read a document a row; only the columns that make a document are read.

    A document without an id is called by the file and the number of its row, "news:12".

    Args:
        path: The file.
        stem: The name of the file in such ids.
        columns: The columns that make a document.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            there = file.schema_arrow.names
            if reason := columns.missing(there):
                yield Unreadable(str(path), reason, "")
                return
            used = [name for name in columns.names() if name in there]
            for batch in file.iter_batches(_BATCH, columns=used):
                for row in range(batch.num_rows):
                    number += 1
                    yield row_document(batch, row, f"{stem}:{number}", f"{path}:{number}", columns)
    except (OSError, pa.ArrowException) as error:
        yield Unreadable(f"{path}:{number + 1}", f"the file breaks off: {error}", "")


def count_rows(path: Path) -> int | None:
    """Return how many rows a file has, if it can be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException):
        return None


def row_document(
    batch: pa.RecordBatch, row: int, default_id: str, where: str, columns: Columns
) -> Item:
    """Make a document of a row.

    Args:
        batch: Rows, with no other columns than those that make a document.
        row: The number of the row, from 0.
        default_id: The id, if the row has none.
        where: What the row is called if it is no document.
        columns: The columns that make a document.
    """
    values: dict[str, Any] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            values[name] = column[row].as_py()
        except UnicodeDecodeError as error:
            original = error.object.decode("utf-8", errors="replace")
            return Unreadable(where, f'column "{name}" is not UTF-8 text', original)
    try:
        return columns.document(values, default_id, where)
    except InputError as error:
        return Unreadable(where, str(error), repr(values))
