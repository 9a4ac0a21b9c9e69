"""Whole runs, disturbed in many ways; nothing is lost, and nothing comes twice."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("without_torch")

KILLS = 20
PLACES = ("Tuban", "Rembang", "Lamongan", "Gresik", "Jepara", "Demak")


def corpus(path: Path, documents: int = 48) -> Path:
    lines = []
    for n in range(documents):
        place = PLACES[n % len(PLACES)]
        text = (
            f"Bupati {place} menerima laporan nomor {n}. Kapolres {place} hadir di Kota Semarang."
        )
        lines.append(json.dumps({"id": f"n{n - n % 7}", "text": text}))
    lines.insert(5, '{"id": "broken", "text": ')
    lines.insert(17, json.dumps({"id": "no text"}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def command(source: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "entitas", "annotate", str(source), "-o", str(out), "--shard", "6",
        *more,
    ]  # fmt: skip


def run(source: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(source, out, *more), capture_output=True, text=True, check=False)


def outputs(out: Path) -> tuple[str, str]:
    return out.read_text("utf-8"), out.with_name(f"{out.stem}.errors.jsonl").read_text("utf-8")


def children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    folder = tmp_path_factory.mktemp("undisturbed")
    source, out = corpus(folder / "in.jsonl"), folder / "out.jsonl"
    done = run(source, out)
    assert done.returncode == 1, done.stderr
    assert not Path(f"{out}.parts").exists()
    return source, *outputs(out)


def test_records_keep_their_order_and_get_ids_of_their_own(
    undisturbed: tuple[Path, str, str],
) -> None:
    _, records, errors = undisturbed
    ids = [json.loads(line)["id"] for line in records.splitlines()]
    assert len(ids) == len(set(ids)) == 48
    assert ids[:9] == ["n0", "n0#2", "n0#3", "n0#4", "n0#5", "n0#6", "n0#7", "n7", "n7#2"]
    reasons = [json.loads(line)["reason"] for line in errors.splitlines()]
    assert ["JSON" in reasons[0], "text" in reasons[1], len(reasons)] == [True, True, 2]


def test_kills_at_random_moments_change_nothing(
    undisturbed: tuple[Path, str, str], tmp_path: Path
) -> None:
    source, records, errors = undisturbed
    out, chance, kills = tmp_path / "out.jsonl", random.Random(7), 0
    for _ in range(4 * KILLS):
        process = subprocess.Popen(
            command(source, out, "-w", "2"), stderr=subprocess.DEVNULL, start_new_session=True
        )
        while process.poll() is None and kills < KILLS:
            time.sleep(chance.uniform(0.2, 2.5))
            workers = children(process.pid)
            if process.poll() is not None:
                break
            kills += 1
            if workers and chance.random() < 0.6:
                os.kill(chance.choice(workers), signal.SIGKILL)
            else:
                os.killpg(process.pid, signal.SIGKILL)
        if process.wait() >= 0 and kills >= KILLS:
            break
        out.unlink(missing_ok=True)  # it was complete too early; begin again
    assert process.returncode == 1
    assert outputs(out) == (records, errors)
    assert not Path(f"{out}.parts").exists()


def test_ctrl_c_finishes_what_is_under_way_and_the_next_run_goes_on(
    undisturbed: tuple[Path, str, str], tmp_path: Path
) -> None:
    source, records, errors = undisturbed
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        command(source, out, "--log-json"), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["shards"] == 1:
            process.send_signal(signal.SIGINT)
            break
    with process.stderr:
        said = process.stderr.read()
    assert process.wait() == 130
    assert "the same command goes on" in said
    assert not out.exists()
    done = run(source, out)
    assert "of them before" in done.stderr
    assert outputs(out) == (records, errors)


def test_a_run_with_other_settings_does_not_go_on_with_what_is_there(
    undisturbed: tuple[Path, str, str], tmp_path: Path
) -> None:
    source, _, _ = undisturbed
    out, parts = tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"
    parts.mkdir()
    (parts / "manifest.json").write_text(
        json.dumps({"entitas": "0", "inputs": "", "model": "", "gazetteer": "", "settings": {},
                    "documents": 6})
    )  # fmt: skip
    done = run(source, out)
    assert done.returncode == 2
    assert "--restart" in done.stderr
    assert "gazetteer" in done.stderr
    assert run(source, out, "--restart").returncode == 1


def test_a_full_disk_ends_the_run_and_loses_nothing(
    undisturbed: tuple[Path, str, str], tmp_path: Path
) -> None:
    source, records, errors = undisturbed
    out = tmp_path / "out.jsonl"

    def small_files() -> None:
        # what writing more gives is an error like that of a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))

    done = subprocess.run(
        command(source, out), capture_output=True, text=True, check=False, preexec_fn=small_files
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert run(source, out).returncode == 1
    assert outputs(out) == (records, errors)


def test_an_output_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl", 3)
    done = run(source, source / "out.jsonl")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_damaged_input_costs_only_what_is_damaged(tmp_path: Path) -> None:
    whole = corpus(tmp_path / "in.jsonl", 12).read_bytes()
    lines = [whole.rstrip(), b'{"id": "x", "text": "\xff"}']
    for id, blanks in (("long", 3_000_000), ("too long", 30_000_000)):
        lines.append(json.dumps({"id": id, "text": "Halo. " + " " * blanks}).encode())
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(whole)[:-20])
    (tmp_path / "empty.txt").write_text("")
    out = tmp_path / "records" / "out.jsonl"
    done = run(tmp_path, out)
    assert done.returncode == 1, done.stderr
    ids = [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()]
    assert "long" in ids
    assert "empty" in ids
    assert len(ids) == len(set(ids)) >= 14
    failures = [json.loads(line) for line in outputs(out)[1].splitlines()]
    assert any("cut.jsonl.gz" in failure["where"] for failure in failures)
    assert all(failure["reason"] for failure in failures)
    (refused,) = (failure for failure in failures if "30,000,006" in failure["reason"])
    assert len(refused["original"]) == 30_000_006


def test_a_shard_of_empty_documents_works(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": ""}\n' * 2_000, encoding="utf-8")
    done = run(source, tmp_path / "out.jsonl", "--shard", "2000")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 2_000
