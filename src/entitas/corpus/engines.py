"""What does the work of a run: processes of this machine, or Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from entitas.corpus.running.crew import Crew
from entitas.corpus.running.jobs import Engine
from entitas.corpus.running.pieces import Folder, annotate_job, write_piece
from entitas.errors import ConfigError
from entitas.extras import require_extra
from entitas.pipeline import load

__all__ = ["ENGINES", "Ready", "ready"]

#: What there is: spawned processes (the default), and Apache Spark.
ENGINES = ("embedded", "spark")


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine that can be started.

    Args:
        start: Makes the engine, which writes pieces into a folder, with or without the texts.
        locate: Returns where a model or pack is on this machine.
    """

    start: Callable[[Folder, bool], Engine]
    locate: Callable[[str | Path], str]


@contextmanager
def ready(
    engine: str, options: Mapping[str, Any], workers: int, spark: Mapping[str, str]
) -> Iterator[Ready]:
    """Make an engine ready.

    Args:
        engine: One of :data:`ENGINES`.
        options: How :func:`entitas.load` makes the pipeline.
        workers: How many processes, or cores of a Spark on this machine.
        spark: Settings of Spark.

    Raises:
        ConfigError: There is no such engine, or Spark cannot be started.
        MissingExtraError: It is Spark, which is not installed.
    """
    if engine not in ENGINES:
        raise ConfigError(f"There is no engine {engine!r}; give one of {', '.join(ENGINES)}.")
    if engine == "embedded":
        if spark:
            raise ConfigError("Settings of Spark are for the engine spark; give --engine spark.")

        def start(folder: Folder, keep_text: bool) -> Engine:
            work = partial(annotate_job, folder=folder.path, keep_text=keep_text)
            return Crew(work, partial(load, **options), workers)

        yield Ready(start, str)
        return
    require_extra("The engine spark", "spark")
    from entitas.corpus.spark import SparkEngine, annotate_frame, spark_session
    from entitas.corpus.spark.archives import unpacked

    with spark_session(spark, workers) as session:

        def start_spark(folder: Folder, keep_text: bool) -> Engine:
            write = partial(write_piece, folder=folder.path, keep_text=keep_text)
            return SparkEngine(session, partial(annotate_frame, **options), write, workers)

        yield Ready(start_spark, unpacked)
