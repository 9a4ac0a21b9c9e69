"""The recipe of a Stanza model: one TOML file, validated."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from entitas.training.config import Data

__all__ = ["StanzaRecipe", "Tagger", "Treebanks", "Vectors"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Treebanks(_Part):
    """What the tokenizer learns from.

    Args:
        train: CoNLL-U files, as paths below the data folder.
        held_out: How many of their sentences measure the training instead.
        steps: How many batches it sees.
        hidden: The size of its network.
    """

    train: list[Path] = Field(min_length=1)
    held_out: int = Field(260, gt=0)
    steps: int = Field(1_500, gt=0)
    hidden: int = Field(64, gt=0)


class Vectors(_Part):
    """Word vectors, learned from the training texts.

    Args:
        size: Their length.
        window: The farthest neighbour that counts.
        least: How often a word must occur.
    """

    size: int = Field(100, gt=0)
    window: int = Field(4, gt=0)
    least: int = Field(3, gt=0)


class Tagger(_Part):
    """The network that labels tokens, and its training.

    Args:
        alike: The corpora that label entities in the manner of the annotated articles; each of the
            others gets a column of its own, so that its manner stays its own.
        gold: How many times the annotated articles and the corpora alike are taken, each time
            damaged in another way; the other corpora are taken once.
        raw: The share of the sentences of raw articles that is taken.
        lower: The share of texts in lower case.
        upper: The share in upper case.
        damage: The share of the other texts with typos, without punctuation or with glued words.
        passes: How often all texts are seen.
        rate: The highest learning rate; it falls to 0 in a straight line.
        batch: The most words in a batch.
        hidden: The size of the network in each direction.
        characters: The size of the network over the characters of a word, in each direction.
        dropout: The share of values dropped while training.
        longest: The most tokens of a sentence; longer ones are left out.
    """

    alike: list[str] = []
    gold: int = Field(3, gt=0)
    raw: float = Field(1.0, gt=0, le=1)
    lower: float = Field(0.0, ge=0, lt=0.5)
    upper: float = Field(0.0, ge=0, lt=0.5)
    damage: float = Field(0.0, ge=0, lt=1)
    passes: int = Field(3, gt=0)
    rate: float = Field(2e-3, gt=0)
    batch: int = Field(1_500, gt=0)
    hidden: int = Field(200, gt=0)
    characters: int = Field(64, gt=0)
    dropout: float = Field(0.4, ge=0, lt=1)
    longest: int = Field(120, gt=0)


class StanzaRecipe(_Part):
    """Everything that makes a Stanza model, given the data and the labelled raw articles.

    Args:
        name: The name of the model.
        version: The version of its weights.
        seed: Fixes all that is random.
        threads: The threads that torch uses.
        treebanks: See :class:`Treebanks`.
        data: See :class:`entitas.training.config.Data`.
        vectors: See :class:`Vectors`.
        tagger: See :class:`Tagger`.
    """

    name: str
    version: str = "1"
    seed: int = 1
    threads: int = Field(1, gt=0)
    treebanks: Treebanks
    data: Data
    vectors: Vectors = Vectors()
    tagger: Tagger = Tagger()

    @property
    def columns(self) -> list[str]:
        """The columns of tags: both heads, then the corpora with a manner of their own."""
        own = [name for name in self.data.corpora if name not in self.tagger.alike]
        return ["entities", "offices", *own]
