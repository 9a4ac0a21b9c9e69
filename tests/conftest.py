from __future__ import annotations

import pytest
from hypothesis import settings
from spacy.language import Language

import entitas

# The same examples in every run: what a change breaks shows, and nothing else does.
settings.register_profile("entitas", derandomize=True, deadline=None)
settings.load_profile("entitas")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline, loaded once."""
    return entitas.load()
