"""Plain text: a file is a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from entitas.corpus.reading.source import Item, Source, Unreadable
from entitas.corpus.reading.streams import Stream
from entitas.errors import InputError

__all__ = ["decode", "read_plain", "read_text"]


def read_plain(stream: Stream, stem: str, where: str, encoding: str) -> Iterator[Item]:
    """Read a text, exactly, line ends included.

    Args:
        stream: The text.
        stem: The document's id.
        where: The file.
        encoding: Its encoding.
    """
    raw = stream.read()
    reason = stream.failure
    if reason is None:
        try:
            yield Source(stem, decode(raw, encoding, where), where)
            return
        except InputError as error:
            reason = str(error)
    yield Unreadable(where, reason, raw.decode(encoding, errors="replace"))


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Read one text file exactly, line ends included.

    Raises:
        InputError: The file cannot be opened or is not text in this encoding.
    """
    try:
        return decode(path.read_bytes(), encoding, str(path))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def decode(raw: bytes, encoding: str, where: str) -> str:
    """Decode what was read from ``where``.

    Raises:
        InputError: It is not text in this encoding, or there is no such encoding.
    """
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where} is not {encoding} text: byte {error.start} is "
            f"0x{error.object[error.start]:02X}. Name its encoding with --encoding "
            "(cp1252 is usual for old exports)."
        ) from None
    except LookupError:
        raise InputError(f"{encoding!r} is not a known encoding; utf-8 and cp1252 are.") from None
