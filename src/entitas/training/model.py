"""The network while it is trained: an encoder, two heads, an offset for each foreign corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from entitas.ner.protocol import ENTITIES, OFFICES
from entitas.ner.subword import WindowedNer
from entitas.training.base import load_base
from entitas.training.config import Encoder

__all__ = ["Tagger", "TorchNer", "make_tagger"]

_BUDGET = 4_096


class Tagger(nn.Module):  # type: ignore[misc]
    """Two BIO heads over the lower layers of a BERT encoder.

    The corpora disagree about what a name is. The entity head speaks for the annotated articles;
    for each corpus an offset, zero at first, learns how that corpus differs.

    Args:
        encoder: The base encoder, all layers.
        settings: How many layers to keep, dropout.
        corpora: The names of the corpora with an offset.
    """

    def __init__(self, encoder: nn.Module, settings: Encoder, corpora: Sequence[str]) -> None:
        super().__init__()
        encoder.encoder.layer = encoder.encoder.layer[: settings.layers]
        encoder.config.num_hidden_layers = settings.layers
        for parameter in encoder.embeddings.parameters():
            parameter.requires_grad = False
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.dropout = nn.Dropout(settings.dropout)
        self.entities = nn.Linear(hidden, 2 * len(ENTITIES) + 1)
        self.offices = nn.Linear(hidden, 2 * len(OFFICES) + 1)
        self.offsets = nn.ModuleDict(
            {name: nn.Linear(hidden, self.entities.out_features) for name in corpora}
        )
        for head in (self.entities, self.offices):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        for offset in self.offsets.values():
            nn.init.zeros_(offset.weight)
            nn.init.zeros_(offset.bias)

    def forward(
        self, ids: Tensor, mask: Tensor, corpus: str | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return the logits of both heads, each (windows, length, tags).

        Args:
            ids: Piece ids (windows, length).
            mask: 1 for pieces, 0 for padding.
            corpus: The corpus whose labels to speak; None for the annotated articles'.
        """
        state = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        state = self.dropout(state)
        entities = self.entities(state)
        if corpus is not None:
            entities = entities + self.offsets[corpus](state)
        return entities, self.offices(state)

    def trained_state(self) -> dict[str, Tensor]:
        """Return copies of the weights that training changes."""
        trained = {name for name, value in self.named_parameters() if value.requires_grad}
        return {k: v.detach().clone() for k, v in self.state_dict().items() if k in trained}


def make_tagger(base: Path, settings: Encoder, corpora: Sequence[str]) -> tuple[Tagger, Tokenizer]:
    """Build an untrained tagger over a base folder, with the base's tokenizer.

    Raises:
        ModelError: The folder is no base encoder.
    """
    encoder, tokenizer = load_base(base, dropout=settings.dropout)
    return Tagger(encoder, settings, corpora), tokenizer


class TorchNer(WindowedNer):
    """A tagger as a NER backend, for measuring it before it is exported.

    Args:
        tagger: The tagger; it is switched to evaluation.
        tokenizer: Its tokenizer.
        settings: Window and overlap.
        corpus: The corpus whose labels to speak; None for the annotated articles'.
    """

    def __init__(
        self, tagger: Tagger, tokenizer: Tokenizer, settings: Encoder, corpus: str | None = None
    ) -> None:
        super().__init__(
            "torch",
            tokenizer,
            (ENTITIES, OFFICES),
            window=settings.window,
            overlap=settings.overlap,
            budget=_BUDGET,
        )
        self.tagger = tagger.eval()
        self.corpus = corpus

    def logits(
        self, ids: NDArray[np.int64], mask: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Run the network on framed windows; see the base class."""
        with torch.inference_mode():
            both = self.tagger(torch.from_numpy(ids), torch.from_numpy(mask), self.corpus)
        return both[0].float().numpy(), both[1].float().numpy()
