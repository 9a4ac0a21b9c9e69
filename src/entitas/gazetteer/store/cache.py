"""Where compiled stores are kept: one folder a content, made once and mapped by every process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cached", "forget"]

# How many stores are kept, the last used ones, and how old a half-written one is left alone.
_KEPT, _ABANDONED = 8, 3600


def cached(name: str, write: Callable[[Path], None]) -> Path:
    """Return the folder of a content, writing it first where it is not there yet.

    It is written beside its place and renamed, so that no process sees half of one, and of two
    that write at once the second's is dropped. Stores are kept in the folder that the environment
    variable ``ENTITAS_CACHE`` names, by default the user's cache folder; of those that are not
    used any more the oldest go. Where nothing can be written, a warning says so, and the store
    lives in a temporary folder until the process ends.

    Args:
        name: What the content is known by.
        write: Writes the content to an empty folder.
    """
    home = _home()
    place = home / name
    if place.is_dir():
        _touch(place)
        return place
    try:
        home.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=home))
    except OSError as error:
        return _temporary(home, error, write)
    try:
        write(working)
        # others may read it: mkdtemp makes it the owner's alone
        working.chmod(0o777 & ~_umask())
        working.rename(place)
    except OSError as error:
        shutil.rmtree(working, ignore_errors=True)
        return place if place.is_dir() else _temporary(home, error, write)
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise
    _sweep(home, place)
    return place


def forget(name: str) -> None:
    """Remove a content, as one that is damaged."""
    shutil.rmtree(_home() / name, ignore_errors=True)


def _home() -> Path:
    return Path(os.environ.get("ENTITAS_CACHE") or user_cache_path("entitas")) / "gazetteer"


def _temporary(home: Path, error: OSError, write: Callable[[Path], None]) -> Path:
    warnings.warn(
        f"{home} cannot be written ({error.strerror or error}), so that the gazetteer is compiled "
        "at every start; set ENTITAS_CACHE to a folder that can.",
        stacklevel=3,
    )
    folder = Path(tempfile.mkdtemp(prefix="entitas-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write(folder)
    return folder


def _sweep(home: Path, newest: Path) -> None:
    """Remove what processes that were killed have left, and the stores that are not used."""
    now = time.time()
    stores = []
    for path in home.iterdir():
        try:
            age = now - path.stat().st_mtime
        except OSError:
            continue
        if not path.name.startswith("."):
            stores.append((age, path))
        elif age > _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)
    for _, path in sorted(stores)[_KEPT:]:
        if path != newest:
            shutil.rmtree(path, ignore_errors=True)


def _touch(place: Path) -> None:
    try:
        os.utime(place)
    except OSError:
        return  # it is another user's


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
