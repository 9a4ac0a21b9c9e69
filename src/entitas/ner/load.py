"""From the name of a backend and of a model to the backend, ready to predict."""

from __future__ import annotations

from pathlib import Path

from entitas.errors import ConfigError, ModelError
from entitas.ner.calibrated import CalibratedNer
from entitas.ner.models import DEFAULT_MODELS, Backend, ModelConfig, find_model, read_config
from entitas.ner.protocol import Ner

__all__ = ["load_ner"]


def load_ner(
    backend: Backend | None = None,
    model: str | Path | None = None,
    *,
    threads: int = 1,
    corpus: str | None = None,
    calibrated: bool = True,
) -> Ner:
    """Load a NER backend with its model; packages are imported for the backend asked for only.

    Args:
        backend: What runs the model; the model's own if None, "onnx" if there is no model either.
        model: A shipped model's name or the path of a model folder; the backend's own if None.
        threads: CPU threads of the model.
        corpus: Label entities in the manner of this corpus that the model was trained on, to
            measure it there (not "spacy"); None for the manner of the records.
        calibrated: Whether scores are mapped to probabilities as the model's settings say.

    Raises:
        ConfigError: ``corpus`` is given for a backend that knows none.
        ModelError: The model is missing, damaged or made for another backend; or it does not know
            the corpus.
        MissingExtraError: The backend's packages are not installed.

    Example:
        >>> text = "Gubernur Bali meninjau banjir di Jembrana."
        >>> [text[s.start:s.end] for s in load_ner().predict([text])[0].entities]
        ['Bali', 'Jembrana']
    """
    folder = find_model(model or DEFAULT_MODELS[backend or "onnx"])
    config = read_config(folder, ModelConfig)
    if backend not in (None, config.backend):
        raise ModelError(
            f"{folder} was made for the backend {config.backend!r}, not for {backend!r}."
        )
    if corpus is not None and config.backend == "spacy":
        raise ConfigError(f"The backend {config.backend!r} speaks in the manner of no corpus.")
    ner = _load(config.backend, folder, threads, corpus)
    if calibrated and config.calibration is not None:
        return CalibratedNer(ner, config.calibration)
    return ner


def _load(backend: Backend, folder: Path, threads: int, corpus: str | None) -> Ner:
    if backend == "spacy":
        from entitas.ner.spacy import SpacyNer

        return SpacyNer.load(folder)
    if backend == "stanza":
        from entitas.ner.stanza import StanzaNer

        return StanzaNer.load(folder, threads=threads, corpus=corpus)
    from entitas.ner.onnx import OnnxNer

    return OnnxNer.load(folder, threads=threads, corpus=corpus)
