"""A Spark session: the one that is there, or one of our own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from entitas.errors import ConfigError

__all__ = ["spark_session"]

# The run says what is wrong; Spark's own words would take its progress bar apart.
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF"}


@contextmanager
def spark_session(settings: Mapping[str, str], workers: int) -> Iterator[SparkSession]:
    """Give a Spark session, which is ended afterwards unless it was there before.

    Args:
        settings: Settings of Spark, as ``spark-submit --conf`` has them. Without ``spark.master``,
            and outside ``spark-submit``, Spark runs on this machine.
        workers: How many cores it then takes.

    Raises:
        ConfigError: Spark cannot be started.
    """
    before = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("entitas").config(
        "spark.ui.showConsoleProgress", "false"
    )
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if before is None and not submitted and "spark.master" not in settings:
        builder = builder.master(f"local[{workers}]")
    if settings.get("spark.master", "local").startswith("local") and not submitted:
        # else Spark takes the first python3 on the path, which may be another one
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in {**_QUIET, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise ConfigError(
            f"Spark cannot be started: {_first_line(error)} It needs Java 17 or later: install it, "
            "or let JAVA_HOME say where it is."
        ) from error
    except Exception as error:
        raise ConfigError(f"Spark cannot be started: {_first_line(error)}") from error
    try:
        yield session
    finally:
        if before is None:
            session.stop()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), repr(error))
