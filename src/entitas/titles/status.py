"""Whether an office is held now: Plt and mantan before it, terms and eras behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from entitas.titles.lexicon import lexicon
from entitas.titles.words import Word

__all__ = ["Term", "read_status", "read_term"]

# Without a date of the text, a term that ended before the lexicon's own year is a past one.
_LEXICON_YEAR = 2025

_TERM = re.compile(
    r""",?\s*\(?\b(?:
        (?:pada\s+|di\s+)?(?:era|masa|zaman|kabinet)\b(?!\s+depan).*
      | (?:periode|masa\s+(?:bakti|jabatan)|bulan|(?:sejak\s+|pada\s+)?tahun)\b.*
      | \d{4}\s*[-–]\s*(?:\d{4}|sekarang)\b.*
      | (?:saat|ketika|kala|waktu)\s+itu\b.*
    )$""",
    re.I | re.X,
)
_PAST = re.compile(r"\b(?:era|masa|zaman)\b|\bitu\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POLITE = frozenset({"bapak", "pak", "ibu", "bu", "saudara", "saudari"})


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office at the end of a phrase: where it starts, and whether it is over."""

    start: int
    former: bool


def read_term(text: str, year: int | None = None) -> Term:
    """Find "periode 2019-2024", "era Jokowi", "saat itu" at the end of an office phrase.

    >>> read_term("Ketua KPK periode 2011-2015")
    Term(start=9, former=True)
    >>> read_term("Ketua KPK")
    Term(start=9, former=False)
    """
    match = _TERM.search(text)
    if match is None or not text[: match.start()].strip():
        return Term(len(text), False)
    years = [int(number) for number in _YEAR.findall(match.group())]
    if years:
        return Term(match.start(), max(years) < (year or _LEXICON_YEAR))
    return Term(match.start(), _PAST.search(match.group()) is not None)


def read_status(text: str, words: Sequence[Word]) -> tuple[str, int, str]:
    """Read the status words at the start of an office phrase.

    Returns:
        The status, the index of the first word behind the status words, and the office that a
        word such as "cagub" holds itself ("gubernur"), else "".
    """
    status, index = "current", 0
    while index < len(words):
        match = lexicon().status_table.longest(text, words, index)
        if match is None:
            if words[index].key not in _POLITE or index + 1 == len(words):
                break
            index += 1
            continue
        size, row = match
        if row.place == "after":
            break
        status = row.status if status == "current" else status
        if row.place == "whole":
            return status, index, row.rest.removeprefix("bakal ").removeprefix("calon ")
        index += size
    if status == "current":
        status = next(
            (
                row.status
                for number in range(index + 1, len(words))
                for row in [_after(text, words, number)]
                if row is not None
            ),
            status,
        )
    return status, index, ""


def _after(text: str, words: Sequence[Word], index: int):  # type: ignore[no-untyped-def]
    match = lexicon().status_table.longest(text, words, index)
    return match[1] if match is not None and match[1].place == "after" else None
