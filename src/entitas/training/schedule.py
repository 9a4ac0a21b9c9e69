"""How the learning rate goes through a training."""

from __future__ import annotations

__all__ = ["share_of_peak"]

_LEAST = 0.02


def share_of_peak(progress: float, warm_up: float) -> float:
    """Return the share of the peak rate: a straight rise, then a straight fall, never quite to 0.

    Args:
        progress: How much of the training is done, over 0 to 1.
        warm_up: The share of the training in which the rate rises.

    Example:
        >>> [share_of_peak(progress, 0.2) for progress in (0.1, 0.2, 0.6, 1.0)]
        [0.5, 1.0, 0.5, 0.02]
    """
    if progress < warm_up:
        return progress / warm_up
    return max(_LEAST, (1 - progress) / (1 - warm_up))
