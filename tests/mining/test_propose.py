from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from entitas.gazetteer import Gazetteer
from entitas.mining.candidate import Candidate, Snippet
from entitas.mining.count import Tally, norm
from entitas.mining.observe import Observation, Seen
from entitas.mining.propose import propose


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def seen(name: str, *forms: str, kind: str = "other", **more: Any) -> Seen:
    snippet = Snippet(document="d", before="kata", form=name, after="kemarin")
    fields = {"signs": ("ner",), "score": 0.9, "snippet": snippet, **more}
    return Seen(name=name, forms=dict.fromkeys((name, *forms), 1), kind=kind, **fields)


def observed(*texts: Sequence[Seen], known: dict[str, int] | None = None) -> list[Observation]:
    return [
        Observation(fingerprint=f"{n:016x}", seen=tuple(text), known=known or {})
        for n, text in enumerate(texts)
    ]


def proposed(observations: list[Observation], gazetteer: Gazetteer) -> dict[str, Candidate]:
    return {c.name: c for c in propose(Tally.of(observations), gazetteer)}


def test_a_short_form_counts_with_its_long_one(gazetteer: Gazetteer) -> None:
    long = seen(
        "Forum Warga Rawan Banjir", "FWRB", abbreviation="FWRB", signs=("ner", "definition")
    )
    found = proposed(observed([long], [seen("FWRB")], [seen("FWRB")]), gazetteer)
    assert list(found) == ["Forum Warga Rawan Banjir"]
    candidate = found["Forum Warga Rawan Banjir"]
    assert candidate.abbreviation == "FWRB"
    assert candidate.evidence.documents == 3
    assert candidate.evidence.signs == {"ner": 3, "definition": 1}


def test_a_name_that_a_document_has_as_two_things_stands_in_one_document(
    gazetteer: Gazetteer,
) -> None:
    held = seen("Forum Warga Rawan", signs=("office",), score=0.0)
    twice = [seen("Forum Warga Rawan"), held]
    slip = seen("Kejaksan Agung", "Kejaksan-Agung", into="body:kejagung", signs=("ner",))
    assert not proposed(observed([*twice, slip]), gazetteer)
    found = proposed(observed(twice, [slip], twice, [slip]), gazetteer)
    evidence = found["Forum Warga Rawan"].evidence
    assert (evidence.documents, evidence.mentions, evidence.score) == (2, 4, 0.9)
    assert evidence.signs == {"ner": 2, "office": 2}
    assert found["Kejaksan Agung"].evidence.documents == 2


def test_a_body_and_a_place_of_one_name_are_two_proposals(gazetteer: Gazetteer) -> None:
    texts = [[seen("Watu Ireng"), seen("Watu Ireng", kind="place", level="other")]] * 2
    found = propose(Tally.of(observed(*texts)), gazetteer)
    assert {candidate.kind for candidate in found} == {"other", "place"}
    assert len({candidate.id for candidate in found}) == 2


def test_a_proposal_is_made_once(gazetteer: Gazetteer) -> None:
    # as a name without an entry, which would get the id of one, and as another name of it
    name = gazetteer.entry("body:kpk").abbreviation
    assert name
    texts = [[seen(name, kind="commission")], [seen(name, into="body:kpk")]] * 2
    (candidate,) = propose(Tally.of(observed(*texts)), gazetteer)
    assert candidate.into == "body:kpk"


def test_a_short_form_of_two_bodies_stays_by_itself(gazetteer: Gazetteer) -> None:
    texts = [
        [seen("Forum Warga Rawan", "FWR", abbreviation="FWR")],
        [seen("Fraksi Wong Rembang", "FWR", abbreviation="FWR")],
        [seen("FWR")],
        [seen("FWR")],
    ]
    assert "FWR" in proposed(observed(*texts), gazetteer)


def test_level_words_and_legal_forms_make_no_other_name(gazetteer: Gazetteer) -> None:
    assert norm("Dinas Air Kabupaten Tuban") == norm("Dinas Air Tuban")
    assert norm("Dinas Air Kota Bogor") != norm("Dinas Air Bogor")
    texts = [[seen("PT Angin Ribut Tbk", kind="company")], [seen("Angin Ribut", kind="company")]]
    (candidate,) = proposed(observed(*texts), gazetteer).values()
    assert candidate.evidence.documents == 2


def test_order_does_not_matter(gazetteer: Gazetteer) -> None:
    names = [f"Forum Nomor {letter}" for letter in "ABCDEFGH"]
    texts = observed(*([seen(name) for name in names[n % 3 :]] for n in range(9)))
    mixed = list(texts)
    random.Random(3).shuffle(mixed)
    assert propose(Tally.of(texts), gazetteer) == propose(Tally.of(mixed), gazetteer)


def test_a_rare_misspelling_is_no_alias_but_a_frequent_one_is(gazetteer: Gazetteer) -> None:
    slip = seen("Kejaksan Agung", into="body:kejagung", kind="prosecution", signs=("ner", "slip"))
    often = {"body:kejagung": 1}
    rare = observed([slip], [slip], *([()] * 98), known=often)
    assert not proposed(rare, gazetteer)
    frequent = observed(*([[slip]] * 10), *([()] * 10), known=often)
    assert proposed(frequent, gazetteer)["Kejaksan Agung"].into == "body:kejagung"


def test_a_name_that_would_get_the_id_of_an_entry_is_another_name_of_it(
    gazetteer: Gazetteer,
) -> None:
    same = seen("Bareskrim", kind="police")
    (candidate,) = propose(Tally.of(observed([same], [same])), gazetteer)
    assert candidate.into == "body:bareskrim"


def test_what_a_pack_cannot_say_is_not_proposed(gazetteer: Gazetteer) -> None:
    unit = seen("Tim Naga Tuban", into="satreskrim/polres@35.23", kind="police")
    firm = seen("TAB", into="pt=Tirta Angin Biru", kind="company")
    assert not proposed(observed([unit, firm], [unit, firm]), gazetteer)


def test_an_area_in_the_name_is_the_place(gazetteer: Gazetteer) -> None:
    texts = [[seen("Balai Rakyat Kabupaten Tuban")]] * 2
    candidate = proposed(observed(*texts), gazetteer)["Balai Rakyat Kabupaten Tuban"]
    assert candidate.place == "id:35.23"
    assert candidate.row().place == "id:35.23"


def test_ordinary_words_are_unlikely(gazetteer: Gazetteer) -> None:
    texts = [[seen("Warga"), seen("Forum Warga Rawan Banjir")]] * 4
    found = proposed(observed(*texts), gazetteer)
    assert found["Warga"].confidence < 0.5 < found["Forum Warga Rawan Banjir"].confidence
    assert next(iter(found)) == "Forum Warga Rawan Banjir"
