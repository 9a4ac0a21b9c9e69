from __future__ import annotations

import random
from pathlib import Path

from entitas.ner.protocol import Span
from entitas.training.corpora import Example
from entitas.training.stanza_config import Tagger
from entitas.training.stanza_sentences import (
    EMPTY,
    bioes,
    damaged,
    read_tagged,
    tagged,
    write_tagged,
)


def words(text: str) -> list[list[tuple[int, int]]]:
    """Lines as sentences, cut at spaces."""
    sentences = []
    begin = 0
    for line in text.split("\n"):
        tokens = []
        for word in line.split(" "):
            tokens.append((begin, begin + len(word)))
            begin += len(word) + 1
        sentences.append(tokens)
    return sentences


def test_tags_of_spans_side_by_side() -> None:
    tokens = [(0, 4), (5, 9), (10, 14), (15, 19), (20, 24), (25, 29)]
    spans = [Span(0, 14, "ORG"), Span(15, 19, "ORG"), Span(20, 29, "PERSON")]
    assert bioes(tokens, spans) == ["B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-PERSON", "E-PERSON"]


def test_a_token_belongs_to_the_span_that_holds_half_of_it() -> None:
    # "warga" is glued to "Tuban"; "Bali" to a closing bracket
    assert bioes([(0, 10)], [Span(5, 10, "PLACE")]) == ["S-PLACE"]
    assert bioes([(0, 11)], [Span(6, 11, "PLACE")]) == ["O"]
    assert bioes([(0, 5)], [Span(0, 4, "PLACE")]) == ["S-PLACE"]
    assert bioes([(0, 9)], [Span(0, 4, "PLACE"), Span(4, 9, "ORG")]) == ["S-ORG"]
    assert bioes([(3, 5)], []) == ["O"]


def test_sentences_have_a_tag_for_each_column() -> None:
    text = "Kapolres Tuban pulang\nWarga Tuban menunggu"
    example = Example(
        text,
        [Span(9, 14, "PLACE"), Span(28, 33, "PLACE")],
        [Span(0, 14, "POSITION")],
    )
    columns = ["entities", "offices", "elsewhere"]
    assert list(tagged(example, words, columns)) == [
        [
            ("Kapolres", ("O", "B-POSITION", EMPTY)),
            ("Tuban", ("S-PLACE", "E-POSITION", EMPTY)),
            ("pulang", ("O", "O", EMPTY)),
        ],
        [
            ("Warga", ("O", "O", EMPTY)),
            ("Tuban", ("S-PLACE", "O", EMPTY)),
            ("menunggu", ("O", "O", EMPTY)),
        ],
    ]


def test_another_manner_trains_its_own_column_only() -> None:
    example = Example("Warga Tuban", [Span(6, 11, "PLACE")])
    (sentence,) = tagged(example, words, ["entities", "offices", "elsewhere"], "elsewhere")
    assert sentence == [("Warga", (EMPTY, EMPTY, "O")), ("Tuban", (EMPTY, EMPTY, "S-PLACE"))]


def test_a_share_is_damaged_and_spans_move_along() -> None:
    text = "Bupati Rina Sari, tiba di Tuban."
    example = Example(text, [Span(7, 16, "PERSON"), Span(26, 31, "PLACE")], [])
    settings = Tagger(lower=0.2, upper=0.2, damage=0.5)
    made = list(damaged([example] * 400, settings, random.Random(1)))
    assert {e.text[s.start : s.end].lower()[:2] for e in made for s in e.entities} >= {"ri", "tu"}
    lower = sum(e.text == text.lower() for e in made)
    upper = sum(e.text == text.upper() for e in made)
    same = sum(e.text == text for e in made)
    assert 50 < lower < 110
    assert 50 < upper < 110
    assert 120 < same < 240
    assert made == list(damaged([example] * 400, settings, random.Random(1)))
    assert all(e == example for e in damaged([example] * 20, Tagger(), random.Random(1)))


def test_sentences_are_read_as_written(tmp_path: Path) -> None:
    sentences = [
        [("\ud800é", ("O", EMPTY)), ("Tuban", ("S-PLACE", EMPTY))],
        [("a", ("O", "O"))] * 3,
    ]
    assert write_tagged(sentences, tmp_path / "s.jsonl") == 5
    assert read_tagged(tmp_path / "s.jsonl", longest=5) == sentences
    assert read_tagged(tmp_path / "s.jsonl", longest=2) == sentences[:1]
