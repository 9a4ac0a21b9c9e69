"""Parquet with a row a document: the record as it is, lists and all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entitas.corpus.writing.schema import fields_of
from entitas.corpus.writing.writer import Writer
from entitas.records import Document

__all__ = ["NestedWriter"]

# Enough rows for columns to pack well, few enough to hold.
_ROWS = 2_000
_CHARACTERS = 32_000_000


class NestedWriter(Writer):
    """Writes a row a document, with the fields of :class:`~entitas.Document`.

    ``Document.model_validate(row)`` makes a row a record again. With ``keep_text`` there is one
    more column, ``text``, which the model does not know.

    Raises:
        InputError: The file cannot be written.
    """

    def __init__(self, path: Path, *, keep_text: bool = False) -> None:
        super().__init__(path, keep_text=keep_text)
        text = [pa.field("text", pa.string())] if keep_text else []
        self._schema = pa.schema(fields_of(Document) + text)
        self._rows: list[dict[str, Any]] = []
        self._characters = 0
        partial = self._partial(path)
        with self._said():
            self._file = pq.ParquetWriter(partial, self._schema, compression="zstd")

    def _write(self, document: Document, text: str | None) -> None:
        row = document.model_dump()
        if self.keep_text:
            row["text"] = text
            self._characters += len(text or "")
        self._rows.append(row)
        if len(self._rows) >= _ROWS or self._characters >= _CHARACTERS:
            self._flush()

    def _finish(self) -> None:
        if self._rows:
            self._flush()

    def _release(self) -> None:
        self._file.close()

    def _flush(self) -> None:
        self._file.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._characters = [], 0
