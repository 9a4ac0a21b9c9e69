"""Count how often the words of news are written small, and write ``data/ordinary.csv``.

Run as ``python -m entitas.gazetteer.making.ordinary POOL.jsonl.gz ORDINARY.csv``. The pool is one
JSON object a line with the field "text"; of it, only the share of small letters of each word is
kept: the word "yang" is written small, the village Yang is not. Words that are no name of the
built-in gazetteer count too, as they may be names in somebody's pack.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

__all__ = ["ratios"]

_LEAST_COUNT, _LEAST_RATIO = 5, 0.02
_WORD = re.compile(r"[^\W\d_]+")


def ratios(texts: Iterable[str]) -> dict[str, float]:
    """Return, for the words of some texts, the share of their occurrences that have no capital.

    Words in capitals only do not count, as headlines say nothing; nor words after a full stop,
    which have a capital whatever they are. Rare words and those hardly ever written small are left
    out.

    >>> ratios(["rumah yang besar, yang di Tuban"] * 5)
    {'besar': 1.0, 'di': 1.0, 'rumah': 1.0, 'yang': 1.0}
    """
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.finditer(text):
            written = word.group()
            key = written.lower()
            if written.islower():
                small[key] += 1
            elif not (written.isupper() and len(written) > 1) and not _starts(text, word.start()):
                capital[key] += 1
    found = {}
    for key in sorted({*small, *capital}):
        count = small[key] + capital[key]
        if count >= _LEAST_COUNT and small[key] / count >= _LEAST_RATIO:
            found[key] = round(small[key] / count, 3)
    return found


def _starts(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not before or before[-1] in ".!?\n\"“‘'(–-:•"


def main(pool: str, target: str) -> None:
    """Count in the gzipped ``pool`` and write the table to ``target``."""
    with gzip.open(pool, "rt", encoding="utf-8") as file:
        table = ratios(json.loads(line)["text"] for line in file)
    with Path(target).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["word", "ratio"])
        writer.writerows(table.items())


if __name__ == "__main__":
    main(*sys.argv[1:3])
