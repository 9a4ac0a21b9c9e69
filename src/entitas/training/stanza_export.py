"""From Stanza's trained files to a model folder: one table of vectors, half precision.

While it trains, Stanza's tagger adds what it learns about a word to the word's vector, which stays
as it was. Here the sum is written, and the tagger's file is all that is needed to run it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from entitas.ner.protocol import ENTITIES, OFFICES
from entitas.training.stanza_config import StanzaRecipe

__all__ = ["export"]

_UNKNOWN, _EMPTY, _FIRST = 1, 2, 4
"""The rows of unknown and of empty words, and the first row of a word, in Stanza's tables."""


def export(
    recipe: StanzaRecipe, tokenizer: Path, tagger: Path, vectors: Path, out: Path
) -> dict[str, int]:
    """Write a model folder.

    Args:
        recipe: The recipe.
        tokenizer: Stanza's tokenizer.
        tagger: Stanza's tagger.
        vectors: The word vectors that it was trained with.
        out: The folder to write.

    Returns:
        The size in bytes of each file.
    """
    out.mkdir(parents=True, exist_ok=True)
    cut = torch.load(tokenizer, weights_only=True)
    cut["model"] = _halved(cut["model"])
    cut["config"] = _without_paths(cut["config"])
    torch.save(cut, out / "tokenizer.pt")

    tag = torch.load(tagger, weights_only=True)
    pretrained = torch.load(vectors, weights_only=True)
    table = _merged(
        pretrained["emb"],
        pretrained["vocab"]["_id2unit"],
        tag["model"].pop("delta_emb.weight"),
        tag["vocab"].pop("delta")["_id2unit"],
    )
    tag["vocab"]["_key2class"].pop("delta")
    tag["model"] = _halved({**tag["model"], "word_emb.weight": table})
    tag["config"] = _without_paths(tag["config"])
    torch.save(tag, out / "tagger.pt")

    settings = {
        "format": 1,
        "backend": "stanza",
        "name": recipe.name,
        "version": recipe.version,
        "entities": ENTITIES,
        "offices": OFFICES,
        "corpora": recipe.columns[2:],
    }
    (out / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    (out / "resources.json").write_text("{}\n", encoding="utf-8")
    return {path.name: path.stat().st_size for path in sorted(out.iterdir())}


def _merged(vectors: Tensor, words: list[str], learned: Tensor, known: list[str]) -> Tensor:
    """Add what was learned of the words to their vectors.

    Words without a vector shared one row of changes, that of empty words; here it is for every
    word that is not in the table.
    """
    rows = {word: row for row, word in enumerate(words)}
    table = vectors.clone()
    table[_UNKNOWN] += learned[_EMPTY]
    for change, word in zip(learned[_FIRST:], known[_FIRST:], strict=True):
        table[rows[word]] += change
    return table


def _halved(weights: dict[str, Any]) -> dict[str, Any]:
    return {name: value.half() for name, value in weights.items()}


def _without_paths(config: dict[str, Any]) -> dict[str, Any]:
    """Stanza keeps the paths of the training with the weights; they say nothing elsewhere."""
    return {
        name: None if name.endswith(("_file", "_dir")) and isinstance(value, str) else value
        for name, value in config.items()
    }
