"""One office phrase, taken apart into title, agency, place and status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from entitas.titles.phrase import Phrase, Span
from entitas.titles.reader import Reader
from entitas.titles.status import Status, read_status, read_term

__all__ = ["Office", "parse_office"]


@dataclass(frozen=True, slots=True)
class Office:
    """An office phrase taken apart.

    Args:
        text: The phrase as given.
        title: The office without status words, agency, place and bracketed short forms.
        agency: The body, as written, or composed from the title where it is only implied.
        agency_implied: True where the agency is only inside the title.
        agency_span: Offsets of a stated agency into ``text``; None for an implied one.
        place: The jurisdiction as written, where it is not part of a stated agency.
        place_span: Offsets of the place into ``text``.
        status: "current", "acting", "former" or "candidate".
        also: Bracketed short forms of the office: ("Mendagri",).
        head: The lexicon's code of the head; None for a head that the lexicon does not know.
        official: True for a public office.
    """

    text: str
    title: str
    agency: str | None = None
    agency_implied: bool = False
    agency_span: Span | None = None
    place: str | None = None
    place_span: Span | None = None
    status: Status = "current"
    also: tuple[str, ...] = ()
    head: str | None = None
    official: bool = False


def parse_office(
    text: str,
    bodies: Sequence[Span] = (),
    places: Sequence[Span] = (),
    *,
    year: int | None = None,
) -> Office:
    """Take one office phrase apart.

    Args:
        text: The phrase, without the holder's name and rank.
        bodies: Known bodies in the phrase, as offsets into it. Optional.
        places: Known places in the phrase, as offsets into it. Optional.
        year: The year in which the text was written, to judge terms such as "periode 2019-2024".

    >>> office = parse_office("Plt Direktur RSUD Rembang")
    >>> office.title, office.agency, office.status
    ('Direktur', 'RSUD Rembang', 'acting')
    >>> office = parse_office("Kapolres Metro Jakarta Barat")
    >>> office.title, office.agency, office.agency_implied, office.place
    ('Kapolres', 'Polres Metro Jakarta Barat', True, 'Jakarta Barat')
    """
    term = read_term(text, year)
    phrase = Phrase(text, term.start, bodies, places)
    status, first, whole = read_status(phrase.text, phrase.words)
    if status == "current" and term.former:
        status = "former"
    if not phrase.words:
        return Office(text, text.strip() or text, status=status)
    reader = Reader(phrase, first if first < len(phrase) else 0)
    reader.read(whole)
    agency = text[slice(*reader.agency)] if reader.agency else None
    return Office(
        text=text,
        title=reader.title() or text.strip(),
        agency=agency or reader.implied,
        agency_implied=agency is None and reader.implied is not None,
        agency_span=reader.agency,
        place=text[slice(*reader.place)] if reader.place else None,
        place_span=reader.place,
        status="former" if reader.former and status == "current" else status,
        also=phrase.short_forms(),
        head=reader.code,
        official=reader.official,
    )
