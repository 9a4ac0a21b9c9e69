"""``entitas gazetteer mine``: what a corpus has that the gazetteer lacks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from entitas.errors import InputError
from entitas.gazetteer.showing import Over

if TYPE_CHECKING:
    from entitas.mining.candidate import Candidate

__all__ = ["mine"]

_SHOWN = 12


def mine(
    inputs: Annotated[list[Path], typer.Argument(help="Files (.txt, .jsonl) or folders of them.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The candidates (.jsonl) to write.")],
    gazetteer: Over = None,
    least: Annotated[int, typer.Option(min=1, help="In how many documents a name must stand.")] = 2,
    ner: Annotated[str, typer.Option(help="NER backend.")] = "onnx",
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes read.")] = 1,
    restart: Annotated[
        bool, typer.Option("--restart", help="Read all anew, not only what is not read yet.")
    ] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of the input.")] = "utf-8",
) -> None:
    """Propose entries and aliases that a corpus has and the gazetteer lacks.

    Names that the NER finds and the gazetteer does not know, definitions in brackets, bodies that
    offices name, initials, and misspelt forms so frequent that they are spellings. Each candidate
    comes with its kind, place and parent, with snippets, like entries and a confidence.

    What is read is kept in OUTPUT with the ending .observed.jsonl: an interrupted run goes on where
    it stopped, and more articles need only be read themselves. Documents that cannot be read are
    listed, with reason and original, in a file with the ending .errors.jsonl, and the command then
    ends with status 1.

        entitas gazetteer mine articles/ -o candidates.jsonl
        entitas gazetteer review candidates.jsonl --pack mine.csv
    """
    import entitas
    from entitas.corpus.readers import count_documents, find_files, read_documents
    from entitas.corpus.writers import write_text
    from entitas.gazetteer import Gazetteer
    from entitas.mining.count import Tally
    from entitas.mining.propose import propose
    from entitas.mining.reading import Reading, read_corpus

    if out.is_dir():
        raise InputError(f"{out} is a folder; name a file (.jsonl) to write.")
    files = find_files(inputs)
    kept = out.with_suffix(".observed.jsonl")
    errors = kept.with_suffix(".errors.jsonl")
    if {path.resolve() for path in (out, kept, errors)} & {path.resolve() for path in files}:
        raise InputError(f"{out} lies among the inputs; name another output.")
    known = Gazetteer.load(gazetteer or None)
    options = {"ner": ner, "model": model, "gazetteer": gazetteer or None}
    made_with = {
        "entitas": entitas.__version__, "ner": ner, "model": str(model), "gazetteer": known.hash
    }  # fmt: skip
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    last = Reading()
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading", total=count_documents(files))

        def show(reading: Reading) -> None:
            nonlocal last
            last = reading
            bar.update(task, completed=reading.done + len(reading.failed))

        observations = read_corpus(
            read_documents(files, encoding), kept, options, made_with,
            workers=workers, restart=restart, progress=show,
        )  # fmt: skip
        tally = Tally.of(observations)
        proposing = bar.add_task("proposing", total=None)
        candidates = propose(
            tally,
            known,
            least=least,
            progress=lambda done, total: bar.update(proposing, completed=done, total=total),
        )
    write_text(out, "".join(f"{c.model_dump_json(exclude_none=True)}\n" for c in candidates))
    _show(candidates, console)
    again = f", {last.before:,} of them before" if last.before else ""
    console.print(f"{last.done:,} documents read{again}; {len(candidates):,} candidates → {out}")
    if last.failed:
        console.print(f"{len(last.failed)} failed: see {errors}", style="bold red")
        raise typer.Exit(1)


def _show(candidates: list[Candidate], console: Console) -> None:
    table = Table("confidence", "what", "name", "kind", "documents", box=None)
    for candidate in candidates[:_SHOWN]:
        what = f"alias of {candidate.into}" if candidate.into else "entry"
        table.add_row(
            f"{candidate.confidence:.2f}", escape(what), escape(candidate.name), candidate.kind,
            str(candidate.evidence.documents),
        )  # fmt: skip
    if not candidates:
        return
    console.print(table)
    counts = Counter(candidate.what for candidate in candidates)
    said = {"entry": "entries", "alias": "aliases"}
    console.print(", ".join(f"{n:,} {said[what]}" for what, n in sorted(counts.items())))
