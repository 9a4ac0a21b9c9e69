"""Long documents are read in sections."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from entitas.ner import component as component_module
from entitas.ner.component import NerComponent
from entitas.ner.protocol import Prediction, Span
from entitas.ner.sections import sections
from entitas.spans import read

LINE = "Warga Tuban menemui Rina Dewi di balai desa. "


@given(st.text(st.sampled_from("ab. \n"), max_size=60), st.integers(2, 20))
def test_sections_make_up_the_text(text: str, longest: int) -> None:
    cut = list(sections(text, longest))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(end - start <= longest for start, end in cut)
    assert len(cut) <= 1 + 2 * len(text) // longest


@pytest.mark.parametrize("border", ["\n", ". ", " "])
def test_a_section_ends_with_a_line_a_sentence_or_a_word(border: str) -> None:
    text = f"aaaaaa{border}" * 9
    assert all(text[start:end].endswith(border) for start, end in sections(text, 20))


@pytest.fixture
def nlp(blank: Language) -> Language:
    return blank


class Names:
    """A backend that finds the name in a line, and counts what it is given at once."""

    name = "names"

    def __init__(self) -> None:
        self.given: list[int] = []

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        self.given.append(sum(map(len, texts)))
        found = []
        for text in texts:
            starts = [n for n in range(len(text)) if text.startswith("Rina Dewi", n)]
            found.append(Prediction([Span(n, n + 9, "PERSON") for n in starts]))
        return found


def test_offsets_count_in_the_whole_text(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component_module, "LONGEST", 500)
    monkeypatch.setattr(component_module, "sections", lambda text: sections(text, 500))
    backend = Names()
    doc = NerComponent(backend)(nlp.make_doc(LINE * 100))
    assert [doc.text[f.start : f.end] for f in read(doc, "ner")] == ["Rina Dewi"] * 100
    assert len(backend.given) >= 9
    assert max(backend.given) <= 500


def test_a_batch_of_long_texts_ends_early(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component_module, "LONGEST", 500)
    backend = Names()
    texts = [LINE * times for times in (1, 2, 9, 1, 1)]
    docs = NerComponent(backend).pipe((nlp.make_doc(text) for text in texts), batch_size=32)
    assert [len(read(doc, "ner")) for doc in docs] == [1, 2, 9, 1, 1]
    assert backend.given == [12 * len(LINE), 2 * len(LINE)]
