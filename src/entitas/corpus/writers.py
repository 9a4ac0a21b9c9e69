"""Files that are written whole or not at all: the door of :mod:`entitas.corpus.writing`."""

from __future__ import annotations

from entitas.corpus.writing.opening import OUTPUTS, open_writer
from entitas.corpus.writing.text import write_text
from entitas.corpus.writing.writer import Writer

__all__ = ["OUTPUTS", "Writer", "open_writer", "write_text"]
