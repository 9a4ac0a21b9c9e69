"""How a compiled store says what a folded name stands for."""

from __future__ import annotations

__all__ = ["FORMAT", "How", "Key", "is_acronym"]

#: The version of the layout of the files; a store of another is built anew.
FORMAT = 10


class Key:
    """What a folded name stands for: bits for place, body or person, head, unit."""

    PLACE = 1
    BODY = 2
    HEAD = 4
    UNIT = 8


class How:
    """How a name names its entry: bits for not by its first name, seldom, spelt by a rule."""

    ALIAS = 1
    SELDOM = 2
    RESPELT = 4


def is_acronym(form: str) -> bool:
    """Tell whether a form is a short word in capitals, which means something else in small letters.

    >>> is_acronym("KPK"), is_acronym("Polri"), is_acronym("DPR RI")
    (True, False, False)
    """
    return form.isupper() and form.isalpha() and len(form) <= 6
