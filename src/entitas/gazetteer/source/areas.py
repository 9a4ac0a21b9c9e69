"""The administrative areas of Indonesia, and the outline that lists them, ``data/areas.txt``.

There are 91,599 of them, so they are kept as two columns, and become entries when asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import LEVEL_PREFIX, Entry
from entitas.gazetteer.source.rows import AliasRow

__all__ = ["COUNTRY", "Areas", "level_of", "read_outline"]

#: The country that the provinces lie in.
COUNTRY = "country:id"
_LEVEL_BY_DEPTH = ("province", "regency", "district", "village")


def level_of(code: str, name: str) -> str:
    """Return the level of an area.

    >>> level_of("33.74", "Kota Semarang"), level_of("33.74.01", "Semarang Tengah")
    ('city', 'district')
    """
    if len(code) == 5:
        return "city" if name.startswith("Kota ") else "regency"
    return _LEVEL_BY_DEPTH[code.count(".")]


class Areas:
    """All areas: numbers from 0 in the order of their codes.

    Attributes:
        codes: The Kemendagri code of each, in ascending order.
        names: The name of each, regencies and cities with their level word.
    """

    def __init__(self, codes: Sequence[str], names: Sequence[str]) -> None:
        self.codes = codes
        self.names = names

    def find(self, code: str) -> int | None:
        """Return the number of a code.

        >>> Areas(["33", "33.74"], ["Jawa Tengah", "Kota Semarang"]).find("33.74")
        1
        """
        at = bisect_left(self.codes, code)
        return at if at < len(self.codes) and self.codes[at] == code else None

    def __len__(self) -> int:
        return len(self.codes)

    def level(self, number: int) -> str:
        """Return the level of an area."""
        return level_of(self.codes[number], self.names[number])

    def bare(self, number: int) -> str:
        """Return the name of an area without its level word."""
        name = self.names[number]
        if len(self.codes[number]) != 5:
            return name
        return name.removeprefix(LEVEL_PREFIX["city"]).removeprefix(LEVEL_PREFIX["regency"])

    def entry(self, number: int, others: Sequence[AliasRow], *, prominent: bool) -> Entry:
        """Build the entry of an area, given the rows of its other names."""
        code, name = self.codes[number], self.names[number]
        parent = code.rpartition(".")[0]
        short = next((row.alias for row in others if row.kind == "abbreviation"), None)
        return Entry(
            id=f"id:{code}",
            kind="place",
            name=name,
            level=level_of(code, name),
            code=code,
            parent=f"id:{parent}" if parent else COUNTRY,
            abbreviation=short,
            aliases=tuple(row.alias for row in others if row.alias != short),
            prominent=prominent,
        )


def read_outline(path: Path) -> Areas:
    """Read the areas of an outline.

    Raises:
        GazetteerError: The file cannot be read, or a line of it is not valid; says which and why.
    """
    codes: list[str] = []
    names: list[str] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    trail = ["", "", "", ""]
    last = -1
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        rest = line.lstrip(" ")
        depth = len(line) - len(rest)
        part, _, name = rest.partition(" ")
        if depth > 3 or depth > last + 1 or not part.isdigit() or not name:
            raise GazetteerError(
                f"{path}, line {number}: not an area one blank deeper than what it lies in, "
                f"with its part of the code and its name: {line!r}."
            )
        code = trail[depth] = f"{trail[depth - 1]}.{part}" if depth else part
        if codes and code <= codes[-1]:
            raise GazetteerError(
                f"{path}, line {number}: the code {code} does not follow {codes[-1]}; every area "
                "needs its own, in ascending order."
            )
        codes.append(code)
        names.append(name)
        last = depth
    return Areas(codes, names)
