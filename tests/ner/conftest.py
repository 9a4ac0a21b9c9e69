from __future__ import annotations

import pytest

from entitas.ner.models import DEFAULT_MODELS, find_model
from entitas.ner.onnx import OnnxNer


@pytest.fixture(scope="session")
def shipped() -> OnnxNer:
    """The shipped model, loaded once."""
    return OnnxNer.load(find_model(DEFAULT_MODELS["onnx"]))
