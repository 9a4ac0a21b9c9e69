"""Run the pipeline over documents and write one JSON record a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from spacy.language import Language

from entitas.corpus.batches import annotate_batch
from entitas.corpus.readers import Source, Unreadable
from entitas.errors import InputError
from entitas.records import Document

__all__ = ["Summary", "annotate"]


@dataclass(slots=True)
class Summary:
    """What a run did: how many documents were annotated, how many failed, and where those are."""

    documents: int = 0
    failed: int = 0
    characters: int = 0
    errors: Path | None = None


def annotate(
    documents: Iterable[Source | Unreadable],
    out: Path,
    nlp: Language,
    *,
    batch_size: int = 32,
    progress: Callable[[Summary], None] = lambda summary: None,
) -> Summary:
    """Annotate documents into ``out``, JSON Lines in input order.

    The output appears under its name only when it is complete. A document that cannot be read or
    annotated never stops the run: it goes, with the reason and the original, to a file beside the
    output, ``out`` with the ending ``.errors.jsonl``.

    Args:
        documents: What :func:`entitas.corpus.readers.read_documents` yields.
        out: The file to write.
        nlp: A pipeline of :func:`entitas.load`.
        batch_size: Documents to run together.
        progress: Called with the running summary after every batch.

    Raises:
        InputError: The output cannot be written.
    """
    partial = out.with_name(out.name + ".part")
    errors = out.with_name(out.stem + ".errors.jsonl")
    summary = Summary()
    stream = iter(documents)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        errors.unlink(missing_ok=True)
        with partial.open("w", encoding="utf-8") as output:
            while batch := list(islice(stream, batch_size)):
                for source, record in annotate_batch(nlp, batch):
                    if isinstance(record, Document):
                        output.write(record.model_dump_json() + "\n")
                        summary.documents += 1
                        summary.characters += len(source.text) if isinstance(source, Source) else 0
                    else:
                        summary.failed += 1
                        summary.errors = errors
                        with errors.open("a", encoding="utf-8") as rejected:
                            rejected.write(json.dumps(record, ensure_ascii=True) + "\n")
                progress(summary)
        partial.replace(out)
    except OSError as error:
        raise InputError(f"{error.filename or out} cannot be written: {error.strerror}.") from error
    return summary
