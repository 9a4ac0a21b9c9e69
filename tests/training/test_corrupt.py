from __future__ import annotations

import random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.ner.protocol import Span
from entitas.training.corpora import Example
from entitas.training.corrupt import CORRUPTIONS, Corruption, corrupt, draw

TEXT = "Kapolres Tuban, AKBP Rina Sari, tiba. " * 40
EXAMPLE = Example(TEXT, [Span(9, 14, "PLACE"), Span(21, 30, "PERSON")], [Span(16, 20, "RANK")])


def damaged(kind: Corruption, seed: int = 1) -> Example:
    return corrupt(EXAMPLE, kind, random.Random(seed))


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_the_same_seed_gives_the_same_damage(kind: Corruption) -> None:
    assert damaged(kind) == damaged(kind) != EXAMPLE


@pytest.mark.parametrize("kind", ["lower", "upper", "no-punctuation", "glue"])
def test_spans_move_with_their_text(kind: Corruption) -> None:
    made = damaged(kind)
    assert made.offices is not None
    pairs = zip([*EXAMPLE.entities, *EXAMPLE.offices], [*made.entities, *made.offices], strict=True)
    for old, new in pairs:
        before, after = TEXT[old.start : old.end], made.text[new.start : new.end]
        assert after.replace(" ", "").lower() == before.replace(" ", "").lower()


def test_typos_replace_two_letters_in_a_hundred() -> None:
    made = damaged("typos")
    assert len(made.text) == len(TEXT)
    changed = sum(a != b for a, b in zip(made.text, TEXT, strict=True))
    letters = sum(map(str.isalpha, TEXT))
    assert 0.01 < changed / letters < 0.03


def test_glue_drops_nothing_but_spaces() -> None:
    made = damaged("glue")
    assert len(made.text) < len(TEXT)
    assert made.text.replace(" ", "") == TEXT.replace(" ", "")


def test_punctuation_leaves_a_space() -> None:
    assert damaged("no-punctuation").text == TEXT.replace(",", " ").replace(".", " ")


def test_letters_that_grow_in_upper_case_move_the_spans() -> None:
    example = Example("Weiß di Bali", [Span(8, 12, "PLACE")], None, ((5, 7),))
    made = corrupt(example, "upper", random.Random(1))
    (place,) = made.entities
    assert made.text[place.start : place.end] == "BALI"
    assert made.offices is None
    assert [made.text[start:end] for start, end in made.unsure] == ["DI"]


@given(st.text(), st.sampled_from(get_args(Corruption)))
def test_any_text_can_be_damaged(text: str, kind: Corruption) -> None:
    made = corrupt(Example(text, [Span(0, len(text), "ORG")]), kind, random.Random(1))
    assert made.entities == [Span(0, len(made.text), "ORG")]


def test_texts_are_changed_as_often_as_asked() -> None:
    class Settings:
        lower, upper, damage = 0.2, 0.1, 0.5

    rng = random.Random(4)
    drawn = [draw(Settings(), rng) for _ in range(4_000)]
    assert abs(drawn.count("lower") / 4_000 - 0.2) < 0.03
    assert abs(drawn.count("upper") / 4_000 - 0.1) < 0.03
    assert abs(drawn.count(None) / 4_000 - 0.35) < 0.03
    assert set(drawn) == {None, *CORRUPTIONS}
