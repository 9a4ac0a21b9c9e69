"""Where compiled stores are kept: one folder a content, made once and mapped by every process."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cached"]


def cached(hash_: str, write: Callable[[Path], None]) -> Path:
    """Return the folder of a content, writing it first where it is not there yet.

    It is written beside its place and renamed, so that no process sees half of one, and of two
    that write at once the second's is dropped. Stores are kept in the folder that the environment
    variable ``ENTITAS_CACHE`` names, by default the user's cache folder.

    Args:
        hash_: The hash of the content.
        write: Writes the content to an empty folder.
    """
    home = Path(os.environ.get("ENTITAS_CACHE") or user_cache_path("entitas")) / "gazetteer"
    place = home / hash_
    if place.is_dir():
        return place
    try:
        home.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=f".{hash_}-", dir=home))
    except OSError as error:
        working = Path(tempfile.mkdtemp(prefix="entitas-"))
        warnings.warn(
            f"{home} cannot be written ({error.strerror}), so that the gazetteer is compiled at "
            "every start; set ENTITAS_CACHE to a folder that can.",
            stacklevel=2,
        )
        write(working)
        return working
    try:
        write(working)
        working.rename(place)
    except OSError:
        shutil.rmtree(working, ignore_errors=True)
        if not place.is_dir():
            raise
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise
    return place
