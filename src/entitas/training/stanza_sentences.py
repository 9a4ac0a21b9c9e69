"""Texts with spans as the tagged sentences that Stanza's tagger learns from.

A sentence has its words and, for each word, one tag a column: the head of entities, the head of
offices, then one column for each corpus with a manner of its own. A column that nobody labelled is
``EMPTY``, and Stanza leaves it out of the loss.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from entitas.ner.protocol import Span
from entitas.training.corpora import Example
from entitas.training.corrupt import Shares, corrupt, draw

__all__ = ["EMPTY", "Tagged", "bioes", "damaged", "read_tagged", "tagged", "write_tagged"]

EMPTY = "<EMPTY>"
"""The tag that Stanza takes for "not labelled"."""

Tagged = list[tuple[str, tuple[str, ...]]]
"""A sentence: its words, each with a tag for each column."""

Cut = Callable[[str], list[list[tuple[int, int]]]]

_LONGEST_WORD = 50


def bioes(tokens: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[str]:
    """Return the tags of a sentence's tokens.

    A token belongs to the span that holds most of its characters, if that is at least half of
    them: words that scraping has glued to a name are no part of it.

    Args:
        tokens: The start and end of each token.
        spans: Spans in text order, without overlaps; those of other sentences do not matter.

    Example:
        >>> bioes([(0, 4), (5, 9), (10, 14)], [Span(0, 9, "PERSON")])
        ['B-PERSON', 'E-PERSON', 'O']
    """
    owners: list[int | None] = []
    for start, end in tokens:
        shared = [(min(end, s.end) - max(start, s.start), -i) for i, s in enumerate(spans)]
        most, owner = max(shared, default=(0, 0))
        owners.append(-owner if 2 * most >= end - start else None)
    tags = []
    for i, holder in enumerate(owners):
        if holder is None:
            tags.append("O")
            continue
        opens = i == 0 or owners[i - 1] != holder
        closes = i + 1 == len(owners) or owners[i + 1] != holder
        prefix = {(True, True): "S", (True, False): "B", (False, True): "E"}.get(
            (opens, closes), "I"
        )
        tags.append(f"{prefix}-{spans[holder].label}")
    return tags


def tagged(
    example: Example, cut: Cut, columns: Sequence[str], manner: str = "entities"
) -> Iterator[Tagged]:
    """Yield the sentences of an example.

    Args:
        example: The text with its spans.
        cut: Cuts a text into sentences of tokens.
        columns: The names of the columns.
        manner: The column that the example's entities are for.
    """
    known = {manner: example.entities}
    if example.offices is not None:
        known["offices"] = example.offices
    for tokens in cut(example.text):
        start, end = tokens[0][0], tokens[-1][1]
        rows = []
        for column in columns:
            if column in known:
                near = [s for s in known[column] if s.start < end and start < s.end]
                rows.append(bioes(tokens, near))
            else:
                rows.append([EMPTY] * len(tokens))
        words = [example.text[a : min(b, a + _LONGEST_WORD)] for a, b in tokens]
        yield list(zip(words, zip(*rows, strict=True), strict=True))


def damaged(examples: Iterable[Example], settings: Shares, rng: random.Random) -> Iterator[Example]:
    """Yield examples, a share of them in another case, with typos and the like."""
    for example in examples:
        kind = draw(settings, rng)
        yield example if kind is None else corrupt(example, kind, rng)


def write_tagged(sentences: Iterable[Tagged], path: Path) -> int:
    """Write sentences, a JSON line each, and return how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for sentence in sentences:
            out.write(json.dumps(sentence, ensure_ascii=True) + "\n")
            words += len(sentence)
    return words


def read_tagged(path: Path, longest: int) -> list[Tagged]:
    """Read what :func:`write_tagged` wrote, but for sentences of more words than ``longest``."""
    with path.open(encoding="utf-8") as lines:
        read = (json.loads(line) for line in lines)
        return [
            [(word, tuple(tags)) for word, tags in sentence]
            for sentence in read
            if len(sentence) <= longest
        ]
