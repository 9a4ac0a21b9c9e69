"""Counting what occurs most, in bounded memory.

A corpus of a million articles names millions of people, most of them once. A tally holds a fixed
number of keys; when it is full, the rarest half goes. That is lossy counting (Manku and Motwani,
2002): every key carries how often it may have been seen before it was taken in, no key is dropped
while it may be commoner than the bound, and so no count is more than ``floor`` too low.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Counted", "Tally"]

K = TypeVar("K", str, tuple[str, ...])
V = TypeVar("V")


@dataclass(slots=True)
class Counted(Generic[V]):
    """How often a key was seen, and what was gathered of it.

    ``missed`` is the most sightings that may have been forgotten.
    """

    value: V
    missed: int
    count: int = 0


@dataclass(slots=True)
class Tally(Generic[K, V]):
    """Keys with their counts and details, the commonest for sure.

    Args:
        make: Makes the details of a key that is new.
        most: The most keys to hold.

    >>> letters: Tally[str, list[int]] = Tally(list, 3)
    >>> for at, letter in enumerate("abacada"):
    ...     letters.add(letter).append(at)
    >>> [(key, one.count, one.value) for key, one in letters.top(1)]
    [('a', 4, [0, 2, 4, 6])]
    >>> letters.floor
    1
    """

    make: Callable[[], V]
    most: int
    floor: int = 0
    _held: dict[K, Counted[V]] = field(default_factory=dict)

    def add(self, key: K) -> V:
        """Count a key once, and return its details."""
        counted = self._held.get(key)
        if counted is None:
            if len(self._held) >= self.most:
                self._drop()
            counted = self._held[key] = Counted(self.make(), self.floor)
        counted.count += 1
        return counted.value

    def get(self, key: K) -> V | None:
        """Return the details of a key, None if it is not held."""
        counted = self._held.get(key)
        return counted.value if counted else None

    def top(self, most: int | None = None) -> list[tuple[K, Counted[V]]]:
        """Return the commonest keys, those of one count by the alphabet."""
        return sorted(self._held.items(), key=lambda item: (-item[1].count, item[0]))[:most]

    def values(self) -> Iterator[V]:
        """Iterate over the details of all keys held."""
        return (counted.value for counted in self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    def _drop(self) -> None:
        bounds = sorted(one.count + one.missed for one in self._held.values())
        self.floor = bounds[(len(bounds) - 1) // 2]
        self._held = {
            key: one for key, one in self._held.items() if one.count + one.missed > self.floor
        }
