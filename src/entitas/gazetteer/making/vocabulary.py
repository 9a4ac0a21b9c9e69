"""List the words that news uses, so that none of them is taken for a misspelt name.

Run as ``python -m entitas.gazetteer.making.vocabulary POOL.jsonl.gz VOCABULARY.txt``. The pool is
one JSON object a line with the field "text"; of it, only the words that several articles share
are kept, folded and in alphabetical order. Words that are themselves slips are left out: those one
edit away from a word that is far more frequent.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from entitas.gazetteer.words import Words

__all__ = ["vocabulary"]

_LEAST_ARTICLES, _LEAST_LETTERS = 4, 4
# A word of so many letters is a slip for one that occurs so many times as often.
_SLIP_LETTERS, _SLIP_RATIO = 7, 50


def vocabulary(texts: Iterable[str], least: int = _LEAST_ARTICLES) -> list[str]:
    """Return the words that at least ``least`` texts share, without slips, in order.

    >>> vocabulary(["Warga kota itu", "warga desa", "Warga kota"], 2)
    ['kota', 'warga']
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(Words(text, lambda word: False).folded))
    words = [
        word
        for word, count in counts.items()
        if count >= least and len(word) >= _LEAST_LETTERS and word.isalpha()
    ]
    return sorted(set(words) - _slips(words, counts))


def _slips(words: list[str], counts: Counter[str]) -> set[str]:
    top = max(counts.values(), default=0)
    rare = [w for w in words if len(w) >= _SLIP_LETTERS and counts[w] * _SLIP_RATIO <= top]
    often = [w for w in words if counts[w] >= _SLIP_RATIO * _LEAST_ARTICLES]
    if not rare or not often:
        return set()
    near = cdist(rare, often, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8, workers=-1) == 1
    return {
        rare[one]
        for one, other in zip(*near.nonzero(), strict=True)
        if counts[often[other]] >= _SLIP_RATIO * counts[rare[one]]
    }


def main(pool: str, target: str) -> None:
    """Read the gzipped ``pool`` and write the words to ``target``."""
    with gzip.open(pool, "rt", encoding="utf-8") as file:
        words = vocabulary(json.loads(line)["text"] for line in file)
    Path(target).write_text("".join(f"{word}\n" for word in words), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
