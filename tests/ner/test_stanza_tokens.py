from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entitas.ner.stanza_tokens import Tokenizer

torch = pytest.importorskip("torch")


class Characters:
    """Every character by its code."""

    def unit2id(self, character: str) -> int:
        return ord(character)


def by_rule(units: object, features: object, lengths: list[int]) -> object:
    """A network of rules: a full stop ends a sentence; before it, and at commas, a token ends."""
    stops = units == ord(".")  # type: ignore[comparison-overlap]
    ends = (units == ord(",")) | torch.roll(stops, -1, 1)
    return torch.stack([(~stops & ~ends) * 1.0, ends * 2.0, stops * 3.0], dim=2)


@pytest.fixture
def tokenizer() -> Tokenizer:
    return Tokenizer(by_rule, Characters(), ["space_before", "capitalized", "numeric"])


def cut(tokenizer: Tokenizer, text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in tokens] for tokens in tokenizer.sentences(text)]


def test_sentences_and_lines(tokenizer: Tokenizer) -> None:
    text = "  Warga tiba,pulang. Hujan\u00a0 reda .\n\n\tBanjir \r\nIa diam."
    assert cut(tokenizer, text) == [
        ["Warga", "tiba,", "pulang", "."],
        ["Hujan", "reda", "."],
        ["Banjir"],
        ["Ia", "diam", "."],
    ]


def test_glued_words_are_parted(tokenizer: Tokenizer) -> None:
    assert cut(tokenizer, "AgamaRina KemenPAN iNews DetikCom") == [
        ["Agama", "Rina", "KemenPAN", "iNews", "Detik", "Com"]
    ]


def test_long_lines_are_read_in_windows(tokenizer: Tokenizer) -> None:
    text = "Ia diam. " * 600
    assert cut(tokenizer, text) == [["Ia", "diam", "."]] * 600


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters() | st.sampled_from("\ud800 \n.,aB\x00\u2028\x85"), max_size=40))
def test_tokens_are_in_order_and_hold_all_but_spaces(text: str) -> None:
    tokenizer = Tokenizer(by_rule, Characters(), [])
    end = 0
    held = ""
    for tokens in tokenizer.sentences(text):
        assert tokens
        for start, stop in tokens:
            assert end <= start < stop
            held += text[start:stop]
            end = stop
    blank = {c for c in text if c.isspace() or "\x80" <= c <= "\x9f" or c in "\n\r\v\f\u2028\u2029"}
    assert held == "".join(c for c in text if c not in blank)
