"""Documents from files and folders of many formats: the door of :mod:`entitas.corpus.reading`."""

from __future__ import annotations

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.documents import count_documents, read_documents
from entitas.corpus.reading.formats import FORMATS, find_files
from entitas.corpus.reading.identity import fingerprint, unique_ids
from entitas.corpus.reading.plain import decode, read_text
from entitas.corpus.reading.source import Item, Source, Unreadable

__all__ = [
    "FORMATS",
    "Columns",
    "Item",
    "Source",
    "Unreadable",
    "count_documents",
    "decode",
    "find_files",
    "fingerprint",
    "read_documents",
    "read_text",
    "unique_ids",
]
