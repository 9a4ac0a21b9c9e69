"""The flat tables of :mod:`~.rows` as a folder of files, Parquet or CSV.

The table of documents appears last: a folder that has it is complete.
"""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path

from entitas.corpus.writing.rows import TABLES, Row, rows_of
from entitas.corpus.writing.writer import Writer
from entitas.errors import InputError
from entitas.records import Document

__all__ = ["CsvTablesWriter", "ParquetTablesWriter"]

_ROWS = 20_000
_CHARACTERS = 32_000_000


class _TablesWriter(Writer, ABC):
    """Writes flat tables into a folder, a file each.

    A document without an id is called by its number in the output, "1" or "27".

    Raises:
        InputError: The folder cannot be written.
    """

    _suffix: str

    def __init__(self, path: Path, *, keep_text: bool = False) -> None:
        super().__init__(path, keep_text=keep_text)
        if path.exists() and not path.is_dir():
            raise InputError(f"{path} is a file; tables are written into a folder.")
        self._documents = 0
        self._characters = 0
        self._held: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._tables: dict[str, _Table] = {}
        for name, columns in TABLES.items():
            kept = {"text": str} if name == "documents" and keep_text else {}
            partial = self._partial(path / f"{name}{self._suffix}")
            with self._said():
                self._tables[name] = self._table(partial, {**columns, **kept})

    @abstractmethod
    def _table(self, partial: Path, columns: Mapping[str, type]) -> _Table:
        """Open a table."""

    def _write(self, document: Document, text: str | None) -> None:
        self._documents += 1
        id_ = str(self._documents) if document.id is None else document.id
        for name, row in rows_of(document, id_):
            kept = (text,) if name == "documents" and self.keep_text else ()
            self._held[name].append((*row, *kept))
            if len(self._held[name]) >= _ROWS:
                self._flush(name)
        self._characters += len(text or "") if self.keep_text else 0
        if self._characters >= _CHARACTERS:
            self._flush("documents")
            self._characters = 0

    def _finish(self) -> None:
        for name in self._tables:
            self._flush(name)

    def _release(self) -> None:
        for table in self._tables.values():
            table.close()

    def _outdated(self) -> Iterable[Path]:
        # an older table of documents would say that the folder is complete
        return [self.path / f"documents{self._suffix}"]

    def _flush(self, name: str) -> None:
        if self._held[name]:
            self._tables[name].write(self._held[name])
            self._held[name] = []


class ParquetTablesWriter(_TablesWriter):
    """Writes the tables as people.parquet, positions.parquet and so on."""

    _suffix = ".parquet"

    def _table(self, partial: Path, columns: Mapping[str, type]) -> _Table:
        return _ParquetTable(partial, columns)


class CsvTablesWriter(_TablesWriter):
    """Writes the tables as people.csv, positions.csv and so on, with a header; null is empty."""

    _suffix = ".csv"

    def _table(self, partial: Path, columns: Mapping[str, type]) -> _Table:
        return _CsvTable(partial, columns)


class _Table(ABC):
    @abstractmethod
    def write(self, rows: Iterable[Row]) -> None: ...

    @abstractmethod
    def close(self) -> None: ...


class _ParquetTable(_Table):
    def __init__(self, path: Path, columns: Mapping[str, type]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
        self._schema = pa.schema([(name, plain[type_]) for name, type_ in columns.items()])
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Iterable[Row]) -> None:
        import pyarrow as pa

        columns = zip(zip(*rows, strict=True), self._schema.types, strict=True)
        arrays = [pa.array(values, type_) for values, type_ in columns]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._file.close()


class _CsvTable(_Table):
    def __init__(self, path: Path, columns: Mapping[str, type]) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._stream, lineterminator="\n")
        self._csv.writerow(columns)

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._csv.writerow(
                str(value).lower() if isinstance(value, bool) else value for value in row
            )

    def close(self) -> None:
        self._stream.close()
