"""The small and fast backend: a convolutional network run by spaCy, and nothing else.

The model folder is an ordinary spaCy pipeline (``spacy.load(folder)``): a ``tok2vec`` that both
heads share, and for each head a softmax over BIO tags (a ``tagger``). Texts are read line by line;
the tags are decoded as those of every other backend (:mod:`entitas.ner.decode`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from entitas.errors import ModelError
from entitas.ner.decode import decode
from entitas.ner.mend import mend
from entitas.ner.models import ModelConfig, read_config
from entitas.ner.protocol import Prediction, Span

__all__ = ["HEADS", "Piece", "SpacyNer", "networks", "pieces"]

HEADS = ("entities", "offices")
"""The names of the heads, in the pipeline and in predictions."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = 2_000
# the tokenizer takes time by the square for what has no space in it
_LONGEST_WORD = 200
_SENTENCE_ENDS = (". ", "? ", "! ")
_BUDGET = 4_096
# the network puts some empty tokens between pieces
_PADDING = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a text, or a part of a long one, cut into tokens.

    Args:
        doc: Its tokens.
        rows: The places in the doc of the tokens that are more than space; the others follow suit.
        starts: Where each of these starts in the whole text.
        ends: Where it ends.
        joined: Whether it goes on with the word of the token before.
    """

    doc: Doc
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    joined: NDArray[np.bool_]


def pieces(nlp: Language, text: str) -> Iterator[Piece]:
    r"""Cut a text into pieces of at most 2,000 characters, at line breaks and sentence ends.

    Args:
        nlp: The pipeline; its tokenizer is used.
        text: Any text; blank stretches give no piece.

    Example:
        >>> import spacy
        >>> cut = pieces(spacy.blank("id"), "Banjir di Tuban\n\nTUBAN - Warga mengungsi.")
        >>> [(piece.doc.text, int(piece.starts[0])) for piece in cut]
        [('Banjir di Tuban', 0), ('TUBAN - Warga mengungsi.', 17)]
    """
    # a lone surrogate cannot be encoded; the replacement is one code point too
    text = _SURROGATE.sub("\ufffd", text)
    for start, end in _stretches(text):
        doc = nlp.make_doc(text[start:end])
        table = doc.to_array(["IDX", "LENGTH", "IS_SPACE"]).astype(np.int64)
        rows = np.flatnonzero(table[:, 2] == 0)
        starts = table[rows, 0] + start
        ends = starts + table[rows, 1]
        yield Piece(doc, rows, starts, ends, _joined(text, starts, ends))


def _joined(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which tokens go on with the word of the token before.

    A capital after a small letter ("AgamaRina") is where scraping has glued two words.
    """
    joined = np.zeros(len(starts), np.bool_)
    for i in (np.flatnonzero(ends[:-1] == starts[1:]) + 1).tolist():
        before, after = text[starts[i] - 1], text[starts[i]]
        glued = before.islower() and after.isupper()
        joined[i] = before.isalnum() and after.isalnum() and not glued
    return joined


def networks(nlp: Language) -> list[Any]:
    """Return the shared network and the softmax of each head, as thinc models."""
    encoder: Any = nlp.get_pipe("tok2vec")
    heads: list[Any] = [nlp.get_pipe(head) for head in HEADS]
    return [encoder.model, *(head.model.get_ref("softmax") for head in heads)]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield starts and ends of the stretches to read, blank ones left out."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        while start < end:
            border = _border(text, start, end)
            if not text[start:border].isspace():
                yield start, border
            start = border


def _border(text: str, start: int, end: int) -> int:
    """Where to cut: behind a sentence if possible, else behind a word, else anywhere."""
    limit = start + _LONGEST
    if end <= limit:
        return end
    for marks in (_SENTENCE_ENDS, (" ",)):
        found = max(text.rfind(mark, start, limit) + len(mark) - 1 for mark in marks)
        if found > start:
            return found
    return start + _LONGEST_WORD


class SpacyNer:
    """Two-headed NER of a spaCy pipeline; make one with :meth:`load`.

    Args:
        name: The name of the model.
        nlp: The pipeline, with a ``tok2vec`` and the taggers of both heads (:data:`HEADS`).
        labels: The labels of the head of entities and of the head of offices.
    """

    def __init__(
        self, name: str, nlp: Language, labels: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        self.name = name
        self.nlp = nlp
        self.labels = labels
        self._encoder, *self._softmaxes = networks(nlp)

    @classmethod
    def load(cls, folder: Path) -> SpacyNer:
        """Load a model folder.

        Args:
            folder: The folder with ``config.json`` and the spaCy pipeline.

        Raises:
            ModelError: A file is missing or unreadable, or of another format.

        Example:
            >>> from entitas.ner.models import find_model
            >>> ner = SpacyNer.load(find_model("entitas-id-spacy"))
            >>> text = "Gubernur Jawa Tengah meninjau banjir di Demak."
            >>> [text[s.start:s.end] for s in ner.predict([text])[0].entities]
            ['Jawa Tengah', 'Demak']
        """
        import spacy

        config = read_config(folder, ModelConfig)
        try:
            nlp = spacy.load(folder)
            return cls(config.name, nlp, (config.entities, config.offices))
        except Exception as error:  # spaCy raises what its file readers raise
            raise ModelError(f"{folder} cannot be loaded: {error}") from error

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return one prediction for each text, in order; any Unicode string is a valid text."""
        found: list[tuple[list[Span], list[Span]]] = [([], []) for _ in texts]
        for batch in self._batches(texts):
            cuts = [piece for _, piece in batch]
            tables = self.probabilities(cuts)
            for head, labels in enumerate(self.labels):
                decoded = decode(tables[head], labels, [piece.joined for piece in cuts])
                for (text, piece), runs in zip(batch, decoded, strict=True):
                    found[text][head].extend(
                        Span(int(piece.starts[run.first]), int(piece.ends[run.last]), *run[2:])
                        for run in runs
                    )
        return [
            Prediction(*(mend(text, spans) for spans in heads))
            for text, heads in zip(texts, found, strict=True)
        ]

    def probabilities(self, cuts: Sequence[Piece]) -> tuple[list[Floats], list[Floats]]:
        """Return, for each head, the tag probabilities of each piece, (tokens, tags).

        Args:
            cuts: The pieces, at least one; tokens that are nothing but space get no row.
        """
        vectors = self._encoder.predict([piece.doc for piece in cuts])
        rows = np.concatenate([each[piece.rows] for each, piece in zip(vectors, cuts, strict=True)])
        borders = np.cumsum([len(piece.rows) for piece in cuts])[:-1]
        entities, offices = (
            np.split(softmax.predict(rows), borders) for softmax in self._softmaxes
        )
        return entities, offices

    def _batches(self, texts: Iterable[str]) -> Iterator[list[tuple[int, Piece]]]:
        """Yield the pieces of texts with the number of their text, some thousand tokens a time."""
        batch: list[tuple[int, Piece]] = []
        tokens = 0
        for number, text in enumerate(texts):
            for piece in pieces(self.nlp, text):
                batch.append((number, piece))
                tokens += len(piece.doc) + _PADDING
                if tokens >= _BUDGET:
                    yield batch
                    batch, tokens = [], 0
        if batch:
            yield batch
