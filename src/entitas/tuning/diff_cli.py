"""``entitas gazetteer diff``: what differs between two gazetteers, and in what comes of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table
from rich.text import Text

from entitas.errors import ConfigError, InputError
from entitas.gazetteer.showing import PATHS, load, print_json

if TYPE_CHECKING:
    from entitas.gazetteer import Gazetteer
    from entitas.gazetteer.comparing import Change as EntryChange
    from entitas.tuning.measure import Change
    from entitas.tuning.outcome import Difference

__all__ = ["diff"]

_MOST_SHOWN = 50
_JOINT = "+"


def diff(
    old: Annotated[
        str,
        typer.Argument(help=f"{PATHS} Several with + between; '-' is the built-in one alone."),
    ],
    new: Annotated[str, typer.Argument(help="The same, for what it is compared with.")],
    corpus: Annotated[
        list[Path] | None,
        typer.Option(help="Texts whose records are compared: files or folders; may be repeated."),
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Annotated articles, by which both are measured too.")
    ] = None,
    ner: Annotated[str, typer.Option(help="NER backend.")] = "onnx",
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of the corpus.")] = "utf-8",
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show which entries, names and settings differ, and what that changes in the records.

    entitas gazetteer diff - regency.csv
    entitas gazetteer diff - regency.csv+tuning.toml --corpus articles/
    entitas gazetteer diff regency.csv regency.csv+tuning.toml --gold gold.jsonl
    """
    from entitas.gazetteer.comparing import compare

    if corpus and gold:
        raise ConfigError("give --corpus or --gold, not both: annotated articles are texts too.")
    one, other = (
        load(None if paths == "-" else [Path(path) for path in paths.split(_JOINT)])
        for paths in (old, new)
    )
    entries = list(compare(one, other))
    settings = _settings(one, other)
    outcome, scores = _outcome(one, other, corpus or [], gold, ner, model, encoding)
    if as_json:
        print_json(
            {
                "entries": [asdict(change) for change in entries],
                "settings": {name: list(pair) for name, pair in settings.items()},
                "records": [{**asdict(d), "snippet": d.snippet.model_dump()} for d in outcome],
                "scores": [asdict(change) for change in scores],
            }
        )
        return
    console = Console()
    _show_entries(entries, console)
    for name, (before, after) in settings.items():
        console.print(escape(f"{name}: {before} → {after}"), highlight=False)
    console.print(f"{len(settings):,} settings differ")
    if corpus or gold:
        _show_outcome(outcome, console)
    if scores:
        from entitas.tuning.picture import table

        console.print(table(scores, "Measured on the annotated articles"))


def _settings(one: Gazetteer, other: Gazetteer) -> dict[str, tuple[Any, Any]]:
    """Return the settings that differ, by their dotted names."""
    before, after = _flat(one.settings.model_dump()), _flat(other.settings.model_dump())
    return {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found.update(_flat(value, f"{prefix}{name}."))
        else:
            found[f"{prefix}{name}"] = value
    return found


def _outcome(
    one: Gazetteer,
    other: Gazetteer,
    corpus: list[Path],
    gold: Path | None,
    ner: str,
    model: str | None,
    encoding: str,
) -> tuple[list[Difference], list[Change]]:
    """Read texts with both gazetteers; return what differs and, with gold, how good both are."""
    if not corpus and gold is None:
        return [], []
    import numpy as np

    from entitas.corpus.readers import Source, find_files, read_documents
    from entitas.pipeline import load as load_pipeline
    from entitas.tuning.gold import read_gold
    from entitas.tuning.measure import compare, count
    from entitas.tuning.outcome import differences
    from entitas.tuning.rerun import Read

    annotated = read_gold(gold) if gold else []
    texts = [(article.id, article.text) for article in annotated]
    for source in read_documents(find_files(corpus), encoding):
        if not isinstance(source, Source):
            raise InputError(f"{source.where}: {source.reason}")
        texts.append((source.id, source.text))
    nlp = load_pipeline(ner=ner, model=model)
    found: list[Difference] = []
    counts: tuple[list[Any], list[Any]] = ([], [])
    console = Console(stderr=True)
    for n, (id_, text) in enumerate(
        track(texts, "reading", console=console, disable=not console.is_terminal)
    ):
        read = Read([text], nlp)
        before, after = (next(read.records(gazetteer))[1] for gazetteer in (one, other))
        found += differences(id_, text, before, after)
        if annotated:
            for rows, record in zip(counts, (before, after), strict=True):
                rows.append(count(annotated[n], record))
    scores = compare(np.stack(counts[0]), np.stack(counts[1])) if annotated else []
    return found, scores


def _show_entries(changes: list[EntryChange], console: Console) -> None:
    table = Table("what", "id", "name", "fields", box=None)
    for change in changes[:_MOST_SHOWN]:
        fields = "\n".join(f"{f}: {a!s} → {b!s}" for f, (a, b) in change.fields.items())
        table.add_row(change.what, escape(change.id), escape(change.name), escape(fields))
    if changes:
        console.print(table)
    if len(changes) > _MOST_SHOWN:
        console.print(f"… and {len(changes) - _MOST_SHOWN:,} more; --json lists all.")
    console.print(f"{len(changes):,} entries differ")


def _show_outcome(outcome: list[Difference], console: Console) -> None:
    table = Table("what", "sort", "name", "change", "where", box=None)
    for d in outcome[:_MOST_SHOWN]:
        fields = "\n".join(f"{f}: {a} → {b}" for f, (a, b) in d.fields.items())
        where = Text.assemble(
            f"{d.document}: … {d.snippet.before} ",
            (d.snippet.form, "bold"),
            f" {d.snippet.after} …",
        )
        table.add_row(d.what, d.sort, escape(d.name), escape(fields), where)
    if outcome:
        console.print(table)
    if len(outcome) > _MOST_SHOWN:
        console.print(f"… and {len(outcome) - _MOST_SHOWN:,} more; --json lists all.")
    counts = Counter(d.what for d in outcome)
    said = ", ".join(f"{counts[what]:,} {what}" for what in ("gained", "lost", "changed"))
    console.print(f"records: {said}")
