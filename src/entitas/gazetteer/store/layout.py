"""How a compiled store says what a folded name stands for."""

from __future__ import annotations

from enum import IntFlag

__all__ = ["FORMAT", "How", "Key", "is_acronym"]

#: The version of the layout of the files; a store of another is built anew.
FORMAT = 1


class Key(IntFlag):
    """What a folded name stands for: a place, a body or person, a head, a unit."""

    PLACE = 1
    BODY = 2
    HEAD = 4
    UNIT = 8


class How(IntFlag):
    """How a name names its entry: not as its first name, seldom, with other blanks or digits."""

    ALIAS = 1
    SELDOM = 2
    RESPELT = 4


def is_acronym(form: str) -> bool:
    """Tell whether a form is a short word in capitals, which means something else in small letters.

    >>> is_acronym("KPK"), is_acronym("Polri"), is_acronym("DPR RI")
    (True, False, False)
    """
    return form.isupper() and form.isalpha() and len(form) <= 6
