"""``entitas gazetteer export`` and ``import``: to and from the tables of other tools."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from entitas.errors import ConfigError, GazetteerError
from entitas.gazetteer.showing import Over, load, show_problems

if TYPE_CHECKING:
    from entitas.gazetteer.source.packs import PackRow, Problem

__all__ = ["export", "import_"]


def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file: .csv, .jsonl or .yaml.")
    ],
    gazetteer: Over = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only entries of this kind; may be repeated.")
    ] = None,
    patterns: Annotated[
        bool, typer.Option("--patterns", help="Write patterns for spaCy's EntityRuler (.jsonl).")
    ] = False,
) -> None:
    """Write the listed entries as a pack, or as patterns for spaCy's EntityRuler and Prodigy.

    The pack overrides the entries with what they are: edit it, leave what is to change, and use it
    with --gazetteer.

        entitas gazetteer export --kind court -o courts.csv
    """
    from entitas.gazetteer.entry import KINDS
    from entitas.gazetteer.source.packs import write_pack
    from entitas.gazetteer.source.tables import to_patterns, to_rows

    known = (*KINDS, "place", "person")
    if unknown := [k for k in kind or () if k not in known]:
        raise ConfigError(f"no such kind: {unknown[0]!r}; there are {', '.join(known)}.")
    loaded = load(gazetteer)
    entries = [entry for entry in loaded.entries() if not kind or entry.kind in kind]
    if patterns:
        if output.suffix != ".jsonl":
            raise ConfigError(f"{output}: patterns are JSON Lines; name a .jsonl file.")
        lines = (json.dumps(row, ensure_ascii=False) for row in to_patterns(entries))
        try:
            output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        except OSError as error:
            raise GazetteerError(f"{output}: cannot be written ({error.strerror}).") from error
    else:
        write_pack(list(to_rows(entries, loaded.weak_names)), output)
    Console(stderr=True).print(f"{len(entries):,} entries → {output}")


def import_(
    table: Annotated[Path, typer.Argument(help="A CSV table, or patterns as JSON Lines.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The pack to write.")],
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="A field and the table's column: name=Nama.")
    ] = None,
    constants: Annotated[
        list[str] | None, typer.Option("--set", help="A field that all rows share: kind=company.")
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="A label's kind: COMPANY=company.")
    ] = None,
    delimiter: Annotated[str, typer.Option(help="What parts the cells of a table.")] = ",",
    encoding: Annotated[str, typer.Option(help="The table's encoding.")] = "utf-8",
) -> None:
    """Make a pack of a CSV table, or of the patterns of spaCy's EntityRuler or of Prodigy.

    Rows that cannot be taken over are listed, and the command then ends with status 1; the others
    are written. Check the pack with 'entitas gazetteer validate'.

        entitas gazetteer import firms.csv --map name=Nama --set kind=company -o firms.jsonl
        entitas gazetteer import patterns.jsonl --kind AGENCY=central_agency -o agencies.csv
    """
    from entitas.gazetteer.source.packs import Problem, write_pack
    from entitas.gazetteer.source.tables import from_csv, from_patterns

    if table.suffix == ".jsonl":
        found = from_patterns(table, _pairs(kinds, "--kind"))
    else:
        mapped = _pairs(columns, "--map")
        if "name" not in mapped:
            raise ConfigError("say which column holds the name: --map name=COLUMN.")
        mark = delimiter.replace("\\t", "\t")
        found = from_csv(table, mapped, _pairs(constants, "--set"), mark, encoding)
    rows: list[PackRow] = []
    problems: list[Problem] = []
    for _, row in found:
        problems.append(row) if isinstance(row, Problem) else rows.append(row)
    write_pack(rows, output)
    if problems:
        show_problems(problems, as_json=False)
    Console(stderr=True).print(f"{len(rows):,} entries → {output}; {len(problems):,} left out")
    if problems:
        raise typer.Exit(1)


def _pairs(values: Iterable[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for value in values or ():
        name, equals, rest = value.partition("=")
        if not equals or not name:
            raise ConfigError(f"{option} {value!r}: write NAME=VALUE.")
        pairs[name.strip()] = rest.strip()
    return pairs
