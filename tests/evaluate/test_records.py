from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from entitas.errors import InputError
from entitas.evaluate import RecordScores, score_records

Entry = dict[str, Any]


def person(name: str, *forms: str, ranks: tuple[str, ...] = (), positions: Any = ()) -> Entry:
    return {
        "name": name,
        "forms": [name, *forms],
        "ranks": list(ranks),
        "positions": list(positions),
    }


def position(text: str, **fields: Any) -> Entry:
    return {
        "text": text,
        "title": text,
        "agency": None,
        "place": None,
        "status": "current",
    } | fields


def organisation(*forms: str, kind: str = "other") -> Entry:
    return {"name": forms[0], "forms": list(forms), "kind": kind}


def place(*forms: str, code: str | None = None, neutral: bool = False) -> Entry:
    return {"name": forms[0], "forms": list(forms), "code": code, "neutral": neutral}


def found(name: str, *mentions: str, **fields: Any) -> Entry:
    texts = mentions or (name,)
    return {"name": name, "mentions": [{"text": text} for text in texts]} | fields


def ranks(*texts: str) -> list[Entry]:
    return [{"text": text} for text in texts]


def document(people: Any = (), agencies: Any = (), places: Any = (), id: str = "a") -> Entry:
    return {"id": id, "people": people, "agencies": agencies, "places": places}


def score(gold: Entry, predicted: Entry) -> RecordScores:
    return score_records([gold], [predicted])


def counts(scores: RecordScores, slot: str) -> tuple[int, int, int]:
    c = scores.slots[slot]
    return c.right, c.wrong, c.missed


def test_a_person_is_found_by_the_fullest_name_only() -> None:
    gold = document(people=[person("Sri Wahyuni Lestari", "Sri")])
    assert counts(score(gold, document([found("SRI WAHYUNI, Lestari")])), "people") == (1, 0, 0)
    short = score(gold, document([found("Sri", "Sri", "Sri Wahyuni Lestari")]))
    assert counts(short, "people") == (0, 1, 1)
    assert short.errors == [
        ("a", "people missed", "Sri Wahyuni Lestari"),
        ("a", "people extra", "Sri"),
    ]
    assert "aliases" not in short.slots


def test_namesakes_are_told_apart_by_their_forms() -> None:
    gold = document([person("Budi", "Pak Budi"), person("Budi", "Budi Kecil")])
    predicted = document([found("Budi", "Budi Kecil", "Budi"), found("Budi", "Pak Budi", "Budi")])
    assert counts(score(gold, predicted), "aliases") == (4, 0, 0)


def test_aliases_are_distinct_forms() -> None:
    gold = document([person("Rudi Hartono", "Rudi", "Mas Rud")])
    scores = score(gold, document([found("Rudi Hartono", "Rudi Hartono", "Rudi", "Rudi", "Har")]))
    assert counts(scores, "aliases") == (2, 1, 2 - 1)


def test_a_rank_counts_once_in_any_spelling_and_every_other_rank_is_wrong() -> None:
    gold = document([person("Sumadi", ranks=("Brigjen Pol", "Brigadir Jenderal (Brigjen) Pol"))])
    predicted = document([found("Sumadi", ranks=ranks("BrigjenPol.", "Brigjen Pol", "AKP"))])
    assert counts(score(gold, predicted), "ranks") == (1, 1, 0)
    assert counts(score(gold, document([found("Sumadi")])), "ranks") == (0, 0, 1)


def test_a_rank_of_somebody_without_one_is_wrong() -> None:
    predicted = document([found("Wati", ranks=ranks("Iptu"))])
    assert counts(score(document([person("Wati")]), predicted), "ranks") == (0, 1, 0)


def test_positions_match_from_four_fifths_likeness_or_by_another_wording() -> None:
    gold = document(
        [
            person("A Satu", positions=[position("Wakil Menteri Kesehatan", also=["Wamenkes"])]),
            person("B Dua", positions=[position("Direktur Utama PT Maju Jaya")]),
            person("C Tiga", positions=[position("Kepala Dinas Sosial Kota Bogor")]),
        ]
    )
    predicted = document(
        [
            found("A Satu", positions=[position("Wamenkes")]),
            found("B Dua", positions=[position("PT Maju Jaya, Direktur")]),
            found("C Tiga", positions=[position("Kepala Dinas")]),
        ]
    )
    scores = score(gold, predicted)
    assert counts(scores, "positions") == (2, 1, 1)
    assert ("a", "position missed", "C Tiga: Kepala Dinas Sosial Kota Bogor") in scores.errors
    assert ("a", "position extra", "C Tiga: Kepala Dinas") in scores.errors


@pytest.mark.parametrize(
    ("text", "right"), [("Kepala Dinas Sosial Bogor", 1), ("Kepala Dinas Bogor", 0)]
)
def test_four_fifths_is_where_likeness_begins(text: str, right: int) -> None:
    gold = document([person("Wati", positions=[position("Kepala Dinas Sosial Kota Bogor")])])
    scores = score(gold, document([found("Wati", positions=[position(text)])]))
    assert counts(scores, "positions") == (right, 1 - right, 1 - right)


def test_positions_of_missed_people_are_missed_and_of_invented_people_are_not_counted() -> None:
    gold = document([person("Wati", positions=[position("Lurah"), position("dosen")])])
    predicted = document([found("Tidak Ada", positions=[position("Lurah")])])
    assert counts(score(gold, predicted), "positions") == (0, 0, 2)


def test_an_implied_agency_is_neither_asked_for_nor_held_against() -> None:
    office = position("Kapolres", agency="Polres Tuban", agency_implied=True)
    gold = document([person("Wati", positions=[office])])
    other = position("Kapolres", agency={"text": "Polres Kediri"})
    scores = score(gold, document([found("Wati", positions=[other])]))
    assert "position.agency" not in scores.slots


@pytest.mark.parametrize(
    ("want", "have", "expected"),
    [
        ("Dinas Sosial Jakarta", "Dinas Sosial", (1, 0, 0)),
        ("Dinas Sosial Jakarta", "dinas sosial jakarta", (1, 0, 0)),
        ("Dinas Sosial Jakarta", "Kejaksaan Agung", (0, 1, 1)),
        ("Dinas Sosial Jakarta", None, (0, 0, 1)),
        (None, "Dinas Sosial", (0, 1, 0)),
    ],
)
def test_the_agency_of_a_position(
    want: str | None, have: str | None, expected: tuple[int, int, int]
) -> None:
    gold = document([person("Wati", positions=[position("Kepala", agency=want)])])
    agency = None if have is None else {"text": have}
    predicted = document([found("Wati", positions=[position("Kepala", agency=agency)])])
    assert counts(score(gold, predicted), "position.agency") == expected


def test_the_place_of_a_position_that_was_missed_is_missed() -> None:
    gold = document([person("Wati", positions=[position("Bupati Tuban", place="Tuban")])])
    assert counts(score(gold, document([found("Wati")])), "position.place") == (0, 0, 1)


def test_status_is_judged_on_positions_that_were_found() -> None:
    gold = document(
        [person("Wati", positions=[position("Lurah", status="former"), position("dosen")])]
    )
    scores = score(gold, document([found("Wati", positions=[position("Lurah")])]))
    assert (scores.accuracies["status"].right, scores.accuracies["status"].n) == (0, 1)


def test_organisations_match_by_one_shared_form() -> None:
    gold = document(agencies=[organisation("Komisi Yudisial", "KY", kind="commission")])
    predicted = document(agencies=[found("Komisi Yudisial Republik Indonesia", "KY", kind="court")])
    scores = score(gold, predicted)
    assert counts(scores, "agencies") == (1, 0, 0)
    assert scores.accuracies["kind"].value == 0


def test_one_record_stands_for_one_organisation() -> None:
    gold = document(agencies=[organisation("Polda Riau"), organisation("Polri")])
    predicted = document(agencies=[found("Polri", "Polri", "Polda Riau"), found("Polri")])
    assert counts(score(gold, predicted), "agencies") == (2, 0, 0)
    assert counts(score(gold, document(agencies=predicted["agencies"][:1])), "agencies") == (
        1,
        0,
        1,
    )


def test_media_beyond_the_gold_are_bylines() -> None:
    predicted = document(
        agencies=[found("Kabar Rekaan", kind="media"), found("PT Rekaan", kind="company")]
    )
    scores = score(document(), predicted)
    assert counts(scores, "agencies") == (0, 1, 0)
    assert scores.errors == [("a", "agency extra", "PT Rekaan")]


def test_media_of_the_gold_are_asked_for() -> None:
    gold = document(agencies=[organisation("Kabar Rekaan", kind="media")])
    assert counts(score(gold, document()), "agencies") == (0, 0, 1)


def test_a_neutral_place_is_neither_asked_for_nor_held_against() -> None:
    gold = document(places=[place("Tuban", code="35.23", neutral=True), place("Bali", code="51")])
    both = document(places=[found("Bali", code="51"), found("Tuban", code="99")])
    scores = score(gold, both)
    assert counts(scores, "places") == (1, 0, 0)
    assert (scores.accuracies["code"].right, scores.accuracies["code"].n) == (1, 1)
    assert counts(score(gold, document(places=both["places"][:1])), "places") == (1, 0, 0)


def test_codes_are_judged_where_the_gold_has_one() -> None:
    gold = document(places=[place("Kota Bogor", "Bogor", code="32.71"), place("Senayan")])
    predicted = document(places=[found("Bogor", code="32.01"), found("Senayan", code="31.71")])
    scores = score(gold, predicted)
    assert scores.accuracies["code"].n == 1
    assert scores.errors == [("a", "code wrong", "Kota Bogor 32.71 got 32.01")]


def test_documents_are_matched_by_id_and_absent_ones_are_empty() -> None:
    gold = [document([person("Wati")], id="1"), document([person("Joko")], id="2")]
    predicted = [
        document([found("Joko")], id="2"),
        document([found("Lain")], id="3"),
        document([found("Joko Saja")], id="2"),
    ]
    scores = score_records(gold, predicted)
    assert counts(scores, "people") == (0, 1, 2)


def test_the_mean_counts_slots_that_never_came_up_as_zero() -> None:
    gold = document([person("Wati")], [organisation("KY")], [place("Bali", code="51")])
    predicted = document([found("Wati")], [found("KY", kind="other")], [found("Bali", code="51")])
    numbers = score(gold, predicted).to_dict()
    assert numbers["people"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1}
    assert numbers["kind accuracy"] == {"acc": 1.0, "n": 1}
    assert numbers["status accuracy"] == {"acc": None, "n": 0}
    assert "position.agency" not in numbers
    assert numbers["mean f1"] == 0.75


def test_the_table_shows_every_number() -> None:
    gold = document([person("Wati"), person("Joko")], places=[place("Bali", code="51")])
    scores = score(gold, document([found("Wati")], places=[found("Bali", code="52")]))
    console = Console(width=80)
    with console.capture() as capture:
        console.print(scores.table())
    rows = {line.split("│")[1].strip(): line for line in capture.get().splitlines() if "│" in line}
    assert "1.000 │ 0.500 │ 0.667 │ 2" in rows["people"]
    assert "0.000 │ 1" in rows["code accuracy"]
    assert "mean F1" in rows


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (document(), {"people": []}),
        (document(), ["not a document"]),
        ({"id": "a", "people": []}, document()),
        (document([{"name": "Wati"}]), document()),
        (document([person("Wati")]), document([found("Wati", ranks=["AKP"])])),
    ],
)
def test_what_is_not_a_record_is_an_input_error(gold: Entry, predicted: Any) -> None:
    with pytest.raises(InputError):
        score_records([gold], [predicted])
