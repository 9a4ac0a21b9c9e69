"""Ministers: the title is head and portfolio, the ministry is implied.

"Menteri Luar Negeri Malaysia" has a country behind its portfolio, "Menko PMK" a short form of it,
and a foreign minister a portfolio that no lexicon lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from entitas.titles.lexicon import PortfolioRow, lexicon
from entitas.titles.phrase import JOINS, Phrase, Span
from entitas.titles.words import Word, keys_of

__all__ = ["Ministry", "contracted_ministry", "read_portfolio"]

_NO_PORTFOLIO = frozenset({"kabinet", "yang", "di", "pada", "era", "dari", "untuk", "sekaligus"})


@dataclass(frozen=True, slots=True)
class Ministry:
    """A minister's portfolio as read from a phrase.

    Args:
        agency: The implied ministry; "" where the phrase names no portfolio.
        title_end: Where the title ends, an offset into the phrase.
        place: The country or region behind the portfolio.
        next: The number of the first word behind it all.
    """

    agency: str
    title_end: int
    place: Span | None
    next: int


def read_portfolio(phrase: Phrase, number: int, template: str) -> Ministry:
    """Read the portfolio that starts at a word.

    Args:
        phrase: The office phrase.
        number: The word behind "Menteri".
        template: The ministry's name with ``{portfolio}``.
    """
    start = number + (phrase.key(number) == "bidang")
    row, size = _known(phrase, start, coordinating="Koordinator" in template)
    last = start + size
    while last < len(phrase) and _goes_on(phrase, last):
        last += 1
    if last == start:
        end = phrase.words[number - 1].end if number else 0
        return Ministry("", end, None, start)
    end = phrase.without_state(phrase.words[start].start, phrase.words[last - 1].end)
    name = phrase.plain(phrase.words[start].start, end)
    place: Span | None = None
    named = phrase.capital(last) and phrase.key(last) not in _NO_PORTFOLIO
    if named and not phrase.is_body(last) and not phrase.is_state(last):
        place = (phrase.words[last].start, phrase.name_end(last))
    if row is not None and last == start + size and keys_of(name) != keys_of(row.name):
        agency = _ministry(row)
    else:
        agency = template.format(portfolio=name)
    if place is not None:
        state = phrase.key(last) == "republik"
        agency = agency if state else f"{agency} {phrase.plain(*place)}"
    return Ministry(agency, end, place, last)


def contracted_ministry(phrase: Phrase, after: int) -> tuple[str, int]:
    """Read a minister's contraction, which may go over more words: "MenPAN-RB".

    Args:
        phrase: The office phrase.
        after: The number of the word behind the one with which the contraction begins.

    Returns:
        The ministry, and the number of the first word behind the contraction.
    """
    word = phrase.words[after - 1]
    short = word.text[word.key.index("men") + len("men") :]
    words = [Word(short, word.end - len(short), word.end, short.lower()), *phrase.words[after:]]
    matches = lexicon().portfolio_table.matches(phrase.text, words, 0, between=_between)
    for size, rows in matches:
        for row in rows:
            if not row.coordinating:
                return _ministry(row), after + size - 1
    return "", after


def _ministry(row: PortfolioRow) -> str:
    head = "Kementerian Koordinator Bidang" if row.coordinating else "Kementerian"
    return row.agency or f"{head} {row.name}"


def _known(phrase: Phrase, start: int, *, coordinating: bool) -> tuple[PortfolioRow | None, int]:
    if start >= len(phrase):
        return None, 0
    table = lexicon().portfolio_table
    for size, rows in table.matches(phrase.text, phrase.words, start, between=_between):
        for row in rows:
            if row.coordinating == coordinating:
                return row, size
    return None, 0


def _between(gap: str) -> bool:
    """What may stand between the words of a portfolio: commas and slashes too."""
    return len(gap) <= 4 and not gap.strip(" ,/-.&\u00a0")


def _goes_on(phrase: Phrase, number: int) -> bool:
    """Whether a word still belongs to the portfolio: a word of what governments do."""
    if phrase.known_place(number) or phrase.is_state(number):
        return False
    key = phrase.key(number)
    if key in _NO_PORTFOLIO:
        return False
    if key in JOINS or key in lexicon().functions or "/" in phrase.gap(number):
        return True
    if not phrase.capital(number):
        return True
    # an acronym or unknown word is the portfolio itself only where nothing precedes it
    first = phrase.key(number - 1) in (
        "menteri",
        "koordinator",
        "menko",
        "wamenko",
        "wamen",
        "bidang",
    )
    joined = phrase.key(number - 1) in JOINS or "," in phrase.gap(number)
    return first or joined
