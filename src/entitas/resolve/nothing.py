"""Spans that are called as people, bodies or places are, and name none.

- Words for government, buildings, papers and moneys ("Pemerintah Indonesia", "Balai Kota", "KTP"),
  and names in small letters in a text that has capitals.
- Bodies of a kind that are but counted: "20 Brigade Infanteri".
- Words at the beginning of a sentence ("Justru"), and short forms of people of a kind ("RT", or
  "ABH" where the text spells it out).
- Parts of a document's number: "LP/B/12/III/2024/SPKT".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from entitas.gazetteer.finding.definitions import expansions
from entitas.resolve.glue import Prose

__all__ = ["Nothing"]

# Words of so few letters may be small in a name that is spelt out.
_SMALL = 6
_PLATFORM = re.compile(r"\b(?:akun|di|lewat|melalui|platform|sosial) $")
# "LP/B/12/III/2024/SPKT/POLDA BALI", "S-5/MK.01/2024"
_REFERENCE = re.compile(r"[^\s/]*(?:/[^\s/]*){2,}")
_COUNTED = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|setiap) $"
)
# People of a kind, by their short forms.
_CLASSES = frozenset(
    ("ABK", "ART", "ASN", "DPO", "EO", "KK", "LC", "MBR", "ODGJ", "PKL", "PMI", "PNS", "PRT",
     "PSK", "RT", "RW", "SARA", "TKI", "TKW", "WNA", "WNI", "WO")
)  # fmt: skip
_NOBODY = re.compile(
    r"pemerintah(an)?( pusat| daerah| (republik )?indonesia| ri)?|kejaksaan|kepolisian"
    r"|(badan usaha milik (negara|daerah)( \(bum[nd]\))?|bum[nd]\)?)"
    r"( (kabupaten|kota|provinsi) .*)?"
    r"|n?k?ri"
    # papers, moneys and punishments, with or without whose
    r"|(apb[dn]|bap|bpkb|ktp|kuh(a?p|perdata)|lhkpn|nik|nip|ptdh|sim|spdp|stnk|um[kpr])\b.*"
    r"|kota|kabupaten|provinsi|kecamatan|kelurahan|desa|dusun|distrik"
    # buildings are no bodies
    r"|(balai ?kota|mapol\w+|kantor (gubernur|bupati|wali ?kota|camat|lurah|desa)"
    r"|(kompleks )?istana (kepresidenan|negara|merdeka)"
    r"|rumah (dinas|jabatan)|stadion|masjid|bandara|terminal|stasiun|pelabuhan|jalan|tol)\b.*",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 60


class Nothing:
    """Tells what names nothing in a text.

    Args:
        prose: The text.
        people: The forms of the people in it, whose initials are names.
    """

    def __init__(self, prose: Prose, people: Sequence[str]) -> None:
        self._prose = prose
        self._small = prose.text == prose.text.lower()
        names = set(people)
        self._classes = {
            short
            for short, long in expansions(prose.text).items()
            if short in names
            and all(word[0].isupper() or len(word) <= _SMALL for word in long.split())
            and not any(long in name or name in long for name in names)
        }

    def reason(self, start: int, end: int, label: str) -> str | None:
        """Say why a span names nothing, or None where it may name something.

        Args:
            start: Where the span begins.
            end: One past its last character.
            label: PERSON, ORG or PLACE.
        """
        text, form = self._prose.text, self._prose.text[start:end]
        if _in_reference(text, start):
            return "part of a document's number"
        if label == "PERSON":
            nobody = self._is_nobody(form, text[max(0, start - 12) : start])
            return "a word, or short for people of a kind" if nobody else None
        if label == "ORG" and _COUNTED.search(text, max(0, start - 12), start):
            return "bodies of a kind, and no one body"
        small = form == form.lower() and not self._small
        return "names nothing" if small or _NOBODY.fullmatch(form) else None

    def _is_nobody(self, form: str, before: str) -> bool:
        if form in self._classes or form in _CLASSES:
            return True
        if form == "X" and _PLATFORM.search(before):
            return True
        small = form.lower()
        # a word that the text has in small letters too
        return form != small and self._prose.is_word(small) and bool(self._prose.stands(small))


def _in_reference(text: str, at: int) -> bool:
    """Tell whether an offset lies in the number of a letter or report."""
    before = text[max(0, at - _LONGEST_NUMBER) : at]
    start = at - len(before.split()[-1]) if before and not before[-1].isspace() else at
    reference = _REFERENCE.match(text, start, at + _LONGEST_NUMBER)
    return (
        reference is not None
        and reference.end() > at > start
        and any(letter.isdigit() for letter in reference[0])
    )
