"""From the probabilities of BIO tags to spans.

The network judges each piece by itself. The tags of a text must make sense together, though: an
inside tag may only follow a tag of its own kind. Among all sequences that obey this, the likeliest
is taken (Viterbi), and a span's score is its exact probability under the same rule: the share that
sequences with this very span (same start, end and label) hold of the probability of all allowed
sequences (forward-backward).

Names begin and end with words, but where scraping has glued words together, they do not. A border
between two pieces of one word is therefore allowed, and counts for little (:data:`_WITHIN`).

A long text is cut where two pieces are surely outside of all spans, as what stands on one side
hardly bears on the other. Its parts are then decoded side by side, and not one piece after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.ner.windows import batches

__all__ = ["Run", "bio_tags", "decode", "moves", "tidy"]

Floats = NDArray[np.float64]

_BUDGET = 1 << 16
_PART, _SURE = 1 << 12, 0.999
_FLOOR = 1e-9
_WITHIN = 0.1
"""The weight of a change of tag within a word; a change between words weighs 1."""

_EDGES = frozenset(' \t\r\n\x0b\x0c\u00a0,;:"“”„«»')
_OPENING = frozenset("‘'`")


class Run(NamedTuple):
    """A decoded span of pieces.

    Args:
        first: Its first piece.
        last: Its last piece.
        label: Its label.
        score: Its probability, to six decimals.
    """

    first: int
    last: int
    label: str
    score: float


def bio_tags(labels: Sequence[str]) -> list[str]:
    """Return the tags of a head in the order of its outputs: O, then B- and I- of each label.

    Example:
        >>> bio_tags(["RANK"])
        ['O', 'B-RANK', 'I-RANK']
    """
    return ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


def decode(
    probabilities: Sequence[NDArray[np.floating]],
    labels: Sequence[str],
    joined: Sequence[NDArray[np.bool_]] | None = None,
) -> list[list[Run]]:
    """Decode texts under the BIO constraint.

    Args:
        probabilities: For each text an array (pieces, tags), tags as in :func:`bio_tags`.
        labels: The labels of the head.
        joined: For each text, which pieces go on with the word of the piece before; none if None.

    Returns:
        For each text its spans, in order.

    Example:
        >>> import numpy as np
        >>> [run[:3] for run in decode([np.array([[.1, .2, .7], [.1, .1, .8]])], ["RANK"])[0]]
        [(0, 1, 'RANK')]
    """
    tags = bio_tags(labels)
    decoded: list[list[Run]] = [[] for _ in probabilities]
    parts = [(i, *part) for i, table in enumerate(probabilities) for part in _parts(table)]
    lengths = [end - start for _, start, end in parts]
    found: list[list[Run]] = [[] for _ in parts]
    for batch in batches(lengths, _BUDGET):
        # one column more than the longest part: behind every span there is a tag that ends it
        columns = lengths[batch[0]] + 1
        table = np.zeros((len(batch), columns, len(tags)))
        table[:, :, 0] = 1.0
        within = np.zeros((len(batch), columns), np.bool_)
        for row, number in enumerate(batch):
            index, start, end = parts[number]
            table[row, : end - start] = np.maximum(probabilities[index][start:end], _FLOOR)
            if joined is not None:
                within[row, : end - start] = joined[index][start:end]
        for number, runs in zip(batch, _Lattice(table, within).runs(labels), strict=True):
            found[number] = runs
    for (index, start, _), runs in zip(parts, found, strict=True):
        decoded[index] += [
            run._replace(first=run.first + start, last=run.last + start) for run in runs
        ]
    return decoded


def _parts(table: NDArray[np.floating]) -> Iterator[tuple[int, int]]:
    """Yield starts and ends of the parts of a text, one if it is short."""
    # of every two neighbours the less sure one
    outside = np.minimum(table[:-1, 0], table[1:, 0])
    start = 0
    for begin in range(_PART, len(table) - _PART, _PART):
        last = begin + int(outside[begin : begin + _PART].argmax())
        if outside[last] >= _SURE:
            yield start, last + 1
            start = last + 1
    yield start, len(table)


def moves(tags: int) -> Floats:
    """Return the weight of each tag (column) after each tag (row).

    Args:
        tags: The number of tags, in the order of :func:`bio_tags`.

    Returns:
        An array (2, tags, tags): between words, and within a word.

    Example:
        >>> moves(3)[0].tolist()
        [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    inside = np.arange(2, tags, 2)
    follow = np.ones((tags, tags))
    follow[:, inside] = 0.0
    follow[inside, inside] = follow[inside - 1, inside] = 1.0
    stay = follow * _WITHIN
    stay[0, 0] = 1.0
    stay[:, inside] = follow[:, inside]
    return np.stack([follow, stay])


class _Lattice:
    """All tag sequences of a batch of texts.

    Args:
        table: The probabilities (rows, length, tags); the last column is certainly O.
        within: Which pieces go on with the word of the piece before (rows, length).
    """

    def __init__(self, table: Floats, within: NDArray[np.bool_]) -> None:
        self.table = table
        self.within = within
        tags = table.shape[2]
        self.inside = np.arange(2, tags, 2)
        self.moves = moves(tags)
        self.first = np.ones(tags)
        self.first[self.inside] = 0.0

    def runs(self, labels: Sequence[str]) -> list[list[Run]]:
        """The spans of the best sequence of each row, with their probabilities."""
        forward, scale = self._forward()
        closing = self._closing(scale)
        decoded = []
        for row, path in enumerate(self._viterbi()):
            runs = []
            for begin in np.flatnonzero(path % 2 == 1).tolist():
                inside = int(path[begin]) + 1
                end = begin + 1
                score = forward[row, begin, inside - 1]
                while path[end] == inside:
                    score *= self.table[row, end, inside] / scale[row, end]
                    end += 1
                # rounded, so that the order of additions in a batch does not show
                score = round(min(1.0, float(score * closing[row, end])), 6)
                runs.append(Run(begin, end - 1, labels[inside // 2 - 1], score))
            decoded.append(runs)
        return decoded

    def _viterbi(self) -> NDArray[np.intp]:
        rows, length, _ = self.table.shape
        with np.errstate(divide="ignore"):
            logs, moves = np.log(self.table), np.log(self.moves)
            state = logs[:, 0] + np.log(self.first)
        back = np.zeros(self.table.shape, np.intp)
        for t in range(1, length):
            routes = state[:, :, None] + moves[self.within[:, t].astype(np.intp)]
            back[:, t] = routes.argmax(axis=1)
            state = routes.max(axis=1) + logs[:, t]
        path = np.zeros((rows, length), np.intp)
        path[:, -1] = state.argmax(axis=1)
        everyone = np.arange(rows)
        for t in range(length - 1, 0, -1):
            path[:, t - 1] = back[everyone, t, path[:, t]]
        return path

    def _forward(self) -> tuple[Floats, Floats]:
        """Scaled forward weights (rows, length, tags) and the scales (rows, length)."""
        forward = np.empty_like(self.table)
        scale = np.empty(self.table.shape[:2])
        follow, stay = self.moves
        state = self.table[:, 0] * self.first
        for t in range(self.table.shape[1]):
            if t:
                reached = np.where(self.within[:, t, None], state @ stay, state @ follow)
                state = reached * self.table[:, t]
            scale[:, t] = state.sum(axis=1)
            state = state / scale[:, t, None]
            forward[:, t] = state
        return forward, scale

    def _closing(self, scale: Floats) -> Floats:
        """For each place, the factor by which a span that ends right before it becomes a whole."""
        follow, stay = self.moves
        ends = np.ones(self.table.shape[2])
        ends[self.inside] = 0.0
        closing = np.empty(self.table.shape[:2])
        backward = np.ones((self.table.shape[0], self.table.shape[2]))
        for t in range(self.table.shape[1] - 1, -1, -1):
            weighted = self.table[:, t] * backward / scale[:, t, None]
            within = self.within[:, t]
            closing[:, t] = (weighted @ ends) * np.where(within, _WITHIN, 1.0)
            backward = np.where(within[:, None], weighted @ stay.T, weighted @ follow.T)
        return closing


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Mend the edges of a span: quotes, commas and lonely brackets do not belong to a name.

    Args:
        text: The text.
        start: The span's first character.
        end: One past its last.

    Returns:
        The new start and end; equal if nothing is left.

    Example:
        >>> text = '"Badan Pusat Statistik (BPS)", katanya'
        >>> start, end = tidy(text, 0, 27)
        >>> text[start:end]
        'Badan Pusat Statistik (BPS)'
    """
    while True:
        before = (start, end)
        while start < end and (text[start] in _EDGES or text[start] in _OPENING):
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        opened = text.count("(", start, end) - text.count(")", start, end)
        if start < end and opened > 0:
            if text[end : end + 1] == ")" and text[end - 1] != "(":
                return start, end + 1
            start += text[start] == "("
            end -= end > start and text[end - 1] == "("
        elif start < end and opened < 0:
            end -= text[end - 1] == ")"
            start += start < end and text[start] == ")"
        elif end - start > 2 and text[start] == "(" and text.find(")", start, end) == end - 1:
            start, end = start + 1, end - 1
        elif end - start > 2 and text[end - 2 : end] == ").":
            end -= 1
        if (start, end) == before:
            return before
