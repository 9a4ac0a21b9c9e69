"""Mentions of one agency carry one tag; the grouping must find the tags again."""

from __future__ import annotations

import pytest

from entitas.gazetteer import Gazetteer
from entitas.resolve.agencies import group_agencies
from entitas.resolve.agency_groups import AgencyGroup
from entitas.resolve.choose import Chosen
from entitas.resolve.kinds import kind_of
from entitas.spans import Found
from tests.marked import Marked, marked


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def grouped(source: str, gazetteer: Gazetteer) -> tuple[Marked, list[AgencyGroup], int]:
    article = marked(source)
    mentions = [Chosen(s, e, "ORG", "ner", 1.0) for s, e, _ in article.spans]
    hits = [
        Found(
            h.start, h.end, gazetteer.entry(h.candidates[0][0]).kind, "gazetteer", h.score,
            {"candidates": h.candidates},
        )
        for h in gazetteer.find(article.text)
    ]  # fmt: skip
    groups, discarded = group_agencies(article.text, mentions, gazetteer, hits)
    return article, groups, len(discarded)


@pytest.mark.parametrize(
    "source",
    [
        "<a>Komisi Pemberantasan Korupsi</a> (<a>KPK</a>) bekerja. <a>KPK</a> diam.",
        "<a>Pemkot Semarang</a> dan <a>Pemerintah Kota (Pemkot) Semarang</a>.",
        "<a>Yayasan Bakti Anak Negeri</a> (<a>YBAN</a>) hadir. Kata <a>YBAN</a>, benar.",
        "<a>Inspektorat Medan</a> memeriksa. <a>Inspektorat</a> selesai.",
        "<a>Polres Tuban</a> dan <b>Polres Gresik</b> bekerja. <b>Polres</b> diam.",
        "<a>Kementerian Sosial</a> memuji <b>Kementerian Kesehatan</b>.",
        "<a>Kemendikbudristek</a>. <a>Kementerian Riset Raya</a> (<a>Kemendikbudristek</a>)",
        "<a>PT Bumi Sari Indah</a> (<a>BSI</a>) tutup. Buruh <a>PT BSI</a> pulang.",
    ],
)
def test_forms_of_one_agency_come_together(source: str, gazetteer: Gazetteer) -> None:
    article, groups, _ = grouped(source, gazetteer)
    gold = [sorted(article.of(tag)) for tag in sorted({t for *_, t in article.spans})]
    got = [sorted((m.start, m.end) for m in group.mentions) for group in groups]
    assert sorted(got) == sorted(gold)


def test_a_definition_in_one_span_is_two_mentions(gazetteer: Gazetteer) -> None:
    article, groups, _ = grouped("<a>Komisi Pemberantasan Korupsi (KPK)</a> hadir.", gazetteer)
    (group,) = groups
    forms = [article.form((m.start, m.end)) for m in group.mentions]
    assert forms == ["Komisi Pemberantasan Korupsi", "KPK"]
    assert (group.kind, group.abbreviation) == ("commission", "KPK")


def test_a_body_inside_its_unit_is_the_parent(gazetteer: Gazetteer) -> None:
    article, groups, _ = grouped("<a>Subdit Tipikor Polda Jawa Tengah</a> hadir.", gazetteer)
    unit, parent = groups
    assert unit.parent is parent
    assert [article.form((m.start, m.end)) for m in parent.mentions] == ["Polda Jawa Tengah"]
    assert {unit.kind, parent.kind} == {"police"}


def test_the_short_name_of_a_country_is_none_of_its_government(gazetteer: Gazetteer) -> None:
    article, (group,), _ = grouped("<a>Pemerintah Amerika Serikat (AS)</a> diam.", gazetteer)
    assert [article.form((m.start, m.end)) for m in group.mentions] == [
        "Pemerintah Amerika Serikat"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "di kantor <a>Kementerian PPN/Bappenas</a> kemarin.",
        "di kantor <a>Dinas PUPR</a> kemarin.",
        "kata <a>Otoritas Palestina</a> (<a>PA</a>). Kata <a>PA</a>, tidak.",
    ],
)
def test_these_are_one_body(source: str, gazetteer: Gazetteer) -> None:
    article, groups, _ = grouped(source, gazetteer)
    assert len(groups) == 1
    assert len(groups[0].mentions) == len(article.spans)


def test_a_short_form_of_people_is_no_body(gazetteer: Gazetteer) -> None:
    _, groups, discarded = grouped("Warga Negara Indonesia (<a>WNI</a>) pulang.", gazetteer)
    assert (groups, discarded) == ([], 1)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<a>Kemenkes Palestina</a> diam.", "foreign"),
        ("<a>Dewan Pangan Indonesia</a> diam.", "central_agency"),
    ],
)
def test_bodies_of_other_countries_are_foreign(
    source: str, kind: str, gazetteer: Gazetteer
) -> None:
    _, (group, *_), _ = grouped(source, gazetteer)
    assert group.kind == kind


@pytest.mark.parametrize(
    "head", ["Polres", "Urkes Polres", "Dewan", "Satuan Pelayanan Pemenuhan Gizi"]
)
def test_a_bare_head_without_a_body_names_nothing(head: str, gazetteer: Gazetteer) -> None:
    _, groups, discarded = grouped(f"Warga mendatangi <a>{head}</a> kemarin.", gazetteer)
    assert groups == []
    assert discarded == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("PT Sinar Lintas Nusa", "company"),
        ("Dinas Sosial Kabupaten Rembang", "regional_government"),
        ("Satreskrim Polres Rembang", "police"),
        ("Fraksi Gerindra", "legislature"),
        ("SMA Negeri 3 Rembang", "education"),
        ("Kejari Rembang", "prosecution"),
        ("Ditjen Imigrasi", "ministry"),
        ("Serikat Pekerja PT Sinar Lintas", "other"),
        ("Sinar Lintas Travel", "company"),
        ("Faculty of Business", "education"),
        ("Dewan Direksi Sinar Lintas", "company"),
        ("Batalyon A Pelopor", "police"),
        ("Sanggar Petani Rembang", None),
    ],
)
def test_the_name_gives_the_kind_away(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_misspelt_body_is_linked(gazetteer: Gazetteer) -> None:
    _, (group,), _ = grouped("Dua orang dari <a>Kejaksaan Agng</a> datang.", gazetteer)
    assert group.link is not None
    assert (group.link.id, group.link.match) == ("body:kejagung", "fuzzy")
    assert group.link.candidates[0].name == "Kejaksaan Agung"
