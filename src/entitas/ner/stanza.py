"""The backend of Stanza: its tokenizer and its BiLSTM-CRF tagger, trained for entitas.

One tagger has a column of tags, and a CRF, for each head. The networks are Stanza's own, loaded
from files without its downloads; they are run here on all sentences of a text at once, each word
once, and decoded so that a span's score is its exact probability (:mod:`entitas.ner.crf`).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from entitas.errors import MissingExtraError, ModelError
from entitas.ner.crf import Crf
from entitas.ner.mend import mend
from entitas.ner.models import ModelConfig, read_config
from entitas.ner.protocol import Prediction, Span
from entitas.ner.stanza_tokens import Token, Tokenizer
from entitas.ner.windows import batches, plan

__all__ = ["StanzaConfig", "StanzaNer", "load_tokenizer"]

_WINDOW, _OVERLAP = 150, 30
_BUDGET = 6_000
_WORDS = 4_000
_LONGEST_WORD = 50
_FIRST_TAG = 4
"""Before it, Stanza keeps padding and the like."""


class StanzaConfig(ModelConfig):
    """The settings of a model of Stanza.

    Args:
        corpora: The corpora whose own manner of labelling entities the tagger can speak too; their
            columns of tags follow those of entities and offices.
    """

    model_config = ConfigDict(extra="forbid")

    backend: Literal["stanza"] = "stanza"
    corpora: tuple[str, ...] = ()


class StanzaNer:
    """A model folder run by Stanza's networks; make one with :meth:`load`.

    Texts do not change each other's results: each is run by itself.

    Args:
        name: The name of the model.
        tokenizer: Cuts texts into sentences of tokens.
        tagger: Stanza's tagger, with its vocabularies.
        columns: Which of its columns of tags are the heads of entities and of offices.
    """

    def __init__(
        self, name: str, tokenizer: Tokenizer, tagger: Any, columns: tuple[int, int]
    ) -> None:
        self.name = name
        self.tokenizer = tokenizer
        self._network = tagger.model.eval()
        self._vocabulary = tagger.vocab
        self._heads = [(column, self._crf(column)) for column in columns]

    @classmethod
    def load(cls, folder: Path, threads: int = 1, corpus: str | None = None) -> StanzaNer:
        """Load a model folder; nothing is downloaded.

        Args:
            folder: The folder with ``config.json``, ``tokenizer.pt`` and ``tagger.pt``.
            threads: How many threads PyTorch may use; they are those of the whole process.
            corpus: Label entities in the manner of this corpus that the model was trained on, to
                measure it there; None for the manner of the records.

        Raises:
            ModelError: A file is missing or unreadable, or of another format; or the model does
                not know the corpus.
            MissingExtraError: Stanza is not installed.

        Example:
            >>> from entitas.ner.models import find_model
            >>> ner = StanzaNer.load(find_model("entitas-id-stanza"))  # doctest: +SKIP
            >>> text = "Gubernur Jawa Tengah meninjau banjir di Demak."
            >>> [text[s.start:s.end] for s in ner.predict([text])[0].entities]  # doctest: +SKIP
            ['Jawa Tengah', 'Demak']
        """
        config = read_config(folder, StanzaConfig)
        if corpus is not None and corpus not in config.corpora:
            raise ModelError(f"{folder} does not know {corpus!r}, only {config.corpora}.")
        tokenizer = load_tokenizer(folder / "tokenizer.pt")
        tagger = _trainer("ner", folder / "tagger.pt")
        import torch

        torch.set_num_threads(threads)
        entities = 2 + config.corpora.index(corpus) if corpus else 0
        return cls(config.name, tokenizer, tagger, (entities, 1))

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return one prediction for each text, in order; any Unicode string is a valid text."""
        return [self._predict(text) for text in texts]

    def _predict(self, text: str) -> Prediction:
        sentences = self.tokenizer.sentences(text)
        if not sentences:
            return Prediction()
        tables = self._emissions(text, sentences)
        found = []
        for (_, crf), head in zip(self._heads, tables, strict=True):
            spans = [
                Span(tokens[run.first][0], tokens[run.last][1], run.label, run.score)
                for tokens, runs in zip(sentences, crf.decode(head), strict=True)
                for run in runs
            ]
            found.append(mend(text, spans))
        return Prediction(*found)

    def _emissions(
        self, text: str, sentences: list[list[Token]]
    ) -> list[list[NDArray[np.float32]]]:
        """Run the tagger: for each head and sentence, the weights of tags (tokens, tags)."""
        import torch

        words = [
            [text[start : min(end, start + _LONGEST_WORD)] for start, end in tokens]
            for tokens in sentences
        ]
        types = sorted(
            {word for sentence in words for word in sentence}, key=lambda w: (-len(w), w)
        )
        rows = {word: row for row, word in enumerate(types)}
        parts = [
            (i, window)
            for i, sentence in enumerate(words)
            for window in plan(len(sentence), _WINDOW, _OVERLAP)
        ]
        tables = [
            [np.zeros((len(sentence), len(crf.tags)), np.float32) for sentence in words]
            for _, crf in self._heads
        ]
        with torch.inference_mode():
            vectors = torch.cat(
                [
                    self._vectors(types[begin : begin + _WORDS])
                    for begin in range(0, len(types), _WORDS)
                ]
            )
            for batch in batches([window.end - window.start for _, window in parts], _BUDGET):
                chosen = [parts[i] for i in batch]
                read = self._run(
                    [
                        vectors[[rows[word] for word in words[i][window.start : window.end]]]
                        for i, window in chosen
                    ]
                )
                for table, logits in zip(tables, read, strict=True):
                    for (i, window), row in zip(chosen, logits, strict=True):
                        core = slice(
                            window.core_start - window.start, window.core_end - window.start
                        )
                        table[i][window.core_start : window.core_end] = row[core]
        return tables

    def _vectors(self, words: list[str]) -> Any:
        """What the tagger reads for each word, the longest words first: (words, size)."""
        import torch

        network = self._network
        lengths = [len(word) for word in words]
        characters = self._vocabulary["char"]
        padded = torch.tensor(
            [characters.map(word) + [0] * (lengths[0] - len(word)) for word in words]
        )
        # as if all words were one sentence, which Stanza's network wants to be told of
        spelled = network.charmodel(padded, None, range(len(words)), [len(words)], lengths).data
        known = torch.tensor(self._vocabulary["word"].map([word.lower() for word in words]))
        joined = torch.cat([network.word_emb(known), spelled], dim=1)
        return network.input_transform(joined)

    def _run(self, sentences: list[Any]) -> list[NDArray[np.float32]]:
        """Read sentences, longest first; the logits of each head (sentences, longest, tags)."""
        from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

        states, _ = self._network.taggerlstm.lstm(pack_sequence(sentences))
        padded, _ = pad_packed_sequence(states, batch_first=True)
        return [
            self._network.tag_clfs[column](padded)[:, :, _FIRST_TAG:].numpy()
            for column, _ in self._heads
        ]

    def _crf(self, column: int) -> Crf:
        transitions = self._network.crits[column]._transitions.detach().numpy()
        tags = self._vocabulary["tag"].items(column)[_FIRST_TAG:]
        return Crf(tags, transitions[_FIRST_TAG:, _FIRST_TAG:])


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer of Stanza by itself.

    Args:
        path: Its file.

    Raises:
        ModelError: The file is missing or unreadable.
        MissingExtraError: Stanza is not installed.
    """
    trainer = _trainer("tokenization", path)
    return Tokenizer(trainer.model.eval(), trainer.vocab, trainer.feat_funcs)


def _trainer(kind: str, path: Path) -> Any:
    """Load a file of Stanza as what Stanza calls a trainer: the network and its vocabularies."""
    if find_spec("stanza") is None or find_spec("torch") is None:
        raise MissingExtraError("The NER backend 'stanza'", "stanza")
    if not path.is_file():
        raise ModelError(f"{path.parent} has no {path.name}: the model folder is incomplete.")
    module = import_module(f"stanza.models.{kind}.trainer")
    try:
        return module.Trainer(model_file=str(path), device="cpu")
    except Exception as error:  # Stanza and PyTorch raise bare exceptions
        raise ModelError(f"{path} cannot be loaded: {error}") from error
