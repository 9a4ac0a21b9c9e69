from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("without_torch")

ARTICLE = "Kapolres Tuban AKBP Rudi Hartanto menemui warga di Kecamatan Jenu."


def run(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "entitas", *args], input=stdin, capture_output=True, check=False
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_extract_prints_json_from_standard_input() -> None:
    done = run("extract", "-", "--json", stdin=ARTICLE.encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["people"][0]["name"] == "Rudi Hartanto"


def test_extract_explains(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = run("extract", str(tmp_path / "a.txt"), "--json", "--explain")
    rows = json.loads(done.stdout)["explanation"]
    office = next(row for row in rows if row["outcome"].startswith("office of"))
    assert office["text"] == "Kapolres Tuban"
    assert office["record"] == "p1"
    assert "Rudi Hartanto" in run("extract", str(tmp_path / "a.txt"), "--explain").stdout


def test_annotate_keeps_order_and_sets_failures_aside(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "b", "text": ARTICLE, "title": "T"}),
        "{broken",
        json.dumps({"id": "c"}),
        json.dumps({"text": ""}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    out = tmp_path / "deep" / "out.jsonl"
    done = run("annotate", str(tmp_path / "in.jsonl"), "-o", str(out))
    assert done.returncode == 1
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["id"] for record in records] == ["b", "in:4"]
    assert records[0]["title"] == "T"
    errors = [
        json.loads(line) for line in (out.parent / "out.errors.jsonl").read_text().splitlines()
    ]
    assert [error["where"].rpartition(":")[2] for error in errors] == ["2", "3"]
    assert errors[0]["original"] == "{broken"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract", "absent.txt"], "absent.txt cannot be read"),
        (["annotate", "absent", "-o", "x.jsonl"], "does not exist"),
        (["extract", "latin.txt"], "byte 4 is 0xE9"),
    ],
)
def test_bad_input_is_one_clear_line(
    args: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.txt").write_bytes(b"Kaf\xe9"[:3] + b"a\xe9 buka")
    done = run(*args)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_info_and_schema() -> None:
    info = json.loads(run("info", "--json").stdout)
    assert {"name", "backend", "version", "megabytes"} == info["models"][0].keys()
    assert info["models"][0]["name"] in run("info").stdout
    assert sum(info["gazetteer"]["entries"].values()) > 8_000
    assert json.loads(run("schema").stdout)["title"] == "Document"
