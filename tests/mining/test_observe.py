from __future__ import annotations

import pytest
from spacy.language import Language

import entitas
from entitas.gazetteer import Gazetteer
from entitas.mining.observe import Observation, Seen, observe


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def read(text: str, nlp: Language, gazetteer: Gazetteer) -> Observation:
    return observe("d1", text, entitas.extract(text, nlp=nlp), gazetteer)


def called(observation: Observation, form: str) -> Seen:
    return next(seen for seen in observation.seen if form in seen.forms)


def test_a_defined_body_is_seen_with_its_short_form(nlp: Language, gazetteer: Gazetteer) -> None:
    text = (
        "Ketua Forum Nelayan Pesisir Tuban (FNPT) Sarwono Hadi menolak rencana itu. "
        "Menurut Sarwono, FNPT akan bersurat kepada Bupati Tuban."
    )
    seen = called(read(text, nlp, gazetteer), "Forum Nelayan Pesisir Tuban")
    assert seen.abbreviation == "FNPT"
    assert {"definition", "office"} <= set(seen.signs)
    assert seen.into is None
    assert seen.snippet.form.startswith("Forum Nelayan")
    assert seen.snippet.document == "d1"


def test_known_names_are_counted_and_not_proposed(nlp: Language, gazetteer: Gazetteer) -> None:
    text = "Komisi Pemberantasan Korupsi (KPK) memanggil Bupati Tuban. KPK belum menahan siapa pun."
    observation = read(text, nlp, gazetteer)
    assert observation.known["body:kpk"] >= 2
    assert all("KPK" not in seen.forms for seen in observation.seen)


def test_texts_are_told_apart_by_their_words(nlp: Language, gazetteer: Gazetteer) -> None:
    one, other = (read(text, nlp, gazetteer) for text in ("Satu.", "Dua."))
    assert one.fingerprint != other.fingerprint
    assert one == read("Satu.", nlp, gazetteer)


def test_zero_width_characters_are_no_part_of_a_name(nlp: Language, gazetteer: Gazetteer) -> None:
    text = "Ketua \u200bForum Nelayan Pesisir Tuban Sarwono Hadi menolak rencana itu."
    forms = {form for seen in read(text, nlp, gazetteer).seen for form in seen.forms}
    assert "Forum Nelayan Pesisir Tuban" in forms
