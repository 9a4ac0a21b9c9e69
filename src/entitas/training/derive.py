"""Spans for training, derived from an annotated article's forms.

The annotation lists each person's, agency's and place's forms, and each person's offices and
ranks, but not where in the article they stand. Here every form is looked up in the text, and
where forms overlap the longer one stays: "Jawa Tengah" inside "Polda Jawa Tengah" is no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from entitas.ner.protocol import Span

__all__ = ["derive_entities", "derive_offices", "unnamed_offices"]

Article = dict[str, Any]

_GLUED_FROM = 3
"""The least length of a form that is also looked for inside words (scraping glues words)."""

_VENUE = re.compile(
    r"\b(?:Jalan|Jln\.?|Jl\.?|Gang|Gg\.?|Gedung|Stadion|Bandara|Bandar Udara|Pelabuhan|Hotel|Pasar|"
    r"Lapangan|Masjid|GOR|Gelanggang|Terminal|Stasiun)(?: (?:Raya|Tol|Internasional))?\s*$"
)
_BYLINE_REACH = 80
_BYLINE_DASH = re.compile(r"\s*(?:\([^)]{0,40}\)\s*)?[-–—]")

_UNIT_BEFORE_RANK = re.compile(
    r"(?:Direktur|Direktorat|Inspektur|Inspektorat|Sekretaris|Sekretariat|Konsul|Auditor|"
    r"Gubernur|Kejaksaan|Jaksa) $"
)
"""Before "Jenderal" and its like these words make an office of it, not a rank."""

_HEAD = (
    r"(?:(?:Wakil|Plt\.?|Plh\.?|Pj\.?|Pjs\.?|Mantan|Eks|Calon) )*"
    r"(?:Presiden|Wapres|Menteri|Menko|Wamen|(?:Wa)?[Mm]en(?:dagri|kes|keu|hub|hut|lu|han|kum|ag|sos|"
    r"dikdasmen|diktisaintek|aker|perin|dag|tan)|Gubernur|Wagub|Bupati|Wabup|Wali [Kk]ota|"
    r"Walikota|Walkot|Wawalkot|Sekda|Sekjen|Sekretaris|Camat|Lurah|Kades|Kepala|Ketua|Direktur|"
    r"Dirut|Komisaris Utama|Deputi|Panglima|Pangdam|Danrem|Dandim|(?:Wa)?[Kk]apol(?:ri|da|sek)|"
    r"(?:Wa)?[Kk]apolres(?:ta|tabes)?|Kasat|Kabid(?:humas)?|Kasi|Kadis(?:kes|dik|hub)?|"
    r"Dir(?:reskrim(?:um|sus)|resnarkoba|lantas)|Kajati|Kajari|Kasipenkum|Jaksa Agung|Jampidsus|"
    r"Rektor|Dekan|Juru Bicara|Jubir|Staf Khusus|Anggota)"
)
_NAME_WORD = r"[A-Z0-9](?:[\w./-]*\w)?"
_TAIL = rf"(?: (?:\({_NAME_WORD}\)|{_NAME_WORD}|(?:dan|&) (?={_NAME_WORD})))*"
_OFFICE = re.compile(rf"(?<!\w){_HEAD}(?!\w){_TAIL}")


def derive_entities(article: Article) -> list[Span]:
    """Return the PERSON, ORG and PLACE spans of an annotated article, in text order.

    Not tagged are a medium in its own byline ("KOMPAS.com –"), and people and places that name a
    road or a venue ("Jalan Ahmad Yani").

    Args:
        article: ``text``, ``people``, ``agencies`` and ``places``, as in the annotation guide.

    Example:
        >>> text = "Rina Sari, Kapolres Tuban, tiba di Tuban."
        >>> article = {"text": text, "people": [{"forms": ["Rina Sari"]}], "agencies": [],
        ...            "places": [{"forms": ["Tuban"]}]}
        >>> [(text[s.start:s.end], s.label) for s in derive_entities(article)]
        [('Rina Sari', 'PERSON'), ('Tuban', 'PLACE'), ('Tuban', 'PLACE')]
    """
    text = article["text"]
    found: list[Span] = []
    for agency in article["agencies"]:
        for start, end in _forms(text, agency["forms"]):
            if agency.get("kind") != "media" or not _is_byline(text, start, end):
                found.append(Span(start, end, "ORG"))
    for key, label in (("people", "PERSON"), ("places", "PLACE")):
        for entry in article[key]:
            for start, end in _forms(text, entry["forms"]):
                if not _VENUE.search(text, max(0, start - 30), start):
                    found.append(Span(start, end, label))
    return _longest_first(found)


def derive_offices(article: Article) -> list[Span]:
    """Return the POSITION and RANK spans of an annotated article, in text order.

    Args:
        article: As for :func:`derive_entities`; people have ``positions`` (``text`` and ``also``)
            and ``ranks``.

    Example:
        >>> text = "Kapolres Tuban AKBP Rina Sari tiba."
        >>> person = {"forms": ["Rina Sari"], "ranks": ["AKBP"],
        ...           "positions": [{"text": "Kapolres Tuban"}]}
        >>> offices = derive_offices({"text": text, "people": [person]})
        >>> [(text[s.start:s.end], s.label) for s in offices]
        [('Kapolres Tuban', 'POSITION'), ('AKBP', 'RANK')]
    """
    text = article["text"]
    found: list[Span] = []
    for person in article["people"]:
        for position in person.get("positions", ()):
            also = position.get("also") or []
            forms = [position["text"], *([also] if isinstance(also, str) else also)]
            found += [Span(start, end, "POSITION") for start, end in _forms(text, forms)]
        for start, end in _forms(text, person.get("ranks", ())):
            if not _UNIT_BEFORE_RANK.search(text, max(0, start - 20), start):
                found.append(Span(start, end, "RANK"))
    return _longest_first(found)


def unnamed_offices(article: Article, offices: Iterable[Span]) -> list[tuple[int, int]]:
    """Return stretches that look like an office but belong to nobody named in the article.

    The annotation holds the offices of named people only, so "Gubernur Bali hadir" is unlabelled
    although nothing in the phrase says so. Training may leave such stretches out of its loss.

    Args:
        article: The annotated article.
        offices: Its labelled offices; whatever touches one of them is not returned.
    """
    taken = [(span.start, span.end) for span in offices]
    return [
        match.span()
        for match in _OFFICE.finditer(article["text"])
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


def _forms(text: str, forms: Iterable[str | None]) -> Iterator[tuple[int, int]]:
    """Where forms occur as whole words; a form that never does, inside words as well."""
    for form in {(form or "").strip() for form in forms} - {""}:
        pattern = re.escape(form).replace(r"\ ", r"\s+")
        left = r"(?<!\w)" if form[0].isalnum() else ""
        right = r"(?!\w)" if form[-1].isalnum() else ""
        found = [match.span() for match in re.finditer(left + pattern + right, text)]
        if len(form) == 1:
            found = [(start, end) for start, end in found if _stands_alone(text, start, end)]
        elif not found and len(form) >= _GLUED_FROM:
            found = [match.span() for match in re.finditer(pattern, text)]
        yield from found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a one-letter form is a word by itself and no initial ("A" in "A. Yani")."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before and before not in ' \n("“':
        return False
    return not after or after[0] in ' \n,)”";?!' or (after[0] == "." and after[1:] in ("", "\n"))


def _is_byline(text: str, start: int, end: int) -> bool:
    return start < _BYLINE_REACH and _BYLINE_DASH.match(text, end) is not None


def _longest_first(found: Iterable[Span]) -> list[Span]:
    """Keep the longest of overlapping spans; of equal ones the first given."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)
