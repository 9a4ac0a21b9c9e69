"""Where the tests of the scoreboard lie, and what others published on them."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ARTICLES", "IDNER", "NERGRIT", "PUBLISHED", "Published"]

ARTICLES = "records/dev.jsonl"
"""Annotated articles; like the others a path below the data folder."""

IDNER = "ner/idner-news-2k/test.txt"
NERGRIT = "ner/nergrit/test.txt"


class Published(NamedTuple):
    """A figure from a paper.

    Args:
        test: The test set.
        model: What was measured.
        measure: Which F1.
        f1: The figure, from 0 to 1.
        source: Where it is published.
    """

    test: str
    model: str
    measure: str
    f1: float
    source: str


_INDONLU = "Wilie et al. 2020 (IndoNLU), table 5"

PUBLISHED = (
    Published("NERGrit", "XLM-R base", "macro", 0.791, _INDONLU),
    Published("NERGrit", "XLM-R large", "macro", 0.783, _INDONLU),
    Published("NERGrit", "IndoBERT-large", "macro", 0.776, _INDONLU),
    Published("NERGrit", "mBERT", "macro", 0.750, _INDONLU),
    Published("NERGrit", "IndoBERT-base", "macro", 0.699, _INDONLU),
    Published("NERUI", "IndoBERT", "F1", 0.901, "Koto et al. 2020 (IndoLEM)"),
)
