"""``entitas gazetteer``: look into the gazetteer, and lay packs of one's own over it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from entitas.errors import GazetteerError
from entitas.gazetteer.showing import PATHS, Over, load, print_json, show_problems
from entitas.gazetteer.tables_cli import export, import_

if TYPE_CHECKING:
    from entitas.gazetteer import Entry

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Search the gazetteer; packs of your own: mine, review, tune, check, compare, build.",
    pretty_exceptions_enable=False,
)

Packs = Annotated[list[Path], typer.Argument(help="Packs: .csv, .jsonl or .yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


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
        show_problems(error.problems, as_json=as_json)
        Console(stderr=True).print("the packs are not used; nothing was changed")
        raise typer.Exit(2) from None
    if as_json:
        print("[]")
        return
    added, silent = len(source.entries) - before, len(source.silent)
    Console().print(f"valid: {added} entries added, {silent} disabled", style="green")


@app.command()
def build(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    paths: Annotated[list[Path] | None, typer.Argument(help=PATHS)] = None,
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
    found = load(gazetteer).search(name, limit)
    if as_json:
        print_json([{**_fields(entry), "likeness": likeness} for entry, likeness in found])
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
    loaded = load(gazetteer)
    try:
        entry = loaded.entry(id_)
    except KeyError:
        raise GazetteerError(
            f"no entry has the id {id_}; 'entitas gazetteer search NAME' finds ids."
        ) from None
    if as_json:
        print_json({**_fields(entry), "path": loaded.path(entry)})
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
    loaded = load(gazetteer)
    given = text
    if text == "-":
        from entitas.corpus.readers import decode

        given = decode(sys.stdin.buffer.read(), "utf-8", "standard input")
    hits = loaded.find(given)
    if as_json:
        print_json([asdict(hit) for hit in hits])
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
    loaded = load(gazetteer)
    if as_json:
        print_json({"hash": loaded.hash, "entries": loaded.counts()})
        return
    table = Table("kind", "entries", title=f"hash {loaded.hash}", box=None)
    table.columns[1].justify = "right"
    for kind, count in loaded.counts().items():
        table.add_row(kind, f"{count:,}")
    Console().print(table)


app.command()(export)
app.command("import")(import_)


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry).items()
        if value not in (None, ())
    }
