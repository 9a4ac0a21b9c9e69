from __future__ import annotations

from typing import Any

import pytest

from entitas.gazetteer.settings import Settings
from entitas.resolve.support import supported
from entitas.spans import Found

TEXT = "Warga Tuban menemui pengurus Harapan di Kabupaten Tuban."


def hit(form: str, label: str = "other", **detail: Any) -> Found:
    at = TEXT.index(form)
    fields = {"candidates": [["body:x", 1.0]], **detail}
    return Found(at, at + len(form), label, "gazetteer", 0.7, fields)


def ner(form: str, label: str = "ORG") -> Found:
    at = TEXT.index(form)
    return Found(at, at + len(form), label, "ner", 0.9)


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"ordinary": {"body": 0.5}}, {"common": 0.6}),
        ({"packs": {"one_word": 0.8}}, {"own": True}),
        ({"names": {"with_ner": {"body:x": ["harapan"]}}}, {}),
    ],
)
def test_a_doubtful_find_needs_the_ner_or_a_level_word(
    settings: dict[str, Any], detail: dict[str, Any]
) -> None:
    chosen = Settings.model_validate(settings)
    find = hit("Harapan", **detail)
    kept, (discarded,) = supported(TEXT, [find], [ner("Tuban", "PLACE")], chosen)
    assert kept == []
    assert discarded.find is find
    assert "no NER" in discarded.reason
    assert supported(TEXT, [find], [ner("Harapan")], chosen) == ([find], [])
    behind = hit("Harapan", trigger="kota", **detail)
    assert supported(TEXT, [behind], [], chosen) == ([behind], [])
    assert supported(TEXT, [find], [], Settings()) == ([find], [])


def test_the_ner_must_take_it_for_the_same_sort_of_thing() -> None:
    settings = Settings.model_validate({"packs": {"one_word": 0.8}})
    find = hit("Harapan", own=True)
    assert supported(TEXT, [find], [ner("Harapan", "PERSON")], settings)[0] == []


def test_words_are_counted_as_names_are_compared() -> None:
    settings = Settings.model_validate({"packs": {"one_word": 0.8}})
    find = Found(0, 8, "other", "gazetteer", 0.7, {"candidates": [["body:x", 1.0]], "own": True})
    assert supported("Al-Hikam buka.", [find], [], settings) == ([find], [])
