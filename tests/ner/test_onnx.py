from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entitas.ner.onnx import OnnxNer
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Prediction
from entitas.ner.subword import cut
from tests.marked import marked

TAGS = {"person": "PERSON", "org": "ORG", "place": "PLACE", "position": "POSITION", "rank": "RANK"}


def test_it_is_a_backend(shipped: OnnxNer) -> None:
    assert isinstance(shipped, Ner)
    assert shipped.name == "entitas-id-small"


@pytest.mark.parametrize(
    "source",
    [
        "Kapolres Tuban <rank>AKBP</rank> <person>Rudi Hartanto</person> menemui warga.",
        "Menurut <person>Sri Wahyuni</person>, banjir di <place>Demak</place> mulai surut.",
        "<org>Komisi Pemberantasan Korupsi</org> menahan <person>Bambang Sutejo</person>.",
        "<org>KPK</org> memeriksa <person>Dewi Lestariningsih</person> di <place>Jakarta</place>.",
        "Bantuan dikirim dari <place>Surabaya</place> ke <place>Kupang</place> kemarin.",
    ],
)
def test_plain_sentences(shipped: OnnxNer, source: str) -> None:
    article = marked(source)
    prediction = shipped.predict([article.text])[0]
    found = {span[:3] for span in [*prediction.entities, *prediction.offices]}
    for start, end, tag in article.spans:
        assert (start, end, TAGS[tag]) in found, article.text[start:end]


def test_an_office_holds_its_place(shipped: OnnxNer) -> None:
    text = "Wali Kota Semarang Sri Wahyuni membuka pameran buku."
    prediction = shipped.predict([text])[0]
    assert ("Wali Kota Semarang", "POSITION") in {
        (text[s.start : s.end], s.label) for s in prediction.offices
    }
    assert ("Semarang", "PLACE") in {(text[s.start : s.end], s.label) for s in prediction.entities}


def check(text: str, prediction: Prediction) -> None:
    for spans, labels in ((prediction.entities, ENTITIES), (prediction.offices, OFFICES)):
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
            assert span.label in labels
            assert 0 <= span.score <= 1
            end = span.end


HARD = "Bupati \x00Demak\ud83d e\u0301é ½ ﬁ 👩‍👩‍👧 \u202eKPK\u200b (AKBP) <s></s><pad> İstanbul"


@settings(max_examples=60, deadline=None)
@example([HARD, "", " \n", "KPK"])
@given(st.lists(st.text(st.characters() | st.sampled_from(HARD), max_size=60), max_size=4))
def test_any_text_gives_slices_of_itself(shipped: OnnxNer, texts: list[str]) -> None:
    predictions = shipped.predict(texts)
    assert len(predictions) == len(texts)
    for text, prediction in zip(texts, predictions, strict=True):
        check(text, prediction)


def test_offsets_survive_odd_characters(shipped: OnnxNer) -> None:
    text = "👩‍👩‍👧 e\u0301 \x00 ½ … Kapolres Tuban AKBP Rudi Hartanto\u00a0menemui warga."
    names = [text[s.start : s.end] for s in shipped.predict([text])[0].entities]
    assert "Rudi Hartanto" in names


def test_blank_texts_have_nothing(shipped: OnnxNer) -> None:
    assert shipped.predict(["", " \n\t", "\ud800"]) == [Prediction()] * 3
    assert shipped.predict([]) == []


def test_texts_do_not_change_each_other(shipped: OnnxNer) -> None:
    texts = [
        "Kapolres Tuban AKBP Rudi Hartanto menemui warga.",
        "Harga cabai naik. " * 40,
        "KPK menahan Sri Wahyuni di Demak.",
    ]
    assert shipped.predict(texts) == [shipped.predict([text])[0] for text in texts]


def test_long_text_is_read_to_its_end(shipped: OnnxNer) -> None:
    filler = "Warga menunggu di halaman sejak pagi dan pulang pada sore hari. " * 150
    text = filler + "Kapolres Tuban AKBP Rudi Hartanto menemui mereka."
    assert len(cut(shipped.tokenizer, text)) > 3 * shipped.window
    names = [text[s.start : s.end] for s in shipped.predict([text])[0].entities]
    assert "Rudi Hartanto" in names


def test_windows_agree_with_one_window(shipped: OnnxNer) -> None:
    text = (
        "Kapolres Tuban AKBP Rudi Hartanto menemui Bupati Demak Sri Wahyuni di Semarang. "
        "Keduanya membahas banjir di Jawa Tengah bersama BPBD dan Kementerian Sosial. "
    )
    whole = shipped.predict([text])[0]
    shipped.window, shipped.overlap = 32, 16
    try:
        parts = shipped.predict([text])[0]
    finally:
        shipped.window, shipped.overlap = 384, 64
    assert {s[:3] for s in parts.entities if s.label == "PERSON"} == {
        s[:3] for s in whole.entities if s.label == "PERSON"
    }
