"""The loss of tag sequences: the network learns under the rule that its tags are decoded under.

The softmax judges each token by itself, but the best allowed sequence decides (see
:mod:`entitas.ner.decode`). So what is made likely is the right sequence among the allowed ones, as
in a conditional random field (Lafferty et al. 2001): the gradient compares a tag with its share of
the weight of all allowed sequences, not with its softmax.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from entitas.ner.decode import moves

__all__ = ["UNKNOWN", "marginals", "sequence_loss"]

UNKNOWN = -1
"""The tag of a token that has no say in training a head."""

_FLOOR = 1e-9

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


def sequence_loss(
    shares: Sequence[Floats], joined: Sequence[Flags], tags: NDArray[np.int64]
) -> tuple[Floats, float]:
    """Return the gradient of the loss by the logits, and the loss, both a token.

    Args:
        shares: For each text the softmax (tokens, tags), tags as in
            :func:`entitas.ner.decode.bio_tags`.
        joined: For each text, which tokens go on with the word of the token before.
        tags: The right tags of all texts in a row, or :data:`UNKNOWN`.

    Returns:
        The gradient (tokens of all texts, tags), and the mean over tokens of the negative logarithm
        of the right tag's probability among allowed sequences.

    Example:
        >>> unsure = np.full((1, 3), 1 / 3, np.float32)
        >>> gradient, loss = sequence_loss([unsure], [np.zeros(1, np.bool_)], np.array([0]))
        >>> gradient.round(2).tolist(), round(loss, 2)
        ([[-0.5, 0.5, 0.0]], 0.69)
    """
    expected = np.concatenate(marginals(shares, joined))
    known = np.flatnonzero(tags != UNKNOWN)
    gradient = np.zeros_like(expected)
    gradient[known] = expected[known]
    gradient[known, tags[known]] -= 1
    loss = -np.log(expected[known, tags[known]] + _FLOOR).sum()
    return gradient / np.float32(len(tags)), float(loss) / len(tags)


def marginals(shares: Sequence[Floats], joined: Sequence[Flags]) -> list[Floats]:
    """Return the probability of each tag among the allowed sequences (forward-backward).

    Args:
        shares: As for :func:`sequence_loss`.
        joined: As for :func:`sequence_loss`.
    """
    lengths = [len(table) for table in shares]
    tags = shares[0].shape[1]
    # behind a text the tag is certainly O, which follows every tag
    table = np.zeros((max(lengths), len(shares), tags))
    table[:, :, 0] = 1.0
    within = np.zeros((max(lengths), len(shares), 1), np.bool_)
    for row, length in enumerate(lengths):
        table[:length, row] = np.maximum(shares[row], _FLOOR)
        within[:length, row, 0] = joined[row]
    between, inside_word = moves(tags)
    forward, backward = np.empty_like(table), np.ones_like(table)
    state = table[0].copy()
    state[:, 2::2] = 0.0
    for at in range(len(table)):
        if at:
            moved = np.where(within[at], state @ inside_word, state @ between)
            state = moved * table[at]
        state /= state.sum(axis=1, keepdims=True)
        forward[at] = state
    for at in range(len(table) - 1, 0, -1):
        state = backward[at] * table[at]
        state = np.where(within[at], state @ inside_word.T, state @ between.T)
        backward[at - 1] = state / state.sum(axis=1, keepdims=True)
    weights = forward * backward
    weights /= weights.sum(axis=2, keepdims=True)
    return [weights[:length, row].astype(np.float32) for row, length in enumerate(lengths)]
