"""The ``entitas`` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

import entitas
from entitas.corpus.cli import annotate
from entitas.errors import EntitasError
from entitas.evaluate.cli import app as evaluate_app
from entitas.gazetteer.cli import app as gazetteer_app
from entitas.mining.cli import mine
from entitas.report.cli import report
from entitas.review.cli import merge_reviews, review
from entitas.training.cli import app as train_app
from entitas.tuning.cli import tune
from entitas.tuning.diff_cli import diff

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Indonesian news text to typed records of officials, agencies, places and titles.",
    epilog="Start with:  entitas extract article.txt",
    pretty_exceptions_enable=False,
)
app.command()(annotate)
app.command()(report)
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(train_app, name="train")
gazetteer_app.command("mine")(mine)
gazetteer_app.command("review")(review)
gazetteer_app.command("merge-reviews")(merge_reviews)
gazetteer_app.command("tune")(tune)
gazetteer_app.command("diff")(diff)

Ner = Annotated[str, typer.Option(help="NER backend.")]
Model = Annotated[str | None, typer.Option(help="A shipped model's name, or a model folder.")]
GazetteerPaths = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", "-g", help="A pack or settings of your own, or a folder."),
]
MinScore = Annotated[
    float | None, typer.Option(min=0, max=1, help="Leave out less probable NER spans.")
]
KeepNoise = Annotated[
    bool, typer.Option("--keep-noise", help="Make records of bylines, credits and link lists too.")
]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads of the NER model.")]
Encoding = Annotated[str, typer.Option(help="Encoding of the input.")]


@app.command()
def extract(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show which stage said what, and what was dropped.")
    ] = False,
    svg: Annotated[Path | None, typer.Option(help="Also save the tables as a picture.")] = None,
    title: Annotated[str | None, typer.Option(help="The article's title, for the record.")] = None,
    ner: Ner = "onnx",
    model: Model = None,
    gazetteer: GazetteerPaths = None,
    min_score: MinScore = None,
    keep_noise: KeepNoise = False,
    threads: Threads = 1,
    encoding: Encoding = "utf-8",
) -> None:
    """Show the records of one article.

    Tables for people, JSON for programs (--json); both go to standard output.

        entitas extract article.txt
        cat article.txt | entitas extract - --json | jq '.people[].name'
    """
    from entitas.corpus.readers import decode, read_text
    from entitas.corpus.writers import write_text
    from entitas.pipeline import extract as run
    from entitas.pipeline import load
    from entitas.render import picture, render_explanation, render_record

    if file == "-":
        text = decode(sys.stdin.buffer.read(), encoding, "standard input")
    else:
        text = read_text(Path(file), encoding)
    nlp = load(
        ner=ner,
        model=model,
        gazetteer=gazetteer or None,
        min_score=min_score,
        keep_noise=keep_noise,
        threads=threads,
    )
    id_ = None if file == "-" else Path(file).stem
    record = run(text, nlp=nlp, explain=explain, id=id_, title=title)
    if svg is not None:
        write_text(svg, picture(record))
    if as_json:
        print(record.model_dump_json(indent=2))
        return
    console = Console()
    console.print(render_record(record))
    if record.explanation is not None:
        console.print(render_explanation(record.explanation))


@app.command()
def info(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show the versions, the NER models and the gazetteer in use."""
    from entitas.render import render_info

    console = Console()
    value = _info()
    print(json.dumps(value, indent=2)) if as_json else console.print(render_info(value))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    print(json.dumps(entitas.Document.model_json_schema(), indent=2))


def _info() -> dict[str, Any]:
    import platform
    from importlib.metadata import version

    from entitas.gazetteer import Gazetteer
    from entitas.ner.models import available

    gazetteer = Gazetteer.load()
    packages = ("spacy", "pydantic", "onnxruntime", "tokenizers", "rapidfuzz")
    return {
        "entitas": entitas.__version__,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
        "models": [_model(name) for name in available()],
        "gazetteer": {"hash": gazetteer.hash, "entries": gazetteer.counts()},
    }


def _model(name: str) -> dict[str, Any]:
    from entitas.ner.models import ModelConfig, find_model, read_config

    folder = find_model(name)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    config = read_config(folder, ModelConfig)
    return {
        "name": name,
        "backend": config.backend,
        "version": config.version,
        "megabytes": round(size / 1e6, 1),
    }


def main() -> None:
    """Run the command; errors that entitas raises on purpose are one line and exit status 2."""
    try:
        app()
    except EntitasError as error:
        Console(stderr=True).print(f"[bold red]error:[/] {escape(str(error))}", highlight=False)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
