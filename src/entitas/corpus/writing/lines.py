"""JSON Lines: a record a line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import BinaryIO, cast

from entitas.corpus.writing.writer import Writer
from entitas.errors import MissingExtraError
from entitas.records import Document

__all__ = ["LinesWriter"]


class LinesWriter(Writer):
    """Writes a record a line, packed if the name ends in .gz or .zst.

    With ``keep_text``, a line has the text as its last field, ``text``: take it out before the rest
    is made a :class:`~entitas.Document`.

    Raises:
        MissingExtraError: The name ends in .zst, and the extra for it is not installed.
        InputError: The file cannot be written.
    """

    def __init__(self, path: Path, *, keep_text: bool = False) -> None:
        super().__init__(path, keep_text=keep_text)
        partial = self._partial(path)
        with self._said():
            self._stream = _open(partial, path.suffix.lower())

    def _write(self, document: Document, text: str | None) -> None:
        line = document.model_dump_json()
        if self.keep_text:
            line = f'{line[:-1]},"text":{json.dumps(text, ensure_ascii=False)}}}'
        self._stream.write(line.encode() + b"\n")

    def _finish(self) -> None:
        """Nothing is held."""

    def _release(self) -> None:
        self._stream.close()


def _open(partial: Path, suffix: str) -> BinaryIO:
    if suffix == ".gz":
        # the same records give the same bytes, whenever they are written
        return cast(BinaryIO, gzip.GzipFile(partial, "wb", compresslevel=6, mtime=0))
    if suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise MissingExtraError("Writing .zst files", "zstd") from error
        return cast(BinaryIO, zstandard.open(partial, "wb"))
    return partial.open("wb")
