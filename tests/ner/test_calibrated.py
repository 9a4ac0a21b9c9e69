from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.errors import ModelError
from entitas.ner.calibrated import CalibratedNer, Calibration, Platt
from entitas.ner.load import load_ner
from entitas.ner.models import DEFAULT_MODELS, ModelConfig, find_model, read_config
from entitas.ner.models import write_calibration as write
from entitas.ner.onnx import OnnxNer

TEXT = "Kapolres Tuban AKBP Rudi Hartanto menemui warga Demak."
PLATT = Platt(slope=0.5, bias=-0.2)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_order_of_scores_is_kept(one: float, other: float) -> None:
    assert 0 <= PLATT(one) <= 1
    assert (PLATT(one) - PLATT(other)) * (one - other) >= 0


def test_scores_change_and_spans_stay(shipped: OnnxNer) -> None:
    raw = shipped.predict([TEXT])[0]
    mapped = CalibratedNer(shipped, Calibration(offices=PLATT)).predict([TEXT])[0]
    assert mapped.entities == raw.entities
    assert [span[:3] for span in mapped.offices] == [span[:3] for span in raw.offices]
    assert [span.score for span in mapped.offices] == [PLATT(span.score) for span in raw.offices]


def test_a_model_folder_keeps_its_calibration(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(find_model(DEFAULT_MODELS["onnx"]), folder)
    before = json.loads((folder / "config.json").read_text())
    write(folder, Calibration(entities=PLATT))
    after = json.loads((folder / "config.json").read_text())
    assert {**after, "calibration": None} == {**before, "calibration": None}
    assert read_config(folder, ModelConfig).calibration == Calibration(entities=PLATT)
    raw = load_ner(model=folder, calibrated=False).predict([TEXT])[0]
    mapped = load_ner("onnx", folder).predict([TEXT])[0]
    assert [PLATT(span.score) for span in raw.entities] == [s.score for s in mapped.entities]


def test_a_model_of_another_backend_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"name": "m", "version": "1", "backend": "abacus"}')
    with pytest.raises(ModelError, match="backend"):
        load_ner(model=tmp_path)
