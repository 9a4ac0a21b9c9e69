"""The training of the spaCy backend: seeded, resumable, measured after every epoch."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from itertools import chain, cycle, islice
from pathlib import Path

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray
from rich.progress import track
from thinc.api import Adam, fix_random_seed, set_dropout_rate, use_ops

from entitas.ner.protocol import ENTITIES, OFFICES
from entitas.ner.spacy import SpacyNer, networks
from entitas.training.corrupt import corrupt, draw
from entitas.training.examples import dev_scores
from entitas.training.schedule import share_of_peak
from entitas.training.spacy_data import Labelled, Texts, batches, label, read_texts
from entitas.training.spacy_loss import sequence_loss
from entitas.training.spacy_network import make_pipeline, write_folder
from entitas.training.spacy_recipe import SpacyRecipe

__all__ = ["train"]

Floats = NDArray[np.float32]


def train(
    recipe: SpacyRecipe, data: Path, silver: Path, out: Path, *, version: str
) -> Iterator[dict[str, float]]:
    """Train a model, or go on where an interrupted training stopped.

    Args:
        recipe: The recipe.
        data: The folder below which the recipe's files lie.
        silver: Raw articles as a model labelled them.
        out: The model folder to write. Beside it, in ``<out>.run``, are ``log.jsonl`` (a line an
            epoch) and ``checkpoint.msgpack`` (to go on from).
        version: The version of the weights.

    Yields:
        The facts of each epoch: loss, seconds, exact F1 on the dev articles.

    Raises:
        InputError: A file is malformed.
        ConfigError: A training text holds a held-out sentence.
    """
    texts = read_texts(recipe, data, silver)
    # numpy's matrix products are thrice as fast as those that spaCy brings, but take all cores
    with use_ops("numpy", use_blis=False):
        run = _Run(recipe, texts, out.with_name(out.name + ".run"))
    yield from run.go()
    write_folder(run.nlp, recipe.network, recipe.name, version, out)


class _Run:
    def __init__(self, recipe: SpacyRecipe, texts: Texts, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        fix_random_seed(recipe.seed)
        self.recipe = recipe
        self.texts = texts
        self.folder = folder
        self.nlp = make_pipeline(recipe.network)
        self.models = networks(self.nlp)
        self.optimiser = Adam(0.0, use_averages=False, L2=0.01)
        self.clean: dict[int, list[Labelled]] = {}

    def go(self) -> Iterator[dict[str, float]]:
        """Train the epochs that are left."""
        checkpoint = self.folder / "checkpoint.msgpack"
        ner = SpacyNer(self.recipe.name, self.nlp, (ENTITIES, OFFICES))
        first = self._restore(checkpoint) if checkpoint.is_file() else 0
        for epoch in range(first, self.recipe.schedule.epochs):
            began = time.perf_counter()
            loss = self._epoch(epoch)
            seconds = round(time.perf_counter() - began)
            line = {
                "epoch": epoch + 1,
                "loss": round(loss, 4),
                "seconds": seconds,
                **dev_scores(ner, self.texts.dev),
            }
            with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            self._save(checkpoint, epoch + 1)
            yield line

    def _epoch(self, epoch: int) -> float:
        """Train one epoch; return the mean loss of a token."""
        schedule = self.recipe.schedule
        # chance is fixed by the number of the epoch, so that a resumed run draws the same
        rng = random.Random(f"{self.recipe.seed}/{epoch}")
        fix_random_seed(rng.getrandbits(32))
        set_dropout_rate(self.models[0], schedule.dropout)
        made = batches(list(self._drawn(epoch, rng)), schedule.batch, rng)
        total = 0.0
        for step, batch in enumerate(track(made, f"epoch {epoch + 1}")):
            progress = (epoch + (step + 1) / len(made)) / schedule.epochs
            self.optimiser.learn_rate = schedule.rate * share_of_peak(progress, schedule.warm_up)
            total += self._step(batch)
        return total / len(made)

    def _drawn(self, epoch: int, rng: random.Random) -> Iterator[Labelled]:
        """The pieces of one epoch, some of them damaged."""
        schedule, texts = self.recipe.schedule, self.texts
        size = round(schedule.silver * len(texts.silver))
        order = random.Random(self.recipe.seed).sample(texts.silver, len(texts.silver))
        silver = islice(cycle(order), epoch * size, (epoch + 1) * size)
        repeated = texts.corpora * schedule.corpora + texts.records * schedule.records
        for example in chain(repeated, silver):
            kind = draw(schedule, rng)
            if kind is not None:
                yield from label(self.nlp, corrupt(example, kind, rng))
                continue
            if id(example) not in self.clean:
                self.clean[id(example)] = list(label(self.nlp, example))
            yield from self.clean[id(example)]

    def _step(self, batch: Sequence[Labelled]) -> float:
        """Change the weights by one batch; return its mean loss of a token."""
        network, *softmaxes = self.models
        cuts = [item.piece for item in batch]
        vectors, back = network.begin_update([piece.doc for piece in cuts])
        gradients = [np.zeros_like(each) for each in vectors]
        rows = np.concatenate([each[p.rows] for each, p in zip(vectors, cuts, strict=True)])
        borders = np.cumsum([len(piece.rows) for piece in cuts])[:-1]
        total = 0.0
        for head, softmax in enumerate(softmaxes):
            shares, back_head = softmax.begin_update(rows)
            tags = np.concatenate([item.tags[head] for item in batch])
            joined = [piece.joined for piece in cuts]
            wrong, loss = sequence_loss(np.split(shares, borders), joined, tags)
            total += loss
            parts = np.split(back_head(wrong), borders)
            for gradient, piece, part in zip(gradients, cuts, parts, strict=True):
                gradient[piece.rows] += part
        back(gradients)
        for model in self.models:
            model.finish_update(self.optimiser)
        return total

    def _save(self, path: Path, epoch: int) -> None:
        """Write a checkpoint that is whole or not there at all."""
        nodes = self._nodes()
        state = {
            "epoch": epoch,
            "weights": [model.to_bytes() for model in self.models],
            "moments": [
                [nodes[number], name, first, self.optimiser.mom2[number, name],
                 self.optimiser.nr_update[number, name]]
                for (number, name), first in self.optimiser.mom1.items()
            ],
        }  # fmt: skip
        partial = path.with_suffix(".part")
        partial.write_bytes(srsly.msgpack_dumps(state))
        partial.replace(path)

    def _restore(self, path: Path) -> int:
        """Take up a checkpoint; return the number of the epoch to train next."""
        state = srsly.msgpack_loads(path.read_bytes())
        for model, weights in zip(self.models, state["weights"], strict=True):
            model.from_bytes(weights)
        numbers = {place: number for number, place in self._nodes().items()}
        for place, name, first, second, updates in state["moments"]:
            key = numbers[place], name
            self.optimiser.mom1[key] = first.copy()
            self.optimiser.mom2[key] = second.copy()
            self.optimiser.nr_update[key] = updates
        return int(state["epoch"])

    def _nodes(self) -> dict[int, int]:
        """The places of the network's nodes by the numbers that this process gave them."""
        nodes = (node for model in self.models for node in model.walk())
        return {node.id: place for place, node in enumerate(nodes)}
