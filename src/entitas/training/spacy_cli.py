"""``entitas train spacy``: the model of the spaCy backend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["spacy"]


def spacy(
    recipe: Annotated[Path, typer.Argument(help="The recipe (TOML), entitas-id-spacy.toml.")],
    data: Annotated[Path, typer.Option(help="The folder below which the recipe's files lie.")],
    silver: Annotated[Path, typer.Option(help="Raw articles labelled by a model, of silver.")],
    out: Annotated[Path, typer.Option(help="The model folder to write.")],
    version: Annotated[str, typer.Option(help="The version of the weights.")] = "1",
) -> None:
    """Train the model of the spaCy backend; the same command goes on where it was interrupted.

    The log and a checkpoint of each epoch are written to OUT.run.
    """
    from entitas.training.config import read_recipe
    from entitas.training.spacy_recipe import SpacyRecipe
    from entitas.training.spacy_train import train

    for line in train(read_recipe(recipe, SpacyRecipe), data, silver, out, version=version):
        print(line, flush=True)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out}: {size / 1e6:.1f} MB; next: entitas train calibrate, evaluate spans")
