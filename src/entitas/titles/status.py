"""Whether an office is held now: Plt and mantan before it, terms and eras behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from entitas.titles.lexicon import lexicon
from entitas.titles.words import Word

__all__ = ["Status", "Term", "read_ordinal", "read_status", "read_term"]

Status = Literal["current", "acting", "former", "candidate"]

# Without a date of the text, a term that ended before the lexicon's own year is a past one.
_LEXICON_YEAR = 2025
# Offices that news counts, and the number of their holder of October 2024 to 2029.
_ORDINALS = {"presiden": "8", "wapres": "14"}

_TERM = re.compile(
    r""",?\s*\(?\b(?:
        (?:pada\s+|di\s+)?(?:era|masa|zaman)\b(?!\s+depan).*
      | kabinet\s+(?:Merah|Indonesia|Kerja|Gotong|Persatuan|Pembangunan)\b.*
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
    """Find "periode 2019-2024", "era Surya", "saat itu" at the end of an office phrase.

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


def read_status(text: str, words: list[Word]) -> tuple[Status, int, str]:
    """Read the status words of an office phrase.

    Those behind the office ("nonaktif") are taken out of ``words``.

    Returns:
        The status, the number of the first word behind the status words, and the office that a
        word such as "cagub" holds itself ("gubernur"), else "".
    """
    status: Status = "current"
    index = 0
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
    for number in range(index + 1, len(words)):
        match = lexicon().status_table.longest(text, words, number)
        if match is not None and match[1].place == "after":
            status = match[1].status if status == "current" else status
            del words[number : number + match[0]]
            break
    return status, index, ""


def read_ordinal(words: list[Word], index: int, code: str | None) -> tuple[bool, int]:
    """Read "ke-7" or "ke-10 dan ke-12" behind a head, or at the end behind the place.

    The latter is taken out of ``words``.

    Returns:
        Whether the ordinal says that the office is past, and the number of the word behind it.
    """
    numbered = _ORDINALS.get(code or "")
    if numbered is None:
        return False, index
    for number in range(index, len(words) - 1):
        if words[number].key != "ke" or not words[number + 1].text.isdigit():
            continue
        end = number + 2
        while end + 1 < len(words) and words[end].key in ("dan", "ke"):
            end += 1
            end += words[end].text.isdigit()
        past = words[number + 1].key != numbered
        if number == index:
            return past, end
        del words[number:end]
        return past, index
    return False, index
