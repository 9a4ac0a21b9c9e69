"""How good the records of annotated articles are, and whether a difference is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entitas.evaluate import score_records
from entitas.records import Document
from entitas.tuning.gold import Gold

__all__ = ["MEASURES", "Change", "Counts", "compare", "count", "is_gain", "values"]

#: What is measured, each from 0 to 1. Kinds and codes only where they are annotated.
MEASURES = ("people", "agencies", "places", "kind", "code")
_SLOTS = MEASURES[:3]
_SAMPLES = 10_000
_BOUNDS = (2.5, 97.5)
# In fewer articles than this a difference may be anything.
_DIFFERING = 6
_SEED = 1

#: A row an article: for each measure right, wrong and missed things.
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after, with the 95 % interval of the difference over articles drawn."""

    name: str
    before: float
    after: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """The difference."""
        return self.after - self.before


def count(gold: Gold, document: Document) -> Counts:
    """Count what is right, wrong and missed in one document, a row a measure."""
    predicted = document.model_dump(mode="json") | {"id": gold.article["id"]}
    scores = score_records([gold.article], [predicted])
    rows = []
    for name in _SLOTS:
        slot = scores.slots[name]
        rows.append([slot.right, slot.wrong, slot.missed])
    for name in MEASURES[len(_SLOTS) :]:
        accuracy = scores.accuracies[name]
        rows.append([accuracy.right, accuracy.n - accuracy.right, 0] if gold.whole else [0, 0, 0])
    return np.array(rows, np.int64)


def values(counts: Counts) -> dict[str, float]:
    """Return each measure of some articles, and their mean.

    Args:
        counts: What :func:`count` gave, stacked: (articles, measures, 3).
    """
    return _named(counts, _measured(counts))


def compare(before: Counts, after: Counts) -> list[Change]:
    """Compare two readings of the same articles, measure by measure, the mean last.

    The interval is that of a paired bootstrap: articles are drawn with replacement, both readings
    of each together. A measure that one of the readings says nothing of is left out.
    """
    difference = _drawn(before, after)
    kept = [at for at in _measured(before) if at in _measured(after)]
    one, other = _named(before, kept), _named(after, kept)
    spread = {MEASURES[at]: difference[:, at] for at in kept}
    spread["mean"] = difference[:, kept].sum(axis=1) / max(1, len(kept))
    found = []
    for name, values_ in spread.items():
        low, high = np.percentile(values_, _BOUNDS)
        found.append(Change(name, one[name], other[name], float(low), float(high)))
    return found


def is_gain(before: Counts, after: Counts, tests: int = 1) -> bool:
    """Tell whether the mean of the second reading is better by more than chance.

    Enough articles must differ for a bootstrap to say anything, and the whole interval of the gain
    must lie above zero; where several things are tried on the same articles, an interval that is
    wide enough for all of them together (Bonferroni).

    Args:
        before: The first reading.
        after: The second.
        tests: How many things are tried.
    """
    if (before != after).any(axis=(1, 2)).sum() < _DIFFERING:
        return False
    kept = [at for at in _measured(before) if at in _measured(after)]
    mean = _drawn(before, after)[:, kept].sum(axis=1) / max(1, len(kept))
    return bool(np.percentile(mean, _BOUNDS[0] / tests) > 0)


def _drawn(before: Counts, after: Counts) -> npt.NDArray[np.float64]:
    """Return the gain of each measure on articles drawn with replacement: (samples, measures)."""
    draws = np.random.default_rng(_SEED).multinomial(
        len(before), np.full(len(before), 1 / len(before)), size=_SAMPLES
    )
    one, other = (_values(np.einsum("sa,amk->smk", draws, counts)) for counts in (before, after))
    return other - one


def _measured(counts: Counts) -> list[int]:
    """Return the numbers of the measures of which some articles say anything."""
    return [at for at, row in enumerate(counts.sum(axis=0)) if row.sum()]


def _named(counts: Counts, numbers: list[int]) -> dict[str, float]:
    """Return some measures by name, and their mean."""
    all_ = _values(counts.sum(axis=0)[None])[0]
    found = {MEASURES[at]: float(all_[at]) for at in numbers}
    return found | {"mean": sum(found.values()) / max(1, len(found))}


def _values(totals: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the F1 of slots and the accuracies: (samples, measures); 1 where nothing is asked."""
    right, wrong, missed = (totals[..., n].astype(np.float64) for n in range(3))
    weight = np.where(np.arange(len(MEASURES)) < len(_SLOTS), 2.0, 1.0)
    below = weight * right + wrong + missed
    return np.divide(weight * right, below, out=np.ones_like(below), where=below > 0)
