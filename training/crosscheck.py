"""Five-fold cross-check of the records: every article is read by a model that has not seen it.

Run:  python training/crosscheck.py DATA RUNS [--folds 5]

For each fold a model is trained by the recipe `first.toml` (people only, six layers) without the
fold's articles, quantised and calibrated, and reads them; the scores are those of all articles
together, next to those of the shipped model, which was trained on them. The stage on the public
corpora, which hold none of the articles, is trained once. Articles that share a sentence are in one
fold. RUNS/pruned is the base that `make -f training/Makefile` makes. Everything is kept in RUNS and
not trained again; about two hours on two cores, less than one with --folds 2.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

import entitas
from entitas.evaluate import score_records
from entitas.ner.calibrated import Calibration
from entitas.ner.load import load_ner
from entitas.ner.models import write_calibration
from entitas.training.config import Recipe, read_recipe
from entitas.training.corpora import read_records
from entitas.training.export import quantise
from entitas.training.leakage import sentences_of
from entitas.training.platt import fit_platt
from entitas.training.train import train

RECIPE = Path(__file__).parent / "first.toml"
SEED, CALIBRATION = 1, 50

Article = dict[str, Any]


def folds(articles: Sequence[Article], many: int) -> list[list[Article]]:
    """Part the articles at random; those that share a sentence stay together."""
    group = list(range(len(articles)))
    seen: dict[str, int] = {}
    for number, article in enumerate(articles):
        for sentence in sentences_of(article["text"]):
            one, other = group[seen.setdefault(sentence, number)], group[number]
            group = [one if own == other else own for own in group]
    order = sorted(set(group))
    random.Random(SEED).shuffle(order)
    parts: list[list[Article]] = [[] for _ in range(many)]
    for number in order:
        own = [article for article, at in zip(articles, group, strict=True) if at == number]
        min(parts, key=len).extend(own)
    return parts


def trained(recipe: Recipe, data: Path, runs: Path, fold: Path) -> Path:
    """Train a model without a fold's articles; return its folder."""
    model = fold / "model"
    if (model / "calibrated").is_file():
        return model
    corpora = runs / "corpora"
    if not (corpora / "tagger.pt").is_file():
        first = recipe.model_copy(update={"stages": recipe.stages[:1]})
        train(first, data, runs / "pruned", corpora)
    fold_data = recipe.data.model_copy(
        update={
            "records": [fold / "train.jsonl"],
            "held_out": [*recipe.data.held_out, fold / "held_out.jsonl"],
        }
    )
    recipe = recipe.model_copy(update={"data": fold_data})
    run = fold / "run"
    if not run.exists():
        run.mkdir()
        shutil.copy(corpora / "checkpoint.pt", run)
    train(recipe, data, runs / "pruned", run)
    texts = [example.text for example in read_records(fold / "train.jsonl")[:CALIBRATION]]
    quantise(recipe, runs / "pruned", run, model, version="1", texts=texts)
    calibrate(model, data / recipe.data.dev)
    (model / "calibrated").touch()
    return model


def calibrate(model: Path, gold: Path) -> None:
    """Make the scores of a model probabilities."""
    examples = read_records(gold)
    found = load_ner(model=model, calibrated=False).predict([e.text for e in examples])
    entities = fit_platt([e.entities for e in examples], [f.entities for f in found])
    offices = fit_platt([e.offices or [] for e in examples], [f.offices for f in found])
    write_calibration(model, Calibration(entities=entities.platt, offices=offices.platt))


def read(model: Path | None, articles: Sequence[Article], out: Path) -> None:
    """Write the documents of some articles, as a model reads them; the shipped one if None."""
    nlp = entitas.load(model=model)
    items = [{"id": article["id"], "text": article["text"]} for article in articles]
    made = track(entitas.extract_many(items, nlp=nlp), f"{out}", total=len(items))
    out.write_text("".join(f"{document.model_dump_json()}\n" for document in made), "utf-8")


def main() -> None:
    """Train, read and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("runs", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    recipe = read_recipe(RECIPE, Recipe)
    gold = [a for file in recipe.data.records for a in jsonl(given.data / file)]
    parts = folds(gold, given.folds)
    for number, part in enumerate(parts):
        fold = given.runs / f"fold{number}"
        fold.mkdir(parents=True, exist_ok=True)
        rest = [article for other in parts if other is not part for article in other]
        for name, articles in (("held_out", part), ("train", rest)):
            lines = "".join(json.dumps(article) + "\n" for article in articles)
            (fold / f"{name}.jsonl").write_text(lines, "utf-8")
        model = trained(recipe, given.data, given.runs, fold)
        read(model, part, fold / "records.jsonl")
    read(None, gold, given.runs / "shipped.jsonl")
    unseen = [d for n in range(given.folds) for d in jsonl(given.runs / f"fold{n}/records.jsonl")]
    shipped = jsonl(given.runs / "shipped.jsonl")
    for title, documents in (("by models that have not seen them", unseen), ("shipped", shipped)):
        Console().print(score_records(gold, documents).table(), title, "\n")


def jsonl(path: Path) -> list[Article]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
