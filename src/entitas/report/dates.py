"""The day of a document, from whatever its ``date`` says."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from dateutil import parser

__all__ = ["read_day"]

# A date that lacks its year, month or day reads differently over the two, and so is no day.
_OVER = (datetime(2000, 1, 1), datetime(2004, 2, 2))
_CLOCK = re.compile(r"(?<![\d.])(\d\d?)\.(\d\d)(?![\d.])")  # 08.30, but not 21.10.2025
_MONTHS = {
    "januari": "jan", "februari": "feb", "pebruari": "feb", "maret": "mar", "mei": "may",
    "juni": "jun", "juli": "jul", "agustus": "aug", "agu": "aug", "ags": "aug", "oktober": "oct",
    "okt": "oct", "nopember": "nov", "nop": "nov", "desember": "dec", "des": "dec",
}  # fmt: skip
# Time zones are among them: the day is that of the document's own clock.
_SAYING_NOTHING = frozenset(
    ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "pukul", "wib", "wita", "wit")
)


@lru_cache(maxsize=10_000)
def read_day(text: str, *, day_first: bool = False) -> date | None:
    """Return the day that a date names, as its clock says it; None if that is unclear.

    ISO 8601 is read as such. In "7/4/2025" the month comes first unless ``day_first`` is set; where
    that cannot be ("21/10/2025"), the other way.

    >>> read_day("2025-10-21T20:43:00+07:00"), read_day("10/21/2025 20:43")
    (datetime.date(2025, 10, 21), datetime.date(2025, 10, 21))
    >>> read_day("Jum'at, 24 Oktober 2025 | 20.43 WIB"), read_day("Oktober 2025")
    (datetime.date(2025, 10, 24), None)
    """
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        pass
    english = re.sub(r"[^\W\d]+", _in_english, re.sub("['’]", "", text).replace("|", " "))
    plain = _CLOCK.sub(r"\1:\2", english).strip(" ,()")
    try:
        days = {
            parser.parse(plain, default=over, dayfirst=day_first, ignoretz=True).date()
            for over in _OVER
        }
    except (parser.ParserError, OverflowError):
        return None
    return days.pop() if len(days) == 1 else None


def _in_english(word: re.Match[str]) -> str:
    lower = word[0].lower()
    return "" if lower in _SAYING_NOTHING else _MONTHS.get(lower, word[0])
