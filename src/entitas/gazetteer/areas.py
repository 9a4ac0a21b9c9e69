"""The administrative areas of Indonesia, from the outline in ``data/areas.txt``.

There are 91,599 of them, so they are kept as two lists, and become entries when asked for.
"""

from __future__ import annotations

from pathlib import Path

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import LEVEL_PREFIX, Entry

__all__ = ["COUNTRY", "Areas", "level_of"]

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
    """All areas: numbers from 0 in the order of the outline.

    Attributes:
        codes: The Kemendagri code of each.
        names: The name of each, regencies and cities with their level word.
        number: The number of a code.
    """

    def __init__(self, path: Path) -> None:
        self.codes: list[str] = []
        self.names: list[str] = []
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
            trail[depth] = f"{trail[depth - 1]}.{part}" if depth else part
            self.codes.append(trail[depth])
            self.names.append(name)
            last = depth
        self.number = {code: number for number, code in enumerate(self.codes)}
        if len(self.number) != len(self.codes):
            raise GazetteerError(f"{path}: a code occurs twice; every area needs its own.")

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

    def entry(self, number: int, aliases: tuple[str, ...], abbreviation: str | None) -> Entry:
        """Build the entry of an area."""
        code, name = self.codes[number], self.names[number]
        parent = code.rpartition(".")[0]
        return Entry(
            id=f"id:{code}",
            kind="place",
            name=name,
            level=level_of(code, name),
            code=code,
            parent=f"id:{parent}" if parent else COUNTRY,
            abbreviation=abbreviation,
            aliases=aliases,
        )
