"""Activations made smooth, so that eight bits do for them.

In every layer of the feed-forward part one or two channels are ten to forty times as large as the
rest. Eight bits for the whole tensor then leave hardly any for the others. Dividing each channel
by its size before the multiplication, and multiplying the weights of that channel by it, leaves
the result as it is and the channels alike (Xiao et al. 2022, "SmoothQuant").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from entitas.ner.subword import cut, frame
from entitas.training.model import Tagger

__all__ = ["smooth"]

_STRENGTH = 0.75
"""How much of a channel's size goes to the weights: 0 none, 1 all of it."""

_LEAST = 1e-4


class _Smoothed(nn.Module):  # type: ignore[misc]
    """A linear layer that divides its input by a scale and has it in its weights."""

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.linear = linear
        self.linear.weight.data *= scale
        self.register_buffer("factor", 1 / scale)

    def forward(self, values: Tensor) -> Tensor:
        return self.linear(values * self.factor)


def smooth(tagger: Tagger, tokenizer: Tokenizer, texts: Sequence[str], window: int) -> None:
    """Rewrite the feed-forward layers of a tagger; its results stay the same.

    Args:
        tagger: The tagger; it is changed, and is not to be trained any more.
        tokenizer: Its tokenizer.
        texts: A few dozen texts of the kind that the model will read, to see how large the
            channels get.
        window: The most pieces of a text to look at.
    """
    owners = [
        owner
        for layer in tagger.encoder.encoder.layer
        for owner in (layer.intermediate, layer.output)
    ]
    largest = [torch.full((owner.dense.in_features,), _LEAST) for owner in owners]
    hooks = [
        owner.dense.register_forward_pre_hook(partial(_watch, seen))
        for owner, seen in zip(owners, largest, strict=True)
    ]
    with torch.inference_mode():
        for text in texts:
            ids, mask = frame([cut(tokenizer, text).ids[:window]])
            tagger(torch.from_numpy(ids), torch.from_numpy(mask))
    for hook in hooks:
        hook.remove()
    for owner, seen in zip(owners, largest, strict=True):
        weights = owner.dense.weight.data.abs().amax(dim=0).clamp(min=_LEAST)
        owner.dense = _Smoothed(owner.dense, seen**_STRENGTH / weights ** (1 - _STRENGTH))


def _watch(seen: Tensor, module: nn.Module, inputs: tuple[Any, ...]) -> None:
    torch.maximum(seen, inputs[0].abs().flatten(0, -2).amax(dim=0), out=seen)
