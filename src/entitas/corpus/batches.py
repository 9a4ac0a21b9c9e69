"""The records of a batch of documents, where one that fails does not take the others with it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language

from entitas.corpus.readers import Item, Source, Unreadable
from entitas.errors import EntitasError
from entitas.pipeline import extract_many
from entitas.records import Document

__all__ = ["Failure", "Result", "annotate_batch", "failure"]

#: What is said of a document that failed: ``where`` it is, the ``reason`` and the ``original``.
Failure = dict[str, str]
#: A document and what came of it.
Result = tuple[Item, Document | Failure]


def annotate_batch(nlp: Language, batch: Sequence[Item]) -> list[Result]:
    """Pair each document with its record, or with what to say of its failure.

    Args:
        nlp: A pipeline of :func:`entitas.load`.
        batch: What :func:`entitas.corpus.readers.read_documents` yields.

    Returns:
        In the same order.
    """
    readable = [item for item in batch if isinstance(item, Source)]
    try:
        done = iter(list(extract_many(map(_fields, readable), nlp=nlp)))
    except Exception:
        # one of them breaks the batch: run them one by one to find out which
        done = None
    found: list[Result] = []
    for item in batch:
        if isinstance(item, Unreadable):
            found.append((item, failure(item, item.reason)))
            continue
        try:
            found.append(
                (item, next(done) if done else next(extract_many([_fields(item)], nlp=nlp)))
            )
        except Exception as error:
            reason = str(error) if isinstance(error, EntitasError) else repr(error)
            found.append((item, failure(item, reason)))
    return found


def failure(item: Item, reason: str) -> Failure:
    """Return what is said of a document that failed."""
    original = item.text if isinstance(item, Source) else item.original
    return {"where": item.where, "reason": reason, "original": original}


def _fields(item: Source) -> dict[str, str]:
    return {"id": item.id, "text": item.text, **item.fields}
