"""The pack that a log results in, kept together with the rows that are its user's own.

The log does not note which rows of the file it made: a row is the log's if it says nothing but what
some decision on its entry said, and the user's own if it says more, or if a decision found it there
(:attr:`~.decisions.Decision.onto`). So rows from before the review stay, rows that were mended by
hand stay, and those of decisions that were undone disappear.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from entitas.errors import GazetteerError
from entitas.gazetteer.source.packs import (
    SUFFIXES,
    PackError,
    PackRow,
    Problem,
    check_pack,
    write_pack,
)
from entitas.review.decisions import Decision, replay, rows
from entitas.review.joining import entry_id, forms, joined

__all__ = ["PackFile", "own_rows"]

_Stamp = tuple[int, int, int]


class PackFile:
    """A pack that is written from decisions.

    Args:
        path: The file, in the format of its suffix; it need not be there.

    Raises:
        GazetteerError: The suffix is of no known format.
    """

    def __init__(self, path: Path) -> None:
        if path.suffix not in SUFFIXES:
            raise GazetteerError(f"{path}: packs end in {', '.join(SUFFIXES)}; rename it.")
        self.path = path
        self._read: list[PackRow] = []
        self._stamp: _Stamp | None = None

    def rows(self) -> list[PackRow]:
        """Return what stands in the file now; it may be edited while a review is under way.

        Raises:
            PackError: Rows are not valid.
            GazetteerError: The file cannot be read.
        """
        stamp = _stamp(self.path)
        if stamp != self._stamp:
            checked = [row for _, row in check_pack(self.path)] if stamp else []
            if problems := [row for row in checked if isinstance(row, Problem)]:
                raise PackError(problems)
            self._read = [row for row in checked if isinstance(row, PackRow)]
            self._stamp = stamp
        return self._read

    def write(self, decisions: Sequence[Decision]) -> list[PackRow]:
        """Make the file what the decisions result in, and return its rows.

        The user's own rows come first, in their order, then those of the log in the order of their
        decisions. The file is replaced at once, and only if it says something else.

        Raises:
            PackError: Rows of the file are not valid.
            GazetteerError: The file cannot be read or written.
        """
        before = self.rows()
        new = _over(own_rows(before, decisions), rows(replay(decisions)))
        if new != before or self._stamp is None:
            self._replace(new)
            self._read, self._stamp = new, _stamp(self.path)
        return new

    def _replace(self, new: Sequence[PackRow]) -> None:
        # what a link leads to is replaced, not the link
        path = self.path.resolve()
        partial = path.with_name(f".{path.stem}.part{path.suffix}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_pack(new, partial)
            with partial.open("rb") as stream:
                os.fsync(stream.fileno())
            if path.exists():
                shutil.copymode(path, partial)
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise GazetteerError(f"{path}: cannot be written ({error.strerror}).") from error


def own_rows(pack: Iterable[PackRow], decisions: Iterable[Decision]) -> list[PackRow]:
    """Return the rows of a pack that are its user's own, without what the log added to them."""
    said: dict[str, list[PackRow]] = defaultdict(list)
    found: dict[str, list[PackRow]] = defaultdict(list)
    for decision in decisions:
        if decision.row is not None:
            said[entry_id(decision.row)].append(decision.row)
        if decision.onto is not None:
            found[entry_id(decision.onto)].append(decision.onto)
    own = []
    for row in pack:
        id_ = entry_id(row)
        rest = _without_added(row, said[id_], found[id_])
        if rest.aliases or found[id_] or not _says_no_more(row, said[id_]):
            own.append(rest)
    return own


def _without_added(row: PackRow, said: Sequence[PackRow], before: Sequence[PackRow]) -> PackRow:
    """Return a row without the names, and the facts if it was there before, that the log added."""
    old = {form for other in before for form in other.aliases}
    added = {form for other in said for form in forms(other)} - old
    rest: dict[str, Any] = {"aliases": tuple(form for form in row.aliases if form not in added)}
    if before:
        rest |= {
            field: None for field in ("abbreviation", "level", "place", "parent")
            if getattr(row, field) in {getattr(other, field) for other in said}
            and not any(getattr(other, field) for other in before)
        }  # fmt: skip
    return row.model_copy(update=rest)


def _says_no_more(row: PackRow, said: Sequence[PackRow]) -> bool:
    """Tell whether each field of a row but its aliases stands in one of the others."""
    fields = [field for field in PackRow.model_fields if field not in ("id", "aliases")]
    return bool(said) and all(
        not getattr(row, field)
        or any(getattr(row, field) == getattr(other, field) for other in said)
        for field in fields
    )


def _over(own: Sequence[PackRow], made: Sequence[PackRow]) -> list[PackRow]:
    """Join the rows of the log to those of the user's own that speak of the same entries."""
    by_id = {entry_id(row): row for row in made}
    over = []
    for row in own:
        more = by_id.pop(entry_id(row), None)
        over.append(row if more is None else joined(row, more))
    return [*over, *by_id.values()]


def _stamp(path: Path) -> _Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
