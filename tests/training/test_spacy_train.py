"""The training of the spaCy backend, on a network small enough to train in a test."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from entitas.cli import app
from entitas.errors import ConfigError
from entitas.ner.load import load_ner
from entitas.ner.protocol import Span
from entitas.training import spacy_train
from entitas.training.config import read_recipe
from entitas.training.corpora import Example
from entitas.training.spacy_data import batches, label
from entitas.training.spacy_loss import UNKNOWN
from entitas.training.spacy_network import make_pipeline
from entitas.training.spacy_recipe import Network, SpacyRecipe
from entitas.training.spacy_train import train

NAMES = ("Rina Sari", "Budi Hartanto", "Dewi Lestari", "Agus Wibowo")
PLACES = ("Tuban", "Demak", "Kupang", "Bogor")
NETWORK = Network(width=16, depth=2, rows={"NORM": 200, "SHAPE": 50})

RECIPE = """
name = "tiny"

[data]
records = ["train.jsonl"]
dev = "dev.jsonl"
corpora = { corpus = ["corpus.tsv"] }

[network]
width = 16
depth = 2
rows = { NORM = 200, SHAPE = 50 }

[schedule]
epochs = 4
records = 4
rate = 2e-2
batch = 60
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data, a recipe, and a finished training."""
    folder = tmp_path_factory.mktemp("training")
    articles, silver = [], []
    for number in range(12):
        name, place = NAMES[number % 4], PLACES[number % 3]
        office = f"Kapolres {place}"
        text = f"{office} AKBP {name} tiba di {place}. Kata {name}, air surut."
        person = {"forms": [name], "ranks": ["AKBP"], "positions": [{"text": office}]}
        places = [{"forms": [place]}]
        articles.append(
            {"id": f"{number}", "text": text, "people": [person], "agencies": [], "places": places}
        )
        silver.append({"text": "Harga beras naik di pasar.", "entities": [], "offices": []})
    lines = [json.dumps(article) for article in articles]
    (folder / "train.jsonl").write_text("\n".join(lines[:10]))
    (folder / "dev.jsonl").write_text("\n".join(lines[10:]).replace("air surut", "banjir reda"))
    (folder / "silver.jsonl").write_text("\n".join(map(json.dumps, silver)))
    sentence = "Rina\tB-PER\nSari\tI-PER\nke\tO\nTuban\tB-LOC\n.\tO\n\n"
    (folder / "corpus.tsv").write_text(sentence * 6)
    (folder / "recipe.toml").write_text(RECIPE)
    run(folder, folder / "model")
    return folder


def run(folder: Path, out: Path) -> list[dict[str, float]]:
    recipe = read_recipe(folder / "recipe.toml", SpacyRecipe)
    return list(train(recipe, folder, folder / "silver.jsonl", out, version="7"))


def test_each_epoch_is_logged_with_dev_scores(folder: Path) -> None:
    log = (folder / "model.run/log.jsonl").read_text().splitlines()
    lines = [json.loads(line) for line in log]
    assert [line["epoch"] for line in lines] == [1, 2, 3, 4]
    assert lines[-1]["loss"] < lines[0]["loss"] / 2
    assert lines[-1]["entities"] > 0.9
    assert lines[-1]["offices"] > 0.9


def test_the_model_folder_is_loaded_by_its_backend(folder: Path) -> None:
    text = "Kapolres Demak AKBP Rina Sari tiba di Demak."
    found = load_ner("spacy", folder / "model").predict([text])[0]
    assert {text[s.start : s.end] for s in found.entities} == {"Demak", "Rina Sari"}
    assert [text[s.start : s.end] for s in found.offices] == ["Kapolres Demak", "AKBP"]


def test_the_model_folder_holds_no_words_of_the_training(folder: Path) -> None:
    assert "Hartanto" not in (folder / "model/vocab/strings.json").read_text()


def test_an_interrupted_training_goes_on_to_the_same_weights(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs = []
    whole = spacy_train._Run._epoch

    def interrupted(run: Any, epoch: int) -> float:
        epochs.append(epoch)
        if len(epochs) == 3:
            raise KeyboardInterrupt
        return whole(run, epoch)

    out = folder / "interrupted"
    monkeypatch.setattr(spacy_train._Run, "_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(folder, out)
    assert not out.exists()
    run(folder, out)
    assert epochs == [0, 1, 2, 2, 3]
    for part in ("tok2vec", "entities", "offices"):
        once, twice = ((folder / name / part / "model").read_bytes() for name in ("model", out))
        assert once == twice


def test_held_out_sentences_are_refused(folder: Path, tmp_path: Path) -> None:
    dev = json.loads((folder / "dev.jsonl").read_text().splitlines()[0])
    line = {"text": dev["text"], "entities": [], "offices": []}
    (tmp_path / "silver.jsonl").write_text(json.dumps(line))
    recipe = read_recipe(folder / "recipe.toml", SpacyRecipe)
    with pytest.raises(ConfigError, match="held-out"):
        list(train(recipe, folder, tmp_path / "silver.jsonl", tmp_path / "model", version="7"))


def test_the_command_trains(folder: Path, tmp_path: Path) -> None:
    short = (folder / "recipe.toml").read_text().replace("epochs = 4", "epochs = 1")
    (tmp_path / "recipe.toml").write_text(short)
    arguments = ["--data", folder, "--silver", folder / "silver.jsonl", "--out", tmp_path / "m"]
    command = ["train", "spacy", tmp_path / "recipe.toml", *arguments]
    done = CliRunner().invoke(app, list(map(str, command)))
    assert done.exit_code == 0, done.output
    assert "'epoch': 1" in done.stdout
    assert (tmp_path / "m/config.json").is_file()


def test_spans_within_tokens_take_the_whole_token() -> None:
    nlp = make_pipeline(NETWORK)
    example = Example("Warga se-Indonesia,\nkata Rina.", [Span(9, 18, "PLACE")], [])
    first, second = label(nlp, example)
    assert [token.text for token in first.piece.doc] == ["Warga", "se-Indonesia", ","]
    assert [tags.tolist() for tags in first.tags] == [[0, 5, 0], [0, 0, 0]]
    assert second.tags[0].tolist() == [0, 0, 0]


def test_unsure_stretches_have_no_say_in_offices() -> None:
    nlp = make_pipeline(NETWORK)
    example = Example("Kapolres dan AKBP hadir.", [], [Span(13, 17, "RANK")], unsure=((0, 8),))
    entities, offices = next(label(nlp, example)).tags
    assert offices.tolist() == [UNKNOWN, 0, 3, 0, 0]
    assert entities.tolist() == [0] * 5


def test_batches_hold_each_piece_once() -> None:
    nlp = make_pipeline(NETWORK)
    items = [item for n in range(20) for item in label(nlp, Example("air " * (n + 1), []))]
    made = batches(items, 30, random.Random(1))
    assert sorted(len(i.piece.doc) for batch in made for i in batch) == list(range(1, 21))
    assert all(sum(len(i.piece.doc) for i in batch[:-1]) < 30 for batch in made)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("epochs = 4", 'epochs = "x"', "schedule.epochs"),
        ("width", "breadth", "network.breadth"),
        ("[network]", "[network", "not TOML"),
    ],
)
def test_a_recipe_that_is_wrong_is_refused(
    folder: Path, tmp_path: Path, before: str, after: str, message: str
) -> None:
    text = (folder / "recipe.toml").read_text()
    (tmp_path / "recipe.toml").write_text(text.replace(before, after))
    with pytest.raises(ConfigError, match=re.escape(message)):
        read_recipe(tmp_path / "recipe.toml", SpacyRecipe)


def test_the_recipe_of_the_shipped_model_is_valid() -> None:
    path = Path(__file__).parents[2] / "training/entitas-id-spacy.toml"
    assert isinstance(read_recipe(path, SpacyRecipe), SpacyRecipe)
