"""The fuzzy index finds what is near, and the gates let through what the context speaks for."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.fuzzy.building import build_fuzzy
from entitas.gazetteer.fuzzy.index import FuzzyIndex
from entitas.gazetteer.fuzzy.neighbours import LETTERS, deletions, letter_sets, letters
from entitas.gazetteer.fuzzy.shapes import budget, merged, shape_of
from entitas.gazetteer.words import Words

NAMES = [
    "bojonegoro",
    "karangasem",
    "kebumen",
    "kota",
    "muara jawa",
    "purnama",
    "tuban",
    "wonosobo",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> FuzzyIndex:
    folder = tmp_path_factory.mktemp("fuzzy")
    build_fuzzy(NAMES, folder)
    return FuzzyIndex(folder)


def found(index: FuzzyIndex, text: str) -> dict[str, float]:
    words = Words(text)
    near = index.find(words, range(min(1, len(words))))
    return {name.key: name.edits for name in near if name.last == len(words)}


def first_letters(strings: list[str]) -> np.ndarray:
    return np.array([letters(string)[:LETTERS] for string in strings])


@given(st.text("abcd", min_size=1, max_size=12), st.text("abcd", min_size=1, max_size=12))
def test_the_letters_of_two_strings_differ_by_their_edits_at_most(one: str, other: str) -> None:
    begin, end = np.array([0, len(one)]), np.array([len(one), len(one + other)])
    ours, theirs = letter_sets(letters(one + other), begin, end).tolist()
    longer = abs(len(one) - len(other))
    assert (ours ^ theirs).bit_count() <= 2 * OSA.distance(one, other) - longer
    assert ours.bit_count() == len(set(one))


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_strings_at_two_edits_share_a_neighbour(one: str, other: str) -> None:
    both = deletions(first_letters([one, other]), 2)
    if OSA.distance(one, other) <= 2:
        assert set(both[0]) & set(both[1])


def test_strings_far_apart_share_none() -> None:
    draw = random.Random(0)
    some = ["".join(draw.choices("abcdefghij", k=10)) for _ in range(200)]
    hashes = deletions(first_letters(some), 2)
    shared = [
        (one, other)
        for one in range(len(some))
        for other in range(one)
        if np.intersect1d(hashes[one], hashes[other]).size
        and OSA.distance(some[one], some[other]) > 4
    ]
    assert shared == []


@pytest.mark.parametrize(
    ("form", "name", "edits"),
    [
        ("Bojonegro", "bojonegoro", 1),
        ("Bojonegoroo", "bojonegoro", 1),
        ("Bojonegaro", "bojonegoro", 1),
        ("Bojoengoro", "bojonegoro", 1),
        ("Bojnegro", "bojonegoro", 2),
        ("B0jonegoro", "bojonegoro", 0.5),
        ("Karangasern", "karangasem", 0.5),
        ("Pumama", "purnama", 0.5),
        ("Muarajawa", "muara jawa", 0),
        ("Mu arajawa", "muara jawa", 0),
        ("Muara Jaw", "muara jawa", 1),
        ("Wonosóbo", "wonosobo", 0.5),
        ("Tubn", "tuban", 1),
    ],
)
def test_slips_are_found(form: str, name: str, edits: float, index: FuzzyIndex) -> None:
    assert found(index, form) == {name: edits}


@pytest.mark.parametrize("form", ["Bjngoro", "Tbn", "Kta", "Kebumem Baru", "Zzzzzzz", "…", ""])
def test_what_is_too_far_or_too_short_is_not(form: str, index: FuzzyIndex) -> None:
    assert found(index, form) == {}


def test_short_names_are_forgiven_less() -> None:
    assert [budget(n) for n in (4, 5, 7, 8, 30)] == [0, 1, 1, 2, 2]


def test_a_shape_is_as_long_as_its_text() -> None:
    text = "ru m ah 5 l 1 é"
    assert len(shape_of(text)) == len(text)
    assert merged(shape_of("bernama")) == "bemama"


def test_an_index_of_nothing(tmp_path: Path) -> None:
    build_fuzzy([], tmp_path)
    assert FuzzyIndex(tmp_path).find(Words("Bojonegoro"), [0]) == []


@pytest.mark.parametrize(
    ("text", "form", "id_"),
    [
        ("Warga Kabupaten Bojonegro mengungsi.", "Kabupaten Bojonegro", "id:35.22"),
        ("Warga Kabuaten Bojonegoro mengungsi.", "Kabuaten Bojonegoro", "id:35.22"),
        ("Banjir di Kecamatan Montng, Kabupaten Tuban.", "Kecamatan Montng", "id:35.23.10"),
        ("Rapat di Kebayoran Baruu, Jakarta Selatan.", "Kebayoran Baruu", "id:31.74.07"),
        ("Kementrian Keuangan menunda rapat.", "Kementrian Keuangan", "body:kemenkeu"),
        ("Komisi Pembrantasan Korupsi datang.", "Komisi Pembrantasan Korupsi", "body:kpk"),
        ("Anggota Polrse Tuban datang.", "Polrse Tuban", "polres@35.23"),
    ],
)
def test_misspelt_names_are_linked(text: str, form: str, id_: str, gazetteer: Gazetteer) -> None:
    hits = {hit.text: hit for hit in gazetteer.find(text)}
    assert hits[form].match == "fuzzy"
    assert hits[form].distance >= 1
    assert hits[form].candidates[0][0] == id_


@pytest.mark.parametrize(
    "text",
    [
        "Perajin bertemu Tubagus di pasar.",  # near Tuban, and nothing speaks for it
        "Bojonegri adalah nama sanggar tari.",
        "kabupaten itu lengang, dan bojonegro disebut.",
        "Ia tiba di Bangui, Afrika Tengah.",
        "Sekretaris Jenderal menyebut Dewa Semarani.",
    ],
)
def test_what_nothing_speaks_for_is_no_misspelt_name(text: str, gazetteer: Gazetteer) -> None:
    assert [hit for hit in gazetteer.find(text) if hit.match == "fuzzy"] == []


def test_a_name_spelt_right_wins(gazetteer: Gazetteer) -> None:
    (hit,) = [h for h in gazetteer.find("Warga Kabupaten Kediri pulang.") if h.kind == "place"]
    assert (hit.match, hit.candidates[0][0]) == ("exact", "id:35.06")


def test_the_head_of_a_body_is_no_slip_for_it() -> None:
    gazetteer = Gazetteer.load()
    for form, misspelt in (("Baintelkan Polri", True), ("Kabaintelkam Polri", False)):
        found = gazetteer.find(f"kata {form} itu")
        assert any(hit.match == "fuzzy" for hit in found) == misspelt
