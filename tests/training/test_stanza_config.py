from __future__ import annotations

from pathlib import Path

import pytest

from entitas.errors import ConfigError
from entitas.training.config import read_recipe
from entitas.training.stanza_config import StanzaRecipe

RECIPE = Path(__file__).parents[2] / "training" / "entitas-id-stanza.toml"


def test_the_shipped_recipe_is_valid() -> None:
    recipe = read_recipe(RECIPE, StanzaRecipe)
    assert recipe.name == RECIPE.stem
    assert recipe.columns == ["entities", "offices", "nerui", "nergrit"]
    assert recipe.data.dev not in [*recipe.data.records, *recipe.treebanks.train]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("steps = ", "stepps = ", "treebanks.stepps"),
        ("gold = 3", "gold = 0", "tagger.gold"),
        ("[data]", "[data", "not TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = RECIPE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "r.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=named):
        read_recipe(path, StanzaRecipe)
