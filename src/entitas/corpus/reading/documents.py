"""The documents of many files, whatever their formats."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from entitas.corpus.reading.columns import Columns
from entitas.corpus.reading.databases import read_duckdb, read_sqlite
from entitas.corpus.reading.formats import DATABASES, format_of, stem_of
from entitas.corpus.reading.lines import read_lines
from entitas.corpus.reading.pages import read_page
from entitas.corpus.reading.parquet import count_rows, read_parquet
from entitas.corpus.reading.plain import read_plain
from entitas.corpus.reading.source import Item, Unreadable
from entitas.corpus.reading.streams import STDIN, Stream, check_compression, open_stream
from entitas.corpus.reading.tables import read_table
from entitas.errors import ConfigError, InputError, MissingExtraError

__all__ = ["count_documents", "read_documents"]

# The packages of formats, and the extras that bring them.
_PACKAGES = {
    "html": ("trafilatura", "html"),
    "parquet": ("pyarrow", "parquet"),
    "duckdb": ("duckdb", "duckdb"),
}
# Larger files are not read twice for the sake of a progress bar.
_COUNTED = 1_000_000_000


def read_documents(
    files: Iterable[Path],
    encoding: str = "utf-8",
    *,
    columns: Columns | None = None,
    query: str | None = None,
    format: str | None = None,
) -> Iterator[Item]:
    """Read every document of the files, in order, one at a time.

    A .txt file or .html page is one document with the file's stem as its id. A line of a .jsonl
    file, or a row of a table or query, is one document: ``text`` and any of ``id``, ``title``,
    ``url`` and ``date``; the rest is ignored. Without an id it is called by its file and line or
    row, "news:12". What cannot be read is yielded as :class:`~.source.Unreadable`; whatever is
    wrong with what is asked for is raised before anything is read.

    Args:
        files: What :func:`~.formats.find_files` returns.
        encoding: The encoding of text files.
        columns: What the columns are called; as above if None.
        query: The SELECT that is asked of the databases among the files.
        format: The format of standard input and of files without a known suffix.

    Raises:
        InputError: A file is of unknown format, a database has no query, or there is no such
            encoding.
        ConfigError: There is a query and no database, or no such format.
        MissingExtraError: A format needs a package that is not installed.
    """
    listed = [(path, format_of(path, format)) for path in files]
    _check(listed, query)
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise InputError(f"{encoding!r} is not a known encoding; utf-8 and cp1252 are.") from None
    return _read(listed, encoding, columns or Columns(), query or "")


def count_documents(files: Iterable[Path], *, format: str | None = None) -> int | None:
    """Count the documents of some files ahead, so that a progress bar has an end.

    Returns:
        How many there are; None if it takes reading them all to know.
    """
    total = size = 0
    for path in files:
        kind = format_of(path, format)
        known: int | None = None
        if kind in ("txt", "html"):
            known = 1
        elif kind == "parquet":
            known = count_rows(path)
        elif kind == "jsonl" and path.suffix.lower() not in (".gz", ".zst") and path != STDIN:
            size += path.stat().st_size
            known = _count_lines(path) if size <= _COUNTED else None
        if known is None:
            return None
        total += known
    return total


def _check(listed: Sequence[tuple[Path, str]], query: str | None) -> None:
    """Raise what would otherwise be said of every file of a format."""
    for path, format in listed:
        check_compression(path)
        package, extra = _PACKAGES.get(format, (None, ""))
        if package and find_spec(package) is None:
            raise MissingExtraError(f"Reading {path}", extra)
        if format in DATABASES and not query:
            raise InputError(
                f'{path} is a database; say what to read with --query "SELECT id, text FROM …".'
            )
    if query and not any(format in DATABASES for _, format in listed):
        raise ConfigError("--query is asked of a database, and no input is one.")


def _read(
    listed: Sequence[tuple[Path, str]], encoding: str, columns: Columns, query: str
) -> Iterator[Item]:
    streamed: dict[str, Callable[[Stream, str, str, str], Iterator[Item]]] = {
        "txt": read_plain,
        "html": read_page,
        "jsonl": partial(read_lines, columns=columns),
        "csv": partial(read_table, columns=columns, delimiter=","),
        "tsv": partial(read_table, columns=columns, delimiter="\t"),
    }
    for path, format in listed:
        stem = stem_of(path)
        if format == "parquet":
            yield from read_parquet(path, stem, columns)
        elif format == "sqlite":
            yield from read_sqlite(path, stem, query, columns)
        elif format == "duckdb":
            yield from read_duckdb(path, stem, query, columns)
        else:
            where = "standard input" if path == STDIN else str(path)
            try:
                stream = open_stream(path)
            except OSError as error:
                yield Unreadable(where, f"cannot be read: {error.strerror}", "")
                continue
            with stream:
                yield from streamed[format](stream, stem, where, encoding)


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())
