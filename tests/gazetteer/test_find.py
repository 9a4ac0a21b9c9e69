"""Finding names in text. A tag marks the hit that is asked for: <b>body</b>, <p>place</p>."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitas.gazetteer import Gazetteer, Hit
from tests.marked import marked

SURE = 0.6


def sure(text: str, gazetteer: Gazetteer, *, nested: bool = False) -> list[Hit]:
    return [h for h in gazetteer.find(text) if h.score >= SURE and (nested or not h.nested)]


@pytest.mark.parametrize(
    "source",
    [
        "<b>Pemkot Semarang</b> dan <b>Komisi Pemberantasan Korupsi</b> ( <b>KPK</b>) rapat.",
        "<b>Pemerintah Kota (Pemkot) Semarang</b> rapat.",
        "<b>Kepolisian Daerah (Polda) Jawa Tengah</b> hadir.",
        "<b>Badan Penyelenggara Jaminan Sosial (BPJS) Kesehatan</b> hadir.",
        "<b>Dinas Kesehatan (Dinkes) Kota Depok</b> hadir.",
        "<b>Ditreskrimsus Polda Metro Jaya</b> dan <b>Satreskrim Polres Tuban</b> hadir.",
        "Rapat <b>Komisi III DPR RI</b> dengan <b>Fraksi PKS DPR</b> ditunda.",
        "<b>Kementerian Pendidikan, Kebudayaan, Riset, dan Teknologi</b> hadir.",
        "<b>Kementerian Pendidikan, Kebudayaan, Riset dan Teknologi</b> hadir.",
        "<b>Kodim 0733/Kota Semarang</b> dan <b>Kodam IV/Diponegoro</b> berlatih.",
        "Siswa <b>SDN Jenu 03</b> dan <b>Lapas Kelas IIA Malang</b> diperiksa.",
        "Kantor <b>RSUD Kartini</b> sepi.",
        "Kantor <b>PT Sinar Lintas Nusa</b> digeledah.",
        "<b>Polsek Jenu</b> dan <b>Kejari Tuban</b> hadir.",
        "<b>Pemerintah Rusia</b> dan <b>Kementerian Pertahanan Jepang</b> hadir.",
        "Warga <p>Kab.Semarang</p> pulang ke <p>Kab. Tuban</p>.",
        "Warga <p>Kota\u00a0Semarang</p> dan <p>Jawa\nTengah</p> pulang.",
        "Ke <p>Kelurahan Kanigoro</p>, <p>Kecamatan Kartoharjo</p>, <p>Kota Madiun</p>.",
        "Banjir di <p>Kanigoro</p>, <p>Kartoharjo</p>, <p>Kota Madiun</p>.",
        "Banjir di <p>Jateng</p>, <p>NTB</p>, dan <p>DIY</p>.",
        "Wali Kota <p>Semarang</p> hadir.",
        "Wali Kota (Wakot) <p>Semarang</p> hadir.",
        "Presiden <p>Rusia</p> tiba di <p>Moskow</p>.",
        "<p>TUBAN</p> - Warga pulang.",
        "Kabar dikutip<b>KPK</b> dari <p>Tuban</p>.",
    ],
)
def test_the_marked_names_are_found(source: str, gazetteer: Gazetteer) -> None:
    article = marked(source)
    hits = sure(article.text, gazetteer)
    found = [(h.start, h.end, "p" if h.kind == "place" else "b") for h in hits]
    assert found == article.spans


@pytest.mark.parametrize(
    "text",
    [
        "Yang penting, dari kota itu tiga orang pulang pada pagi hari.",
        "Harapan baru bagi semua. Sukamaju juga senang.",
        "Ia bin Ahmad naik pan besar as roda di ma.",
        "Kapolres dan Wali Kota hadir.",
        "Polres dan Pemkot sibuk.",
        "Bandungan dan Semarangan bukan nama kota di sini.",
        "Tersangka berinisial MA (25) pulang.",
        "Nomor NTBX dan KPKX salah.",
    ],
)
def test_ordinary_words_name_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert [hit.text for hit in sure(text, gazetteer)] == []


@pytest.mark.parametrize(
    ("text", "form", "id_"),
    [
        ("Wali Kota Semarang hadir.", "Semarang", "id:33.74"),
        ("Bupati Semarang hadir.", "Semarang", "id:33.22"),
        ("Gubernur Jambi hadir.", "Jambi", "id:15"),
        ("Wali Kota Jambi hadir.", "Jambi", "id:15.71"),
        ("Polres Semarang hadir.", "Semarang", "id:33.22"),
        ("Polrestabes Semarang hadir.", "Semarang", "id:33.74"),
        ("Di Kanigoro, Kartoharjo, Kota Madiun.", "Kanigoro", "id:35.77.01.1007"),
        ("Di Kecamatan Kartoharjo, Magetan.", "Kecamatan Kartoharjo", "id:35.20.15"),
        ("Di Kecamatan Kartoharjo, Kota Madiun.", "Kecamatan Kartoharjo", "id:35.77.01"),
        ("Warga Jakarta Barat dan Papua Barat.", "Jakarta Barat", "id:31.73"),
        ("Warga Jakarta Barat dan Papua Barat.", "Papua Barat", "id:92"),
    ],
)
def test_the_context_orders_the_candidates(
    text: str, form: str, id_: str, gazetteer: Gazetteer
) -> None:
    (hit,) = [h for h in gazetteer.find(text) if h.text == form and h.kind == "place"]
    assert hit.candidates[0][0] == id_


def test_all_candidates_are_kept(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.find("Banjir di Semarang.")
    ids = [id_ for id_, _ in hit.candidates]
    assert ids[:2] == ["id:33.74", "id:33.22"]
    assert len(ids) == len(gazetteer.areas_named("Semarang"))
    assert sum(prior for _, prior in hit.candidates) == pytest.approx(1, abs=0.01)


def test_names_inside_names_are_nested(gazetteer: Gazetteer) -> None:
    hits = gazetteer.find("Penyidik Satreskrim Polres Tuban pulang.")
    assert [(h.text, h.nested) for h in hits] == [
        ("Satreskrim Polres Tuban", False),
        ("Polres Tuban", True),
        ("Tuban", True),
    ]
    assert gazetteer.entry(hits[0].candidates[0][0]).parent == "polres@35.23"


def test_a_level_word_is_part_of_the_hit(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.find("Banjir di Kec. Jenu surut.")
    assert (hit.text, hit.level, hit.trigger) == ("Kec. Jenu", "district", "kec")
    assert hit.candidates[0][0] == "id:35.23.12"


def test_a_preposition_is_the_trigger(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.find("Banjir di Tuban surut.")
    assert (hit.text, hit.level, hit.trigger) == ("Tuban", None, "di")


def test_a_missing_space_is_an_edit(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.find("Banjir di Kecamatan Karto Harjo surut.")
    assert (hit.match, hit.distance) == ("alias", 1)


def test_venues_and_dates_count_against_a_place(gazetteer: Gazetteer) -> None:
    assert [h.text for h in sure("Toko di Tuban tutup.", gazetteer)] == ["Tuban"]
    assert sure("Toko di Jalan Tuban tutup.", gazetteer) == []
    assert sure("Pada Rabu, 7 Juli 2021 toko tutup.", gazetteer) == []


def test_a_short_form_may_be_defined_otherwise(gazetteer: Gazetteer) -> None:
    tax = "Pajak Bumi dan Bangunan (PBB) naik. Tarif PBB berlaku."
    assert [h.text for h in sure(tax, gazetteer)] == []
    assert [h.text for h in sure("Utusan PBB tiba.", gazetteer)] == ["PBB"]


def test_acronyms_count_in_capitals_only(gazetteer: Gazetteer) -> None:
    assert sure("Menurut MK, gugatan ditolak.", gazetteer)[0].candidates[0][0] == "body:mk"
    assert sure("Menurut Mk, gugatan ditolak.", gazetteer) == []


def test_a_rank_swallows_its_force(gazetteer: Gazetteer) -> None:
    assert sure("Letjen TNI Budi Santoso hadir.", gazetteer) == []


texts = st.lists(
    st.sampled_from(
        ["Polres", "Tuban", "Kota", "Semarang", "(", ")", ",", ".", "\n", "\u00a0", "/", "-", "KPK",
         "Komisi", "III", "DPR", "RI", "Dinas", "Kesehatan", "di", "dan", "Kab", "Jawa", "Tengah",
         "(Polda)", "İ", "\ud800", "😀", "Kecamatan", "0733", "Fraksi", "PKS", "Satreskrim", "PT"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(texts.map(" ".join), texts.map("".join), st.text(max_size=80)))
def test_hits_hold_their_promises(gazetteer: Gazetteer, text: str) -> None:
    hits = gazetteer.find(text)
    assert hits == gazetteer.find(text)
    assert hits == sorted(hits, key=lambda h: (h.start, -h.end, h.kind))
    outer: dict[bool, int] = {True: 0, False: 0}
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text != ""
        assert hit.candidates
        assert 0 <= hit.score <= 1
        assert 0 <= hit.common <= 1
        for id_, prior in hit.candidates:
            assert gazetteer.entry(id_).id == id_
            assert 0 <= prior <= 1
        assert gazetteer.entry(hit.candidates[0][0]).kind == hit.kind
        if not hit.nested:
            assert hit.start >= outer[hit.kind == "place"]
            outer[hit.kind == "place"] = hit.end


@pytest.mark.parametrize("text", ["", " \n\t", "(" * 500, "\x00" * 50, "\ud800", "😀" * 50])
def test_texts_without_names_have_no_hits(text: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.find(text) == []


def test_a_long_text_takes_time_in_proportion(gazetteer: Gazetteer) -> None:
    hits = gazetteer.find("KPK dan Polres Tuban (Pemkot) di Kota Semarang. " * 2000)
    assert len([hit for hit in hits if not hit.nested]) >= 6000
