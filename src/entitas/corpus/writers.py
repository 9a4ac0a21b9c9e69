"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from entitas.errors import InputError

__all__ = ["write_text"]


def write_text(path: Path, text: str) -> None:
    """Write a text file, making its folder; it appears under its name when it is complete.

    Raises:
        InputError: The file cannot be written.
    """
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
