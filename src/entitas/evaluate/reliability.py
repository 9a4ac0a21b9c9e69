"""Whether a span's score means what it says: of spans scored .8, are eight in ten right?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from entitas.errors import MissingExtraError
from entitas.ner.protocol import Span

__all__ = ["Bin", "calibration_error", "plot_reliability", "reliability"]

_BINS = 10


class Bin(NamedTuple):
    """Found spans of like score.

    Args:
        spans: How many there are.
        score: Their mean score.
        right: The share of them that is right (same start, end and label).
    """

    spans: int
    score: float
    right: float


def reliability(gold: Iterable[Sequence[Span]], found: Iterable[Sequence[Span]]) -> list[Bin]:
    """Sort found spans into ten bins by score, empty ones left out, lowest first.

    Args:
        gold: The gold spans of each text.
        found: The spans found in each text, with scores.

    Example:
        >>> gold, found = [[Span(0, 4, "RANK")]], [[Span(0, 4, "RANK", 0.75)]]
        >>> reliability(gold, found)
        [Bin(spans=1, score=0.75, right=1.0)]
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for wanted, spans in zip(gold, found, strict=True):
        known = {span[:3] for span in wanted}
        for span in spans:
            bins[min(int(span.score * _BINS), _BINS - 1)].append((span.score, span[:3] in known))
    return [
        Bin(
            len(each),
            sum(score for score, _ in each) / len(each),
            sum(right for _, right in each) / len(each),
        )
        for each in bins
        if each
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: how far score and share of right ones lie apart.

    Example:
        >>> calibration_error([Bin(3, 0.5, 0.5), Bin(1, 0.9, 0.5)])
        0.1
    """
    total = sum(each.spans for each in bins)
    return sum(each.spans * abs(each.score - each.right) for each in bins) / total if total else 0.0


def plot_reliability(heads: Mapping[str, Sequence[Bin]], path: Path) -> None:
    """Draw score against share of right spans, one line a head; on the diagonal is perfect.

    Args:
        heads: The bins of each head.
        path: The picture to write (``.png`` or ``.svg``).

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("A reliability plot", "train") from error
    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    for name, bins in heads.items():
        label = f"{name} (ECE {calibration_error(bins):.2f})"
        axes.plot([b.score for b in bins], [b.right for b in bins], marker="o", label=label)
    axes.set(xlabel="mean score", ylabel="share of right spans", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    figure.savefig(path, dpi=120)
