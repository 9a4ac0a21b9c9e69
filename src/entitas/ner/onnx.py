"""The default backend: an exported model in onnxruntime, without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entitas.errors import ModelError
from entitas.ner.models import SubwordConfig, read_config
from entitas.ner.subword import WindowedNer

__all__ = ["OnnxNer"]


class OnnxNer(WindowedNer):
    """A model folder run by onnxruntime; make one with :meth:`load`.

    Each window is run by itself. The eight-bit network scales its values by the largest in a run,
    so that in a batch the texts would change each other's results; and on a processor a batch is
    not faster, once windows are a few hundred pieces long.
    """

    _session: Any
    _outputs: list[str]

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        threads: int = 1,
        corpus: str | None = None,
        weights: str = "model.onnx",
    ) -> OnnxNer:
        """Load a model folder.

        Args:
            folder: The folder with ``config.json``, ``tokenizer.json`` and the weights.
            threads: How many threads one batch may use. They sleep between batches, so several
                processes can share a machine.
            corpus: Label entities in the manner of this corpus that the model was trained on, to
                measure it there; None for the manner of the records.
            weights: The name of the weights in the folder.

        Raises:
            ModelError: A file is missing or unreadable, or of another format; or the model does
                not know the corpus.

        Example:
            >>> from entitas.ner.models import find_model
            >>> ner = OnnxNer.load(find_model("entitas-id-small"))
            >>> text = "Gubernur Jawa Tengah meninjau banjir di Demak."
            >>> [text[s.start:s.end] for s in ner.predict([text])[0].entities if s.label == "PLACE"]
            ['Jawa Tengah', 'Demak']
        """
        import onnxruntime
        from tokenizers import Tokenizer

        config = read_config(folder, SubwordConfig)
        for name in ("tokenizer.json", weights):
            if not (folder / name).is_file():
                raise ModelError(f"{folder} has no {name}: the model folder is incomplete.")
        if corpus is not None and corpus not in config.corpora:
            raise ModelError(f"{folder} does not know {corpus!r}, only {config.corpora}.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            session = onnxruntime.InferenceSession(
                str(folder / weights), options, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare exceptions
            raise ModelError(f"{folder} cannot be loaded: {error}") from error
        ner = cls(
            config.name,
            tokenizer,
            (config.entities, config.offices),
            window=config.window,
            overlap=config.overlap,
        )
        ner._session = session
        ner._outputs = [f"entities_{corpus}" if corpus else "entities", "offices"]
        return ner

    def logits(
        self, ids: NDArray[np.int64], mask: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Run the network on framed windows; see the base class."""
        entities, offices = self._session.run(
            self._outputs, {"input_ids": ids, "attention_mask": mask}
        )
        return entities, offices
