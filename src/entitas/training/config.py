"""The recipe of a model: one TOML file, validated."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entitas.errors import ConfigError

__all__ = ["Data", "Encoder", "Recipe", "Stage", "Vocabulary", "read_recipe"]

AnyRecipe = TypeVar("AnyRecipe", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Vocabulary(_Part):
    """Which pieces the pruned vocabulary keeps.

    Args:
        size: How many pieces.
        names: CSV files of names, in a column ``name`` or ``nama``.
        least: The least number of bearers (columns ``f`` and ``m``) of a name that counts; files
            without these columns are taken whole.
        articles: JSON Lines files with ``title`` and ``text``, for running text besides the
            training corpora; articles that share a sentence with held-out text are left out.
        words: How many of the most frequent words of wordfreq's Indonesian list also count in
            upper case; all of them count in lower case and capitalised.
    """

    size: int = Field(gt=1_000)
    names: list[Path] = []
    least: int = 20
    articles: list[Path] = []
    words: int = 20_000


class Data(_Part):
    """The corpora, as paths below the data folder.

    Args:
        corpora: CoNLL files by corpus; each corpus gets an offset of its own on the entity head.
        records: JSON Lines files of annotated articles, for both heads.
        dev: Annotated articles to measure each epoch on.
        held_out: Files of which no sentence may be trained on; ``dev`` always counts as one.
        mask_unnamed: Whether offices of nobody named stay out of the loss.
    """

    corpora: dict[str, list[Path]] = {}
    records: list[Path] = Field(min_length=1)
    dev: Path
    held_out: list[Path] = []
    mask_unnamed: bool = False


class Encoder(_Part):
    """The network.

    Args:
        layers: How many of the base's layers are kept, from the bottom.
        dropout: The share of values dropped between layers while training.
        window: The most pieces read at once.
        overlap: How many pieces neighbouring windows share.
    """

    layers: int = Field(6, gt=0)
    dropout: float = Field(0.1, ge=0, lt=1)
    window: int = Field(384, gt=32, le=510)
    overlap: int = Field(64, ge=0)


class Stage(_Part):
    """A stretch of training with its own data and learning rate.

    Args:
        name: The name, for the log.
        data: "corpora" trains on the corpora, "records" on the articles with replay.
        epochs: How often the data is seen.
        rate: The peak learning rate of the encoder.
        head_rate: The peak learning rate of the heads.
        layer_decay: How much slower each layer learns than the one above it; 1: all alike.
        warm_up: The share of steps in which the rate rises.
        batch: The most pieces in a batch.
        replay: Pieces of the corpora per piece of the annotated articles ("records" only).
        articles: Pieces of raw articles, as a teacher labelled them, per piece of the annotated
            ones ("records" only).
        lower: The share of texts trained on in lower case.
        upper: The share trained on in upper case.
        damage: The share of the other texts with typos, without punctuation or with glued words.
        average: Average the weights of this many last epochs, if that is better on dev.
    """

    name: str
    data: Literal["corpora", "records"]
    epochs: int = Field(gt=0)
    rate: float = Field(2e-4, gt=0)
    head_rate: float = Field(1e-3, gt=0)
    layer_decay: float = Field(1.0, gt=0, le=1)
    warm_up: float = Field(0.08, ge=0, lt=1)
    batch: int = Field(1_600, gt=0)
    replay: float = Field(0.3, ge=0)
    articles: float = Field(0.0, ge=0)
    lower: float = Field(0.0, ge=0, lt=0.5)
    upper: float = Field(0.0, ge=0, lt=0.5)
    damage: float = Field(0.0, ge=0, lt=1)
    average: int = Field(1, gt=0)


class Recipe(_Part):
    """Everything that makes a model, given a base encoder and the data.

    Args:
        name: The name of the model.
        seed: Fixes all that is random.
        threads: The threads that torch uses.
        precision: "bf16" is faster where the processor knows it; elsewhere "fp32" is used for it.
        vocabulary: See :class:`Vocabulary`.
        data: See :class:`Data`.
        encoder: See :class:`Encoder`.
        stages: In the order of training.
    """

    name: str
    seed: int = 1
    threads: int = Field(2, gt=0)
    precision: Literal["fp32", "bf16"] = "fp32"
    vocabulary: Vocabulary
    data: Data
    encoder: Encoder = Encoder()
    stages: list[Stage] = Field(min_length=1)


def read_recipe(path: Path, kind: type[AnyRecipe]) -> AnyRecipe:
    """Read and check a recipe.

    Args:
        path: The TOML file.
        kind: Of which trainer it is: :class:`Recipe` or that of another backend.

    Raises:
        ConfigError: The file is no TOML, or a setting is unknown, missing or impossible.
    """
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    except ValidationError as error:
        lines = (
            f"  {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        )
        raise ConfigError(f"{path} is no valid recipe:\n" + "\n".join(lines)) from error
