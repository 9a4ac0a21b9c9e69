"""The fit of scores to shares of right spans, checked on articles that it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.evaluate.reliability import calibration_error, reliability
from entitas.ner.calibrated import Platt, log_odds
from entitas.ner.protocol import Span

__all__ = ["Fit", "fit_platt"]

_PRIOR = 1.0
"""How strongly a fit to few spans is held to the scores as they are."""

_STEPS = 100
_CLOSE = 1e-6

Floats = NDArray[np.float64]


class Fit(NamedTuple):
    """A fitted map and the expected calibration error of the scores.

    Args:
        platt: The map, fitted to all articles.
        before: The error of the scores as they are.
        after: The error when each article is scored by a map fitted to the others.
    """

    platt: Platt
    before: float
    after: float


def fit_platt(gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> Fit:
    """Fit the map of one head.

    Args:
        gold: The gold spans of each article.
        found: The spans found in each article, with raw scores.

    Example:
        >>> gold = [[Span(0, 4, "RANK")], [Span(0, 4, "RANK")], [], []]
        >>> found = [[Span(0, 4, "RANK", 0.99)]] * 4
        >>> fit = fit_platt(gold, found)
        >>> fit.before, 0.4 < fit.platt(0.99) < 0.8
        (0.49, True)
    """
    odds, right = [], []
    for wanted, spans in zip(gold, found, strict=True):
        known = {span[:3] for span in wanted}
        odds.append(np.array([log_odds(span.score) for span in spans]))
        right.append(np.array([span[:3] in known for span in spans], np.float64))
    mapped = []
    for i, spans in enumerate(found):
        platt = _fit(
            np.concatenate([*odds[:i], *odds[i + 1 :]] or [np.zeros(0)]),
            np.concatenate([*right[:i], *right[i + 1 :]] or [np.zeros(0)]),
        )
        mapped.append([span._replace(score=platt(span.score)) for span in spans])
    return Fit(
        _fit(np.concatenate([np.zeros(0), *odds]), np.concatenate([np.zeros(0), *right])),
        calibration_error(reliability(gold, found)),
        calibration_error(reliability(gold, mapped)),
    )


def _fit(odds: Floats, right: Floats) -> Platt:
    """Logistic regression by Newton's method, with a Gaussian prior around the identity."""
    inputs = np.stack([odds, np.ones_like(odds)], axis=1)
    identity = np.array([1.0, 0.0])

    def loss(weights: Floats) -> float:
        sums = inputs @ weights
        misfit = np.logaddexp(0, sums) - right * sums
        return float(misfit.sum() + _PRIOR * ((weights - identity) ** 2).sum() / 2)

    weights = identity
    for _ in range(_STEPS):
        shares = 0.5 * (1 + np.tanh(inputs @ weights / 2))
        slope = inputs.T @ (shares - right) + _PRIOR * (weights - identity)
        curve = (inputs.T * (shares * (1 - shares))) @ inputs + _PRIOR * np.eye(2)
        step = np.linalg.solve(curve, slope)
        # a whole step may overshoot where all shares are near 0 or 1
        while loss(weights - step) > loss(weights) and np.abs(step).max() > _CLOSE:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < _CLOSE:
            break
    return Platt(slope=max(round(float(weights[0]), 4), 1e-4), bias=round(float(weights[1]), 4))
