"""The examples of a recipe: what is trained on, what is held out, and that they share nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from entitas.evaluate.spans import score_spans
from entitas.ner.protocol import ENTITIES, OFFICES, Ner, Span
from entitas.training.config import Data
from entitas.training.corpora import Example, read_conll, read_records
from entitas.training.leakage import check_leakage

__all__ = ["dev_scores", "read_examples", "read_held_out"]


def read_examples(data: Data, folder: Path) -> dict[str | None, list[Example]]:
    """Read the training examples by corpus (None: the annotated articles), checked for leakage.

    Args:
        data: Which files a recipe trains on.
        folder: The folder below which they lie.

    Raises:
        InputError: A file is malformed.
        ConfigError: A training text holds a held-out sentence.
    """
    examples: dict[str | None, list[Example]] = {
        name: [example for file in files for example in read_conll(folder / file)]
        for name, files in data.corpora.items()
    }
    examples[None] = [
        example
        for file in data.records
        for example in read_records(folder / file, mask_unnamed=data.mask_unnamed)
    ]
    held_out = read_held_out(data, folder)
    for found in examples.values():
        check_leakage(found, held_out)
    return examples


def read_held_out(data: Data, folder: Path) -> list[Example]:
    """Read the examples that must not be trained on."""
    return [
        example
        for file in [*data.held_out, data.dev]
        for example in (
            read_records(folder / file) if file.suffix == ".jsonl" else read_conll(folder / file)
        )
    ]


def dev_scores(ner: Ner, dev: Sequence[Example]) -> dict[str, float]:
    """Return the exact F1 on annotated articles by label, and of each head, to four decimals."""
    found = ner.predict([example.text for example in dev])
    measured: dict[str, float] = {}
    for head, labels in (("entities", ENTITIES), ("offices", OFFICES)):
        scores = score_spans(
            [_triples(getattr(example, head)) for example in dev],
            [_triples(getattr(prediction, head)) for prediction in found],
            labels,
        )
        measured |= {label: counts.f1 for label, counts in scores.exact.items()}
        measured[head] = scores.micro().f1
    return {name: round(value, 4) for name, value in measured.items()}


def _triples(spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    return [span[:3] for span in spans]
