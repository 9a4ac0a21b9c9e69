"""What is counted of a corpus, and how the tables say it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.report.charts import documents_by_time, network_figure, office_lines
from entitas.report.dates import read_day
from entitas.report.gather import gather
from entitas.report.network import make_network
from entitas.report.tables import (
    agency_rows,
    number_of,
    official_rows,
    place_rows,
    tiles,
)
from entitas.report.tally import Tally
from tests.report.making import agency, document, office, person, place

KPK = agency("Komisi Pemberantasan Korupsi", "commission", "body:kpk", count=2)
CORPUS = (
    document(
        person("Rusdi Hamonangan", office("Direktur", "KPK", id_="a1"), rank="AKBP", count=3),
        person("Retno Wulansari", office("Wali Kota", "Pemkot Semarang")),
        KPK,
        place("Kota Semarang", "city", "33.74", "Indonesia", "Jawa Tengah"),
        date="2025-03-02",
    ),
    document(
        person("RUSDI  HAMONANGAN", office("Deputi", "KPK", "acting", id_="a1")),
        KPK,
        place("Mijen", "district", "33.74.02", "Indonesia", "Jawa Tengah", "Kota Semarang"),
        date="10/21/2025 20:43",
    ),
    document(
        person("Rusdi Hamonangan", count=2),
        person("Bagus Pranoto"),
        agency("Antara", "media", "body:antara"),
        place("Laut Jawa", "other", None),
        date="kemarin",
    ),
)


def test_people_of_one_name_are_one_official() -> None:
    rusdi, retno = official_rows(gather(CORPUS), 10)
    assert (rusdi.name, rusdi.documents, rusdi.mentions) == ("Rusdi Hamonangan", 3, 6)
    assert rusdi.ranks == ("AKBP",)
    assert (rusdi.first, rusdi.last) == (date(2025, 3, 2), date(2025, 10, 21))
    said = {(o.label, o.status, o.documents, str(o.first)) for o in rusdi.offices}
    assert said == {
        ("Direktur, Komisi Pemberantasan Korupsi", "current", 1, "2025-03-02"),
        ("Deputi, Komisi Pemberantasan Korupsi", "acting", 1, "2025-10-21"),
    }
    assert (retno.documents, retno.offices[0].label) == (1, "Wali Kota, Pemkot Semarang")


def test_people_of_a_single_name_are_one_in_one_body_only() -> None:
    seen = gather(
        document(person("Sukirno", office("Kepala Desa", of)))
        for of in ("Jombok", "Pakel", "Jombok")
    )
    assert [row.documents for row in official_rows(seen, 10)] == [2, 1]


def test_a_name_counts_once_a_document() -> None:
    twice = document(person("Retno Wulansari"), person("Retno Wulansari"), KPK, KPK)
    seen = gather([twice])
    assert [counted.count for _, counted in seen.people.top()] == [1]
    [kpk] = agency_rows(seen, 10)
    assert (kpk.documents, kpk.mentions, kpk.link) == (1, 4, "body:kpk")


def test_agencies_are_one_by_entry_else_by_name_and_kind() -> None:
    firm = agency("PT Angin Ribut", "company")
    seen = gather([document(KPK, firm), document(agency("KPK", "commission", "body:kpk"), firm)])
    rows = {(row.name, row.kind): row.documents for row in agency_rows(seen, 10)}
    assert rows == {("Komisi Pemberantasan Korupsi", "commission"): 2, (firm.name, "company"): 2}


def test_places_count_for_what_they_lie_in() -> None:
    seen = gather(CORPUS)
    assert (seen.provinces, seen.regencies) == ({"33": 2}, {"33.74": 2})
    assert seen.regency_names == {"33.74": "Kota Semarang"}
    rows = {row.name: (row.code, row.within) for row in place_rows(seen, 10)}
    assert rows["Mijen"] == ("33.74.02", "Kota Semarang, Jawa Tengah")
    assert rows["Laut Jawa"] == ("", "")
    shaded = {tile.province.name: tile.shade for tile in tiles(seen) if tile.shade}
    assert shaded == {"Jawa Tengah": 5}


def test_dates_are_counted_or_told_to_be_unclear() -> None:
    seen = gather([*CORPUS, document()])
    assert (seen.undated, seen.unclear_dates, seen.unclear_examples) == (1, 1, ["kemarin"])
    assert seen.by_day == {date(2025, 3, 2): 1, date(2025, 10, 21): 1}
    figure = documents_by_time(seen)
    assert figure is not None
    assert figure["data"][0]["x"] == ["2025-03-01", "2025-10-01"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-07", date(2025, 4, 7)),
        ("2025-04-07T23:30:00Z", date(2025, 4, 7)),
        ("7/4/2025 08:00", date(2025, 7, 4)),
        ("21/10/2025", date(2025, 10, 21)),
        ("Senin (4/7/2025)", date(2025, 4, 7)),
        ("Jum'at, 3 Mei 2024 | 08.30 WIB", date(2024, 5, 3)),
        ("21.10.2025", date(2025, 10, 21)),
        ("Tue, 21 Oct 2025 13:43:00 GMT", date(2025, 10, 21)),
        ("2025", None),
        ("21 Oktober", None),
        ("99999999999999999999", None),
        ("²", None),
    ],
)
def test_days_are_read(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_the_day_may_come_first() -> None:
    assert read_day("7/4/2025", day_first=True) == date(2025, 4, 7)
    seen = gather([document(date="7/4/2025")], day_first=True)
    assert seen.days.first == date(2025, 4, 7)


@given(st.text())
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    day = read_day(text)
    assert day is None or isinstance(day, date)


@given(st.lists(st.sampled_from("abcdefghij"), max_size=60), st.integers(1, 6))
def test_a_full_tally_is_off_by_no_more_than_it_says(keys: list[str], most: int) -> None:
    tally: Tally[str, None] = Tally(lambda: None, most)
    for key in keys:
        tally.add(key)
    held = {key: counted.count for key, counted in tally.top()}
    assert len(held) <= most
    for key in set(keys):
        assert keys.count(key) - tally.floor <= held.get(key, 0) <= keys.count(key)
    assert number_of(tally).startswith("over ") == bool(tally.floor)


def test_the_network_ties_who_is_named_together() -> None:
    network = make_network(gather(CORPUS))
    names = [(node.kind, node.name, node.documents) for node in network.nodes]
    assert names == [
        ("official", "Rusdi Hamonangan", 3),
        ("agency", "Komisi Pemberantasan Korupsi", 2),
        ("official", "Retno Wulansari", 1),
    ]
    assert {(tie.one, tie.other): tie.documents for tie in network.ties} == {
        (0, 1): 2,
        (0, 2): 1,
        (1, 2): 1,
    }
    drawn = network_figure(network)["data"]
    assert [trace["text"] for trace in drawn[-2:]] == [
        ["Rusdi Hamonangan", "Retno Wulansari"],
        ["Komisi Pemberantasan Koru…"[:23] + "…"],
    ]
    assert sum(x is None for trace in drawn[:3] for x in trace["x"]) == 3


def test_offices_are_drawn_from_their_first_to_their_last_day() -> None:
    figure = office_lines(official_rows(gather(CORPUS), 10))
    assert figure is not None
    lines = {trace["name"]: trace["x"] for trace in figure["data"]}
    assert lines["acting"] == ["2025-10-21", "2025-10-21", None]
    assert lines["current"] == ["2025-03-02", "2025-03-02", None] * 2
    assert office_lines(official_rows(gather([document(person("A B", office("C")))]), 10)) is None
