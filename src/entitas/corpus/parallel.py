"""Work on batches of documents in several processes, in order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from spacy.language import Language

from entitas.errors import EntitasError

__all__ = ["in_processes"]

Batch = TypeVar("Batch")
Result = TypeVar("Result")
# Batches that wait for each process: enough that it never waits, few enough to hold.
_AHEAD = 2

_nlp: Language | EntitasError | None = None


def in_processes(
    work: Callable[[Language, Batch], Result],
    batches: Iterable[Batch],
    options: Mapping[str, Any],
    workers: int,
) -> Iterator[Result]:
    """Yield what ``work`` makes of every batch, in order.

    Args:
        work: A function of a module, given a pipeline and a batch.
        batches: The batches; at most a few are read ahead.
        options: How :func:`entitas.load` makes the pipeline, once in each process.
        workers: How many processes; with 1 all is done in this one.

    Raises:
        EntitasError: The pipeline cannot be made, or a process died.
    """
    if workers == 1:
        from entitas.pipeline import load

        nlp = load(**options)
        yield from (work(nlp, batch) for batch in batches)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start, (dict(options),)) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_do, work, batch))
                if len(waiting) >= workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise EntitasError(
                "a process died at work, maybe as memory ran out; try again with fewer --workers."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start(options: Mapping[str, Any]) -> None:
    from entitas.pipeline import load

    global _nlp  # one pipeline a process
    try:
        _nlp = load(**options)
    except EntitasError as error:
        # an error in here would break the pool without a word; some errors cannot be pickled
        _nlp = EntitasError(str(error))


def _do(work: Callable[[Language, Any], Result], batch: Any) -> Result:
    assert _nlp is not None  # the process was started with it
    if isinstance(_nlp, EntitasError):
        raise _nlp
    return work(_nlp, batch)
