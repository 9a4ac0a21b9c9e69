from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from entitas.training.stanza_config import Vectors

pytest.importorskip("stanza")
torch = pytest.importorskip("torch")
vectors = pytest.importorskip("entitas.training.stanza_vectors")


def test_ppmi_is_as_by_hand() -> None:
    # neighbours: a-b twice, b-c once at distance 1; a-c once at distance 2, which counts half
    first, second, weight = vectors.ppmi([[0, 1, 2], [0, 1]], 3, 2)
    near = np.array([[0, 2, 0.5], [2, 0, 1], [0.5, 1, 0]])
    sums = near.sum(1)
    chance = sums**0.75 / (sums**0.75).sum()
    with np.errstate(divide="ignore"):
        wanted = np.log(near / np.outer(sums, chance))
    found = np.zeros((3, 3))
    found[first, second] = weight
    assert found == pytest.approx(np.maximum(wanted, 0))


def test_words_of_one_kind_are_near_each_other(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    towns, verbs = ["Demak", "Tuban", "Kupang"], ["meninjau", "menemui"]
    sentences = [
        [(str(w), ("O",)) for w in ["Warga", "di", rng.choice(towns), "akan", rng.choice(verbs)]]
        for _ in range(300)
    ]
    out = tmp_path / "v.pt"
    count = vectors.train_vectors(sentences, Vectors(size=4, least=2), out, seed=1)
    saved = torch.load(out, weights_only=True)
    words = saved["vocab"]["_id2unit"]
    assert count == len(words) - 4 == 8
    table = torch.nn.functional.normalize(saved["emb"], dim=1)
    rows = {word: table[row] for row, word in enumerate(words)}
    assert float(rows["demak"] @ rows["tuban"]) > 0.9
    assert float(rows["demak"] @ rows["menemui"]) < 0.7
    again = tmp_path / "again.pt"
    vectors.train_vectors(sentences, Vectors(size=4, least=2), again, seed=1)
    assert torch.equal(torch.load(again, weights_only=True)["emb"], saved["emb"])


def test_what_was_learned_is_added_to_the_vectors() -> None:
    merged = pytest.importorskip("entitas.training.stanza_export")._merged
    words = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>", "demak", "tuban"]
    table = torch.arange(12.0).reshape(6, 2)
    known = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>", "tuban"]
    learned = torch.tensor([[0.0, 0], [9, 9], [1, 2], [9, 9], [5, 7]])
    made = merged(table, words, learned, known)
    assert made.tolist() == [[0, 1], [3, 5], [4, 5], [6, 7], [8, 9], [15, 18]]
