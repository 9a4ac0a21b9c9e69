"""The edges of what the NER found, set right by the titles around them."""

from __future__ import annotations

import pytest

from entitas.resolve.glue import Prose
from entitas.resolve.mend import mend
from entitas.spans import Found


@pytest.mark.parametrize(
    ("text", "head", "found", "mended"),
    [
        ("Wali Kota Semarang hadir", "Wali Kota", "Kota Semarang", "Semarang"),
        ("Gubernur Bali hadir", "Gubernur", "Bali", "Bali"),
        ("warga Kota Semarang hadir", None, "Kota Semarang", "Kota Semarang"),
    ],
)
def test_a_place_begins_behind_the_office(
    text: str, head: str | None, found: str, mended: str
) -> None:
    start = text.index(found)
    find = Found(start, start + len(found), "PLACE", "ner", 1.0)
    at = text.index(head) if head else 0
    titles = [Found(at, at + len(head), "office", "titles", 1.0)] if head else []
    assert [text[s:e] for s, e in mend(Prose(text), find, titles, [])] == [mended]
