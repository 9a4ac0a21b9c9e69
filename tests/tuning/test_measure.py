from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from entitas.errors import InputError
from entitas.records import Agency, Document, Mention
from entitas.tuning.gold import read_gold
from entitas.tuning.measure import compare, count, is_gain, values

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
    (one,) = read_gold(path)
    assert one.text == "Polres Tuban menahan Sarwono\nDi Rembang hujan"
    assert set(one.forms("ORG")) == {"polres tuban"}
    assert set(one.forms("PLACE")) == {"rembang"}
    counts = np.stack([count(one, document("Polres Tuban"))])
    assert values(counts).keys() == {"people", "agencies", "places", "mean"}
    assert values(counts)["agencies"] == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no annotated text"),
        ('{"id": "1", "text": "…"}\n', "'people' is missing"),
        (
            '{"id": "1", "text": "…", "people": [], "agencies": [{"name": "KPK", "forms": []}], '
            '"places": []}\n',
            r"article 1: the field 'agencies\.0\.kind' is missing",
        ),
        (
            '{"id": "1", "text": "…", "people": null, "agencies": [], "places": []}\n',
            "'people' is wrong",
        ),
    ],
)
def test_gold_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_gold(path)


@pytest.mark.parametrize("suffix", [".jsonl", ".conll", ".jsonl.gz"])
def test_gold_that_is_no_text_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"gold{suffix}"
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(path)


def test_readings_are_compared_by_what_both_say_something_of() -> None:
    before = np.zeros((3, 5, 3), np.int64)
    assert [(c.name, c.gain, c.low, c.high) for c in compare(before, before)] == [
        ("mean", 0.0, 0.0, 0.0)
    ]
    before[:, 1, 2] = 1
    after = before.copy()
    after[:, 1, 0] = 1
    # bodies are found, and now their kinds are judged too: all of them wrong
    after[:, 3, 1] = 1
    changes = compare(before, after)
    assert [change.name for change in changes] == ["agencies", "mean"]
    for change in changes:
        assert change.low == change.gain == change.high > 0


def test_a_difference_in_every_article_is_no_chance_and_one_in_one_article_is() -> None:
    gold = read_gold(GOLD)
    base = np.zeros((len(gold), 5, 3), np.int64)
    base[:, 1, 0] = base[:, 1, 2] = 4
    same = compare(base, base)
    assert {(c.gain, c.low, c.high) for c in same} == {(0.0, 0.0, 0.0)}
    assert not is_gain(base, base)
    everywhere, once = base.copy(), base.copy()
    everywhere[:, 1] += [1, 0, -1]
    once[0, 1] += [1, 0, -1]
    for better in (everywhere, once):
        change = compare(base, better)[-1]
        assert change.gain > 0
        assert is_gain(base, better) == is_gain(base, better, 6) == (better is everywhere)
