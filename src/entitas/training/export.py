"""A trained tagger as a model folder: ONNX, attention fused, weights in 32 bits or in eight."""

from __future__ import annotations

import copy
import io
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from entitas.errors import ModelError
from entitas.ner.models import SubwordConfig
from entitas.training.config import Recipe
from entitas.training.model import Tagger, make_tagger
from entitas.training.smooth import smooth

__all__ = ["export", "load_tagger", "quantise", "quantise_tagger"]

_OPSET = 17
_MASKED = -1e4
_WEIGHTS = "model.onnx"


class _Plain(nn.Module):  # type: ignore[misc]
    """The tagger written out in the plain operations that onnxruntime knows how to fuse.

    Its outputs are the entity head, the office head, and the entity head of each corpus.
    """

    def __init__(self, tagger: Tagger, *, small: bool) -> None:
        super().__init__()
        self.encoder = tagger.encoder
        self.small = small
        self.corpora = list(tagger.offsets)
        self.heads = nn.ModuleList([tagger.entities, tagger.offices])
        for offset in tagger.offsets.values():
            head = copy.deepcopy(tagger.entities)
            head.weight.data += offset.weight.data
            head.bias.data += offset.bias.data
            self.heads.append(head)
        embeddings = tagger.encoder.embeddings
        words = embeddings.word_embeddings.weight.data
        types = embeddings.token_type_embeddings.weight.data
        self.register_buffer("places", embeddings.position_embeddings.weight.data + types[0])
        if small:
            # a scale for each piece: rare pieces are not drowned by the largest
            scale = words.abs().amax(dim=1, keepdim=True).clamp(min=1e-9) / 127
            self.register_buffer("scale", scale)
            self.register_buffer("words", (words / scale).round().to(torch.int8))
        else:
            self.register_buffer("words", words)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        state = self.words[input_ids]
        if self.small:
            state = state.float() * self.scale[input_ids]
        state = self.encoder.embeddings.LayerNorm(state + self.places[: input_ids.shape[1]])
        bias = (1.0 - attention_mask[:, None, None, :].to(state.dtype)) * _MASKED
        for layer in self.encoder.encoder.layer:
            attended = self._attend(layer.attention.self, state, bias)
            state = layer.attention.output.LayerNorm(layer.attention.output.dense(attended) + state)
            inner = functional.gelu(layer.intermediate.dense(state))
            state = layer.output.LayerNorm(layer.output.dense(inner) + state)
        return tuple(head(state) for head in self.heads)

    def _attend(self, attention: nn.Module, state: Tensor, bias: Tensor) -> Tensor:
        rows, length, hidden = state.shape
        heads = self.encoder.config.num_attention_heads
        size = hidden // heads

        def split(projected: Tensor) -> Tensor:
            return projected.view(rows, length, heads, size).transpose(1, 2)

        query, key, value = (
            split(part(state)) for part in (attention.query, attention.key, attention.value)
        )
        weights = (torch.matmul(query, key.transpose(-1, -2)) / size**0.5 + bias).softmax(-1)
        return torch.matmul(weights, value).transpose(1, 2).reshape(rows, length, hidden)


def load_tagger(recipe: Recipe, base: Path, run: Path) -> tuple[Tagger, Tokenizer]:
    """Load the tagger that a finished training left behind.

    Args:
        recipe: The recipe that it was trained with.
        base: The base folder that it was trained on.
        run: The folder that the training wrote to.

    Raises:
        ModelError: The training has not finished there.
    """
    path = run / "tagger.pt"
    if not path.is_file():
        raise ModelError(f"{run} holds no finished training: run 'entitas train train' to its end.")
    tagger, tokenizer = make_tagger(base, recipe.encoder, list(recipe.data.corpora))
    tagger.load_state_dict(torch.load(path, weights_only=True), strict=False)
    return tagger.eval(), tokenizer


def export(recipe: Recipe, base: Path, run: Path, out: Path, *, version: str) -> dict[str, int]:
    """Write a model folder from a finished training, weights in 32 bits.

    Args:
        recipe: The recipe that it was trained with.
        base: The base folder that it was trained on.
        run: The folder that the training wrote to.
        out: The model folder to write.
        version: The version of the weights, for its config.

    Returns:
        The size in bytes of each file written.

    Raises:
        ModelError: The training has not finished in ``run``.
    """
    tagger, tokenizer = load_tagger(recipe, base, run)
    out.mkdir(parents=True, exist_ok=True)
    _write_fused(_Plain(tagger, small=False).eval(), out / _WEIGHTS)
    return _write_rest(recipe, tagger, tokenizer, out, version)


def quantise(
    recipe: Recipe, base: Path, run: Path, out: Path, *, version: str, texts: Sequence[str]
) -> dict[str, int]:
    """Write a model folder from a finished training, weights in eight bits.

    Args:
        recipe: The recipe that it was trained with.
        base: The base folder that it was trained on.
        run: The folder that the training wrote to.
        out: The model folder to write.
        version: The version of the weights, for its config.
        texts: A few dozen texts to fit the eight-bit scales to; training texts will do.

    Returns:
        The size in bytes of each file written.

    Raises:
        ModelError: The training has not finished in ``run``.
    """
    tagger, tokenizer = load_tagger(recipe, base, run)
    return quantise_tagger(recipe, tagger, tokenizer, out, version=version, texts=texts)


def quantise_tagger(
    recipe: Recipe,
    tagger: Tagger,
    tokenizer: Tokenizer,
    out: Path,
    *,
    version: str,
    texts: Sequence[str],
) -> dict[str, int]:
    """Write a model folder from a tagger, weights in eight bits; see :func:`quantise`.

    Args:
        recipe: The recipe; its name and encoder go into the config.
        tagger: The tagger; it is changed, and is not to be trained any more.
        tokenizer: Its tokenizer.
        out: The model folder to write.
        version: The version of the weights, for its config.
        texts: A few dozen texts to fit the eight-bit scales to; training texts will do.
    """
    out.mkdir(parents=True, exist_ok=True)
    smooth(tagger, tokenizer, texts, recipe.encoder.window)
    with tempfile.TemporaryDirectory() as scratch:
        fused = Path(scratch) / "fused.onnx"
        _write_fused(_Plain(tagger, small=True).eval(), fused)
        quantize_dynamic(
            fused,
            out / _WEIGHTS,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Attention"],
            nodes_to_exclude=_head_nodes(fused),
            # the fused graph has lost its types, so the quantiser is told: 1 is float
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
        )
    return _write_rest(recipe, tagger, tokenizer, out, version)


def _write_rest(
    recipe: Recipe, tagger: Tagger, tokenizer: Tokenizer, out: Path, version: str
) -> dict[str, int]:
    """Write tokenizer and config beside the weights; return the size of each file."""
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    config = SubwordConfig(
        name=recipe.name,
        version=version,
        corpora=tuple(tagger.offsets),
        window=recipe.encoder.window,
        overlap=recipe.encoder.overlap,
    )
    (out / "config.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return {path.name: path.stat().st_size for path in sorted(out.iterdir()) if path.is_file()}


def _write_fused(model: _Plain, path: Path) -> None:
    outputs = ["entities", "offices", *(f"entities_{name}" for name in model.corpora)]
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "length"}
    inputs = ["input_ids", "attention_mask"]
    plain = io.BytesIO()
    torch.onnx.export(
        model,
        (example, example),
        plain,
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=dict.fromkeys([*inputs, *outputs], axes),
        opset_version=_OPSET,
        dynamo=False,
    )
    plain.seek(0)
    logging.getLogger("onnxruntime.transformers").setLevel(logging.ERROR)
    config = model.encoder.config
    fused = optimizer.optimize_model(
        onnx.load(plain),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=1,
    )
    missing = config.num_hidden_layers - fused.get_fused_operator_statistics()["Attention"]
    if missing:
        raise ModelError(f"The attention of {missing} layers was not fused: another onnxruntime?")
    fused.save_model_to_file(str(path))


def _head_nodes(path: Path) -> list[str]:
    """The multiplications of the heads: small, and better left as they are."""
    nodes = onnx.load(path, load_external_data=False).graph.node
    return [node.name for node in nodes if node.name.startswith("/heads.")]
