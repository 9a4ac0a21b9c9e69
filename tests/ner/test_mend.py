from __future__ import annotations

import pytest

from entitas.ner.mend import mend
from entitas.ner.protocol import Span


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Brigadir Jenderal (Brigjen) Pol", ["Brigadir Jenderal", "Brigjen", "Pol"]),
        ("Ajun Komisaris Polisi (AKP)", ["Ajun Komisaris Polisi", "AKP"]),
        ("Mayor Jenderal (Mar)", ["Mayor Jenderal (Mar)"]),
        ("Komisaris Besar (Kombes)", ["Komisaris Besar", "Kombes"]),
        ("Letjen TNI (Purn)", ["Letjen TNI (Purn)"]),
        ("Kolonel Chk (K)", ["Kolonel Chk (K)"]),
        ("Mayor Jenderal TNI (Mar)", ["Mayor Jenderal TNI (Mar)"]),
        ("AKBP", ["AKBP"]),
    ],
)
def test_a_rank_and_its_short_form_are_two(text: str, parts: list[str]) -> None:
    spans = mend(text, [Span(0, len(text), "RANK", 0.5)])
    assert [text[span.start : span.end] for span in spans] == parts
    assert {span.score for span in spans} == {0.5}


def test_other_labels_stay_whole() -> None:
    text = "Badan Pusat Statistik (Bapusta)"
    assert mend(text, [Span(0, len(text), "ORG")]) == [Span(0, len(text), "ORG")]


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Wamenaker di", ["Wamenaker"]), ("Bupati Tuban dan di", ["Bupati Tuban"]), ("Pak", []),
     ("Mantan", []), ("Pak Camat", ["Pak Camat"]), ("Gubernur DI", ["Gubernur DI"])],
)  # fmt: skip
def test_an_office_ends_with_a_name_or_a_noun(text: str, rest: list[str]) -> None:
    spans = mend(text, [Span(0, len(text), "POSITION")])
    assert [text[span.start : span.end] for span in spans] == rest


def test_mended_spans_do_not_overlap() -> None:
    text = "(Rina) Sari"
    spans = mend(text, [Span(0, 5, "PERSON"), Span(4, 11, "PERSON"), Span(11, 11, "PERSON")])
    assert [text[span.start : span.end] for span in spans] == ["(Rina)", "Sari"]
