from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from entitas.errors import ConfigError, InputError
from entitas.evaluate.measure import snap
from entitas.ner.protocol import Span
from entitas.training.corpora import Example, detokenise, read_conll, read_jsonl, read_records
from entitas.training.leakage import check_leakage


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Ia ( 27 ) pergi , lalu pulang .", "Ia (27) pergi, lalu pulang."),
        ('" Sudah , " katanya .', '"Sudah," katanya.'),
        ("Naik 5 , 1 persen", "Naik 5,1 persen"),
        ("anak - anak non - aktif 2 - 1", "anak-anak non-aktif 2-1"),
        ("Solo - Tegal lancar", "Solo - Tegal lancar"),
        ("AD / ART", "AD/ART"),
    ],
)
def test_detokenise(words: str, text: str) -> None:
    pieces = words.split()
    made, offsets = detokenise(pieces, ["O"] * len(pieces))
    assert made == text
    assert [made[a:b] for a, b in offsets] == pieces


def test_a_hyphen_within_a_name_is_glued() -> None:
    words, tags = ["Kota", "Batu", "-", "Batu"], ["O", "B-PLACE", "I-PLACE", "I-PLACE"]
    assert detokenise(words, tags)[0] == "Kota Batu-Batu"
    assert detokenise(["Al", "-", "Amin"], ["B-ORG", "I-ORG", "I-ORG"])[0] == "Al-Amin"


def test_read_conll(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        b"Rina PROPN B-PER\r\nSari PROPN I-PER\r\nke VERB O\r\nTuban PROPN B-LOC\r\n\r\n"
        b"KPK X B-ORGANISATION\r\nKPU X B-ORGANISATION\r\nPolri X I-PLACE"
    )
    first, second = read_conll(path)
    assert first == Example(
        "Rina Sari ke Tuban", [Span(0, 9, "PERSON"), Span(13, 18, "PLACE")], None
    )
    assert [s.label for s in second.entities] == ["ORG", "ORG", "PLACE"]


@pytest.mark.parametrize("line", ["Rina", "Rina B-XYZ", "Rina nama"])
def test_bad_lines_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Ia O\n{line}\n")
    with pytest.raises(InputError, match="line 2"):
        read_conll(path)


def test_read_records_and_gzip(tmp_path: Path) -> None:
    text = "Gubernur Bali hadir bersama Rina Sari."
    person = {"forms": ["Rina Sari"], "ranks": [], "positions": []}
    article = {"id": "a", "text": text, "people": [person], "agencies": [], "places": []}
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt") as out:
        out.write(json.dumps(article) + "\n\n")
    assert next(read_jsonl(path))["id"] == "a"
    (plain,) = read_records(path)
    (masked,) = read_records(path, mask_unnamed=True)
    assert plain.entities == [Span(28, 37, "PERSON")]
    assert plain.offices == []
    assert plain.unsure == ()
    assert masked.unsure == ((0, 13),)


def test_a_broken_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "berita-7", "text": "Halo."}\n')
    with pytest.raises(InputError, match="berita-7"):
        read_records(path)
    path.write_text("{}\n[1]\n")
    with pytest.raises(InputError, match="line 2"):
        list(read_jsonl(path))


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"id": "a"}\n' * 9_000)
    for name, content, reason in (
        ("no.jsonl", None, "no such file"),
        ("latin.jsonl", b'{"id": "a"}\n{"id": "caf\xe9"}\n', "not UTF-8"),
        ("plain.jsonl.gz", b'{"id": "a"}\n', "gzip"),
        ("cut.jsonl.gz", packed[:-20], "after line"),
    ):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=reason):
            list(read_jsonl(tmp_path / name))
    (tmp_path / "a.conll").write_bytes(b"caf\xe9 O\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_conll(tmp_path / "a.conll")


def test_leakage_is_caught_whatever_the_spacing() -> None:
    held_out = [Example("Halo. Rina Sari membuka pameran buku tua di Kota Tuban (2025).", [])]
    clean = [Example("Rina Sari menutup pameran buku tua di Kota Tuban.", []), Example("Halo.", [])]
    check_leakage(clean, held_out)
    leak = Example("Lama.\nRINA SARI membuka  pameran buku tua di Kota Tuban ( 2025 ) . Baru.", [])
    with pytest.raises(ConfigError, match="rina sari membuka"):
        check_leakage([*clean, leak], held_out)


def test_snap_widens_to_words_and_joins() -> None:
    words = [(0, 9), (10, 14), (15, 20)]
    spans = [Span(1, 4, "ORG"), Span(5, 12, "ORG"), Span(15, 20, "PLACE")]
    assert [span[:3] for span in snap(spans, words)] == [(0, 14, "ORG"), (15, 20, "PLACE")]
    assert snap([Span(9, 10, "ORG")], words) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for read in (read_conll, read_records):
        with pytest.raises(InputError, match=r"gone cannot be read"):
            read(tmp_path / "gone")
