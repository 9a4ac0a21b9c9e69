"""Spark on this machine: the same output, and what happens when its processes die."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from entitas.corpus.annotate import annotate as run
from entitas.corpus.readers import Columns, Item, Source, Unreadable
from entitas.corpus.running.jobs import Done, Job, Lost
from entitas.corpus.running.pieces import Piece, write_piece
from entitas.errors import ConfigError, ModelError
from entitas.records import Document

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17", allow_module_level=True)

import pyarrow as pa

from entitas.corpus.spark import SparkEngine, annotate_frame, spark_session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.usefixtures("without_torch")

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("Tuban", "Rembang", "Lamongan", "Gresik", "Jepara", "Demak", "Blora", "Kudus")
FOUND = "id STRING, record STRUCT<id: STRING>, failure STRING"


def article(n: int) -> str:
    place, other = PLACES[n % len(PLACES)], PLACES[(n // 8 + 3) % len(PLACES)]
    return (
        f"Bupati {place} Rusdi Hamonangan menerima laporan nomor {n} dari Kapolres {other}. "
        f"Balai Kajian Garam ikut hadir di Kota Semarang, Jawa Tengah."
    )


def corpus(path: Path, documents: int = 300) -> Path:
    lines = [json.dumps({"id": f"n{n - n % 5}", "text": article(n)}) for n in range(documents)]
    lines[40:40] = ['{"id": "broken"', json.dumps({"id": "empty", "text": ""})]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def entitas(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "entitas", *map(str, words)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    with spark_session({"spark.ui.enabled": "false"}, workers=2) as made:
        yield made


def test_the_output_is_that_of_the_embedded_engine(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl")
    model = ROOT / "models" / "entitas-id-spacy"
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.csv").write_text("name,kind\nBalai Kajian Garam,central_agency\n", "utf-8")
    common = ("annotate", source, "--ner", "spacy", "--shard", "120", "-o")
    here = entitas(*common, tmp_path / "here.jsonl", "--model", model, "-g", own / "pack.csv")
    archives = [
        shutil.make_archive(str(tmp_path / name), "zip", folder) + f"#{name}"
        for name, folder in (("brought", model), ("packs", own))
    ]
    spark = entitas(
        *common, tmp_path / "spark.jsonl", "--engine", "spark", "--workers", "2",
        "--spark", f"spark.archives={','.join(archives)}", "--spark", "spark.ui.enabled=false",
        "--model", "brought", "-g", "packs/pack.csv",
    )  # fmt: skip
    assert (here.returncode, spark.returncode) == (1, 1), spark.stderr
    for name in ("{}.jsonl", "{}.errors.jsonl"):
        want, got = (tmp_path / name.format(run) for run in ("here", "spark"))
        assert got.read_bytes() == want.read_bytes()
    lines = (tmp_path / "spark.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 301
    assert "Balai Kajian Garam" in {agency["name"] for agency in records[0]["agencies"]}
    assert not (tmp_path / "spark.jsonl.parts").exists()


def test_a_frame_gets_a_row_for_each_row(session: SparkSession) -> None:
    rows = [
        {"isi": article(0), "no": 7, "other": 1.5},
        {"isi": article(1), "no": None, "other": None},
        {"isi": None, "no": 9, "other": None},
    ]
    frame = session.createDataFrame(pa.Table.from_pylist(rows)).coalesce(1)
    found = annotate_frame(frame, columns=Columns(text="isi", id="no"), ner="spacy").collect()
    assert found[0].id == found[0].record.id == "7"
    record = Document.model_validate(found[0].record.asDict(recursive=True))
    assert {place.code for place in record.places} >= {"33.74"}
    assert len(found[1].id) == 16
    assert [row.failure is None for row in found] == [True, True, False]
    assert found[2].record is None
    again = annotate_frame(frame, columns=Columns(text="isi", id="no"), ner="spacy").collect()
    assert again == found


def test_what_is_wrong_with_all_rows_is_said_once(session: SparkSession, tmp_path: Path) -> None:
    def missing(frame: DataFrame) -> DataFrame:
        return annotate_frame(frame, model="no-such-model")

    with pytest.raises(ConfigError, match="no-such-model"):
        list(work(session, missing, [[article(0)]], tmp_path))


def test_the_document_that_kills_processes_is_found(session: SparkSession, tmp_path: Path) -> None:
    texts = [["a", "b", "poison", "c", "d"], ["e"]]
    events = list(work(session, deadly("poison"), texts, tmp_path))
    lost = [event for event in events if isinstance(event, Lost)]
    assert [event.job.items[0].text for event in lost] == ["poison"]
    done = [(e.job.shard, e.job.start, e.result) for e in events if isinstance(e, Done)]
    assert sum(piece.counts.documents for _, _, piece in done) == 5
    assert {start for shard, start, _ in done if shard == 0} == {0, 3}


def test_if_all_kill_processes_the_run_ends(session: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="memory"):
        list(work(session, deadly("a", "b", "c", "d"), [["a", "b", "c", "d"]], tmp_path))


def test_without_java_the_error_says_what_to_do(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl", 3)
    done = entitas(
        "annotate", source, "-o", tmp_path / "out.jsonl", "--engine", "spark",
        JAVA_HOME=str(tmp_path), PATH="",
    )  # fmt: skip
    assert done.returncode == 2
    assert "Java 17" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "asked", [{"spark": {"spark.master": "local"}}, {"engine": "ray"}], ids=["settings", "engine"]
)
def test_what_no_engine_can_do_is_refused(asked: dict[str, Any], tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl", 3)
    with pytest.raises(ConfigError, match="engine"):
        run([source], tmp_path / "out.jsonl", **asked)


def deadly(*poison: str) -> Any:
    """Return what annotates rows, but for those of which its process dies."""

    def rows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = []
            for row in batch.to_pylist():
                if row["text"] in poison:
                    os._exit(1)
                found.append({"id": row["id"], "record": {"id": row["id"]}, "failure": None})
            kind = pa.struct([("id", pa.string())])
            schema = pa.schema([("id", pa.string()), ("record", kind), ("failure", pa.string())])
            yield pa.RecordBatch.from_pylist(found, schema=schema)

    return lambda frame: frame.mapInArrow(rows, FOUND)


def work(session: SparkSession, annotate: Any, texts: list[list[str]], folder: Path) -> Any:
    def write(results: Any, job: Job) -> Piece:
        return write_piece(results, job, folder=folder, keep_text=False)

    jobs = []
    for shard, own in enumerate(texts):
        items: list[Item] = [Source(f"{shard}-{n}", text, "") for n, text in enumerate(own)]
        jobs.append(Job(shard, 0, items))
    jobs.append(Job(len(texts), 0, [Unreadable("x", "no JSON", "{")]))
    with SparkEngine(session, annotate, write, workers=2) as engine:
        yield from engine.run(jobs)
