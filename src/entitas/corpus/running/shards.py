"""The input cut into shards: the same input gives the same shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entitas.corpus.readers import Source, Unreadable

__all__ = ["DOCUMENTS", "Item", "Shard", "cut"]

Item = Source | Unreadable

#: How many documents a shard has, if they are not too long.
DOCUMENTS = 2_000
# A shard waits in memory, in the parent and in a worker.
_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents in a row: the number of the shard, and they."""

    number: int
    items: list[Item]


def cut(items: Iterable[Item], documents: int = DOCUMENTS) -> Iterator[Shard]:
    """Cut a stream of documents into shards.

    Args:
        items: What the readers yield.
        documents: How many a shard has; fewer where they are so long that it would get large.

    >>> made = cut([Source(str(n), "…", "") for n in range(5)], documents=2)
    >>> [len(shard.items) for shard in made]
    [2, 2, 1]
    """
    number, held, characters = 0, list[Item](), 0
    for item in items:
        long = len(item.text if isinstance(item, Source) else item.original)
        if held and (len(held) == documents or characters + long > _CHARACTERS):
            yield Shard(number, held)
            number, held, characters = number + 1, [], 0
        held.append(item)
        characters += long
    if held:
        yield Shard(number, held)
