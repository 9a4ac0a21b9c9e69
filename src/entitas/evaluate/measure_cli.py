"""``entitas evaluate spans`` on a gold file: a backend is run and measured."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from entitas.errors import ConfigError
from entitas.evaluate.error_lines import error_lines
from entitas.evaluate.measure import Measured, measure
from entitas.evaluate.reliability import calibration_error, plot_reliability
from entitas.ner.load import load_ner
from entitas.ner.models import BACKENDS
from entitas.training.corrupt import CORRUPTIONS

__all__ = ["measure_backend"]


def measure_backend(
    gold: Path,
    *,
    backend: str | None = None,
    model: str | None = None,
    corpus: str | None = None,
    damage: str | None = None,
    seed: int = 0,
    plot: Path | None = None,
    errors: bool = False,
    as_json: bool = False,
    threads: int = 1,
) -> None:
    """Measure a backend on a gold file and print what it scored; see ``entitas evaluate spans``.

    Raises:
        ConfigError: The backend or the damage has an unknown name.
    """
    chosen = next((name for name in BACKENDS if name == backend), None)
    if backend is not None and chosen is None:
        raise ConfigError(f"--ner {backend!r}: give one of {', '.join(BACKENDS)}.")
    kind = next((kind for kind in CORRUPTIONS if kind == damage), None)
    if damage is not None and kind is None:
        raise ConfigError(f"--corrupt {damage!r}: give one of {', '.join(CORRUPTIONS)}.")
    ner = load_ner(chosen, model, threads=threads, corpus=corpus)
    measured = measure(ner, gold, damage=kind, seed=seed)
    if plot is not None:
        plot_reliability(measured.reliability, plot)
    if as_json:
        print(json.dumps({"file": str(gold), "model": ner.name, **measured.to_dict()}))
    else:
        _show(measured, f"{gold}: {ner.name}")
    if errors:
        for _, scores in measured.heads():
            for line in error_lines(scores, measured.names, measured.texts):
                print(line)


def _show(measured: Measured, title: str) -> None:
    console = Console()
    console.print(f"{title}, {measured.words:,} words, {measured.speed:,.0f} words/s", markup=False)
    for name, scores in measured.heads():
        console.print(scores.table(name))
        console.print(scores.confusion_table(name))
        error = calibration_error(measured.reliability[name])
        console.print(f"{name}: expected calibration error {error:.3f}")
