"""Sentences, written with a bar where one ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from entitas.language import sentence_starts


def cut(text: str) -> list[str]:
    starts = sentence_starts(text)
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "marked",
    [
        "Bupati hadir. | Warga senang! | Siapa menyusul? | Belum jelas.",
        # abbreviations, acronyms
        "Ia pulang ke Kab. Bima. | Rumahnya di Jl. Melati No. 5. | Sepi.",
        "Brigjen Pol. Darma dan Kol. Inf. Salim tiba. | Keduanya diam.",
        "Perkara itu ditangani KPK. | Salim diperiksa.",
        "Ia bertemu Plt. Kadis dr. Hj. Wulan, Sp.OG. di kantor.",
        "Wulan, Salim, dkk. menunggu. | Mereka, dll. | Semua pulang.",
        "PT Sinar Laut Tbk. (SLTB) untung. | Sahamnya naik.",
        "Surat dibuat a.n. Wulan. | Isinya singkat.",
        # degrees and initials
        "Hakim Salim, S.H., M.H. | Sidang ditunda.",
        "Hadir Drs. H. M. Salim, M.Si. dan A. B. Darma. | Rapat usai.",
        "K.H. Salim memimpin doa. | Warga khidmat.",
        # letters and numbers that end a sentence
        "Warga diberi vitamin C. | Anak-anak sehat.",
        "Laba naik pada kuartal I. | Utang turun.",
        "Rapat mulai pukul 17.10. | Anggaran Rp5.000. | Semua setuju.",
        # quotations and brackets
        '"Kami siap," kata Darma. | "Ayo berangkat!" serunya.',
        '"Kami siap." | Darma lalu pergi.',
        "“Ya,” ujar Wulan. | (Sidang tertutup.) | Ia pulang.",
        '"Kami siap. | Semua aman," kata Darma.',
        "Ia ragu... lalu pergi. | Entah ke mana…",
        # lines
        "Bupati Bima Hadiri Panen\n| Panen raya digelar\n\n| - Padi\n| - Jagung",
        "1. Padi\n| 2. Jagung. | Enak.",
        # scraping
        "Bupati hadir.| Kapolres datang.",
        'Itu sebabnya.| "Kami pergi," kata dia.',
        '"Kami pergi."| Dia diam.',
        "Syaratnya:- KTP.| - Ijazah.",
        "Ia membaca KOMPAS.com. | â\x80\x9cBaik,â\x80\x9d kata dia.",
        "â\x80\x9cYa.â\x80\x9d | Ia lalu pulang.",
    ],
)
def test_sentences(marked: str) -> None:
    glued = marked.replace(".| ", ".|").replace('"| ', '"|')
    text = glued.replace(" | ", " ").replace("| ", "").replace("|", "")
    expected = [piece.strip() for piece in marked.split("|")]
    assert cut(text) == expected


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("aB1.!?\"”'() \n-,…\u00a0\u0130"), max_size=60))
def test_starts_are_ordered_and_visible(text: str) -> None:
    starts = sentence_starts(text)
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts)
    assert bool(starts) == bool(text.strip())


def test_the_component_sets_every_token(blank: Language) -> None:
    blank.add_pipe("entitas_sentences")
    doc = blank(" \n Bupati hadir di Kab. Bima. \n\n Warga senang. ")
    assert doc.has_annotation("SENT_START")
    assert [s.text.strip() for s in doc.sents] == ["Bupati hadir di Kab. Bima.", "Warga senang."]


@pytest.mark.parametrize("unit", ["Harga naik. ", "A. ", '." (', 'aku."Kami ', "a", ". "])
def test_a_long_line_takes_no_time(unit: str) -> None:
    begin = time.perf_counter()
    sentence_starts(unit * (300_000 // len(unit)))
    assert time.perf_counter() - begin < 3
