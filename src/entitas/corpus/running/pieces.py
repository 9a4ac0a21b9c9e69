"""The files of shards: written whole or not at all.

A worker writes what it makes of a job as a piece: records and, apart, errors. The pieces of a shard
are put together when all are there, and only then is the shard noted as done.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from spacy.language import Language

from entitas.corpus.batches import Result, annotate_batch, failure
from entitas.corpus.readers import Source
from entitas.corpus.running.jobs import Job
from entitas.errors import InputError
from entitas.records import Document

__all__ = ["Counts", "Folder", "Piece", "annotate_job", "write_piece"]

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents were annotated, how many characters they have, and how many failed."""

    documents: int = 0
    characters: int = 0
    failed: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add what was counted elsewhere."""
        return Counts(
            self.documents + other.documents,
            self.characters + other.characters,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of a job: the number of its first item in the shard, and the counts."""

    start: int
    counts: Counts


def annotate_job(
    nlp: Language, job: Job, tell: Callable[[int], None], *, folder: Path, keep_text: bool
) -> Piece:
    """Annotate the documents of a job into the files of a piece; the work of a crew.

    Args:
        nlp: A pipeline of :func:`entitas.load`.
        job: The documents, as the readers yield them.
        tell: Told how many are done.
        folder: Where the files go.
        keep_text: Write each text beside its record.

    Raises:
        InputError: The files cannot be written.
    """

    def results() -> Iterator[Result]:
        for at in range(0, len(job.items), _BATCH):
            yield from annotate_batch(nlp, job.items[at : at + _BATCH])
            tell(min(at + _BATCH, len(job.items)))

    return write_piece(results(), job, folder=folder, keep_text=keep_text)


def write_piece(results: Iterable[Result], job: Job, *, folder: Path, keep_text: bool) -> Piece:
    """Write what came of the documents of a job, in their order, into the files of a piece.

    Raises:
        InputError: The files cannot be written.
    """
    records, errors = _paths(folder, job.shard, job.start)
    counts = Counts()
    try:
        with _Whole(records) as good, _Whole(errors) as bad:
            for item, record in results:
                if isinstance(record, Document) and isinstance(item, Source):
                    good.write(_line(record, item.text if keep_text else None))
                    counts += Counts(1, len(item.text))
                else:
                    bad.write(json.dumps(record, ensure_ascii=True) + "\n")
                    counts += Counts(failed=1)
    except OSError as error:
        raise InputError(
            f"{error.filename or records} cannot be written: {error.strerror}."
        ) from error
    return Piece(job.start, counts)


class Folder:
    """The folder of a run's shards.

    Args:
        path: The folder; it is made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def done(self, shard: int) -> Counts | None:
        """Return the counts of a shard, or None if it is not done."""
        try:
            return Counts(**json.loads(self._note(shard).read_text("utf-8")))
        except FileNotFoundError:
            return None

    def lose(self, job: Job, reason: str) -> Piece:
        """Write the piece of a job that no process survives."""
        (item,) = job.items
        return write_piece([(item, failure(item, reason))], job, folder=self.path, keep_text=False)

    def join(self, shard: int, pieces: Iterable[Piece]) -> Counts:
        """Put the pieces of a shard together, and note that it is done."""
        ordered = sorted(pieces, key=lambda piece: piece.start)
        counts = sum((piece.counts for piece in ordered), Counts())
        for which, whole in enumerate(self.files(shard)):
            parts = [_paths(self.path, shard, piece.start)[which] for piece in ordered]
            if len(parts) == 1:
                parts[0].replace(whole)
                continue
            with _Whole(whole) as out:
                for part in parts:
                    with part.open(encoding="utf-8") as stream:
                        shutil.copyfileobj(stream, out.stream)
            for part in parts:
                part.unlink()
        with _Whole(self._note(shard)) as note:
            note.write(json.dumps(asdict(counts)))
        return counts

    def files(self, shard: int) -> tuple[Path, Path]:
        """Return the files of a shard that is done: its records and its errors."""
        return self.path / f"{shard:06}.records", self.path / f"{shard:06}.errors"

    def _note(self, shard: int) -> Path:
        return self.path / f"{shard:06}.done"


def _paths(folder: Path, shard: int, start: int) -> tuple[Path, Path]:
    name = f"{shard:06}-{start:05}"
    return folder / f"{name}.records", folder / f"{name}.errors"


def _line(record: Document, text: str | None) -> str:
    said = record.model_dump_json()
    return f"{said}\n" if text is None else f"{json.dumps(text)}\t{said}\n"


class _Whole:
    """A text file that appears under its name, on the disk, when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # a process that outlived a killed run may write the same piece
        self._partial = path.with_name(f"{path.name}.{os.getpid()}.part")
        self.stream = self._partial.open("w", encoding="utf-8")

    def write(self, text: str) -> None:
        self.stream.write(text)

    def __enter__(self) -> _Whole:
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        try:
            if kind is None:
                self.stream.flush()
                os.fsync(self.stream.fileno())
        finally:
            self.stream.close()
            if kind is None:
                self._partial.replace(self._path)
            else:
                self._partial.unlink(missing_ok=True)
