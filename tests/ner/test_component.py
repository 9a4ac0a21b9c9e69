from __future__ import annotations

import pytest
from spacy.language import Language

from entitas.errors import ConfigError
from entitas.ner.component import NerComponent, make_ner
from entitas.ner.onnx import OnnxNer
from entitas.ner.protocol import Prediction, Span
from entitas.spans import read

TEXTS = ["Kapolres Tuban AKBP Rudi Hartanto tiba.", "", "  \n", "KPK menahan Sri Wahyuni di Demak."]


@pytest.fixture
def nlp(blank: Language) -> Language:
    return blank


class Scripted:
    """A backend that finds the first letter, more or less surely."""

    name = "scripted"

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def predict(self, texts: list[str]) -> list[Prediction]:
        self.sizes.append(len(texts))
        return [Prediction([Span(0, 1, "ORG", len(text) / 10)] if text else []) for text in texts]


def test_the_factory_adds_the_shipped_model(nlp: Language) -> None:
    component = nlp.add_pipe("entitas_ner")
    assert isinstance(component, NerComponent)
    assert component.model_name == "entitas-id-small"
    doc = component(nlp.make_doc(TEXTS[0]))
    assert {f.label for f in read(doc, "office")} >= {"RANK"}
    person = next(f for f in read(doc, "ner") if f.label == "PERSON")
    assert doc.text[person.start : person.end] == "Rudi Hartanto"
    assert person.source == "ner"
    assert 0.5 < person.score <= 1


def test_stream_and_single_documents_agree(nlp: Language, shipped: OnnxNer) -> None:
    component = NerComponent(shipped)
    streamed = list(component.pipe((nlp.make_doc(text) for text in TEXTS), batch_size=3))
    for text, doc in zip(TEXTS, streamed, strict=True):
        assert doc.text == text
        single = component(nlp.make_doc(text))
        for group in ("ner", "office"):
            assert read(doc, group) == read(single, group)


def test_blank_text_has_empty_groups(nlp: Language, shipped: OnnxNer) -> None:
    doc = NerComponent(shipped)(nlp.make_doc(" \n "))
    assert list(doc.spans["ner"]) == list(doc.spans["office"]) == []


def test_pipe_runs_batches_lazily(nlp: Language) -> None:
    ner = Scripted()
    stream = NerComponent(ner, batch_size=2).pipe(nlp.make_doc("abc") for _ in range(5))
    next(stream)
    assert ner.sizes == [2]
    assert len(list(stream)) == 4
    assert ner.sizes == [2, 2, 1]


def test_min_score_leaves_out_the_unsure(nlp: Language) -> None:
    component = NerComponent(Scripted(), min_score=0.5)
    docs = component.pipe(nlp.make_doc(text) for text in ("abc", "abcdef"))
    assert [len(read(doc, "ner")) for doc in docs] == [0, 1]


@pytest.mark.parametrize(
    ("setting", "value"), [("backend", "abacus"), ("min_score", 1.5), ("threads", 0)]
)
def test_impossible_settings(nlp: Language, setting: str, value: object) -> None:
    settings = {
        "backend": "onnx", "model": "entitas-id-small", "min_score": 0.0, "threads": 1,
        "batch_size": 8, setting: value,
    }  # fmt: skip
    with pytest.raises(ConfigError, match=str(value)):
        make_ner(nlp, "ner", **settings)  # type: ignore[arg-type]
