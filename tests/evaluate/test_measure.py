from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entitas.errors import ConfigError, InputError
from entitas.evaluate.cli import app
from entitas.evaluate.error_lines import error_lines
from entitas.evaluate.measure import measure
from entitas.evaluate.spans import score_spans
from entitas.ner.protocol import Prediction, Span
from entitas.training.cli import app as train_app

TEXT = "Gubernur Bali Wayan Sentosa tiba di Denpasar, Senin."
ARTICLE = {
    "id": "berita-1",
    "text": TEXT,
    "people": [{"forms": ["Wayan Sentosa"], "positions": [{"text": "Gubernur Bali"}]}],
    "agencies": [],
    "places": [{"forms": ["Bali"]}, {"forms": ["Denpasar"]}],
}


class Fixed:
    """Finds the same in every text."""

    name = "fixed"

    def __init__(self, *entities: Span) -> None:
        self.entities = list(entities)

    def predict(self, texts: list[str]) -> list[Prediction]:  # type: ignore[override]
        return [Prediction(self.entities, [Span(0, 13, "POSITION", 0.6)]) for _ in texts]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n")
    return path


@pytest.fixture
def conll(tmp_path: Path) -> Path:
    path = tmp_path / "gold.txt"
    path.write_text("Bupati\tO\n(\tO\nRina\tB-PER\nSari\tI-PER\n)\tO\ntiba\tO\n\nBali\tB-LOC\n")
    return path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["spans", *arguments])
    if result.exception is not None:
        raise result.exception
    return result.output


def test_articles_are_scored_by_head(gold: Path) -> None:
    ner = Fixed(Span(14, 27, "PERSON", 0.9), Span(36, 52, "ORG", 0.8))
    measured = measure(ner, gold)
    assert measured.entities.exact["PERSON"].f1 == 1
    assert measured.entities.exact["PLACE"].to_dict() == {"p": 1.0, "r": 0.0, "f1": 0.0, "n": 2}
    assert measured.entities.confusion["PLACE", "ORG"] == 1
    assert measured.offices is not None
    assert measured.offices.micro().f1 == 1
    assert measured.to_dict()["offices"]["ece"] == 0.4
    assert list(error_lines(measured.entities, measured.names, measured.texts)) == [
        "berita-1\tmissed\t9 13 PLACE\t–\tGubernur [Bali] Wayan Sentosa tiba di Denpasa…",
        "berita-1\tlabel\t36 44 PLACE\t36 52 ORG\t"
        "…ur Bali Wayan Sentosa tiba di [{Denpasar], Senin.}",
    ]


def test_conll_sentences_are_named_by_number_and_label_no_offices(conll: Path) -> None:
    measured = measure(Fixed(Span(0, 4, "PLACE")), conll)
    assert measured.names == ["sentence 1", "sentence 2"]
    assert measured.offices is None
    assert measured.entities.exact["PLACE"].right == 1
    assert measured.entities.exact["PERSON"].missed == 1


def test_marks_of_spans_that_touch_stay_in_order() -> None:
    scores = score_spans([[(0, 3, "ORG")]], [[(3, 6, "ORG")]])
    assert [line.split("\t")[-1] for line in error_lines(scores, ["a"], ["KPKKPU"])] == [
        "[KPK]KPU",
        "KPK{KPU}",
    ]


def test_a_shipped_model_is_measured(gold: Path) -> None:
    plain, upper = (
        json.loads(run(str(gold), "--json", *more)) for more in ([], ["--corrupt", "upper"])
    )
    assert plain["model"] == "entitas-id-small"
    assert plain["entities"]["exact"]["labels"]["PERSON"]["f1"] == 1
    assert 0 <= plain["entities"]["ece"] <= 1
    assert 0 <= plain["offices"]["ece"] <= 1
    assert plain["entities"] != upper["entities"]


def test_people_see_tables_confusion_and_errors(conll: Path) -> None:
    output = run(str(conll), "--ner", "onnx", "--corpus", "idner", "--errors")
    assert "entities: confusion" in output
    assert "expected calibration error" in output
    assert "nothing" in output


def test_training_knows_the_same_command(gold: Path) -> None:
    result = CliRunner().invoke(train_app, ["evaluate", str(gold), "--json"])
    assert json.loads(result.output)["file"] == str(gold)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--corrupt", "fire"], "no-punctuation, glue"),
        (["--ner", "magic"], "give one of onnx"),
    ],
)
def test_unknown_names_are_refused(gold: Path, options: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        run(str(gold), *options)


def test_settings_that_do_not_go_together_are_refused(gold: Path, conll: Path) -> None:
    with pytest.raises(ConfigError, match="can be damaged"):
        run(str(conll), "--corrupt", "upper")
    with pytest.raises(ConfigError, match="leave it out"):
        run(str(gold), str(gold), "--ner", "onnx")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "Bali B-LOC\n", "no known kind"),
        ("a.txt", "", "is empty"),
        ("a.jsonl", "\n", "is empty"),
        ("a.txt", None, "cannot be read"),
        ("a.conll", "Bali B-TOWN\n", "line 1"),
    ],
)
def test_files_that_are_no_gold(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=message):
        run(str(path))
