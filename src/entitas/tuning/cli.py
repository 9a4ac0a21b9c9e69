"""``entitas gazetteer tune``: settings from annotated articles, or from agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from entitas.errors import ConfigError, InputError

if TYPE_CHECKING:
    from spacy.language import Language

    from entitas.gazetteer import Gazetteer
    from entitas.tuning.tune import Tuned

__all__ = ["tune"]


def tune(
    out: Annotated[
        Path, typer.Option("--output", "-o", help="The settings (.toml) to write.")
    ] = Path("tuning.toml"),
    gold: Annotated[
        Path | None,
        typer.Option(help="Annotated articles (.jsonl), or CoNLL (.txt, .tsv, .conll)."),
    ] = None,
    silver: Annotated[
        list[Path] | None,
        typer.Option(help="A corpus without annotations: files or folders; may be repeated."),
    ] = None,
    packs: Annotated[
        list[Path] | None,
        typer.Option("--pack", "-p", help="A pack, or settings to go on from; may be repeated."),
    ] = None,
    folds: Annotated[int, typer.Option(min=2, help="Into how many parts gold is parted.")] = 5,
    seed: Annotated[int, typer.Option(help="Decides how it is parted.")] = 1,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the gains with their intervals (.png, .svg).")
    ] = None,
    ner: Annotated[str, typer.Option(help="NER backend.")] = "onnx",
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of the silver corpus.")] = "utf-8",
) -> None:
    """Fit the gazetteer's settings to annotated articles; keep what held-out articles confirm.

    Fitted are, in this order: names that are wrong more often than right (switched off, or made to
    need the NER), how ordinary a word may be, the least score by kind, how long a misspelt name
    must be, and the weights with which places are linked. Each is kept only if held-out articles
    gain by more than chance; if none do, the command says so.

    The settings are a small file that is used like a pack:

        entitas gazetteer tune --gold gold.jsonl --pack mine.csv -o tuning.toml --plot gain.png
        entitas extract article.txt -g mine.csv -g tuning.toml

    Without annotations, --silver takes for right what the NER, the gazetteer and the titles agree
    on. That is a weaker ground, and no gain can then be shown. If documents of the corpus cannot be
    read, the command ends with status 1.
    """
    from entitas.gazetteer import Gazetteer
    from entitas.pipeline import load
    from entitas.tuning.picture import SUFFIXES

    if (gold is None) == (not silver):
        raise ConfigError("give either --gold, annotated articles, or --silver, a plain corpus.")
    if out.suffix != ".toml":
        raise ConfigError(f"{out}: settings are written as TOML; name a .toml file.")
    if plot is not None and gold is None:
        raise ConfigError("without annotations there is no gain to draw; leave out --plot.")
    if plot is not None and plot.suffix not in SUFFIXES:
        raise ConfigError(f"{plot}: pictures end in {' or '.join(SUFFIXES)}; rename it.")
    console = Console(stderr=True)
    gazetteer = Gazetteer.load(packs or None)
    nlp = load(ner=ner, model=model)
    if gold is not None:
        _by_gold(gold, packs or [], gazetteer, nlp, out, plot, folds, seed, console)
    else:
        _by_agreement(silver or [], gazetteer, nlp, out, encoding, console)


def _by_gold(
    path: Path,
    packs: Sequence[Path],
    gazetteer: Gazetteer,
    nlp: Language,
    out: Path,
    plot: Path | None,
    folds: int,
    seed: int,
    console: Console,
) -> None:
    from entitas.gazetteer import Gazetteer
    from entitas.tuning.gold import read_gold
    from entitas.tuning.picture import draw, table
    from entitas.tuning.settings_file import change_lines, write_settings
    from entitas.tuning.tune import tune as run

    gold = read_gold(path)
    without = Gazetteer.load() if packs else None
    with _bar(console, len(gold)) as progress:
        tuned = run(
            gold, nlp, gazetteer, without=without, folds=folds, seed=seed, progress=progress
        )
    shown = Console()
    if tuned.of_packs:
        shown.print(table(tuned.of_packs, "The packs, as they are: without → with"))
    for part in tuned.parts:
        if part.changes:
            verdict = "kept" if part.kept else "not kept: no significant gain"
            shown.print(table(part.changes, f"{part.name}: {verdict}"))
        else:
            shown.print(f"{part.name}: nothing to change")
    kept = [part.name for part in tuned.parts if part.kept]
    verdict = _verdict(tuned)
    if kept:
        shown.print(table(tuned.changes, f"All that is kept ({', '.join(kept)}), held out"))
    shown.print(verdict)
    remarks = [
        f"Settings of entitas, fitted to {path.name}: {tuned.documents} texts in {tuned.folds} "
        "folds.",
        f"Packs: {', '.join(pack.name for pack in packs) or 'none'}. Kept: "
        f"{', '.join(kept) or 'nothing'}.",
        "On held-out texts, with the 95 % interval of the gain (bootstrap over texts):",
        *(f"  {line}" for line in change_lines(tuned.changes)),
        verdict,
    ]
    write_settings(tuned.settings, out, remarks)
    if plot is not None:
        draw(tuned.changes, plot, verdict)
    console.print(f"settings → {out}" + (f", picture → {plot}" if plot else ""))


def _verdict(tuned: Tuned) -> str:
    if not any(part.kept for part in tuned.parts):
        return "Nothing significant is to be gained on these articles; the settings stay."
    mean = tuned.changes[-1]
    return (
        f"The mean rises from {mean.before:.3f} to {mean.after:.3f} on held-out articles "
        f"({mean.low:+.3f} to {mean.high:+.3f})."
    )


def _by_agreement(
    inputs: Sequence[Path],
    gazetteer: Gazetteer,
    nlp: Language,
    out: Path,
    encoding: str,
    console: Console,
) -> None:
    from entitas.corpus.readers import Source, find_files, read_documents
    from entitas.tuning.settings_file import write_settings
    from entitas.tuning.silver import tune_on_agreement

    documents = list(read_documents(find_files(inputs), encoding))
    texts = [document.text for document in documents if isinstance(document, Source)]
    unread = [document for document in documents if not isinstance(document, Source)]
    if not texts:
        first = f": {unread[0].reason}" if unread else "."
        raise InputError(f"no document of the corpus can be read{first}")
    with _bar(console, len(texts)) as progress:
        found = tune_on_agreement(texts, nlp, gazetteer, progress=progress)
    said = (
        f"By agreement of NER, gazetteer and titles in {found.documents} texts, not by annotation: "
        f"finds taken for wrong {found.before[1]} -> {found.after[1]}, for right "
        f"{found.before[0]} -> {found.after[0]}. No gain can be claimed; measure it with --gold."
    )
    Console().print(said)
    write_settings(found.settings, out, [f"Settings of entitas. {said}"])
    console.print(f"settings → {out}")
    if unread:
        said = f"{len(unread):,} documents could not be read, the first: {unread[0].reason}"
        console.print(said, style="bold red", markup=False)
        raise typer.Exit(1)


@contextmanager
def _bar(console: Console, texts: int) -> Iterator[Callable[[str], None]]:
    """Show a bar for every thing that is done with the texts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks = {}

        def step(what: str) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=texts)
            bar.advance(tasks[what])

        yield step
