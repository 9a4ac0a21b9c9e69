from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from entitas.errors import ModelError
from entitas.ner.models import DEFAULT_MODELS, SubwordConfig, available, find_model, read_config
from entitas.ner.onnx import OnnxNer

DEFAULT = DEFAULT_MODELS["onnx"]


def test_shipped_model_is_found_by_name_and_by_path() -> None:
    assert DEFAULT in available()
    folder = find_model(DEFAULT)
    assert find_model(str(folder)) == folder
    assert read_config(folder, SubwordConfig).name == DEFAULT


def test_shipped_model_is_small_and_has_its_card() -> None:
    folder = find_model(DEFAULT)
    assert (folder / "README.md").is_file()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 40e6


def test_unknown_model_says_what_there_is() -> None:
    with pytest.raises(ModelError, match=DEFAULT):
        find_model("no-such-model")


def test_other_format_is_refused(tmp_path: Path) -> None:
    config = json.loads((find_model(DEFAULT) / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "format": 99}))
    with pytest.raises(ModelError, match=r"config\.json: format"):
        read_config(tmp_path, SubwordConfig)


def test_incomplete_folder_is_refused(tmp_path: Path) -> None:
    shutil.copy(find_model(DEFAULT) / "config.json", tmp_path)
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        OnnxNer.load(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(find_model(DEFAULT) / name, tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxNer.load(tmp_path)


def test_unknown_corpus_is_refused() -> None:
    with pytest.raises(ModelError, match="idner"):
        OnnxNer.load(find_model(DEFAULT), corpus="nowhere")
