"""The shipped model of the spaCy backend."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy

import entitas
from entitas.errors import ModelError
from entitas.ner.load import load_ner
from entitas.ner.models import DEFAULT_MODELS, find_model
from entitas.ner.protocol import Prediction
from entitas.ner.spacy import SpacyNer, pieces
from tests.ner.test_backends import check

FOLDER = find_model(DEFAULT_MODELS["spacy"])


@pytest.fixture(scope="module")
def ner() -> SpacyNer:
    return SpacyNer.load(FOLDER)


def names(text: str, prediction: Prediction) -> set[tuple[str, str]]:
    spans = [*prediction.entities, *prediction.offices]
    return {(text[span.start : span.end], span.label) for span in spans}


def test_an_office_holds_its_place(ner: SpacyNer) -> None:
    text = "Bupati Demak Sri Wahyuni membuka pameran buku."
    found = names(text, ner.predict([text])[0])
    assert {("Bupati Demak", "POSITION"), ("Demak", "PLACE")} <= found


def test_scraping_glue_is_cut_at_the_name(ner: SpacyNer) -> None:
    text = "Menteri AgamaRina Kusumawati membuka rapat di Jakarta."
    assert ("Rina Kusumawati", "PERSON") in names(text, ner.predict([text])[0])


def test_offsets_survive_odd_characters(ner: SpacyNer) -> None:
    text = "👩‍👩‍👧 e\u0301 \x00 ½ … Kapolres Tuban AKBP Rudi Hartanto\u00a0menemui warga."
    assert ("Rudi Hartanto", "PERSON") in names(text, ner.predict([text])[0])


@pytest.mark.parametrize("letter", ["a", "(", " ", ".", "日", "A-"])
def test_a_million_characters_without_a_word(ner: SpacyNer, letter: str) -> None:
    text = letter * 1_000_000
    check(text, ner.predict([text])[0])


def test_a_long_line_is_read_to_its_end_and_cut_behind_sentences(ner: SpacyNer) -> None:
    filler = "Warga menunggu di halaman sejak pagi dan pulang pada sore hari. " * 150
    text = filler + "Kapolres Tuban AKBP Rudi Hartanto menemui mereka."
    assert ("Rudi Hartanto", "PERSON") in names(text, ner.predict([text])[0])
    cut = [piece.doc.text for piece in pieces(ner.nlp, text)]
    assert "".join(cut) == text
    assert all(part.rstrip().endswith(".") for part in cut)
    assert len(cut) > 4


def test_the_folder_is_a_spacy_pipeline() -> None:
    nlp = spacy.load(FOLDER)
    tags = {token.text: token.tag_ for token in nlp("Banjir melanda Demak.")}
    assert tags["Demak"].endswith("-PLACE")
    assert tags["melanda"] == "O"


def test_the_folder_is_small_and_has_its_card() -> None:
    assert (FOLDER / "README.md").is_file()
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 15e6


def test_the_whole_pipeline_runs_on_it() -> None:
    nlp = entitas.load(ner="spacy")
    record = entitas.extract("Kapolres Tuban AKBP Rudi Hartanto menemui warga.", nlp=nlp)
    assert record.people[0].name == "Rudi Hartanto"
    assert record.people[0].ranks[0].name == "Ajun Komisaris Besar Polisi"


def test_a_model_of_another_backend_is_refused() -> None:
    with pytest.raises(ModelError, match="not for 'spacy'"):
        load_ner("spacy", DEFAULT_MODELS["onnx"])


@pytest.mark.parametrize("missing", ["config.cfg", "tok2vec/model", "offices"])
def test_an_incomplete_folder_is_refused(tmp_path: Path, missing: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    gone = folder / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        SpacyNer.load(folder)


def test_settings_of_another_format_are_refused(tmp_path: Path) -> None:
    config = json.loads((FOLDER / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "format": 99}))
    with pytest.raises(ModelError, match=r"config\.json: format"):
        SpacyNer.load(tmp_path)
