"""A corpus is read once; what was read is kept, so that an interrupted run goes on.

The observations go to a file beside the candidates, a line a document, under a first line that
names the model and the gazetteer they were made with. A line that a kill cut off is done again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from spacy.language import Language

from entitas.corpus.batches import Failure, annotate_batch, failure
from entitas.corpus.readers import Source, Unreadable
from entitas.corpus.running.crew import Crew
from entitas.corpus.running.jobs import Done, Event, Job, Lost
from entitas.errors import ConfigError, InputError
from entitas.mining.observe import Observation, fingerprint, observe
from entitas.pipeline import load
from entitas.records import Document

__all__ = ["Reading", "read_corpus"]

_BATCH = 16


class Reading:
    """How far a corpus was read.

    Args:
        done: Documents that were read, now or before.
        before: Those of them that an earlier run had read.
        failed: What could not be read: ``where``, ``reason``, ``original``.
    """

    def __init__(self) -> None:
        self.done = 0
        self.before = 0
        self.failed: list[Failure] = []


def read_corpus(
    documents: Iterable[Source | Unreadable],
    kept: Path,
    options: Mapping[str, Any],
    made_with: Mapping[str, str],
    *,
    workers: int = 1,
    restart: bool = False,
    progress: Callable[[Reading], None] = lambda reading: None,
) -> Iterator[Observation]:
    """Yield the observations of a corpus, those of a text that comes again only once.

    Args:
        documents: The corpus.
        kept: The file that keeps the observations; one that is there is gone on with.
        options: How :func:`entitas.load` makes the pipeline.
        made_with: What the observations depend on, by name: model, gazetteer, version.
        workers: How many processes read.
        restart: Do not go on with what is kept, but begin anew.
        progress: Called after every batch.

    Raises:
        ConfigError: What is kept was made with another model or gazetteer, or is damaged.
        InputError: The file cannot be read or written.
    """
    reading = Reading()
    wanted: set[str] = set()
    try:
        known = _open(kept, dict(made_with), restart=restart)
        with kept.open("a", encoding="utf-8") as stream:
            fresh = _fresh(documents, known, wanted, reading)
            with Crew(_observed, partial(load, **options), workers) as crew:
                for event in crew.run(_jobs(fresh)):
                    for result in _results(event):
                        if isinstance(result, Observation):
                            stream.write(result.model_dump_json() + "\n")
                            reading.done += 1
                        else:
                            reading.failed.append(result)
                    stream.flush()
                    progress(reading)
        progress(reading)
        _write_failures(kept, reading.failed)
        yield from _read(kept, wanted)
    except OSError as error:
        raise InputError(f"{error.filename or kept}: {error.strerror}.") from error


def _fresh(
    documents: Iterable[Source | Unreadable],
    known: set[str],
    wanted: set[str],
    reading: Reading,
) -> Iterator[Source | Unreadable]:
    """Yield the documents that are still to be read, and note which texts there are."""
    for document in documents:
        if isinstance(document, Source):
            key = fingerprint(document.text)
            if key in wanted:
                continue
            wanted.add(key)
            if key in known:
                reading.done += 1
                reading.before += 1
                continue
        yield document


def _results(event: Event) -> Sequence[Observation | Failure]:
    if isinstance(event, Lost):
        (item,) = event.job.items
        return [failure(item, event.reason)]
    return event.result if isinstance(event, Done) else ()


def _observed(nlp: Language, job: Job, tell: Callable[[int], None]) -> list[Observation | Failure]:
    """Observe the documents of a job; the work of a crew."""
    gazetteer = nlp.get_pipe("gazetteer").gazetteer  # type: ignore[attr-defined]
    found: list[Observation | Failure] = []
    for source, record in annotate_batch(nlp, job.items):
        if not isinstance(record, Document):
            found.append(record)
        elif isinstance(source, Source):
            try:
                found.append(observe(source.id, source.text, record, gazetteer))
            except Exception as error:
                # it must not take the others with it, nor end every run that goes on
                found.append(failure(source, repr(error)))
    return found


def _jobs(documents: Iterator[Source | Unreadable]) -> Iterator[Job]:
    for number in count():
        batch = list(islice(documents, _BATCH))
        if not batch:
            return
        yield Job(number, 0, batch)


def _open(kept: Path, made_with: dict[str, str], *, restart: bool) -> set[str]:
    """Return the fingerprints of the texts that were read; make the file ready to be added to."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()
    with kept.open("a+b") as stream:
        stream.seek(0)
        first, second = stream.readline(), stream.readline()
        if restart or not first or (not second and _table(first).keys() == made_with.keys()):
            # nothing was read, as when the model could not be loaded
            stream.truncate(0)
            stream.write(json.dumps(made_with).encode() + b"\n")
            return known
        if _table(first) != made_with:
            raise ConfigError(
                f"{kept} was made with another model, gazetteer or version; give --restart to read "
                "the corpus anew, or name another output."
            )
        size = len(first)
        for number, line in enumerate(chain([second], stream), 2):
            if not line.endswith(b"\n"):
                break  # it was cut off by a kill
            if "fingerprint" not in (table := _table(line)):
                raise _damaged(kept, number)
            known.add(str(table["fingerprint"]))
            size += len(line)
        stream.truncate(size)
    return known


def _table(line: bytes) -> dict[str, Any]:
    """Return the JSON object of a line, an empty one if it has none."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _damaged(kept: Path, number: int) -> ConfigError:
    return ConfigError(
        f"{kept}, line {number}: damaged, or changed by hand; take the line out, or give --restart "
        "to read the corpus anew."
    )


def _read(kept: Path, wanted: set[str]) -> Iterator[Observation]:
    """Yield what is kept of the wanted texts; of others, an earlier corpus may have had more."""
    left = set(wanted)
    with kept.open("rb") as stream:
        next(stream)
        for number, line in enumerate(stream, 2):
            try:
                observation = Observation.model_validate_json(line)
            except ValidationError as error:
                raise _damaged(kept, number) from error
            # two runs at once may have kept a text twice
            if observation.fingerprint in left:
                left.remove(observation.fingerprint)
                yield observation


def _write_failures(kept: Path, failed: Sequence[Failure]) -> None:
    errors = kept.with_suffix(".errors.jsonl")
    errors.unlink(missing_ok=True)
    if failed:
        lines = (json.dumps(failure, ensure_ascii=True) + "\n" for failure in failed)
        errors.write_text("".join(lines), encoding="utf-8")
