"""What tells documents, and inputs, from one another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from entitas.corpus.reading.source import Item, Source
from entitas.corpus.reading.streams import STDIN
from entitas.errors import InputError

__all__ = ["fingerprint", "unique_ids"]

_EDGE = 1 << 16


def unique_ids(items: Iterable[Item]) -> Iterator[Item]:
    """Give every document of a stream an id of its own.

    The first document with an id keeps it; a later one gets "#2", "#3" and so on appended, the
    first of these that no earlier document has. So ids depend on the order of the documents alone.
    Eight bytes stand for an id: with ten million documents, the chance that any of them gets a
    number without need is three in a million.

    Args:
        items: What the readers yield.

    >>> [s.id for s in unique_ids(Source(i, "…", "") for i in ["a", "b", "a", "a#2", "a"])]
    ['a', 'b', 'a#2', 'a#2#2', 'a#3']
    """
    seen: set[int] = set()
    # the last number given, for ids that came again
    last: dict[int, int] = {}
    for item in items:
        if not isinstance(item, Source):
            yield item
            continue
        id_, first = item.id, _hash(item.id)
        key, number = first, last.get(first, 1)
        while key in seen:
            number += 1
            id_ = f"{item.id}#{number}"
            key = _hash(id_)
        seen.add(key)
        if id_ == item.id:
            yield item
        else:
            last[first] = number
            yield replace(item, id=id_)


def fingerprint(files: Iterable[Path]) -> str:
    """Return what tells one input from another, without reading it all.

    It counts names, sizes, times of change, and the first and last 64 KB of every file; of standard
    input nothing is known beforehand.

    Args:
        files: What :func:`~.formats.find_files` returns.

    Raises:
        InputError: A file cannot be read.
    """
    digest = hashlib.sha256()
    for path in files:
        if path == STDIN:
            digest.update(b"standard input")
            continue
        try:
            stat = path.stat()
            digest.update(json.dumps([str(path), stat.st_size, stat.st_mtime_ns]).encode())
            with path.open("rb") as stream:
                digest.update(stream.read(_EDGE))
                if stat.st_size > _EDGE:
                    stream.seek(max(_EDGE, stat.st_size - _EDGE))
                    digest.update(stream.read())
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()[:16]


def _hash(id_: str) -> int:
    digest = hashlib.blake2b(id_.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)
