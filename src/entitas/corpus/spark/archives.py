"""Files that Spark has unpacked beside an executor."""

from __future__ import annotations

from pathlib import Path

from pyspark import SparkFiles

__all__ = ["unpacked"]


def unpacked(path: str | Path) -> str:
    """Return where a path is: where it says, or among what Spark has unpacked.

    What ``--archives mine.zip#mine`` (``spark.archives``) brings is "mine" on every executor, and
    on the driver too.

    Args:
        path: A path; what is no path, the name of a shipped model, stays as it is.
    """
    inside = Path(SparkFiles.getRootDirectory()) / path
    return str(inside) if not Path(path).exists() and inside.exists() else str(path)
