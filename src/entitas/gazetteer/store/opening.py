"""From a folder to its store: a compiled one is mapped as it is, a source compiled first."""

from __future__ import annotations

from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.store.cache import cached
from entitas.gazetteer.store.compiling import compile_source
from entitas.gazetteer.store.layout import FORMAT
from entitas.gazetteer.store.store import Store

__all__ = ["open_store"]


def open_store(folder: Path) -> Store:
    """Return the store of a compiled folder, or of a source folder by way of the cache.

    Raises:
        GazetteerError: The folder is missing, or its data not valid.
    """
    if not folder.is_dir():
        raise GazetteerError(f"{folder}: no such folder; give one with a gazetteer's data.")
    if (folder / "meta.json").is_file():
        return Store(folder)
    hash_ = Source.fingerprint(folder)[:16]
    place = cached(
        f"{hash_}-{FORMAT}", lambda target: compile_source(Source(folder), hash_, target)
    )
    return Store(place)
