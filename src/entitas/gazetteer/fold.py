"""The one fold of names and texts.

Names are compared in a folded form: lower case, every character that is neither letter nor digit
(spaces of all kinds, apostrophes, hyphens, full stops) a blank. The fold keeps the length, so an
offset into the folded text is one into the text.
"""

from __future__ import annotations

import re

__all__ = ["fold", "key_of"]

_NOT_ALNUM = re.compile(r"[\W_]")


def fold(text: str) -> str:
    """Return the folded text; it is as long as ``text``.

    >>> fold("Kab.Semarang, Jum’at")
    'kab semarang  jum at'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        # U+0130, the one character that grows under lower(), becomes its first letter
        lowered = "".join(character.lower()[0] for character in text)
    return _NOT_ALNUM.sub(" ", lowered)


def key_of(name: str) -> str:
    """Return the form under which a name is indexed: its folded words with one blank between.

    >>> key_of("Kementerian Agraria dan Tata Ruang/BPN")
    'kementerian agraria dan tata ruang bpn'
    """
    return " ".join(fold(name).split())
