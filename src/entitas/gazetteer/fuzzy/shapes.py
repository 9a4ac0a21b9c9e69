"""The shape of a text: its letters, those that look alike made the same."""

from __future__ import annotations

import unicodedata

__all__ = ["budget", "merged", "shape_of"]


class _Alike(dict[int, str]):
    """What scanning takes for one another: O and 0; l, I and 1; letters with and without accents.

    Filled as letters are met.
    """

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0]
        return self[code]


_ALIKE = _Alike({ord("0"): "o", ord("1"): "l", ord("i"): "l"})
_PAIR, _LETTER = "rn", "m"
_ONE, _TWO = 5, 8


def budget(letters: int) -> int:
    """Return how many edits are forgiven in a name of so many letters.

    Short names have too many neighbours: none under five letters, one under eight, then two.

    >>> budget(4), budget(5), budget(8)
    (0, 1, 2)
    """
    return (letters >= _ONE) + (letters >= _TWO)


def shape_of(folded: str) -> str:
    """Return the shape of a folded text, which is as long.

    >>> shape_of("pul0 gadung"), shape_of("bantul tamanmartani")
    ('pulo gadung', 'bantul tamanmartanl')
    """
    return folded.translate(_ALIKE)


def merged(shape: str) -> str:
    """Return a shape as scanning may have read it, with "m" for every "rn".

    >>> merged("purnama")
    'pumama'
    """
    return shape.replace(_PAIR, _LETTER)
