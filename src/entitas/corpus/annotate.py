"""Annotate a corpus: one call for everything between files and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from entitas.corpus.engines import ready
from entitas.corpus.readers import Columns, find_files, fingerprint, read_documents, unique_ids
from entitas.corpus.running.manifest import Manifest, model_hash
from entitas.corpus.running.run import Run, run
from entitas.corpus.running.shards import DOCUMENTS
from entitas.corpus.writing import open_writer
from entitas.errors import ConfigError, InputError
from entitas.gazetteer.gazetteer import Gazetteer
from entitas.ner.models import BACKENDS, DEFAULT_MODELS, find_model

__all__ = ["annotate"]


def annotate(
    inputs: Iterable[Path],
    out: Path,
    *,
    ner: str = "onnx",
    model: str | None = None,
    gazetteer: Iterable[Path] | None = None,
    min_score: float | None = None,
    keep_noise: bool = False,
    workers: int = 1,
    engine: str = "embedded",
    spark: Mapping[str, str] | None = None,
    columns: Columns | None = None,
    query: str | None = None,
    input_format: str | None = None,
    encoding: str = "utf-8",
    output_format: str | None = None,
    keep_text: bool = False,
    shard: int = DOCUMENTS,
    restart: bool = False,
    progress: Callable[[Run], None] = lambda state: None,
) -> Run:
    """Annotate files into an output, in order; go on with what an interrupted run has done.

    A document without an id is called by its file and line or row; one whose id came before gets
    "#2", "#3" appended. What cannot be read or annotated never stops the run: it goes, with the
    reason and the original, to ``OUT.errors.jsonl``. Call it below ``if __name__ == "__main__":``,
    as it starts processes.

    Args:
        inputs: Files and folders; "-" is standard input.
        out: The output; its suffix says the format, a folder gets tables.
        ner: The NER backend.
        model: A shipped model's name or a model folder.
        gazetteer: Packs and settings, or another gazetteer's folder.
        min_score: Leave out spans of the NER that are less probable.
        keep_noise: Make records of page noise too.
        workers: How many processes, each with a pipeline of one thread.
        engine: "embedded" for processes of this machine, "spark" for Apache Spark.
        spark: Settings of Spark; its master is this machine with as many cores as there are
            workers, if neither they nor ``spark-submit`` say otherwise.
        columns: What the columns or fields of the input are called.
        query: The SELECT that is asked of a database.
        input_format: The format of standard input and of files without a known suffix.
        encoding: The encoding of text files.
        output_format: The format of the output, if its name does not say.
        keep_text: Write the texts too.
        shard: How many documents are done together; what is lost at most when a run is killed.
        restart: Begin anew, whatever an earlier run has done.
        progress: Called whenever something is done.

    Returns:
        What was done; ``complete`` is false if Ctrl-C ended it.

    Raises:
        InputError: An input or the output cannot be read or written as asked.
        ConfigError: A setting is impossible, or what is there was begun with other ones.
        ModelError, GazetteerError: The pipeline cannot be loaded.
        MissingExtraError: A format or engine needs a package that is not installed.
    """
    for name, number in (("workers", workers), ("shard", shard)):
        if number < 1:
            raise ConfigError(f"{name} is {number}; give 1 or more.")
    files = find_files(inputs, format=input_format)
    if out.resolve() in {path.resolve() for path in files}:
        raise InputError(f"{out} is an input too; name another output.")
    backend = next((known for known in BACKENDS if known == ner), None)
    if backend is None:
        raise ConfigError(f"There is no NER backend {ner!r}; give one of {BACKENDS}.")
    packs = list(gazetteer or ())
    options: dict[str, Any] = {
        "ner": ner, "model": model, "gazetteer": packs or None, "min_score": min_score,
        "keep_noise": keep_noise,
    }  # fmt: skip
    columns = columns or Columns()
    with ready(engine, options, workers, spark or {}) as prepared:
        located = [prepared.locate(path) for path in packs]
        manifest = Manifest(
            inputs=fingerprint(files),
            model=model_hash(find_model(prepared.locate(model or DEFAULT_MODELS[backend]))),
            gazetteer=Gazetteer.load(located or None).hash,
            settings={
                "ner": ner, "min_score": min_score, "keep_noise": keep_noise, "encoding": encoding,
                "columns": str(columns), "query": query, "input_format": input_format,
                "output_format": output_format, "keep_text": keep_text,
            },
            documents=shard,
        )  # fmt: skip
        items = read_documents(files, encoding, columns=columns, query=query, format=input_format)
        return run(
            unique_ids(items),
            out,
            lambda: open_writer(out, output_format, keep_text),
            prepared.start,
            manifest,
            restart=restart,
            progress=progress,
        )
