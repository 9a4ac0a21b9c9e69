"""Score spans of text against spans annotated by hand.

A span is (start, end, label), with code point offsets. Two measures are taken of the same spans:

exact    start, end and label are those of a gold span
overlap  at least one character and the label are shared with a gold span

Spans are matched one to one: equal ones first, then, by the number of shared characters, those of
the same label, and last those of different labels. The last count as errors of both labels, and in
the confusion matrix as one label taken for another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from rich.markup import escape
from rich.table import Table

from entitas.errors import InputError
from entitas.evaluate.counts import Counts, pair

__all__ = ["Span", "SpanError", "SpanScores", "score_spans"]

_MISSING = object()


class Span(NamedTuple):
    """A labelled stretch of text; plain tuples do as well."""

    start: int
    end: int
    label: str


class SpanError(NamedTuple):
    """One difference in one document (its number, from 0).

    ``kind`` is "missed", "extra", "border" (label right, offsets not) or "label".
    """

    document: int
    kind: str
    gold: Span | None
    predicted: Span | None


@dataclass(slots=True)
class SpanScores:
    """The scores of a set of documents.

    Args:
        exact: Counts by label, equal spans being right.
        overlap: Counts by label, overlapping spans of one label being right.
        confusion: How often (gold label, predicted label) met; None for nothing.
        errors: Every difference, in text order.
    """

    exact: dict[str, Counts] = field(default_factory=dict)
    overlap: dict[str, Counts] = field(default_factory=dict)
    confusion: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    errors: list[SpanError] = field(default_factory=list)

    def micro(self, measure: str = "exact") -> Counts:
        """Return the counts of all labels together, for "exact" or "overlap"."""
        total = Counts()
        for counts in self._measure(measure).values():
            total.add(right=counts.right, wrong=counts.wrong, missed=counts.missed)
        return total

    def macro_f1(self, measure: str = "exact") -> float:
        """Return the mean F1 of the labels, for "exact" or "overlap"; 0 without labels."""
        by_label = self._measure(measure)
        return sum(counts.f1 for counts in by_label.values()) / len(by_label) if by_label else 0.0

    def _measure(self, measure: str) -> dict[str, Counts]:
        measures = {"exact": self.exact, "overlap": self.overlap}
        if measure not in measures:
            raise InputError(f"There is no measure {measure!r}; ask for 'exact' or 'overlap'.")
        return measures[measure]

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers, rounded to four decimals, as plain values for JSON."""
        numbers: dict[str, Any] = {}
        for measure in ("exact", "overlap"):
            numbers[measure] = {
                "labels": {name: c.to_dict() for name, c in self._measure(measure).items()},
                "micro": self.micro(measure).to_dict(),
                "macro f1": round(self.macro_f1(measure), 4),
            }
        numbers["confusion"] = [
            {"gold": gold, "predicted": predicted, "n": n}
            for (gold, predicted), n in self.confusion.most_common()
        ]
        return numbers

    def table(self, title: str = "Spans") -> Table:
        """Return the numbers as a table to print with rich."""
        table = Table("label", "P", "R", "F1", "overlap F1", "n", title=escape(title))
        for column in table.columns[1:]:
            column.justify = "right"
        rows = [(escape(name), self.exact[name], self.overlap[name]) for name in self.exact]
        for name, exact, overlap in [*rows, ("micro", self.micro(), self.micro("overlap"))]:
            shares = (exact.precision, exact.recall, exact.f1, overlap.f1)
            table.add_row(name, *(f"{share:.3f}" for share in shares), str(exact.n))
        macro = (self.macro_f1(), self.macro_f1("overlap"))
        table.add_row("macro", "", "", *(f"{share:.3f}" for share in macro), "")
        return table

    def confusion_table(self, title: str = "Spans") -> Table:
        """Return the confusion matrix as a table to print with rich.

        A row is a gold label, a column what was predicted for it. The row "nothing" counts the
        extra spans, the column "nothing" the missed ones.
        """
        labels: list[str | None] = [*self.exact, None]
        names = [escape("nothing" if label is None else label) for label in labels]
        table = Table("gold \\ predicted", *names, title=f"{escape(title)}: confusion")
        for column in table.columns[1:]:
            column.justify = "right"
        for gold, name in zip(labels, names, strict=True):
            counts = (self.confusion[gold, predicted] for predicted in labels)
            table.add_row(name, *(str(n) if n else "·" for n in counts))
        return table


def score_spans(
    gold: Iterable[Iterable[tuple[int, int, str]]],
    predicted: Iterable[Iterable[tuple[int, int, str]]],
    labels: Collection[str] | None = None,
) -> SpanScores:
    """Score the predicted spans of documents against their gold spans.

    Args:
        gold: For each document its spans (start, end, label).
        predicted: For each document, in the same order, the spans that were found.
        labels: The labels to score, in the order of the tables; spans of others are left out on
            both sides. All labels, sorted, if None.

    Raises:
        InputError: The numbers of documents differ, or a span is not (start, end, label) with
            0 <= start < end.

    >>> gold = [[(0, 5, "PERSON"), (10, 13, "ORG")]]
    >>> found = [[(0, 5, "PERSON"), (10, 17, "ORG"), (20, 24, "PLACE")]]
    >>> scores = score_spans(gold, found)
    >>> scores.micro().right, scores.micro("overlap").right
    (1, 2)
    >>> [(error.kind, *error.predicted) for error in scores.errors]
    [('border', 10, 17, 'ORG'), ('extra', 20, 24, 'PLACE')]
    """
    scores = SpanScores()
    if labels is not None:
        for label in labels:
            _touch(scores, label)
    for number, (ours, theirs) in enumerate(zip_longest(gold, predicted, fillvalue=_MISSING)):
        if ours is _MISSING or theirs is _MISSING:
            few, many = ("gold", "predicted") if ours is _MISSING else ("predicted", "gold")
            raise InputError(
                f"There are {number} {few} documents but more {many} ones; give both for each "
                "document, an empty list where there are no spans."
            )
        _score_document(
            number, _spans(ours, number, labels), _spans(theirs, number, labels), scores
        )
    if labels is None:
        scores.exact = dict(sorted(scores.exact.items()))
        scores.overlap = dict(sorted(scores.overlap.items()))
    return scores


def _spans(spans: Any, number: int, labels: Collection[str] | None) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        try:
            start, end, label = span
            usable = 0 <= start < end and isinstance(label, str)
        except (TypeError, ValueError):
            usable = False
        if not usable:
            raise InputError(
                f"Document {number} has the span {span!r}; give (start, end, label) with "
                "0 <= start < end."
            )
        if labels is None or label in labels:
            found.append(Span(start, end, label))
    return sorted(found)


def _score_document(
    number: int, gold: Sequence[Span], predicted: Sequence[Span], scores: SpanScores
) -> None:
    pairs = _pair(gold, predicted)
    taken = set(pairs.values())
    errors: list[SpanError] = []
    for i, span in enumerate(gold):
        other = predicted[pairs[i]] if i in pairs else None
        _count(span, other, scores)
        if other is None:
            errors.append(SpanError(number, "missed", span, None))
        elif span != other:
            kind = "border" if span.label == other.label else "label"
            errors.append(SpanError(number, kind, span, other))
    for j, span in enumerate(predicted):
        if j not in taken:
            _count(None, span, scores)
            errors.append(SpanError(number, "extra", None, span))
    scores.errors += sorted(errors, key=lambda error: error.gold or error.predicted or ())


def _count(gold: Span | None, predicted: Span | None, scores: SpanScores) -> None:
    """Count a pair, a missed gold span or an extra predicted one in every measure."""
    label = gold.label if gold else None
    other = predicted.label if predicted else None
    scores.confusion[label, other] += 1
    for name in (label, other):
        if name is not None:
            _touch(scores, name)
    for by_label, right in (
        (scores.exact, gold == predicted),
        (scores.overlap, label == other),
    ):
        if right and label is not None:
            by_label[label].add(right=1)
            continue
        if label is not None:
            by_label[label].add(missed=1)
        if other is not None:
            by_label[other].add(wrong=1)


def _touch(scores: SpanScores, label: str) -> None:
    scores.exact.setdefault(label, Counts())
    scores.overlap.setdefault(label, Counts())


def _pair(gold: Sequence[Span], predicted: Sequence[Span]) -> dict[int, int]:
    """Match the spans of one document, both in text order, one to one."""
    starts = [span.start for span in predicted]
    longest = max((span.end - span.start for span in predicted), default=0)
    matches = []
    for i, span in enumerate(gold):
        # only these can reach into the span
        first, last = bisect_left(starts, span.start - longest), bisect_left(starts, span.end)
        for j in range(first, last):
            other = predicted[j]
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared > 0:
                distance = (span != other, span.label != other.label, -shared)
                matches.append((distance, i, j))
    return pair(matches)
