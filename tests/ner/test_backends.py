"""What every backend does, on its shipped model."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entitas.ner.load import load_ner
from entitas.ner.models import BACKENDS, DEFAULT_MODELS, Backend
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Prediction
from tests.marked import marked

TAGS = {"person": "PERSON", "org": "ORG", "place": "PLACE", "position": "POSITION", "rank": "RANK"}
HARD = "Bupati \x00Demak\ud83d e\u0301é ½ ﬁ 👩‍👩‍👧 \u202eKPK\u200b (AKBP) <s></s><pad> İstanbul"

every_backend = pytest.mark.parametrize("backend", BACKENDS)


@cache
def loaded(backend: Backend) -> Ner:
    if backend == "stanza":
        pytest.importorskip("stanza")
        pytest.importorskip("torch")
    return load_ner(backend, calibrated=False)


def check(text: str, prediction: Prediction) -> None:
    for spans, labels in ((prediction.entities, ENTITIES), (prediction.offices, OFFICES)):
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
            assert span.label in labels
            assert 0 <= span.score <= 1
            end = span.end


@every_backend
def test_it_is_a_backend(backend: Backend) -> None:
    assert isinstance(loaded(backend), Ner)
    assert loaded(backend).name == DEFAULT_MODELS[backend]


PLAIN = [
    "Kapolres Tuban <rank>AKBP</rank> <person>Rudi Hartanto</person> menemui warga.",
    "Menurut <person>Sri Wahyuni</person>, banjir di <place>Demak</place> mulai surut.",
    "<org>Komisi Pemberantasan Korupsi</org> menahan <person>Bambang Sutejo</person>.",
    "Bantuan dikirim dari <place>Surabaya</place> ke <place>Kupang</place> kemarin.",
]
CASES = [(backend, source) for backend in BACKENDS for source in PLAIN]
KPK = "<org>KPK</org> memeriksa <person>Dewi Lestariningsih</person> di <place>Jakarta</place>."
CASES += [("onnx", KPK), ("spacy", KPK)]
CASES += [
    ("stanza", "Gubernur <place>Jawa Tengah</place> meninjau banjir di <place>Demak</place>.")
]


@pytest.mark.parametrize(("backend", "source"), CASES)
def test_plain_sentences(backend: Backend, source: str) -> None:
    article = marked(source)
    prediction = loaded(backend).predict([article.text])[0]
    found = {span[:3] for span in [*prediction.entities, *prediction.offices]}
    for start, end, tag in article.spans:
        assert (start, end, TAGS[tag]) in found, article.text[start:end]


@every_backend
@settings(max_examples=60, deadline=None)
@example(texts=[HARD, "", " \n", "KPK"])
@given(texts=st.lists(st.text(st.characters() | st.sampled_from(HARD), max_size=60), max_size=4))
def test_any_text_gives_slices_of_itself(backend: Backend, texts: list[str]) -> None:
    predictions = loaded(backend).predict(texts)
    assert len(predictions) == len(texts)
    for text, prediction in zip(texts, predictions, strict=True):
        check(text, prediction)


@every_backend
def test_blank_texts_have_nothing(backend: Backend) -> None:
    assert loaded(backend).predict(["", " \n\t", "\ud800"]) == [Prediction()] * 3
    assert loaded(backend).predict([]) == []


@every_backend
def test_texts_do_not_change_each_other(backend: Backend) -> None:
    texts = [
        "Kapolres Tuban AKBP Rudi Hartanto menemui warga.",
        "Harga cabai naik. " * 40,
        "KPK menahan Sri Wahyuni di Demak.",
    ]
    ner = loaded(backend)
    assert ner.predict(texts) == [ner.predict([text])[0] for text in texts]
