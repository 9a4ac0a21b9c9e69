"""``entitas train stanza``: the model of the backend of Stanza."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["stanza"]


def stanza(
    recipe: Annotated[Path, typer.Argument(help="The recipe, as training/entitas-id-stanza.toml.")],
    data: Annotated[Path, typer.Option(help="The folder below which the recipe's files lie.")],
    silver: Annotated[Path, typer.Option(help="Labelled raw articles, of entitas train silver.")],
    out: Annotated[Path, typer.Option(help="The folder to write to, or to go on in.")],
) -> None:
    """Train tokenizer, word vectors and tagger of Stanza, and write the model folder.

    The same command goes on where it was interrupted.
    """
    from entitas.errors import MissingExtraError
    from entitas.training.config import read_recipe
    from entitas.training.stanza_config import StanzaRecipe
    from entitas.training.stanza_train import train_stanza

    if find_spec("stanza") is None:
        raise MissingExtraError("Training a model of Stanza", "stanza")
    for name in train_stanza(read_recipe(recipe, StanzaRecipe), data, silver, out):
        print(f"{out / name}: there")
