"""What annotating a corpus costs: documents a second, memory, and where the time goes.

Run:  python benchmarks/corpus.py DOCUMENTS.jsonl[.gz] [--documents 1000]

The documents are annotated by `entitas annotate` with one and two workers; the memory of a worker
is read after the first half and at the end. Then the share of time outside the network, and some
of the texts in a plain loop over the backends stanza and spacy, in this process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import entitas
from entitas.ner.onnx import OnnxNer
from entitas.training.corpora import read_jsonl

SHARD = 50
# No worker has so little memory, in MB; what keeps track of them has.
SMALL = 100


def main(
    corpus: Annotated[Path, typer.Argument(help="Documents with the field text.")],
    documents: Annotated[int, typer.Option(min=200)] = 1_000,
    rivals: Annotated[int, typer.Option(help="How many of them the plain loops read.")] = 200,
) -> None:
    """Measure and print."""
    rows = [row for row, _ in zip(read_jsonl(corpus), range(documents), strict=False)]
    texts = [str(row["text"]) for row in rows]
    console = Console()
    table = Table("workers", "documents/s", "speed-up", "MB after half", "MB at the end", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        lines = (json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
        source.write_text("".join(lines), "utf-8")
        first = 0.0
        for workers in (1, 2):
            speed, half, end = annotated(
                source, Path(folder) / f"{workers}.jsonl", workers, documents
            )
            first = first or speed
            table.add_row(
                str(workers), f"{speed:.2f}", f"{speed / first:.2f}", f"{half:.0f}", f"{end:.0f}",
                f"{end / half:.3f}",
            )  # fmt: skip
    console.print(table)
    texts = texts[:rivals]
    ours, inside = timed_inside(texts)
    console.print(f"outside the network: {1 - inside / ours:.2f} of the time")
    table = Table("backend, in a plain loop", "documents/s", "ours is faster")
    table.add_row("onnx (ours)", f"{len(texts) / ours:.2f}", "1.00")
    for ner, piped in (("spacy", True), ("stanza", False)):
        seconds = timed(texts, ner, piped=piped)
        table.add_row(ner, f"{len(texts) / seconds:.2f}", f"{seconds / ours:.2f}")
    console.print(table)


def annotated(source: Path, out: Path, workers: int, documents: int) -> tuple[float, float, float]:
    """Return documents a second without the start, and the memory of a worker in MB, twice."""
    process = subprocess.Popen(
        [sys.executable, "-m", "entitas", "annotate", str(source), "-o", str(out), "-w",
         str(workers), "--shard", str(SHARD), "--log-json"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    began, half, end, done = 0.0, 0.0, 0.0, 0
    for line in process.stderr:
        if not line.startswith("{") or json.loads(line)["shards"] == 0:
            continue
        done = json.loads(line)["documents"]
        if not began:
            began, started = time.perf_counter(), done
        # the last line comes when the workers are gone
        now = memory(process.pid)
        end = now if now > SMALL else end
        if not half and done >= documents / 2:
            half = end
    seconds = time.perf_counter() - began
    if process.wait() not in (0, 1):
        raise SystemExit("the run failed")
    return (done - started) / seconds, half, end


def memory(pid: int) -> float:
    """Return the largest resident memory of a process's children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = [0.0]
    for child in children:
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except OSError:
            continue
        sizes += [int(line.split()[1]) / 1024 for line in status.splitlines() if "VmRSS" in line]
    return max(sizes)


def timed_inside(texts: list[str]) -> tuple[float, float]:
    """Return the seconds for some texts, and those of them in the network."""
    nlp = entitas.load()
    nlp(texts[0])
    inside, run = 0.0, OnnxNer.logits

    def clocked(self: OnnxNer, *arrays: Any) -> Any:
        nonlocal inside
        began = time.perf_counter()
        found = run(self, *arrays)
        inside += time.perf_counter() - began
        return found

    OnnxNer.logits = clocked  # type: ignore[method-assign]
    began = time.perf_counter()
    for doc in nlp.pipe(texts):
        doc._.record.model_dump_json()
    return time.perf_counter() - began, inside


def timed(texts: list[str], ner: str, *, piped: bool) -> float:
    """Return the seconds for some texts with another backend."""
    nlp = entitas.load(ner=ner)
    nlp(texts[0])
    began = time.perf_counter()
    for doc in nlp.pipe(texts) if piped else map(nlp, texts):
        doc._.record.model_dump_json()
    return time.perf_counter() - began


if __name__ == "__main__":
    typer.run(main)
