"""The records of a batch of documents, where one that fails does not take the others with it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language

from entitas.corpus.readers import Source, Unreadable
from entitas.errors import EntitasError
from entitas.pipeline import extract_many
from entitas.records import Document

__all__ = ["annotate_batch"]

Item = Source | Unreadable


def annotate_batch(
    nlp: Language, batch: Sequence[Item]
) -> list[tuple[Item, Document | dict[str, str]]]:
    """Pair each document with its record, or with what to say of its failure.

    Args:
        nlp: A pipeline of :func:`entitas.load`.
        batch: What :func:`entitas.corpus.readers.read_documents` yields.

    Returns:
        In the same order; a failure has ``where``, ``reason`` and ``original``.
    """
    readable = [item for item in batch if isinstance(item, Source)]
    try:
        done = iter(list(extract_many(map(_fields, readable), nlp=nlp)))
    except Exception:
        # one of them breaks the batch: run them one by one to find out which
        done = None
    found: list[tuple[Item, Document | dict[str, str]]] = []
    for item in batch:
        if isinstance(item, Unreadable):
            failure = {"where": item.where, "reason": item.reason, "original": item.original}
            found.append((item, failure))
            continue
        try:
            found.append(
                (item, next(done) if done else next(extract_many([_fields(item)], nlp=nlp)))
            )
        except Exception as error:
            reason = str(error) if isinstance(error, EntitasError) else repr(error)
            found.append((item, {"where": item.where, "reason": reason, "original": item.text}))
    return found


def _fields(item: Source) -> dict[str, str]:
    return {"id": item.id, "text": item.text, **item.fields}
