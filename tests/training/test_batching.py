from __future__ import annotations

import random

import numpy as np
import pytest

from entitas.ner.decode import bio_tags
from entitas.ner.onnx import OnnxNer
from entitas.ner.protocol import ENTITIES, OFFICES, Span
from entitas.ner.subword import Pieces, cut
from entitas.training.batching import Labelled, carry, epoch_batches, label, window
from entitas.training.corpora import Example
from entitas.training.corrupt import Corruption, damage
from tests.ner.conftest import shipped  # noqa: F401

TEXT = "Kapolres Tuban AKBP Rina Lestariningsih tiba di Tuban."
EXAMPLE = Example(
    TEXT,
    [Span(9, 14, "PLACE"), Span(20, 39, "PERSON"), Span(48, 53, "PLACE")],
    [Span(0, 14, "POSITION"), Span(15, 19, "RANK")],
)


def spans_of(item: Labelled, pieces: Pieces, head: str) -> list[tuple[int, int, str]]:
    """Read the spans back from the labels of a head."""
    tags = bio_tags(ENTITIES if head == "entities" else OFFICES)
    found: list[tuple[int, int, str]] = []
    shares = getattr(item, head)
    for row, start, end in zip(shares, pieces.starts.tolist(), pieces.ends.tolist(), strict=True):
        tag = tags[row.argmax()]
        if tag[0] == "B":
            found.append((start, end, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], end, tag[2:])
    return found


def test_labels_come_back_as_spans(shipped: OnnxNer) -> None:  # noqa: F811
    item = label(shipped.tokenizer, EXAMPLE)
    pieces = cut(shipped.tokenizer, TEXT)
    assert spans_of(item, pieces, "entities") == [span[:3] for span in EXAMPLE.entities]
    assert spans_of(item, pieces, "offices") == [span[:3] for span in EXAMPLE.offices or []]


def test_unsure_stretches_have_no_say(shipped: OnnxNer) -> None:  # noqa: F811
    unsure = Example("Gubernur Bali hadir.", [Span(9, 13, "PLACE")], [], ((0, 13),))
    item = label(shipped.tokenizer, unsure)
    pieces = cut(shipped.tokenizer, unsure.text)
    assert not item.offices[pieces.starts < 13].any()
    assert (item.offices[pieces.starts > 13, 0] == 1).all()
    assert item.entities.any(axis=1).all()


def test_unlabelled_offices_stay_unlabelled(shipped: OnnxNer) -> None:  # noqa: F811
    assert not label(shipped.tokenizer, Example("Ia tiba.", [])).offices.any()


@pytest.mark.parametrize("kind", ["lower", "upper", "typos", "no-punctuation", "glue"])
def test_a_teachers_labels_follow_the_damaged_text(
    shipped: OnnxNer,  # noqa: F811
    kind: Corruption,
) -> None:
    rng = random.Random(5)
    tables = shipped.probabilities([TEXT])[0]
    made, places = damage(TEXT, kind, rng)
    item = carry(shipped.tokenizer, made, tables, places)
    pieces = cut(shipped.tokenizer, made)
    assert np.allclose(item.entities[pieces.ends > pieces.starts].sum(axis=1), 1, atol=1e-4)
    for head in ("entities", "offices"):
        kept = carry(shipped.tokenizer, TEXT, tables, range(len(TEXT) + 1))
        before = spans_of(kept, tables.pieces, head)
        moved = [(places[start], places[end], name) for start, end, name in before]
        found = spans_of(item, pieces, head)
        assert [span[2] for span in found] == [span[2] for span in moved]
        assert all(
            a[0] <= b[0] and abs(a[1] - b[1]) <= 2 for a, b in zip(found, moved, strict=True)
        )


def test_a_teachers_labels_are_kept_on_the_same_text(shipped: OnnxNer) -> None:  # noqa: F811
    tables = shipped.probabilities([TEXT])[0]
    item = carry(shipped.tokenizer, TEXT, tables, range(len(TEXT) + 1))
    assert np.array_equal(item.ids, tables.pieces.ids)
    assert np.allclose(item.entities, tables.entities)
    empty = carry(shipped.tokenizer, "Ia", shipped.probabilities([""])[0], [0])
    assert len(empty) == len(cut(shipped.tokenizer, "Ia"))


def test_windows_ignore_the_rest_of_a_span_that_they_cut() -> None:
    tags = np.eye(3, dtype=np.float32)[[0, 1] + [2] * 98]
    item = Labelled(np.arange(100), tags, tags)
    parts = window(item, 40, random.Random(3))
    assert all(len(part) <= 40 for part in parts)
    assert {int(i) for part in parts for i in part.ids} == set(range(100))
    assert parts[0].entities[:3].argmax(axis=1).tolist() == [0, 1, 2]
    for part in parts[1:]:
        assert not part.entities.any()


def blank(length: int) -> Labelled:
    outside = np.eye(3, dtype=np.float32)[[0] * length]
    return Labelled(np.arange(length), outside, outside)


def test_batches_are_of_one_corpus_and_padding_has_no_say() -> None:
    items = {None: [blank(5), blank(3)], "idner": [blank(4)]}
    made = epoch_batches(items, 100, random.Random(0))
    by_corpus = {batch.corpus: batch for batch in made}
    assert by_corpus["idner"].ids.shape == (1, 6)
    batch = by_corpus[None]
    assert batch.entities.shape == batch.offices.shape == (2, 7, 3)
    assert batch.ids.shape == batch.mask.shape == (2, 7)
    assert batch.entities.sum() == batch.offices.sum() == 8
    assert not batch.entities[:, 0].any()
    assert batch.mask.sum() == 12


def test_epochs_are_fixed_by_their_seed() -> None:
    items: dict[str | None, list[Labelled]] = {None: [blank(n) for n in range(1, 40)]}

    def order(seed: int) -> list[list[int]]:
        return [b.mask.sum(axis=1).tolist() for b in epoch_batches(items, 60, random.Random(seed))]

    assert order(1) == order(1)
    assert order(1) != order(2)


@pytest.mark.parametrize("size", [33, 384])
def test_short_items_are_not_cut(size: int) -> None:
    assert [len(part) for part in window(blank(30), size, random.Random(0))] == [30]
