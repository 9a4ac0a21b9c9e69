"""The pipeline component and its span group."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from entitas.errors import GazetteerError
from entitas.gazetteer.component import make_gazetteer
from entitas.spans import read


def test_the_component_writes_its_span_group(blank: Language) -> None:
    blank.add_pipe("entitas_gazetteer")
    doc = blank("Warga Kec. Jenu mendatangi Polres Tuban.")
    found = read(doc, "gazetteer")
    assert [(f.label, doc.text[f.start : f.end]) for f in found] == [
        ("place", "Kec. Jenu"), ("police", "Polres Tuban"), ("place", "Tuban"),
    ]  # fmt: skip
    assert {f.source for f in found} == {"gazetteer"}
    detail = found[0].detail
    assert detail["candidates"][0][0] == "id:35.23.12"
    assert (detail["level"], detail["trigger"], detail["match"]) == ("district", "kec", "exact")
    assert found[2].detail["nested"] is True
    assert set(detail) == {
        "candidates", "match", "distance", "level", "trigger", "common", "nested", "own",
    }  # fmt: skip


def test_a_document_survives_being_stored(blank: Language) -> None:
    blank.add_pipe("entitas_gazetteer")
    doc = blank("KPK memeriksa warga Tuban.")
    again = type(doc)(blank.vocab).from_bytes(doc.to_bytes())
    assert [(f.start, f.end, f.label) for f in read(again, "gazetteer")] == [
        (f.start, f.end, f.label) for f in read(doc, "gazetteer")
    ]


def test_a_missing_gazetteer_is_refused(blank: Language, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file or folder"):
        make_gazetteer(blank, "gazetteer", str(tmp_path / "none"))
