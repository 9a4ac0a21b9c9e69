"""Measuring as the trainers call it; it lives in :mod:`entitas.evaluate.measure`."""

from __future__ import annotations

from entitas.evaluate.measure import Measured, snap
from entitas.evaluate.measure import measure as evaluate

__all__ = ["Measured", "evaluate", "snap"]
