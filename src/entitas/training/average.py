"""The mean of the weights of several trainings that began alike.

Trainings that begin with the same base and the same heads end in one basin: the mean of their
weights is a model that does on each test about as well as the best of them, at the cost of one
(Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from entitas.errors import ModelError

__all__ = ["average"]


def average(runs: Sequence[Path], out: Path) -> None:
    """Write the mean of finished trainings, as a finished training of the same recipe.

    Args:
        runs: The folders that the trainings wrote to.
        out: The folder to write to.

    Raises:
        ModelError: A training has not finished, or two have different weights.
    """
    states = []
    for run in runs:
        path = run / "tagger.pt"
        if not path.is_file():
            raise ModelError(
                f"{run} holds no finished training: run 'entitas train train' to its end."
            )
        states.append(torch.load(path, weights_only=True))
    shapes = [{name: weights.shape for name, weights in state.items()} for state in states]
    for run, found in zip(runs, shapes, strict=True):
        if found != shapes[0]:
            raise ModelError(f"{run} was trained on another network than {runs[0]}.")
    out.mkdir(parents=True, exist_ok=True)
    mean = {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}
    torch.save(mean, out / "tagger.pt")
