"""Which column of a table, or field of an object, holds what of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from entitas.corpus.reading.source import Source
from entitas.errors import ConfigError, InputError

__all__ = ["Columns"]

# No encoding can write one, and the pipeline refuses it.
_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns (JSON fields, columns of a query) that make a document.

    Only the text must be there, and what is given another name than the ordinary one: of a table
    without a column "url", the documents have none, but ``url="tautan"`` is meant to be found. (The
    objects of a JSON Lines file need only have the text; each may leave out what it lacks.)

    Args:
        text: The text.
        id: The id; where there is none, the name of the file and the line or row make one.
        title: The title.
        url: The address.
        date: The date, kept as it is written.
    """

    text: str = "text"
    id: str = "id"
    title: str = "title"
    url: str = "url"
    date: str = "date"

    @classmethod
    def parse(cls, said: str) -> Columns:
        """Read names as they are given on the command line.

        Args:
            said: Pairs of what it is and the column, parted by commas.

        Raises:
            ConfigError: It is not of that form, or names something that documents do not have.

        >>> Columns.parse("text=isi, id=no")
        Columns(text='isi', id='no', title='title', url='url', date='date')
        """
        known = [field.name for field in fields(cls)]
        given: dict[str, str] = {}
        for pair in filter(str.strip, said.split(",")):
            name, sign, column = (part.strip() for part in pair.partition("="))
            if not sign or not column:
                raise ConfigError(
                    f"--columns {said!r}: {pair.strip()!r} is not NAME=COLUMN; "
                    "write it like text=isi,id=no."
                )
            if name not in known or name in given:
                wrong = "is given twice" if name in given else "is unknown"
                raise ConfigError(f"--columns: {name!r} {wrong}; there are {', '.join(known)}.")
            given[name] = column
        return cls(**given)

    def names(self) -> list[str]:
        """Return the names, each once: the same column may be two things, the address the id.

        >>> Columns(text="isi", id="url").names()
        ['isi', 'url', 'title', 'date']
        """
        return list(dict.fromkeys(getattr(self, field.name) for field in fields(self)))

    def missing(self, there: Iterable[str]) -> str | None:
        """Say what a table lacks, given the columns it has; None if it has all that is needed.

        >>> Columns(text="isi").missing(["no", "teks"])
        'there is no column "isi"; the columns are "no", "teks". Name them with --columns text=…'
        """
        columns = list(there)
        ordinary = Columns()
        for field in fields(self):
            name = getattr(self, field.name)
            needed = field.name == "text" or name != getattr(ordinary, field.name)
            if needed and name not in columns:
                listed = ", ".join(f'"{column}"' for column in columns) or "none"
                return (
                    f'there is no column "{name}"; the columns are {listed}. '
                    f"Name them with --columns {field.name}=…"
                )
        return None

    def document(self, values: Mapping[str, Any], default_id: str, where: str) -> Source:
        """Make a document of the values of a row or an object.

        Args:
            values: The values by column.
            default_id: The id, if the row has none.
            where: The file, and the line or row in it.

        Raises:
            InputError: The text is missing or no text.

        >>> Columns(text="isi").document({"isi": "Halo.", "id": 7}, "news:1", "news.csv:2").id
        '7'
        """
        text = values.get(self.text)
        if not isinstance(text, str):
            raise InputError(f'the field "{self.text}" is missing or not a string')
        if _HALF.search(text):
            raise InputError("the text holds half a character (a lone surrogate)")
        given = {name: values.get(getattr(self, name)) for name in ("id", "title", "url", "date")}
        more = {name: _said(value) for name, value in given.items() if value not in (None, "")}
        for name, value in more.items():
            if _HALF.search(value):
                raise InputError(f"the {name} holds half a character (a lone surrogate)")
        return Source(more.pop("id", default_id), text, where, more)


def _said(value: Any) -> str:
    """Return a value as text; dates as the standard writes them."""
    return value.isoformat() if isinstance(value, date) else str(value)
