from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from entitas.errors import InputError
from entitas.records import Agency, Document, Mention
from entitas.tuning.gold import read_gold
from entitas.tuning.measure import compare, count, values

GOLD = Path(__file__).parents[2] / "examples" / "gold.jsonl"
CONLL = "Polres B-ORG\nTuban I-ORG\nmenahan O\nSarwono B-PER\n\nDi O\nRembang B-LOC\nhujan O\n"


def document(*names: str) -> Document:
    text = " dan ".join(names)
    agencies = []
    for n, name in enumerate(names, 1):
        at = text.index(name)
        mention = Mention(text=name, start=at, end=at + len(name), source="ner", score=1)
        agencies.append(Agency(id=f"a{n}", name=name, kind="police", mentions=(mention,)))
    return Document(agencies=tuple(agencies))


def test_articles_are_counted_measure_by_measure(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    agency = {"name": "Polres Tuban", "forms": ["Polres Tuban"], "kind": "police"}
    row = {"id": "1", "text": "…", "people": [], "agencies": [agency], "places": []}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (gold,) = read_gold(path)
    counts = np.stack([count(gold, document("Polres Tuban", "Polres Rembang"))])
    assert values(counts)["agencies"] == pytest.approx(2 / 3)
    assert values(counts)["kind"] == 1.0
    assert "code" not in values(counts)


def test_conll_is_judged_by_its_spans_only(tmp_path: Path) -> None:
    path = tmp_path / "gold.conll"
    path.write_text(CONLL, encoding="utf-8")
    one, other = read_gold(path)
    assert one.text == "Polres Tuban menahan Sarwono"
    assert set(one.forms("ORG")) == {"polres tuban"}
    assert set(other.forms("PLACE")) == {"rembang"}
    counts = np.stack([count(one, document("Polres Tuban"))])
    assert values(counts).keys() == {"people", "agencies", "mean"}
    assert values(counts)["agencies"] == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no annotated text"), ('{"id": "1", "text": "…"}\n', "'people' is missing")],
)
def test_gold_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_gold(path)


def test_a_difference_in_every_article_is_no_chance_and_one_in_one_article_is() -> None:
    gold = read_gold(GOLD)
    base = np.zeros((len(gold), 5, 3), np.int64)
    base[:, 1, 0] = base[:, 1, 2] = 4
    same = compare(base, base)
    assert {(c.gain, c.low, c.high) for c in same} == {(0.0, 0.0, 0.0)}
    assert not any(c.is_better for c in same)
    everywhere, once = base.copy(), base.copy()
    everywhere[:, 1] += [1, 0, -1]
    once[0, 1] += [1, 0, -1]
    for better in (everywhere, once):
        change = compare(base, better)[-1]
        assert change.gain > 0
        assert change.is_better == (better is everywhere)
