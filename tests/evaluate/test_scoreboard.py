from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from entitas.errors import ConfigError, InputError
from entitas.evaluate.cli import app
from entitas.evaluate.published import ARTICLES, IDNER, NERGRIT, PUBLISHED
from entitas.evaluate.scoreboard import page, run_backend, write_scoreboard

pytestmark = pytest.mark.usefixtures("without_torch")

SENTENCE = "Bupati\tO\nTuban\tB-{place}\nRina\tB-{person}\nSari\tI-{person}\ntiba\tO\n.\tO\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    article = {
        "id": "a",
        "text": "Gubernur Bali Wayan Sentosa tiba di Denpasar, Senin.",
        "people": [{"forms": ["Wayan Sentosa"], "positions": [{"text": "Gubernur Bali"}]}],
        "agencies": [],
        "places": [{"forms": ["Bali"]}, {"forms": ["Denpasar"]}],
    }
    for file, content in (
        (ARTICLES, json.dumps(article) + "\n"),
        (IDNER, SENTENCE.format(place="LOCATION", person="PERSON")),
        (NERGRIT, SENTENCE.format(place="PLACE", person="PERSON")),
    ):
        path = tmp_path / "data" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "data"


def result(f1: float) -> dict[str, Any]:
    scores = {"exact": f1, "overlap": f1 + 0.05, "macro": f1 - 0.05}
    return {
        "model": "a-model",
        "megabytes": 12.34,
        "rss": 170.4,
        "speed": 3900.0,
        "articles": {"entities": scores, "offices": scores},
        "damaged": dict.fromkeys(("lower", "upper", "typos", "no-punctuation", "glue"), 0.5),
        "idner": {"articles": scores},
        "nergrit": {"articles": scores, "own": scores},
    }


def rows(text: str, first: str) -> list[list[str]]:
    lines = (line for line in text.splitlines() if line.startswith(f"| {first} "))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_holds_what_was_measured() -> None:
    text = page({"onnx": result(0.9), "spacy": {"missing": "spaCy is tired"}}, "Fast CPU")
    assert rows(text, "onnx") == [
        ["onnx", "a-model", ".900", ".950", ".900", ".950"],
        ["onnx", "own", "–", ".900", ".850"],
        ["onnx", "articles", ".900", ".900", ".850"],
        ["onnx", "12.3", "3,900", "170"],
    ]
    assert rows(text, "as it is") == [["as it is", ".900"]]
    assert "One thread of Fast CPU" in text
    assert "- spacy: spaCy is tired" in text
    assert "--backends onnx,spacy" in text
    assert text.count("IndoNLU), table 5") == sum("IndoNLU" in p.source for p in PUBLISHED)


def test_columns_are_aligned() -> None:
    text = page({"onnx": result(0.9)}, "CPU")
    for block in text.split("\n\n"):
        table = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(line) for line in table}) <= 1


def test_each_result_is_kept_as_soon_as_it_is_there(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "docs" / "scores.md"
    seen = []

    def run(name: str, _: Path) -> dict[str, Any]:
        seen.append(out.read_text() if out.exists() else "")
        return {"missing": "broken"} if name == "onnx" else result(0.7)

    write_scoreboard(data, out, ["onnx", "spacy"], run)
    assert "- spacy: not yet measured" in seen[1]
    assert rows(out.read_text(), "spacy")[0][2] == ".700"
    assert "- onnx: broken" in out.read_text()


def test_a_backend_runs_in_a_process_of_its_own(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.md"
    command = ["scoreboard", "--data", str(data), "--out", str(out), "--backends", "onnx,magic"]
    done = CliRunner().invoke(app, command)
    assert done.exception is None
    assert "onnx: measured" in done.output
    text = out.read_text()
    assert rows(text, "onnx")[0][1] == "entitas-id-small"
    assert {row[1] for row in rows(text, "onnx")[1:3]} == {"own", "articles"}
    assert 50 < int(rows(text, "onnx")[-1][-1]) < 2_000
    assert "- magic: no model is shipped for a backend 'magic'" in text


def test_a_broken_test_file_is_the_reason(data: Path) -> None:
    (data / ARTICLES).write_text("{\n")
    assert "not JSON" in run_backend("onnx", data)["missing"]


def test_missing_tests_and_backends_are_refused(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.md"
    (data / NERGRIT).unlink()
    with pytest.raises(InputError, match="nergrit"):
        write_scoreboard(data, out, ["onnx"])
    done = CliRunner().invoke(app, ["scoreboard", "--data", str(data), "--backends", " , "])
    assert isinstance(done.exception, ConfigError)
    assert not out.exists()
