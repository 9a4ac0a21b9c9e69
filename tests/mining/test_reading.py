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
from entitas.errors import ConfigError, EntitasError, InputError

pytestmark = pytest.mark.usefixtures("without_torch")

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


def test_a_run_that_read_nothing_does_not_stand_in_the_way(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    corpus.write_text(json.dumps({"text": TEXTS[0]}) + "\n", encoding="utf-8")
    for workers in (1, 2):
        with pytest.raises(EntitasError, match="No NER model 'nothing'"):
            mine(corpus, "-o", out, "--model", "nothing", "--workers", workers)
    assert mine(corpus, "-o", out)[0] == 0


def test_two_processes_find_what_one_finds(corpus: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert mine(corpus, "-o", one)[0] == mine(corpus, "-o", two, "--workers", 2)[0] == 0
    assert one.read_text("utf-8") == two.read_text("utf-8") != ""


def test_what_is_kept_is_checked(corpus: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "c.jsonl", tmp_path / "c.observed.jsonl"
    corpus.write_text(json.dumps({"id": "a\u2028b", "text": TEXTS[0]}) + "\n", encoding="utf-8")
    assert mine(corpus, "-o", out, "--least", 1)[0] == 0
    found = out.read_text("utf-8")
    head, line = kept.read_text("utf-8").rstrip("\n").split("\n")
    # as two runs at once leave it
    kept.write_text(f"{head}\n{line}\n{line}\n", encoding="utf-8")
    assert mine(corpus, "-o", out, "--least", 1)[0] == 0
    assert out.read_text("utf-8") == found
    for damaged in (line[:9], "[]", '{"fingerprint": "' + json.loads(line)["fingerprint"] + '"}'):
        kept.write_text(f"{head}\n{damaged}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match="line 2: damaged"):
            mine(corpus, "-o", out)


def test_a_document_that_is_no_text_is_listed(corpus: Path, tmp_path: Path) -> None:
    corpus.write_text('{"text": "Bupati \\ud800 Tuban"}\n', encoding="utf-8")
    assert mine(corpus, "-o", tmp_path / "c.jsonl")[0] == 1
    (error,) = map(json.loads, (tmp_path / "c.observed.errors.jsonl").read_text().splitlines())
    assert "surrogate" in error["reason"]


def test_a_folder_is_no_output(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        mine(corpus, "-o", tmp_path)
