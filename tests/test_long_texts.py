"""Texts longer than spaCy takes by itself."""

from __future__ import annotations

import pytest
from spacy.language import Language

import entitas
from entitas.errors import InputError

SPACYS_OWN_LIMIT = 1_000_000


def test_a_text_longer_than_spacys_own_limit_is_read(nlp: Language) -> None:
    text = "\n" * SPACYS_OWN_LIMIT + "Kapolres Tuban AKBP Rudi Hartanto hadir."
    record = entitas.extract(text, nlp=nlp)
    assert [person.name for person in record.people] == ["Rudi Hartanto"]
    assert text[record.people[0].mentions[0].start :].startswith("Rudi Hartanto")


def test_a_text_longer_than_the_pipeline_takes_is_refused(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlp, "max_length", 10)
    with pytest.raises(InputError, match=r"has 11 characters, .* takes 10: .* chapter by chapter"):
        entitas.extract("Rudi hadir.", nlp=nlp)
