"""The pure parts of benchmarks/ner.py."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "ner.py"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_ner", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_articles_are_repeated_until_there_are_enough_words(benchmark: ModuleType) -> None:
    assert benchmark.repeated(["a b", "c"], 4) == ["a b", "c", "a b"]
    assert sum(len(text.split()) for text in benchmark.texts_of(5_000)) >= 5_000


def test_windows_cover_the_pieces(benchmark: ModuleType) -> None:
    assert benchmark.windows(800, 384) == [384, 384, 32]
    assert benchmark.windows(384, 384) == [384]
    assert benchmark.windows(0, 384) == []


def test_the_median_round_counts(benchmark: ModuleType) -> None:
    rows = benchmark.summarise({"onnx": [1.0, 9.0, 2.0], "encoder-fp32": [20.0, 18.0, 19.0]}, 3_000)
    assert [(row["words_per_second"], row["cost"]) for row in rows] == [(1500, 1.0), (158, 9.5)]
    assert benchmark.summarise({"spacy": [1.0]}, 10)[0]["cost"] is None


def test_the_table_names_who_is_missing(benchmark: ModuleType) -> None:
    rows = benchmark.summarise({"onnx": [1.0], "encoder-fp32": [9.0]}, 3_000)
    for row in rows:
        row["rss_mb"] = 100
    result = {
        "words": 3_000,
        "window": 384,
        "contestants": rows,
        "missing": {"stanza": "no such backend"},
    }
    lines = list(benchmark.lines(result))
    assert lines[4].split() == ["encoder,", "torch,", "fp32", "333", "9.00×", "100"]
    assert lines[-1] == "stanza: not measured (no such backend)"
