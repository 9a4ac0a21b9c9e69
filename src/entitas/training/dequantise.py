"""The weights of an eight-bit model folder, back in a network that can be trained.

A model folder holds all that its tagger knew, rounded to eight bits: the embeddings with a scale
for each piece, the other weights with one for each output. Multiplied out, they give a tagger that
finds the same spans but for a few; so a model can be trained on by whoever has its folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from entitas.errors import ModelError
from entitas.ner.models import SubwordConfig, read_config
from entitas.training.config import Encoder
from entitas.training.model import Tagger

__all__ = ["dequantise"]

_DROPOUT = 0.1

Floats = NDArray[np.float32]


def dequantise(folder: Path) -> tuple[Tagger, Tokenizer, Encoder]:
    """Rebuild the tagger of a model folder.

    Args:
        folder: A model folder that :func:`entitas.training.export.quantise` wrote.

    Returns:
        The tagger, its tokenizer, and the settings of its network.

    Raises:
        ModelError: A file is missing or damaged, or the weights are not in eight bits.
    """
    config = read_config(folder, SubwordConfig)
    path, pieces = folder / "model.onnx", folder / "tokenizer.json"
    for file in (path, pieces):
        if not file.is_file():
            raise ModelError(f"{folder} has no {file.name}: the model folder is incomplete.")
    try:
        graph = onnx.load(path).graph
    except Exception as error:  # the library raises bare exceptions
        raise ModelError(f"{path} cannot be read as ONNX: {error}") from error
    try:
        weights = _Weights(graph)
        settings = Encoder(
            layers=len(weights.attentions),
            dropout=_DROPOUT,
            window=config.window,
            overlap=config.overlap,
        )
        tagger = Tagger(
            BertModel(weights.shape(), add_pooling_layer=False), settings, config.corpora
        )
        state = weights.encoder() | weights.heads(config.corpora)
        tagger.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    except (KeyError, IndexError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"{path} holds no eight-bit weights as 'entitas train quantise' writes them ({error}): "
            "give a model that it wrote."
        ) from error
    return tagger.eval(), Tokenizer.from_file(str(pieces)), settings


class _Weights:
    """The tensors of a graph, under the names that the tagger has for them.

    They are told by the operation that they are used in: the exporter renames most of them, and
    keeps but one of those that are equal.
    """

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.makers = {name: node for node in graph.node for name in node.output}
        self.outputs = [output.name for output in graph.output]

        # of each kind, the operations stand in the order of the layers
        def of(kind: str) -> list[onnx.NodeProto]:
            return [node for node in graph.node if node.op_type == kind]

        self.attentions, self.products = of("QAttention"), of("MatMulInteger")
        self.norms, self.gelus = of("SkipLayerNormalization"), of("BiasGelu")
        layers = len(self.attentions)
        counts = (len(self.products), len(self.norms), len(self.gelus))
        if not layers or counts != (3 * layers, 2 * layers + 1, layers):
            raise ValueError("its layers are of another kind")

    def shape(self) -> BertConfig:
        """Return the shape of the encoder."""
        pieces, hidden = self.tensors["words"].shape
        heads = next(a.i for a in self.attentions[0].attribute if a.name == "num_heads")
        return BertConfig(
            vocab_size=pieces,
            hidden_size=hidden,
            num_hidden_layers=len(self.attentions),
            num_attention_heads=heads,
            intermediate_size=self.tensors[self.products[1].input[1]].shape[1],
            max_position_embeddings=len(self.tensors["places"]),
            type_vocab_size=1,
            pad_token_id=1,
            hidden_dropout_prob=_DROPOUT,
            attention_probs_dropout_prob=0.0,
        )

    def encoder(self) -> dict[str, Floats]:
        """Return the weights of the encoder."""
        tensors, top = self.tensors, "encoder.embeddings."
        places = tensors["places"]
        state = {
            f"{top}word_embeddings.weight": tensors["words"] * tensors["scale"],
            # the positions have the token type in them
            f"{top}position_embeddings.weight": places,
            f"{top}token_type_embeddings.weight": np.zeros_like(places[:1]),
            **self._norm(f"{top}LayerNorm", self.norms[0]),
        }
        for number, attention in enumerate(self.attentions):
            layer = f"encoder.encoder.layer.{number}."
            attended, widened, narrowed = self.products[3 * number : 3 * number + 3]
            after, last = self.norms[2 * number + 1 : 2 * number + 3]
            state |= self._attention(f"{layer}attention.self.", attention)
            for name, product, bias in (
                ("attention.output.dense", attended, after.input[4]),
                ("intermediate.dense", widened, self.gelus[number].input[1]),
                ("output.dense", narrowed, last.input[4]),
            ):
                state[f"{layer}{name}.weight"] = self._product(product).T
                state[f"{layer}{name}.bias"] = tensors[bias]
            state |= self._norm(f"{layer}attention.output.LayerNorm", after)
            state |= self._norm(f"{layer}output.LayerNorm", last)
        return state

    def heads(self, corpora: Sequence[str]) -> dict[str, Floats]:
        """Return the weights of the heads; a corpus has its difference from the first."""
        weight, bias = self._head("entities")
        state = {"entities.weight": weight, "entities.bias": bias}
        state["offices.weight"], state["offices.bias"] = self._head("offices")
        for name in corpora:
            other, shift = self._head(f"entities_{name}")
            state[f"offsets.{name}.weight"] = other - weight
            state[f"offsets.{name}.bias"] = shift - bias
        return state

    def _head(self, output: str) -> tuple[Floats, Floats]:
        bias, product = sorted(self.makers[output].input, key=self.makers.__contains__)
        return self.tensors[self.makers[product].input[1]].T, self.tensors[bias]

    def _attention(self, name: str, node: onnx.NodeProto) -> dict[str, Floats]:
        _, packed, bias, _, scale, _, _, zero, *_ = node.input
        parts = np.split(self._floats(packed, scale, zero), 3, axis=1)
        shifts = np.split(self.tensors[bias], 3)
        state: dict[str, Floats] = {}
        for part, weight, shift in zip(("query", "key", "value"), parts, shifts, strict=True):
            state |= {f"{name}{part}.weight": weight.T, f"{name}{part}.bias": shift}
        return state

    def _product(self, node: onnx.NodeProto) -> Floats:
        """The weights of a layer (inputs, outputs), as they were before they were smoothed."""
        quantised, packed, _, zero = node.input
        weights = self._floats(packed, packed.removesuffix("_quantized") + "_scale", zero)
        before = self.makers[self.makers[quantised].input[0]]
        if before.op_type != "Mul" or before.input[1] not in self.tensors:
            return weights
        factors: Floats = self.tensors[before.input[1]]
        return weights * factors[:, None]

    def _floats(self, packed: str, scale: str, zero: str) -> Floats:
        tensors = self.tensors
        shifted = tensors[packed].astype(np.float32) - tensors[zero].astype(np.float32)
        weights: Floats = shifted * tensors[scale]
        return weights

    def _norm(self, name: str, node: onnx.NodeProto) -> dict[str, Floats]:
        weight, bias = (self.tensors[part] for part in node.input[2:4])
        return {f"{name}.weight": weight, f"{name}.bias": bias}
