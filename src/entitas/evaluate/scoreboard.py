"""The scoreboard: every backend on every test, beside what others published, as one page."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from entitas.errors import InputError
from entitas.evaluate.published import ARTICLES, IDNER, NERGRIT, PUBLISHED

__all__ = ["page", "run_backend", "write_scoreboard"]

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_NAMES = {
    "lower": "lower case",
    "upper": "upper case",
    "typos": "2 % of the letters replaced by others",
    "no-punctuation": "no punctuation",
    "glue": "5 % of the spaces lost",
}

Result = dict[str, Any]
"""What :func:`entitas.evaluate.probe.probe` returned; or ``{"missing": reason}``."""


def run_backend(backend: str, data: Path) -> Result:
    """Measure a backend in a fresh process; whatever goes wrong there is the reason returned."""
    done = subprocess.run(
        [sys.executable, "-m", "entitas.evaluate.probe", backend, str(data)],
        capture_output=True,
        text=True,
        env={**os.environ, **dict.fromkeys(_THREADS, "1")},
    )
    if done.returncode == 0:
        result: Result = json.loads(done.stdout.splitlines()[-1])
        return result
    said = done.stderr.strip().splitlines()
    return {"missing": said[-1] if said else f"its process ended with {done.returncode}"}


def write_scoreboard(
    data: Path,
    out: Path,
    backends: Sequence[str],
    run: Callable[[str, Path], Result] = run_backend,
) -> dict[str, Result]:
    """Measure backends and write the page; it is written anew after each of them.

    Args:
        data: The folder with the tests, as :mod:`entitas.evaluate.published` names them.
        out: The page to write.
        backends: Their names, in the order of the page.
        run: Measures one backend.

    Raises:
        InputError: A test is missing.
    """
    for file in (ARTICLES, IDNER, NERGRIT):
        if not (data / file).is_file():
            raise InputError(f"{data} has no {file}: give the folder that holds the tests.")
    results: dict[str, Result] = {name: {"missing": "not yet measured"} for name in backends}
    out.parent.mkdir(parents=True, exist_ok=True)
    for name in backends:
        results[name] = run(name, data)
        out.write_text(page(results, _processor()), encoding="utf-8")
    return results


def page(results: dict[str, Result], processor: str) -> str:
    """Return the page as Markdown.

    Args:
        results: What each backend scored.
        processor: The model of the processor that measured.
    """
    return "\n".join(_lines(results, processor)) + "\n"


def _lines(results: dict[str, Result], processor: str) -> Iterator[str]:
    measured = {name: each for name, each in results.items() if "missing" not in each}
    named = ",".join(results)
    yield from (
        "# Scores",
        "",
        "How well and at what cost each backend finds people, bodies and places (head A: PERSON,",
        "ORG, PLACE) and offices and ranks (head B: POSITION, RANK). `DATA` is the folder with the",
        "tests; this page is written by",
        "",
        f"    entitas evaluate scoreboard --data DATA --backends {named}",
        "",
        "All scores are F1. *Exact*: same start, end and label. *Overlap*: same label and at least",
        "one character shared, matched one to one. *Micro* counts all spans alike, *macro* is the",
        "mean of the labels.",
        "",
        "## Annotated articles",
        "",
        f"`{ARTICLES}`: held-out news articles; micro F1.",
        "",
    )
    yield from _table(
        ["backend", "model", "head A exact", "overlap", "head B exact", "overlap"],
        [
            [
                name,
                each["model"],
                *(
                    _f1(each["articles"][head][measure])
                    for head in ("entities", "offices")
                    for measure in ("exact", "overlap")
                ),
            ]
            for name, each in measured.items()
        ],
    )
    yield from (
        "",
        "## Public corpora",
        "",
        f"`{IDNER}` and `{NERGRIT}`; exact F1 of head A. Corpora",
        "disagree on what a name is: *own* is in the manner of the corpus (`--corpus`), which only",
        "some models speak; *articles* in the manner that records are made from.",
        "",
    )
    corpora = [("idner", "exact"), ("nergrit", "exact"), ("nergrit", "macro")]
    yield from _table(
        ["backend", "manner", "idner micro", "NERGrit micro", "NERGrit macro"],
        [
            [name, manner, *(_f1(each[corpus].get(manner, {}).get(m)) for corpus, m in corpora)]
            for name, each in measured.items()
            for manner in ("own", "articles")
            if any(manner in each[corpus] for corpus, _ in corpora)
        ],
    )
    yield from (
        "",
        "## Cost",
        "",
        f"One thread of {processor}, on the annotated articles: decoding included, loading not.",
        "Words are separated by white space, seconds are CPU time. Memory is the peak of a fresh",
        "process that read them.",
        "",
    )
    yield from _table(
        ["backend", "MB on disk", "words/s", "memory MB"],
        [
            [name, f"{each['megabytes']:.1f}", f"{each['speed']:,.0f}", f"{each['rss']:,.0f}"]
            for name, each in measured.items()
        ],
    )
    yield from (
        "",
        "## Damaged text",
        "",
        "Head A on the annotated articles, micro F1 exact; typos and lost spaces are the mean of",
        "three draws.",
        "",
    )
    clean = ["as it is", *(_f1(e["articles"]["entities"]["exact"]) for e in measured.values())]
    yield from _table(
        ["text", *measured],
        [
            clean,
            *(
                [title, *(_f1(each["damaged"][kind]) for each in measured.values())]
                for kind, title in _NAMES.items()
            ),
        ],
    )
    yield from (
        "",
        "## Published figures",
        "",
        "By others, not measured here. The NERGrit figures, macro F1 over the labels, compare with",
        "*NERGrit macro*, *own*, above, but not in everything: there words come ready cut and each",
        "is labelled by itself, here raw text is read and tags are decoded together. The NERUI",
        "figure compares with nothing here: no test on NERUI is part of this page.",
        "",
    )
    yield from _table(
        ["test", "model", "measure", "F1", "source"],
        [[p.test, p.model, p.measure, _f1(p.f1), p.source] for p in PUBLISHED],
    )
    missing = {name: each["missing"] for name, each in results.items() if "missing" in each}
    if missing:
        yield from ("", "## Not measured", "")
        yield from (f"- {name}: {reason}" for name, reason in missing.items())


def _f1(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table with columns of even width."""
    if not rows:
        yield "Nothing is measured yet."
        return
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"


def _processor() -> str:
    """Return the model of the processor, as the system calls it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
