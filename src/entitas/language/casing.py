"""Texts without capitals get them back, where the NER found names."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["as_written", "recased"]

_WORD = re.compile(r"[^\W\d_]+")
# The share of words that may have a capital all the same.
_STRAY = 0.02


def recased(text: str, names: Iterable[tuple[int, int]]) -> str:
    """Return a text without capitals as if its names had theirs; any other text as it is.

    The length is kept.

    Args:
        text: The text.
        names: Spans of the names in it (start, end).

    >>> recased("kata kapolres tuban akbp rudi", [(14, 19), (25, 29)])
    'kata kapolres Tuban akbp Rudi'
    >>> recased("Kata Rudi, warga tuban", [(17, 22)])
    'Kata Rudi, warga tuban'
    """
    words = _WORD.findall(text)
    if sum(word != word.lower() for word in words) > _STRAY * len(words):
        return text
    letters = list(text)
    for start, end in names:
        for word in _WORD.finditer(text, start, end):
            capital = letters[word.start()].upper()
            if len(capital) == 1:
                letters[word.start()] = capital
    return "".join(letters)


def as_written(form: str, text: str) -> str:
    """Return a form as a text has it, whatever its case; the form itself if the text has it not.

    >>> as_written("Polres Tuban", "kasat polres tuban")
    'polres tuban'
    """
    at = text.lower().find(form.lower())
    return text[at : at + len(form)] if at >= 0 else form
