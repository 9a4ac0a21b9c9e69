"""Rewrite a table of areas (code,name) as the outline that ships: ``data/areas.txt``.

Run as ``python -m entitas.gazetteer.making.outline TABLE.csv OUTLINE.txt``. In the outline an area
stands under the one that contains it, one blank deeper, with its own part of the code only.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

__all__ = ["outline"]

_ADMINISTRATIVE = (("Kota Administrasi ", "Kota "), ("Kabupaten Administrasi ", "Kabupaten "))
# Provinces whose usual name is shorter than the official one; the latter becomes an alias.
_USUAL = {"31": "Jakarta"}


def outline(rows: list[tuple[str, str]]) -> str:
    """Return the outline of areas given as (code, name).

    >>> print(outline([("33", "Jawa Tengah"), ("33.74", "Kota Semarang")]), end="")
    33 Jawa Tengah
     74 Kota Semarang
    """
    lines = []
    for code, name in sorted(rows):
        clean = " ".join(name.split())
        for official, usual in _ADMINISTRATIVE:
            clean = clean.replace(official, usual)
        parts = code.split(".")
        lines.append(f"{' ' * (len(parts) - 1)}{parts[-1]} {_USUAL.get(code, clean)}\n")
    return "".join(lines)


def main(table: str, target: str) -> None:
    """Read the CSV file ``table`` and write the outline to ``target``."""
    with Path(table).open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(file)]
    Path(target).write_text(outline(rows), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
