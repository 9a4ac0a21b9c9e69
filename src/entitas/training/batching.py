"""From examples to training batches: pieces with labels, windows, batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.ner.decode import bio_tags
from entitas.ner.protocol import ENTITIES, OFFICES, Span
from entitas.ner.subword import Pieces, cut, frame
from entitas.ner.windows import batches, plan
from entitas.training.corpora import Example

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["IGNORE", "Batch", "Labelled", "epoch_batches", "label", "recase", "window"]

IGNORE = -100
"""The label of pieces without a say in the loss."""

_LEAST_WINDOW = 0.4
_OVERLAP = 32
_POOL = 400

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pieces with the tag of each head for each piece; ``offices`` is None without labels."""

    ids: Ints
    entities: Ints
    offices: Ints | None

    def __len__(self) -> int:
        return len(self.ids)


class Batch(NamedTuple):
    """Framed windows of one corpus, each array (windows, length); corpus None: the articles."""

    corpus: str | None
    ids: Ints
    mask: Ints
    entities: Ints
    offices: Ints | None


def recase(example: Example, rng: random.Random, *, lower: float, upper: float) -> Example:
    """Return the example in lower or upper case with the given probabilities, or as it is."""
    draw = rng.random()
    if draw >= lower + upper:
        return example
    text = example.text.lower() if draw < lower else example.text.upper()
    # a few letters change their length with their case ("ß"): then the spans would not fit
    return replace(example, text=text) if len(text) == len(example.text) else example


def label(tokenizer: Tokenizer, example: Example) -> Labelled:
    """Cut an example into pieces and give each its tags.

    A piece belongs to a span if at least half of its characters do.
    """
    pieces = cut(tokenizer, example.text)
    entities = _tags(pieces, example.entities, ENTITIES)
    offices = None
    if example.offices is not None:
        offices = _tags(pieces, example.offices, OFFICES)
        for start, end in example.unsure:
            inside = (pieces.starts < end) & (pieces.ends > start)
            offices[inside & (offices == 0)] = IGNORE
    return Labelled(pieces.ids, entities, offices)


def _tags(pieces: Pieces, spans: Iterable[Span], labels: Sequence[str]) -> Ints:
    tags = bio_tags(labels)
    given = np.where(pieces.ends > pieces.starts, 0, IGNORE)
    width = pieces.ends - pieces.starts
    for start, end, name, _ in sorted(spans):
        shared = np.minimum(end, pieces.ends) - np.maximum(start, pieces.starts)
        inside = np.flatnonzero((2 * shared >= width) & (width > 0))
        given[inside[:1]] = tags.index(f"B-{name}")
        given[inside[1:]] = tags.index(f"I-{name}")
    return given


def window(item: Labelled, size: int, rng: random.Random) -> list[Labelled]:
    """Cut a long item into windows of a random length up to ``size``.

    A span that a window's start cuts has no first piece there, so its rest is ignored.
    """
    if len(item) > size:
        size = rng.randint(int(size * _LEAST_WINDOW), size)
    pieces = []
    for start, end, _, _ in plan(len(item), size, min(_OVERLAP, size // 4)):
        entities = _without_cut_span(item.entities[start:end])
        offices = None if item.offices is None else _without_cut_span(item.offices[start:end])
        pieces.append(Labelled(item.ids[start:end], entities, offices))
    return pieces


def _without_cut_span(tags: Ints) -> Ints:
    tags = tags.copy()
    for i, tag in enumerate(tags):
        if tag != IGNORE and (tag == 0 or tag % 2 == 1):
            break
        tags[i] = IGNORE
    return tags


def epoch_batches(
    items: dict[str | None, list[Labelled]], budget: int, rng: random.Random
) -> list[Batch]:
    """Shuffle windows into batches, each of one corpus.

    Args:
        items: Windows by corpus; None for the annotated articles.
        budget: The most pieces in a batch, padding included.
        rng: The source of chance.
    """
    made = []
    for corpus, windows in items.items():
        shuffled = rng.sample(windows, len(windows))
        for first in range(0, len(shuffled), _POOL):
            pool = shuffled[first : first + _POOL]
            chunks = batches([len(item) + 2 for item in pool], budget)
            made += [_batch(corpus, [pool[i] for i in chosen]) for chosen in chunks]
    rng.shuffle(made)
    return made


def _batch(corpus: str | None, items: Sequence[Labelled]) -> Batch:
    ids, mask = frame([item.ids for item in items])
    entities = _framed_tags([item.entities for item in items], ids.shape)
    labelled = [item.offices for item in items if item.offices is not None]
    offices = _framed_tags(labelled, ids.shape) if len(labelled) == len(items) else None
    return Batch(corpus, ids, mask, entities, offices)


def _framed_tags(rows: Sequence[Ints], shape: tuple[int, ...]) -> Ints:
    framed = np.full(shape, IGNORE, np.int64)
    for target, tags in zip(framed, rows, strict=True):
        target[1 : len(tags) + 1] = tags
    return framed
