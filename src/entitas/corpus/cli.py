"""``entitas annotate``: a corpus into records."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from entitas.errors import ConfigError

if TYPE_CHECKING:
    from entitas.corpus.running.run import Run

__all__ = ["annotate"]

# Without a terminal, a line is printed so often.
_SECONDS = 30.0

Inputs = Annotated[
    list[Path],
    typer.Argument(
        help="Files or folders (txt, html, jsonl, csv, tsv, parquet; .gz and .zst), databases, "
        "or - for standard input."
    ),
]


def annotate(
    inputs: Inputs,
    out: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="A .jsonl, .parquet or .spacy file, or a folder for tables."
        ),
    ],
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, help="Processes, a pipeline each.")
    ] = 1,
    engine: Annotated[
        str, typer.Option(help="embedded (processes of this machine) or spark.")
    ] = "embedded",
    spark: Annotated[
        list[str] | None,
        typer.Option(help="A setting of Spark, NAME=VALUE, as spark-submit --conf has them."),
    ] = None,
    ner: Annotated[str, typer.Option(help="NER backend.")] = "onnx",
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option("--gazetteer", "-g", help="A pack or settings of your own, or a folder."),
    ] = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Leave out less probable NER spans.")
    ] = None,
    keep_noise: Annotated[
        bool,
        typer.Option("--keep-noise", help="Make records of bylines, credits and link lists too."),
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(help="What the columns or fields are called: text=isi,id=no."),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(help="The SELECT that is asked of a .sqlite, .db or .duckdb input."),
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option("--format", help="Format of standard input and of files without a suffix."),
    ] = None,
    output_format: Annotated[
        str | None,
        typer.Option("--to", help="Output: jsonl, parquet, tables, csv or spacy."),
    ] = None,
    keep_text: Annotated[bool, typer.Option("--keep-text", help="Write the texts too.")] = False,
    shard: Annotated[int, typer.Option(min=1, help="Documents that are done together.")] = 2_000,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew, whatever an earlier run has done.")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Report progress as lines of JSON.")
    ] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of the input.")] = "utf-8",
) -> None:
    """Annotate many documents, in input order; the same command again goes on.

    What is done is kept beside the output (OUTPUT.parts) until all is: a run that was killed goes
    on, with the same input, model, gazetteer and settings. Ctrl-C once finishes the shards under
    way. A document that cannot be read or annotated goes, with the reason and the original, to
    OUTPUT.errors.jsonl, and the command then ends with status 1.

    Without an id a document is called by its file and line or row, news:12; one whose id came
    before gets #2, #3 appended.

    With --engine spark, Spark annotates, and the output is the same; see docs/corpus.md.

        entitas annotate articles/ more.jsonl.gz -o records.jsonl --workers 2
        entitas annotate news.csv --columns text=isi,id=no -o tables/
    """
    from entitas.corpus.annotate import annotate as run
    from entitas.corpus.readers import Columns, count_documents, find_files

    total = count_documents(find_files(inputs, format=input_format), format=input_format)
    console = Console(stderr=True)
    with _reported(console, total, as_json=log_json) as report:
        done = run(
            inputs,
            out,
            ner=ner,
            model=model,
            gazetteer=gazetteer,
            min_score=min_score,
            keep_noise=keep_noise,
            workers=workers,
            engine=engine,
            spark=dict(map(_setting, spark or ())),
            columns=Columns.parse(columns) if columns else None,
            query=query,
            input_format=input_format,
            encoding=encoding,
            output_format=output_format,
            keep_text=keep_text,
            shard=shard,
            restart=restart,
            progress=report,
        )
    counts = done.done
    if not done.complete:
        console.print(
            f"stopped: {counts.documents:,} documents are done; the same command goes on."
        )
        raise typer.Exit(130)
    before = f", {done.before.documents:,} of them before" if done.before.documents else ""
    console.print(
        f"{counts.documents:,} documents{before} ({counts.characters:,} characters) → {out}"
    )
    if done.errors:
        console.print(f"{counts.failed:,} failed: see {done.errors}", style="bold red")
        raise typer.Exit(1)


def _setting(said: str) -> tuple[str, str]:
    name, sign, value = said.partition("=")
    if not sign:
        raise ConfigError(f"--spark {said!r} is not NAME=VALUE, as spark.master=local[4] is.")
    return name.strip(), value.strip()


@contextmanager
def _reported(
    console: Console, total: int | None, *, as_json: bool
) -> Iterator[Callable[[Run], None]]:
    """Show how far a run is: a bar on a terminal, else a line now and then."""
    if console.is_terminal and not as_json:
        columns = (
            TextColumn("annotating"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[speed]}"),
        )  # fmt: skip
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("annotating", total=total, speed="")
            speed = _Speed()

            def show(state: Run) -> None:
                bar.update(task, completed=_read(state), speed=speed.of(state))

            yield show
        return
    speed, last, shards = _Speed(), time.monotonic(), -1

    def tell(state: Run) -> None:
        nonlocal last, shards
        if as_json and state.shards != shards:
            shards = state.shards
            said = {
                "shards": state.shards, "documents": state.done.documents,
                "characters": state.done.characters, "failed": state.done.failed, "total": total,
                "seconds": round(speed.seconds, 1),
            }  # fmt: skip
            print(json.dumps(said), file=sys.stderr, flush=True)
        elif not as_json and time.monotonic() - last >= _SECONDS:
            last = time.monotonic()
            of = f" of {total:,}" if total else ""
            console.print(f"{_read(state):,}{of} documents, {speed.of(state)}")

    yield tell


def _read(state: Run) -> int:
    return state.done.documents + state.done.failed + state.under_way


class _Speed:
    """Documents and characters a second since the run began, without what was there before."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def of(self, state: Run) -> str:
        seconds = max(self.seconds, 0.001)
        documents = _read(state) - state.before.documents - state.before.failed
        characters = state.done.characters - state.before.characters
        failed = f", {state.done.failed:,} failed" if state.done.failed else ""
        return f"{documents / seconds:.1f}/s, {characters / seconds:,.0f} characters/s{failed}"
