"""Spark in the place of this machine's processes: a job is a Spark job of one task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

from entitas.corpus.batches import Result, failure
from entitas.corpus.readers import Item, Source
from entitas.corpus.running.jobs import TRIES, Done, Event, Job, Lost
from entitas.corpus.running.pieces import Piece
from entitas.errors import ConfigError, ModelError
from entitas.records import Document

__all__ = ["SparkEngine"]

_COLUMNS = pa.schema([(name, pa.string()) for name in ("id", "text", "title", "url", "date")])
# How Spark says that a Python process, or the executor with it, is dead.
_DEATHS = ("Python worker exited unexpectedly", "ExecutorLostFailure", "Connection reset")
_LOST = 3


class SparkEngine:
    """Has Spark annotate the documents of jobs; what is found comes back to the driver.

    Spark tries a task again as its settings say. If it fails for good because processes die, the
    job is halved until the document that kills them stands alone.

    Args:
        session: The session; the engine does not end it.
        annotate: Annotates the rows of a DataFrame, as :func:`~.frame.annotate_frame` does.
        write: Writes what came of the documents of a job.
        workers: How many jobs are under way at once, or more if Spark has more cores.
    """

    def __init__(
        self,
        session: SparkSession,
        annotate: Callable[[DataFrame], DataFrame],
        write: Callable[[Iterable[Result], Job], Piece],
        workers: int,
    ) -> None:
        self._session = session
        self._annotate_rows = annotate
        self._write = write
        self._at_once = max(workers, session.sparkContext.defaultParallelism)
        self._pool = ThreadPoolExecutor(self._at_once)
        self._done = self._lost = 0

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None:
            self._session.sparkContext.cancelAllJobs()
        self._pool.shutdown(cancel_futures=True)

    def run(self, jobs: Iterable[Job]) -> Iterator[Event]:
        """Work on jobs, a few at a time, and yield what becomes of them, in no order.

        Raises:
            ModelError: Processes die of every document.
            ConfigError: The executors cannot annotate at all.
            InputError: What came of a job cannot be written.
        """
        source = iter(jobs)
        under_way: dict[Future[Piece], Job] = {}
        again: list[Job] = []
        while True:
            wanted = self._at_once - len(under_way)
            for job in islice(chain(_taken(again), source), wanted):
                under_way[self._pool.submit(self._annotate, job)] = job
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield from self._finished(under_way.pop(future), future, again)

    def _annotate(self, job: Job) -> Piece:
        """Annotate the documents of a job; runs in a thread, which waits for Spark."""
        readable = [item for item in job.items if isinstance(item, Source)]
        rows = [{"id": item.id, "text": item.text, **item.fields} for item in readable]
        found: Iterator[dict[str, Any]] = iter(())
        if rows:
            table = pa.Table.from_pylist(rows, schema=_COLUMNS)
            frame = self._session.createDataFrame(table).coalesce(1)
            found = iter(self._annotate_rows(frame).toArrow().to_pylist())
        return self._write((_result(item, found) for item in job.items), job)

    def _finished(self, job: Job, future: Future[Piece], again: list[Job]) -> Iterator[Event]:
        try:
            yield Done(job, future.result())
            self._done += any(isinstance(item, Source) for item in job.items)
        except PythonException as error:
            # a document that fails is a row; this is about every document
            last = str(error).strip().splitlines()[-1]
            raise ConfigError(
                f"Spark's executors cannot annotate: {last} Is entitas installed there, and the "
                "model or gazetteer that you name?"
            ) from error
        except Py4JError as error:
            if not any(death in str(error) for death in _DEATHS):
                last = next(line for line in str(error).splitlines() if line.strip())
                raise ConfigError(f"Spark failed: {last}") from error
            job = replace(job, deaths=TRIES)
            if len(job.items) > 1:
                again += job.parts()
                return
            self._lost += 1
            if self._lost >= _LOST and not self._done:
                raise ModelError(
                    "Spark's Python processes die of every document; have the executors memory "
                    "enough for a pipeline a core?"
                ) from error
            yield Lost(job, "the process that read it died")


def _taken(jobs: list[Job]) -> Iterator[Job]:
    while jobs:
        yield jobs.pop(0)


def _result(item: Item, found: Iterator[dict[str, Any]]) -> Result:
    if not isinstance(item, Source):
        return item, failure(item, item.reason)
    row = next(found)
    if row["record"] is None:
        return item, failure(item, row["failure"])
    return item, Document.model_validate(row["record"])
