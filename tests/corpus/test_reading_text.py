"""Text, JSON Lines and pages, compressed or not: what is read, and what of broken files."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
import zstandard

from entitas.corpus.readers import (
    Columns,
    Item,
    Source,
    Unreadable,
    count_documents,
    find_files,
    read_documents,
)
from entitas.errors import ConfigError, InputError, MissingExtraError

LINES = [f'{{"id": "b-{n}", "text": "Rapat ke-{n} di Balai Kota Semarang."}}' for n in range(400)]
PAGE = """\
<html lang="id"><head><title>Pasar Kembang dibuka - Kabar Contoh</title>
<meta property="og:title" content="Pasar Kembang dibuka">
<meta property="article:published_time" content="2024-03-02T10:00:00+07:00">
<link rel="canonical" href="https://kabar.example/pasar-kembang"></head><body>
<nav><a href="/">Beranda</a> <a href="/daerah">Daerah</a> <a href="/olahraga">Olahraga</a></nav>
<article><h1>Pasar Kembang dibuka</h1>
<p>Wali Kota Semarang Retno Wulansari membuka Pasar Kembang pada hari Sabtu, setelah gedung lama
selesai diperbaiki selama dua tahun.</p>
<p>Kepala Dinas Perdagangan Kota Semarang <b>Bagus Pranoto</b> mengatakan bahwa semua pedagang
mendapat tempat yang sama seperti sebelumnya.</p></article>
<footer>Tentang kami. Hubungi redaksi.</footer></body></html>
"""


def read(*paths: Path, **options: object) -> list[Item]:
    return list(read_documents(find_files(paths), **options))  # type: ignore[arg-type]


def packed(name: str, raw: bytes) -> bytes:
    return gzip.compress(raw) if name.endswith(".gz") else zstandard.compress(raw)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_compressed_lines_are_read(name: str, tmp_path: Path) -> None:
    half = "\n".join(LINES[:200]).encode() + b"\n", "\n".join(LINES[200:]).encode()
    # two frames one after the other, as programs that append write them
    (tmp_path / name).write_bytes(packed(name, half[0]) + packed(name, half[1]))
    ids = [item.id for item in read(tmp_path) if isinstance(item, Source)]
    assert ids == [f"b-{n}" for n in range(400)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_of_a_cut_off_file_what_can_be_had_is_read(name: str, tmp_path: Path) -> None:
    # texts that do not compress, so that the cut falls into the middle of them
    lines = [json.dumps({"id": str(n), "text": f"{n**60:x}" * 20}) for n in range(3_000)]
    whole = packed(name, "\n".join(lines).encode())
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    *before, last = read(tmp_path)
    assert len(before) > 50
    assert [item.id for item in before if isinstance(item, Source)] == [
        str(n) for n in range(len(before))
    ]
    assert isinstance(last, Unreadable)
    assert last.where == f"{tmp_path / name}:{len(before) + 1}"
    assert "breaks off" in last.reason
    assert lines[len(before)].startswith(last.original)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst"])
def test_a_damaged_text_is_one_failure_and_what_follows_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(packed(name, b"Halo. " * 9)[:-5])
    (tmp_path / "b.txt").write_text("Selamat pagi.")
    (tmp_path / "c.jsonl.gz").write_bytes(b"this is no gzip")
    broken, whole, no_gzip = read(tmp_path)
    assert isinstance(broken, Unreadable)
    assert "breaks off" in broken.reason
    assert ("Halo. " * 9).startswith(broken.original)
    assert whole == Source("b", "Selamat pagi.", str(tmp_path / "b.txt"))
    assert isinstance(no_gzip, Unreadable)


def test_broken_lines_stand_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "Satu"}\r\n{"text": \n{"text": "a\xffb"}\n'
        b'{"text": 5}\n{"id": "x"}\n' + b"[" * 100_000 + b'\n{"text": "Tujuh"}'
    )
    one, two, three, four, five, six, seven = read(path)
    assert one == Source("a:1", "Satu", f"{path}:1")
    assert [type(item) for item in (two, three, four, five, six)] == [Unreadable] * 5
    assert isinstance(three, Unreadable)
    assert three.original == '{"text": "a�b"}'
    assert "0xff" in three.reason
    assert isinstance(five, Unreadable)
    assert five.reason == 'the field "text" is missing or not a string'
    assert seven == Source("a:7", "Tujuh", f"{path}:7")


def test_half_a_character_in_an_id_or_title_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a", "title": "\\ud83d"}\n{"text": "b"}')
    half, whole = read(tmp_path)
    assert isinstance(half, Unreadable)
    assert "the title holds half a character" in half.reason
    assert isinstance(whole, Source)


def test_a_line_of_thirty_megabytes_is_read(tmp_path: Path) -> None:
    text = "Rapat. " * (30_000_000 // 7)
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{text}"}}\n{{"text": "Dua"}}\n')
    (tmp_path / "b.csv").write_text(f'id,text\n1,"{text}"\n2,Dua\n')
    found = read(tmp_path)
    assert [item.text == text for item in found if isinstance(item, Source)] == [True, False] * 2


def test_text_that_is_no_utf8_is_reported_with_its_original(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Café".encode("cp1252"))
    (item,) = read(tmp_path)
    assert isinstance(item, Unreadable)
    assert "0xE9" in item.reason
    assert item.original == "Caf�"
    (source,) = read(tmp_path, encoding="cp1252")
    assert source == Source("a", "Café", str(tmp_path / "a.txt"))


def test_empty_files_hold_an_empty_text_or_no_documents(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.csv", "c.tsv", "d.txt"):
        (tmp_path / name).write_bytes(b"")
    assert read(tmp_path) == [Source("d", "", str(tmp_path / "d.txt"))]


def test_fields_have_the_names_that_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"isi": "Satu", "no": 3, "tautan": "u", "id": "x"}\n{"isi": "Dua"}\n')
    columns = Columns.parse("text=isi,id=no,url=tautan")
    assert read(path, columns=columns) == [
        Source("3", "Satu", f"{path}:1", {"url": "u"}),
        Source("a:2", "Dua", f"{path}:2"),
    ]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("isi", "NAME=COLUMN"), ("text=", "NAME=COLUMN"), ("teks=isi", "'teks' is unknown"),
     ("id=a,id=b", "twice")],
)  # fmt: skip
def test_names_of_columns_that_make_no_sense_are_refused(said: str, wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong):
        Columns.parse(said)


def test_the_article_of_a_page_is_its_text(tmp_path: Path) -> None:
    path = tmp_path / "pasar.html"
    path.write_text(PAGE)
    (tmp_path / "tak-ada.htm").write_text("<html><body></body></html>")
    page, none = read(tmp_path)
    assert isinstance(page, Source)
    assert (page.id, page.where) == ("pasar", str(path))
    assert page.fields == {
        "title": "Pasar Kembang dibuka",
        "url": "https://kabar.example/pasar-kembang",
        "date": "2024-03-02",
    }
    assert "Dinas Perdagangan Kota Semarang Bagus Pranoto mengatakan" in page.text
    assert not {"Beranda", "Olahraga", "redaksi", "<b>"} & set(page.text.split())
    assert isinstance(none, Unreadable)
    assert "no article" in none.reason
    assert none.original.startswith("<html>")


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("trafilatura", "a.html", "html"), ("zstandard", "a.txt.zst", "zstd"),
     ("pyarrow", "a.parquet", "parquet"), ("duckdb", "a.duckdb", "duckdb")],
)  # fmt: skip
def test_a_missing_extra_is_said_before_anything_is_read(
    module: str, name: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(b"")
    for reader in ("documents", "streams"):
        monkeypatch.setattr(
            f"entitas.corpus.reading.{reader}.find_spec",
            lambda asked: None if asked == module else object(),
        )
    with pytest.raises(MissingExtraError, match=rf"entitas\[{extra}\]"):
        read_documents([tmp_path / name], query="SELECT 1")


@pytest.mark.parametrize(
    ("format", "raw", "text"),
    [("jsonl", '{"text": "Halo."}', "Halo."), ("csv", "id,text\n,Halo.", "Halo."),
     ("txt", "Halo.\n", "Halo.\n")],
)  # fmt: skip
def test_standard_input_is_read(
    format: str, raw: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(raw.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    files = find_files([Path("-")], format=format)
    (item,) = read_documents(files, format=format)
    assert isinstance(item, Source)
    assert item.text == text
    assert item.id.startswith("stdin")
    assert item.where.startswith("standard input")
    assert not stdin.buffer.closed
    if format != "txt":
        assert count_documents(files, format=format) is None


@pytest.mark.parametrize("format", [None, "parquet"])
def test_standard_input_needs_a_format_that_streams(format: str | None) -> None:
    with pytest.raises(InputError, match="standard input"):
        find_files([Path("-")], format=format)


def test_named_files_need_a_known_suffix_or_a_format(tmp_path: Path) -> None:
    path = tmp_path / "berita.log"
    path.write_text('{"text": "Halo."}\n')
    with pytest.raises(InputError, match="--format"):
        find_files([path])
    assert find_files([path], format="jsonl") == [path]
    assert [item.where for item in read_documents([path], format="jsonl")] == [f"{path}:1"]
    with pytest.raises(ConfigError, match="'json' is no format"):
        find_files([path], format="json")


def test_an_unknown_encoding_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Halo.")
    with pytest.raises(InputError, match="utf-9"):
        read_documents([tmp_path / "a.txt"], "utf-9")


def test_documents_are_counted_where_that_is_quick(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Halo.")
    (tmp_path / "b.jsonl").write_text("{}\n\n{}")
    assert count_documents(find_files([tmp_path])) == 3
    (tmp_path / "c.csv").write_text("id,text\n")
    assert count_documents(find_files([tmp_path])) is None
