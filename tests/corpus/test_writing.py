"""Records to files: complete or not at all, of the same columns whatever the data."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.vocab import Vocab

import entitas
from entitas.corpus.readers import read_documents
from entitas.corpus.writing import OUTPUTS, open_writer
from entitas.corpus.writing.rows import TABLES
from entitas.errors import ConfigError, InputError, MissingExtraError
from entitas.records import Agency, Document, Mention, Person

TEXT = (
    "Direktur Pengawasan Wilayah III KPK, Brigadir Jenderal (Brigjen) Pol Rusdi Hamonangan, tiba "
    "di Balai Kota Semarang, Jawa Tengah.  \n\nRusdi disambut Wali Kota Semarang Retno Wulansari "
    "dan Plt Kepala Dinas Kesehatan Kota Semarang dr. Bagus Pranoto, M.Kes."
)
NAMES = {
    "jsonl": "out.jsonl", "parquet": "out.parquet", "tables": "out", "csv": "out",
    "spacy": "out.spacy",
}  # fmt: skip


@pytest.fixture(scope="module")
def full(nlp: Language) -> Document:
    record = entitas.extract(TEXT, nlp=nlp, id="b-1", title="Rapat", url="u", explain=True)
    assert record.people
    assert record.agencies
    assert record.places
    return record


def written(path: Path, *documents: Document, format: str | None = None, **more: bool) -> Path:
    with open_writer(path, format, **more) as writer:
        for document in documents:
            writer.write(document, TEXT)
    return path


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_lines_are_records_again(name: str, tmp_path: Path, full: Document) -> None:
    raw = written(tmp_path / name, full, Document()).read_bytes()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    elif name.endswith(".zst"):
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    assert [Document.model_validate_json(line) for line in raw.splitlines()] == [full, Document()]


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.parquet"])
def test_texts_that_are_kept_can_be_read_anew(name: str, tmp_path: Path, full: Document) -> None:
    path = written(tmp_path / name, full, keep_text=True)
    (source,) = read_documents([path])
    assert getattr(source, "text", None) == TEXT
    assert getattr(source, "id", None) == "b-1"


def test_rows_of_nested_parquet_are_records_again(tmp_path: Path, full: Document) -> None:
    table = pq.read_table(written(tmp_path / "out.parquet", full, Document(id="leer")))
    assert [Document.model_validate(row) for row in table.to_pylist()] == [
        full,
        Document(id="leer"),
    ]


def test_nested_parquet_has_the_same_schema_whatever_the_data(
    tmp_path: Path, full: Document
) -> None:
    schemas = [
        pq.read_schema(written(tmp_path / f"{n}.parquet", *documents))
        for n, documents in enumerate([[], [Document()], [full]])
    ]
    assert schemas[0].equals(schemas[1], check_metadata=True)
    assert schemas[0].equals(schemas[2], check_metadata=True)
    assert schemas[0].names == list(Document.model_fields)
    positions = schemas[0].field("people").type.value_type.field("positions").type.value_type
    assert str(positions.field("agency").type.field("implied").type) == "bool"


def test_flat_tables_have_the_same_schema_whatever_the_data(tmp_path: Path, full: Document) -> None:
    empty, some = written(tmp_path / "empty"), written(tmp_path / "some", full, Document())
    assert {path.stem for path in empty.iterdir()} == set(TABLES)
    for name, columns in TABLES.items():
        table = pq.read_table(some / f"{name}.parquet")
        assert table.schema.equals(pq.read_schema(empty / f"{name}.parquet"), check_metadata=True)
        assert table.column_names == list(columns)
        assert table.num_rows > 0


def test_rows_of_flat_tables_are_joined_by_their_ids(tmp_path: Path, full: Document) -> None:
    out = written(tmp_path / "out", full, full.model_copy(update={"id": "b-2"}))
    tables = {name: pq.read_table(out / f"{name}.parquet") for name in TABLES}
    for name, table in tables.items():
        if name != "documents":
            rows = table.select(["document", "id"]).to_pylist()
            assert len({(row["document"], row["id"]) for row in rows}) == len(rows)
    # who is named most often, without DuckDB or pandas
    people = tables["people"].select(["document", "id", "name"])
    joined = tables["mentions"].join(people, ["document", "record"], ["document", "id"])
    counts = joined.group_by("name").aggregate([("text", "count")]).to_pylist()
    assert {"name": "Rusdi Hamonangan", "text_count": 4} in counts
    for mention in tables["mentions"].to_pylist():
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
    (rank, *_) = [row for row in tables["titles"].to_pylist() if row["type"] == "rank"]
    assert (rank["person"], rank["retired"]) == ("p1", False)
    office = tables["positions"].to_pylist()[0]
    assert (office["id"], office["person"], office["agency_text"]) == ("p1.o1", "p1", "KPK")


def test_csv_has_the_same_tables(tmp_path: Path, full: Document) -> None:
    flat = written(tmp_path / "flat", full, Document())
    out = written(tmp_path / "out", full, Document(), format="csv", keep_text=True)
    for name, columns in TABLES.items():
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        expected = pq.read_table(flat / f"{name}.parquet").to_pylist()
        for row, other in zip(rows, expected, strict=True):
            if name == "documents":
                row.pop("text")
            assert list(row) == list(columns)
            said = {k: str(v).lower() if v in (True, False) else str(v) for k, v in other.items()}
            assert row == {k: "" if other[k] is None else v for k, v in said.items()}
    # a document without an id is called by its number
    assert rows[1]["document"] == "2"


def test_tables_keep_texts_with_their_documents(tmp_path: Path, full: Document) -> None:
    out = written(tmp_path / "out", full, keep_text=True)
    assert pq.read_table(out / "documents.parquet")["text"].to_pylist() == [TEXT]


def test_a_docbin_has_the_mentions_exactly(tmp_path: Path, full: Document) -> None:
    path = written(tmp_path / "out.spacy", full, Document())
    doc, none = DocBin(store_user_data=True).from_disk(path).get_docs(Vocab())
    assert (doc.text, none.text) == (TEXT, TEXT)
    found = [(ent.kb_id_, ent.text, ent.start_char, ent.end_char) for ent in doc.ents]
    assert found == [(id_, m.text, m.start, m.end) for id_, m in full.mentions()]
    kpk = next(ent for ent in doc.ents if ent.text == "KPK")
    assert (kpk.label_, kpk.id_) == ("ORG", "body:kpk")
    assert doc.user_data["id"] == "b-1"
    offices = [held.text for person in full.people for held in person.positions]
    assert sorted(span.text for span in doc.spans["positions"]) == sorted(offices)
    assert not none.ents


def test_a_docbin_parts_words_that_are_glued_together(tmp_path: Path) -> None:
    text = "Tanakmembeberkan itu."
    mention = Mention(text="Tanak", start=0, end=5, source="ner", score=0.9)
    with open_writer(tmp_path / "out.spacy") as writer:
        assert writer.wants_text
        writer.write(Document(people=(Person(id="p1", name="Tanak", mentions=(mention,)),)), text)
    (doc,) = DocBin().from_disk(tmp_path / "out.spacy").get_docs(Vocab())
    assert [token.text for token in doc] == ["Tanak", "membeberkan", "itu", "."]
    assert [ent.text for ent in doc.ents] == ["Tanak"]


def test_a_docbin_keeps_the_longer_of_mentions_in_one_another(tmp_path: Path) -> None:
    text = "Pemkot Semarang"
    agency, place = (
        Mention(text=text[start:], start=start, end=15, source="ner", score=0.9) for start in (0, 7)
    )
    record = Document(
        agencies=(Agency(id="a1", name=text, mentions=(agency,)),),
        places=(entitas.Place(id="l1", name="Semarang", mentions=(place,)),),
    )
    with open_writer(tmp_path / "out.spacy") as writer:
        writer.write(record, text)
    (doc,) = DocBin().from_disk(tmp_path / "out.spacy").get_docs(Vocab())
    assert [ent.text for ent in doc.ents] == ["Pemkot Semarang"]


def test_a_large_docbin_goes_on_in_further_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entitas.corpus.writing.docbin._DOCUMENTS", 2)
    for documents, files in ((5, 3), (2, 1)):
        written(tmp_path / "out.spacy", *[Document()] * documents)
        names = ["out.spacy", "out-2.spacy", "out-3.spacy"][:files]
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert len(DocBin().from_disk(tmp_path / "out.spacy")) == 2


def test_a_docbin_needs_the_texts(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="no text"),
        open_writer(tmp_path / "out.spacy") as writer,
    ):
        writer.write(Document(id="x"))
    assert list(tmp_path.iterdir()) == []


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("format", OUTPUTS)
def test_an_output_that_fails_is_not_there(format: str, tmp_path: Path, full: Document) -> None:
    path = tmp_path / NAMES[format]
    for before in (False, True):
        if before:
            written(path, full, format=format)
        was = contents(tmp_path)
        writer = open_writer(path, format)
        writer.write(Document(id="other"), TEXT)
        assert path.exists() is (before or path.is_dir())
        with pytest.raises(KeyboardInterrupt), writer:
            raise KeyboardInterrupt
        assert contents(tmp_path) == was
        writer.close()
        assert contents(tmp_path) == was
    assert was


@pytest.mark.parametrize("format", OUTPUTS)
@pytest.mark.parametrize("step", ["_finish", "_release"])
def test_an_output_whose_end_fails_is_not_there(
    format: str, step: str, tmp_path: Path, full: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / NAMES[format], full, format=format)
    was = contents(tmp_path)
    writer = open_writer(path, format)
    writer.write(Document(id="other"), TEXT)
    release: Callable[[], None] = writer._release

    def fail() -> None:
        release()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, step, fail)
    with pytest.raises(InputError, match="No space left on device"):
        writer.close()
    assert contents(tmp_path) == was


@pytest.mark.parametrize("format", ["parquet", "tables", "csv"])
def test_many_rows_are_written_in_batches(
    format: str, tmp_path: Path, full: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "nested" if format == "parquet" else "tables"
    monkeypatch.setattr(f"entitas.corpus.writing.{module}._ROWS", 2)
    path = written(tmp_path / NAMES[format], *[full] * 5, format=format)
    if format == "csv":
        assert (path / "documents.csv").read_text().count("b-1") == 5
        return
    file = path if format == "parquet" else path / "documents.parquet"
    with pq.ParquetFile(file) as parquet:
        assert (parquet.metadata.num_rows, parquet.num_row_groups) == (5, 3)


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.jsonl", "LinesWriter"), ("a.JSONL.gz", "LinesWriter"), ("a.parquet", "NestedWriter"),
     ("a", "ParquetTablesWriter"), ("a.spacy", "DocBinWriter")],
)  # fmt: skip
def test_the_name_tells_the_format(name: str, format: str, tmp_path: Path) -> None:
    with open_writer(tmp_path / name) as writer:
        assert type(writer).__name__ == format
    assert (tmp_path / name).exists()


def test_names_that_do_not_tell_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder for tables"):
        open_writer(tmp_path / "out.csv")
    with pytest.raises(ConfigError, match="'xml' is no format of output"):
        open_writer(tmp_path / "out", "xml")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="into a folder"):
        open_writer(tmp_path / "file", "csv")
    with pytest.raises(InputError, match="cannot be written"):
        open_writer(tmp_path / "file" / "out.jsonl")


def test_a_missing_extra_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entitas.corpus.writing.opening.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"entitas\[parquet\]"):
        open_writer(tmp_path / "out")
    with open_writer(tmp_path / "csv", "csv") as writer:
        writer.write(Document(id="a"))
    assert (tmp_path / "csv" / "documents.csv").read_text().endswith("\na,,,,,,\n")
