"""What annotating a corpus costs: documents a second, memory, and where the time goes.

Run:  python benchmarks/corpus.py speed DOCUMENTS.jsonl[.gz] [--documents 1000]
      python benchmarks/corpus.py flat [--documents 200000]

`speed`: the documents are annotated by `entitas annotate` with one and two workers; the memory of a
worker is read after the first 500 and at the end. Then the share of time outside the network, and
some of the texts in a plain loop over the backends stanza and spacy, in this process.

`flat`: short documents that are made up come through standard input, and the memory of the run and
of its workers is read as they go.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import entitas
from entitas.ner.onnx import OnnxNer
from entitas.training.corpora import read_jsonl

SHARD = 50
# When the memory is read first: the caches are full by then.
EARLY = 500
PLACES = ("Tuban", "Rembang", "Lamongan", "Gresik", "Jepara", "Demak", "Blora", "Kudus")
# No worker has so little memory, in MB; what keeps track of them has.
SMALL = 100


app = typer.Typer(add_completion=False)


@app.command()
def speed(
    corpus: Annotated[Path, typer.Argument(help="Documents with the field text.")],
    documents: Annotated[int, typer.Option(min=1_000)] = 1_000,
    rivals: Annotated[int, typer.Option(help="How many of them the plain loops read.")] = 200,
) -> None:
    """Measure and print."""
    rows = [row for row, _ in zip(read_jsonl(corpus), range(documents), strict=False)]
    texts = [str(row["text"]) for row in rows]
    console = Console()
    table = Table("workers", "documents/s", "speed-up", "MB after 500", "MB at the end", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        lines = (json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
        source.write_text("".join(lines), "utf-8")
        first = 0.0
        for workers in (1, 2):
            speed, early, end = annotated(source, Path(folder) / f"{workers}.jsonl", workers)
            first = first or speed
            table.add_row(
                str(workers), f"{speed:.2f}", f"{speed / first:.2f}", f"{early:.0f}", f"{end:.0f}",
                f"{end / early:.3f}",
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


@app.command()
def flat(
    documents: Annotated[int, typer.Option(min=10_000)] = 200_000,
    workers: Annotated[int, typer.Option(min=1)] = 2,
) -> None:
    """Measure the memory of a long run over short documents, at ten moments, and print it."""
    table = Table("documents", "documents/s", "MB of the run", "MB of a worker")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "entitas", "annotate", "-", "-o", str(Path(folder) / "o.jsonl"),
             "-w", str(workers), "--log-json"],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        threading.Thread(target=short_documents, args=(process.stdin, documents)).start()
        began, shown = time.perf_counter(), 0
        for line in process.stderr:
            done = json.loads(line)["documents"] if line.startswith("{") else 0
            if done >= shown + documents // 10:
                shown = done
                per_second = done / (time.perf_counter() - began)
                sizes = f"{resident(process.pid):.0f}", f"{memory(process.pid):.0f}"
                table.add_row(f"{done:,}", f"{per_second:.0f}", *sizes)
        if process.wait():
            raise SystemExit("the run failed")
    Console().print(table)


def short_documents(stream: IO[str], documents: int) -> None:
    """Write made-up documents of one sentence, each another one."""
    with stream:
        for n in range(documents):
            text = f"Bupati {PLACES[n % len(PLACES)]} membuka lomba ke-{n} pada hari ini."
            stream.write(json.dumps({"id": f"n{n}", "text": text}) + "\n")


def annotated(source: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Return documents a second without the start, and the memory of a worker in MB, twice."""
    process = subprocess.Popen(
        [sys.executable, "-m", "entitas", "annotate", str(source), "-o", str(out), "-w",
         str(workers), "--shard", str(SHARD), "--log-json"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    began, early, end, done = 0.0, 0.0, 0.0, 0
    for line in process.stderr:
        if not line.startswith("{") or json.loads(line)["shards"] == 0:
            continue
        done = json.loads(line)["documents"]
        if not began:
            began, started = time.perf_counter(), done
        # the last line comes when the workers are gone
        now = memory(process.pid)
        end = now if now > SMALL else end
        if not early and done >= EARLY:
            early = end
    seconds = time.perf_counter() - began
    if process.wait() not in (0, 1):
        raise SystemExit("the run failed")
    return (done - started) / seconds, early, end


def memory(pid: int) -> float:
    """Return the largest resident memory of a process's children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max((resident(int(child)) for child in children), default=0.0)


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB, 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in status.splitlines() if "VmRSS" in line)


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
    app()
