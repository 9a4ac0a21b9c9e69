"""The file of decisions: only ever added to, a line each, safe when its writer is killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from entitas.errors import InputError
from entitas.review.decisions import Decision

__all__ = ["DecisionLog", "read_decisions"]


def read_decisions(path: Path) -> list[Decision]:
    """Read a log; a last line that a kill cut off is no decision.

    Raises:
        InputError: The file cannot be read, or a line is no decision; names the line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    return _parse(path, raw)[0]


class DecisionLog:
    """A log that is open for a review, and locked for others.

    Args:
        path: The file; it is made if it is missing.

    Raises:
        InputError: The file cannot be opened or read, somebody else reviews with it, or a line is
            no decision.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        except OSError as error:
            raise InputError(f"{path} cannot be opened: {error.strerror}.") from error
        try:
            self._lock()
            self.decisions = self._read()
        except BaseException:
            self.close()
            raise

    def append(self, *decisions: Decision) -> None:
        """Add decisions; when it returns, they are on the disk.

        Raises:
            InputError: They cannot be written; the log is then as it was.
        """
        lines = "".join(d.model_dump_json(exclude_defaults=True) + "\n" for d in decisions)
        self._write(lines.encode())
        self.decisions += decisions

    def close(self) -> None:
        """Close the file and unlock it."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"{self.path} is in use by another review; finish that one, or give your own "
                "--log and put both together with 'entitas gazetteer merge-reviews'."
            ) from error
        except OSError as error:
            raise InputError(f"{self.path} cannot be locked: {error.strerror}.") from error

    def _read(self) -> list[Decision]:
        """Read the log, and make its end one that lines can be added to."""
        raw = self.path.read_bytes()
        decisions, whole = _parse(self.path, raw)
        if whole < len(raw):
            os.ftruncate(self._file, whole)
        elif raw and not raw.endswith(b"\n"):
            self._write(b"\n")
        if not raw:
            # so that a new log is found again even after a loss of power
            folder = os.open(self.path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        return decisions

    def _write(self, line: bytes) -> None:
        before = os.fstat(self._file).st_size
        try:
            while line:
                line = line[os.write(self._file, line) :]
            os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, before)
            raise InputError(f"{self.path} cannot be written: {error.strerror}.") from error


def _parse(path: Path, raw: bytes) -> tuple[list[Decision], int]:
    """Return the decisions, and up to which byte they are whole."""
    *lines, rest = raw.split(b"\n")
    decisions = list(_decisions(path, lines))
    if not rest:
        return decisions, len(raw)
    try:
        # a line without its end is whole if it is a decision: editors take the end away
        return [*decisions, Decision.model_validate_json(rest)], len(raw)
    except ValidationError:
        return decisions, len(raw) - len(rest)


def _decisions(path: Path, lines: Iterable[bytes]) -> Iterable[Decision]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Decision.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(map(str, first["loc"])) or "line"
                raise InputError(
                    f"{path}, line {number}: no decision ({field}: {first['msg']}); the log was "
                    "damaged or changed by hand: restore the line, or take it out."
                ) from error
