"""``entitas evaluate``: score records and spans from files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from entitas.errors import ConfigError, InputError

if TYPE_CHECKING:
    from entitas.evaluate.records import RecordScores
    from entitas.evaluate.spans import SpanScores

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Score records or spans against annotations made by hand.",
    pretty_exceptions_enable=False,
)

Gold = Annotated[Path, typer.Argument(help="The annotation: JSON Lines, or one JSON list.")]
Predicted = Annotated[Path, typer.Argument(help="What was found: JSON Lines, or one JSON list.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")]
Errors = Annotated[bool, typer.Option("--errors", help="List every error too, one a line.")]


@app.command()
def records(
    gold: Gold, predicted: Predicted, as_json: AsJson = False, errors: Errors = False
) -> None:
    """Score the records of `entitas annotate`.

    entitas annotate articles/ -o records.jsonl
    entitas evaluate records gold.jsonl records.jsonl --errors
    """
    from entitas.evaluate.records import score_records

    scores = score_records(_read(gold), _read(predicted))
    _show(scores, as_json)
    if errors:
        for error in scores.errors:
            print(*error, sep="\t")


@app.command()
def spans(
    gold: Annotated[
        Path, typer.Argument(help="Annotated articles or spans (.jsonl), or CoNLL (.txt, .tsv).")
    ],
    predicted: Annotated[
        Path | None,
        typer.Argument(help="Spans that were found (.jsonl); without, a backend is measured."),
    ] = None,
    ner: Annotated[
        str | None, typer.Option(help="The backend to measure: onnx, spacy or stanza.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    corpus: Annotated[
        str | None, typer.Option(help="Label entities in the manner of this corpus.")
    ] = None,
    damage: Annotated[
        str | None,
        typer.Option(
            "--corrupt", help="lower, upper, typos, no-punctuation or glue: damage it so."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides where the damage is.")] = 0,
    plot: Annotated[
        Path | None, typer.Option(help="Draw score against share of right spans (.png, .svg).")
    ] = None,
    errors: Errors = False,
    as_json: AsJson = False,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads of the model.")] = 1,
) -> None:
    """Measure a NER backend on a gold file, or score a file of spans against another.

    entitas evaluate spans gold.jsonl --errors
    entitas evaluate spans test.txt --ner onnx --corpus idner
    entitas evaluate spans gold.jsonl found.jsonl

    A gold file is annotated articles, or CoNLL: the word in the first column, its BIO tag in the
    last. Two files of spans hold {"id": …, "spans": [[start, end, label], …]} a line, matched by
    id, code point offsets; a "text" beside them shows the context of errors.
    """
    if predicted is not None:
        if any((ner, model, corpus, damage, plot)):
            raise ConfigError(
                "A second file is scored as it is: leave it out to measure a backend, or leave out "
                "--ner, --model, --corpus, --corrupt and --plot."
            )
        _score_files(gold, predicted, as_json, errors)
        return
    from entitas.evaluate.measure_cli import measure_backend

    measure_backend(
        gold,
        backend=ner,
        model=model,
        corpus=corpus,
        damage=damage,
        seed=seed,
        plot=plot,
        errors=errors,
        as_json=as_json,
        threads=threads,
    )


@app.command()
def scoreboard(
    data: Annotated[Path, typer.Option(help="The folder with the tests.")],
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/scores.md"),
    backends: Annotated[
        str, typer.Option(help="The backends, with commas between.")
    ] = "onnx,spacy,stanza",
) -> None:
    """Measure every backend on every test and write the page of scores.

    A backend that cannot be measured is listed with the reason; the others are measured all the
    same. The page is written anew after each backend.
    """
    from entitas.evaluate.scoreboard import write_scoreboard

    names = [name.strip() for name in backends.split(",") if name.strip()]
    if not names:
        raise ConfigError("--backends names no backend; give names with commas between.")
    results = write_scoreboard(data, out, names)
    for name, result in results.items():
        print(f"{name}: {result.get('missing', 'measured')}")
    print(out)


def _score_files(gold: Path, predicted: Path, as_json: bool, errors: bool) -> None:
    from entitas.evaluate.error_lines import error_lines
    from entitas.evaluate.spans import score_spans

    found = {_id(document, predicted): document for document in _read(predicted)}
    documents = list(_read(gold))
    ids = [_id(document, gold) for document in documents]
    scores = score_spans(
        [_spans(document, gold) for document in documents],
        [_spans(found.get(id, {"spans": []}), predicted) for id in ids],
    )
    _show(scores, as_json)
    if not as_json:
        Console().print(scores.confusion_table())
    if errors:
        given = [document.get("text") for document in documents]
        texts = [text if isinstance(text, str) else None for text in given]
        for line in error_lines(scores, ids, texts):
            print(line)


def _show(scores: RecordScores | SpanScores, as_json: bool) -> None:
    if as_json:
        print(json.dumps(scores.to_dict(), ensure_ascii=False))
    else:
        Console().print(scores.table())


def _id(document: dict[str, Any], path: Path) -> str:
    id = document.get("id")
    if not isinstance(id, str):
        raise InputError(f"{path} has a document without an id; give every document a text as id.")
    return id


def _spans(document: dict[str, Any], path: Path) -> Any:
    if not isinstance(document.get("spans"), list):
        raise InputError(f"{path}: document {document.get('id')!r} has no list of spans.")
    return document["spans"]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a JSON Lines file or of a file with one JSON list."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    if text.lstrip().startswith("["):
        pieces = [(path.name, text)]
    else:
        # not splitlines(): JSON strings may hold U+2028 and U+0085 as they are
        lines = enumerate(text.split("\n"), 1)
        pieces = [(f"{path.name}, line {n}", line) for n, line in lines if line.strip()]
    for where, piece in pieces:
        try:
            value = json.loads(piece)
        except json.JSONDecodeError as error:
            raise InputError(f"{where} is not valid JSON: {error}.") from error
        for document in value if isinstance(value, list) else [value]:
            if not isinstance(document, dict):
                raise InputError(f"{where} holds {document!r:.40}, not a document.")
            yield document
