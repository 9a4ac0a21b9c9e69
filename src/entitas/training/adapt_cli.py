"""``entitas train adapt``: a model trained on with the names of a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["adapt"]


def adapt(
    packs: Annotated[
        list[Path], typer.Argument(metavar="PACK...", help="Packs: .csv, .jsonl or .yaml.")
    ],
    gold: Annotated[
        Path, typer.Option(help="Annotated articles (.jsonl), in the form of examples/gold.jsonl.")
    ],
    out: Annotated[Path, typer.Option(help="The model folder to write.")],
    model: Annotated[
        str, typer.Option(help="The model to start from: a shipped ONNX model, or a folder.")
    ] = "entitas-id-small",
    held_out: Annotated[
        Path | None,
        typer.Option(help="Annotated articles to measure on; without, a fifth of --gold."),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="How often each text is seen.")] = 3,
    seed: Annotated[int, typer.Option(help="Fixes all that is random.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads.")] = 2,
) -> None:
    """Train a model on with the names of packs; the same command goes on where it was interrupted.

    The weights are rebuilt from the eight-bit model folder, so nothing but it is needed. The model
    learns from the articles as they are and from copies with names of the packs in the place of
    theirs: a body for one of its kind, a place for one of its level. Scores before and after, on
    articles held out, are shown and written to the new model's card.

    entitas train adapt mine.csv --gold annotated.jsonl --out my-model

    entitas extract article.txt --model my-model --gazetteer mine.csv
    """
    from entitas.extras import require_extra

    require_extra("Adapting a model", "train")
    from rich.console import Console

    from entitas.training.adapt import adapt as start
    from entitas.training.adapt_card import score_table, verdict

    console = Console()
    made = start(
        packs,
        gold,
        out,
        model=model,
        held_out=held_out,
        epochs=epochs,
        seed=seed,
        threads=threads,
        say=lambda line: console.print(line, highlight=False, markup=False, soft_wrap=True),
    )
    console.print(score_table(made))
    console.print(
        f"of {made.names:,} names of the packs in them found exactly: "
        f"{made.found[0]:,} → {made.found[1]:,}",
        highlight=False,
    )
    style = "green" if made.better else "bold yellow"
    console.print(verdict(made), style=style, highlight=False, markup=False)
    console.print(f"{out}: {made.name}", highlight=False, markup=False)
