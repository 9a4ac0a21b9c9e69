"""From the name of a backend and of a model to the backend, ready to predict."""

from __future__ import annotations

from pathlib import Path

from entitas.errors import ModelError
from entitas.ner.models import DEFAULT_MODELS, Backend, ModelConfig, find_model, read_config
from entitas.ner.protocol import Ner

__all__ = ["load_ner"]


def load_ner(backend: Backend, model: str | Path | None = None, *, threads: int = 1) -> Ner:
    """Load a NER backend with its model; packages are imported for the backend asked for only.

    Args:
        backend: What runs the model.
        model: A shipped model's name or the path of a model folder; the backend's own if None.
        threads: CPU threads of the model.

    Raises:
        ModelError: The model is missing, damaged or made for another backend.
        MissingExtraError: The backend's packages are not installed.

    Example:
        >>> text = "Gubernur Bali meninjau banjir di Jembrana."
        >>> [text[s.start:s.end] for s in load_ner("onnx").predict([text])[0].entities]
        ['Bali', 'Jembrana']
    """
    folder = find_model(model or DEFAULT_MODELS[backend])
    made_for = read_config(folder, ModelConfig).backend
    if made_for != backend:
        raise ModelError(f"{folder} was made for the backend {made_for!r}, not for {backend!r}.")
    from entitas.ner.onnx import OnnxNer

    return OnnxNer.load(folder, threads=threads)
