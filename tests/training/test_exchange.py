"""Annotated articles with names of a pack: which, where, and that every span stays right."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from entitas.errors import ConfigError, GazetteerError, InputError
from entitas.ner.protocol import Span
from entitas.training.corpora import Example
from entitas.training.exchange import (
    Article,
    Deck,
    Names,
    Sort,
    exchange,
    read_articles,
    read_names,
)

PACK = """\
action,id,kind,name,abbreviation,aliases,without,level
,,police,Kepolisian Sektor Melati Indah,Polsek Melati Indah,Polsek Melin|Melin~,Polsek Melin,
,,place,Kecamatan Sumber Bening,,,,district
,,person,Sri Wahyuningsih Pradana,,,,
override,body:kpk,,,,Komisi Sapu Bersih,,
override,id:33.74,,,Smgkota,,,
disable,body:polri,,,,,,
"""
POLICE, COURT = Sort("ORG", "police"), Sort("ORG", "court")
DISTRICT, CITY = Sort("PLACE", "district"), Sort("PLACE", "city")

GOLD = {
    "id": "a",
    "text": (
        "MAWAR - Kepolisian Sektor (Polsek) Mawar di Kecamatan Mawar meminta maaf.\n"
        "Kapolsek Mawar AKP Rina Sari memimpin Polsek  Mawar. Kata Rina Sari, warga Mawar aman."
    ),
    "people": [
        {"forms": ["Rina Sari"], "ranks": ["AKP"], "positions": [{"text": "Kapolsek Mawar"}]}
    ],
    "agencies": [
        {"forms": ["Kepolisian Sektor (Polsek) Mawar", "Polsek Mawar"], "kind": "police"}
    ],
    "places": [{"forms": ["MAWAR", "Kecamatan Mawar", "Mawar"], "level": "district"}],
}  # fmt: skip


@pytest.fixture
def article(tmp_path: Path) -> Article:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    return read_articles(path)[0]


def deck(*names: Names, wanted: set[Sort] | None = None) -> Deck:
    return Deck(names, wanted or {POLICE, DISTRICT}, random.Random(1))


def said(example: Example) -> list[tuple[str, str]]:
    spans = sorted([*example.entities, *(example.offices or [])])
    return [(span.label, example.text[span.start : span.end]) for span in spans]


def test_which_names_of_a_pack_count(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(PACK, encoding="utf-8")
    assert read_names([path]) == [
        Names(POLICE, ("Kepolisian Sektor Melati Indah", "Polsek Melati Indah")),
        Names(DISTRICT, ("Kecamatan Sumber Bening",)),
        Names(Sort("ORG", "commission"), ("Komisi Sapu Bersih",)),
        Names(CITY, ("Smgkota",)),
    ]


def test_packs_without_names_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("kind,name\nperson,Sri Wahyuningsih Pradana\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.csv: no name of a body or place"):
        read_names([path])
    path.write_text("kind,name\nfirm,PT Awan\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 2, kind"):
        read_names([path])


def test_all_spans_of_a_copy_are_right(article: Article) -> None:
    names = [
        Names(POLICE, ("Polsek Kenanga Raya",)),
        Names(DISTRICT, ("Kecamatan Sumber Bening",)),
    ]
    copy = exchange(article, deck(*names), random.Random(1))
    assert copy is not None
    assert said(copy) == [
        ("PLACE", "SUMBER BENING"),
        ("ORG", "Polsek Kenanga Raya"),
        ("PLACE", "Kecamatan Sumber Bening"),
        ("POSITION", "Kapolsek Sumber Bening"),
        ("PLACE", "Sumber Bening"),
        ("RANK", "AKP"),
        ("PERSON", "Rina Sari"),
        ("ORG", "Polsek Kenanga Raya"),
        ("PERSON", "Rina Sari"),
        ("PLACE", "Sumber Bening"),
    ]
    assert copy.text == (
        "SUMBER BENING - Polsek Kenanga Raya di Kecamatan Sumber Bening meminta maaf.\n"
        "Kapolsek Sumber Bening AKP Rina Sari memimpin Polsek Kenanga Raya. "
        "Kata Rina Sari, warga Sumber Bening aman."
    )


def test_one_word_stands_for_one_word() -> None:
    example = Example("Komisi Air, atau KA.", [Span(0, 10, "ORG"), Span(17, 19, "ORG")])
    forms = {("ORG", "Komisi Air"): (0, COURT), ("ORG", "KA"): (0, COURT)}
    names = Names(COURT, ("Badan Hujan Nasional", "BHN"))
    copy = exchange(Article(example, forms), deck(names, wanted={COURT}), random.Random(1))
    assert copy is not None
    assert copy.text == "Badan Hujan Nasional, atau BHN."


def test_kinds_and_levels_stay_apart(article: Article) -> None:
    assert (
        exchange(article, deck(Names(CITY, ("Kota Angin",)), wanted={CITY}), random.Random(1))
        is None
    )
    copy = exchange(article, deck(Names(POLICE, ("Polsek Kenanga",))), random.Random(1))
    assert copy is not None
    assert {text for label, text in said(copy) if label == "PLACE"} == {
        "MAWAR", "Kecamatan Mawar", "Mawar",
    }  # fmt: skip


def test_a_sort_that_no_article_has_stands_for_others(article: Article) -> None:
    names = [Names(COURT, ("PN Angin",)), Names(CITY, ("Kota Angin",))]
    copy = exchange(article, deck(*names), random.Random(1))
    assert copy is not None
    texts = [text for _, text in said(copy)]
    # the level word of a district does not go with a city
    assert texts[:3] == ["KOTA ANGIN", "PN Angin", "Kota Angin"]


def test_entries_are_dealt_equally() -> None:
    names = [Names(POLICE, (f"Polsek {number}",)) for number in range(5)]
    dealer = deck(*names)
    dealt = [dealer.deal(POLICE) for _ in range(15)]
    assert [dealt.count(entry) for entry in names] == [3] * 5
    assert dealer.deal(DISTRICT) is None


def test_ranks_and_cut_offices_stay() -> None:
    text = "Mayjen TNI Budi, Kepala Dinas Air Tuban, dan TNI."
    entities = [Span(7, 10, "ORG"), Span(24, 39, "ORG"), Span(45, 48, "ORG")]
    offices = [Span(0, 10, "RANK"), Span(17, 33, "POSITION")]
    assert text[24:39] == "Dinas Air Tuban"
    forms = {("ORG", "TNI"): (0, POLICE), ("ORG", "Dinas Air Tuban"): (1, POLICE)}
    article = Article(Example(text, entities, offices, ((40, 44),)), forms)
    copy = exchange(article, deck(Names(POLICE, ("Polsek Kenanga",))), random.Random(1))
    assert copy is not None
    assert copy.text == "Mayjen TNI Budi, Kepala Dinas Air Tuban, dan Polsek Kenanga."
    assert copy.offices == offices
    masked = Article(Example(text, entities, offices, ((46, 49),)), forms)
    assert exchange(masked, deck(Names(POLICE, ("Polsek Kenanga",))), random.Random(1)) is None


def test_masked_stretches_move_along() -> None:
    example = Example("KA tiba. Camat hadir.", [Span(0, 2, "ORG")], [], ((9, 14),))
    article = Article(example, {("ORG", "KA"): (0, COURT)})
    copy = exchange(article, deck(Names(COURT, ("Badan Hujan",)), wanted={COURT}), random.Random(1))
    assert copy is not None
    assert [copy.text[start:end] for start, end in copy.unsure] == ["Camat"]


def test_the_same_seed_gives_the_same_copies(article: Article) -> None:
    names = [Names(POLICE, (f"Polsek {n}", f"Sektor {n}")) for n in ("Anggrek", "Dahlia", "Soka")]

    def copies(seed: int) -> list[str]:
        rng = random.Random(seed)
        dealer = Deck(names, {POLICE}, rng)
        made = [exchange(article, dealer, rng) for _ in range(9)]
        return [copy.text for copy in made if copy is not None]

    assert copies(1) == copies(1)
    assert copies(1) != copies(2)
    assert len(set(copies(1))) > 3


def test_a_malformed_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "Rina tiba."}', encoding="utf-8")
    with pytest.raises(InputError, match="article a: bad or missing field 'people'"):
        read_articles(path)
