"""``entitas report``: one HTML page over an annotated corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from entitas.errors import InputError

if TYPE_CHECKING:
    from entitas.records import Document

__all__ = ["report"]

_EVERY = 500  # documents between two updates of the terminal


def report(
    records: Annotated[Path, typer.Argument(help="The JSON Lines that 'entitas annotate' wrote.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    title: Annotated[
        str | None, typer.Option(help="The page's title; without it, the name of the records.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Most rows of a table.")] = 200,
    day_first: Annotated[
        bool, typer.Option("--day-first", help="In dates like 7/4/2025 the day comes first.")
    ] = False,
) -> None:
    """Make one HTML page of an annotated corpus, with tables, charts and filters.

    Officials with their offices over time, agencies, places by province and regency, who is named
    together, and what could not be annotated (OUTPUT.errors.jsonl, if it lies beside the records).
    The page is a single file of some 5 MB that opens offline; it needs the extra "report".

        entitas annotate articles/ -o records.jsonl
        entitas report records.jsonl -o report.html
    """
    from entitas.extras import require_extra

    require_extra("A report", "report")
    from entitas.corpus.writers import write_text
    from entitas.report.gather import gather
    from entitas.report.page import Wording, make_page
    from entitas.report.reading import errors_beside, read_failures, read_records

    errors = errors_beside(records)
    if out.resolve() in (records.resolve(), errors.resolve()):
        raise InputError(f"{out} is an input too; name another output.")
    console = Console(stderr=True)
    seen = gather(_told(read_records(records), console), day_first=day_first)
    failures = read_failures(errors) if errors.exists() else None
    wording = Wording(title or records.stem, records.name, errors.name, day_first)
    write_text(out, make_page(seen, failures, wording, top=top))
    failed = f", {failures.total:,} that failed" if failures else ""
    console.print(f"{seen.documents:,} documents{failed} → {out}", highlight=False)


def _told(documents: Iterator[Document], console: Console) -> Iterator[Document]:
    """Pass documents on, and show on a terminal how many there were."""
    with console.status("reading") as status:
        for number, document in enumerate(documents, 1):
            if number % _EVERY == 0:
                status.update(f"{number:,} documents read")
            yield document
