"""From examples to training batches: pieces with labels, windows, batches of like length.

A piece's label is a share for each tag: all on one tag where people labelled it, spread by
doubt where a teacher did, and nothing at all where nobody knows.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.ner.decode import bio_tags
from entitas.ner.protocol import ENTITIES, OFFICES, Span
from entitas.ner.subword import Pieces, Tables, cut, frame
from entitas.ner.windows import batches, plan
from entitas.training.corpora import Example

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Batch", "Labelled", "carry", "epoch_batches", "label", "window"]

_LEAST_WINDOW = 0.4
_OVERLAP = 32
_POOL = 400

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pieces with the shares of their tags for each head; a row of zeros has no say."""

    ids: Ints
    entities: Floats
    offices: Floats

    def __len__(self) -> int:
        return len(self.ids)


class Batch(NamedTuple):
    """Framed windows of one corpus; corpus None: the manner of the annotated articles.

    ``ids`` and ``mask`` are (windows, length), ``entities`` and ``offices`` have the tags as a
    third dimension.
    """

    corpus: str | None
    ids: Ints
    mask: Ints
    entities: Floats
    offices: Floats


def label(tokenizer: Tokenizer, example: Example) -> Labelled:
    """Cut an example into pieces and give each its tags.

    A piece belongs to a span if at least half of its characters do.
    """
    pieces = cut(tokenizer, example.text)
    entities = _shares(pieces, example.entities, ENTITIES)
    offices = _shares(pieces, example.offices or [], OFFICES)
    if example.offices is None:
        offices[:] = 0
    for start, end in example.unsure:
        inside = (pieces.starts < end) & (pieces.ends > start)
        offices[inside & (offices[:, 0] == 1)] = 0
    return Labelled(pieces.ids, entities, offices)


def _shares(pieces: Pieces, spans: Iterable[Span], labels: Sequence[str]) -> Floats:
    tags = bio_tags(labels)
    width = pieces.ends - pieces.starts
    given = np.zeros(len(pieces), np.int64)
    for start, end, name, _ in sorted(spans):
        shared = np.minimum(end, pieces.ends) - np.maximum(start, pieces.starts)
        inside = np.flatnonzero((2 * shared >= width) & (width > 0))
        given[inside[:1]] = tags.index(f"B-{name}")
        given[inside[1:]] = tags.index(f"I-{name}")
    shares = np.eye(len(tags), dtype=np.float32)[given]
    shares[width == 0] = 0
    return shares


def carry(tokenizer: Tokenizer, text: str, tables: Tables, places: Sequence[int]) -> Labelled:
    """Carry a teacher's labels over to a changed copy of the text that it read.

    Each piece of the copy takes the shares of the old piece that its first character came from.
    If the piece before took them too, this one goes on with what that one began: the shares of
    the B- tags move to the I- tags.

    Args:
        tokenizer: Cuts the copy.
        text: The copy.
        tables: The teacher's labels of the text as it was.
        places: Where in the copy each character of the old text is, and one more for its end.
    """
    pieces = cut(tokenizer, text)
    moved = np.asarray(places, np.int64)
    old = tables.pieces
    known, shown = (np.flatnonzero(cuts.ends > cuts.starts) for cuts in (old, pieces))
    if not len(known):
        return label(tokenizer, Example(text, []))
    at = np.searchsorted(moved[old.starts[known]], pieces.starts[shown], "right") - 1
    source = known[at.clip(min=0)]
    again = np.diff(source, prepend=-1) == 0

    def carried(table: Floats) -> Floats:
        shares = np.zeros((len(pieces), table.shape[1]), np.float32)
        given = table[source].astype(np.float32)
        for begin in range(1, table.shape[1], 2):
            given[again, begin + 1] += given[again, begin]
            given[again, begin] = 0
        shares[shown] = given
        return shares

    return Labelled(pieces.ids, carried(tables.entities), carried(tables.offices))


def window(item: Labelled, size: int, rng: random.Random) -> list[Labelled]:
    """Cut a long item into windows of a random length up to ``size``.

    A span that a window's start cuts has no first piece there, so its rest is ignored.
    """
    if len(item) > size:
        size = rng.randint(int(size * _LEAST_WINDOW), size)
    return [
        Labelled(
            item.ids[start:end],
            _without_cut_span(item.entities[start:end]),
            _without_cut_span(item.offices[start:end]),
        )
        for start, end, _, _ in plan(len(item), size, min(_OVERLAP, size // 4))
    ]


def _without_cut_span(shares: Floats) -> Floats:
    likeliest = shares.argmax(axis=1)
    inside = (likeliest > 0) & (likeliest % 2 == 0)
    others = np.flatnonzero(~inside & shares.any(axis=1))
    cut_off = others[0] if len(others) else len(shares)
    shares = shares.copy()
    shares[:cut_off] = 0
    return shares


def epoch_batches(
    items: dict[str | None, list[Labelled]], budget: int, rng: random.Random
) -> list[Batch]:
    """Shuffle windows into batches, each of one corpus.

    Args:
        items: Windows by corpus; None for the manner of the annotated articles.
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
    entities = _framed([item.entities for item in items], ids.shape)
    offices = _framed([item.offices for item in items], ids.shape)
    return Batch(corpus, ids, mask, entities, offices)


def _framed(tables: Sequence[Floats], shape: tuple[int, ...]) -> Floats:
    framed = np.zeros((*shape, tables[0].shape[1]), np.float32)
    for target, table in zip(framed, tables, strict=True):
        target[1 : len(table) + 1] = table
    return framed
