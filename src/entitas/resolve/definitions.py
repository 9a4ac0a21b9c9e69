"""Bodies that the text itself introduces: "Tim Evaluasi Pengawasan Realisasi (Tepra)".

A long name that begins with a word for a body ("Tim", "Badan", "Yayasan" …), with its short name in
brackets, names a body even where neither the NER nor the gazetteer knows it. The short name must
be made of the long one: its letters stand there in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from entitas.spans import Found

__all__ = ["BODY_WORDS", "defined_bodies"]

#: Words with which names of bodies begin, and which alone name none.
BODY_WORDS = (
    "Aliansi", "Asosiasi", "Badan", "Balai", "Dewan", "Dinas", "Direktorat", "Forum", "Gerakan",
    "Himpunan", "Ikatan", "Institut", "Jaringan", "Kantor", "Kementerian", "Koalisi", "Komisi",
    "Komite", "Lembaga", "Mabes", "Majelis", "Otoritas", "Panitia", "Partai", "Perhimpunan",
    "Persatuan", "Pusat", "Satgas", "Satuan", "Sekolah", "Serikat", "Tim", "Unit", "Universitas",
    "Yayasan",
)  # fmt: skip
_DEFINITION = re.compile(
    rf"\b(?P<long>(?:{'|'.join(BODY_WORDS)})(?: (?:[A-Z][\w-]*|dan|&|untuk|bagi|dalam)){{1,9}})"
    r" ?\( ?(?P<short>[A-Z][\w-]{1,14}) ?\)"
)
_SCORE = 0.6


def defined_bodies(text: str) -> Iterator[Found]:
    """Yield the long and the short name of every body that the text defines, as ORG.

    >>> [text.start for text in defined_bodies("rapat Tim Pengawas Orang Asing (Timpora) kemarin")]
    [6, 32]
    """
    for match in _DEFINITION.finditer(text):
        rest = iter(match["long"].lower())
        if all(letter in rest for letter in match["short"].lower()):
            for part in ("long", "short"):
                yield Found(*match.span(part), "ORG", "alias", _SCORE)
