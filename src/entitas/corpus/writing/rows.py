"""Records as rows of flat tables.

Every row has the id of its document; together with ``id``, where there is one, it names the row.

===========  ========================================  =============================================
table        a row is                                  columns
===========  ========================================  =============================================
documents    a document                                document, title, url, date, entitas, model,
                                                       gazetteer, and text if it is kept
people       a person of a document                    document, id, name, aliases, official, link,
                                                       link_score
titles       a rank, degree or honorific of a person   document, id, person, type, text, name, kind,
                                                       code, retired
positions    an office of a person                     document, id, person, text, title, status,
                                                       also, start, end, agency_text, agency,
                                                       agency_implied, place_text, place
agencies     an agency of a document                   document, id, name, abbreviation, kind,
                                                       parent, place, link, link_score
places       a place of a document                     document, id, name, level, code, path, link,
                                                       link_score
mentions     a mention of one of these                 document, id, record, type, text, start, end,
                                                       source, score
===========  ========================================  =============================================

``person``, ``agency``, ``place``, ``parent`` and ``record`` are ids of rows of the same document.
``link`` is the id of a gazetteer's entry. The ids of titles, positions and mentions number them:
"p1.t1", "p1.o1", "m1". Lists (``aliases``, ``also``, ``path``) are parted by "|". ``official``,
``retired`` and ``agency_implied`` are true or false; ``start`` and ``end`` are whole numbers,
``score`` and ``link_score`` fractions; all else is text. What has no value is null. The candidates
of links and explanations are in the nested formats only.
"""

from __future__ import annotations

from collections.abc import Iterator

from entitas.records import Agency, Document, Link, Person, Place, Title

__all__ = ["TABLES", "Row", "rows_of"]

Value = str | int | float | bool | None
#: A row: the values, in the order of the columns of its table.
Row = tuple[Value, ...]
_LINK: dict[str, type] = {"link": str, "link_score": float}
#: The columns of every table, with their types.
TABLES: dict[str, dict[str, type]] = {
    "people": {
        "document": str, "id": str, "name": str, "aliases": str, "official": bool, **_LINK
    },
    "titles": {
        "document": str, "id": str, "person": str, "type": str, "text": str, "name": str,
        "kind": str, "code": str, "retired": bool,
    },
    "positions": {
        "document": str, "id": str, "person": str, "text": str, "title": str, "status": str,
        "also": str, "start": int, "end": int, "agency_text": str, "agency": str,
        "agency_implied": bool, "place_text": str, "place": str,
    },
    "agencies": {
        "document": str, "id": str, "name": str, "abbreviation": str, "kind": str, "parent": str,
        "place": str, **_LINK,
    },
    "places": {
        "document": str, "id": str, "name": str, "level": str, "code": str, "path": str, **_LINK
    },
    "mentions": {
        "document": str, "id": str, "record": str, "type": str, "text": str, "start": int,
        "end": int, "source": str, "score": float,
    },
    "documents": {
        "document": str, "title": str, "url": str, "date": str, "entitas": str, "model": str,
        "gazetteer": str,
    },
}  # fmt: skip


def rows_of(document: Document, id_: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a document, each with the name of its table.

    Args:
        document: The record.
        id_: What the document is called in them.

    >>> from entitas.records import Mention
    >>> mention = Mention(text="Bali", start=9, end=13, source="ner", score=0.5)
    >>> place = Place(id="l1", name="Bali", mentions=[mention])
    >>> for table, row in rows_of(Document(places=[place]), "a"):
    ...     print(table, row)
    places ('a', 'l1', 'Bali', 'other', None, '', None, None)
    mentions ('a', 'm1', 'l1', 'place', 'Bali', 9, 13, 'ner', 0.5)
    documents ('a', None, None, None, None, None, None)
    """
    for person in document.people:
        yield from _of_person(person, id_)
    for agency in document.agencies:
        yield "agencies", (
            id_, agency.id, agency.name, agency.abbreviation, agency.kind, agency.parent,
            agency.place, *_link(agency.link),
        )  # fmt: skip
    for place in document.places:
        yield "places", (
            id_, place.id, place.name, place.level, place.code, "|".join(place.path),
            *_link(place.link),
        )  # fmt: skip
    records: tuple[Person | Agency | Place, ...] = (
        *document.people, *document.agencies, *document.places
    )  # fmt: skip
    types = {record.id: type(record).__name__.lower() for record in records}
    for number, (record, mention) in enumerate(document.mentions(), 1):
        yield "mentions", (
            id_, f"m{number}", record, types[record], mention.text, mention.start, mention.end,
            mention.source, mention.score,
        )  # fmt: skip
    made = document.pipeline
    made_with = (made.entitas, made.model, made.gazetteer) if made else (None, None, None)
    yield "documents", (id_, document.title, document.url, document.date, *made_with)


def _of_person(person: Person, id_: str) -> Iterator[tuple[str, Row]]:
    aliases = "|".join(person.aliases)
    yield "people", (id_, person.id, person.name, aliases, person.official, *_link(person.link))
    titles: tuple[Title, ...] = (*person.ranks, *person.degrees, *person.honorifics)
    for number, title in enumerate(titles, 1):
        more = (getattr(title, name, None) for name in ("name", "kind", "code", "retired"))
        type_ = type(title).__name__.lower()
        yield "titles", (id_, f"{person.id}.t{number}", person.id, type_, title.text, *more)
    for number, held in enumerate(person.positions, 1):
        agency, place = held.agency, held.place
        yield "positions", (
            id_, f"{person.id}.o{number}", person.id, held.text, held.title, held.status,
            "|".join(held.also), held.start, held.end,
            agency.text if agency else None, agency.id if agency else None,
            agency.implied if agency else None,
            place.text if place else None, place.id if place else None,
        )  # fmt: skip


def _link(link: Link | None) -> tuple[str | None, float | None]:
    return (link.id, link.score) if link else (None, None)
