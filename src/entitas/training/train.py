"""The training loop: seeded, resumable, measured after every epoch."""

from __future__ import annotations

import json
import math
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor

from entitas.errors import ConfigError
from entitas.training.batching import (
    Batch,
    Labelled,
    carry,
    epoch_batches,
    label,
    window,
)
from entitas.training.config import Recipe, Stage
from entitas.training.corpora import Example, read_records
from entitas.training.corrupt import corrupt, damage, draw
from entitas.training.distil import Taught
from entitas.training.examples import dev_scores, read_examples, read_held_out
from entitas.training.leakage import check_leakage
from entitas.training.model import Tagger, TorchNer, make_tagger
from entitas.training.schedule import share_of_peak

__all__ = ["fit", "train"]

_WEIGHT_DECAY = 0.01
_LARGEST_GRADIENT = 1.0
_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")


def train(
    recipe: Recipe, data: Path, base: Path, out: Path, *, taught: Sequence[Taught] = ()
) -> None:
    """Train a tagger, or go on where an interrupted training stopped.

    Writes ``log.jsonl`` (a line an epoch), ``checkpoint.pt`` (to go on from), and at the end
    ``tagger.pt`` (the weights that training changed).

    Args:
        recipe: The recipe.
        data: The folder below which the recipe's files lie.
        base: The base folder with the pruned vocabulary.
        out: The folder to write to; a finished stage in it is not trained again.
        taught: Raw articles as a teacher labelled them, for the stages that ask for some.

    Raises:
        InputError: A file is malformed.
        ConfigError: A training text holds a held-out sentence, or a stage asks for articles of a
            teacher and there are none.
        ModelError: ``base`` is no base encoder.
    """
    torch.manual_seed(recipe.seed)
    if not taught and any(stage.articles for stage in recipe.stages):
        raise ConfigError("The recipe asks for articles of a teacher: run 'entitas train distil'.")
    examples = read_examples(recipe.data, data)
    check_leakage((Example(item.text, []) for item in taught), read_held_out(recipe.data, data))
    tagger, tokenizer = make_tagger(base, recipe.encoder, list(recipe.data.corpora))
    dev = read_records(data / recipe.data.dev)
    fit(recipe, tagger, tokenizer, examples, dev, out, taught=taught)


def fit(
    recipe: Recipe,
    tagger: Tagger,
    tokenizer: Tokenizer,
    examples: dict[str | None, list[Example]],
    dev: list[Example],
    out: Path,
    *,
    taught: Sequence[Taught] = (),
) -> None:
    """Train a given tagger on given examples; see :func:`train` for what is written.

    Args:
        recipe: The recipe; its files are not read.
        tagger: The tagger; it is changed.
        tokenizer: Its tokenizer.
        examples: The examples by corpus; None for the annotated articles.
        dev: Annotated articles to measure each epoch on.
        out: The folder to write to, or to go on in.
        taught: Raw articles as a teacher labelled them.
    """
    torch.set_num_threads(recipe.threads)
    _Run(recipe, tagger, tokenizer, dev, out).go(examples, taught)


class _Run:
    def __init__(
        self, recipe: Recipe, tagger: Tagger, tokenizer: Tokenizer, dev: list[Example], out: Path
    ) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.recipe = recipe
        self.tagger = tagger
        self.tokenizer = tokenizer
        self.dev = dev
        self.out = out
        # a processor that does not know it emulates it, fifty times as slow
        self.bf16 = recipe.precision == "bf16" and torch.ops.mkldnn._is_mkldnn_bf16_supported()

    def go(self, examples: dict[str | None, list[Example]], taught: Sequence[Taught]) -> None:
        checkpoint = self.out / "checkpoint.pt"
        state: dict[str, Any] = {"stage": 0, "epoch": 0, "recent": []}
        if checkpoint.is_file():
            state = torch.load(checkpoint, weights_only=True)
            self.tagger.load_state_dict(state["tagger"], strict=False)
        for number, stage in enumerate(self.recipe.stages):
            if number < state["stage"]:
                continue
            optimiser = self._optimiser(stage)
            if "optimiser" in state and state["epoch"]:
                optimiser.load_state_dict(state["optimiser"])
            for epoch in range(state["epoch"], stage.epochs):
                loss, seconds = self._epoch(number, epoch, stage, optimiser, examples, taught)
                recent = [*state["recent"], self.tagger.trained_state()][-stage.average :]
                self._log(stage, epoch=epoch + 1, loss=round(loss, 4), seconds=round(seconds))
                state = {
                    "stage": number,
                    "epoch": epoch + 1,
                    "recent": recent,
                    "tagger": recent[-1],
                    "optimiser": optimiser.state_dict(),
                }
                _save(state, checkpoint)
            self._average(stage, state["recent"])
            state = {
                "stage": number + 1,
                "epoch": 0,
                "recent": [],
                "tagger": self.tagger.trained_state(),
            }
            _save(state, checkpoint)
        _save(self.tagger.trained_state(), self.out / "tagger.pt")

    def _optimiser(self, stage: Stage) -> torch.optim.Optimizer:
        groups: dict[tuple[float, float], list[Tensor]] = {}
        for name, parameter in self.tagger.named_parameters():
            if parameter.requires_grad:
                rate = stage.head_rate
                if layer := _LAYER.match(name):
                    above = self.recipe.encoder.layers - 1 - int(layer[1])
                    rate = stage.rate * stage.layer_decay**above
                decay = _WEIGHT_DECAY if parameter.dim() > 1 else 0.0
                groups.setdefault((rate, decay), []).append(parameter)
        return torch.optim.AdamW(
            [
                {"params": parameters, "lr": rate, "peak": rate, "weight_decay": decay}
                for (rate, decay), parameters in groups.items()
            ],
            fused=True,
        )

    def _epoch(
        self,
        number: int,
        epoch: int,
        stage: Stage,
        optimiser: torch.optim.Optimizer,
        examples: dict[str | None, list[Example]],
        taught: Sequence[Taught],
    ) -> tuple[float, float]:
        """Train one epoch; return the mean loss and the seconds that it took."""
        began = time.perf_counter()
        # chance is fixed by the place in the plan, so that a resumed run draws the same
        seed = f"{self.recipe.seed}/{number}/{epoch}"
        rng = random.Random(seed)
        torch.manual_seed(rng.getrandbits(32))
        made = epoch_batches(self._windows(stage, examples, taught, rng), stage.batch, rng)
        total = 0.0
        self.tagger.train()
        for step, batch in enumerate(track(made, f"{stage.name}, epoch {epoch + 1}")):
            progress = (epoch + (step + 1) / len(made)) / stage.epochs
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share_of_peak(progress, stage.warm_up)
            loss = self._loss(batch)
            loss.backward()
            parameters = [p for group in optimiser.param_groups for p in group["params"]]
            torch.nn.utils.clip_grad_norm_(parameters, _LARGEST_GRADIENT)
            optimiser.step()
            optimiser.zero_grad()
            total += loss.item()
        return total / len(made), time.perf_counter() - began

    def _windows(
        self,
        stage: Stage,
        examples: dict[str | None, list[Example]],
        taught: Sequence[Taught],
        rng: random.Random,
    ) -> dict[str | None, list[Labelled]]:
        """The windows of one epoch.

        In a stage on records, the corpora are a replay, and the teacher's articles come along.
        """
        chosen: dict[str | None, list[Labelled]] = {}
        corpora = [name for name in examples if name is not None]
        share = math.inf
        if stage.data == "records":
            chosen[None] = list(self._labelled(examples[None], stage, rng))
            size = sum(map(len, chosen[None]))
            raw = rng.sample(taught, len(taught) if stage.articles else 0)
            chosen[None] += _up_to(self._carried(raw, stage, rng), stage.articles * size)
            share = stage.replay * size / max(1, len(corpora))
        for name in corpora:
            order = rng.sample(examples[name], len(examples[name]))
            chosen[name] = list(_up_to(self._labelled(order, stage, rng), share))
        return {name: items for name, items in chosen.items() if items}

    def _labelled(
        self, examples: list[Example], stage: Stage, rng: random.Random
    ) -> Iterator[Labelled]:
        for example in examples:
            kind = draw(stage, rng)
            made = example if kind is None else corrupt(example, kind, rng)
            yield from window(label(self.tokenizer, made), self.recipe.encoder.window, rng)

    def _carried(
        self, taught: Iterable[Taught], stage: Stage, rng: random.Random
    ) -> Iterator[Labelled]:
        for text, tables in ((item.text, item.tables) for item in taught):
            kind = draw(stage, rng)
            made, places = (text, range(len(text) + 1)) if kind is None else damage(text, kind, rng)
            yield from window(
                carry(self.tokenizer, made, tables, places), self.recipe.encoder.window, rng
            )

    def _loss(self, batch: Batch) -> Tensor:
        ids, mask = torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            entities, offices = self.tagger(ids, mask, batch.corpus)
        return _cross_entropy(entities, torch.from_numpy(batch.entities)) + _cross_entropy(
            offices, torch.from_numpy(batch.offices)
        )

    def _measured(self) -> dict[str, float]:
        ner = TorchNer(self.tagger, self.tokenizer, self.recipe.encoder)
        return dev_scores(ner, self.dev)

    def _average(self, stage: Stage, recent: list[dict[str, Tensor]]) -> None:
        """Take the mean of the last epochs' weights if both heads together gain by it."""
        if len(recent) < 2:
            return
        last = self._measured()
        mean = {k: torch.stack([state[k] for state in recent]).mean(0) for k in recent[-1]}
        self.tagger.load_state_dict(mean, strict=False)
        averaged = self._log(stage, averaged=len(recent))
        if sum(averaged[h] for h in ("entities", "offices")) < sum(
            last[h] for h in ("entities", "offices")
        ):
            self.tagger.load_state_dict(recent[-1], strict=False)

    def _log(self, stage: Stage, **facts: float) -> dict[str, float]:
        measured = self._measured()
        line = {"stage": stage.name, **facts, **measured}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        return measured


def _cross_entropy(logits: Tensor, shares: Tensor) -> Tensor:
    """The mean cross entropy of the pieces that have a say; 0 if none has."""
    return -(shares * logits.float().log_softmax(-1)).sum() / shares.sum().clamp(min=1)


def _up_to(items: Iterable[Labelled], pieces: float) -> Iterator[Labelled]:
    """Yield items until they hold that many pieces."""
    for item in items:
        if pieces <= 0:
            return
        pieces -= len(item)
        yield item


def _save(state: object, path: Path) -> None:
    """Write a file that is whole or not there at all."""
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)
