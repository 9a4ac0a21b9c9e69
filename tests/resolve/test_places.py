"""Which place is meant: codes in context."""

from __future__ import annotations

import pytest

from entitas.gazetteer import Gazetteer
from entitas.resolve.choose import Chosen
from entitas.resolve.places import group_places
from tests.marked import marked


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def codes(source: str, gazetteer: Gazetteer) -> dict[str, str | None]:
    """Map each place's first form to its code."""
    article = marked(source)
    mentions = [Chosen(s, e, "PLACE", "ner", 1.0) for s, e, _ in article.spans]
    groups = group_places(article.text, mentions, gazetteer)
    return {
        article.form((g.mentions[0].start, g.mentions[0].end)): g.entry.code if g.entry else None
        for g in groups
    }


@pytest.mark.parametrize(
    ("source", "form", "code"),
    [
        ("Wali Kota <a>Semarang</a> hadir.", "Semarang", "33.74"),
        ("Bupati <a>Semarang</a> hadir.", "Semarang", "33.22"),
        ("Wali Kota (Wakot) <a>Semarang</a> hadir.", "Semarang", "33.74"),
        ("Warga <a>Kabupaten Semarang</a> hadir.", "Kabupaten Semarang", "33.22"),
        ("Warga <a>Jakarta Barat</a> hadir.", "Jakarta Barat", "31.73"),
        ("Warga <a>Papua Barat</a> hadir.", "Papua Barat", "92"),
        ("Warga <a>Jateng</a> hadir.", "Jateng", "33"),
        ("<a>TUBAN</a> - Warga hadir.", "TUBAN", "35.23"),
        ("Warga <a>Kecamatan Jenu</a>, <a>Tuban</a> hadir.", "Kecamatan Jenu", "35.23.12"),
        ("Warga <a>Cikande</a>, <a>Serang</a>, <a>Banten</a>.", "Serang", "36.04"),
        ("Di <a>Kelurahan Kanigoro</a>, <a>Kecamatan Kartoharjo</a>, <a>Kota Madiun</a>.",
         "Kelurahan Kanigoro", "35.77.01.1007"),
        ("Warga <a>Kota Semarang</a> hadir. Di <a>Semarang</a> hujan.", "Kota Semarang", "33.74"),
    ],
)  # fmt: skip
def test_the_context_decides(source: str, form: str, code: str, gazetteer: Gazetteer) -> None:
    assert codes(source, gazetteer)[form] == code


def test_a_bare_name_joins_its_hinted_namesake(gazetteer: Gazetteer) -> None:
    found = codes("Bupati <a>Semarang</a> hadir. Hujan di <a>Semarang</a> deras.", gazetteer)
    assert found == {"Semarang": "33.22"}


@pytest.mark.parametrize("name", ["Antah Berantah Raya", "Sukamaju"])
def test_an_unknown_or_many_times_used_name_has_no_code(name: str, gazetteer: Gazetteer) -> None:
    assert codes(f"Warga <a>{name}</a> hadir.", gazetteer) == {name: None}


def test_the_areas_of_bodies_speak_for_places(gazetteer: Gazetteer) -> None:
    article = marked("Warga <a>Bojonegara</a> mengadu ke Pemkab Serang.")
    mentions = [Chosen(s, e, "PLACE", "ner", 1.0) for s, e, _ in article.spans]
    assert group_places(article.text, mentions, gazetteer)[0].entry is None
    (group,) = group_places(article.text, mentions, gazetteer, [gazetteer.entry("id:36.04")])
    assert group.entry is not None
    assert group.entry.code == "36.04.07"


def test_a_misspelt_place_is_linked_where_the_text_names_what_contains_it(
    gazetteer: Gazetteer,
) -> None:
    article = marked("Warga <a>Kecamatan Montng</a>, <a>Kabupaten Tuban</a>, mengungsi.")
    mentions = [Chosen(s, e, "PLACE", "ner", 1.0) for s, e, _ in article.spans]
    group = group_places(article.text, mentions, gazetteer)[0]
    assert group.entry is not None
    assert group.link is not None
    assert (group.entry.code, group.link.match) == ("35.23.10", "fuzzy")


def test_a_place_that_is_better_known_than_its_level(gazetteer: Gazetteer) -> None:
    assert codes("Rapat di <a>Cikini</a>, <a>Jakarta Pusat</a>.", gazetteer) == {
        "Cikini": "31.71.06.1003", "Jakarta Pusat": "31.71",
    }  # fmt: skip
