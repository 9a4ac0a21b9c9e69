"""One backend measured for the scoreboard, in a process of its own: its memory is its own too.

Run:  python -m entitas.evaluate.probe BACKEND DATA
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from statistics import mean
from typing import Any

from entitas.errors import ConfigError, EntitasError
from entitas.evaluate.measure import measure
from entitas.evaluate.published import ARTICLES, IDNER, NERGRIT
from entitas.evaluate.spans import SpanScores
from entitas.ner.load import load_ner
from entitas.ner.models import BACKENDS, DEFAULT_MODELS, Backend, find_model
from entitas.training.corrupt import CORRUPTIONS, Corruption

__all__ = ["probe"]

_SEEDS: dict[Corruption, tuple[int, ...]] = {"typos": (0, 1, 2), "glue": (0, 1, 2)}
"""Damage that is drawn by lot is measured three times."""


def probe(backend: Backend, data: Path) -> dict[str, Any]:
    """Measure a backend's shipped model on every test, one thread.

    Args:
        backend: The backend.
        data: The folder with the tests.

    Returns:
        ``model``; ``megabytes`` on disk; ``rss``, the peak memory in MB after the articles;
        ``speed``, words a second of CPU time on the articles; ``articles``, ``damaged``,
        ``idner`` and ``nergrit`` with F1 scores. The corpora are measured in the manner of the
        articles and, under ``own``, in their own if the model speaks it.

    Raises:
        EntitasError: The model or a test is missing or malformed.
    """
    folder = find_model(DEFAULT_MODELS[backend])
    ner = load_ner(backend)
    articles = measure(ner, data / ARTICLES)
    result: dict[str, Any] = {
        "model": ner.name,
        "megabytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
        "rss": _peak(),
        "speed": articles.words / articles.cpu_seconds,
        "articles": {head: _f1(scores) for head, scores in articles.heads()},
        "damaged": {
            kind: mean(
                measure(ner, data / ARTICLES, damage=kind, seed=seed).entities.micro().f1
                for seed in _SEEDS.get(kind, (0,))
            )
            for kind in CORRUPTIONS
        },
    }
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for corpus, file in (("idner", IDNER), ("nergrit", NERGRIT)):
        result[corpus] = {"articles": _f1(measure(ner, data / file).entities)}
        if corpus in settings.get("corpora", ()):
            own = load_ner(backend, corpus=corpus)
            result[corpus]["own"] = _f1(measure(own, data / file).entities)
    return result


def _f1(scores: SpanScores) -> dict[str, float]:
    return {
        "exact": scores.micro().f1,
        "overlap": scores.micro("overlap").f1,
        "macro": scores.macro_f1(),
    }


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage would count the parent's memory too, as it was when this process began
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(name: str, data: str) -> None:
    """Print what a backend scored as JSON; end with a message if it cannot be measured."""
    try:
        backend = next((each for each in BACKENDS if each == name), None)
        if backend is None:
            raise ConfigError(f"no model is shipped for a backend {name!r}")
        print(json.dumps(probe(backend, Path(data))))
    except EntitasError as error:
        sys.exit(" ".join(str(error).split()))


if __name__ == "__main__":
    main(*sys.argv[1:])
