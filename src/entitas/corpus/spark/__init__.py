"""Corpora that one machine is too small for, on Apache Spark.

:func:`~.frame.annotate_frame` annotates a DataFrame. The command line and
:func:`entitas.corpus.annotate.annotate` have Spark do the work of their processes
(:class:`~.engine.SparkEngine`) in a session of their own or of ``spark-submit``
(:func:`~.session.spark_session`).
"""

from __future__ import annotations

from entitas.corpus.spark.engine import SparkEngine
from entitas.corpus.spark.frame import annotate_frame
from entitas.corpus.spark.session import spark_session

__all__ = ["SparkEngine", "annotate_frame", "spark_session"]
