from __future__ import annotations

import random

import numpy as np
import pytest

from entitas.ner.decode import bio_tags
from entitas.ner.onnx import OnnxNer
from entitas.ner.protocol import ENTITIES, OFFICES, Span
from entitas.ner.subword import cut
from entitas.training.batching import IGNORE, Labelled, epoch_batches, label, recase, window
from entitas.training.corpora import Example
from tests.ner.conftest import shipped  # noqa: F401

TEXT = "Kapolres Tuban AKBP Rina Lestariningsih tiba di Tuban."
EXAMPLE = Example(
    TEXT,
    [Span(9, 14, "PLACE"), Span(20, 39, "PERSON"), Span(48, 53, "PLACE")],
    [Span(0, 14, "POSITION"), Span(15, 19, "RANK")],
)


def test_labels_come_back_as_spans(shipped: OnnxNer) -> None:  # noqa: F811
    item = label(shipped.tokenizer, EXAMPLE)
    pieces = cut(shipped.tokenizer, TEXT)
    assert item.offices is not None
    for given, spans, labels in (
        (item.entities, EXAMPLE.entities, ENTITIES),
        (item.offices, EXAMPLE.offices or [], OFFICES),
    ):
        tags = [bio_tags(labels)[tag] for tag in given]
        found: list[list[object]] = []
        for tag, start, end in zip(tags, pieces.starts, pieces.ends, strict=True):
            if tag[0] == "B":
                found.append([start, end, tag[2:]])
            elif tag[0] == "I":
                found[-1][1] = end
        assert [tuple(span) for span in found] == [span[:3] for span in spans]


def test_unsure_stretches_have_no_say(shipped: OnnxNer) -> None:  # noqa: F811
    unsure = Example("Gubernur Bali hadir.", [Span(9, 13, "PLACE")], [], ((0, 13),))
    item = label(shipped.tokenizer, unsure)
    assert item.offices is not None
    pieces = cut(shipped.tokenizer, unsure.text)
    assert {int(tag) for tag in item.offices[pieces.starts < 13]} == {IGNORE}
    assert {int(tag) for tag in item.offices[pieces.starts > 13]} == {0}
    assert IGNORE not in item.entities


def test_unlabelled_offices_stay_unlabelled(shipped: OnnxNer) -> None:  # noqa: F811
    assert label(shipped.tokenizer, Example("Ia tiba.", [])).offices is None


def test_recase_keeps_offsets() -> None:
    rng = random.Random(1)
    assert recase(EXAMPLE, rng, lower=1.0, upper=0.0).text == TEXT.lower()
    assert recase(EXAMPLE, rng, lower=0.0, upper=1.0).text == TEXT.upper()
    assert recase(EXAMPLE, rng, lower=0.0, upper=0.0) == EXAMPLE
    sharp = Example("Straße", [])
    assert recase(sharp, rng, lower=0.0, upper=1.0) == sharp


def test_windows_ignore_the_rest_of_a_span_that_they_cut() -> None:
    tags = np.array([0, 1] + [2] * 98, np.int64)
    item = Labelled(np.arange(100), tags, tags)
    parts = window(item, 40, random.Random(3))
    assert all(len(part) <= 40 for part in parts)
    assert {int(i) for part in parts for i in part.ids} == set(range(100))
    assert list(parts[0].entities[:3]) == [0, 1, 2]
    for part in parts[1:]:
        assert set(part.entities.tolist()) == {IGNORE}


def test_batches_are_of_one_corpus_and_padded_with_ignore() -> None:
    def item(length: int, offices: bool) -> Labelled:
        tags = np.ones(length, np.int64)
        return Labelled(np.full(length, 9), tags, tags if offices else None)

    items = {None: [item(5, True), item(3, True)], "idner": [item(4, False)]}
    made = epoch_batches(items, 100, random.Random(0))
    by_corpus = {batch.corpus: batch for batch in made}
    assert by_corpus["idner"].offices is None
    batch = by_corpus[None]
    assert batch.offices is not None
    assert batch.ids.shape == batch.entities.shape == (2, 7)
    assert (batch.entities != IGNORE).sum() == (batch.offices != IGNORE).sum() == 8
    assert (batch.entities[:, 0] == IGNORE).all()
    assert batch.mask.sum() == 12


def test_epochs_are_fixed_by_their_seed() -> None:
    items: dict[str | None, list[Labelled]] = {
        None: [Labelled(np.arange(n), np.zeros(n, np.int64), None) for n in range(1, 40)]
    }

    def order(seed: int) -> list[list[int]]:
        return [b.mask.sum(axis=1).tolist() for b in epoch_batches(items, 60, random.Random(seed))]

    assert order(1) == order(1)
    assert order(1) != order(2)


@pytest.mark.parametrize("size", [33, 384])
def test_short_items_are_not_cut(size: int) -> None:
    item = Labelled(np.arange(30), np.zeros(30, np.int64), None)
    assert [len(part) for part in window(item, size, random.Random(0))] == [30]
