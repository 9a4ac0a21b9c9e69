"""Training data for the spaCy backend: tokens with a tag for each head."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from entitas.ner.decode import bio_tags
from entitas.ner.protocol import ENTITIES, OFFICES, Span
from entitas.ner.spacy import Piece, pieces
from entitas.training.corpora import Example, read_records
from entitas.training.examples import read_examples, read_held_out
from entitas.training.leakage import check_leakage
from entitas.training.silver import read_silver
from entitas.training.spacy_loss import UNKNOWN
from entitas.training.spacy_recipe import SpacyRecipe

__all__ = ["Labelled", "Texts", "batches", "label", "read_texts"]

Tags = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The training texts by kind, and the articles to measure on."""

    corpora: list[Example]
    records: list[Example]
    silver: list[Example]
    dev: list[Example]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece of a text with the tags of its tokens, for the loss of each head.

    Args:
        piece: The piece.
        tags: For the head of entities and for that of offices, the numbers of the tags as in
            :func:`entitas.ner.decode.bio_tags`, or :data:`UNKNOWN`.
    """

    piece: Piece
    tags: tuple[Tags, Tags]


def read_texts(recipe: SpacyRecipe, data: Path, silver: Path) -> Texts:
    """Read the training texts, checked for leakage.

    Args:
        recipe: The recipe.
        data: The folder below which its files lie.
        silver: Raw articles as a model labelled them, of ``entitas train silver``.

    Raises:
        InputError: A file is malformed.
        ConfigError: A training text holds a held-out sentence.
    """
    examples = read_examples(recipe.data, data)
    labelled = list(read_silver(silver))
    check_leakage(labelled, read_held_out(recipe.data, data))
    return Texts(
        corpora=[example for name, found in examples.items() if name for example in found],
        records=examples[None],
        silver=labelled,
        dev=read_records(data / recipe.data.dev),
    )


def label(nlp: Language, example: Example) -> Iterator[Labelled]:
    """Cut an example into pieces and tag their tokens.

    A span that begins or ends within a token takes the whole token.

    Args:
        nlp: The pipeline; its tokenizer is used.
        example: The example.

    Example:
        >>> import spacy
        >>> example = Example("Rina di Tuban.", [Span(8, 13, "PLACE")])
        >>> [tags.tolist() for tags in next(label(spacy.blank("id"), example)).tags]
        [[0, 0, 5, 0], [-1, -1, -1, -1]]
    """
    for piece in pieces(nlp, example.text):
        entities = _tags(piece, example.entities, ENTITIES)
        if example.offices is None:
            offices = np.full(len(entities), UNKNOWN)
        else:
            offices = _tags(piece, example.offices, OFFICES)
            for start, end in example.unsure:
                offices[(piece.ends > start) & (piece.starts < end)] = UNKNOWN
        yield Labelled(piece, (entities, offices))


def _tags(piece: Piece, spans: Iterable[Span], labels: tuple[str, ...]) -> Tags:
    number = {tag: i for i, tag in enumerate(bio_tags(labels))}
    tags = np.zeros(len(piece.rows), np.int64)
    for span in spans:
        first = int(np.searchsorted(piece.ends, span.start, side="right"))
        last = int(np.searchsorted(piece.starts, span.end, side="left"))
        if first < last:
            tags[first:last] = number[f"I-{span.label}"]
            tags[first] = number[f"B-{span.label}"]
    return tags


def batches(items: list[Labelled], tokens: int, rng: random.Random) -> list[list[Labelled]]:
    """Shuffle pieces into batches of about that many tokens."""
    made: list[list[Labelled]] = []
    size = tokens
    for item in rng.sample(items, len(items)):
        if size >= tokens:
            made.append([])
            size = 0
        made[-1].append(item)
        size += len(item.piece.doc)
    return made
