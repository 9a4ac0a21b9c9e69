"""Word vectors for Stanza, from which words stand near which (PPMI and SVD).

For a few million words, factorising the positive pointwise mutual information of neighbours is as
good as word2vec (Levy, Goldberg and Dagan 2015); it takes seconds, and gives the same vectors
every time. What a word looks like is left to the tagger's network over characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import VOCAB_PREFIX

from entitas.training.stanza_config import Vectors
from entitas.training.stanza_sentences import Tagged

__all__ = ["ppmi", "train_vectors"]

_SMOOTHING = 0.75
"""Frequent neighbours count for less (Levy et al.)."""

_OVERSAMPLED, _ITERATIONS = 20, 3


def train_vectors(sentences: Iterable[Tagged], settings: Vectors, out: Path, *, seed: int) -> int:
    """Train vectors of lower-cased words and write them in Stanza's format.

    Args:
        sentences: The sentences; their tags do not matter.
        settings: Which vectors.
        out: The file to write.
        seed: Fixes all that is random.

    Returns:
        The number of words.
    """
    texts = [[word.lower() for word, _ in sentence] for sentence in sentences]
    counts = Counter(word for text in texts for word in text)
    words = sorted(word for word, count in counts.items() if count >= settings.least)
    rows = {word: row for row, word in enumerate(words)}
    rare = len(words)
    first, second, weight = ppmi(
        [[rows.get(word, rare) for word in text] for text in texts], rare, settings.window
    )
    table = torch.sparse_coo_tensor(
        np.stack([first, second]),
        weight,
        (rare, rare),
        dtype=torch.float32,
        check_invariants=True,
    ).coalesce()
    torch.manual_seed(seed)
    rank = min(settings.size + _OVERSAMPLED, rare)
    left, sizes, _ = torch.svd_lowrank(table, rank, _ITERATIONS)
    vectors = (left * sizes.sqrt())[:, : settings.size]
    vectors /= vectors.norm(dim=1).mean()
    pretrain = Pretrain(save_to_file=False)
    pretrain._vocab = PretrainedWordVocab(words)
    pretrain._emb = torch.cat([torch.zeros(len(VOCAB_PREFIX), settings.size), vectors])
    pretrain.save(str(out))
    return len(words)


def ppmi(
    texts: Sequence[Sequence[int]], size: int, window: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return how much more often than by chance words stand near each other, where they do.

    Args:
        texts: The words of each text, as numbers; those from ``size`` on are passed over.
        size: How many words there are.
        window: The farthest neighbour; the nearer, the more it counts.

    Returns:
        The number of a word, that of its neighbour, and the logarithm, for each pair above 0.

    Example:
        >>> first, second, weight = ppmi([[0, 1], [0, 1], [2, 2]], 3, window=1)
        >>> [(int(a), int(b)) for a, b in zip(first, second)]
        [(0, 1), (1, 0), (2, 2)]
    """
    # a gap as wide as the window between texts
    gap = [size] * window
    flat = np.array([word for text in texts for word in [*text, *gap]], np.int64)
    keys = np.empty(0, np.int64)
    near: NDArray[np.float64] = np.empty(0)
    for distance in range(1, window + 1):
        left, right = flat[:-distance], flat[distance:]
        both = (left < size) & (right < size)
        pairs = np.concatenate([left, right])[np.tile(both, 2)] * size
        pairs += np.concatenate([right, left])[np.tile(both, 2)]
        found, counts = np.unique(pairs, return_counts=True)
        keys, places = np.unique(np.concatenate([keys, found]), return_inverse=True)
        near = np.bincount(places, np.concatenate([near, counts / distance])).astype(float)
    first, second = keys // size, keys % size
    sums = np.bincount(first, near, minlength=size)
    chance = sums**_SMOOTHING / (sums**_SMOOTHING).sum()
    weight = np.log(near / (sums[first] * chance[second]))
    above = weight > 0
    return first[above], second[above], weight[above]
