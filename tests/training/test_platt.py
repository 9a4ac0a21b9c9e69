from __future__ import annotations

import random

from entitas.ner.protocol import Span
from entitas.training.platt import fit_platt


def articles(shift: float, count: int = 60) -> tuple[list[list[Span]], list[list[Span]]]:
    """Articles of ten spans whose scores promise more than is right, by ``shift``."""
    rng = random.Random(3)
    gold: list[list[Span]] = []
    found: list[list[Span]] = []
    for _ in range(count):
        spans = [Span(10 * i, 10 * i + 5, "ORG", rng.uniform(0.5, 1)) for i in range(10)]
        gold.append([span for span in spans if rng.random() < span.score - shift])
        found.append(spans)
    return gold, found


def test_scores_that_promise_too_much_are_lowered() -> None:
    fit = fit_platt(*articles(0.3))
    assert fit.platt(0.9) < 0.8
    assert fit.after < fit.before / 2


def test_good_scores_stay() -> None:
    fit = fit_platt(*articles(0.0))
    assert abs(fit.platt(0.75) - 0.75) < 0.05


def test_nothing_found_leaves_the_scores() -> None:
    fit = fit_platt([[], []], [[], []])
    assert fit.platt(0.6) == 0.6
    assert fit.before == fit.after == 0
