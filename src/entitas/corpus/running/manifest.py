"""What a run is made with, so that another run goes on only with what is its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

import entitas
from entitas.errors import ConfigError, InputError

__all__ = ["Manifest", "model_hash"]


class Manifest(BaseModel):
    """What the records of a run depend on.

    Args:
        entitas: The version.
        inputs: A fingerprint of the input.
        model: A hash of the NER model's files.
        gazetteer: The hash of the gazetteer, packs and settings included.
        settings: Everything else that was asked for.
        documents: How many documents a shard has.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    entitas: str = entitas.__version__
    inputs: str
    model: str
    gazetteer: str
    settings: Mapping[str, Any]
    documents: int

    def check(self, path: Path) -> None:
        """Compare with the manifest in a file.

        Raises:
            ConfigError: It is another; says in what.
            InputError: The file holds no manifest.
        """
        try:
            other = Manifest.model_validate_json(path.read_text("utf-8"))
        except (OSError, ValidationError) as error:
            raise InputError(
                f"{path} is no manifest; give --restart to begin anew, or name another output."
            ) from error
        if changed := [
            name for name in Manifest.model_fields if getattr(self, name) != getattr(other, name)
        ]:
            raise ConfigError(
                f"{path.parent} was begun with other {' and '.join(changed)}; give --restart to "
                "begin anew, or name another output."
            )

    def write(self, path: Path) -> None:
        """Write it to a file."""
        path.write_text(self.model_dump_json(indent=1), "utf-8")


def model_hash(folder: Path) -> str:
    """Return a hash of the files of a model."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
