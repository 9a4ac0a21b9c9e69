"""The commands that tune and compare, on the example articles and with a pack that is bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entitas.cli import app
from entitas.errors import ConfigError, InputError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.settings import read_settings

EXAMPLES = Path(__file__).parents[2] / "examples"
# titles and things, as names of bodies
WORDS = ("Ketua", "Kepala", "Direktur", "Wakil", "Bupati", "Gubernur", "Camat", "Menteri", "Warga")


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packs") / "bad.csv"
    rows = "".join(f"body:bad-{n},ministry,{word}\n" for n, word in enumerate(WORDS))
    path.write_text(f"id,kind,name\n{rows}", encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["gazetteer", *map(str, arguments)])
    if result.exception:
        raise result.exception
    return result.output


def test_a_bad_pack_is_tuned_away(bad: Path, tmp_path: Path) -> None:
    out, picture = tmp_path / "tuning.toml", tmp_path / "gain.png"
    gold = EXAMPLES / "gold.jsonl"
    said = run("tune", "--gold", gold, "--pack", bad, "-o", out, "--folds", 3, "--plot", picture)
    assert "The packs, as they are" in said
    assert "The mean rises" in said
    assert picture.read_bytes().startswith(b"\x89PNG")
    text = out.read_text("utf-8")
    assert "bad.csv" in text
    settings = read_settings([out])
    assert settings.packs.one_word > 0.5 or settings.names.off or settings.names.with_ner
    compared = run("diff", bad, f"{bad}+{out}", "--gold", gold, "--json")
    found = json.loads(compared)
    assert found["entries"] == []
    assert found["settings"]
    agencies = next(change for change in found["scores"] if change["name"] == "agencies")
    assert agencies["after"] > agencies["before"] + 0.02
    lost = {d["name"] for d in found["records"] if d["what"] == "lost"}
    assert lost & set(WORDS)


def test_agreement_stands_in_for_annotations(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "silver.toml"
    said = run("tune", "--silver", EXAMPLES / "articles", "--pack", bad, "-o", out)
    assert "not by annotation" in " ".join(said.split())
    assert "No gain can be claimed" in out.read_text("utf-8")
    tuned = Gazetteer.load([bad, out]).settings
    assert tuned != Gazetteer.load([bad]).settings
    assert not tuned.names.off


def test_nothing_to_gain_is_said(tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "tuning.toml"
    lines = (EXAMPLES / "gold.jsonl").read_text("utf-8").splitlines()[:4]
    gold.write_text("\n".join(lines), encoding="utf-8")
    said = run("tune", "--gold", gold, "-o", out, "--folds", 2)
    assert "Nothing significant is to be gained" in said
    assert "All settings are the ordinary ones" in out.read_text("utf-8")
    assert read_settings([out]) == Gazetteer.load().settings


def test_what_cannot_be_tuned_is_told(tmp_path: Path) -> None:
    gold = EXAMPLES / "gold.jsonl"
    with pytest.raises(ConfigError, match="either --gold"):
        run("tune")
    with pytest.raises(ConfigError, match=r"\.toml"):
        run("tune", "--gold", gold, "-o", tmp_path / "tuning.csv")
    with pytest.raises(ConfigError, match="pictures end in"):
        run("tune", "--gold", gold, "-o", tmp_path / "t.toml", "--plot", tmp_path / "gain.gif")
    with pytest.raises(ConfigError, match="no gain to draw"):
        run("tune", "--silver", EXAMPLES / "articles", "--plot", tmp_path / "gain.png")
    with pytest.raises(InputError, match="fewer folds"):
        run("tune", "--gold", gold, "-o", tmp_path / "t.toml", "--folds", 99)
    with pytest.raises(ConfigError, match="not both"):
        run("diff", "-", "-", "--gold", gold, "--corpus", EXAMPLES / "articles")


def test_what_of_a_corpus_cannot_be_read_is_told(tmp_path: Path) -> None:
    texts, out = tmp_path / "texts.jsonl", tmp_path / "silver.toml"
    texts.write_text('{"text": "Hujan turun di Tuban."}\n{broken\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["gazetteer", "tune", "--silver", str(texts), "-o", str(out)])
    assert result.exit_code == 1
    assert "1 documents could not be read" in result.output
    assert out.exists()
    texts.write_text('{"text": "Tuban \\ud800"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="surrogate"):
        run("tune", "--silver", texts, "-o", out)


def test_records_that_a_pack_changes_are_shown(tmp_path: Path) -> None:
    pack, text = tmp_path / "mine.csv", tmp_path / "text.txt"
    pack.write_text("kind,name,place\nother,Rumah Singgah Kemuning,35.23\n", encoding="utf-8")
    text.write_text("Kemarin Rumah Singgah Kemuning dibuka di Tuban.", encoding="utf-8")
    found = json.loads(run("diff", "-", pack, "--corpus", text, "--json"))
    assert [change["what"] for change in found["entries"]] == ["added"]
    assert found["scores"] == []
    assert all(record["snippet"]["document"] == "text" for record in found["records"])
