"""The example articles against their gold, and the example programs as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

import entitas
from entitas.evaluate.records import score_records

pytestmark = pytest.mark.usefixtures("without_torch")

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLD = [json.loads(line) for line in (EXAMPLES / "gold.jsonl").read_text("utf-8").splitlines()]

# A little under what the shipped model and gazetteer reach: a change that breaks something shows.
LEAST = {
    "people": 0.92,
    "aliases": 0.95,
    "ranks": 0.95,
    "positions": 0.85,
    "position.agency": 0.87,
    "position.place": 0.82,
    "agencies": 0.88,
    "places": 0.92,
}


@pytest.fixture(scope="module")
def predicted(nlp: Language) -> list[entitas.Document]:
    items = [{"id": gold["id"], "text": gold["text"]} for gold in GOLD]
    return list(entitas.extract_many(items, nlp=nlp))


def test_records_are_near_the_gold(predicted: list[entitas.Document]) -> None:
    scores = score_records(GOLD, [record.model_dump() for record in predicted])
    reached = {slot: counts.f1 for slot, counts in scores.slots.items()}
    assert {slot: f1 for slot, f1 in reached.items() if f1 < LEAST[slot]} == {}


def test_positions_refer_to_records_of_the_document(predicted: list[entitas.Document]) -> None:
    for record in predicted:
        agencies = {agency.id for agency in record.agencies}
        places = {place.id for place in record.places}
        for person in record.people:
            for position in person.positions:
                assert position.agency is None or position.agency.id in agencies | {None}
                assert position.place is None or position.place.id in places | {None}
        for agency in record.agencies:
            assert agency.parent in agencies | {None}
            assert agency.place in places | {None}


@pytest.mark.parametrize("program", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_example_programs_run(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5
