"""Raw articles labelled by a model: data to train a smaller one on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from entitas.errors import InputError
from entitas.ner.protocol import Ner, Span
from entitas.training.corpora import Example, read_jsonl

__all__ = ["BATCH", "read_silver", "write_silver"]

BATCH = 32
"""How many texts are labelled between two steps of progress."""


def write_silver(ner: Ner, texts: Iterable[str], path: Path) -> Iterator[int]:
    """Label texts, one JSON line a text; go on where an interrupted run stopped.

    Args:
        ner: The labelling model.
        texts: The raw texts, in the same order in every run.
        path: The file to write or to go on with.

    Yields:
        How many texts are labelled so far, now and then.

    Raises:
        InputError: The file holds other texts than these.
    """
    remaining = iter(texts)
    done = 0
    if path.is_file():
        whole = 0
        with path.open("rb") as lines:
            for written in lines:
                # a run that was cut off may have left half a line
                if not written.endswith(b"\n"):
                    break
                if json.loads(written)["text"] != next(remaining, None):
                    raise InputError(f"{path}, line {done + 1}, holds another text: remove it.")
                whole += len(written)
                done += 1
        os.truncate(path, whole)
    with path.open("a", encoding="utf-8") as out:
        while batch := list(islice(remaining, BATCH)):
            for text, found in zip(batch, ner.predict(batch), strict=True):
                line = {"text": text, "entities": found.entities, "offices": found.offices}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            done += len(batch)
            yield done


def read_silver(path: Path) -> Iterator[Example]:
    """Read what :func:`write_silver` wrote.

    Raises:
        InputError: A line is malformed.
    """
    for number, line in enumerate(read_jsonl(path), 1):
        try:
            text, entities, offices = line["text"], line["entities"], line["offices"]
            yield Example(
                str(text),
                [Span(*span) for span in entities],  # type: ignore[attr-defined]
                [Span(*span) for span in offices],  # type: ignore[attr-defined]
            )
        except (KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: bad or missing field {error}.") from error
