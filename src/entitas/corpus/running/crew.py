"""Processes that work on jobs, and what happens when one of them dies.

Every process is started anew (not forked), loads its pipeline once, and ignores Ctrl-C, which is
its parent's to hear. A job whose process died is tried once more; if that one dies too, it is
halved, and so on, until the item that kills processes stands alone.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from spacy.language import Language

from entitas.corpus.running.jobs import TRIES, Done, Event, Job, Lost, Progress
from entitas.errors import EntitasError, ModelError

__all__ = ["Crew", "Work"]

#: What a process does with a job. It tells how many items it has done, and its result is sent back;
#: jobs and results must be picklable.
Work = Callable[[Language, Job, Callable[[int], None]], Any]
_STARTS = 3
_TICK = 1.0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    heard: float
    ready: bool = False
    job: Job | None = None


class Crew:
    """Some processes with a pipeline each; a context manager, which ends them.

    Args:
        work: What is done with the items of a job.
        start: Makes the pipeline of a process; picklable.
        workers: How many processes.
        patience: After how many seconds without a word a process counts as dead.
    """

    def __init__(
        self,
        work: Work,
        start: Callable[[], Language],
        workers: int,
        *,
        patience: float = 3_600.0,
    ) -> None:
        self._work = work
        self._start_pipeline = start
        self._patience = patience
        self._failed_starts = 0
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._wanted = workers

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Event]:
        """Work on jobs, a few at a time, and yield what becomes of them, in no order.

        Raises:
            EntitasError: What a process raised on purpose: a model is missing, a disk is full.
            ModelError: Processes die before they have loaded their pipeline.
        """
        source, again = iter(jobs), deque[Job]()
        # one is read ahead, while the processes work
        ahead = next(source, None)
        if ahead is not None:
            self._workers = [self._start() for _ in range(self._wanted)]
        while True:
            for worker in self._workers:
                if not worker.ready or worker.job is not None:
                    continue
                if again:
                    self._give(worker, again.popleft(), again)
                elif ahead is not None:
                    self._give(worker, ahead, again)
                    ahead = next(source, None)
            if ahead is None and not again and not any(worker.job for worker in self._workers):
                return
            yield from self._listen(again)

    def _give(self, worker: _Worker, job: Job, again: deque[Job]) -> None:
        worker.heard = time.monotonic()
        try:
            worker.connection.send(job)
            worker.job = job
        except OSError:
            # it died while it was idle: the job has nothing to do with it
            again.appendleft(job)
            worker.job = None
            worker.process.kill()

    def _listen(self, again: deque[Job]) -> Iterator[Event]:
        """Yield what the processes say, and see to those that died."""
        by_end: dict[Any, _Worker] = {w.connection: w for w in self._workers}
        by_end |= {w.process.sentinel: w for w in self._workers}
        heard = {id(by_end[end]): by_end[end] for end in wait(list(by_end), timeout=_TICK)}
        for worker in heard.values():
            alive = True
            while alive and worker.connection.poll():
                try:
                    yield from self._said(worker, worker.connection.recv())
                except (EOFError, OSError):
                    alive = False
            if not alive or not worker.process.is_alive():
                yield from self._bury(worker, again)
        now = time.monotonic()
        for worker in self._workers:
            if worker.job is not None and now - worker.heard > self._patience:
                worker.process.kill()

    def _said(self, worker: _Worker, message: tuple[str, Any]) -> Iterator[Event]:
        worker.heard = time.monotonic()
        what, value = message
        if what == "ready":
            worker.ready, self._failed_starts = True, 0
        elif what == "error":
            raise value
        elif worker.job is not None and what == "progress":
            yield Progress(worker.job, value)
        elif worker.job is not None:
            job, worker.job = worker.job, None
            yield Done(job, value)

    def _bury(self, worker: _Worker, again: deque[Job]) -> Iterator[Event]:
        """Put a new process in the place of a dead one, and its job into the queue."""
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        code = worker.process.exitcode
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise ModelError(
                    f"worker processes die while they load the pipeline ({_how(code)}); "
                    "is there memory enough for so many?"
                )
        if worker.job is not None:
            job = replace(worker.job, deaths=worker.job.deaths + 1)
            if len(job.items) == 1 and job.deaths >= TRIES:
                yield Lost(job, f"the process that read it died ({_how(code)})")
            else:
                again.extendleft(reversed(job.parts()))
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, self._start_pipeline), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic())


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"status {code}"


def _serve(connection: Connection, work: Work, start: Callable[[], Language]) -> None:
    """Work on what comes through a connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        nlp = start()
        connection.send(("ready", None))
        while True:
            job = connection.recv()
            result = work(nlp, job, lambda done: connection.send(("progress", done)))
            connection.send(("done", result))
    except EntitasError as error:
        connection.send(("error", error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # the parent is gone
        return
