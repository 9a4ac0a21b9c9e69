from __future__ import annotations

from pathlib import Path

import pytest

from entitas.corpus.readers import Source, Unreadable, find_files, read_documents, read_text
from entitas.errors import InputError


def test_a_folder_gives_its_texts_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.jsonl", "notes.md"):
        (tmp_path / name).write_text("{}")
    names = [path.name for path in find_files([tmp_path])]
    assert names == ["a.txt", "b.txt", "c.jsonl"]


def test_line_ends_and_marks_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"satu\r\ndua\n")
    assert read_text(tmp_path / "a.txt") == "satu\r\ndua\n"


def test_documents_carry_their_fields_or_a_name_for_them(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(
        '{"id": 7, "text": "Satu", "url": "u", "tag": 1}\n\n{"text": "Dua"}\n[1]\n{"a"\n'
    )
    one, two, three, four = read_documents([path])
    assert one == Source("7", "Satu", f"{path}:1", {"url": "u"})
    assert two == Source("news:3", "Dua", f"{path}:3")
    assert isinstance(three, Unreadable)
    assert "a document is a JSON object" in three.reason
    assert isinstance(four, Unreadable)
    assert four.original == '{"a"'


@pytest.mark.parametrize("name", ["absent", "picture.png", "empty"])
def test_what_cannot_be_read_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=name):
        find_files([tmp_path / name])
