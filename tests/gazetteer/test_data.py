"""The shipped data: every row valid, every reference to something that is there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.entry import KINDS, LEVELS
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.making.manifest import MANIFEST, manifest
from entitas.gazetteer.source.folder import BUILT_IN, Source
from entitas.gazetteer.source.rows import BodyRow, read_rows
from entitas.records import AgencyKind, PlaceLevel


@pytest.fixture(scope="module")
def source() -> Source:
    return Source()


def test_there_are_all_areas_and_many_bodies(source: Source) -> None:
    levels = Counter(source.areas.level(number) for number in range(len(source.areas)))
    assert levels == {
        "province": 38, "city": 98, "regency": 416, "district": 7285, "village": 83762,
    }  # fmt: skip
    bodies = Counter(entry.kind for entry in source.entries.values() if entry.kind != "place")
    assert sum(bodies.values()) >= 6000
    least = {"ministry": 55, "central_agency": 150, "commission": 25, "court": 100, "police": 45,
             "military": 120, "party": 25, "soe": 80, "education": 60, "media": 40, "other": 150,
             "foreign": 100, "company": 100, "legislature": 10, "prosecution": 10}  # fmt: skip
    assert {kind: bodies[kind] for kind, count in least.items() if bodies[kind] < count} == {}


def test_the_closed_sets_are_those_of_the_records() -> None:
    assert set(KINDS) == set(AgencyKind.__args__)
    assert set(LEVELS) == set(PlaceLevel.__args__)


def test_every_reference_leads_to_an_entry(source: Source, gazetteer: Gazetteer) -> None:
    for entry in source.entries.values():
        for target in (entry.parent, entry.place, entry.successor):
            if target is not None:
                assert gazetteer.entry(target).id == target


def test_no_body_is_its_own_ancestor(source: Source, gazetteer: Gazetteer) -> None:
    for entry in source.entries.values():
        seen = {entry.id}
        above = gazetteer.parent(entry)
        while above is not None:
            assert above.id not in seen
            seen.add(above.id)
            above = gazetteer.parent(above)


def test_no_form_is_listed_twice_for_one_entry(source: Source) -> None:
    for entry in source.entries.values():
        forms = [entry.name, *entry.aliases, *([entry.abbreviation] if entry.abbreviation else [])]
        assert len(forms) == len(set(forms)), entry.id
    for number, rows in source.aliases.items():
        own = {key_of(source.areas.names[number]), key_of(source.areas.bare(number))}
        assert not own & {key_of(row.alias) for row in rows}, source.areas.names[number]


def test_every_pattern_makes_a_body_of_an_area(source: Source, gazetteer: Gazetteer) -> None:
    areas = {
        "country": "country:ru",
        "province": "id:33",
        "regency": "id:33.22",
        "city": "id:33.74",
        "district": "id:33.74.01",
        "village": "id:33.74.01.1001",
        "other": "place:citarum",
    }
    for key, rows in source.patterns.items():
        for row in rows:
            for level in row.levels:
                entry = gazetteer.compose(key, areas[level])
                assert entry.kind == row.kind
                assert entry.place == areas[level]
                assert "{" not in entry.name
                if entry.parent:
                    gazetteer.entry(entry.parent)


def test_composed_rows_override_bodies_that_exist(source: Source, gazetteer: Gazetteer) -> None:
    for id_, row in source.composed.items():
        assert gazetteer.entry(id_).name == row.name


@pytest.mark.parametrize(
    ("old", "id_"),
    [
        ("91.01", "id:93.01"),
        ("91.02.03", "id:95.01.02"),
        ("92.71", "id:96.71"),
        ("64.73", "id:65.71"),
        ("16.04.15.2002", "id:16.04.30.2007"),
        ("54", "country:tl"),
    ],
)
def test_former_codes_lead_to_present_areas(old: str, id_: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.entry(f"id:{old}").id == id_


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("31", "Jakarta", "province"),
        ("31.73", "Kota Jakarta Barat", "city"),
        ("33.74", "Kota Semarang", "city"),
        ("33.22", "Kabupaten Semarang", "regency"),
        ("35.23", "Kabupaten Tuban", "regency"),
        ("95", "Papua Pegunungan", "province"),
        ("35.77.01.1007", "Kanigoro", "village"),
    ],
)
def test_known_codes(code: str, name: str, level: str, gazetteer: Gazetteer) -> None:
    entry = gazetteer.entry(f"id:{code}")
    assert (entry.name, entry.level, entry.code) == (name, level, code)


CHANGES = "old,code,name,year,law\n"
HEADER = "id,kind,name,abbreviation,aliases,parent,place,since,until,successor,branches\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("body:x,ministry,Kementerian X,,,,,,,\n", "line 2: not 11 cells"),
        ("x,ministry,Kementerian X,,,,,,,,\n", "line 2, id"),
        ("body:x,minister,Kementerian X,,,,,,,,\n", "line 2, kind"),
        ("body:x,ministry,,,,,,,,,\n", "line 2, name"),
        ("body:x,ministry,Kementerian X,,,,Semarang,,,,\n", "line 2, place"),
        ("body:x,ministry,Kementerian X,,,,,soon,,,\n", "line 2, since"),
        ("body:x,ministry,Kementerian X,,,,,,,,perhaps\n", "line 2, branches"),
    ],
)
def test_a_bad_row_is_named(row: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "bodies.csv"
    file.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(GazetteerError, match=says):
        list(read_rows(file, BodyRow))


def copied(target: Path) -> Path:
    for file in BUILT_IN.rglob("*.*"):
        if file.suffix in (".csv", ".txt") and file.name != "areas.txt":
            place = target / file.relative_to(BUILT_IN)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(file.read_bytes())
    return target


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("bodies/a.csv", HEADER + "body:kpk,commission,Komisi X,,,,,,,,\n", "occurs twice"),
        ("bodies/a.csv", HEADER + "body:x,other,X,,,body:none,,,,,\n", "its parent body:none"),
        ("areas.txt", "11 Aceh\n  01 Bakongan\n", "areas.txt, line 2"),
        ("areas.txt", "11 Aceh\n11 Aceh\n", "does not follow 11"),
        ("areas.txt", "11 Aceh\n", "no area has code"),
        ("patterns.csv", None, "cannot be read"),
        ("area_changes.csv", CHANGES + "91.01,93.99,,2022,x\n", "no area has code 93.99"),
        ("area_changes.csv", CHANGES + "93.01,93.02,,2022,x\n", "93.01 is a present one"),
        ("area_changes.csv", CHANGES + "91.01,93.01,,2022,x\n" * 2, "91.01 occurs twice"),
        ("area_changes.csv", CHANGES + "91.01,93.01,,,x\n", "line 2, year"),
    ],
)
def test_a_bad_folder_is_refused(file: str, content: str | None, says: str, tmp_path: Path) -> None:
    copied(tmp_path)
    if file != "areas.txt":
        (tmp_path / "areas.txt").write_bytes((BUILT_IN / "areas.txt").read_bytes())
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=says):
        Source(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file or folder"):
        Gazetteer.load(tmp_path / "none")


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "areas.txt").write_bytes((BUILT_IN / "areas.txt").read_bytes())
    assert Source.fingerprint(tmp_path) == Source.fingerprint(BUILT_IN)
    with (tmp_path / "units.csv").open("a", encoding="utf-8") as file:
        file.write("unit-x,Unit X,Unit X,none,police,police\n")
    assert Source.fingerprint(tmp_path) != Source.fingerprint(BUILT_IN)


def test_the_manifest_is_that_of_the_data() -> None:
    written = json.loads(MANIFEST.read_text(encoding="utf-8"))
    assert manifest() == written, "run python -m entitas.gazetteer.making.manifest"
