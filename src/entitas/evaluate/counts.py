"""Counts of right, wrong and missed, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Accuracy", "Counts", "pair"]


@dataclass(slots=True)
class Counts:
    """True positives, false positives and false negatives of one thing that is looked for.

    >>> counts = Counts(right=3, wrong=1, missed=2)
    >>> counts.precision, counts.recall, round(counts.f1, 4)
    (0.75, 0.6, 0.6667)
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, *, right: int = 0, wrong: int = 0, missed: int = 0) -> None:
        """Add what was counted elsewhere."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    @property
    def n(self) -> int:
        """How many there are in the gold annotation."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 1 where nothing was predicted."""
        predicted = self.right + self.wrong
        return self.right / predicted if predicted else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is nothing to find."""
        return self.right / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_dict(self) -> dict[str, float]:
        """Return ``p``, ``r`` and ``f1``, rounded to four decimals, and ``n``."""
        return {
            "p": round(self.precision, 4),
            "r": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "n": self.n,
        }


@dataclass(slots=True)
class Accuracy:
    """How often a value was right, over the things that were found at all."""

    right: int = 0
    n: int = 0

    def add(self, right: bool) -> None:
        """Count one value."""
        self.right += right
        self.n += 1

    @property
    def value(self) -> float | None:
        """The share that is right; None where there was nothing to judge."""
        return self.right / self.n if self.n else None

    def to_dict(self) -> dict[str, float | None]:
        """Return ``acc``, rounded to four decimals, and ``n``."""
        return {"acc": None if self.value is None else round(self.value, 4), "n": self.n}


def pair(matches: Iterable[tuple[Any, int, int]]) -> dict[int, int]:
    """Match gold and predicted things one to one, greedily, the closest match first.

    Args:
        matches: What may match what: (distance, index of the gold thing, index of the predicted
            thing). Distances may be any values that compare.

    Returns:
        The index of the predicted thing, by the index of the gold thing. Of equal matches the one
        that comes first in the gold, then in the predicted, is taken.

    >>> pair([(2, 0, 0), (1, 0, 1), (1, 1, 1), (3, 1, 0)])
    {0: 1, 1: 0}
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(matches):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
