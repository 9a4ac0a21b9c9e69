from __future__ import annotations

from pathlib import Path

import pytest

from entitas.errors import InputError
from entitas.training.stanza_treebank import Sentence, hold_out, labelled, read_treebank


def line(number: str, form: str, note: str = "_") -> str:
    return "\t".join([number, form, *["_"] * 7, note])


CONLLU = "\n".join(
    [
        "# text = Camat menyetujuinya.",
        line("1", "Camat"),
        line("2-3", "menyetujuinya", "SpaceAfter=No"),
        line("2", "menyetujui"),
        line("3", "nya"),
        line("4", ".", "SpaceAfter=No"),
        "",
        line("1", "Warga"),
        line("1.1", "yang"),
        line("2", "pulang", "Gloss=go|SpaceAfter=No"),
        line("3", "!"),
    ]
)


def test_surface_tokens_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    assert list(read_treebank(path)) == [
        Sentence(("Camat", "menyetujuinya", "."), (True, False, False)),
        Sentence(("Warga", "pulang", "!"), (True, False, True)),
    ]


@pytest.mark.parametrize("bad", ["1\tCamat", line("x", "Camat")])
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(f"# ok\n{bad}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.conllu, line 2"):
        list(read_treebank(path))


def test_each_character_has_its_label() -> None:
    text, labels = labelled(
        [
            Sentence(("Camat", "pulang", "."), (True, False, False)),
            Sentence(("5 000", "warga", "!"), (True, False, True)),
        ]
    )
    assert text == "Camat pulang. 5 000 warga!"
    assert labels == "00001000000120000010000012"
    ends = [i for i, label in enumerate(labels) if label != "0"]
    assert "".join(text[i] for i in ends) == "tg.0a!"


def test_held_out_sentences_are_parted_once() -> None:
    sentences = [Sentence((str(i),), (True,)) for i in range(20)]
    train, dev = hold_out(sentences, 6, seed=3)
    assert len(dev) == 6
    assert sorted([*train, *dev], key=lambda s: int(s.tokens[0])) == sentences
    assert (train, dev) == hold_out(sentences, 6, seed=3)
    assert dev != hold_out(sentences, 6, seed=4)[1]
