"""CSV, TSV, Parquet, SQLite and DuckDB: a row is a document."""

from __future__ import annotations

import datetime as dt
import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entitas.corpus.readers import (
    Columns,
    Item,
    Source,
    Unreadable,
    count_documents,
    find_files,
    read_documents,
)
from entitas.errors import ConfigError, InputError

QUERY = "SELECT no AS id, isi AS text, hari AS date FROM berita ORDER BY no"


def read(*paths: Path, **options: object) -> list[Item]:
    return list(read_documents(find_files(paths), **options))  # type: ignore[arg-type]


def failure(item: Item) -> Unreadable:
    assert isinstance(item, Unreadable)
    return item


def test_rows_are_documents_whatever_is_quoted_in_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,text,url,lain\r\n7,"Satu, ""dua""\r\n\r\ntiga",u,x\r\n\r\n,Empat,,\r\n'
    )
    assert read(path) == [
        Source("7", 'Satu, "dua"\r\n\r\ntiga', f"{path}:2", {"url": "u"}),
        Source("a:6", "Empat", f"{path}:6"),
    ]


def test_tabs_part_the_fields_of_tsv(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(b"isi\tno\nSatu, dua\t1\n"))
    columns = Columns(text="isi", id="no")
    assert read(path, columns=columns) == [Source("1", "Satu, dua", f"{path}:2")]


def test_rows_that_are_wrong_stand_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'id,text\n1,Satu\n2,a\xe9b\n3,a\0b\n4\n5,a,b\n6,"a" b\n7,Tujuh\n8,"never closed\n9,x\n'
    )
    one, two, three, four, five, six, seven, eight = read(path)
    assert one == Source("1", "Satu", f"{path}:2")
    assert failure(two).reason == "not utf-8 text: it holds the byte 0xE9"
    assert failure(two).original == "2,a�b\n"
    assert "NUL" in failure(three).reason
    assert failure(four).reason == "the row has 1 fields, the header 2"
    assert failure(five).reason == "the row has 3 fields, the header 2"
    assert failure(six).original == '6,"a" b\n'
    assert seven == Source("7", "Tujuh", f"{path}:8")
    assert failure(eight).original == '8,"never closed\n9,x\n'
    assert failure(eight).where == f"{path}:9"


def test_of_a_cut_off_table_the_whole_rows_are_read(tmp_path: Path) -> None:
    rows = [f'{n},"{n**60:x}\n{n**61:x}"\n' for n in range(2_000)]
    whole = gzip.compress(("id,text\n" + "".join(rows)).encode())
    path = tmp_path / "a.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    *before, last = read(path)
    assert len(before) > 50
    texts = [item.text for item in before if isinstance(item, Source)]
    assert texts == [f"{n**60:x}\n{n**61:x}" for n in range(len(before))]
    assert "breaks off" in failure(last).reason
    assert rows[len(before)].startswith(failure(last).original)


def test_a_table_in_sixteen_bits_is_read_by_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,Café\n".encode("utf-16"))
    assert read(path, encoding="utf-16") == [Source("1", "Café", f"{path}:2")]
    (broken,) = read(path)
    assert "0xFF" in failure(broken).reason


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.sqlite", "a.duckdb"])
def test_a_missing_column_is_said_with_those_that_are_there(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    query = None
    if name == "a.csv":
        path.write_text("no,teks\n1,Satu\n")
    elif name == "a.parquet":
        pq.write_table(pa.table({"no": [1], "teks": ["Satu"]}), path)
    else:
        query = "SELECT 1 AS no, 'Satu' AS teks"
        sqlite3.connect(path).close() if name == "a.sqlite" else duckdb.connect(path).close()
    (item,) = read(path, query=query)
    assert 'no column "text"; the columns are "no", "teks"' in failure(item).reason
    (item,) = read(path, query=query, columns=Columns.parse("text=teks,url=tautan"))
    assert 'no column "tautan"' in failure(item).reason
    (source,) = read(path, query=query, columns=Columns.parse("text=teks,id=no"))
    assert isinstance(source, Source)
    assert (source.id, source.text) == ("1", "Satu")


def test_parquet_rows_have_their_types_and_nulls(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "id": pa.array([5, None, None, None]),
            "text": pa.array([b"Satu", None, b"a\xff", b"Empat"], pa.binary()).view(pa.string()),
            "date": pa.array([dt.date(2024, 3, 2), None, None, None]),
            "more": pa.array([[1], [], None, [2, 3]]),
        }
    )
    pq.write_table(table, path, row_group_size=2)
    one, two, three, four = read(path)
    assert one == Source("5", "Satu", f"{path}:1", {"date": "2024-03-02"})
    assert failure(two).reason == 'the field "text" is missing or not a string'
    assert failure(three).original == "a�"
    assert four == Source("a:4", "Empat", f"{path}:4")
    assert count_documents([path]) == 4


def test_a_damaged_parquet_file_is_said(tmp_path: Path) -> None:
    whole = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"text": [f"{n**40:x}" for n in range(20_000)]}), whole, row_group_size=1_000
    )
    raw = bytearray(whole.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 2_000] = b"\xff" * 2_000
    (tmp_path / "b.parquet").write_bytes(raw)
    (tmp_path / "c.parquet").write_bytes(b"")
    *before, broken = read(tmp_path / "b.parquet")
    assert len(before) > 1_000
    assert "breaks off" in failure(broken).reason
    (empty,) = read(tmp_path / "c.parquet")
    assert "breaks off" in failure(empty).reason
    assert count_documents([tmp_path / "c.parquet"]) is None


@pytest.fixture
def sqlite(tmp_path: Path) -> Path:
    path = tmp_path / "arsip kota?.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE berita (no INTEGER, isi TEXT, hari TEXT)")
        rows = [(2, "Dua", None), (1, "Satu", "2024-03-02"), (3, None, None)]
        database.executemany("INSERT INTO berita VALUES (?, ?, ?)", rows)
        database.execute("INSERT INTO berita VALUES (4, CAST(x'61ff' AS TEXT), NULL)")
    return path


def test_an_sqlite_database_is_asked(sqlite: Path) -> None:
    one, two, three, four = read(sqlite, query=QUERY)
    assert one == Source("1", "Satu", f"{sqlite}:1", {"date": "2024-03-02"})
    assert two == Source("2", "Dua", f"{sqlite}:2")
    assert "missing or not a string" in failure(three).reason
    assert "not UTF-8" in failure(four).reason


def test_a_duckdb_database_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "arsip.duckdb"
    with duckdb.connect(path) as database:
        database.execute("CREATE TABLE berita (no INTEGER, isi TEXT, hari DATE)")
        database.execute("INSERT INTO berita VALUES (2, 'Dua', NULL), (1, 'Satu', '2024-03-02')")
    assert read(path, query=QUERY) == [
        Source("1", "Satu", f"{path}:1", {"date": "2024-03-02"}),
        Source("2", "Dua", f"{path}:2"),
    ]
    (item,) = read(path, query="DELETE FROM berita RETURNING isi AS text")
    assert "read-only" in failure(item).reason


@pytest.mark.parametrize(
    "query", ["SELECT text FROM tak_ada", "SELEC", "DELETE FROM berita", "SELECT 1; SELECT 2"]
)
def test_a_query_that_fails_is_said_and_changes_nothing(query: str, sqlite: Path) -> None:
    (item,) = read(sqlite, query=query)
    assert "the query fails" in failure(item).reason
    assert failure(item).original == query
    assert len(read(sqlite, query=QUERY)) == 4


def test_databases_need_a_query_and_queries_a_database(sqlite: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--query"):
        read_documents([sqlite])
    (tmp_path / "a.txt").write_text("Halo.")
    with pytest.raises(ConfigError, match="--query"):
        read_documents([tmp_path / "a.txt"], query=QUERY)
    # in a folder, databases are passed over
    assert find_files([tmp_path]) == [tmp_path / "a.txt"]
