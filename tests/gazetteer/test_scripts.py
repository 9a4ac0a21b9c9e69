"""The scripts that make data files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from entitas.gazetteer.making import ordinary, outline, vocabulary
from entitas.gazetteer.source.areas import read_outline


def test_an_outline_reads_back(tmp_path: Path) -> None:
    table, target = tmp_path / "table.csv", tmp_path / "areas.txt"
    table.write_text(
        "code,name\n33,Jawa Tengah\n33.74,Kota Semarang\n33.74.01,Semarang Tengah\n"
        "31,Daerah Khusus Ibukota Jakarta\n31.72,Kota Administrasi Jakarta Utara \n",
        encoding="utf-8",
    )
    outline.main(str(table), str(target))
    areas = read_outline(target)
    assert dict(zip(areas.codes, areas.names, strict=True)) == {
        "31": "Jakarta", "31.72": "Kota Jakarta Utara", "33": "Jawa Tengah",
        "33.74": "Kota Semarang", "33.74.01": "Semarang Tengah",
    }  # fmt: skip


def test_ordinary_words_are_counted(tmp_path: Path) -> None:
    pool, target = tmp_path / "pool.jsonl.gz", tmp_path / "ordinary.csv"
    with gzip.open(pool, "wt", encoding="utf-8") as file:
        for _ in range(6):
            row = {"text": "Kota itu adalah kota yang besar, di Kota Tuban. YANG BESAR."}
            file.write(json.dumps(row) + "\n")
    ordinary.main(str(pool), str(target))
    rows = dict(line.split(",") for line in target.read_text(encoding="utf-8").split())
    assert rows["yang"] == "1.0"
    assert rows["kota"] == "0.5"
    assert "tuban" not in rows


def test_the_vocabulary_is_without_slips(tmp_path: Path) -> None:
    pool, target = tmp_path / "pool.jsonl.gz", tmp_path / "vocabulary.txt"
    with gzip.open(pool, "wt", encoding="utf-8") as file:
        for number in range(400):
            text = "Para menteri bertemu." + " Seorang mentteri hilang." * (number < 4)
            file.write(json.dumps({"text": text}) + "\n")
    vocabulary.main(str(pool), str(target))
    assert target.read_text(encoding="utf-8").split() == [
        "bertemu", "hilang", "menteri", "para", "seorang",
    ]  # fmt: skip
