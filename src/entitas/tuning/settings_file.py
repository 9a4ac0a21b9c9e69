"""Settings as a small file that people read: what differs from the ordinary ones, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from entitas.corpus.writers import write_text
from entitas.gazetteer.settings import Settings
from entitas.tuning.measure import Change

__all__ = ["change_lines", "differences", "write_settings"]


def write_settings(settings: Settings, path: Path, remarks: Sequence[str]) -> None:
    """Write what differs from the ordinary settings, under remarks.

    Args:
        settings: The settings.
        path: The file (.toml).
        remarks: Lines of text, for the head of the file.

    Raises:
        InputError: The file cannot be written.
    """
    head = "".join(f"# {line}".rstrip() + "\n" for line in remarks)
    said = differences(settings)
    body = tomli_w.dumps(said) if said else "# All settings are the ordinary ones.\n"
    write_text(path, f"{head}\n{body}")


def differences(settings: Settings) -> dict[str, Any]:
    """Return what differs from the ordinary settings, as nested tables.

    >>> from entitas.gazetteer.settings import Names
    >>> differences(Settings(names=Names(off={"body:kpk": ("lembaga itu",)})))
    {'names': {'off': {'body:kpk': ['lembaga itu']}}}
    """
    return _different(settings.model_dump(mode="json"), Settings().model_dump(mode="json"))


def change_lines(changes: Sequence[Change]) -> list[str]:
    """Return a line for each measure: before, after, the gain and its interval."""
    return [
        f"{c.name:9} {c.before:.3f} -> {c.after:.3f}  {c.gain:+.3f} [{c.low:+.3f}, {c.high:+.3f}]"
        for c in changes
    ]


def _different(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in new.items():
        if isinstance(value, dict):
            if inner := _different(value, old.get(key, {})):
                found[key] = inner
        elif value != old.get(key):
            found[key] = value
    return found
