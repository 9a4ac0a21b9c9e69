"""The one fold of names and texts.

Names are compared in a folded form: lower case, every character that is neither letter nor digit
(spaces of all kinds, apostrophes, hyphens, full stops) a blank. The fold keeps the length, so an
offset into the folded text is one into the text.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["BLANK", "Codes", "codes_of", "fold", "fold_codes", "key_of", "text_of"]

Codes = npt.NDArray[np.uint32]

#: The code of the blank.
BLANK = ord(" ")


def _fold(code: int) -> int:
    """Fold one character.

    Only U+0130 grows under lower(); it becomes its first letter.
    """
    letter = chr(code)
    return ord(letter.lower()[0]) if letter.isalnum() else BLANK


_ASCII = np.array([_fold(code) for code in range(128)], np.uint32)


def codes_of(text: str) -> Codes:
    """Return the code points of a text; lone surrogates, which some texts hold, included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_ASCII_TEXT = text_of(_ASCII)


def fold_codes(codes: Codes) -> Codes:
    """Return the folded code points, one for each.

    >>> text_of(fold_codes(codes_of("Jum’at")))
    'jum at'
    """
    folded = _ASCII[np.minimum(codes, 127)]
    others = np.flatnonzero(codes > 127)
    if len(others):
        # few different ones, so each is folded but once
        distinct, where = np.unique(codes[others], return_inverse=True)
        folded[others] = np.array([_fold(int(code)) for code in distinct], np.uint32)[where]
    return folded


def fold(text: str) -> str:
    """Return the folded text; it is as long as ``text``.

    >>> fold("Kab.Semarang, Jum’at")
    'kab semarang  jum at'
    """
    # nearly all names, which are short: arrays cost more than their letters
    if text.isascii():
        return text.translate(_ASCII_TEXT)
    return text_of(fold_codes(codes_of(text)))


def key_of(name: str) -> str:
    """Return the form under which a name is indexed: its folded words with one blank between.

    >>> key_of("Kementerian Agraria dan Tata Ruang/BPN")
    'kementerian agraria dan tata ruang bpn'
    """
    return " ".join(fold(name).split())
