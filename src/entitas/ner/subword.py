"""What NER over subword pieces has in common, whatever runs the network."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.ner.decode import decode
from entitas.ner.mend import mend
from entitas.ner.protocol import Prediction, Span
from entitas.ner.windows import Window, batches, plan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["BOS", "EOS", "PAD", "Pieces", "SubwordNer", "Tables", "WindowedNer", "cut", "frame"]

BOS, PAD, EOS = 0, 1, 2
"""The ids of the special pieces around and behind a window."""

_SURROGATE = re.compile("[\ud800-\udfff]")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut into pieces.

    Args:
        ids: The ids of the pieces.
        starts: Where each piece starts in the text, spaces left out.
        ends: Where it ends; equal to its start if it is nothing but space.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def cut(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut a text into pieces with code point offsets into it."""
    # a lone surrogate cannot be encoded; the replacement is one code point too
    encoding = tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    offsets = []
    for start, end in encoding.offsets:
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        offsets.append((start, end))
    borders = np.array(offsets, np.int64).reshape(-1, 2)
    return Pieces(np.array(encoding.ids, np.int64), borders[:, 0], borders[:, 1])


def frame(windows: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put the ids of windows between special pieces and pad them to one length.

    Returns:
        The ids and the attention mask, each (windows, longest + 2).
    """
    longest = max(len(ids) for ids in windows) + 2
    framed = np.full((len(windows), longest), PAD, np.int64)
    mask = np.zeros((len(windows), longest), np.int64)
    for row, ids in enumerate(windows):
        framed[row, 0] = BOS
        framed[row, 1 : len(ids) + 1] = ids
        framed[row, len(ids) + 1] = EOS
        mask[row, : len(ids) + 2] = 1
    return framed, mask


class Tables(NamedTuple):
    """The tag probabilities of a text, tags as in :func:`entitas.ner.decode.bio_tags`.

    Args:
        pieces: The pieces of the text.
        entities: An array (pieces, tags) for the head of entities.
        offices: One for the head of offices.
    """

    pieces: Pieces
    entities: Floats
    offices: Floats


class SubwordNer(ABC):
    """Two-headed NER over subword pieces; a subclass says how likely each tag is.

    Args:
        name: The model's name, for the record.
        tokenizer: The tokenizer; it adds no special pieces by itself.
        heads: The labels of the head of entities and of the head of offices.
    """

    def __init__(
        self, name: str, tokenizer: Tokenizer, heads: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        self.name = name
        self.tokenizer = tokenizer
        self.heads = heads

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return one prediction for each text, in order; any Unicode string is a valid text."""
        tables = self.probabilities(texts)
        cuts = [table.pieces for table in tables]
        heads = ([table.entities for table in tables], [table.offices for table in tables])
        visible = [pieces.ends > pieces.starts for pieces in cuts]
        joined = [_joined(*each) for each in zip(texts, cuts, visible, strict=True)]
        found: list[list[list[Span]]] = []
        for labels, head in zip(self.heads, heads, strict=True):
            kept = [table[rows] for table, rows in zip(head, visible, strict=True)]
            spans = []
            for text, pieces, rows, runs in zip(
                texts, cuts, visible, decode(kept, labels, joined), strict=True
            ):
                starts, ends = pieces.starts[rows].tolist(), pieces.ends[rows].tolist()
                raw = [Span(starts[r.first], ends[r.last], r.label, r.score) for r in runs]
                spans.append(mend(text, raw))
            found.append(spans)
        return [Prediction(*both) for both in zip(*found, strict=True)]

    @abstractmethod
    def probabilities(self, texts: Sequence[str]) -> list[Tables]:
        """Return the tag probabilities of whole texts."""


class WindowedNer(SubwordNer):
    """NER by a network that reads windows; a subclass says how it is run (:meth:`logits`).

    Args:
        name: The model's name, for the record.
        tokenizer: The tokenizer; it adds no special pieces by itself.
        heads: The labels of the head of entities and of the head of offices.
        window: The most pieces read at once.
        overlap: How many pieces neighbouring windows share.
        budget: The most pieces run at once, padding included; 1 runs each window by itself.
    """

    def __init__(
        self,
        name: str,
        tokenizer: Tokenizer,
        heads: tuple[Sequence[str], Sequence[str]],
        *,
        window: int = 384,
        overlap: int = 64,
        budget: int = 1,
    ) -> None:
        super().__init__(name, tokenizer, heads)
        self.window = window
        self.overlap = overlap
        self.budget = budget

    @abstractmethod
    def logits(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Run the network on framed windows.

        Args:
            ids: Piece ids (windows, length), special pieces included.
            mask: 1 where there is a piece, 0 where there is padding.

        Returns:
            The logits of both heads, each (windows, length, tags).
        """

    def probabilities(self, texts: Sequence[str]) -> list[Tables]:
        """Return the tag probabilities of whole texts, from the cores of their windows."""
        cuts = [cut(self.tokenizer, text) for text in texts]
        sizes = [2 * len(labels) + 1 for labels in self.heads]
        tables = tuple(
            [np.zeros((len(pieces), size), np.float32) for pieces in cuts] for size in sizes
        )
        windows: list[tuple[int, Window]] = [
            (text, window)
            for text, pieces in enumerate(cuts)
            for window in plan(len(pieces), self.window, self.overlap)
        ]
        lengths = [window.end - window.start + 2 for _, window in windows]
        for batch in batches(lengths, self.budget):
            chosen = [windows[i] for i in batch]
            framed = frame([cuts[text].ids[w.start : w.end] for text, w in chosen])
            for head, logits in zip(tables, self.logits(*framed), strict=True):
                for row, (text, w) in enumerate(chosen):
                    core = slice(w.core_start - w.start + 1, w.core_end - w.start + 1)
                    head[text][w.core_start : w.core_end] = _softmax(logits[row, core])
        return [Tables(*each) for each in zip(cuts, *tables, strict=True)]


def _joined(text: str, pieces: Pieces, visible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which visible pieces go on with the word of the piece before.

    A capital after a small letter ("AgamaRina") is where scraping has glued two words.
    """
    starts, ends = pieces.starts[visible], pieces.ends[visible]
    joined = np.zeros(len(starts), np.bool_)
    joined[1:] = ends[:-1] >= starts[1:]
    for i in np.flatnonzero(joined).tolist():
        at = int(starts[i])
        before, after = text[at - 1 : at], text[at]
        glued = before.islower() and after.isupper()
        overlaps = ends[i - 1] > at
        joined[i] = overlaps or (before.isalnum() and after.isalnum() and not glued)
    return joined


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
