"""The 38 provinces as tiles of one size, laid out by hand roughly as they lie.

A province is one tile whatever its area, so that Jakarta can be seen beside Kalimantan. The layout
is a drawing of this project and follows no map's borders.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COLUMNS", "PROVINCES", "Province"]

COLUMNS = 14


@dataclass(frozen=True, slots=True)
class Province:
    """A province's Kemendagri code, its name, a short form, and its tile (from 1)."""

    code: str
    name: str
    short: str
    row: int
    column: int


PROVINCES = tuple(
    Province(*fields)
    for fields in (
        ("11", "Aceh", "ACE", 1, 1),
        ("12", "Sumatera Utara", "SUT", 2, 1),
        ("13", "Sumatera Barat", "SBR", 3, 1),
        ("14", "Riau", "RIA", 2, 2),
        ("15", "Jambi", "JAM", 3, 2),
        ("16", "Sumatera Selatan", "SSL", 4, 2),
        ("17", "Bengkulu", "BKL", 4, 1),
        ("18", "Lampung", "LAM", 5, 2),
        ("19", "Kepulauan Bangka Belitung", "BBL", 3, 3),
        ("21", "Kepulauan Riau", "KRI", 2, 3),
        ("31", "Jakarta", "JKT", 6, 3),
        ("32", "Jawa Barat", "JBR", 7, 3),
        ("33", "Jawa Tengah", "JTG", 7, 4),
        ("34", "Daerah Istimewa Yogyakarta", "DIY", 8, 4),
        ("35", "Jawa Timur", "JTM", 7, 5),
        ("36", "Banten", "BTN", 6, 2),
        ("51", "Bali", "BAL", 7, 6),
        ("52", "Nusa Tenggara Barat", "NTB", 7, 7),
        ("53", "Nusa Tenggara Timur", "NTT", 7, 8),
        ("61", "Kalimantan Barat", "KBR", 3, 5),
        ("62", "Kalimantan Tengah", "KTG", 4, 5),
        ("63", "Kalimantan Selatan", "KSL", 4, 6),
        ("64", "Kalimantan Timur", "KTM", 3, 6),
        ("65", "Kalimantan Utara", "KUT", 2, 6),
        ("71", "Sulawesi Utara", "SUL", 2, 9),
        ("72", "Sulawesi Tengah", "STG", 3, 8),
        ("73", "Sulawesi Selatan", "SSE", 5, 8),
        ("74", "Sulawesi Tenggara", "STR", 5, 9),
        ("75", "Gorontalo", "GTO", 2, 8),
        ("76", "Sulawesi Barat", "SBA", 4, 8),
        ("81", "Maluku", "MAL", 5, 10),
        ("82", "Maluku Utara", "MUT", 3, 10),
        ("91", "Papua", "PAP", 3, 13),
        ("92", "Papua Barat", "PBR", 3, 12),
        ("93", "Papua Selatan", "PSL", 5, 14),
        ("94", "Papua Tengah", "PTG", 4, 13),
        ("95", "Papua Pegunungan", "PPG", 4, 14),
        ("96", "Papua Barat Daya", "PBD", 3, 11),
    )
)
