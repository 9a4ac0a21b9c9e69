"""The company that a place keeps in a text: what contains it, lies in it, and lies beside it.

For every code, what lies at it, below it and beside it is looked up, so that a text with a thousand
places is no harder than a thousand texts with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Company", "Present"]

_WITHIN, _CONTAINS, _BESIDE, _SAME = 5.0, 1.5, 0.7, 3.0


class Present(NamedTuple):
    """An area that the text may name: its code, how likely, and the words that name it."""

    code: str
    probability: float
    words: str


class Company:
    """All areas that a text may name.

    Args:
        named: The candidates of the names of places.
        implied: The areas of the bodies that the text names; their words do not matter.
    """

    def __init__(self, named: Iterable[Present], implied: Iterable[Present] = ()) -> None:
        self._at: _Table = defaultdict(dict)
        self._below: _Table = defaultdict(dict)
        self._beside: _Table = defaultdict(dict)
        self._implied: dict[str, float] = {}
        for area in named:
            self._add(area)
        for area in implied:
            self._add(area)
            known = self._implied.get(area.code, 0.0)
            self._implied[area.code] = max(known, area.probability)

    def speaks_for(self, code: str, words: str) -> float:
        """Return what the company says for an area, in nats.

        What contains it, what lies in it and what lies beside it speak separately, each once.

        Args:
            code: The area's code.
            words: The words that name it; other areas of the same words do not count.
        """
        # a province speaks less for one of its thousand villages than the district does
        within = (
            _best(self._at, above, words) * _WITHIN * (0.6 + 0.2 * above.count("."))
            for above in containers(code)
        )
        parent = code.rpartition(".")[0]
        return (
            max(within, default=0.0)
            + _best(self._below, code, words) * _CONTAINS
            + (_best(self._beside, parent, words) * _BESIDE if parent else 0.0)
            + self._implied.get(code, 0.0) * _SAME
        )

    def _add(self, area: Present) -> None:
        _note(self._at, area.code, area)
        for above in containers(area.code):
            _note(self._below, above, area)
        _note(self._beside, area.code.rpartition(".")[0], area)


_Table = defaultdict[str, dict[str, float]]


def containers(code: str) -> Iterator[str]:
    """Yield the codes of what contains an area, the nearest first.

    >>> list(containers("33.74.01"))
    ['33.74', '33']
    """
    while code := code.rpartition(".")[0]:
        yield code


def _note(table: _Table, key: str, area: Present) -> None:
    """Keep the likeliest two of different words."""
    row = table[key]
    row[area.words] = max(row.get(area.words, 0.0), area.probability)
    if len(row) > 2:
        del row[min(row, key=row.__getitem__)]


def _best(table: _Table, key: str, words: str) -> float:
    row = table.get(key)
    return max((p for other, p in row.items() if other != words), default=0.0) if row else 0.0
