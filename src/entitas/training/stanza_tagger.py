"""The training of Stanza's tagger: Stanza's network, loss and optimiser; a plan of our own.

Stanza's own command halves the learning rate when it makes no progress on a dev set. Here it falls
in a straight line, so that a short training ends well, and every epoch is a checkpoint.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.pretrain import Pretrain
from stanza.models.common.utils import set_random_seed, tensor_unsort
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer
from stanza.models.ner_tagger import parse_args
from torch import Tensor
from torch.nn.utils.rnn import pack_sequence

from entitas.training.schedule import share_of_peak
from entitas.training.stanza_config import StanzaRecipe
from entitas.training.stanza_sentences import Tagged

__all__ = ["SHORTHAND", "train_tagger"]

SHORTHAND = "id_entitas"

_WARM_UP = 0.05
_MOST_SENTENCES = 256
_NEAR = 8
"""How many batches share sentences of like length."""

_LOGGED = 100


class _Sentences(DataLoader):  # type: ignore[misc]
    """Stanza's batches, of sentences that are tagged already."""

    data: list[list[Any]]
    items: list[Any]

    def _load_doc(self, doc: list[Tagged], scheme: object) -> list[Tagged]:
        return doc

    def process_chars(self, sents: list[Any]) -> tuple[Any, ...]:
        """Lay out nothing for a language model of characters: there is none."""
        nothing = [[0]] * len(sents)
        return nothing, nothing, nothing, nothing, [1] * len(sents)

    def mix(self) -> None:
        """Put the sentences in new batches, each of like length, so that little is padded."""
        self.items = getattr(self, "items", None) or [item for part in self.data for item in part]
        sentences = random.sample(self.items, len(self.items))
        near = max(1, _NEAR * len(sentences) // len(self.data))
        parts = [sentences[begin : begin + near] for begin in range(0, len(sentences), near)]
        self.data = self.chunk_batches([item for part in parts for item in sorted(part, key=_size)])
        random.shuffle(self.data)


def _size(item: list[Any]) -> int:
    return len(item[0])


def _read_once(characters: Any) -> None:
    """Let the network over characters read each word of a batch once, however often it occurs."""
    read = characters.forward

    def forward(chars: Tensor, _: object, order: list[int], sizes: list[int], __: object) -> Any:
        words, places = torch.unique(chars, dim=0, return_inverse=True)
        lengths = (words != 0).sum(1)
        longest_first = lengths.argsort(descending=True, stable=True)
        known = read(
            words[longest_first], None, range(len(words)), [len(words)], lengths[longest_first]
        ).data
        rows = longest_first.argsort()[places]
        return pack_sequence(tensor_unsort(known[rows], order).split(sizes))

    characters.forward = forward


def train_tagger(
    recipe: StanzaRecipe,
    sentences: list[Tagged],
    vectors: Path,
    out: Path,
    measure: Callable[[Path], dict[str, float]],
) -> None:
    """Train a tagger, or go on where an interrupted training stopped.

    Beside the tagger it writes ``log.jsonl`` and ``checkpoint.pt`` (to go on from).

    Args:
        recipe: The recipe.
        sentences: The tagged sentences.
        vectors: The word vectors, in Stanza's format.
        out: The file to write, in Stanza's format.
        measure: Measures a tagger in Stanza's format; asked after every pass, for the log.
    """
    settings = recipe.tagger
    torch.set_num_threads(recipe.threads)
    # Stanza's defaults for all that is not said here
    args: dict[str, Any] = parse_args(["--shorthand", SHORTHAND, "--device", "cpu"]) | {
        "optim": "adamw",
        "lr": settings.rate,
        "batch_size": _MOST_SENTENCES,
        # otherwise words without a vector would each learn one, and new words would find none
        "emb_finetune_known_only": True,
        "word_emb_dim": recipe.vectors.size,
        "hidden_dim": settings.hidden,
        "char_hidden_dim": settings.characters,
        "char_emb_dim": settings.characters // 2,
        "dropout": settings.dropout,
        "max_batch_words": settings.batch,
    }
    set_random_seed(recipe.seed)
    pretrain = Pretrain(str(vectors), save_to_file=False)
    batches = _Sentences(
        sentences,
        args["batch_size"],
        args,
        pretrain,
        preprocess_tags=False,
        max_batch_words=args["max_batch_words"],
    )
    trainer = Trainer(args=args, vocab=batches.vocab, pretrain=pretrain, device="cpu")
    _read_once(trainer.model.charmodel)
    log = out.parent / "log.jsonl"
    done = 0
    checkpoint = out.parent / "checkpoint.pt"
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        trainer.model.load_state_dict(state["model"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        done = state["done"]
    for number in range(done, settings.passes):
        # chance is fixed by the pass, whatever was drawn before
        set_random_seed(recipe.seed * 1000 + number)
        batches.mix()
        for line in _pass(trainer, batches, number, settings.passes):
            _log(log, {"pass": number + 1, **line})
        trainer.save(str(out))
        _log(log, {"pass": number + 1, **measure(out)})
        state = {
            "done": number + 1,
            "model": trainer.model.state_dict(),
            "optimizer": trainer.optimizer.state_dict(),
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
    trainer.save(str(out))


def _pass(
    trainer: Trainer, batches: _Sentences, number: int, passes: int
) -> Iterator[dict[str, float]]:
    began = time.perf_counter()
    total, words = 0.0, 0
    for step, batch in enumerate(batches):
        progress = (number + step / len(batches)) / passes
        for group in trainer.optimizer.param_groups:
            group["lr"] = trainer.args["lr"] * share_of_peak(progress, _WARM_UP)
        total += trainer.update(batch)
        words += sum(batch[8])
        if (step + 1) % _LOGGED == 0 or step + 1 == len(batches):
            seconds = time.perf_counter() - began
            yield {
                "step": step + 1,
                "of": len(batches),
                "loss": round(total / ((step % _LOGGED) + 1), 4),
                "words_per_second": round(words / seconds),
            }
            total = 0.0


def _log(path: Path, facts: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(facts) + "\n")
