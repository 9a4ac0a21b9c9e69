from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest
import spacy
from hypothesis import settings
from spacy.language import Language

import entitas

# The same examples in every run: what a change breaks shows, and nothing else does.
settings.register_profile("entitas", derandomize=True, deadline=None)
settings.load_profile("entitas")


@pytest.fixture(scope="session", autouse=True)
def _a_cache_of_its_own() -> Iterator[None]:
    """Compiled gazetteers go where no other run's push them out."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTITAS_CACHE", folder)
        yield


@pytest.fixture(scope="module")
def without_torch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide torch from the processes that a module's tests start.

    spaCy imports it wherever it is there, which takes longer than all else at their start; those
    who installed entitas without extras do not have it.
    """
    folder = tmp_path_factory.mktemp("site")
    hidden = 'import sys\n\nsys.modules["torch"] = None\n'
    (folder / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        yield


@pytest.fixture
def blank() -> Language:
    """An empty pipeline with our tokenizer; that of spaCy takes seconds to make all its rules."""
    tokenizer = {"@tokenizers": "entitas.tokenizer.v1"}
    return spacy.blank("id", config={"nlp": {"tokenizer": tokenizer}})


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline, loaded once."""
    return entitas.load()
