"""Which file is of which format, and which files there are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from entitas.corpus.reading.streams import COMPRESSED, STDIN
from entitas.errors import ConfigError, InputError

__all__ = ["DATABASES", "FORMATS", "TEXTUAL", "find_files", "format_of", "stem_of"]

_SUFFIXES = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".duckdb": "duckdb",
}
#: The formats that a stream can have, and so a compressed file and standard input.
TEXTUAL = ("txt", "html", "jsonl", "csv", "tsv")
#: The formats that a query is asked of.
DATABASES = ("sqlite", "duckdb")
#: All formats.
FORMATS = (*TEXTUAL, "parquet", *DATABASES)


def find_files(inputs: Iterable[Path], *, format: str | None = None) -> list[Path]:
    """Return the files among ``inputs`` and, sorted, the files of known formats in its folders.

    In folders, what has no known suffix is passed over, and so are databases: a query is written
    for one that is named.

    Args:
        inputs: Files, folders, or "-" for standard input.
        format: The format of standard input and of named files without a known suffix.

    Raises:
        InputError: An input does not exist, is of unknown format, or a folder holds no file.
        ConfigError: There is no such format.
    """
    files: list[Path] = []
    for path in inputs:
        if path != STDIN and path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_corpus(p))
            if not inside:
                raise InputError(
                    f"{path} holds no file to read; the suffixes are {_listed(databases=False)}."
                )
            files += inside
        else:
            if path != STDIN and not path.exists():
                raise InputError(f"{path} does not exist.")
            format_of(path, format)
            files.append(path)
    return files


def format_of(path: Path, format: str | None = None) -> str:
    """Return the format of a file, by its suffix.

    Args:
        path: The file, or "-" for standard input.
        format: The format, if the suffix does not tell.

    Raises:
        InputError: The format is not known, or is none for standard input or a compressed file.
        ConfigError: There is no such format.

    >>> format_of(Path("berita.jsonl.gz"))
    'jsonl'
    """
    if format is not None and format not in FORMATS:
        raise ConfigError(f"{format!r} is no format; there are {', '.join(FORMATS)}.")
    suffix, packed = _suffix(path)
    found = _SUFFIXES.get(suffix, format)
    if path == STDIN:
        if format is None:
            raise InputError(
                f"standard input has no suffix; name its format ({', '.join(TEXTUAL)}) with "
                "--format."
            )
        if format not in TEXTUAL:
            raise InputError(f"{format} cannot be read from standard input; name a file.")
    elif found is None:
        raise InputError(
            f"{path} has none of the known suffixes ({_listed()}); name its format with --format."
        )
    elif packed and found not in TEXTUAL:
        raise InputError(f"{path} is a compressed {found} file; unpack it first.")
    return str(found)


def stem_of(path: Path) -> str:
    """Return the name of a file without its suffixes, of which ids are made.

    >>> stem_of(Path("arsip/berita.jsonl.gz")), stem_of(Path("-"))
    ('berita', 'stdin')
    """
    if path == STDIN:
        return "stdin"
    name = path.name
    if path.suffix.lower() in COMPRESSED:
        name = path.stem
    return Path(name).stem


def _suffix(path: Path) -> tuple[str, bool]:
    """Return the suffix that tells the format, and whether one of compression follows it."""
    if path.suffix.lower() in COMPRESSED:
        return Path(path.stem).suffix.lower(), True
    return path.suffix.lower(), False


def _is_corpus(path: Path) -> bool:
    suffix, packed = _suffix(path)
    known = TEXTUAL if packed else (*TEXTUAL, "parquet")
    return _SUFFIXES.get(suffix) in known and path.is_file()


def _listed(*, databases: bool = True) -> str:
    shown = [s for s, f in _SUFFIXES.items() if databases or f not in DATABASES]
    return f"{', '.join(shown)}; {' and '.join(COMPRESSED)} after those of text"
