"""What every NER backend gives: for each text, entities and offices with exact offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

__all__ = ["ENTITIES", "OFFICES", "Ner", "Prediction", "Span"]

ENTITIES = ("PERSON", "ORG", "PLACE")
"""The labels of the first head; its spans do not overlap each other."""

OFFICES = ("POSITION", "RANK")
"""The labels of the second head; a position may hold an ORG or a PLACE of the first."""


class Span(NamedTuple):
    """A labelled stretch of a text.

    Args:
        start: Its first character, a code point offset.
        end: One past its last character.
        label: One of :data:`ENTITIES` or :data:`OFFICES`.
        score: A probability, from 0 to 1.
    """

    start: int
    end: int
    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a backend found in one text, each list in text order and without overlaps."""

    entities: list[Span] = field(default_factory=list)
    offices: list[Span] = field(default_factory=list)


@runtime_checkable
class Ner(Protocol):
    """A NER backend."""

    name: str
    """The name of the model, for records and reports."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return one prediction for each text, in order; any Unicode string is a valid text."""
        ...
