from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from entitas.errors import InputError
from entitas.ner.protocol import Prediction, Span
from entitas.training.silver import BATCH, read_silver, write_silver

TEXTS = [f"Rina {number} di Tuban" for number in range(BATCH + 3)]


class Counting:
    """Finds "Rina" everywhere and counts the texts that it reads."""

    name = "counting"
    read = 0

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        self.read += len(texts)
        return [Prediction([Span(0, 4, "PERSON", 0.5)], []) for _ in texts]


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    assert list(write_silver(Counting(), TEXTS, tmp_path / "s.jsonl")) == [BATCH, BATCH + 3]
    examples = list(read_silver(tmp_path / "s.jsonl"))
    assert [example.text for example in examples] == TEXTS
    assert examples[0].entities == [Span(0, 4, "PERSON", 0.5)]
    assert examples[0].offices == []


def test_a_run_cut_off_within_a_line_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    list(write_silver(Counting(), TEXTS, path))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    ner = Counting()
    list(write_silver(ner, TEXTS, path))
    assert path.read_bytes() == whole
    assert 0 < ner.read < len(TEXTS)


def test_a_file_of_other_texts_is_kept_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    list(write_silver(Counting(), TEXTS, path))
    before = path.read_bytes()
    with pytest.raises(InputError, match="line 1, holds another text"):
        list(write_silver(Counting(), ["Bali"], path))
    assert path.read_bytes() == before


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text('{"text": "Bali", "entities": []}\n')
    with pytest.raises(InputError, match="line 1: bad or missing field 'offices'"):
        list(read_silver(tmp_path / "s.jsonl"))
