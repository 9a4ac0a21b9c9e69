"""The annotation of the example articles holds to its own rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from entitas.evaluate import score_records
from entitas.records import AgencyKind, PlaceLevel, Status

ARTICLES = Path(__file__).parents[2] / "examples" / "articles"
GOLD = [
    json.loads(line)
    for line in (ARTICLES.parent / "gold.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
]
LEVEL_OF_CODE = {
    "province": r"\d\d",
    "regency": r"\d\d\.[0-6]\d",
    "city": r"\d\d\.7\d",
    "district": r"\d\d\.\d\d\.\d\d",
    "village": r"\d\d\.\d\d\.\d\d\.[12]\d{3}",
}

each_article = pytest.mark.parametrize("article", GOLD, ids=lambda article: article["id"])


def entries(article: dict[str, Any]) -> list[dict[str, Any]]:
    return [*article["people"], *article["agencies"], *article["places"]]


def positions(article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for person in article["people"]:
        yield from person["positions"]


def bare(text: str) -> str:
    """Leave out parentheses: "Brigjen Pol" stands in "Brigadir Jenderal (Brigjen) Pol"."""
    return re.sub(r"[()]", "", text)


def without_short_forms(text: str) -> str:
    """Leave out what is in parentheses: titles do without it."""
    return re.sub(r" \([^()]*\)", "", text)


def test_every_article_is_annotated_once() -> None:
    ids = [article["id"] for article in GOLD]
    assert sorted(ids) == sorted(path.stem for path in ARTICLES.glob("*.txt"))


@each_article
def test_the_text_is_the_file(article: dict[str, Any]) -> None:
    file = ARTICLES / f"{article['id']}.txt"
    assert article["text"] == file.read_bytes().decode("utf-8")


@each_article
def test_what_is_copied_stands_in_the_text(article: dict[str, Any]) -> None:
    text = article["text"]
    copied = [form for entry in entries(article) for form in entry["forms"]]
    copied += [
        title
        for person in article["people"]
        for field in ("degrees", "honorifics")
        for title in person[field]
    ]
    for position in positions(article):
        copied += [position["text"], *position.get("also", ())]
        copied += [position["place"]] if position["place"] else []
    assert [piece for piece in copied if piece not in text] == []
    ranks = [rank for person in article["people"] for rank in person["ranks"]]
    assert [rank for rank in ranks if bare(rank) not in bare(text)] == []


@each_article
def test_titles_and_agencies_are_parts_of_their_phrase(article: dict[str, Any]) -> None:
    for position in positions(article):
        phrase = without_short_forms(position["text"])
        title = without_short_forms(position["title"])
        assert title in phrase, position
        if position["agency"] and not position["agency_implied"]:
            assert without_short_forms(position["agency"]) in phrase, position
        if position["place"]:
            assert position["place"] in phrase, position


@each_article
def test_forms_hold_the_name_of_a_person_first_and_nothing_twice(article: dict[str, Any]) -> None:
    for person in article["people"]:
        assert person["forms"][0] == person["name"]
    for entry in entries(article):
        assert len(set(entry["forms"])) == len(entry["forms"]) > 0, entry
    for field in ("people", "agencies"):
        names = [entry["name"] for entry in article[field]]
        assert len(set(names)) == len(names)


@each_article
def test_kinds_levels_and_statuses_are_of_the_closed_sets(article: dict[str, Any]) -> None:
    assert {agency["kind"] for agency in article["agencies"]} <= set(get_args(AgencyKind))
    assert {place["level"] for place in article["places"]} <= set(get_args(PlaceLevel))
    assert {position["status"] for position in positions(article)} <= set(get_args(Status))


@each_article
def test_codes_fit_their_level(article: dict[str, Any]) -> None:
    codes = [place["code"] for place in article["places"] if place["code"]]
    assert len(set(codes)) == len(codes)
    for place in article["places"]:
        if place["code"]:
            assert re.fullmatch(LEVEL_OF_CODE[place["level"]], place["code"]), place


def test_page_noise_is_not_annotated() -> None:
    page = next(article for article in GOLD if article["id"] == "web_page")
    text = page["text"]
    body = text[text.index("SLEMAN,") : text.index("Tag:")]
    body = re.sub(r"^Baca juga.*$|^ADVERTISEMENT\n.*$", "", body, flags=re.MULTILINE)
    for entry in entries(page):
        assert all(form in body for form in entry["forms"]), entry
    for noise in ("Wening Prabaswara", "Gilang Mahendra", "Danang Wicaksono", "Ratri Anindyajati"):
        assert noise in text
        assert noise not in body


def test_the_gold_scores_itself_perfectly() -> None:
    scores = score_records(GOLD, map(_predicted, GOLD))
    assert scores.errors == []
    assert scores.mean_f1 == 1
    assert {accuracy.value for accuracy in scores.accuracies.values()} == {1}


def _predicted(article: dict[str, Any]) -> dict[str, Any]:
    """Put the annotation of an article into the form of a record."""

    def texts(values: list[str]) -> list[dict[str, str]]:
        return [{"text": value} for value in values]

    def slot(value: str | None) -> dict[str, str] | None:
        return None if value is None else {"text": value}

    people = [
        {
            "name": person["name"],
            "mentions": texts(person["forms"]),
            "ranks": texts(person["ranks"]),
            "positions": [
                p | {"agency": slot(p["agency"]), "place": slot(p["place"])}
                for p in person["positions"]
            ],
        }
        for person in article["people"]
    ]
    agencies, places = (
        [entry | {"mentions": texts(entry["forms"])} for entry in article[field]]
        for field in ("agencies", "places")
    )
    return {"id": article["id"], "people": people, "agencies": agencies, "places": places}
