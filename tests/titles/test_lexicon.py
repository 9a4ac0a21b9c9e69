"""The lexicon is data under review: every row is checked, and errors name file and line."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from entitas.errors import InputError
from entitas.titles.bodies import role_at
from entitas.titles.contractions import contract, expand
from entitas.titles.heads import tokens
from entitas.titles.lexicon import DegreeRow, Lexicon, OfficeRow, RankRow, lexicon, read_rows
from entitas.titles.words import keys_of

RANK_HEADER = "code,name,kind,force,order,forms,name_forms,weak_forms,long_forms\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x,Kolonel,navy_rank,tni,18,Kol,,,", "kind"),
        ("x,Kolonel,military_rank,tni,many,Kol,,,", "order"),
        ("x,Kolonel,military_rank,tni,99,Kol,,,", "order"),
        (",Kolonel,military_rank,tni,18,Kol,,,", "code"),
    ],
)
def test_a_bad_cell_is_reported_with_file_line_and_column(
    tmp_path: Path, row: str, column: str
) -> None:
    good = "a,Mayor,military_rank,tni,16,,Mayor,,\n"
    path = write(tmp_path, "ranks.csv", RANK_HEADER + good + row + "\n")
    with pytest.raises(InputError, match=rf"ranks\.csv, line 3: column {column}"):
        read_rows(path, RankRow)


@pytest.mark.parametrize("row", ["S.H,after", "S.H,after,Sarjana Hukum,,surplus"])
def test_a_row_with_too_few_or_too_many_cells_is_an_error(tmp_path: Path, row: str) -> None:
    path = write(tmp_path, "degrees.csv", "form,side,name,weak\n" + row + "\n")
    with pytest.raises(InputError, match=r"degrees\.csv, line 2"):
        read_rows(path, DegreeRow)


def test_a_flag_takes_one_word_only(tmp_path: Path) -> None:
    path = write(tmp_path, "degrees.csv", "form,side,name,weak\nS.H,after,Sarjana Hukum,perhaps\n")
    with pytest.raises(InputError, match="must be empty or 'weak'"):
        read_rows(path, DegreeRow)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ranks\.csv cannot be read"):
        Lexicon(tmp_path)


def test_codes_are_unique() -> None:
    for rows in (lexicon().ranks, lexicon().offices):
        codes = [row.code for row in rows]
        assert len(codes) == len(set(codes))


def test_every_form_of_a_rank_belongs_to_one_rank() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for row in lexicon().ranks:
        for form in (*row.forms, *row.name_forms, *row.weak_forms, *row.long_forms):
            assert owner.setdefault(keys_of(form), row.code) == row.code, form


def test_every_form_of_an_office_belongs_to_one_office() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for row in lexicon().offices:
        for form in (row.name, *row.forms):
            assert owner.setdefault(keys_of(form), row.code) == row.code, form


def test_orders_rise_within_the_police_and_within_the_army() -> None:
    by_code = {row.code: row.order for row in lexicon().ranks}
    police = ["bharada", "bripda", "aipda", "ipda", "akp", "kompol", "akbp", "kombes", "irjen_pol"]
    army = ["prada", "kopda", "serda", "pelda", "letda", "kapten", "mayor", "kolonel", "letjen"]
    for ranks in (police, army):
        orders = [by_code[code] for code in ranks]
        assert orders == sorted(set(orders))
    assert by_code["kombes"] == by_code["kolonel"]


def test_templates_have_the_one_field_that_their_tail_fills() -> None:
    fields = {"place": "{place}", "unit_name": "{place}", "portfolio": "{portfolio}"}
    row: OfficeRow
    for row in lexicon().offices:
        if "{" in row.agency and row.tail in fields:
            assert fields[row.tail] in row.agency, row.code
        if row.tail == "none":
            assert "{" not in row.agency, row.code


def test_name_particles_are_no_honorifics() -> None:
    honorifics = {keys_of(row.form) for row in lexicon().honorifics}
    assert {"andi", "teuku", "tubagus", "cut"} <= lexicon().particles
    assert not {tuple(word.split()) for word in lexicon().particles} & honorifics


def test_rows_are_frozen() -> None:
    row: BaseModel = lexicon().ranks[0]
    with pytest.raises(ValueError, match="frozen"):
        row.name = "x"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Kapolres", "Kepala Kepolisian Resor"),
        ("Wakapolda", "Wakil Kepala Kepolisian Daerah"),
        ("Kadishub", "Kepala Dinas Perhubungan"),
        ("Kapuspenkum", "Kepala Pusat Penerangan Hukum"),
        ("Karopenmas", "Kepala Biro Penerangan Masyarakat"),
        ("Kadivhubinter", "Kepala Divisi Hubungan Internasional"),
        ("Wamendagri", "Wakil Menteri Dalam Negeri"),
        ("Mendikdasmen", "Menteri Pendidikan Dasar dan Menengah"),
        ("Dirreskrimsus", "Direktur Reserse Kriminal Khusus"),
        ("Jampidum", "Jaksa Agung Muda Tindak Pidana Umum"),
        ("Kajari", "Kepala Kejaksaan Negeri"),
        ("Dandim", "Komandan Komando Distrik Militer"),
        ("Sekda", "Sekretaris Daerah"),
    ],
)
def test_contractions_go_both_ways(short: str, long: str) -> None:
    assert expand(short) == long
    assert contract(long) == short


@pytest.mark.parametrize(
    "word", ["Kartini", "Karo", "Kaki", "Danau", "Irwan", "Dirga", "Mentari", "Kasim", "Pangan"]
)
def test_names_and_words_that_begin_alike_are_no_contractions(word: str) -> None:
    assert expand(word) == word


def test_expand_keeps_what_it_does_not_know() -> None:
    assert expand("Kapolsek Genuk (baru)") == "Kepala Kepolisian Sektor Genuk (baru)"
    assert expand("") == ""


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("Kementerian Sosial", "host"),
        ("Kemenkes", "host"),
        ("Kemhan", "host"),
        ("Polresta Tuban", "body"),
        ("Disdik Tuban", "standing"),
        ("Dinas Sosial", "inner"),
        ("Biro Hukum", "unit"),
        ("Komisi II", "unit"),
        ("Komisi Yudisial", "body"),
        ("Yayasan Melati", "common"),
        ("PWKI", "acronym"),
        ("SDM", None),
        ("Rahayu", None),
        ("dinas luar kota", None),
    ],
)
def test_roles_of_bodies(phrase: str, role: str | None) -> None:
    found = role_at(phrase, tokens(phrase), 0)
    assert (found.role if found else None) == role
