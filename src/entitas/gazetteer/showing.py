"""What the commands of ``entitas gazetteer`` share: loading, printing, and the list of problems."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from entitas.gazetteer import Gazetteer
    from entitas.gazetteer.source.packs import Problem

__all__ = ["PATHS", "Over", "load", "print_json", "show_problems"]

PATHS = (
    "A pack (.csv, .jsonl, .yaml) or settings (.toml) over the built-in gazetteer, or a folder "
    "instead of it."
)
Over = Annotated[list[Path] | None, typer.Option("--gazetteer", "-g", help=PATHS)]


def load(paths: list[Path] | None) -> Gazetteer:
    """Load the gazetteer that the options name."""
    from entitas.gazetteer import Gazetteer

    return Gazetteer.load(paths or None)


def show_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Print everything that is wrong: as JSON on standard output, or a line each on the other."""
    listed = list(problems)
    if as_json:
        print_json([asdict(problem) for problem in listed])
        return
    console = Console(stderr=True)
    for problem in listed:
        console.print(escape(str(problem)), highlight=False, soft_wrap=True)
    console.print(f"{len(listed):,} problems", style="bold red")


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
