from __future__ import annotations

import pytest
from spacy.language import Language

import entitas


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline, loaded once."""
    return entitas.load()
