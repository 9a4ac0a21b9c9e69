"""From paths to a store: a compiled folder is mapped, a source with its packs compiled first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.source.folder import BUILT_IN, Source
from entitas.gazetteer.source.layering import lay
from entitas.gazetteer.store.cache import cached, forget
from entitas.gazetteer.store.compiling import compile_source
from entitas.gazetteer.store.store import Store

__all__ = ["build_store", "open_store"]


def open_store(paths: Sequence[Path] = ()) -> Store:
    """Return the store of a folder and packs.

    Args:
        paths: At most one folder, compiled or a source, by default the built-in one; and packs,
            which are laid over it in this order.

    Raises:
        GazetteerError: A path is missing, or its data not valid.
    """
    folder, packs = _parted(paths)
    if (folder / "meta.json").is_file():
        if packs:
            raise GazetteerError(
                f"{folder} is compiled, so that {packs[0]} cannot be laid over it; build a new one "
                "of the source folder and the pack."
            )
        return Store(folder)
    hash_ = _hash(folder, packs)
    name = f"{hash_}-{_code()}"
    place = cached(name, lambda target: _compile(folder, packs, hash_, target))
    try:
        return Store(place)
    except GazetteerError:
        # the cache is damaged, which is ours to mend
        forget(name)
        return Store(cached(name, lambda target: _compile(folder, packs, hash_, target)))


def build_store(paths: Sequence[Path], target: Path) -> Store:
    """Compile a folder and packs, as :func:`open_store` takes them, into a folder of one's own.

    Raises:
        GazetteerError: A path is missing, or its data not valid; the target is no empty folder.
    """
    folder, packs = _parted(paths)
    if (folder / "meta.json").is_file():
        raise GazetteerError(f"{folder} is compiled already; give a source folder.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise GazetteerError(f"{target} is not empty; name a new folder.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        _compile(folder, packs, _hash(folder, packs), target)
    except OSError as error:
        raise GazetteerError(f"{target} cannot be written ({error}).") from error
    return Store(target)


def _parted(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    for path in paths:
        if not path.exists():
            raise GazetteerError(f"{path}: no such file or folder.")
    folders = [path for path in paths if path.is_dir()]
    if len(folders) > 1:
        raise GazetteerError(f"{folders[0]} and {folders[1]} are both folders; give one at most.")
    folder = (folders or [BUILT_IN])[0]
    if not any((folder / file).is_file() for file in ("areas.txt", "meta.json")):
        raise GazetteerError(
            f"{folder}: no gazetteer, neither a source (with areas.txt) nor a compiled one."
        )
    return folder, [path for path in paths if not path.is_dir()]


def _hash(folder: Path, packs: Sequence[Path]) -> str:
    digest = hashlib.sha256(Source.fingerprint(folder).encode())
    for pack in packs:
        digest.update(f"\0{pack.suffix}\0".encode())
        digest.update(pack.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _code() -> str:
    """Return a hash of the code that compiles, so that another version has stores of its own."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _compile(folder: Path, packs: Sequence[Path], hash_: str, target: Path) -> None:
    source = Source(folder)
    lay(source, packs)
    compile_source(source, hash_, target)
