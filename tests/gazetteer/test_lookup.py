"""Look-ups by name and id."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("KPK", "body:kpk"),
        ("Komisi Pemberantasan Korupsi", "body:kpk"),
        ("Komisi Pemberantasan Korupsi (KPK)", "body:kpk"),
        ("kementerian dalam negeri", "body:kemendagri"),
        ("Kemenko Polkam", "body:kemenko-polkam"),
        ("Polres Tuban", "polres@35.23"),
        ("Kepolisian Resor Tuban", "polres@35.23"),
        ("Polda Metro Jaya", "polda@31"),
        ("Polrestabes Semarang", "polres@33.74"),
        ("Polres Metro Jakarta Barat", "polres@31.73"),
        ("Polres Semarang", "polres@33.22"),
        ("Pemkot Semarang", "pemda@33.74"),
        ("Pemerintah Kota (Pemkot) Semarang", "pemda@33.74"),
        ("Pemprov DKI", "pemda@31"),
        ("DPRD Kota Malang", "dprd@35.73"),
        ("Dinas Kesehatan Kota Depok", "dinkes@32.76"),
        ("Dinas Pekarangan Hijau Kabupaten Tuban", "dinas=Pekarangan Hijau@35.23"),
        ("Kejati Jateng", "kejati@33"),
        ("Kodim 0733/Kota Semarang", "kodim=0733@33.74"),
        ("Kodam IV/Diponegoro", "body:kodam-diponegoro"),
        ("Ditreskrimsus Polda Jateng", "ditreskrimsus/polda@33"),
        ("Komisi III DPR RI", "komisi=III/body:dpr"),
        ("Fraksi PKS DPRD Jawa Barat", "fraksi=PKS/dprd@32"),
        ("MUI Jawa Timur", "mui-daerah@35"),
        ("PGRI Jawa Timur", "cabang@35/body:pgri"),
        ("Kementerian Kehakiman Jepang", "kementerian-asing=Kehakiman@jp"),
    ],
)
def test_bodies_by_name(name: str, id_: str, gazetteer: Gazetteer) -> None:
    found = [entry for entry in gazetteer.lookup(name) if entry.kind != "place"]
    assert found[0].id == id_
    assert gazetteer.entry(id_) == found[0]


@pytest.mark.parametrize(
    "name", ["Kapolres Tuban", "Polres", "Pemkot", "warga Tuban", "", "(", "…"]
)
def test_what_names_no_body(name: str, gazetteer: Gazetteer) -> None:
    assert [entry for entry in gazetteer.lookup(name) if entry.kind != "place"] == []


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Semarang", ["id:33.74", "id:33.22"]),
        ("Kota Semarang", ["id:33.74"]),
        ("Kabupaten Semarang", ["id:33.22"]),
        ("Kab.Semarang", ["id:33.22"]),
        ("Kab. Tuban", ["id:35.23"]),
        ("Kec. Jenu", ["id:35.23.12"]),
        ("Jakarta", ["id:31"]),
        ("DKI", ["id:31"]),
        ("Jakarta Barat", ["id:31.73"]),
        ("Papua Barat", ["id:92"]),
        ("Papua", ["id:91", "place:papua"]),
        ("Jateng", ["id:33"]),
        ("Solo", ["id:33.72"]),
        ("Ujung Pandang", ["id:73.71"]),
        ("Tangsel", ["id:36.74"]),
        ("Pulogadung", ["id:31.75.02"]),
        ("Ilir Barat 1", ["id:16.71.04"]),
        ("AS", ["country:us"]),
        ("Tiongkok", ["country:cn"]),
        ("Singapura", ["country:sg"]),
        ("Moskow", ["place:moskow"]),
        ("Laut Natuna", ["place:natuna"]),
        ("Antah Berantah", []),
    ],
)
def test_places_by_name(name: str, first: list[str], gazetteer: Gazetteer) -> None:
    found = [entry.id for entry in gazetteer.areas_named(name)]
    assert found[: len(first)] == first
    assert first or not found


def test_paths_and_parents(gazetteer: Gazetteer) -> None:
    semarang = gazetteer.entry("id:33.74")
    assert gazetteer.path(semarang) == ("Indonesia", "Jawa Tengah")
    assert gazetteer.path(gazetteer.entry("country:id")) == ()
    polsek = gazetteer.compose("polsek", "id:33.74.01")
    chain = [polsek.id]
    while (above := gazetteer.parent(gazetteer.entry(chain[-1]))) is not None:
        chain.append(above.id)
    assert chain == ["polsek@33.74.01", "polres@33.74", "polda@33", "body:polri"]
    assert gazetteer.place(polsek) == gazetteer.entry("id:33.74.01")


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ("id:33.74", "Pemerintah Kota Semarang"),
        ("id:35.23", "Pemerintah Kabupaten Tuban"),
        ("id:33", "Pemerintah Provinsi Jawa Tengah"),
        ("id:31", "Pemerintah Provinsi DKI Jakarta"),
    ],
)
def test_governments(area: str, name: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.government(area).name == name


def test_composing_says_what_is_wrong(gazetteer: Gazetteer) -> None:
    with pytest.raises(GazetteerError, match="no pattern 'polxyz'"):
        gazetteer.compose("polxyz", "id:33")
    with pytest.raises(GazetteerError, match="does not go with Jawa Tengah"):
        gazetteer.compose("polsek", "id:33")
    with pytest.raises(GazetteerError, match="no area has the id"):
        gazetteer.compose("polda", "id:99")
    with pytest.raises(KeyError):
        gazetteer.entry("body:none")


@pytest.mark.parametrize(
    ("portfolio", "id_"),
    [
        ("Dalam Negeri", "body:kemendagri"),
        ("dagri", "body:kemendagri"),
        ("Keuangan", "body:kemenkeu"),
        ("Pekerjaan Umum", "body:kementerian-pu"),
        ("Pekerjaan Umum dan Perumahan Rakyat", "body:kementerian-pupr"),
        ("Lingkungan Hidup", "body:klh"),
        ("Agraria dan Tata Ruang", "body:atr-bpn"),
        ("Koordinator Bidang Perekonomian", "body:kemenko-perekonomian"),
        ("Koordinator Perekonomian", "body:kemenko-perekonomian"),
    ],
)
def test_ministries_by_portfolio(portfolio: str, id_: str, gazetteer: Gazetteer) -> None:
    found = gazetteer.ministry_of(portfolio)
    assert found is not None
    assert found.id == id_


def test_no_ministry_has_a_made_up_portfolio(gazetteer: Gazetteer) -> None:
    assert gazetteer.ministry_of("Urusan Awan") is None


@pytest.mark.parametrize(
    ("typo", "id_"),
    [
        ("Komisi Pembrantasan Korupsi", "body:kpk"),
        ("Smarang", "id:33.74"),
        ("Kementrian Keuangan", "body:kemenkeu"),
    ],
)
def test_search_forgives_typos(typo: str, id_: str, gazetteer: Gazetteer) -> None:
    found = gazetteer.search(typo, 3)
    assert len(found) == 3
    assert id_ in [entry.id for entry, _ in found]
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)


def test_search_of_nothing_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("") == []
    assert gazetteer.search("Tuban", 0) == []


@pytest.mark.parametrize(
    ("form", "answer"),
    [("Polres", True), ("pemkot", True), ("Polri", False), ("Dinas Kesehatan", False),
     ("Satpol PP", False), ("Tuban", False), ("", False)],
)  # fmt: skip
def test_bare_heads(form: str, answer: bool, gazetteer: Gazetteer) -> None:
    assert gazetteer.is_head(form) is answer


def test_loading_again_gives_the_same_object(gazetteer: Gazetteer) -> None:
    assert Gazetteer.load() is gazetteer


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_look_ups_take_any_text(gazetteer: Gazetteer, text: str) -> None:
    for entry in gazetteer.lookup(text):
        assert gazetteer.entry(entry.id) == entry
