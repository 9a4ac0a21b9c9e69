"""Packs of one's own: read, checked row by row, laid over the built-in gazetteer, converted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

import entitas
from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.comparing import compare
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.source.layering import lay
from entitas.gazetteer.source.packs import PackError, PackRow, Problem, check_pack, write_pack
from entitas.gazetteer.source.tables import from_csv, from_patterns, to_patterns, to_rows

PACK = """\
action,id,kind,name,abbreviation,aliases,without,parent,place,level
,,company,PT Tirta Harapan Lestari,THL,Tirta Harapan|Harapan~,,,33.74,
,,person,Sri Wahyuningsih Pradana,,Bu Ning,,pemda@33.74,,
disable,body:kpk,,,,,,,,
override,id:33.74,,,Smgkota,Kota Lunpia Raya,,,,
override,body:polri,,,,Kepolisian Kita,Korps Bhayangkara,,,
override,polres@35.23,,,,Polres Kota Tuak,,,,
disable,polres@35.22,,,,,,,,
,,place,Pasar Kembang Sari,,,,id:33.74,,other
,body:w1,police,Damai,,,,,,
,body:w2,police,Kecamatan,,,,,,
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packs") / "own.csv"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(pack: Path) -> Gazetteer:
    return Gazetteer.load(pack)


def first(gazetteer: Gazetteer, text: str) -> dict[str, str]:
    return {hit.text: hit.candidates[0][0] for hit in gazetteer.find(text)}


def test_entries_are_added(own: Gazetteer) -> None:
    found = first(own, "Bu Ning dari PT Tirta Harapan Lestari ke Pasar Kembang Sari.")
    assert found["Bu Ning"] == "person:sri-wahyuningsih-pradana"
    assert found["PT Tirta Harapan Lestari"] == "body:pt-tirta-harapan-lestari"
    assert found["Pasar Kembang Sari"] == "place:pasar-kembang-sari"
    entry = own.entry("body:pt-tirta-harapan-lestari")
    assert (entry.place, entry.abbreviation) == ("id:33.74", "THL")
    person = own.entry("person:sri-wahyuningsih-pradana")
    assert own.parent(person) == own.entry("pemda@33.74")


def test_entries_are_overridden_and_disabled(own: Gazetteer, gazetteer: Gazetteer) -> None:
    text = (
        "KPK, Korps Bhayangkara, Kepolisian Kita, Polres Kota Tuak, Polres Bojonegoro di Smgkota."
    )
    found = first(own, text)
    assert found["Kepolisian Kita"] == "body:polri"
    assert found["Polres Kota Tuak"] == "polres@35.23"
    assert found["Smgkota"] == "id:33.74"
    assert not {"KPK", "Korps Bhayangkara", "Polres Bojonegoro"} & set(found)
    assert "Korps Bhayangkara" in first(gazetteer, text)
    assert own.entry("body:kpk").name == "Komisi Pemberantasan Korupsi"
    assert own.disabled == {"body:kpk", "polres@35.22"}


def test_the_hash_is_another(own: Gazetteer, gazetteer: Gazetteer) -> None:
    assert own.hash != gazetteer.hash


def test_a_person_of_a_pack_is_linked_in_the_record(pack: Path) -> None:
    nlp = entitas.load(gazetteer=pack)
    text = "Direktur PT Tirta Harapan Lestari, Sri Wahyuningsih Pradana, hadir di Semarang."
    record = entitas.extract(text, nlp=nlp)
    assert record.people[0].link is not None
    assert record.people[0].link.id == "person:sri-wahyuningsih-pradana"
    assert record.agencies[0].link is not None
    assert record.agencies[0].link.id == "body:pt-tirta-harapan-lestari"
    assert record.pipeline.gazetteer == Gazetteer.load(pack).hash


def test_what_two_gazetteers_differ_in(own: Gazetteer, gazetteer: Gazetteer) -> None:
    changes = {(change.what, change.id): change for change in compare(gazetteer, own)}
    assert ("added", "person:sri-wahyuningsih-pradana") in changes
    assert ("disabled", "body:kpk") in changes
    assert changes["changed", "id:33.74"].fields["abbreviation"] == (None, "Smgkota")


def test_later_packs_lie_over_earlier_ones(pack: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.yaml"
    later.write_text(
        "- action: override\n  id: body:kpk\n  aliases: [Lembaga Sapu Bersih]\n"
        "- {action: disable, id: person:sri-wahyuningsih-pradana}\n",
        encoding="utf-8",
    )
    both = Gazetteer.load([pack, later])
    found = first(both, "KPK atau Lembaga Sapu Bersih menemui Bu Ning.")
    assert found["KPK"] == found["Lembaga Sapu Bersih"] == "body:kpk"
    assert "Bu Ning" not in found


BAD = [
    (",,company,,,,,,,", "name"),
    (",,,PT Angin Ribut,,,,,,", "kind"),
    (",,firm,PT Angin Ribut,,,,,,", "kind"),
    (",body:kpk,commission,Komisi Baru,,,,,,", "id"),
    (",polres@35.23,police,Polres Baru,,,,,,", "id"),
    (",body with blanks,company,PT Angin Ribut,,,,,,", "id"),
    (",,company,PT Angin Ribut,,,,body:tiada,,", "parent"),
    (",,company,PT Awan,,,,,99.99,", "place"),
    (",,place,Pasar Angin,,,,,,", "level"),
    (",,place,Pasar Angin,,,,,,hamlet", "level"),
    ("override,body:tiada,,,,,,,,", "id"),
    ("override,,,PT Angin Ribut,,,,,,", "id"),
    ("override,id:33.74,,Kota Lama,,,,,,", "name"),
    ("override,polres@35.23,,,,,Polres Tuban,,,", "without"),
    ("override,polres@35.23,,,,,,,33.74,", "place"),
    ("override,id:33.74,,,,,,,,city", "level"),
    ("disable,body:kpk,,Komisi Baru,,,,,,", "name"),
    ("override,body:kpk,,,,,Komisi Lain,,,", "without"),
    (",place:kpk,company,PT Angin Ribut,,,,,,", "row"),
    ("disable,id:99.99,,,,,,,,", "id"),
    ("remove,body:kpk,,,,,,,,", "action"),
    (",,company,…,,,,,,", "name"),
    (",,company,PT Kurang,,", "row"),
]


def test_a_hundred_bad_rows_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = [BAD[n % len(BAD)][0].replace("Angin", f"Angin{n}") for n in range(100)]
    path.write_text("\n".join([PACK.split("\n")[0], *rows]) + "\n", encoding="utf-8")
    source = Source()
    with pytest.raises(PackError) as caught:
        lay(source, [path])
    lines = {problem.line for problem in caught.value.problems}
    # a row that repeats an earlier one's id is wrong for that alone
    assert lines == set(range(2, 102))
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    assert all(problem.reason for problem in caught.value.problems)


@pytest.mark.parametrize(("row", "field"), BAD)
def test_a_bad_row_is_named_with_its_field(row: str, field: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(f"{PACK.split(chr(10))[0]}\n{row}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        lay(Source(), [path])
    assert [(p.line, p.field) for p in caught.value.problems] == [(2, field)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("p.csv", "nama,jenis\nPT X,company\n", "no such column 'nama'"),
        ("p.txt", "", "packs end in"),
        ("p.yaml", "name: PT X\n", "not a list"),
        ("p.yaml", "- [", "not valid YAML"),
        ("p.jsonl", '{"name": \n', "line 1, row: not JSON"),
        ("p.jsonl", "[1]\n", "line 1, row: not a table"),
        (
            "p.jsonl",
            '{"kind": "company", "name": "PT X", "ceo": 1}\n',
            "line 1, ceo: no such field",
        ),
        ("p.yaml", "- kind: company\n  name: PT X\n\n- kind: x\n  name: PT Y\n", "line 4, kind"),
    ],
)
def test_a_bad_file_is_one_clear_error(name: str, content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=says):
        lay(Source(), [path])


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".yaml"])
def test_packs_are_written_and_read_alike(suffix: str, pack: Path, tmp_path: Path) -> None:
    rows = [row for _, row in check_pack(pack) if isinstance(row, PackRow)]
    path = tmp_path / f"copy{suffix}"
    write_pack(rows, path)
    assert [row for _, row in check_pack(path)] == rows


def test_what_is_exported_changes_nothing(gazetteer: Gazetteer, tmp_path: Path) -> None:
    ids = ["body:kpk", "body:tni-ad", "id:33.74", "country:jp"]
    path = tmp_path / "some.jsonl"
    rows = list(to_rows([gazetteer.entry(id_) for id_ in ids], gazetteer.weak_names))
    assert "AD~" in rows[1].aliases
    write_pack(rows, path)
    assert list(compare(gazetteer, Gazetteer.load(path))) == []


def test_a_table_with_columns_of_its_own(tmp_path: Path) -> None:
    table = tmp_path / "firms.csv"
    table.write_text("Nama;Kota\nPT Satu;33.74\nPT Dua;\n;33.74\n", encoding="utf-8")
    columns = {"name": "Nama", "place": "Kota"}
    rows = [row for _, row in from_csv(table, columns, {"kind": "company"}, ";")]
    assert [(r.name, r.place, r.kind) for r in rows if isinstance(r, PackRow)] == [
        ("PT Satu", "33.74", "company"), ("PT Dua", None, "company"),
    ]  # fmt: skip
    assert [(p.line, p.field) for p in rows if isinstance(p, Problem)] == [(4, "name")]
    with pytest.raises(GazetteerError, match="no column 'Name'"):
        list(from_csv(table, {"name": "Name"}, {}, ";"))
    with pytest.raises(GazetteerError, match="no such field of a pack: 'nama'"):
        list(from_csv(table, {"nama": "Nama"}, {}, ";"))


def test_patterns_of_other_tools(tmp_path: Path) -> None:
    patterns = [
        {"label": "ORG", "pattern": [{"LOWER": "satu"}, {"LOWER": "persada"}], "id": "satu"},
        {"label": "ORG", "pattern": "PT Satu", "id": "satu"},
        {"label": "GPE", "pattern": [{"TEXT": "Alun-Alun"}]},
        {"label": "ORG", "pattern": [{"LOWER": {"REGEX": "^pt"}}]},
        {"label": "AGENCY", "pattern": "Dinas Angin"},
        {"label": "DATE", "pattern": "Senin"},
    ]
    file = tmp_path / "patterns.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in patterns), encoding="utf-8")
    found = list(from_patterns(file, {"AGENCY": "regional_government"}))
    rows = [row for _, row in found if isinstance(row, PackRow)]
    assert [(r.id, r.kind, r.name, r.aliases) for r in rows] == [
        ("body:satu", "other", "PT Satu", ("satu persada",)),
        ("place:alun-alun", "place", "Alun-Alun", ()),
        ("body:dinas-angin", "regional_government", "Dinas Angin", ()),
    ]
    problems = [(p.line, p.field) for _, p in found if isinstance(p, Problem)]
    assert problems == [(4, "pattern"), (6, "label")]


def test_patterns_go_out_as_an_entity_ruler_takes_them(
    blank: Language, gazetteer: Gazetteer
) -> None:
    ruler = blank.add_pipe("entity_ruler")
    ruler.add_patterns(list(to_patterns([gazetteer.entry("body:kpk")])))  # type: ignore[attr-defined]
    (ent,) = blank("Gedung KPK ramai.").ents
    assert (ent.text, ent.label_, ent.ent_id_) == ("KPK", "ORG", "body:kpk")


def test_a_packs_word_does_not_take_a_place_apart(own: Gazetteer) -> None:
    hits = own.find("Warga Kecamatan Marpoyan Damai berkumpul.")
    assert [(hit.text, hit.kind) for hit in hits] == [("Kecamatan Marpoyan Damai", "place")]
    assert not any(hit.own for hit in hits)
