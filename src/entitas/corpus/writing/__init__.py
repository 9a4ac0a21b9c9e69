"""Records to files of many formats, complete or not at all.

A format is a :class:`~.writer.Writer`: :mod:`~.lines` (JSON Lines), :mod:`~.nested` (Parquet, a row
a document), :mod:`~.tables` (flat tables, as Parquet or CSV) and :mod:`~.docbin` (spaCy).
:func:`~.opening.open_writer` chooses among them.
"""

from __future__ import annotations

from entitas.corpus.writing.opening import OUTPUTS, open_writer
from entitas.corpus.writing.writer import Writer

__all__ = ["OUTPUTS", "Writer", "open_writer"]
