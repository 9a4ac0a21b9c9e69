"""What the package offers from outside: its names, its schema, its weight."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import entitas
from entitas.records import Document, Mention, Person


def test_exported_names_resolve() -> None:
    for name in entitas.__all__:
        assert getattr(entitas, name) is not None
    assert set(entitas.__all__) <= set(dir(entitas))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extrat'"):
        entitas.extrat  # noqa: B018


def test_import_leaves_the_heavy_libraries_alone() -> None:
    code = "import entitas, sys; print([m for m in {!r} if m in sys.modules])".format(
        ["spacy", "onnxruntime", "torch", "numpy", "pydantic"],
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_records_are_frozen_and_strict() -> None:
    mention = Mention(text="Budi", start=0, end=4, source="ner", score=0.9)
    person = Person(id="p1", name="Budi", mentions=(mention,))
    with pytest.raises(ValueError, match="frozen"):
        person.name = "Rudi"  # type: ignore[misc]
    with pytest.raises(ValueError, match="not as long as"):
        Mention(text="Budi", start=0, end=5, source="ner", score=0.9)
    with pytest.raises(ValueError, match="extra"):
        Document.model_validate({"peoples": []})


def test_schema_describes_every_field() -> None:
    schema = json.loads(json.dumps(Document.model_json_schema()))
    assert schema["$defs"]["Position"]["properties"]["status"]["enum"] == [
        "current",
        "acting",
        "former",
        "candidate",
    ]
    assert set(schema["properties"]) == {
        "id", "title", "url", "date", "people", "agencies", "places", "pipeline", "explanation",
    }  # fmt: skip
