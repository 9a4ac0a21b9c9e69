"""Scores that mean what they say: of the spans scored .8, eight in ten are right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, PositiveFloat

from entitas.ner.protocol import Ner, Prediction, Span

__all__ = ["CalibratedNer", "Calibration", "Platt", "log_odds"]

_LEAST = 1e-6


def log_odds(score: float) -> float:
    """Return the logarithm of the odds of a probability, kept finite at 0 and 1.

    Example:
        >>> log_odds(0.5)
        0.0
    """
    kept = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


class Platt(BaseModel):
    """A logistic map from scores to probabilities (Platt 1999); it keeps their order.

    Args:
        slope: What the log-odds of a score are multiplied by; under 1 for a model too sure.
        bias: What is then added.

    Example:
        >>> Platt(slope=1, bias=0)(0.25), Platt(slope=0.5, bias=0)(0.9)
        (0.25, 0.75)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slope: PositiveFloat = 1.0
    bias: float = 0.0

    def __call__(self, score: float) -> float:
        """Return the probability, to six decimals."""
        return round(1 / (1 + math.exp(-self.slope * log_odds(score) - self.bias)), 6)


class Calibration(BaseModel):
    """The maps of both heads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entities: Platt = Platt()
    offices: Platt = Platt()


class CalibratedNer:
    """A backend whose scores are mapped to probabilities; its spans stay as they are."""

    def __init__(self, ner: Ner, calibration: Calibration) -> None:
        self.ner = ner
        self.calibration = calibration
        self.name = ner.name

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return one prediction for each text, in order; any Unicode string is a valid text."""
        return [
            Prediction(
                _mapped(found.entities, self.calibration.entities),
                _mapped(found.offices, self.calibration.offices),
            )
            for found in self.ner.predict(texts)
        ]


def _mapped(spans: Iterable[Span], platt: Platt) -> list[Span]:
    return [span._replace(score=platt(span.score)) for span in spans]
