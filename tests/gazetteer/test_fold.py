"""The fold keeps lengths; words know their way back into the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.gazetteer.fold import fold, key_of
from entitas.gazetteer.words import Words


@given(st.text())
def test_the_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", ["İstanbul", "ẞß", "\ud800x", "KPK\x00KPU", "ﬁﬂ", "Σ"])
def test_the_fold_keeps_the_length_of_odd_characters(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_words_are_slices_of_the_text(text: str) -> None:
    words = Words(text, lambda word: False)
    for number, folded in enumerate(words.folded):
        assert fold(words.raw(number)) == folded
    assert words.starts == sorted(words.starts)


@given(st.lists(st.text(alphabet="abcDEF", min_size=1), min_size=1, max_size=6))
def test_positions_of_the_stream_lead_to_words(names: list[str]) -> None:
    words = Words(" ".join(names))
    at = 0
    for number, folded in enumerate(words.folded):
        end = at + len(folded) + 2
        assert words.stream[at:end] == f" {folded} "
        assert (words.bounds[number], words.bounds[number + 1]) == (at, end - 1)
        at = end - 1


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kab.Semarang", "kab semarang"),
        ("Ma’rang", "ma rang"),
        ("Kota\u00a0 Semarang", "kota semarang"),
        ("Bau-Bau", "bau bau"),
        ("—", ""),
    ],
)
def test_names_that_read_alike_have_one_key(name: str, key: str) -> None:
    assert key_of(name) == key


def test_glued_words_are_cut_unless_known() -> None:
    words = Words("dikutipKPK dari NasDem", {"nasdem"}.__contains__)
    assert words.folded == ["dikutip", "kpk", "dari", "nasdem"]
    assert words.raw(1) == "KPK"
    assert words.gap(1) == ""
