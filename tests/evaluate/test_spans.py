from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from entitas.errors import InputError
from entitas.evaluate import SpanScores, score_spans
from entitas.evaluate.counts import Counts

SPANS = st.lists(
    st.builds(
        lambda start, length, label: (start, start + length, label),
        st.integers(0, 30),
        st.integers(1, 8),
        st.sampled_from(["PERSON", "ORG"]),
    ),
    max_size=8,
)


def of(counts: Counts) -> tuple[int, int, int]:
    return counts.right, counts.wrong, counts.missed


def test_exact_and_overlapping_spans() -> None:
    gold = [[(0, 5, "PERSON"), (10, 20, "PERSON"), (30, 35, "PERSON")]]
    found = [[(0, 5, "PERSON"), (12, 25, "PERSON"), (35, 40, "PERSON")]]
    scores = score_spans(gold, found)
    assert of(scores.exact["PERSON"]) == (1, 2, 2)
    assert of(scores.overlap["PERSON"]) == (2, 1, 1)
    assert scores.confusion == {
        ("PERSON", "PERSON"): 2,
        ("PERSON", None): 1,
        (None, "PERSON"): 1,
    }


def test_a_wrong_label_is_wrong_for_one_and_missed_for_the_other() -> None:
    scores = score_spans([[(0, 9, "PLACE")]], [[(0, 9, "ORG")]])
    for measure in (scores.exact, scores.overlap):
        assert of(measure["PLACE"]) == (0, 0, 1)
        assert of(measure["ORG"]) == (0, 1, 0)
    assert scores.confusion == {("PLACE", "ORG"): 1}
    assert scores.errors == [(0, "label", (0, 9, "PLACE"), (0, 9, "ORG"))]


def test_equal_spans_are_matched_before_longer_overlaps_and_labels_before_lengths() -> None:
    gold = [[(0, 20, "POSITION"), (10, 14, "PLACE")]]
    found = [[(0, 19, "PLACE"), (10, 14, "PLACE"), (18, 20, "POSITION")]]
    scores = score_spans(gold, found)
    assert of(scores.exact["PLACE"]) == (1, 1, 0)
    assert of(scores.overlap["POSITION"]) == (1, 0, 0)
    assert [error.kind for error in scores.errors] == ["extra", "border"]


def test_one_span_matches_one_span() -> None:
    scores = score_spans([[(0, 10, "ORG")]], [[(0, 4, "ORG"), (5, 10, "ORG")]])
    assert of(scores.overlap["ORG"]) == (1, 1, 0)
    assert scores.errors[0].predicted is not None
    twice = score_spans([[(0, 4, "ORG")]], [[(0, 4, "ORG"), (0, 4, "ORG")]])
    assert of(twice.exact["ORG"]) == (1, 1, 0)


def test_of_two_overlaps_the_larger_is_matched() -> None:
    scores = score_spans([[(0, 10, "ORG")]], [[(0, 2, "ORG"), (3, 10, "ORG")]])
    assert [(error.kind, error.predicted) for error in scores.errors] == [
        ("extra", (0, 2, "ORG")),
        ("border", (3, 10, "ORG")),
    ]


def test_a_long_span_reaches_over_those_that_start_after_it() -> None:
    found = [[(0, 100, "ORG"), (10, 11, "PERSON"), (20, 21, "PERSON")]]
    assert of(score_spans([[(90, 95, "ORG")]], found).overlap["ORG"]) == (1, 0, 0)


def test_micro_pools_and_macro_averages() -> None:
    gold = [[(0, 1, "A"), (2, 3, "A"), (4, 5, "A")], [(0, 1, "B")]]
    scores = score_spans(gold, [[(0, 1, "A"), (2, 3, "A"), (4, 5, "A")], []])
    assert of(scores.micro()) == (3, 0, 1)
    assert scores.macro_f1() == 0.5
    assert scores.macro_f1("overlap") == 0.5
    with pytest.raises(InputError, match="'lenient'"):
        scores.micro("lenient")


def test_only_the_labels_asked_for_count_and_all_of_them_appear() -> None:
    scores = score_spans(
        [[(0, 1, "A"), (2, 3, "B")]], [[(0, 1, "B"), (2, 3, "B")]], labels=["C", "A"]
    )
    assert list(scores.exact) == ["C", "A"]
    assert scores.confusion == {("A", None): 1}


def test_errors_come_in_text_order_with_the_document() -> None:
    scores = score_spans([[], [(5, 6, "A")]], [[(3, 4, "A"), (0, 1, "A")], []])
    assert [(e.document, e.kind) for e in scores.errors] == [
        (0, "extra"),
        (0, "extra"),
        (1, "missed"),
    ]
    assert scores.errors[0].predicted == (0, 1, "A")


def test_numbers_for_json_and_for_people() -> None:
    scores = score_spans([[(0, 5, "ORG"), (6, 9, "ORG")]], [[(0, 4, "ORG")]])
    assert scores.to_dict() == {
        "exact": {
            "labels": {"ORG": {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 2}},
            "micro": {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 2},
            "macro f1": 0.0,
        },
        "overlap": {
            "labels": {"ORG": {"p": 1.0, "r": 0.5, "f1": 0.6667, "n": 2}},
            "micro": {"p": 1.0, "r": 0.5, "f1": 0.6667, "n": 2},
            "macro f1": 0.6667,
        },
        "confusion": [
            {"gold": "ORG", "predicted": "ORG", "n": 1},
            {"gold": "ORG", "predicted": None, "n": 1},
        ],
    }
    console = Console(width=80)
    with console.capture() as capture:
        console.print(scores.table())
    assert "ORG   │ 0.000 │ 0.000 │ 0.000 │      0.667 │ 2" in capture.get()


def test_nothing_at_all_is_perfect_but_has_no_mean() -> None:
    scores = score_spans([[]], [[]])
    assert scores.micro().f1 == 1
    assert scores.macro_f1() == 0


@pytest.mark.parametrize("span", [(3, 3, "A"), (-1, 2, "A"), (0, 1), (0, 1, None), "abc", 7])
def test_what_is_not_a_span_is_an_input_error(span: object) -> None:
    with pytest.raises(InputError, match="Document 0"):
        score_spans([[span]], [[]])  # type: ignore[list-item]


def test_every_document_needs_both_sides() -> None:
    with pytest.raises(InputError, match="1 predicted documents"):
        score_spans([[], []], [[]])
    with pytest.raises(InputError, match="0 gold documents"):
        score_spans([], [[]])


@given(SPANS, SPANS)
def test_counts_add_up(gold: list[tuple[int, int, str]], found: list[tuple[int, int, str]]) -> None:
    scores = score_spans([gold], [found])
    for measure in ("exact", "overlap"):
        micro = scores.micro(measure)
        assert (micro.n, micro.right + micro.wrong) == (len(gold), len(found))
    assert scores.micro("overlap").right >= scores.micro().right
    assert _by_side(scores, 0) == len(gold)
    assert _by_side(scores, 1) == len(found)


@given(SPANS)
def test_what_is_equal_is_right(spans: list[tuple[int, int, str]]) -> None:
    scores = score_spans([spans], [list(reversed(spans))])
    assert scores.errors == []
    assert scores.micro().f1 == 1


def _by_side(scores: SpanScores, side: int) -> int:
    return sum(n for labels, n in scores.confusion.items() if labels[side] is not None)


def test_the_confusion_matrix_as_a_table() -> None:
    scores = score_spans([[(0, 5, "ORG"), (6, 9, "PLACE")]], [[(0, 5, "ORG"), (6, 9, "ORG")]])
    console = Console(width=80)
    with console.capture() as capture:
        console.print(scores.confusion_table())
    rows = [line.split("│")[1:-1] for line in capture.get().splitlines() if "│" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["ORG", "1", "·", "·"],
        ["PLACE", "1", "·", "·"],
        ["nothing", "·", "·", "·"],
    ]
