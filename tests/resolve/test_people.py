"""Mentions of one person carry one tag; the grouping must find the tags again."""

from __future__ import annotations

import pytest

from entitas.resolve.choose import Chosen
from entitas.resolve.people import group_people
from tests.marked import marked


def groups(source: str) -> tuple[list[set[str]], list[set[str]], list[str]]:
    """Return the forms per tag, the forms per group found, and the names found."""
    article = marked(source)
    mentions = [Chosen(s, e, "PERSON", "ner", 1.0) for s, e, _ in article.spans]
    found = group_people(article.text, mentions)
    tags = sorted({tag for *_, tag in article.spans})
    gold = [{article.form(span) for span in article.of(tag)} for tag in tags]
    got = [{article.form((m.start, m.end)) for m in group.mentions} for group in found]
    return gold, got, [group.name for group in found]


@pytest.mark.parametrize(
    "source",
    [
        "<a>Bahtera Ujang Pratama</a> tiba. <a>Bahtera</a> pulang. <a>Bahtera Ujang</a> diam.",
        "<a>BAHTERA UJANG</a>\n<a>Bahtera Ujang</a> tiba.",
        "<a>Bahtera</a> tiba lebih dulu, lalu <a>Bahtera Ujang</a> diperiksa.",
        "<a>M. Rizal</a> hadir. Nama lengkapnya <a>Muhammad Rizal Hakim</a>.",
        "<a>Rustam Efendi</a> hadir. Kata <a>Rustam Effendi</a>, semua baik.",
        "<a>Zulfikar Hamdan</a> (<a>Zulham</a>) hadir.",
        "<a>Zulfikar Hamdan</a> alias <a>Bule</a> ditangkap.",
        "<a>Rudi Hart</a> alias <a>Bang Jago Tua</a> kabur. <a>Bang Jago</a> dan <a>Rudi</a> satu.",
        "<a>LuckyRudi Hartanto</a> hadir. <a>Lucky Rudi</a> diam.",
        "<a>Lisa</a>. <b>Rizal Hakim</b> hadir.",
        "<a>Ratna Dewi</a> hadir. Perempuan yang akrab disapa Mbak <a>Rara</a> itu diam.",
        "<a>Yuris Tanaka</a> buron. Istri <a>YT</a> diperiksa.",
        "<a>Ani Santoso</a> dan suaminya <b>Budi Santoso</b> hadir. <a>Ani</a> dan <b>Budi</b>.",
        "Tersangka <a>MY</a> (34) dan <b>RH</b> (20) ditahan. <a>MY</a> mengaku.",
    ],
)
def test_forms_of_one_person_come_together(source: str) -> None:
    gold, got, _ = groups(source)
    assert sorted(map(sorted, got)) == sorted(map(sorted, gold))


def test_an_abbreviated_first_name_is_joined() -> None:
    _, got, names = groups("<a>Moch</a>. <a>Rizal Hakim</a> hadir.")
    assert (got, names) == ([{"Moch. Rizal Hakim"}], ["Moch. Rizal Hakim"])


def test_a_clipped_nickname_reaches_past_the_last_person() -> None:
    gold, got, _ = groups(
        "<a>Hevira Gunarti</a> berpidato. Hadir pula <b>Bahtera Ujang</b>. "
        "Perempuan yang akrab disapa Mbak <a>Vira</a> itu berharap banyak."
    )
    assert sorted(map(sorted, got)) == sorted(map(sorted, gold))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("<a>Bahtera</a> dan <a>Bahtera Ujang Pratama</a>", "Bahtera Ujang Pratama"),
        ("<a>Suharno</a> tiba", "Suharno"),
        ("<a>Ratna Dewi</a> yang akrab disapa <a>Nyonya Besar Sekali</a>", "Ratna Dewi"),
        ("<a>M. Rizal</a> alias <a>Muhammad Rizal</a>", "Muhammad Rizal"),
    ],
)
def test_the_name_is_the_fullest_form(source: str, name: str) -> None:
    assert name in groups(source)[2]


def test_the_last_mentioned_of_two_namesakes_is_meant() -> None:
    gold, got, _ = groups(
        "<a>Budi Santoso</a> melapor. Saksi <b>Budi Hartono</b> membantah. <b>Budi</b> diam."
    )
    assert sorted(map(sorted, got)) == sorted(map(sorted, gold))
