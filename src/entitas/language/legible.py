r"""Marks that were decoded wrongly are read as what they were: "RudiÂ\xa0Hartanto".

UTF-8 read as Latin-1 turns a no-break space into "Â\xa0" and a quotation mark into three
characters. The stages read a text in which these are blanks and plain quotes, as long as the text.
"""

from __future__ import annotations

import re

__all__ = ["legible"]

_WRONG = re.compile("Â\xa0|Â(?=[ .,;:\n]|$)|â\x80[\x90-\xbf]|â€[œ\x9d˜™“”]")
_QUOTES = {"\x98": "'", "\x99": "'", "\x9c": '"', "\x9d": '"', "˜": "'", "™": "'", "œ": '"',
           "“": "-", "”": "-", "\x93": "-", "\x94": "-"}  # fmt: skip


def legible(text: str) -> str:
    r"""Return a text with wrongly decoded marks replaced; it is as long.

    >>> legible("RudiÂ\xa0Hartanto"), len(legible("kata â\x80\x9cyaâ\x80\x9d"))
    ('Rudi  Hartanto', 13)
    """
    return _WRONG.sub(_right, text)


def _right(match: re.Match[str]) -> str:
    mark = _QUOTES.get(match[0][-1], " ") if len(match[0]) > 2 else " "
    return mark.ljust(len(match[0]))
