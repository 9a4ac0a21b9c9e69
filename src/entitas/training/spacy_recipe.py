"""The recipe of a model of the spaCy backend: one TOML file, validated."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from entitas.training.config import Data

__all__ = ["Network", "Schedule", "SpacyRecipe"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Network(_Part):
    """The network: hashed embeddings of token attributes, then convolutions with maxout.

    Args:
        width: The length of the vectors.
        depth: How many convolutions; each looks one token farther to both sides.
        pieces: Of how many values maxout takes the largest.
        rows: The rows of the embedding table of each token attribute.
    """

    width: int = Field(96, gt=0)
    depth: int = Field(6, gt=0)
    pieces: int = Field(3, gt=1)
    rows: dict[str, int] = {"NORM": 10_000, "PREFIX": 500, "SUFFIX": 5_000, "SHAPE": 1_000}


class Schedule(_Part):
    """How the network is trained.

    Args:
        epochs: How many epochs; what an epoch sees, say the next three.
        silver: The share of the silver articles in an epoch; the next one goes on behind them.
        records: How often in an epoch the annotated articles are seen.
        corpora: How often in an epoch the corpora are seen.
        rate: The peak learning rate; a straight rise, then a straight fall.
        warm_up: The share of steps in which the rate rises.
        batch: The tokens in a batch, about.
        dropout: The share of values dropped in each layer.
        lower: The share of texts trained on in lower case.
        upper: The share trained on in upper case.
        damage: The share of the other texts with typos, without punctuation or with glued words.
    """

    epochs: int = Field(8, gt=0)
    silver: float = Field(0.25, ge=0, le=1)
    records: int = Field(1, ge=0)
    corpora: int = Field(1, ge=0)
    rate: float = Field(2e-3, gt=0)
    warm_up: float = Field(0.05, ge=0, lt=1)
    batch: int = Field(1_500, gt=0)
    dropout: float = Field(0.1, ge=0, lt=1)
    lower: float = Field(0.05, ge=0, lt=0.5)
    upper: float = Field(0.05, ge=0, lt=0.5)
    damage: float = Field(0.1, ge=0, lt=1)


class SpacyRecipe(_Part):
    """Everything that makes a model, given the data.

    Args:
        name: The name of the model.
        seed: Fixes all that is random.
        data: The corpora and articles; ``mask_unnamed`` as for the default backend.
        network: See :class:`Network`.
        schedule: See :class:`Schedule`.
    """

    name: str
    seed: int = 1
    data: Data
    network: Network = Network()
    schedule: Schedule = Schedule()
