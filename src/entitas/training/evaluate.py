"""A NER backend measured on annotated articles and on CoNLL files."""

from __future__ import annotations

import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from entitas.errors import ConfigError
from entitas.evaluate.spans import SpanScores, score_spans
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Span
from entitas.training.calibration import Bin, reliability
from entitas.training.corpora import detokenise, read_conll, read_records, read_sentences
from entitas.training.corrupt import Corruption, corrupt

__all__ = ["Measured", "evaluate", "snap"]

_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Measured:
    """What a backend scored on one file.

    Args:
        entities: The scores of PERSON, ORG and PLACE.
        offices: The scores of POSITION and RANK; None for a file that does not label them.
        words: How many words, separated by white space, the file has.
        seconds: How long the backend took for them.
        reliability: For each head that the file labels, its found spans by score.
    """

    entities: SpanScores
    offices: SpanScores | None
    words: int
    seconds: float
    reliability: dict[str, list[Bin]]


def evaluate(ner: Ner, path: Path, *, damage: Corruption | None = None, seed: int = 0) -> Measured:
    """Measure a backend on a file of annotated articles (``.jsonl``) or a CoNLL file.

    CoNLL labels whole words, so that spans found there are widened to whole words ("(Bawaslu)").

    Args:
        ner: The backend.
        path: The file.
        damage: How to damage the articles before they are read; their spans move along.
        seed: Decides where the damage is.

    Raises:
        InputError: The file is malformed.
        ConfigError: ``damage`` is given for a CoNLL file.
    """
    records = path.suffix == ".jsonl"
    gold = read_records(path) if records else read_conll(path)
    if damage is not None:
        if not records:
            raise ConfigError(f"{path}: only annotated articles (.jsonl) can be damaged.")
        rng = random.Random(seed)
        gold = [corrupt(example, damage, rng) for example in gold]
    texts = [example.text for example in gold]
    began = time.perf_counter()
    found = [
        prediction
        for first in range(0, len(texts), _TEXTS)
        for prediction in ner.predict(texts[first : first + _TEXTS])
    ]
    seconds = time.perf_counter() - began
    entities: list[list[Span]] = [prediction.entities for prediction in found]
    offices = None
    bins = {}
    if records:
        bins["offices"] = reliability(
            (example.offices or [] for example in gold),
            (prediction.offices for prediction in found),
        )
        offices = score_spans(
            (_triples(example.offices or []) for example in gold),
            (_triples(prediction.offices) for prediction in found),
            OFFICES,
        )
    else:
        words = (detokenise(*sentence)[1] for sentence in read_sentences(path))
        entities = [snap(*pair) for pair in zip(entities, words, strict=True)]
    bins["entities"] = reliability((example.entities for example in gold), entities)
    return Measured(
        entities=score_spans(
            (_triples(example.entities) for example in gold), map(_triples, entities), ENTITIES
        ),
        offices=offices,
        words=sum(len(text.split()) for text in texts),
        seconds=seconds,
        reliability=bins,
    )


def snap(spans: Iterable[Span], words: Sequence[tuple[int, int]]) -> list[Span]:
    """Widen spans to the words that they touch; spans that then meet in a word become one.

    Args:
        spans: Spans in text order.
        words: The start and end of each word, in text order.

    Example:
        >>> snap([Span(1, 8, "ORG")], [(0, 9), (10, 14)])
        [Span(start=0, end=9, label='ORG', score=1.0)]
    """
    starts = [start for start, _ in words]
    ends = [end for _, end in words]
    snapped: list[Span] = []
    for span in spans:
        first = bisect_right(ends, span.start)
        last = bisect_left(starts, span.end) - 1
        if first > last:
            continue
        start, end = starts[first], ends[last]
        if snapped and snapped[-1].end > start:
            snapped[-1] = snapped[-1]._replace(end=max(end, snapped[-1].end))
        else:
            snapped.append(span._replace(start=start, end=end))
    return snapped


def _triples(spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    return [span[:3] for span in spans]
