"""The pipeline component writes what the finder finds."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from entitas.spans import read
from entitas.titles import find
from entitas.titles.component import TitleFinder


def doc_of(text: str) -> Doc:
    words = text.split(" ")
    return Doc(Vocab(), words=words, spaces=[True] * (len(words) - 1) + [False])


def test_titles_become_a_span_group() -> None:
    doc = TitleFinder()(doc_of("Kapolres Tuban AKBP (Purn) Bagas Wiratama, S.H. hadir"))
    found = read(doc, "titles")
    assert [(f.label, doc.text[f.start : f.end]) for f in found] == [
        ("office", "Kapolres"),
        ("police_rank", "AKBP (Purn)"),
        ("degree", "S.H."),
    ]
    assert {f.source for f in found} == {"titles"}
    assert found[0].detail["official"] is True
    assert found[1].detail["retired"] is True
    assert found[1].detail["forms"] == ("AKBP (Purn)",)
    assert found[2].detail == {
        "code": "sarjana_hukum",
        "name": "Sarjana Hukum",
        "side": "after",
    }


@pytest.mark.parametrize("text", ["", "Kabut pagi", "Plt. Bupati Garut H. Surya"])
def test_the_offsets_are_those_of_the_finder(text: str) -> None:
    doc = TitleFinder()(doc_of(text) if text else Doc(Vocab()))
    assert [(f.start, f.end) for f in read(doc, "titles")] == [(h.start, h.end) for h in find(text)]
