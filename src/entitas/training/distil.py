"""Raw articles labelled by a teacher, with all its doubts, for a student to learn from.

A teacher's spans say what it decided. Its tag probabilities also say how sure it was and what else
it thought of, and a smaller student learns more from them (Hinton et al. 2015, "Distilling the
Knowledge in a Neural Network").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from entitas.errors import InputError
from entitas.ner.subword import Pieces, SubwordNer, Tables

__all__ = ["SHARD", "Taught", "read_taught", "teach"]

SHARD = 64
"""How many texts a file holds."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A raw text with its teacher's tag probabilities."""

    text: str
    tables: Tables


def teach(teacher: SubwordNer, texts: Sequence[str], out: Path) -> Iterator[int]:
    """Write the tag probabilities of texts into a folder; go on where an interrupted run stopped.

    Args:
        teacher: The labelling model.
        texts: The raw texts, the same in every run.
        out: The folder to write to, or to go on in.

    Yields:
        How many texts are labelled so far, now and then.

    Raises:
        InputError: The folder holds labels of other texts.
    """
    out.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(texts), SHARD):
        chosen = texts[first : first + SHARD]
        path = out / f"{first:07}.npz"
        if path.is_file():
            if [item.text for item in _read(path)] != list(chosen):
                raise InputError(f"{path} holds labels of other texts: give an empty folder.")
        else:
            _write(path, chosen, teacher.probabilities(chosen))
        yield first + len(chosen)


def read_taught(folder: Path) -> list[Taught]:
    """Read what :func:`teach` wrote.

    Raises:
        InputError: There is nothing in the folder, or a file is malformed.
    """
    paths = sorted(folder.glob("*.npz"))
    if not paths:
        raise InputError(f"{folder} holds no labels of a teacher: run 'entitas train distil'.")
    return [item for path in paths for item in _read(path)]


def _write(path: Path, texts: Sequence[str], tables: Sequence[Tables]) -> None:
    arrays: dict[str, Any] = {
        "texts": np.frombuffer(json.dumps(texts).encode(), np.uint8),
        "lengths": np.array([len(each.pieces) for each in tables]),
        "ids": np.concatenate([each.pieces.ids for each in tables]).astype(np.int32),
        "starts": np.concatenate([each.pieces.starts for each in tables]).astype(np.int32),
        "ends": np.concatenate([each.pieces.ends for each in tables]).astype(np.int32),
        "entities": np.concatenate([each.entities for each in tables]).astype(np.float16),
        "offices": np.concatenate([each.offices for each in tables]).astype(np.float16),
    }
    partial = path.with_suffix(".part")
    with partial.open("wb") as out:
        np.savez_compressed(out, **arrays)
    partial.replace(path)


def _read(path: Path) -> list[Taught]:
    try:
        with np.load(path) as arrays:
            texts = json.loads(arrays["texts"].tobytes())
            borders = np.cumsum(arrays["lengths"])[:-1]
            names = ("ids", "starts", "ends", "entities", "offices")
            columns = [np.split(arrays[name], borders) for name in names]
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"{path} cannot be read ({error}): remove it.") from error
    return [
        Taught(text, Tables(Pieces(ids, starts, ends), entities, offices))
        for text, ids, starts, ends, entities, offices in zip(texts, *columns, strict=True)
    ]
