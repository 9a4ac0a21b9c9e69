from __future__ import annotations

from typing import Any

import pytest

from entitas.gazetteer.settings import Settings
from entitas.tuning.fit import FITTED, LEAST, passing
from entitas.tuning.judged import Judged


def find(key: str, right: bool, **more: Any) -> Judged:
    fields = {
        "document": 0, "id": "body:x", "kind": "other", "score": 0.8, "common": 0.0,
        "trigger": False, "edits": 0, "own": False, "alone": True,
    }  # fmt: skip
    return Judged(key=key, right=right, **{**fields, **more})


def fitted(name: str, *finds: Judged) -> Settings:
    return FITTED[name](Settings(), finds)


@pytest.mark.parametrize("name", FITTED)
def test_too_few_finds_move_nothing(name: str) -> None:
    wrong = [find("ini", False, score=0.7, common=0.9, own=True)] * (LEAST - 1)
    assert fitted(name, *wrong) == Settings()


def test_a_name_that_is_wrong_more_often_than_right_is_switched_off() -> None:
    finds = [find("wali", False)] * 5 + [find("wali", True)] * 2 + [find("kpk", True)]
    assert fitted("names", *finds).names.off == {"body:x": ("wali",)}


def test_a_name_that_is_right_with_the_ner_then_needs_it() -> None:
    finds = [find("wali", True, alone=False)] * 9 + [find("wali", False)] * 3
    names = fitted("names", *finds).names
    assert (names.off, names.with_ner) == ({}, {"body:x": ("wali",)})


def test_what_a_pattern_makes_is_not_switched_off_but_needs_the_ner() -> None:
    finds = [find("polres kota", False, id="polres@35.23")] * 3
    names = fitted("names", *finds).names
    assert (names.off, names.with_ner) == ({}, {"polres@35.23": ("polres kota",)})


def test_a_gate_lies_where_wrong_finds_end() -> None:
    finds = [find(f"a{n}", False, score=0.7) for n in range(5)]
    finds += [find(f"b{n}", True, score=0.9) for n in range(5)]
    gates = fitted("gates", *finds).gates
    assert 0.7 < gates["other"] <= 0.9
    assert gates["place"] == Settings().gates["place"]


def test_a_gate_opens_where_right_finds_are_kept_out() -> None:
    finds = [find(f"a{n}", True, score=0.45) for n in range(5)]
    assert fitted("gates", *finds).gates["other"] <= 0.45


def test_ordinary_words_need_the_ner_unless_a_level_word_stands_before() -> None:
    wrong = [find(f"w{n}", False, common=0.6) for n in range(4)]
    right = [find(f"r{n}", True, common=0.1) for n in range(4)]
    behind = [find(f"t{n}", True, common=0.9, trigger=True) for n in range(4)]
    settings = fitted("ordinary", *wrong, *right, *behind)
    assert settings.ordinary["body"] < 0.6
    assert passing(settings, [*wrong, *right, *behind]) == [*right, *behind]


def test_short_misspelt_names_are_shut_out() -> None:
    wrong = [find("kantor pajaq", False, edits=1)] * 3
    right = [find("komisi pembrantasan korupsi", True, edits=1)] * 3
    slips = fitted("slips", *wrong, *right).slips
    assert 12 < slips["body"].one <= 27
    assert slips["place"] == Settings().slips["place"]


def test_words_of_a_bad_pack_need_the_ner_its_longer_names_do_not() -> None:
    wrong = [find(f"kata{n}", False, own=True) for n in range(4)]
    right = [find(f"pt angin {n}", True, own=True) for n in range(4)]
    packs = fitted("packs", *wrong, *right).packs
    assert packs.one_word > 0.8
    assert packs.more_words == 0.0
