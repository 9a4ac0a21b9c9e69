"""Page noise: pages written line by line, with the kind that each line is before a bar."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitas.language.cleaning import KINDS, Noise, page_noise

CITY_HALL = """
navigation| Home > Daerah > Bima
text| Pemkot Bima Tata Pasar Lama
byline| Kompas.com - 04/08/2025, 17:10 WIB
byline| Wulan Sari ,
byline| Darma Putra
byline| Tim Redaksi
text| Wali Kota Bima Salim Hakim meninjau pasar, Senin (4/8/2025).
photo_credit| DOK. Humas Pemkot Bima Wali Kota Bima Salim Hakim meninjau pasar, Senin (4/8/2025).
text| Wali Kota Bima Salim Hakim meninjau pasar lama.
related| Baca juga: Bupati Dompu Resmikan Terminal
text| "Kami tata," katanya.
advertisement| ADVERTISEMENT
text| Warga menyambut baik.
more| Terkini Lainnya
more| Gubernur NTB Lantik Sekda, Ini Pesannya
more| Mataram
more| 3 Fakta Banjir di Sumbawa
navigation| Tag: Bima  Pasar  Pedagang
share| Bagikan artikel ini melalui
share| Oke
"""

TELEVISION = """
text| Bupati Dompu Diperiksa KPK
byline| CNN Indonesia
byline| Senin, 11 Agu 2025 12:41 WIB
share| Bagikan:
photo_credit| Bupati Dompu tiba di Gedung KPK. (CNN Indonesia/Wulan Sari)
text| Bupati Dompu Darma Putra diperiksa KPK.
advertisement| SCROLL TO CONTINUE WITH CONTENT
related| Lihat Juga :
related| KPK Geledah Rumah Bupati Dompu di Mataram
text| Ia datang pukul 10.00 WIB.
related| [Gambas:Video CNN]
byline| (wsr/dpt)
"""

PORTAL = """
text| Kapolres Bima Pimpin Apel
byline| Wulan Sari - detikBali
byline| Senin, 20 Okt 2025 11:20 WIB
photo_credit| Foto: Kapolres Bima (Wulan Sari/detikBali)
text| Bima - Kapolres memimpin apel.
related| Simak juga Video 'Kapolres Dompu Dicopot':
related| Tonton juga video "Apel di Mataram" di sini:
related| Saksikan Live DetikSore:
share| Cek berita lainnya di Google News
share| Dapatkan update berita pilihan setiap hari di WhatsApp Channel kami
byline| Artikel ini telah tayang di TribunLombok.com dengan judul Apel Kapolres
"""

AGENCY = """
text| Rapat itu usai pada malam hari.
photo_credit| Warga menonton pawai di Mataram. ANTARA FOTO/Wulan Sari/foc.
photo_credit| Dok. Pribadi
byline| Pewarta: Wulan Sari
byline| Editor: Darma Putra
byline| Copyright © ANTARA 2025
"""

# lines of running text that look a little like noise
REAL = """
text| Baca juga buku karangan Salim tentang laut.
text| Foto Bupati Dompu dipasang di kantor.
text| Antara lain hadir Bupati Dompu dan Wali Kota Bima.
text| Apip mengaku melihat Bupati Dompu di pasar
text| Lihat saja Bupati Dompu, katanya.
text| Editor buku itu, Wulan Sari, hadir.
text| Dokumentasi rapat disimpan Sekda Bima.
text| Saksikan sendiri di Bima, kata Darma.
text| Bagikan bantuan itu, pesan Wali Kota Bima.
text| Ikuti aturan, kata Kapolres Bima.
text| Istimewa sekali, kata Wulan Sari.
text| Darma Putra
"""


def split(page: str) -> tuple[str, list[tuple[str, str]]]:
    lines = [tuple(line.split("| ", 1)) for line in page.strip().splitlines()]
    return "\n".join(text for _, text in lines), [(kind, text) for kind, text in lines]


@pytest.mark.parametrize("page", [CITY_HALL, TELEVISION, PORTAL, AGENCY, REAL])
@pytest.mark.parametrize("gap", ["\n", " \n\n"])
def test_pages(page: str, gap: str) -> None:
    text, lines = split(page)
    found = {text[n.start : n.end]: n.kind for n in page_noise(text)}
    assert found == {line: kind for kind, line in lines if kind != "text"}
    spaced = text.replace("\n", gap)
    assert [n.kind for n in page_noise(spaced)] == [n.kind for n in page_noise(text)]


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("BIMA, KOMPAS.com - Pasar ramai.", "KOMPAS.com"),
        ("KOMPAS.com — Pasar ramai.", "KOMPAS.com"),
        ("Liputan6.com, Jakarta - Pasar ramai.", "Liputan6.com"),
        ("Liputan6.com, Jakarta Pasar ramai.", "Liputan6.com"),
        ("Jakarta, CNN Indonesia -- Pasar ramai.", "CNN Indonesia"),
        ("Mataram (ANTARA) - Pasar ramai.", "(ANTARA)"),
        ("TRIBUNNEWS.COM, BIMA - Pasar ramai.", "TRIBUNNEWS.COM"),
    ],
)
def test_of_a_dateline_only_the_outlet(text: str, noise: str) -> None:
    start = text.index(noise)
    assert page_noise(text) == [Noise(start, start + len(noise), "dateline_outlet")]


def test_an_outlet_as_an_actor_stays() -> None:
    assert not page_noise("Kompas.com menemui Darma. Ia berkata kepada Kompas.com, Senin.")


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("Pasar ramai. Baca Juga Darma Putra datang.", ["Baca Juga"]),
        ('Pasar ramai. Advertisement "Ya," katanya.', ["Advertisement"]),
        ("Pasar ramai. Baca juga: Pasar Dompu Sepi", ["Baca juga: Pasar Dompu Sepi"]),
        ("KOMPAS.com/WULAN SARIBupati Dompu Darma hadir.Ia diam.", ["KOMPAS.com/WULAN SARI"]),
        ("Dok. Humas PolriKapolri Darma hadir.", ["Dok. Humas Polri"]),
        ("Pemasangan Advertisement di jalan diatur.", []),
        ("Ia juga gemar membaca. Baca juga menulis.", []),
    ],
)
def test_within_a_line_only_what_stands_alone(text: str, noise: list[str]) -> None:
    assert [text[n.start : n.end] for n in page_noise(text)] == noise


def test_of_markup_the_tags_only() -> None:
    text = (
        "<style>p { color: red }</style><p><b>Sekda Bima</b> Rudi &amp; Wulan</p>"
        "<p>Baca juga: Banjir</p><script>var a = '<p>Budi</p>';</script><p>Usai, 3 < 5.</p>"
    )
    kept = list(text)
    for noise in page_noise(text):
        kept[noise.start : noise.end] = [""] * (noise.end - noise.start)
    assert "".join(kept) == "Sekda Bima Rudi &amp; WulanUsai, 3 < 5."


def test_a_script_that_is_never_closed_hides_no_article() -> None:
    text = "<script><p>Sekda Bima hadir.</p>"
    assert {text[n.start : n.end] for n in page_noise(text)} == {"<script>", "<p>", "</p>"}


def test_a_list_of_headlines_ends_at_the_next_paragraph() -> None:
    text = (
        "Berita Terkait\nBanjir di Dompu\nSekda Bima Rudi Hakim meninjau lokasi banjir itu.\nUsai"
    )
    assert [text[n.start : n.end] for n in page_noise(text)] == [
        "Berita Terkait",
        "Banjir di Dompu",
    ]


def test_the_title_is_never_noise() -> None:
    title = "Simak Video Bupati Dompu Menari"
    assert page_noise(title)
    assert not page_noise(title, title=title)


_pieces = st.sampled_from(
    [line for page in (CITY_HALL, TELEVISION, PORTAL, REAL) for _, line in split(page)[1]]
    + [
        "\n",
        "\r\n",
        "<p>",
        "</p>",
        "<script>",
        "<!-- x -->",
        "\u2028",
        "\u0130",
        "👩‍🚒",
        "â\x80\x9c",
    ]
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.one_of(_pieces, st.text(max_size=12)), max_size=20))
def test_spans_are_disjoint_ordered_and_visible(pieces: list[str]) -> None:
    text = "".join(pieces)
    noise = page_noise(text)
    assert noise == page_noise(text)
    at = 0
    for span in noise:
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        assert span.kind in KINDS
        at = span.end


@pytest.mark.parametrize("unit", ["Harga naik. ", "a.", "<script ", "<p>", "Baca juga:\n", "(a/"])
def test_a_long_page_takes_no_time(unit: str) -> None:
    begin = time.perf_counter()
    page_noise(unit * (200_000 // len(unit)))
    assert time.perf_counter() - begin < 3
