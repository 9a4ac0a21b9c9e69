"""From treebanks, corpora and labelled articles to a Stanza model folder, step by step.

Each step writes one file and is skipped if that is there; to do a step again, remove its file.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from entitas.errors import ModelError
from entitas.training.corpora import Example, read_records
from entitas.training.examples import dev_scores, read_examples, read_held_out
from entitas.training.leakage import check_leakage
from entitas.training.silver import read_silver
from entitas.training.stanza_config import StanzaRecipe
from entitas.training.stanza_sentences import (
    Tagged,
    damaged,
    read_tagged,
    tagged,
    write_tagged,
)
from entitas.training.stanza_treebank import hold_out, labelled, read_treebank

__all__ = ["STEPS", "train_stanza"]

STEPS = ("tokenizer.pt", "sentences.jsonl", "vectors.pt", "tagger.pt", "model")
"""The files that the steps write, in order."""


def train_stanza(recipe: StanzaRecipe, data: Path, silver: Path, out: Path) -> Iterator[str]:
    """Train what is not trained yet.

    Args:
        recipe: The recipe.
        data: The folder below which the recipe's files lie.
        silver: Raw articles labelled by a model, of ``entitas train silver``.
        out: The folder to write to; the model folder is ``model`` below it.

    Yields:
        The name of each step's file, when it is there.

    Raises:
        InputError: A file is malformed.
        ConfigError: A training text holds a held-out sentence.
        ModelError: Stanza's own training of the tokenizer failed.
    """
    out.mkdir(parents=True, exist_ok=True)
    steps: list[Callable[[Path], None]] = [
        lambda path: _tokenizer(recipe, data, path),
        lambda path: _sentences(recipe, data, silver, path),
        lambda path: _vectors(recipe, path),
        lambda path: _tagger(recipe, data, path),
        lambda path: _model(recipe, path),
    ]
    for name, step in zip(STEPS, steps, strict=True):
        if not (out / name).exists():
            partial = out / f"{name}.part"
            step(partial)
            partial.replace(out / name)
        yield name


def _tokenizer(recipe: StanzaRecipe, data: Path, out: Path) -> None:
    """Run Stanza's own training, as a process of its own."""
    settings = recipe.treebanks
    sentences = list(chain.from_iterable(read_treebank(data / file) for file in settings.train))
    parts = hold_out(sentences, settings.held_out, recipe.seed)
    for name, part in zip(("train", "dev"), parts, strict=True):
        text, labels = labelled(part)
        (out.parent / f"{name}.txt").write_text(text, encoding="utf-8")
        (out.parent / f"{name}.labels").write_text(labels, encoding="utf-8")
    (out.parent / "mwt.json").write_text("[]", encoding="utf-8")
    options: dict[str, object] = {
        "mode": "train",
        "lang": "id",
        "shorthand": "id_entitas",
        "device": "cpu",
        "seed": recipe.seed,
        "txt_file": "train.txt",
        "label_file": "train.labels",
        "dev_txt_file": "dev.txt",
        "dev_label_file": "dev.labels",
        "mwt_json_file": "mwt.json",
        "save_dir": ".",
        "save_name": out.name,
        "steps": settings.steps,
        "eval_steps": 150,
        "hidden_dim": settings.hidden,
        "max_seqlen": 300,
        # what can be told from a character alone
        "feat_funcs": "space_before,capitalized,numeric",
    }
    command = [sys.executable, "-m", "stanza.models.tokenizer", "--no_use_mwt", "--no-hierarchical"]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    with (out.parent / "tokenizer.log").open("w", encoding="utf-8") as log:
        threads = {"OMP_NUM_THREADS": str(recipe.threads)}
        done = subprocess.run(
            command, cwd=out.parent, env=os.environ | threads, stdout=log, stderr=log, check=False
        )
    if done.returncode:
        raise ModelError(f"Stanza could not train the tokenizer; {log.name} says why.")


def _sentences(recipe: StanzaRecipe, data: Path, silver: Path, out: Path) -> None:
    from entitas.ner.stanza import load_tokenizer

    examples = read_examples(recipe.data, data)
    articles = list(read_silver(silver))
    check_leakage(articles, read_held_out(recipe.data, data))

    settings = recipe.tagger
    cut = load_tokenizer(out.parent / STEPS[0]).sentences

    def made(name: str, texts: list[Example], manner: str, time: int = 0) -> Iterator[Tagged]:
        # chance is fixed by the place in the plan, whatever else is in it
        rng = random.Random(f"{recipe.seed}/{name}/{time}")
        for example in damaged(texts, settings, rng):
            for sentence in tagged(example, cut, recipe.columns, manner):
                if name != "articles" or rng.random() < settings.raw:
                    yield sentence

    def everything() -> Iterator[Tagged]:
        for time in range(settings.gold):
            yield from made("records", examples[None], "entities", time)
            for name in settings.alike:
                yield from made(name, examples[name], "entities", time)
        for name in recipe.columns[2:]:
            yield from made(name, examples[name], name)
        yield from made("articles", articles, "entities")

    write_tagged(everything(), out)


def _vectors(recipe: StanzaRecipe, out: Path) -> None:
    from entitas.training.stanza_vectors import train_vectors

    sentences = read_tagged(out.parent / STEPS[1], recipe.tagger.longest)
    train_vectors(sentences, recipe.vectors, out, seed=recipe.seed)


def _tagger(recipe: StanzaRecipe, data: Path, out: Path) -> None:
    from entitas.ner.stanza import StanzaNer
    from entitas.training.stanza_export import export
    from entitas.training.stanza_tagger import train_tagger

    run = out.parent
    dev = read_records(data / recipe.data.dev)

    def measure(tagger: Path) -> dict[str, float]:
        export(recipe, run / STEPS[0], tagger, run / STEPS[2], run / "measured")
        return dev_scores(StanzaNer.load(run / "measured"), dev)

    sentences = read_tagged(run / STEPS[1], recipe.tagger.longest)
    train_tagger(recipe, sentences, run / STEPS[2], out, measure)


def _model(recipe: StanzaRecipe, out: Path) -> None:
    from entitas.training.stanza_export import export

    export(recipe, out.parent / STEPS[0], out.parent / STEPS[3], out.parent / STEPS[2], out)
