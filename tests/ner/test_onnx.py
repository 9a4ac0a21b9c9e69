from __future__ import annotations

from entitas.ner.onnx import OnnxNer
from entitas.ner.subword import cut


def test_an_office_holds_its_place(shipped: OnnxNer) -> None:
    text = "Wali Kota Semarang Sri Wahyuni membuka pameran buku."
    prediction = shipped.predict([text])[0]
    assert ("Wali Kota Semarang", "POSITION") in {
        (text[s.start : s.end], s.label) for s in prediction.offices
    }
    assert ("Semarang", "PLACE") in {(text[s.start : s.end], s.label) for s in prediction.entities}


def test_offsets_survive_odd_characters(shipped: OnnxNer) -> None:
    text = "👩‍👩‍👧 e\u0301 \x00 ½ … Kapolres Tuban AKBP Rudi Hartanto\u00a0menemui warga."
    names = [text[s.start : s.end] for s in shipped.predict([text])[0].entities]
    assert "Rudi Hartanto" in names


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
