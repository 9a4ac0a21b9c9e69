"""Records of the rows of a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entitas.corpus.arrow import RESULT, annotate_batches
from entitas.corpus.readers import Columns
from entitas.corpus.spark.archives import unpacked
from entitas.corpus.writing.schema import ddl
from entitas.gazetteer.gazetteer import Paths

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["annotate_frame"]


def annotate_frame(
    frame: DataFrame,
    *,
    columns: Columns | None = None,
    ner: str = "onnx",
    model: str | Path | None = None,
    gazetteer: Paths = None,
    min_score: float | None = None,
    keep_noise: bool = False,
) -> DataFrame:
    """Annotate the rows of a DataFrame, wherever its partitions are.

    Every Python process of the executors loads one pipeline. A model or gazetteer is a path that is
    there on every executor, or the name of what ``--archives`` has Spark unpack.

    Args:
        frame: Rows with a column ``text`` and any of ``id``, ``title``, ``url`` and ``date``.
        columns: What these columns are called; as above if None.
        ner: The NER backend.
        model: A shipped model's name or a model folder.
        gazetteer: Packs and settings of one's own, or another gazetteer's folder.
        min_score: Leave out spans of the NER that are less probable.
        keep_noise: Make records of page noise too.

    Returns:
        A row for each row, with ``id``, ``record`` (the fields of :class:`~entitas.Document`) and
        ``failure``, of which one of the last two is null; see
        :func:`entitas.corpus.arrow.annotate_batches`.
    """
    paths = [gazetteer] if isinstance(gazetteer, str | Path) else list(gazetteer or ())
    work = partial(
        _on_executor, columns=columns, ner=ner, model=model, gazetteer=paths, min_score=min_score,
        keep_noise=keep_noise,
    )  # fmt: skip
    return frame.mapInArrow(work, ddl(RESULT))


def _on_executor(
    batches: Iterable[pa.RecordBatch],
    *,
    model: str | Path | None,
    gazetteer: list[str | Path],
    **options: Any,
) -> Iterator[pa.RecordBatch]:
    return annotate_batches(
        batches,
        model=model and unpacked(model),
        gazetteer=[unpacked(path) for path in gazetteer] or None,
        **options,
    )
