from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from entitas.ner.crf import Crf

TAGS = ["O", *(f"{place}-{label}" for label in ("ORG", "PLACE") for place in "BIES")]


def sensible(tags: list[str]) -> bool:
    inside = None
    for tag in tags:
        if tag[0] in "IE" and inside != tag[2:]:
            return False
        if tag[0] in "OBS" and inside is not None:
            return False
        inside = tag[2:] if tag[0] in "BI" else None
    return inside is None


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    found = []
    first = 0
    for t, tag in enumerate(tags):
        first = t if tag[0] in "BS" else first
        if tag[0] in "ES":
            found.append((first, t, tag[2:]))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_best_spans_and_scores_as_by_trying_all_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    moves = rng.normal(size=(len(TAGS), len(TAGS)))
    emissions = 2 * rng.normal(size=(4, len(TAGS)))
    weights = {}
    for path in product(range(len(TAGS)), repeat=4):
        if sensible([TAGS[i] for i in path]):
            logs = sum(emissions[t, tag] for t, tag in enumerate(path))
            logs += sum(moves[a, b] for a, b in pairwise(path))
            weights[path] = np.exp(logs)
    best = max(weights, key=lambda path: weights[path])
    total = sum(weights.values())
    runs = Crf(TAGS, moves).decode([emissions])[0]
    assert [run[:3] for run in runs] == spans_of([TAGS[i] for i in best])
    for run in runs:
        with_it = sum(
            weight
            for path, weight in weights.items()
            if run[:3] in spans_of([TAGS[i] for i in path])
        )
        assert run.score == pytest.approx(with_it / total, abs=2e-6)


def test_sentences_of_a_batch_do_not_change_each_other() -> None:
    rng = np.random.default_rng(7)
    crf = Crf(TAGS, rng.normal(size=(len(TAGS), len(TAGS))))
    sentences = [3 * rng.normal(size=(length, len(TAGS))) for length in (5, 1, 12, 1, 3, 40)]
    assert crf.decode(sentences) == [crf.decode([each])[0] for each in sentences]


def test_nothing_and_extreme_weights() -> None:
    crf = Crf(TAGS, np.zeros((len(TAGS), len(TAGS))))
    assert crf.decode([]) == []
    assert crf.decode([np.zeros((0, len(TAGS)))]) == [[]]
    sure = np.full((3, len(TAGS)), -300.0)
    sure[[0, 1, 2], [TAGS.index(tag) for tag in ("B-ORG", "E-ORG", "S-PLACE")]] = 300.0
    assert crf.decode([sure])[0] == [(0, 1, "ORG", 1.0), (2, 2, "PLACE", 1.0)]
    # the network asks for what makes no sense: something sensible comes out
    absurd = np.full((3, len(TAGS)), -300.0)
    absurd[:, TAGS.index("I-ORG")] = 300.0
    runs = crf.decode([absurd])[0]
    assert all(0 <= run.score <= 1 for run in runs)
