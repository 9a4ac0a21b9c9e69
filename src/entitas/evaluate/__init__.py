"""How good the records and the spans are: scores against annotations made by hand."""

from __future__ import annotations

from entitas.evaluate.records import RecordScores, score_records
from entitas.evaluate.spans import SpanScores, score_spans

__all__ = ["RecordScores", "SpanScores", "score_records", "score_spans"]
