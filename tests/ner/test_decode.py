from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from entitas.ner import decode as decode_module
from entitas.ner.decode import Run, bio_tags, decode, tidy
from entitas.ner.windows import batches

LABELS = ("ORG", "PLACE")
TAGS = bio_tags(LABELS)


def table(*rows: dict[str, float]) -> NDArray[np.float64]:
    """Probabilities by tag; what is not said is shared by the other tags."""
    full = np.zeros((len(rows), len(TAGS)))
    for out, row in zip(full, rows, strict=True):
        out[:] = (1 - sum(row.values())) / max(1, len(TAGS) - len(row))
        for tag, value in row.items():
            out[TAGS.index(tag)] = value
    return full


def found(probabilities: NDArray[np.float64]) -> list[tuple[int, int, str]]:
    return [run[:3] for run in decode([probabilities], LABELS)[0]]


def test_inside_cannot_follow_outside() -> None:
    # by itself the second piece is I-ORG; the likeliest sequence that holds together has none
    assert found(table({"O": 0.97}, {"I-ORG": 0.5, "O": 0.45})) == []


def test_inside_pulls_its_begin_along() -> None:
    assert found(table({"O": 0.5, "B-ORG": 0.4}, {"I-ORG": 0.9})) == [(0, 1, "ORG")]


def test_a_long_text_is_decoded_in_parts_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    # sure words outside, and here and there a name of two pieces, more or less sure
    rows = [{"O": 0.9999}] * 400
    for at in range(7, 393, 11):
        doubt = rng.uniform(0, 0.4)
        rows[at : at + 2] = [{"B-ORG": 0.95 - doubt}, {"I-ORG": 0.9 - doubt}]
    whole = decode([table(*rows)], LABELS)[0]
    assert len(whole) > 30
    sizes: list[int] = []

    def watched(lengths: list[int], budget: int) -> Iterator[list[int]]:
        sizes.extend(lengths)
        return batches(lengths, budget)

    monkeypatch.setattr(decode_module, "_PART", 32)
    monkeypatch.setattr(decode_module, "batches", watched)
    assert decode([table(*rows)], LABELS)[0] == whole
    assert sum(sizes) == len(rows)
    assert max(sizes) <= 64


def test_a_text_is_not_cut_where_a_name_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"B-ORG": 0.9}, *[{"I-ORG": 0.9}] * 99]
    monkeypatch.setattr(decode_module, "_PART", 8)
    assert found(table(*rows)) == [(0, 99, "ORG")]


def test_inside_cannot_change_the_label() -> None:
    rows = table({"B-ORG": 0.9}, {"I-PLACE": 0.5, "I-ORG": 0.4})
    assert found(rows) == [(0, 1, "ORG")]


def test_neighbours_stay_apart() -> None:
    rows = table({"B-ORG": 0.9}, {"B-ORG": 0.9}, {"I-ORG": 0.9}, {"B-PLACE": 0.9})
    assert found(rows) == [(0, 0, "ORG"), (1, 2, "ORG"), (3, 3, "PLACE")]


def test_a_word_is_rarely_cut() -> None:
    rows = table({"B-PLACE": 0.9}, {"O": 0.6, "I-PLACE": 0.4})
    assert found(rows) == [(0, 0, "PLACE")]
    joined = np.array([False, True])
    assert [run[:3] for run in decode([rows], LABELS, [joined])[0]] == [(0, 1, "PLACE")]
    # but it is when the network is sure, as where scraping has glued two words
    sure = table({"B-PLACE": 0.9}, {"O": 0.999})
    assert [run[:3] for run in decode([sure], LABELS, [joined])[0]] == [(0, 0, "PLACE")]


def test_texts_do_not_disturb_each_other() -> None:
    long = table(*[{"B-ORG": 0.8}] * 9)
    short = table({"B-PLACE": 0.8})
    empty = np.zeros((0, len(TAGS)))
    together = decode([short, empty, long], LABELS)
    assert [len(runs) for runs in together] == [1, 0, 9]
    for alone, runs in ((short, together[0]), (long, together[2])):
        again = decode([alone], LABELS)[0]
        assert [run[:3] for run in runs] == [run[:3] for run in again]
        assert [run.score for run in runs] == pytest.approx([run.score for run in again])


def all_sequences(
    rows: NDArray[np.float64], joined: NDArray[np.bool_]
) -> dict[tuple[int, ...], float]:
    """The probability of each allowed sequence, by trying all of them."""
    allowed = {}
    # behind the last piece comes O, and no word goes on there
    within = [*joined.tolist(), False]
    for tags in product(range(len(TAGS)), repeat=len(rows)):
        weight = 1.0
        for before, after, inside in zip((0, *tags), (*tags, 0), within, strict=True):
            goes_on = TAGS[after].startswith("I") and TAGS[before][2:] == TAGS[after][2:]
            if TAGS[after].startswith("I") and not goes_on:
                weight = 0.0
            elif inside and not goes_on and (before, after) != (0, 0):
                weight *= 0.1
        for row, tag in zip(rows, tags, strict=True):
            weight *= row[tag]
        if weight:
            allowed[tags] = weight
    total = sum(allowed.values())
    return {tags: share / total for tags, share in allowed.items()}


def runs_of(tags: tuple[int, ...]) -> list[tuple[int, int, str]]:
    runs: list[list[int | str]] = []
    for place, tag in enumerate(tags):
        if TAGS[tag].startswith("B"):
            runs.append([place, place, TAGS[tag][2:]])
        elif TAGS[tag].startswith("I"):
            runs[-1][1] = place
    return [tuple(run) for run in runs]  # type: ignore[misc]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(0, 10_000))
def test_decoding_equals_trying_all_sequences(length: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.dirichlet([0.5] * len(TAGS), length).clip(1e-6)
    joined = rng.random(length) < 0.5
    joined[0] = False
    shares = all_sequences(rows, joined)
    best = max(shares, key=lambda tags: shares[tags])
    runs = decode([rows], LABELS, [joined])[0]
    assert [run[:3] for run in runs] == runs_of(best)
    for run in runs:
        expected = sum(share for tags, share in shares.items() if run[:3] in runs_of(tags))
        assert run.score == pytest.approx(expected, abs=1e-4)


def test_scores_are_probabilities_even_when_certain() -> None:
    certain = table(*[{"B-ORG": 1.0}, *[{"I-ORG": 1.0}] * 400])
    assert decode([certain], LABELS)[0] == [Run(0, 400, "ORG", pytest.approx(1.0, abs=1e-4))]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ('["Bank Jateng",] hadir', "Bank Jateng"),
        ("[“KPK”,] hadir", "KPK"),
        ("[\u00a0Demak ] hadir", "Demak"),
        ("[Badan Pusat Statistik (BPS]) hadir", "Badan Pusat Statistik (BPS)"),
        ("[Polda Jatim (] hadir", "Polda Jatim"),
        ("([KPK)] hadir", "KPK"),
        ("[(KPK)] hadir", "KPK"),
        ("[PT Maju Tbk.] hadir", "PT Maju Tbk."),
        ("[Kodim 0735 (Surakarta).] Lalu", "Kodim 0735 (Surakarta)"),
        ("[Jum'at] hadir", "Jum'at"),
        ("[,] hadir", ""),
    ],
)
def test_tidy(marked: str, wanted: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    start, end = tidy(text, marked.index("["), marked.index("]") - 1)
    assert text[start:end] == wanted
