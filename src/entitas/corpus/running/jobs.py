"""What an engine is given to do, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["TRIES", "Done", "Engine", "Event", "Job", "Lost", "Progress"]

#: How many processes may die of a job before it is halved.
TRIES = 2


@dataclass(frozen=True, slots=True)
class Job:
    """Some items of a shard.

    Args:
        shard: The number of the shard.
        start: The number of the first item in it.
        items: The items.
        deaths: How many processes died of it.
    """

    shard: int
    start: int
    items: Sequence[Any]
    deaths: int = 0

    def parts(self) -> list[Job]:
        """Return what is to be tried again: all of it once, then halves with one try more.

        >>> [part.items for part in Job(0, 0, "abc", deaths=2).parts()]
        ['a', 'bc']
        """
        if self.deaths < TRIES or len(self.items) == 1:
            return [self]
        middle = len(self.items) // 2
        return [
            Job(self.shard, self.start, self.items[:middle], TRIES - 1),
            Job(self.shard, self.start + middle, self.items[middle:], TRIES - 1),
        ]


@dataclass(frozen=True, slots=True)
class Progress:
    """Some items of a job are done."""

    job: Job
    done: int


@dataclass(frozen=True, slots=True)
class Done:
    """A job is done, with this result."""

    job: Job
    result: Any


@dataclass(frozen=True, slots=True)
class Lost:
    """A job of one item of which processes die, and how the last one did."""

    job: Job
    reason: str


Event = Progress | Done | Lost


class Engine(AbstractContextManager["Engine"], Protocol):
    """What works on jobs: processes of this machine, or Spark; leaving it ends what is left."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Event]:
        """Work on jobs, a few at a time, and yield what becomes of them, in no order.

        Raises:
            EntitasError: No job can be done: a model is missing, a disk is full.
        """
        ...
