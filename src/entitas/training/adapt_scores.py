"""A model before and after its adaptation, on held-out articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entitas.evaluate.spans import SpanScores, score_spans
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Prediction, Span
from entitas.training.adapt_card import Gain, Score
from entitas.training.corpora import Example

__all__ = ["Outcome", "compare", "gain_of"]

_SAMPLES = 2_000
_INTERVAL = (5, 95)

Head = Literal["entities", "offices"]
_HEADS: dict[Head, tuple[str, ...]] = {"entities": ENTITIES, "offices": OFFICES}

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """What the comparison gave; the fields are those of :class:`~.adapt_card.Adaptation`."""

    scores: tuple[Score, ...]
    gain: Gain
    rounding: float
    names: int
    found: tuple[int, int]


def compare(
    before: Ner,
    rounded: Ner,
    after: Ner,
    held_out: Sequence[Example],
    renamed: Sequence[tuple[Example, Example]],
) -> Outcome:
    """Compare an adapted model with its parent.

    Args:
        before: The parent.
        rounded: The parent with its weights rounded to eight bits anew.
        after: The adapted model.
        held_out: Articles that were not trained on.
        renamed: Those of them in which names could be exchanged, each with its copy.
    """
    copies = [copy for _, copy in renamed]
    plain = [_found(model, held_out) for model in (before, after)]
    named = [_found(model, copies) for model in (before, after)]
    scores = _scores("articles", held_out, plain) + _scores("names", copies, named)
    new = [_new_spans(*pair) for pair in renamed]
    met = [
        sum(len(spans & _bare(p.entities)) for spans, p in zip(new, found, strict=True))
        for found in named
    ]
    was, became = (_counts(held_out, found) for found in plain)
    control = _counts(held_out, _found(rounded, held_out))
    return Outcome(
        scores=tuple(scores),
        gain=gain_of(np.array([was, became])),
        rounding=gain_of(np.array([was, control])).mean,
        names=sum(map(len, new)),
        found=(met[0], met[1]),
    )


def gain_of(counts: Ints) -> Gain:
    """Return the gain in the mean F1 of the heads, and what other articles may have given.

    Articles are drawn again and again with replacement, the same for both models.

    Args:
        counts: Right, wrong and missed spans, as (models, heads, articles, 3).

    Example:
        >>> counts = np.array([[[[8, 2, 2]] * 5], [[[9, 1, 1]] * 5]])
        >>> gain_of(counts)
        Gain(mean=0.1, low=0.1, high=0.1)
    """
    articles = counts.shape[2]
    drawn = np.random.default_rng(0).integers(0, articles, (_SAMPLES, articles))
    weights = np.apply_along_axis(np.bincount, 1, drawn, minlength=articles)
    gains = _gain(np.einsum("mhac,sa->smhc", counts, weights))
    low, high = np.percentile(gains, _INTERVAL)
    mean = float(_gain(counts.sum(axis=2)[None])[0])
    return Gain(mean=round(mean, 4), low=round(float(low), 4), high=round(float(high), 4))


def _gain(totals: Ints) -> Floats:
    """The gain of each sample (samples, models, heads, 3)."""
    right, wrong, missed = np.moveaxis(totals, -1, 0)
    whole = 2 * right + wrong + missed
    # as everywhere here, nothing found where there is nothing is right
    f1 = np.where(whole > 0, 2 * right / np.maximum(whole, 1), 1.0).mean(axis=2)
    gains: Floats = f1[:, 1] - f1[:, 0]
    return gains


def _found(model: Ner, examples: Sequence[Example]) -> list[Prediction]:
    return model.predict([example.text for example in examples]) if examples else []


def _score(head: Head, examples: Sequence[Example], found: Sequence[Prediction]) -> SpanScores:
    return score_spans(
        [_bare(getattr(example, head) or ()) for example in examples],
        [_bare(getattr(prediction, head)) for prediction in found],
        _HEADS[head],
    )


def _counts(examples: Sequence[Example], found: Sequence[Prediction]) -> list[list[list[int]]]:
    """Right, wrong and missed spans by head and article."""
    by_head = []
    for head in _HEADS:
        pairs = zip(examples, found, strict=True)
        micros = [_score(head, [example], [spans]).micro() for example, spans in pairs]
        by_head.append([[m.right, m.wrong, m.missed] for m in micros])
    return by_head


def _scores(
    test: Literal["articles", "names"],
    examples: Sequence[Example],
    found: Sequence[Sequence[Prediction]],
) -> list[Score]:
    """The scores of both heads; none if there are no examples."""
    made = []
    for head in _HEADS if examples else ():
        before, after = (_score(head, examples, each) for each in found)
        both = {
            measure: (round(before.micro(measure).f1, 4), round(after.micro(measure).f1, 4))
            for measure in ("exact", "overlap")
        }
        made.append(Score(test=test, head=head, spans=before.micro().n, **both))
    return made


def _bare(spans: Sequence[Span]) -> set[tuple[int, int, str]]:
    return {span[:3] for span in spans}


def _new_spans(example: Example, copy: Example) -> set[tuple[int, int, str]]:
    """The spans of a copy whose names the article did not have there."""
    pairs = zip(example.entities, copy.entities, strict=True)
    return _bare(
        [
            new
            for old, new in pairs
            if example.text[old.start : old.end] != copy.text[new.start : new.end]
        ]
    )
