"""A whole run: read, cut, annotate, and put the shards together into the output."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from entitas.corpus.running.jobs import Engine, Job, Lost, Progress
from entitas.corpus.running.manifest import Manifest
from entitas.corpus.running.pieces import Counts, Folder, Piece
from entitas.corpus.running.shards import Item, Shard, cut
from entitas.corpus.writing import Writer
from entitas.errors import ConfigError, InputError
from entitas.records import Document

__all__ = ["Run", "run"]

# Small enough that all workers have something to do until the end of a small corpus.
_JOB = 100


@dataclass(slots=True)
class Run:
    """How far a run is.

    Args:
        done: What is annotated, in shards that are complete.
        before: What of that an earlier run had annotated.
        under_way: Documents of shards that are not complete.
        shards: How many shards are complete.
        complete: Whether the output is written.
        errors: The file with what failed, if something did.
    """

    done: Counts = field(default_factory=Counts)
    before: Counts = field(default_factory=Counts)
    under_way: int = 0
    shards: int = 0
    complete: bool = False
    errors: Path | None = None


def run(
    items: Iterable[Item],
    out: Path,
    open_writer: Callable[[], Writer],
    start: Callable[[Folder, bool], Engine],
    manifest: Manifest,
    *,
    restart: bool = False,
    progress: Callable[[Run], None] = lambda state: None,
) -> Run:
    """Annotate documents into an output, in the order of the input.

    Shards are kept in a folder beside the output, ``OUT.parts``, until it is complete; a run that
    was killed goes on with what is there. A document that cannot be read or annotated goes, with
    the reason and the original, to ``OUT.errors.jsonl``. Ctrl-C lets the shards under way be
    finished, and ends the run; a second one ends it at once.

    Args:
        items: What the readers yield; the same again for a run that goes on.
        out: The output.
        open_writer: Opens it.
        start: Makes the engine, which writes pieces into the folder it is given, with or without
            the texts.
        manifest: What the records depend on.
        restart: Begin anew, whatever is there.
        progress: Called whenever something is done.

    Raises:
        ConfigError: What is there was begun with another manifest, or another run is under way.
        InputError: A file cannot be read or written. What is done is kept.
        ModelError, GazetteerError: The pipeline cannot be loaded.
    """
    parts = out.with_name(f"{out.name}.parts")
    state = Run()
    try:
        # the output is opened first: what is wrong with it shows before the work is done
        with open_writer() as writer, _own(parts) as folder:
            _prepare(folder, manifest, restart=restart)
            with start(folder, writer.wants_text) as engine, _polite() as stopped:
                shards = cut(items, manifest.documents)
                _annotate(shards, folder, engine, stopped, state, progress)
                if stopped.is_set():
                    raise _StoppedError
            _put_together(folder, out, writer, state)
            writer.close()
            shutil.rmtree(folder.path)
    except _StoppedError:
        return state
    except OSError as error:
        raise InputError(f"{error.filename or out} cannot be written: {error.strerror}.") from error
    state.complete = True
    return state


class _StoppedError(Exception):
    """Leaves the output unwritten when the run was stopped."""


def _annotate(
    shards: Iterable[Shard],
    folder: Folder,
    engine: Engine,
    stopped: threading.Event,
    state: Run,
    progress: Callable[[Run], None],
) -> None:
    sizes: dict[int, int] = {}
    pieces: defaultdict[int, list[Piece]] = defaultdict(list)
    under_way: dict[tuple[int, int], int] = {}

    def jobs() -> Iterator[Job]:
        for shard in shards:
            if stopped.is_set():
                return
            counts = folder.done(shard.number)
            if counts is None:
                sizes[shard.number] = len(shard.items)
                for at in range(0, len(shard.items), _JOB):
                    yield Job(shard.number, at, shard.items[at : at + _JOB])
                continue
            state.done += counts
            state.before += counts
            state.shards += 1
            progress(state)

    for event in engine.run(jobs()):
        shard, at = event.job.shard, (event.job.shard, event.job.start)
        if isinstance(event, Progress):
            under_way[at] = event.done
        else:
            if isinstance(event, Lost):
                pieces[shard].append(folder.lose(event.job, event.reason))
            else:
                pieces[shard].append(event.result)
            under_way[at] = len(event.job.items)
            sizes[shard] -= len(event.job.items)
            if not sizes[shard]:
                state.done += folder.join(shard, pieces.pop(shard))
                state.shards += 1
                under_way = {key: n for key, n in under_way.items() if key[0] != shard}
        state.under_way = sum(under_way.values())
        progress(state)


def _put_together(folder: Folder, out: Path, writer: Writer, state: Run) -> None:
    """Write the output and the file of errors from the shards, in order."""
    errors = out.with_name(f"{out.stem}.errors.jsonl")
    partial_errors = folder.path / "errors"
    with partial_errors.open("w", encoding="utf-8") as failed:
        for shard in range(state.shards):
            records, failures = folder.files(shard)
            with records.open(encoding="utf-8") as stream:
                for line in stream:
                    text, tab, record = line.rpartition("\t")
                    said = json.loads(text) if tab else None
                    writer.write(Document.model_validate_json(record), said)
            with failures.open(encoding="utf-8") as stream:
                shutil.copyfileobj(stream, failed)
    if state.done.failed:
        os.replace(partial_errors, errors)
        state.errors = errors
    else:
        errors.unlink(missing_ok=True)


def _prepare(folder: Folder, manifest: Manifest, *, restart: bool) -> None:
    """Make a folder ready: empty, or as an earlier run of the same kind left it."""
    path = folder.path / "manifest.json"
    if restart or not path.exists():
        for file in folder.path.iterdir():
            if file.name != _LOCK:
                file.unlink()
        manifest.write(path)
        return
    manifest.check(path)
    for file in folder.path.iterdir():
        # what was under way when the run ended
        if file.suffix == ".part" or "-" in file.stem:
            file.unlink()


_LOCK = "lock"


@contextmanager
def _own(path: Path) -> Iterator[Folder]:
    """Make a folder one's own, so that no other run works in it."""
    path.mkdir(parents=True, exist_ok=True)
    with (path / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigError(
                f"another run is writing to {path}; wait for it, or name another output."
            ) from None
        yield Folder(path)


@contextmanager
def _polite() -> Iterator[threading.Event]:
    """Note the first Ctrl-C, so that what is under way can be finished; a second one interrupts."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stopped.set()

    if threading.current_thread() is not threading.main_thread():
        yield stopped  # only the main thread hears signals
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
