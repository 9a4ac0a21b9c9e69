"""Offices go to their holders: <o> an office, <p1> the person it belongs to, <p2> another."""

from __future__ import annotations

import re

import pytest

from entitas.resolve.offices import attach
from entitas.spans import Found
from entitas.titles import find
from tests.marked import marked


def holders(source: str) -> dict[str, tuple[str, str]]:
    """Map each office's text to the tag of its holder and the rule that found it."""
    article = marked(source)
    offices = [Found(s, e, "POSITION", "ner") for s, e in article.of("o")]
    tags = ["p1", "p2", "p3"]
    people = [(s, e, tags.index(tag)) for s, e, tag in article.spans if tag != "o"]
    fillers = [(t.start, t.end) for t in find(article.text) if t.kind not in ("office", "status")]
    sentences = [0, *(m.end() for m in re.finditer(r"[.\n]\s*", article.text))]
    holdings, _ = attach(article.text, offices, people, fillers, sentences)
    return {article.form((h.start, h.end)): (tags[h.person], h.rule) for h in holdings}


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("<o>Kapolres Tuban</o> AKBP <p1>Rudi Hartanto</p1> hadir.", "before"),
        ("<o>Kapolres Tuban</o>, AKBP <p1>Rudi Hartanto</p1>, hadir.", "before,"),
        ("<o>Wali Kota Bogor</o> Dr. Hj. <p1>Ratna Dewi</p1> hadir.", "before"),
        ("kata <p1>Rudi Hartanto</p1>, <o>Kapolres Tuban</o>, Senin.", "apposition"),
        ("<p1>Rudi Hartanto</p1> (23) <o>prajurit TNI AD</o> yang", "apposition"),
        ("kata <p1>Rudi Hartanto</p1> (<o>Kapolres Tuban</o>) kemarin.", "apposition"),
        ("kata <p1>Rudi Hartanto</p1> selaku <o>Kapolres Tuban</o>.", "predicate"),
        ("<p1>Rudi Hartanto</p1> yang juga menjabat sebagai <o>Kapolres Tuban</o>.", "predicate"),
        ("<p1>Rudi Hartanto</p1> adalah <o>dosen UGM</o>.", "predicate"),
        ("<p1>Rudi Hartanto</p1> dilantik menjadi <o>Sekda Tuban</o>.", "predicate"),
        ("<o>Kapolres Tuban</o> saat ini dijabat oleh AKBP <p1>Rudi</p1>.", "held by"),
        ("Posisi <p2>Budi</p2> sebagai <o>Kapolres</o> diganti oleh <p1>Rudi</p1>.", "held by"),
        (
            "<p2>Budi</p2> memutasi Kapolsek <p1>Rudi</p1>. Dia diangkat sebagai <o>Kapolres</o>.",
            "predicate",
        ),
        ("Menurut <p1>Rudi</p1>, warga tenang. <o>Kapolres Tuban</o> itu pulang.", "the said"),
    ],
)
def test_each_way_of_naming_the_holder(source: str, rule: str) -> None:
    assert list(holders(source).values()) == [("p1", rule)]


def test_who_asks_is_not_who_is_asked() -> None:
    assert holders("Ditemui <o>wartawan</o>, <p1>Rudi</p1> diam.") == {}


def test_a_couple_shares_out_its_offices() -> None:
    found = holders(
        "<o>Gubernur</o> dan <o>Wakil Gubernur Jakarta</o> <p1>Bagus Aji</p1>-<p2>Siti Rum</p2>."
    )
    assert found["Gubernur"][0] == "p1"
    assert found["Wakil Gubernur Jakarta"][0] == "p2"


def test_one_person_with_two_offices_in_a_row() -> None:
    found = holders("<o>Ketua KPU</o> sekaligus <o>dosen UI</o> <p1>Bagus Aji</p1> hadir.")
    assert {tag for tag, _ in found.values()} == {"p1"}
    assert len(found) == 2


def test_neighbours_keep_their_own_office() -> None:
    found = holders(
        "<o>Kapolres Tuban</o> AKBP <p1>Rudi</p1> dan <o>Dandim 0811</o> Letkol <p2>Joko</p2> ada."
    )
    assert found["Kapolres Tuban"][0] == "p1"
    assert found["Dandim 0811"][0] == "p2"


@pytest.mark.parametrize(
    "source",
    [
        "<o>Gubernur Bali</o> hadir. Di tempat lain <p1>Rudi</p1> berdagang.",
        "<p1>Rudi</p1> berdagang.\n<o>Gubernur Bali</o> hadir.",
        "<o>Gubernur Bali</o>" + " dan seterusnya" * 20 + " <p1>Rudi</p1>",
    ],
)
def test_an_office_without_a_holder_goes_to_nobody(source: str) -> None:
    assert holders(source) == {}


def test_in_an_enumeration_every_office_stands_before_its_holder() -> None:
    found = holders(
        "Hadir <o>Wakil Bupati</o>, <p1>Rina Dewi</p1>, <o>Sekda Tuban</o>, <p2>Budi Aji</p2>, "
        "dan <o>Dandim</o> <p3>Joko Lelono</p3>."
    )
    assert [tag for tag, _ in found.values()] == ["p1", "p2", "p3"]


def test_whom_an_office_serves_holds_no_other() -> None:
    found = holders(
        "<p1>Sahri Amin</p1>, dulu <o>juru bicara <p2>Rina Dewi</p2></o>, kini menjadi "
        "<o>Komisaris PT Bahari</o>."
    )
    assert found["Komisaris PT Bahari"][0] == "p1"
