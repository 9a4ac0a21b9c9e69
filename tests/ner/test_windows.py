from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.ner.windows import batches, plan

SIZES = st.integers(1, 60).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


@given(st.integers(0, 500), SIZES)
def test_every_piece_is_decided_exactly_once(length: int, sizes: tuple[int, int]) -> None:
    size, overlap = sizes
    windows = plan(length, size, overlap)
    assert [i for w in windows for i in range(w.core_start, w.core_end)] == list(range(length))
    for window in windows:
        assert 0 <= window.start <= window.core_start <= window.core_end <= window.end <= length
        assert window.end - window.start <= size


@given(st.integers(0, 500), SIZES)
def test_neighbours_share_the_overlap(length: int, sizes: tuple[int, int]) -> None:
    windows = plan(length, *sizes)
    for before, after in pairwise(windows):
        assert before.end - after.start == sizes[1]


def test_windows_are_of_like_length() -> None:
    lengths = [window.end - window.start for window in plan(1_000, size=384, overlap=96)]
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize(("size", "overlap"), [(10, 10), (10, -1), (10, 11)])
def test_impossible_overlap(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        plan(100, size, overlap)


@given(st.lists(st.integers(0, 50)), st.integers(1, 120))
def test_batches_hold_each_item_once_within_the_budget(lengths: list[int], budget: int) -> None:
    made = list(batches(lengths, budget))
    assert sorted(i for batch in made for i in batch) == list(range(len(lengths)))
    for batch in made:
        padded = len(batch) * max(lengths[i] for i in batch)
        assert padded <= budget or len(batch) == 1
