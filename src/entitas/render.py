"""Records as tables for people, on a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from entitas.records import Document, Explanation, Link, Person, Position, Saying

__all__ = ["picture", "render_explanation", "render_info", "render_record"]

_MOST_CANDIDATES = 3
_STATUS = {"current": "", "acting": "acting", "former": "former", "candidate": "candidate"}


def render_record(record: Document) -> RenderableType:
    """Lay out one record as three tables: people, agencies, places."""
    if not (record.people or record.agencies or record.places):
        return Text("No people, agencies or places found.", style="dim")
    codes = {place.id: place.code for place in record.places}
    people = _table("People", "id", "name", "titles", "positions", "mentions")
    for person in record.people:
        offices = Text("\n").join(_position(position, codes) for position in person.positions)
        name = Text(person.name, style="bold green" if person.official else "bold")
        name.append("".join(f"\n  {alias}" for alias in person.aliases), style="dim not bold")
        people.add_row(person.id, name, _titles(person), offices, str(len(person.mentions)))
    agencies = _table("Agencies", "id", "name", "kind", "parent", "link", "mentions")
    for agency in record.agencies:
        forms = _forms(agency.name, [mention.text for mention in agency.mentions])
        agencies.add_row(
            agency.id, forms, agency.kind, agency.parent or "", _link(agency.link),
            str(len(agency.mentions)),
        )  # fmt: skip
    places = _table("Places", "id", "name", "level", "code", "in", "mentions")
    for place in record.places:
        forms = _forms(place.name, [mention.text for mention in place.mentions])
        within = " › ".join(place.path)
        places.add_row(
            place.id, forms, place.level, place.code or "", within, str(len(place.mentions))
        )
    return Group(*(table for table in (people, agencies, places) if table.row_count))


def render_explanation(explanation: Sequence[Explanation]) -> RenderableType:
    """Lay out what the stages said of each span, and why a span was dropped."""
    table = _table("Why", "text", "span", "record", "said by", "outcome")
    for row in explanation:
        said = "\n".join(map(_saying, row.said))
        table.add_row(
            Text(row.text), f"{row.start}:{row.end}", row.record or "",
            Text(said), Text(row.outcome, style="" if row.record else "yellow"),
        )  # fmt: skip
    return table


def _saying(saying: Saying) -> str:
    more = len(saying.candidates) - _MOST_CANDIDATES
    note = saying.name or ", ".join(saying.candidates[:_MOST_CANDIDATES])
    note += f" +{more}" if more > 0 else ""
    return f"{saying.source}: {saying.label} {saying.score:.2f} {note}".rstrip()


def render_info(info: Mapping[str, Any]) -> RenderableType:
    """Lay out versions, models and gazetteer."""
    table = Table(show_header=False, box=None)
    table.add_row("entitas", info["entitas"])
    table.add_row("python", info["python"])
    for name, version in info["packages"].items():
        table.add_row(name, version)
    for model in info["models"]:
        table.add_row("model", f"{model['name']} {model['version']}  {model['megabytes']} MB")
    counts = ", ".join(
        f"{number:,} {kind}" for kind, number in info["gazetteer"]["entries"].items()
    )
    table.add_row("gazetteer", f"{info['gazetteer']['hash']}\n{escape(counts)}")
    return table


def picture(record: Document) -> str:
    """Return the tables of one record as an SVG picture, without fonts from the net."""
    console = Console(record=True, file=StringIO(), width=112)
    console.print(render_record(record))
    svg = console.export_svg(title="entitas extract")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
    for column in columns:
        table.add_column(column, justify="right" if column == "mentions" else "left")
    return table


def _position(position: Position, codes: Mapping[str, str | None]) -> Text:
    text = Text(position.title, style="cyan")
    if status := _STATUS[position.status]:
        text.append(f" [{status}]", style="yellow")
    if position.agency:
        style = "italic" if position.agency.implied else ""
        text.append(f" · {position.agency.text}", style=style)
    if position.place:
        code = codes.get(position.place.id or "")
        text.append(f" · {position.place.text}" + (f" ({code})" if code else ""), style="magenta")
    return text


def _titles(person: Person) -> str:
    titles = (*person.ranks, *person.degrees, *person.honorifics)
    return escape(", ".join(title.text for title in titles))


def _forms(name: str, forms: Sequence[str]) -> Text:
    text = Text(name, style="bold")
    others = [form for form in dict.fromkeys(forms) if form != name]
    text.append("".join(f"\n  {form}" for form in others), style="dim not bold")
    return text


def _link(link: Link | None) -> str:
    return escape(link.id) if link and link.id else ""
