"""Whole office phrases in running text, found by rules alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.titles import find, office_phrases


def phrases(text: str, **spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in office_phrases(text, **spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kata Kapolres Tuban AKBP Bagas, Senin.", ["Kapolres Tuban"]),
        ("kata Bupati Garut Sekar Ayu.", ["Bupati Garut"]),
        ("Juru Bicara KPK Bagas Wiratama mengatakan", ["Juru Bicara KPK"]),
        ("Ketua Komisi II DPR RI Sekar Ayu menilai", ["Ketua Komisi II DPR RI"]),
        ("Plt Kepala Dinas Sosial Kota Bogor, Rina, hadir", ["Plt Kepala Dinas Sosial Kota Bogor"]),
        ("Pelaksana Tugas (Plt) Deputi Penindakan dan Eksekusi KPK Bagas",
         ["Pelaksana Tugas (Plt) Deputi Penindakan dan Eksekusi KPK"]),
        ("Menteri Dalam Negeri (Mendagri) Sekar Ayu", ["Menteri Dalam Negeri (Mendagri)"]),
        ("Menteri Kelautan dan Perikanan Bagas", ["Menteri Kelautan dan Perikanan"]),
        ("mantan Gubernur Jawa Barat Bagas", ["mantan Gubernur Jawa Barat"]),
        ("Presiden Bagas dan Presiden ke-6 RI Surya", ["Presiden", "Presiden ke-6"]),
        ("Ketua KPK periode 2011-2015 Bagas", ["Ketua KPK periode 2011-2015"]),
        ("Dirut PT Melati Senja Jaya Kombes Bagas", ["Dirut PT Melati Senja Jaya"]),
        ("ia bukan siapa-siapa", []),
    ],
)  # fmt: skip
def test_phrases(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


def test_known_names_end_a_phrase() -> None:
    text = "Direktur PT Melati Senja Jaya Abadi Bagas Wiratama hadir"
    assert phrases(text) != ["Direktur PT Melati Senja Jaya Abadi"]
    name = text.index("Bagas")
    assert phrases(text, names=[(name, name + 14)]) == ["Direktur PT Melati Senja Jaya Abadi"]


def test_known_bodies_are_taken_in_whole() -> None:
    text = "Ketua Rumpun Bambu Lestari Bagas hadir"
    body = text.index("Rumpun")
    assert phrases(text, known=[(body, body + 20)]) == ["Ketua Rumpun Bambu Lestari"]


def test_the_hits_may_be_given() -> None:
    text = "kata Kapolres Tuban AKBP Bagas"
    assert office_phrases(text, find(text)) == office_phrases(text)


@given(st.text(max_size=120))
def test_any_text_gives_sorted_slices(text: str) -> None:
    spans = office_phrases(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
