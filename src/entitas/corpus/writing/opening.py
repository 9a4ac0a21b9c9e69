"""The writer of an output, by the output's name."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from entitas.corpus.writing.lines import LinesWriter
from entitas.corpus.writing.writer import Writer
from entitas.errors import ConfigError, InputError, MissingExtraError

__all__ = ["OUTPUTS", "open_writer"]

#: The formats of output: JSON Lines, nested Parquet, flat tables as Parquet or CSV, spaCy's DocBin.
OUTPUTS = ("jsonl", "parquet", "tables", "csv", "spacy")
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".jsonl.zst": "jsonl",
    ".parquet": "parquet",
    ".spacy": "spacy",
}


def open_writer(path: Path, format: str | None = None, keep_text: bool = False) -> Writer:
    """Open an output.

    Args:
        path: The file to write, or the folder of the tables.
        format: One of :data:`OUTPUTS`. If None, a file has that of its suffix, and what is a folder
            or has no suffix becomes tables.
        keep_text: Whether to write the texts too: a field, or a column of the documents. (A DocBin
            has them always.)

    Raises:
        ConfigError: There is no such format.
        InputError: The name does not tell the format, or the output cannot be written.
        MissingExtraError: The format needs a package that is not installed.

    Examples:
        >>> import tempfile
        >>> from entitas.records import Document
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with open_writer(Path(folder) / "out.jsonl") as writer:
        ...         writer.write(Document(id="a"))
        ...     sorted(path.name for path in Path(folder).iterdir())
        ['out.jsonl']
    """
    format = format or _format_of(path)
    if format not in OUTPUTS:
        raise ConfigError(f"{format!r} is no format of output; there are {', '.join(OUTPUTS)}.")
    if format in ("parquet", "tables") and find_spec("pyarrow") is None:
        raise MissingExtraError(f"Writing {path} as Parquet", "parquet")
    if format == "jsonl":
        return LinesWriter(path, keep_text=keep_text)
    if format == "spacy":
        from entitas.corpus.writing.docbin import DocBinWriter

        return DocBinWriter(path, keep_text=keep_text)
    if format == "parquet":
        from entitas.corpus.writing.nested import NestedWriter

        return NestedWriter(path, keep_text=keep_text)
    from entitas.corpus.writing.tables import CsvTablesWriter, ParquetTablesWriter

    writer = CsvTablesWriter if format == "csv" else ParquetTablesWriter
    return writer(path, keep_text=keep_text)


def _format_of(path: Path) -> str:
    if path.is_dir() or not path.suffix:
        return "tables"
    for suffix, format in _SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return format
    raise InputError(
        f"{path} has none of the suffixes of an output ({', '.join(_SUFFIXES)}); name one, a "
        f"folder for tables, or the format with --to ({', '.join(OUTPUTS)})."
    )
