"""Bytes from files, compressed or not, and from standard input.

A compressed file that was cut off gives what can still be had of it. Its stream then ends as if the
file did, and :attr:`Stream.failure` says that it did not.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from entitas.errors import MissingExtraError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["COMPRESSED", "STDIN", "Stream", "check_compression", "open_stream"]

#: The name that means standard input.
STDIN = Path("-")
#: The suffixes of compressed files.
COMPRESSED = (".gz", ".zst")
_BUFFER = 1 << 16
# Little of a compressed file is unpacked at once: a megabyte of blanks is a few bytes.
_PACKED = 1 << 14
_WINDOW = 1 << 31


class Stream(io.BufferedReader):
    """Bytes to be read, by size or by line."""

    def __init__(self, raw: _Guarded) -> None:
        super().__init__(raw, _BUFFER)
        self._guarded = raw

    @property
    def failure(self) -> str | None:
        """Why the stream ended before its end, once it has; else None."""
        return self._guarded.failure


def open_stream(path: Path) -> Stream:
    """Open a file, unpacking it by its suffix, or standard input for "-".

    Raises:
        OSError: The file cannot be opened.
    """
    if path == STDIN:
        return Stream(_Guarded(_Stdin()))
    if path.suffix.lower() == ".gz":
        return Stream(_Guarded(gzip.open(path, "rb")))
    if path.suffix.lower() == ".zst":
        return Stream(_Guarded(_Zstandard(path)))
    return Stream(_Guarded(path.open("rb")))


def check_compression(path: Path) -> None:
    """Make sure that a file can be unpacked.

    Raises:
        MissingExtraError: It is a .zst file, and the extra for it is not installed.
    """
    if path.suffix.lower() == ".zst" and find_spec("zstandard") is None:
        raise MissingExtraError(f"Reading {path}", "zstd")


class _Readable(Protocol):
    """What gives some bytes, at most so many, and none at its end; raises only if it has none."""

    def read1(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class _Guarded(io.RawIOBase):
    """A stream that ends where its source fails, and keeps the reason."""

    def __init__(self, source: _Readable) -> None:
        self._source = source
        self.failure: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        if self.failure:
            return 0
        try:
            got = self._source.read1(len(view))
        except (EOFError, OSError, zlib.error) as error:
            self.failure = f"the file breaks off: {error}"
            return 0
        view[: len(got)] = got
        return len(got)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


class _Stdin:
    def read1(self, size: int, /) -> bytes:
        return cast(io.BufferedReader, sys.stdin.buffer).read1(size)

    def close(self) -> None:
        """Leave it open; it is not ours."""


class _Zstandard:
    """A Zstandard file. The package's own reader takes a cut-off file for a whole one."""

    def __init__(self, path: Path) -> None:
        import zstandard

        self._file = path.open("rb")
        self._error = zstandard.ZstdError
        self._unpack = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        self._frame = self._unpack.decompressobj()
        self._begun = False
        self._ready = memoryview(b"")

    def read1(self, size: int, /) -> bytes:
        rest = b""
        while not self._ready:
            packed = rest or self._file.read(_PACKED)
            if not packed:
                if self._begun:
                    raise EOFError("the last frame has no end")
                return b""
            try:
                self._ready = memoryview(self._frame.decompress(packed))
            except self._error as error:
                raise OSError(str(error)) from error
            self._begun, rest = not self._frame.eof, b""
            if self._frame.eof:
                rest = self._frame.unused_data
                self._frame = self._unpack.decompressobj()
        if rest:
            # the next frame begins in what was read
            self._file.seek(-len(rest), io.SEEK_CUR)
        got, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return got

    def close(self) -> None:
        self._file.close()
