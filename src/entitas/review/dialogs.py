"""What a review asks for in lines: an entry to merge into, and the fields of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from entitas.gazetteer.entry import KINDS, LEVELS
from entitas.gazetteer.source.packs import PackRow, Problem, check_row
from entitas.review.joining import entry_id
from entitas.review.keys import Keys
from entitas.review.known import Known, Named
from entitas.review.screen import FIELDS, field_text, legible, numbered

__all__ = ["edit", "pick"]

_CHOICES = {"kind": (*KINDS, "place", "person"), "level": LEVELS}
_REFERENCES = ("place", "parent")


def pick(
    console: Console,
    keys: Keys,
    known: Known,
    prompt: str,
    offered: Sequence[Named] = (),
    given: str = "",
) -> str | None:
    """Ask for an entry by number, id or code; other words are searched for, and it asks again.

    Args:
        console: Where to print.
        keys: Who answers.
        known: What there is.
        prompt: What is asked for.
        offered: What the numbers mean, already on the screen.
        given: The id that stands there now.

    Returns:
        The id, or None for an empty answer.
    """
    while answer := keys.line(f"{prompt}: ", given):
        given = ""
        if answer.isdecimal() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1].id
        if found := known.find(answer):
            return found.id
        offered = known.search(answer)
        hint = "; these are called alike: choose by number, or search again" if offered else ""
        console.print(Text(f"no entry has the id {legible(answer)}{hint}", style="yellow"))
        console.print(numbered(offered))
    return None


def edit(
    console: Console,
    keys: Keys,
    known: Known,
    row: PackRow,
    problem: Callable[[PackRow], str | None],
) -> PackRow | None:
    """Let a row be changed field by field, until it can get into the pack.

    A value that is not valid is told and asked for again; what was changed before stays.

    Args:
        console: Where to print.
        keys: Who answers.
        known: What ids are looked up in.
        row: The row as proposed.
        problem: Says what is wrong with a row as a whole, or None.

    Returns:
        The changed row, or None if the edit was given up.
    """
    fields = FIELDS[row.action]
    while True:
        console.print(_table(row, fields))
        answer = keys.line("field to change (number or name; Enter accepts, x gives up): ").lower()
        if answer == "x":
            return None
        if not answer:
            wrong = problem(row)
            if wrong is None:
                return row
            console.print(Text(f"not yet: {legible(wrong)}", style="yellow"))
        elif answer in fields:
            row = _changed(console, keys, known, row, answer)
        elif answer.isdecimal() and 1 <= int(answer) <= len(fields):
            row = _changed(console, keys, known, row, fields[int(answer) - 1])
        else:
            console.print(Text(f"there is no field {legible(answer)}", style="yellow"))


def _changed(console: Console, keys: Keys, known: Known, row: PackRow, field: str) -> PackRow:
    """Ask for one field until it is valid."""
    given = field_text(row, field)
    while True:
        value = _asked(console, keys, known, field, given)
        cells = {**row.model_dump(), field: value}
        checked = check_row(Path("row"), 1, cells)
        if not isinstance(checked, Problem):
            return checked
        console.print(Text(f"{checked.field}: {legible(checked.reason)}", style="yellow"))
        given = value


def _asked(console: Console, keys: Keys, known: Known, field: str, given: str) -> str:
    if field in _REFERENCES:
        prompt = f"{field} (id, code, or words to search for; empty for none)"
        return pick(console, keys, known, prompt, given=given) or ""
    if field in _CHOICES:
        console.print(Text(", ".join(_CHOICES[field]), style="dim"))
    hint = {"aliases": " (parted by |)", "id": " (empty: made of kind and name)"}.get(field, "")
    return keys.line(f"{field}{hint}: ", given)


def _table(row: PackRow, fields: Sequence[str]) -> Table:
    table = Table.grid(padding=(0, 2))
    for number, field in enumerate(fields, 1):
        value = field_text(row, field)
        shown = Text(legible(value))
        if field == "id" and not value and row.name:
            shown = Text(entry_id(row), style="dim")
        table.add_row(Text(f"{number:>3}", style="cyan"), field, shown)
    return table
