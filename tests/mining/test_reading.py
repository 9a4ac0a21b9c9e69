from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entitas.cli import app
from entitas.errors import ConfigError

TEXTS = [
    f"Ketua Forum Nelayan Pesisir {place} (FNP) Sarwono Hadi menolak rencana Bupati {place} "
    f"nomor {n}. Koperasi Sumber Bahari {place} ikut menolak."
    for n, place in enumerate(["Tuban", "Rembang", "Lamongan", "Gresik"] * 12)
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    rows = (json.dumps({"id": f"n{n}", "text": text}) + "\n" for n, text in enumerate(TEXTS))
    path.write_text("".join(rows), encoding="utf-8")
    return path


def mine(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["gazetteer", "mine", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_killed_run_goes_on_and_loses_nothing(corpus: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole.jsonl", tmp_path / "killed.jsonl"
    command = [sys.executable, "-m", "entitas", "gazetteer", "mine", str(corpus), "-o", str(killed)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    kept = killed.with_suffix(".observed.jsonl")
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        if kept.exists() and kept.read_bytes().count(b"\n") > 16:
            os.killpg(process.pid, signal.SIGKILL)
            break
        time.sleep(0.02)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "the run was over before it could be killed"
    assert not killed.exists()
    with kept.open("ab") as stream:
        stream.write(b'{"fingerprint": "torn')
    before = kept.read_bytes().count(b"\n") - 1
    code, said = mine(corpus, "-o", killed)
    assert code == 0
    assert f"{before} of them before" in said
    assert mine(corpus, "-o", whole)[0] == 0
    assert killed.read_text("utf-8") == whole.read_text("utf-8")
    assert "Forum Nelayan Pesisir" in whole.read_text("utf-8")


def test_what_is_kept_of_another_gazetteer_is_not_gone_on_with(
    corpus: Path, tmp_path: Path
) -> None:
    out, pack = tmp_path / "c.jsonl", tmp_path / "mine.csv"
    corpus.write_text(json.dumps({"text": TEXTS[0]}) + "\n", encoding="utf-8")
    pack.write_text("kind,name\ncompany,PT Angin Ribut\n", encoding="utf-8")
    assert mine(corpus, "-o", out, "--least", 1)[0] == 0
    with pytest.raises(ConfigError, match="--restart"):
        mine(corpus, "-o", out, "-g", pack)
    assert mine(corpus, "-o", out, "-g", pack, "--restart")[0] == 0


def test_documents_that_come_twice_count_once_and_bad_ones_are_listed(
    corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "c.jsonl"
    good = json.dumps({"text": TEXTS[0]})
    corpus.write_text(f"{good}\n{{broken\n{good}\n", encoding="utf-8")
    code, said = mine(corpus, "-o", out, "--least", 1)
    assert code == 1
    assert "1 documents read" in said
    (error,) = map(json.loads, (tmp_path / "c.observed.errors.jsonl").read_text().splitlines())
    assert error["original"] == "{broken"
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {candidate["evidence"]["documents"] for candidate in found} == {1}
