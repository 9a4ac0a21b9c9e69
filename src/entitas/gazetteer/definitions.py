"""Short forms that a text uses for something of its own.

"Pajak Bumi dan Bangunan (PBB)" makes PBB a tax for the rest of the text; "tersangka berinisial MA"
and "MA (25)" are people.
"""

from __future__ import annotations

import re

__all__ = ["defined_otherwise", "is_initials"]

_AGE = re.compile(r"\s?\(\d\d\)")
_INITIALS = re.compile(r"(?:inisial|alias)\W{1,2}$", re.IGNORECASE)
_MOST_INITIALS = 3
_BEFORE = 120


def defined_otherwise(text: str, form: str) -> str | None:
    """Return the words that a text puts before a short form in brackets, if they spell it out.

    They spell it out when their first letters, small words left out or not, are those of the form.

    >>> defined_otherwise("kenaikan Pajak Bumi dan Bangunan (PBB) di Pati", "PBB")
    'Pajak Bumi dan Bangunan'
    >>> defined_otherwise("warga ke kantor (PBB)", "PBB") is None
    True
    """
    for match in re.finditer(rf"\(\s?{re.escape(form)}\b", text):
        words = re.findall(r"\w+", text[max(0, match.start() - _BEFORE) : match.start()])
        for size in range(len(form), min(len(form) + 3, len(words)) + 1):
            long = words[-size:]
            if long[0][:1].isupper() and _letters(long, form):
                start = text.rfind(long[0], 0, match.start())
                return " ".join(text[start : match.start()].split())
    return None


def is_initials(text: str, start: int, end: int) -> bool:
    """Tell whether a short form is the initials of a person.

    >>> is_initials("tersangka berinisial MA ditahan", 21, 23)
    True
    """
    if end - start > _MOST_INITIALS:
        return False
    before = text[max(0, start - 12) : start]
    return bool(_AGE.match(text, end)) or bool(_INITIALS.search(before))


def _letters(words: list[str], form: str) -> bool:
    capitals = [word for word in words if word[0].isupper()]
    return any("".join(w[0] for w in some).upper() == form for some in (words, capitals))
