from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from entitas import extras
from entitas.errors import ConfigError, MissingExtraError
from entitas.training.cli import app
from entitas.training.config import Recipe, read_recipe

RECIPES = [
    Path(__file__).parents[2] / "training" / f"{name}.toml"
    for name in ("entitas-id-small", "first", "teacher")
]
SMALL = """
name = "small"
[vocabulary]
size = 2000
[data]
records = ["train.jsonl"]
dev = "dev.jsonl"
[[stages]]
name = "one"
data = "records"
epochs = 1
"""


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_shipped_recipes_are_valid(path: Path) -> None:
    recipe = read_recipe(path, Recipe)
    assert recipe.name == path.stem
    trained = {file for files in recipe.data.corpora.values() for file in files}
    trained |= set(recipe.data.records)
    assert not trained & {*recipe.data.held_out, recipe.data.dev}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("epochs = 1", "epochs = 0", r"stages\.0\.epochs"),
        ('name = "one"', 'nam = "one"', r"stages\.0\.nam"),
        ("size = 2000", "", r"vocabulary\.size"),
        ('data = "records"', 'data = "everything"', r"stages\.0\.data"),
        ("[vocabulary]", "[vocabulary", "not TOML"),
    ],
)
def test_bad_recipes_name_the_setting(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(SMALL)
    assert read_recipe(path, Recipe).name == "small"
    path.write_text(SMALL.replace(old, new))
    with pytest.raises(ConfigError, match=message):
        read_recipe(path, Recipe)


@pytest.mark.parametrize(
    "command",
    [
        ["convert-base", "wheel.whl", "out"],
        ["prune-vocab", "RECIPE", "--base", "b", "--data", "d", "--out", "o"],
        ["train", "RECIPE", "--data", "d", "--base", "b", "--out", "o"],
        ["export", "RECIPE", "--base", "b", "--run", "r", "--out", "o"],
        ["quantise", "RECIPE", "--data", "d", "--base", "b", "--run", "r", "--out", "o"],
        ["distil", "RECIPE", "--data", "d", "--teacher", "t", "--out", "o"],
        ["silver", "RECIPE", "--data", "d", "--out", "o"],
    ],
    ids=lambda command: command[0],
)
def test_without_the_extra_every_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(SMALL)
    arguments = [str(recipe) if word == "RECIPE" else word for word in command]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, MissingExtraError)
    assert "entitas[train]" in str(result.exception)
