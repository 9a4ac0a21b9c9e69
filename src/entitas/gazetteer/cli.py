"""``entitas gazetteer``: look into the gazetteer, and lay packs of one's own over it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from entitas.errors import ConfigError, GazetteerError

if TYPE_CHECKING:
    from entitas.gazetteer import Entry, Gazetteer
    from entitas.gazetteer.source.packs import PackRow, Problem

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Search the gazetteer, check and build packs of your own, compare, import and export.",
    pretty_exceptions_enable=False,
)

_PATHS = "A pack (.csv, .jsonl, .yaml) over the built-in gazetteer, or a folder instead of it."
Over = Annotated[list[Path] | None, typer.Option("--gazetteer", "-g", help=_PATHS)]
Packs = Annotated[list[Path], typer.Argument(help="Packs: .csv, .jsonl or .yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_MOST_SHOWN = 50


@app.command()
def validate(packs: Packs, as_json: AsJson = False) -> None:
    """Check packs, and name everything that is wrong with them: file, line, field and reason.

    Nothing is changed. Ends with status 2 if a row is not valid.

        entitas gazetteer validate agencies.csv officials.yaml
    """
    from entitas.gazetteer.source.folder import Source
    from entitas.gazetteer.source.layering import lay
    from entitas.gazetteer.source.packs import PackError

    source = Source()
    before = len(source.entries)
    try:
        lay(source, packs)
    except PackError as error:
        _show_problems(error.problems, as_json)
        raise typer.Exit(2) from None
    if as_json:
        print("[]")
        return
    added, silent = len(source.entries) - before, len(source.silent)
    Console().print(f"valid: {added} entries added, {silent} disabled", style="green")


@app.command()
def build(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    paths: Annotated[list[Path] | None, typer.Argument(help=_PATHS)] = None,
) -> None:
    """Compile a gazetteer with packs into a folder, which loads at once everywhere.

    Without it, entitas compiles what it is given when it first needs it, and keeps the result in
    the user's cache (or the folder that ENTITAS_CACHE names).

        entitas gazetteer build regency.csv -o my-gazetteer
        entitas extract article.txt --gazetteer my-gazetteer
    """
    from entitas.gazetteer.store.opening import build_store

    console = Console(stderr=True)
    with console.status("compiling the gazetteer"):
        store = build_store(paths or [], output)
    console.print(f"{output}: {sum(store.counts.values()):,} entries, hash {store.hash}")


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A name, in any spelling.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Most entries to show.")] = 10,
    gazetteer: Over = None,
    as_json: AsJson = False,
) -> None:
    """Find entries by name, the likest first.

    entitas gazetteer search "Komisi Pembrantasan Korupsi"
    """
    found = _load(gazetteer).search(name, limit)
    if as_json:
        _print_json([{**_fields(entry), "likeness": likeness} for entry, likeness in found])
        return
    table = Table("likeness", "id", "name", "kind", box=None)
    for entry, likeness in found:
        kind = entry.level or entry.kind
        table.add_row(f"{likeness:.2f}", escape(entry.id), escape(entry.name), kind)
    Console().print(table if found else "nothing is called like this")


@app.command()
def show(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="An id: body:kpk, id:33.74, polres@35.23")
    ],
    gazetteer: Over = None,
    as_json: AsJson = False,
) -> None:
    """Show one entry with all its names, and where it belongs.

    entitas gazetteer show polres@35.23
    """
    loaded = _load(gazetteer)
    try:
        entry = loaded.entry(id_)
    except KeyError:
        raise GazetteerError(
            f"no entry has the id {id_}; 'entitas gazetteer search NAME' finds ids."
        ) from None
    if as_json:
        _print_json({**_fields(entry), "path": loaded.path(entry)})
        return
    table = Table(show_header=False, box=None)
    for field, value in _fields(entry).items():
        said = ", ".join(value) if isinstance(value, list) else str(value)
        if field in ("parent", "place", "successor"):
            said = f"{said}  {loaded.entry(said).name}"
        table.add_row(field, escape(said))
    table.add_row("in", " › ".join(loaded.path(entry)) or "–")
    if entry.id in loaded.disabled:
        table.add_row("disabled", "texts are not searched for it")
    Console().print(table)


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="A text, or - for standard input.")],
    gazetteer: Over = None,
    as_json: AsJson = False,
) -> None:
    """Show what the gazetteer alone finds in a text, with its candidates.

    entitas gazetteer find "Kapolres Tuban ke Kec. Jenu"
    """
    loaded = _load(gazetteer)
    given = sys.stdin.read() if text == "-" else text
    hits = loaded.find(given)
    if as_json:
        _print_json([asdict(hit) for hit in hits])
        return
    table = Table("span", "text", "kind", "match", "score", "candidates", box=None)
    for hit in hits:
        likeliest = ", ".join(f"{id_} {prior:.2f}" for id_, prior in hit.candidates[:3])
        table.add_row(
            f"{hit.start}:{hit.end}", escape(hit.text), hit.kind, hit.match, f"{hit.score:.2f}",
            escape(likeliest),
        )  # fmt: skip
    Console().print(table if hits else "nothing is found")


@app.command()
def stats(gazetteer: Over = None, as_json: AsJson = False) -> None:
    """Count the entries by kind, and show the hash that every record carries."""
    loaded = _load(gazetteer)
    if as_json:
        _print_json({"hash": loaded.hash, "entries": loaded.counts()})
        return
    table = Table("kind", "entries", title=f"hash {loaded.hash}", box=None)
    table.columns[1].justify = "right"
    for kind, count in loaded.counts().items():
        table.add_row(kind, f"{count:,}")
    Console().print(table)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help=f"{_PATHS} '-' is the built-in one alone.")],
    new: Annotated[str, typer.Argument(help="The same, for what it is compared with.")],
    as_json: AsJson = False,
) -> None:
    """Show which listed entries of two gazetteers differ, and how.

    entitas gazetteer diff - regency.csv
    """
    from entitas.gazetteer.comparing import compare

    one, other = (_load(None if path == "-" else [Path(path)]) for path in (old, new))
    changes = list(compare(one, other))
    if as_json:
        _print_json([asdict(change) for change in changes])
        return
    table = Table("what", "id", "name", "fields", box=None)
    for change in changes[:_MOST_SHOWN]:
        fields = "\n".join(f"{f}: {a!s} → {b!s}" for f, (a, b) in change.fields.items())
        table.add_row(change.what, escape(change.id), escape(change.name), escape(fields))
    console = Console()
    if changes:
        console.print(table)
    if len(changes) > _MOST_SHOWN:
        console.print(f"… and {len(changes) - _MOST_SHOWN:,} more; --json lists all.")
    console.print(f"{len(changes):,} differences")


@app.command()
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

    entitas gazetteer export --kind court -o courts.csv
    """
    from entitas.gazetteer.entry import KINDS
    from entitas.gazetteer.source.packs import write_pack
    from entitas.gazetteer.source.tables import to_patterns, to_rows

    known = (*KINDS, "place", "person")
    if unknown := [k for k in kind or () if k not in known]:
        raise ConfigError(f"no such kind: {unknown[0]!r}; there are {', '.join(known)}.")
    loaded = _load(gazetteer)
    entries = [entry for entry in loaded.entries() if not kind or entry.kind in kind]
    if patterns:
        if output.suffix != ".jsonl":
            raise ConfigError(f"{output}: patterns are JSON Lines; name a .jsonl file.")
        lines = (json.dumps(row, ensure_ascii=False) for row in to_patterns(entries))
        output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        write_pack(list(to_rows(entries)), output)
    Console(stderr=True).print(f"{len(entries):,} entries → {output}")


@app.command("import")
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
        found = from_csv(table, mapped, _pairs(constants, "--set"), delimiter, encoding)
    rows: list[PackRow] = []
    problems: list[Problem] = []
    for _, row in found:
        problems.append(row) if isinstance(row, Problem) else rows.append(row)
    write_pack(rows, output)
    if problems:
        _show_problems(problems, as_json=False)
    Console(stderr=True).print(f"{len(rows):,} entries → {output}; {len(problems):,} left out")
    if problems:
        raise typer.Exit(1)


def _load(paths: list[Path] | None) -> Gazetteer:
    from entitas.gazetteer import Gazetteer

    return Gazetteer.load(paths or None)


def _pairs(values: Iterable[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for value in values or ():
        name, equals, rest = value.partition("=")
        if not equals or not name:
            raise ConfigError(f"{option} {value!r}: write NAME=VALUE.")
        pairs[name.strip()] = rest.strip()
    return pairs


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry).items()
        if value not in (None, ())
    }


def _show_problems(problems: Iterable[Problem], as_json: bool) -> None:
    listed = list(problems)
    if as_json:
        _print_json([asdict(problem) for problem in listed])
        return
    console = Console(stderr=True)
    for line in _lines(listed):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(f"{len(listed):,} problems; nothing was changed", style="bold red")


def _lines(problems: Iterable[Problem]) -> Iterator[str]:
    for problem in problems:
        yield escape(str(problem))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
