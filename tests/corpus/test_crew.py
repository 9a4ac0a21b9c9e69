"""The crew with work that needs no pipeline: what is done when processes die."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from entitas.corpus.running.crew import Crew
from entitas.corpus.running.jobs import Done, Event, Job, Lost
from entitas.errors import InputError, ModelError

pytestmark = pytest.mark.usefixtures("without_torch")


def start() -> Any:
    return None


def dead_start() -> Any:
    os._exit(3)


def double(nlp: Language, job: Job, tell: Callable[[int], None]) -> list[int]:
    found = []
    for n, item in enumerate(job.items, 1):
        if item == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "hang":
            time.sleep(600)
        if item == "full":
            raise InputError("the disk is full")
        found.append(2 * item)
        tell(n)
    return found


def die_once(nlp: Language, job: Job, tell: Callable[[int], None], *, mark: Path) -> list[int]:
    if 3 in job.items and not mark.exists():
        mark.touch()
        os._exit(1)
    return double(nlp, job, tell)


def run(jobs: list[Job], work: Any = double, workers: int = 2, patience: float = 60) -> list[Event]:
    with Crew(work, start, workers, patience=patience) as crew:
        return list(crew.run(jobs))


def results(events: list[Event]) -> dict[tuple[int, int], list[int]]:
    return {(e.job.shard, e.job.start): e.result for e in events if isinstance(e, Done)}


def jobs(*items: list[Any]) -> list[Job]:
    return [Job(n, 0, own) for n, own in enumerate(items)]


def test_every_job_is_done_once() -> None:
    found = results(run(jobs(*([n, n + 1] for n in range(20)))))
    assert found == {(n, 0): [2 * n, 2 * n + 2] for n in range(20)}


def test_no_jobs_start_no_process() -> None:
    crew = Crew(double, dead_start, 2)
    assert list(crew.run([])) == []


def test_a_job_whose_process_died_once_is_done_whole(tmp_path: Path) -> None:
    found = results(run(jobs([1, 2], [3, 4], [5]), partial(die_once, mark=tmp_path / "mark")))
    assert found == {(0, 0): [2, 4], (1, 0): [6, 8], (2, 0): [10]}


def test_what_kills_processes_is_found_by_halving() -> None:
    events = run(jobs([1, 2, "poison", 4, 5], [6]))
    (lost,) = [event for event in events if isinstance(event, Lost)]
    assert (lost.job.shard, lost.job.start, lost.job.items) == (0, 2, ["poison"])
    assert "SIGKILL" in lost.reason
    done = {start + n: value for (shard, start), own in results(events).items() if shard == 0
            for n, value in enumerate(own)}  # fmt: skip
    assert done == {0: 2, 1: 4, 3: 8, 4: 10}


def test_a_process_that_hangs_counts_as_dead() -> None:
    events = run(jobs(["hang"], [1]), patience=2)
    assert [event.job.items for event in events if isinstance(event, Lost)] == [["hang"]]
    assert results(events) == {(1, 0): [2]}


def test_errors_on_purpose_end_the_run() -> None:
    with pytest.raises(InputError, match="disk is full"):
        run(jobs([1], ["full"]))


def test_processes_that_cannot_start_are_not_started_for_ever() -> None:
    with Crew(double, dead_start, 1) as crew, pytest.raises(ModelError, match="status 3"):
        list(crew.run(jobs([1])))
