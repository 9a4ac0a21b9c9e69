"""What all writers promise: the output appears under its name when it is complete."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from entitas.errors import InputError
from entitas.records import Document

__all__ = ["Writer"]


class Writer(ABC):
    """Writes documents one by one; a context manager.

    Until :meth:`close`, all goes to files beside the output with the ending ``.part``. Leaving the
    context by an error removes them and leaves an older output as it was.

    Args:
        path: The file or folder to write.
        keep_text: Whether to write the texts too.
    """

    def __init__(self, path: Path, *, keep_text: bool = False) -> None:
        self.path = path
        self.keep_text = keep_text
        self._outputs: dict[Path, Path] = {}
        self._open = True

    @property
    def wants_text(self) -> bool:
        """Whether :meth:`write` does anything with the text."""
        return self.keep_text

    def write(self, document: Document, text: str | None = None) -> None:
        """Write a document.

        Args:
            document: The record.
            text: Its text, where :attr:`wants_text` says so.

        Raises:
            InputError: The output cannot be written, or a text is needed and there is none.
        """
        with self._said():
            self._write(document, text)

    def close(self) -> None:
        """Complete the output, and give it its name.

        Raises:
            InputError: The output cannot be written.
        """
        if not self._open:
            return
        try:
            with self._said():
                self._finish()
                self._release()
                for partial in self._outputs:
                    _to_disk(partial)
                for path in self._outdated():
                    path.unlink(missing_ok=True)
                for partial, whole in self._outputs.items():
                    partial.replace(whole)
        finally:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        if kind is None:
            self.close()
        else:
            self._discard()

    @abstractmethod
    def _write(self, document: Document, text: str | None) -> None:
        """Write a document, or hold it until there are enough."""

    @abstractmethod
    def _finish(self) -> None:
        """Write what is held."""

    @abstractmethod
    def _release(self) -> None:
        """Close what is open; may be called again."""

    def _outdated(self) -> Iterable[Path]:
        """Return the files of an older output that must be gone before this one appears."""
        return ()

    def _partial(self, path: Path) -> Path:
        """Return where to write what is to become ``path``; those asked for last appear last."""
        with self._said():
            path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".part")
        self._outputs[partial] = path
        return partial

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"{error.filename or self.path} cannot be written: {error.strerror or error}."
            ) from error

    def _discard(self) -> None:
        """End the writing; what has not got its name is removed."""
        self._open = False
        # what goes wrong now is not what went wrong
        with suppress(Exception):
            self._release()
        for partial in self._outputs:
            partial.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Make sure that a file is there even if the power fails once it has its name."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
