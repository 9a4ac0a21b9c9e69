"""``entitas gazetteer`` as its users type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entitas.cli import app, main


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["gazetteer", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("kind,name,place\ncompany,PT Angin Ribut,33.74\n", encoding="utf-8")
    return path


def test_search_show_and_find() -> None:
    found = json.loads(run("search", "Komisi Pembrantasan Korupsi", "-n", "3", "--json"))
    assert found[0]["id"] == "body:kpk"
    assert "Kepolisian Resor Tuban" in run("show", "polres@35.23")
    shown = json.loads(run("show", "id:33.74", "--json"))
    assert shown["path"] == ["Indonesia", "Jawa Tengah"]
    hits = json.loads(run("find", "Kapolres Tuban di Semarang", "--json"))
    assert [hit["candidates"][0][0] for hit in hits] == ["id:35.23", "id:33.74"]
    assert "id:33.74" in run("find", "di Semarang")
    given = CliRunner().invoke(app, ["gazetteer", "find", "-"], input="di Semarang")
    assert "id:33.74" in given.stdout
    given = CliRunner().invoke(app, ["gazetteer", "find", "-"], input=b"di \xe9")
    assert "byte 3 is 0xE9" in str(given.exception)


def test_stats_counts_what_there_is() -> None:
    counted = json.loads(run("stats", "--json"))
    assert counted["entries"]["place"] > 91_599
    assert counted["hash"] in run("stats")


def test_a_pack_is_used_and_compared(pack: Path) -> None:
    assert "valid: 1 entries" in run("validate", str(pack))
    assert json.loads(run("validate", str(pack), "--json")) == []
    assert "PT Angin Ribut" in run("search", "Angin Ribut", "-g", str(pack))
    changes = json.loads(run("diff", "-", str(pack), "--json"))["entries"]
    assert [(c["what"], c["id"]) for c in changes] == [("added", "body:pt-angin-ribut")]
    text = pack.with_name("text.txt")
    text.write_text("PT Angin Ribut membuka kantor di Semarang.", encoding="utf-8")
    said = run("diff", "-", str(pack), "--corpus", str(text))
    assert "1 entries differ" in said
    assert "records: " in said


def test_a_gazetteer_is_built_and_used(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "built"
    run("build", str(pack), "-o", str(folder))
    assert "company" in run("show", "body:pt-angin-ribut", "-g", str(folder))


def test_every_bad_row_is_named_and_the_status_is_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = [f"firma,PT {n},33.74" if n % 2 else f"company,PT {n},99.99" for n in range(100)]
    path.write_text("\n".join(["kind,name,place", *rows]) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["gazetteer", "validate", str(path), "--json"])
    assert result.exit_code == 2
    problems = json.loads(result.stdout)
    assert [problem["line"] for problem in problems] == list(range(2, 102))
    assert {problem["field"] for problem in problems} == {"kind", "place"}
    result = CliRunner().invoke(app, ["gazetteer", "validate", str(path)])
    assert "line 101" in result.stderr
    assert "100 problems" in result.stderr
    assert "nothing was changed" in result.stderr


def test_export_and_import(tmp_path: Path) -> None:
    courts, patterns = tmp_path / "courts.csv", tmp_path / "patterns.jsonl"
    run("export", "--kind", "commission", "-o", str(courts))
    assert "body:kpk,commission" in courts.read_text(encoding="utf-8")
    run("export", "--kind", "commission", "--patterns", "-o", str(patterns))
    pack = tmp_path / "pack.jsonl"
    run("import", str(patterns), "--kind", "ORG=commission", "-o", str(pack))
    assert '"id": "body:kpk"' in pack.read_text(encoding="utf-8")
    table = tmp_path / "firms.csv"
    table.write_text("Nama\tKota\nPT Angin\t33.74\n", encoding="utf-8")
    run("import", str(table), "--map", "name=Nama", "--map", "place=Kota", "--set",
        "kind=company", "--delimiter", "\t", "-o", str(pack))  # fmt: skip
    assert json.loads(pack.read_text(encoding="utf-8"))["name"] == "PT Angin"


def test_what_cannot_be_imported_is_named(tmp_path: Path) -> None:
    patterns = tmp_path / "patterns.jsonl"
    patterns.write_text(
        '{"label": "ORG", "pattern": "PT Angin"}\n{"label": "DATE", "pattern": "Senin"}\n',
        encoding="utf-8",
    )
    pack = tmp_path / "pack.yaml"
    result = CliRunner().invoke(app, ["gazetteer", "import", str(patterns), "-o", str(pack)])
    assert result.exit_code == 1
    assert "line 2, label" in result.stderr
    assert "PT Angin" in pack.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "body:tiada"], "no entry has the id body:tiada"),
        (["stats", "-g", "none.csv"], "no such file"),
        (["export", "--kind", "firm", "-o", "x.csv"], "no such kind: 'firm'"),
        (["export", "--kind", "court", "-o", "x.txt"], "packs end in"),
        (["export", "--kind", "court", "--patterns", "-o", "x.csv"], "name a .jsonl file"),
        (["import", "x.csv", "-o", "y.csv"], "--map name=COLUMN"),
        (["import", "x.csv", "--map", "name", "-o", "y.csv"], "write NAME=VALUE"),
        (["import", "x.csv", "--map", "name=Nama", "-o", "y.csv"], "cannot be read"),
        (["validate", "x.csv"], "cannot be read"),
    ],
)
def test_bad_input_is_one_clear_line(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["entitas", "gazetteer", *arguments])
    with pytest.raises(SystemExit) as status:
        main()
    assert status.value.code == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []
