"""The loss of tag sequences against decoding and against its own definition."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from entitas.ner.decode import bio_tags, decode
from entitas.training.spacy_loss import UNKNOWN, marginals, sequence_loss

LABELS = ("PERSON", "ORG", "PLACE")
TAGS = len(bio_tags(LABELS))


def draw(length: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A table that prefers some tags, and which tokens are joined."""
    rng = np.random.default_rng(seed)
    table = rng.dirichlet(np.full(TAGS, 0.3), length).astype(np.float32)
    return table, rng.random(length) < 0.3


@pytest.mark.parametrize("seed", range(20))
def test_a_last_token_by_itself_is_as_probable_as_decoding_says(seed: int) -> None:
    table, joined = draw(6, seed)
    table[-1] = 0.02
    table[-1, 5] = 0.9
    table[-2, 1:] = 0.01
    table[-2, 0] = 0.9
    last = decode([table], LABELS, [joined])[0][-1]
    assert (last.first, last.last, last.label) == (5, 5, "PLACE")
    assert marginals([table], [joined])[0][-1, 5] == pytest.approx(last.score, abs=1e-4)


def test_marginals_are_the_sums_over_all_allowed_sequences() -> None:
    table = draw(3, 1)[0].astype(np.float64)
    wanted = np.zeros_like(table)
    for path in product(range(TAGS), repeat=3):
        before = (0, *path)
        if any(
            b and b % 2 == 0 and a not in (b - 1, b) for a, b in zip(before, path, strict=False)
        ):
            continue
        weight = np.prod([table[at, tag] for at, tag in enumerate(path)])
        for at, tag in enumerate(path):
            wanted[at, tag] += weight
    wanted /= wanted.sum(axis=1, keepdims=True)
    found = marginals([table.astype(np.float32)], [np.zeros(3, np.bool_)])[0]
    assert np.allclose(found, wanted, atol=1e-5)


def test_texts_in_a_batch_do_not_change_each_other() -> None:
    drawn = [draw(length, length) for length in (4, 1, 9)]
    together = marginals(*zip(*drawn, strict=True))
    for (table, joined), found in zip(drawn, together, strict=True):
        assert np.allclose(found, marginals([table], [joined])[0])


def test_only_labelled_tokens_have_a_say() -> None:
    table, joined = draw(4, 2)
    gradient, loss = sequence_loss([table], [joined], np.full(4, UNKNOWN))
    assert loss == 0
    assert not gradient.any()
    gradient, loss = sequence_loss([table], [joined], np.array([UNKNOWN, 0, UNKNOWN, 0]))
    assert loss > 0
    assert gradient.any(axis=1).tolist() == [False, True, False, True]
    assert gradient.sum(axis=1) == pytest.approx(0, abs=1e-6)
