from __future__ import annotations

from typing import Any

import pytest

from entitas.training.derive import derive_entities, derive_offices, unnamed_offices


def article(text: str, **parts: Any) -> dict[str, Any]:
    people = [{"forms": [], **person} for person in parts.get("people", [])]
    agencies = [{"kind": "other", **agency} for agency in parts.get("agencies", [])]
    return {"text": text, "people": people, "agencies": agencies, "places": parts.get("places", [])}


def entities(given: dict[str, Any]) -> list[tuple[str, str]]:
    return [(given["text"][s.start : s.end], s.label) for s in derive_entities(given)]


def offices(given: dict[str, Any]) -> list[tuple[str, str]]:
    return [(given["text"][s.start : s.end], s.label) for s in derive_offices(given)]


def test_longest_form_wins_and_hides_the_place() -> None:
    given = article(
        "Polda Jawa Tengah menyita truk di Jawa Tengah.",
        agencies=[{"forms": ["Polda Jawa Tengah", "Polda"]}],
        places=[{"forms": ["Jawa Tengah"]}],
    )
    assert entities(given) == [("Polda Jawa Tengah", "ORG"), ("Jawa Tengah", "PLACE")]


def test_forms_are_whole_words() -> None:
    given = article("Rina berkata kepada Rinanti.", people=[{"forms": ["Rina"]}])
    assert entities(given) == [("Rina", "PERSON")]


def test_glued_forms_are_found_only_if_no_word_is() -> None:
    glued = article("(KPK)Rina Sarimembeberkan kasus.", people=[{"forms": ["Rina Sari"]}])
    assert entities(glued) == [("Rina Sari", "PERSON")]
    short = article("Tahun baru.", people=[{"forms": ["ah"]}])
    assert entities(short) == []


def test_a_form_may_be_broken_over_lines() -> None:
    given = article("Rina\n  Sari hadir.", people=[{"forms": ["Rina Sari"]}])
    assert entities(given) == [("Rina\n  Sari", "PERSON")]


@pytest.mark.parametrize("venue", ["Jalan", "Jl.", "Jalan Raya", "Gedung", "Stadion", "Hotel"])
def test_roads_and_venues_are_not_people_or_places(venue: str) -> None:
    given = article(
        f"Pawai di {venue} Ahmad Sulaiman. Ahmad Sulaiman hadir.",
        people=[{"forms": ["Ahmad Sulaiman"]}],
    )
    assert [span.start for span in derive_entities(given)] == [given["text"].rindex("Ahmad")]
    given = article(f"Pawai di {venue} Merapi.", places=[{"forms": ["Merapi"]}])
    assert entities(given) == []


def test_an_agency_in_a_buildings_name_counts() -> None:
    given = article("Aksi di Gedung DPRD Tuban.", agencies=[{"forms": ["DPRD Tuban"]}])
    assert entities(given) == [("DPRD Tuban", "ORG")]


def test_a_byline_is_no_mention_of_the_medium() -> None:
    given = article(
        "TUBAN, Kabar Pantura - Banjir surut, kata warga kepada Kabar Pantura.",
        agencies=[{"forms": ["Kabar Pantura"], "kind": "media"}],
        places=[{"forms": ["TUBAN"]}],
    )
    assert entities(given) == [("TUBAN", "PLACE"), ("Kabar Pantura", "ORG")]


def test_initials_stand_alone() -> None:
    given = article("Tersangka S (30) dan PT S. Jaya ditemui S.", people=[{"forms": ["S"]}])
    starts = [span.start for span in derive_entities(given)]
    assert starts == [10, len(given["text"]) - 2]


def test_equal_spans_get_one_label() -> None:
    given = article(
        "Persik menang.",
        agencies=[{"forms": ["Persik"]}],
        people=[{"forms": ["Persik"]}],
    )
    assert len(entities(given)) == 1


def test_offices_with_also_and_ranks() -> None:
    given = article(
        "Kepala Kepolisian Resor (Kapolres) Tuban AKBP Rina Sari tiba. Kapolres Tuban diam.",
        people=[
            {
                "ranks": ["AKBP"],
                "positions": [
                    {"text": "Kepala Kepolisian Resor (Kapolres) Tuban", "also": ["Kapolres Tuban"]}
                ],
            }
        ],
    )
    assert offices(given) == [
        ("Kepala Kepolisian Resor (Kapolres) Tuban", "POSITION"),
        ("AKBP", "RANK"),
        ("Kapolres Tuban", "POSITION"),
    ]


def test_a_general_in_an_office_is_no_rank() -> None:
    given = article(
        "Direktur Jenderal Pajak bertemu Jenderal Rina Sari.", people=[{"ranks": ["Jenderal"]}]
    )
    assert [span.start for span in derive_offices(given)] == [32]


def test_offices_of_nobody() -> None:
    given = article(
        "Gubernur Bali hadir. Kapolres Tuban Rina Sari pulang. Kepala Desa Sukamaju tidur.",
        people=[{"positions": [{"text": "Kapolres Tuban"}]}],
    )
    text = given["text"]
    found = [text[a:b] for a, b in unnamed_offices(given, derive_offices(given))]
    assert found == ["Gubernur Bali", "Kepala Desa Sukamaju"]


def test_words_that_only_begin_like_an_office() -> None:
    given = article("Warga Wamena membaca surat ketua kelas.")
    assert unnamed_offices(given, []) == []
