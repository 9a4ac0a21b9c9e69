from __future__ import annotations

from pathlib import Path

import pytest

import entitas
from entitas.errors import MissingExtraError, ModelError
from entitas.ner.models import find_model
from entitas.ner.stanza import StanzaNer
from tests.ner.test_backends import check

stanza = pytest.importorskip("stanza")
pytest.importorskip("torch")


@pytest.fixture(scope="module")
def ner() -> StanzaNer:
    """The shipped model, loaded once."""
    return StanzaNer.load(find_model("entitas-id-stanza"))


def test_an_office_holds_its_place(ner: StanzaNer) -> None:
    text = "Gubernur Jawa Tengah Sri Wahyuni membuka pameran buku."
    prediction = ner.predict([text])[0]
    assert ("Gubernur Jawa Tengah", "POSITION") in {
        (text[s.start : s.end], s.label) for s in prediction.offices
    }
    assert ("Jawa Tengah", "PLACE") in {
        (text[s.start : s.end], s.label) for s in prediction.entities
    }


def test_scores_are_probabilities_that_differ(ner: StanzaNer) -> None:
    text = (
        "Kapolres Tuban AKBP Rudi Hartanto menemui Bupati Demak Sri Wahyuni di Semarang. "
        "Keduanya membahas banjir di Jawa Tengah bersama BPBD dan Kementerian Sosial. "
    )
    scores = [span.score for span in ner.predict([text])[0].entities]
    assert len(set(scores)) > 2
    assert all(0 < score <= 1 for score in scores)


def test_offsets_survive_odd_characters(ner: StanzaNer) -> None:
    text = "👩‍👩‍👧 e\u0301 \x00 ½ … \n\n Kapolres   Tuban AKBP Rudi\u00a0Hartanto menemui warga."
    names = [text[s.start : s.end] for s in ner.predict([text])[0].entities]
    assert "Rudi\u00a0Hartanto" in names


def test_long_text_is_read_to_its_end(ner: StanzaNer) -> None:
    filler = "warga menunggu di halaman sejak pagi dan pulang pada sore hari " * 150
    text = filler + "lalu Kapolres Tuban AKBP Rudi Hartanto menemui mereka."
    names = [text[s.start : s.end] for s in ner.predict([text])[0].entities]
    assert "Rudi Hartanto" in names
    check("a" * 100_000, ner.predict(["a" * 100_000])[0])


def test_tokens_lie_in_their_lines(ner: StanzaNer) -> None:
    text = 'Banjir di Demak\n\n  "Kami siap," kata Rina.\r\nWarga  (300 orang) pulang. Hujan reda.'
    sentences = ner.tokenizer.sentences(text)
    assert [[text[a:b] for a, b in tokens] for tokens in sentences] == [
        ["Banjir", "di", "Demak"],
        ['"', "Kami", "siap", ",", '"', "kata", "Rina", "."],
        ["Warga", "(", "300", "orang", ")", "pulang", "."],
        ["Hujan", "reda", "."],
    ]


def test_abbreviations_end_no_sentence(ner: StanzaNer) -> None:
    text = "Bupati Drs. H. Bambang Sutejo, M.Si. hadir di Kec. Bulu. Ia pulang pukul 17.10 WIB."
    firsts = [text[tokens[0][0] : tokens[0][1]] for tokens in ner.tokenizer.sentences(text)]
    assert firsts == ["Bupati", "Ia"]


def test_the_folder_is_one_of_stanza(ner: StanzaNer) -> None:
    """Stanza's own pipeline loads it offline and finds the same entities."""
    folder = find_model("entitas-id-stanza")
    pipeline = stanza.Pipeline(
        "id",
        dir=str(folder),
        download_method=None,
        processors="tokenize,ner",
        tokenize_model_path=str(folder / "tokenizer.pt"),
        ner_model_path=str(folder / "tagger.pt"),
        ner_pretrain_path="",
        ner_forward_charlm_path="",
        ner_backward_charlm_path="",
        use_gpu=False,
        verbose=False,
    )
    text = "Kapolres Tuban AKBP Rudi Hartanto menemui Sri Wahyuni di Semarang kemarin."
    theirs = [(entity.start_char, entity.end_char, entity.type) for entity in pipeline(text).ents]
    assert theirs == [span[:3] for span in ner.predict([text])[0].entities]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entitas.ner.stanza.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"entitas\[stanza\]"):
        StanzaNer.load(find_model("entitas-id-stanza"))


def test_the_pipeline_takes_it_by_name() -> None:
    nlp = entitas.load(ner="stanza")
    record = nlp("Kapolres Tuban AKBP Rudi Hartanto menemui warga.")._.record
    assert [person.name for person in record.people] == ["Rudi Hartanto"]


def test_a_damaged_folder_is_refused(tmp_path: Path) -> None:
    config = (find_model("entitas-id-stanza") / "config.json").read_bytes()
    (tmp_path / "config.json").write_bytes(config)
    with pytest.raises(ModelError, match=r"no tokenizer\.pt"):
        StanzaNer.load(tmp_path)
    (tmp_path / "tokenizer.pt").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"tokenizer\.pt cannot be loaded"):
        StanzaNer.load(tmp_path)
    with pytest.raises(ModelError, match="does not know 'news'"):
        StanzaNer.load(find_model("entitas-id-stanza"), corpus="news")
