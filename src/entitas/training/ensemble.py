"""Several models that vote as one, by the mean of their tag probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from entitas.errors import ConfigError
from entitas.ner.subword import SubwordNer, Tables

__all__ = ["Ensemble"]


class Ensemble(SubwordNer):
    """Models over the same pieces, as one backend.

    Args:
        members: The models; they cut texts alike and label alike.

    Raises:
        ConfigError: There is no member, or the members have different pieces or labels.
    """

    def __init__(self, members: Sequence[SubwordNer]) -> None:
        if not members:
            raise ConfigError("An ensemble needs at least one model.")
        first = members[0]
        pieces = first.tokenizer.get_vocab()
        for other in members[1:]:
            if other.heads != first.heads or other.tokenizer.get_vocab() != pieces:
                raise ConfigError(f"{first.name} and {other.name} have other pieces or labels.")
        super().__init__("+".join(each.name for each in members), first.tokenizer, first.heads)
        self.members = members

    def probabilities(self, texts: Sequence[str]) -> list[Tables]:
        """Return the mean of the members' tag probabilities."""
        votes = zip(*(each.probabilities(texts) for each in self.members), strict=True)
        return [
            Tables(
                tables[0].pieces,
                np.mean([each.entities for each in tables], axis=0),
                np.mean([each.offices for each in tables], axis=0),
            )
            for tables in votes
        ]
