from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from entitas.errors import InputError
from entitas.evaluate.cli import app

AGENCY = {"name": "KPK", "forms": ["KPK"], "kind": "commission"}
GOLD = {"id": "1", "people": [], "agencies": [AGENCY], "places": []}
FOUND = GOLD | {"agencies": [{"name": "BPK", "kind": "commission", "mentions": [{"text": "BPK"}]}]}


def lines(path: Path, *documents: Any) -> str:
    path.write_text("\n\n".join(json.dumps(d) for d in documents) + "\n", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_records_as_a_table_with_errors(tmp_path: Path) -> None:
    gold, found = lines(tmp_path / "g.jsonl", GOLD), lines(tmp_path / "p.jsonl", FOUND)
    output = run("records", gold, found, "--errors")
    assert "agencies" in output
    assert output.splitlines()[-2:] == ["1\tagency missed\tKPK", "1\tagency extra\tBPK"]


def test_records_as_json_from_a_json_list(tmp_path: Path) -> None:
    gold, found = lines(tmp_path / "g.json", [GOLD]), lines(tmp_path / "p.jsonl", FOUND)
    numbers = json.loads(run("records", gold, found, "--json"))
    assert numbers["agencies"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 1}


def test_line_separators_within_a_string_do_not_end_a_line(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    document = GOLD | {"text": "baris\u2028baru\u0085lagi"}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert json.loads(run("records", str(path), str(path), "--json"))["agencies"]["f1"] == 1


def test_spans_are_matched_by_id(tmp_path: Path) -> None:
    gold = lines(
        tmp_path / "g.jsonl",
        {"id": "1", "spans": [[0, 3, "ORG"]]},
        {"id": "2", "spans": [[4, 9, "PERSON"]]},
    )
    found = lines(tmp_path / "p.jsonl", {"id": "2", "spans": [[4, 8, "PERSON"]]})
    assert json.loads(run("spans", gold, found, "--json"))["overlap"]["micro"]["r"] == 0.5
    assert run("spans", gold, found, "--errors").splitlines()[-2:] == [
        "1\tmissed\t0 3 ORG\t–",
        "2\tborder\t4 9 PERSON\t4 8 PERSON",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "line 1 is not valid JSON"),
        (b"[1]", "not a document"),
        (b"\xff", "cannot be read"),
        (b'{"spans": []}', "without an id"),
        (b'{"id": "1"}', "no list of spans"),
    ],
)
def test_bad_files_are_input_errors(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        run("spans", str(path), str(path))


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        run("records", str(tmp_path / "none.jsonl"), str(tmp_path / "none.jsonl"))
