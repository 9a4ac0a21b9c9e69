"""Short forms that a text uses for something of its own.

"Pajak Bumi dan Bangunan (PBB)" makes PBB a tax for the rest of the text; "tersangka berinisial MA"
and "MA (25)" are people.
"""

from __future__ import annotations

import re

__all__ = ["defined_otherwise", "is_initials"]

_AGE = re.compile(r"\s?\(\d\d\)")
_INITIALS = re.compile(r"(?:inisial|alias)\W{1,2}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_MOST_INITIALS = 3
_BEFORE = 120


def defined_otherwise(text: str, form: str) -> str | None:
    """Return the words before a short form in brackets that spell it out, if there are any.

    They spell it out when their first letters, small words left out or not, are those of the form.

    >>> defined_otherwise("kenaikan Pajak Bumi dan Bangunan (PBB) di Pati", "PBB")
    'Pajak Bumi dan Bangunan'
    >>> defined_otherwise("warga ke kantor (PBB)", "PBB") is None
    True
    """
    for match in re.finditer(rf"\(\s?{re.escape(form)}\b", text):
        words = list(_WORD.finditer(text, max(0, match.start() - _BEFORE), match.start()))
        for first in range(len(words)):
            if not words[first].group()[0].isupper():
                continue
            for last in range(first + len(form), min(first + len(form) + 3, len(words)) + 1):
                if _letters([word.group() for word in words[first:last]], form):
                    return " ".join(text[words[first].start() : words[last - 1].end()].split())
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
