"""The exact index finds what a search of every run of words among the keys finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.gazetteer.store import exact
from entitas.gazetteer.store.exact import ExactIndex, write_exact
from entitas.gazetteer.words import Words

KEYS = sorted(["a", "a b", "b a", "a b a b", "b b b", "c", "kota semarang", "semarang", "é", "a é"])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ExactIndex:
    folder = tmp_path_factory.mktemp("index")
    write_exact(KEYS, folder)
    return ExactIndex(folder)


def found(index: ExactIndex, words: Words) -> set[tuple[str, int, int]]:
    rows = zip(*(row.tolist() for row in index.find(words)), strict=True)
    return {(KEYS[number], first, last) for number, first, last in rows}


def searched(words: Words) -> set[tuple[str, int, int]]:
    runs = ((i, j) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    named = ((" ".join(words.folded[i:j]), i, j) for i, j in runs)
    return {run for run in named if run[0] in KEYS}


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "Kota", "Semarang", "é", "𝐚"]), max_size=12))
def test_all_names_are_found(index: ExactIndex, parts: list[str]) -> None:
    words = Words(" ".join(parts))
    assert found(index, words) == searched(words)


def test_a_text_in_several_chunks(index: ExactIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words("a b a b b b c semarang d kota semarang a é x" * 20)
    monkeypatch.setattr(exact, "_CHUNK", 7)
    assert found(index, words) == searched(words)


def test_nothing_is_found_in_nothing(index: ExactIndex) -> None:
    assert found(index, Words("")) == found(index, Words(" … ")) == set()
