"""Short forms that a text uses for something of its own.

"Pajak Bumi dan Bangunan (PBB)" makes PBB a tax for the rest of the text; "tersangka berinisial MA"
and "MA (25)" are people.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["expansions", "is_initials"]

_SHORT_FORM = re.compile(r"\(\s?([A-Z]{2,8})\b")
_WORD = re.compile(r"[^\W_]+")
_AGE = re.compile(r"\s?\(\d\d\)")
_INITIALS = re.compile(r"(?:inisial|alias)\W{1,2}$", re.IGNORECASE)
_MOST_INITIALS, _MOST_TRIES = 3, 3
_BEFORE, _SMALL_WORDS = 120, 3


def expansions(text: str) -> dict[str, str]:
    """Map short forms in brackets to the words before them that spell them out.

    They spell a form out when their first letters, small words left out or not, are those of it.

    >>> expansions("kenaikan Pajak Bumi dan Bangunan (PBB) di kantor (DJP)")
    {'PBB': 'Pajak Bumi dan Bangunan'}
    """
    found: dict[str, str] = {}
    tries: Counter[str] = Counter()
    for match in _SHORT_FORM.finditer(text):
        form = match[1]
        tries[form] += 1
        if form in found or tries[form] > _MOST_TRIES:
            continue
        if long := _spelt_out(text, match.start(), form):
            found[form] = long
    return found


def is_initials(text: str, start: int, end: int) -> bool:
    """Tell whether a short form is the initials of a person.

    >>> is_initials("tersangka berinisial MA ditahan", 21, 23)
    True
    """
    if end - start > _MOST_INITIALS:
        return False
    before = text[max(0, start - 12) : start]
    return bool(_AGE.match(text, end)) or bool(_INITIALS.search(before))


def _spelt_out(text: str, end: int, form: str) -> str | None:
    words = list(_WORD.finditer(text, max(0, end - _BEFORE), end))
    for first in range(len(words)):
        if not words[first].group()[0].isupper():
            continue
        most = min(first + len(form) + _SMALL_WORDS, len(words))
        for last in range(first + len(form), most + 1):
            if _spells([word.group() for word in words[first:last]], form):
                return " ".join(text[words[first].start() : words[last - 1].end()].split())
    return None


def _spells(words: list[str], form: str) -> bool:
    capitals = [word for word in words if word[0].isupper()]
    return any("".join(word[0] for word in some).upper() == form for some in (words, capitals))
