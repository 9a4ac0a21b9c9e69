"""``entitas report`` as its users type it, and the page that it writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
import typer
from typer.testing import CliRunner

from entitas.errors import InputError, MissingExtraError
from entitas.gazetteer.source.folder import BUILT_IN
from entitas.records import Document
from entitas.report.cli import report
from entitas.report.provinces import COLUMNS, PROVINCES
from tests.report.making import agency, document, office, person, place

EVIL = 'Siti <img src=x onerror=alert(1)> & "Ning" O\'Neil </script>'
CORPUS = (
    document(
        person(EVIL, office(f"Kepala {EVIL}", "KPK"), rank=EVIL),
        person("Retno Wulansari", office("Wali Kota", "Pemkot Semarang", "former")),
        agency(EVIL, "company", f"body:{EVIL}"),
        agency("Komisi Pemberantasan Korupsi", "commission", "body:kpk"),
        place(EVIL, "city", "33.74", "Indonesia", "Jawa Tengah"),
        place("Papua", "province", "91", "Indonesia"),
        date="2025-03-02",
    ),
    document(person("Retno Wulansari"), date=EVIL),
)
app = typer.Typer(pretty_exceptions_enable=False)
app.command()(report)

Make = Callable[..., str]


class Page(HTMLParser):
    """The tags and texts of a page, scripts and styles left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def write(path: Path, documents: tuple[Document, ...]) -> Path:
    path.write_text("".join(d.model_dump_json() + "\n" for d in documents), encoding="utf-8")
    return path


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def run(*options: str, documents: tuple[Document, ...] = CORPUS) -> str:
        records, out = write(tmp_path / "records.jsonl", documents), tmp_path / "report.html"
        result = CliRunner().invoke(
            app, [str(records), "-o", str(out), *options], catch_exceptions=False
        )
        assert result.exit_code == 0
        assert f"{len(documents)} documents" in result.stderr
        return out.read_text(encoding="utf-8")

    return run


def figures(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="figures">(.*?)</script>', html)
    assert found is not None
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def test_the_page_shows_the_counts(make: Make) -> None:
    html = make("--title", "Berita & co")
    text = " ".join(" ".join(Page(html).texts).split())
    assert "Berita & co 2 documents, 2 March 2025" in text
    assert "documents 2 people 2 officials 2 agencies 2 places 2" in text
    assert "model-x" in text
    assert "hash-y" in text
    assert "Wali Kota, Pemkot Semarang former" in text
    assert "Papua: 1 documents" in text
    assert "Errors" not in text


def test_names_stay_text(make: Make) -> None:
    html = make()
    page = Page(html)
    assert "img" not in {tag for tag, _ in page.tags}
    assert EVIL in page.texts
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 3
    for drawn in figures(html).values():
        texts = [t for trace in drawn["data"] for t in trace.get("hovertext", [])]
        texts += [t for trace in drawn["data"] for t in trace.get("text", [])]
        texts += [label["text"] for label in drawn["layout"].get("annotations", ())]
        assert not any("<img" in text for text in texts)
    assert "&lt;img" in str(figures(html)["network"])


def test_nothing_is_loaded_from_elsewhere(make: Make) -> None:
    tags = Page(make()).tags
    assert not [attributes for _, attributes in tags if "src" in attributes]
    assert all(a["href"].startswith("#") for _, a in tags if a.get("href"))
    [policy] = [a["content"] for _, a in tags if a.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_plotly_knows_all_that_is_drawn(make: Make) -> None:
    drawn = figures(make())
    assert set(drawn) == {"time", "offices", "agencies", "regencies", "network"}
    for figure in drawn.values():
        go.Figure(json.loads(re.sub(r'"@[a-z]+"', '"red"', json.dumps(figure))))


def test_every_colour_and_kind_is_one_of_the_page(make: Make) -> None:
    html = make()
    named = set(re.findall(r'"@([a-z]+)"', json.dumps(figures(html))))
    assert named
    assert named <= set(re.findall(r"--([a-z]+):", html))


def test_the_same_records_give_the_same_bytes(make: Make) -> None:
    assert make() == make()


def test_tables_hold_the_top_alone(make: Make) -> None:
    text = " ".join(Page(make("--top", "1")).texts)
    assert "The 1 officials that most documents name." in text
    assert "Kepala" not in text


def test_a_corpus_of_nothing_is_a_page_too(make: Make) -> None:
    text = " ".join(Page(make(documents=())).texts)
    for said in ("No official is named", "No agency is named", "No place is named", "not stated"):
        assert said in text
    assert "No document has a date" in text
    make(documents=(document(),))


def test_what_failed_is_told_by_reason(make: Make, tmp_path: Path) -> None:
    rows = [
        {
            "where": f"n.jsonl:{n}",
            "reason": f"n.jsonl:{n}: utf-8 byte {n} is 0xE{n} <bad>",
            "original": "\ud800<u>",
        }
        for n in (3, 17)
    ]
    rows.append({"where": "b.txt", "reason": "b.txt cannot be read", "original": ""})
    errors = tmp_path / "records.errors.jsonl"
    errors.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    page = Page(make())
    text = " ".join(" ".join(page.texts).split())
    assert "3 documents were not annotated" in text
    assert "…: utf-8 byte … is … <bad> 2" in text
    assert "n.jsonl:17 n.jsonl:17: utf-8 byte 17 is 0xE17 <bad> ?<u>" in text
    assert "u" not in {tag for tag, _ in page.tags}
    errors.write_text("", encoding="utf-8")
    assert "were not annotated" not in " ".join(Page(make()).texts)
    errors.write_text('{"where": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"records\.errors\.jsonl, line 1: not a failure"):
        make()


@pytest.mark.parametrize(
    ("broken", "says"),
    [(b"{", "not a record"), (b'{"id": 3}', "id: "), (b'{"id": "\xe9"}', "not a record")],
)
def test_a_broken_line_is_named(broken: bytes, says: str, tmp_path: Path) -> None:
    records, out = write(tmp_path / "r.jsonl", CORPUS), tmp_path / "r.html"
    records.write_bytes(records.read_bytes() + b"\n" + broken + b"\n")
    result = CliRunner().invoke(app, [str(records), "-o", str(out)])
    assert isinstance(result.exception, InputError)
    assert "r.jsonl, line 4" in str(result.exception)
    assert says in str(result.exception)
    assert not out.exists()


def test_inputs_are_not_overwritten_and_must_exist(tmp_path: Path) -> None:
    records = write(tmp_path / "r.jsonl", CORPUS)
    before = records.read_bytes()
    result = CliRunner().invoke(app, [str(records), "-o", str(records)])
    assert "name another output" in str(result.exception)
    assert records.read_bytes() == before
    result = CliRunner().invoke(app, [str(tmp_path / "none"), "-o", str(tmp_path / "r.html")])
    assert "none cannot be read" in str(result.exception)


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entitas.extras.find_spec", lambda package: None)
    records = write(tmp_path / "r.jsonl", CORPUS)
    result = CliRunner().invoke(app, [str(records), "-o", str(tmp_path / "r.html")])
    assert isinstance(result.exception, MissingExtraError)
    assert "pip install 'entitas[report]'" in str(result.exception)


def test_every_province_has_a_tile_of_its_own() -> None:
    areas = (BUILT_IN / "areas.txt").read_text(encoding="utf-8")
    assert {p.code: p.name for p in PROVINCES} == dict(re.findall(r"^(\d\d) (.+)$", areas, re.M))
    assert len({(p.row, p.column) for p in PROVINCES}) == len(PROVINCES)
    assert len({p.short for p in PROVINCES}) == len(PROVINCES)
    assert max(p.column for p in PROVINCES) == COLUMNS
