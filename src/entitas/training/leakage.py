"""The check that no text of a test set is trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from entitas.errors import ConfigError
from entitas.training.corpora import Example

__all__ = ["check_leakage", "sentences_of"]

_SENTENCE = re.compile(r"(?<=[.?!])[\"”')\]]*\s+|\n+")
_SHORTEST = 40
"""Shorter sentences ("Ia tidak menjawab.") may occur anywhere and say nothing."""


def sentences_of(text: str) -> set[str]:
    """Return the sentences of a text that are long enough to be told apart, letters only."""
    folded = (re.sub(r"[\W_]+", " ", part).strip().lower() for part in _SENTENCE.split(text))
    return {sentence for sentence in folded if len(sentence) >= _SHORTEST}


def check_leakage(examples: Iterable[Example], held_out: Iterable[Example]) -> None:
    """Raise an error if an example shares a sentence with held-out text.

    Raises:
        ConfigError: It does; the message quotes the sentence.
    """
    secret = set().union(*(sentences_of(example.text) for example in held_out))
    for example in examples:
        shared = secret & sentences_of(example.text)
        if shared:
            raise ConfigError(
                f"Training text holds a held-out sentence: {sorted(shared)[0]!r}. "
                "Take the test files out of [data.train]."
            )
