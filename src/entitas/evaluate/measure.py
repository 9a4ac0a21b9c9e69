"""A NER backend measured on annotated articles and on CoNLL files."""

from __future__ import annotations

import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entitas.errors import ConfigError, InputError
from entitas.evaluate.reliability import Bin, calibration_error, reliability
from entitas.evaluate.spans import SpanScores, score_spans
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Span
from entitas.training.corpora import (
    Example,
    detokenise,
    read_conll,
    read_jsonl,
    read_records,
    read_sentences,
)
from entitas.training.corrupt import Corruption, corrupt

__all__ = ["Measured", "measure", "snap"]

_TEXTS = 64
_CONLL = frozenset({".txt", ".tsv", ".conll"})


@dataclass(frozen=True, slots=True)
class Measured:
    """What a backend scored on one file.

    Args:
        entities: The scores of PERSON, ORG and PLACE.
        offices: The scores of POSITION and RANK; None for a file that does not label them.
        words: How many words, separated by white space, the file has.
        seconds: How long the backend took for them, by the clock.
        cpu_seconds: The CPU time that it took, which a busy machine stretches less.
        reliability: For each head that the file labels, its found spans by score.
        names: What the documents are called: their ids, or "sentence 1" and so on.
        texts: The documents as the backend read them.
    """

    entities: SpanScores
    offices: SpanScores | None
    words: int
    seconds: float
    cpu_seconds: float
    reliability: dict[str, list[Bin]]
    names: list[str]
    texts: list[str]

    def heads(self) -> Iterator[tuple[str, SpanScores]]:
        """Yield the name and the scores of each head that the file labels."""
        yield "entities", self.entities
        if self.offices is not None:
            yield "offices", self.offices

    @property
    def speed(self) -> float:
        """Words a second."""
        return self.words / self.seconds if self.seconds else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as plain values for JSON; ``ece`` is the calibration error."""
        return {
            "words": self.words,
            "words_per_second": round(self.speed),
            **{
                name: {
                    **scores.to_dict(),
                    "ece": round(calibration_error(self.reliability[name]), 4),
                }
                for name, scores in self.heads()
            },
        }


def measure(ner: Ner, path: Path, *, damage: Corruption | None = None, seed: int = 0) -> Measured:
    """Measure a backend on annotated articles (``.jsonl``) or a CoNLL file.

    The spans of articles are derived from the forms of their annotation. CoNLL (``.txt``, ``.tsv``,
    ``.conll``; the word in the first column, its BIO tag in the last) labels whole words, so that
    spans found there are widened to whole words ("(Bawaslu)").

    Args:
        ner: The backend.
        path: The file.
        damage: How to damage the articles before they are read; their spans move along.
        seed: Decides where the damage is.

    Raises:
        InputError: The file is missing, malformed, empty or of another kind.
        ConfigError: ``damage`` is given for a CoNLL file.
    """
    records = ".jsonl" in path.suffixes
    if records == (path.suffix in _CONLL):
        raise InputError(
            f"{path} is of no known kind: give annotated articles (.jsonl) or a CoNLL file "
            f"({', '.join(sorted(_CONLL))})."
        )
    gold, names = _read(path, records)
    if damage is not None:
        if not records:
            raise ConfigError(f"{path}: only annotated articles (.jsonl) can be damaged.")
        rng = random.Random(seed)
        gold = [corrupt(example, damage, rng) for example in gold]
    texts = [example.text for example in gold]
    began, cpu_began = time.perf_counter(), time.process_time()
    found = [
        prediction
        for first in range(0, len(texts), _TEXTS)
        for prediction in ner.predict(texts[first : first + _TEXTS])
    ]
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
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
        cpu_seconds=cpu_seconds,
        reliability=bins,
        names=names,
        texts=texts,
    )


def _read(path: Path, records: bool) -> tuple[list[Example], list[str]]:
    """Read the gold examples of a file and what they are called."""
    if records:
        gold = read_records(path)
        names = [
            str(article.get("id", f"article {number}"))
            for number, article in enumerate(read_jsonl(path), 1)
        ]
    else:
        gold = read_conll(path)
        names = [f"sentence {number}" for number in range(1, len(gold) + 1)]
    if not gold:
        raise InputError(f"{path} is empty: there is nothing to measure on.")
    return gold, names


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
