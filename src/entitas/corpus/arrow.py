"""Record batches in, record batches out: what Spark, Ray or Dask run on every part of a table.

:func:`annotate_batches` depends on nothing but its arguments, and keeps one pipeline in a process.
docs/corpus.md has an example for each of these engines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from spacy.language import Language

from entitas.corpus.batches import Failure, annotate_batch
from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.parquet import row_document
from entitas.corpus.reading.source import Item, Source
from entitas.corpus.writing.schema import fields_of, optional
from entitas.errors import InputError
from entitas.gazetteer.gazetteer import Paths
from entitas.pipeline import load
from entitas.records import Document

__all__ = ["RESULT", "annotate_batches"]

#: The columns of what is found: the id of the document; its record, or why there is none.
RESULT = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("record", optional(pa.struct(fields_of(Document)))),
        pa.field("failure", pa.string()),
    ]
)
# So many records at most wait to be passed on.
_ROWS = 32


def annotate_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    columns: Columns | None = None,
    ner: str = "onnx",
    model: str | Path | None = None,
    gazetteer: Paths = None,
    min_score: float | None = None,
    keep_noise: bool = False,
) -> Iterator[pa.RecordBatch]:
    """Annotate the rows of record batches: a row out for each row in, in their order.

    A row without an id is called by a hash of its text, so that its id does not depend on where the
    row stands. Ids that come again stay as they are.

    Args:
        batches: Rows with a column ``text`` and any of ``id``, ``title``, ``url`` and ``date``;
            other columns are ignored.
        columns: What these columns are called; as above if None.
        ner: The NER backend.
        model: A shipped model's name or the path of a model folder.
        gazetteer: Packs and settings of one's own, or another gazetteer's folder.
        min_score: Leave out spans of the NER that are less probable.
        keep_noise: Make records of page noise too.

    Yields:
        Batches of at most 32 rows, of the schema :data:`RESULT`. ``Document.model_validate`` makes
        ``record`` a :class:`~entitas.Document` again; it is null where ``failure`` is not.

    Raises:
        InputError: A column is missing.
        ConfigError, ModelError, GazetteerError: The pipeline cannot be loaded.

    >>> batch = pa.RecordBatch.from_pylist([{"id": "b-1", "text": "Gubernur Bali hadir."}])
    >>> (found,) = annotate_batches([batch])
    >>> found["record"][0]["places"][0]["code"]
    <pyarrow.StringScalar: '51'>
    """
    columns = columns or Columns()
    paths = (gazetteer,) if isinstance(gazetteer, str | Path) else tuple(gazetteer or ()) or None
    nlp = _pipeline(ner, model, paths, min_score, keep_noise)
    for batch in batches:
        if reason := columns.missing(batch.schema.names):
            raise InputError(f"{reason[0].upper()}{reason[1:]}.")
        for at in range(0, batch.num_rows, _ROWS):
            yield _annotated(nlp, batch.slice(at, _ROWS), columns)


def _annotated(nlp: Language, batch: pa.RecordBatch, columns: Columns) -> pa.RecordBatch:
    used = batch.select([name for name in columns.names() if name in batch.schema.names])
    items = [row_document(used, row, "", "", columns) for row in range(used.num_rows)]
    named = [
        replace(item, id=_hash(item.text)) if isinstance(item, Source) and not item.id else item
        for item in items
    ]
    rows = [_row(item, found) for item, found in annotate_batch(nlp, named)]
    return pa.RecordBatch.from_pylist(rows, schema=RESULT)


def _row(item: Item, found: Document | Failure) -> dict[str, Any]:
    if isinstance(found, Document):
        return {"id": found.id, "record": found.model_dump()}
    return {"id": item.id if isinstance(item, Source) else None, "failure": found["reason"]}


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=1)
def _pipeline(
    ner: str,
    model: str | Path | None,
    gazetteer: tuple[str | Path, ...] | None,
    min_score: float | None,
    keep_noise: bool,
) -> Language:
    return load(
        ner=ner, model=model, gazetteer=gazetteer, min_score=min_score, keep_noise=keep_noise
    )
