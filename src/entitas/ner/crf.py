"""From the emissions and transitions of a CRF tagger to spans with exact probabilities.

A linear-chain CRF gives every tag sequence a weight. Sequences that make no sense (an end without
a beginning) get none here. The best sequence gives the spans (Viterbi); a span's score is the share
that sequences with this very span hold of the weight of all (forward-backward).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from entitas.ner.decode import Run
from entitas.ner.windows import batches

__all__ = ["Crf"]

Floats = NDArray[np.float64]

_BUDGET = 1 << 14
_NEVER = -1e9
_FLOOR = 1e-100


class Crf:
    """The CRF of one head.

    Args:
        tags: The tags in the order of the outputs, "O" and B-, I-, E- and S- of each label.
        transitions: The logarithmic weight of each tag (column) after each tag (row).

    Example:
        >>> tags = ["O", "S-RANK", "B-RANK", "E-RANK"]
        >>> crf = Crf(tags, np.zeros((4, 4)))
        >>> runs = crf.decode([np.log([[0.1, 0.1, 0.7, 0.1], [0.1, 0.1, 0.1, 0.7]])])[0]
        >>> [(run.first, run.last, run.label, round(run.score, 2)) for run in runs]
        [(0, 1, 'RANK', 0.92)]
    """

    def __init__(self, tags: Sequence[str], transitions: NDArray[np.floating]) -> None:
        self.tags = tags
        place = [tag[0] for tag in tags]
        kinds = np.array([tag[2:] for tag in tags])
        goes_on = np.array([letter in "BI" for letter in place])
        inside = np.array([letter in "IE" for letter in place])
        allowed = np.where(goes_on[:, None], inside & (kinds[:, None] == kinds), ~inside)
        self._starts = ~inside
        self._ends = ~goes_on
        self._logs = np.where(allowed, np.asarray(transitions, np.float64), _NEVER)
        self._weights = np.where(allowed, np.exp(self._logs - self._logs.max()), 0.0)

    def decode(self, emissions: Sequence[NDArray[np.floating]]) -> list[list[Run]]:
        """Decode sentences.

        Args:
            emissions: For each sentence an array (tokens, tags) of logarithmic weights.

        Returns:
            For each sentence its spans of tokens, in order.
        """
        decoded: list[list[Run]] = [[] for _ in emissions]
        lengths = [len(table) for table in emissions]
        for batch in batches(lengths, _BUDGET):
            table = np.zeros((len(batch), lengths[batch[0]], len(self.tags)))
            for row, index in enumerate(batch):
                table[row, : lengths[index]] = emissions[index]
            sizes = np.array([lengths[index] for index in batch])
            if not table.size:
                continue
            for index, runs in zip(batch, self._decode(table, sizes), strict=True):
                decoded[index] = runs
        return decoded

    def _decode(self, table: Floats, sizes: NDArray[np.int64]) -> list[list[Run]]:
        weights = np.maximum(np.exp(table - table.max(axis=2, keepdims=True)), _FLOOR)
        forward, scale = self._forward(weights, sizes)
        backward = self._backward(weights, scale, sizes, forward)
        decoded = []
        for row, path in enumerate(self._viterbi(table, sizes)):
            runs = []
            first = 0
            score = 0.0
            for t, tag in enumerate(path[: sizes[row]].tolist()):
                letter = self.tags[tag][0]
                if letter in "BS":
                    first, score = t, forward[row, t, tag]
                elif letter in "IE":
                    move = self._weights[path[t - 1], tag]
                    score *= move * weights[row, t, tag] / scale[row, t]
                if letter in "ES":
                    whole = min(1.0, float(score * backward[row, t, tag]))
                    # rounded, so that the order of additions in a batch does not show
                    runs.append(Run(first, t, self.tags[tag][2:], round(whole, 6)))
            decoded.append(runs)
        return decoded

    def _viterbi(self, table: Floats, sizes: NDArray[np.int64]) -> NDArray[np.intp]:
        rows, length, tags = table.shape
        state = table[:, 0] + np.where(self._starts, 0.0, _NEVER)
        back = np.broadcast_to(np.arange(tags), table.shape).copy()
        for t in range(1, length):
            live = sizes > t
            routes = state[live, :, None] + self._logs
            back[live, t] = routes.argmax(axis=1)
            state[live] = routes.max(axis=1) + table[live, t]
        path = np.zeros((rows, length), np.intp)
        path[:, -1] = (state + np.where(self._ends, 0.0, _NEVER)).argmax(axis=1)
        everyone = np.arange(rows)
        for t in range(length - 1, 0, -1):
            path[:, t - 1] = back[everyone, t, path[:, t]]
        return path

    def _forward(self, weights: Floats, sizes: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Scaled forward weights (rows, length, tags), and the scales (rows, length)."""
        forward = np.zeros_like(weights)
        scale = np.ones(weights.shape[:2])
        state = weights[:, 0] * self._starts
        for t in range(weights.shape[1]):
            live = sizes > t
            if t:
                state = np.where(live[:, None], (state @ self._weights) * weights[:, t], state)
            scale[live, t] = state[live].sum(axis=1)
            state = state / scale[:, t, None]
            forward[:, t] = state
        return forward, scale

    def _backward(
        self, weights: Floats, scale: Floats, sizes: NDArray[np.int64], forward: Floats
    ) -> Floats:
        """Backward weights, so that their product with the forward weights sums to 1."""
        backward = np.zeros_like(weights)
        last = np.where(self._ends, 1.0, 0.0)
        state = np.zeros((len(weights), len(self.tags)))
        for t in range(weights.shape[1] - 1, -1, -1):
            if t + 1 < weights.shape[1]:
                state = (weights[:, t + 1] * state / scale[:, t + 1, None]) @ self._weights.T
            ending = sizes == t + 1
            if ending.any():
                state[ending] = last / (forward[ending, t] @ last)[:, None]
            backward[:, t] = state
        return backward
