"""Errors as lines to read and to sort: where, of what kind, and in what context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from entitas.evaluate.spans import Span, SpanScores

__all__ = ["error_lines"]

_CONTEXT = 30
"""How many characters are shown on either side of an error."""


def error_lines(
    scores: SpanScores, names: Sequence[str], texts: Sequence[str | None]
) -> Iterator[str]:
    r"""Yield a line for each error: document, kind, gold, predicted and the context.

    In the context the gold span stands in square brackets, the predicted one in curly ones.

    Args:
        scores: The scores.
        names: What the documents are called.
        texts: The documents; None for one whose text is not known.

    Example:
        >>> from entitas.evaluate.spans import score_spans
        >>> scores = score_spans([[(0, 12, "ORG")]], [[(0, 6, "ORG")]])
        >>> next(error_lines(scores, ["a"], ["Polres Tuban buka."])).split("\t")
        ['a', 'border', '0 12 ORG', '0 6 ORG', '[{Polres} Tuban] buka.']
    """
    for error in scores.errors:
        spans = (" ".join(map(str, span or ["–"])) for span in (error.gold, error.predicted))
        columns = [names[error.document], error.kind, *spans]
        text = texts[error.document]
        if text is not None:
            columns.append(_context(text, error.gold, error.predicted))
        yield "\t".join(columns)


def _context(text: str, gold: Span | None, predicted: Span | None) -> str:
    """Return the text around two spans, marked, on one line."""
    spans = [span for span in (gold, predicted) if span is not None]
    first = max(min(span.start for span in spans) - _CONTEXT, 0)
    last = min(max(span.end for span in spans) + _CONTEXT, len(text))
    marks: dict[int, str] = {}
    for span, opening, closing in ((gold, "[", "]"), (predicted, "{", "}")):
        if span is not None:
            marks[span.start] = marks.get(span.start, "") + opening
            marks[span.end] = closing + marks.get(span.end, "")
    marked = "".join(marks.get(at, "") + text[at] for at in range(first, last))
    marked += marks.get(last, "")
    return " ".join(f"{'…' * (first > 0)}{marked}{'…' * (last < len(text))}".split())
