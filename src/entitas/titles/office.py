"""The grammar of one office phrase: status × head × unit × body × place.

The phrase is read from left to right. Status words come first, then the head; the head's tail in
the lexicon says what may follow it, and the first word that begins a body or a place ends the
title. Spans of bodies and places that others know of win over the grammar's own guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from entitas.titles.bodies import LEVELS, is_number, role_at
from entitas.titles.contractions import Contraction, segment
from entitas.titles.find import office_head, tokens
from entitas.titles.lexicon import OfficeRow, PortfolioRow, lexicon
from entitas.titles.status import Term, read_status, read_term
from entitas.titles.words import Word, keys_of

__all__ = ["Office", "parse_office"]

Span = tuple[int, int]

_BRACKET = re.compile(r"\(([^()]*)\)")
_COMPANY_FORM = re.compile(r"\((?:persero|tbk|perseroda|perumda)\)", re.I)
_AT = frozenset({"di", "pada", "dari", "dalam", "untuk", "asal", "bagi", "dengan"})
_STOP = frozenset({"yang", "untuk", "saat", "ketika", "asal", "yakni", "yaitu", "sekaligus", "era"})
_AND = frozenset({"dan", "serta", "atau"})
_COUNTRY = re.compile(r"[ ,]*\b(?:RI|Republik Indonesia)\s*$")
_HOSTS_OF_INNER = ("host",)
# The ordinals of those in office (October 2024 to 2029); any other ordinal is of the past.
_IN_OFFICE = {("presiden", "8"), ("wapres", "14")}


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
    status: str = "current"
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
    return _Reader(text, bodies, places, year).read()


class _Reader:
    """One reading of one phrase; the slots fill as the reading goes on."""

    def __init__(
        self, text: str, bodies: Sequence[Span], places: Sequence[Span], year: int | None
    ) -> None:
        self.text = text
        term = read_term(text, year)
        brackets = list(_BRACKET.finditer(text))
        self.brackets = [m.span() for m in brackets]
        self.words = [
            word
            for word in tokens(text)
            if word.start < term.start
            and not any(start <= word.start < end for start, end in self.brackets)
        ]
        self.term: Term = term
        self.bodies = {self._word_from(start): end for start, end in bodies}
        self.places = {self._word_from(start): end for start, end in places}
        self.row: OfficeRow | None = None
        self.code: str | None = None
        self.official = False
        self.title_start = self.title_end = 0
        self.implied: str | None = None
        self.agency: Span | None = None
        self.place: Span | None = None

    def read(self) -> Office:
        """Read the phrase."""
        status, index, rest = read_status(self.text, self.words)
        if self.term.former and status == "current":
            status = "former"
        if index >= len(self.words):  # nothing but status words
            index = 0
        if self.words:
            self.title_start = self.words[index].start
            self.title_end = self.words[-1].end
            ordinal = self._read_from(index, rest)
            if ordinal and status == "current":
                status = "former"
        title = self._slice_title() or self.text.strip() or self.text
        agency = self._slice_agency()
        place = self.text[slice(*self.place)] if self.place else None
        return Office(
            text=self.text,
            title=title,
            agency=agency or self.implied,
            agency_implied=agency is None and self.implied is not None,
            agency_span=self.agency if agency else None,
            place=place,
            place_span=self.place,
            status=status,
            also=self._also(),
            head=self.code,
            official=self.official,
        )

    # ------------------------------------------------------------------ the head and its tails

    def _read_from(self, index: int, rest: str) -> bool:
        """Read head and tail; return True where an ordinal says that the office is past."""
        head = office_head(self.text, self.words, index)
        taken = None
        size = 1
        if rest:  # "cagub": the status word holds the office
            match = lexicon().office_table.longest(rest, tokens(rest), 0)
            self.row = match[1] if match else None
        elif head is not None:
            size, self.row = head
        taken = segment(self.words[index].text) if self.row is None else None
        if taken is None and self.row is None and self.words[index].key.endswith("nya"):
            self._possessive(index)
            return False
        after = index + size
        self.title_end = self.words[after - 1].end
        deputy = self.row is not None and self.words[index].key == "wakil" and self.row.deputy
        if self.row is not None:
            self.code = f"wakil_{self.row.code}" if deputy else self.row.code
            self.official = self.row.official
        elif taken is not None:
            self.code, self.official = self.words[index].key, True
        ordinal = self._ordinal(after)
        if ordinal is not None:
            number, after = ordinal
            past = (self.code, number) not in _IN_OFFICE
        else:
            past = False
        if taken is not None:
            self._contraction(taken, after)
        else:
            self._tail(self.row, index, after)
        return past

    def _tail(self, row: OfficeRow | None, index: int, after: int) -> None:
        tail = row.tail if row is not None else "general"
        agency = row.agency if row is not None else ""
        if tail == "place":
            self._place_tail(after, agency)
        elif tail in ("unit_name", "unit_place"):
            self._unit_tail(after, agency, with_place=tail == "unit_place")
        elif tail == "portfolio":
            self._portfolio_tail(after, agency)
        elif tail == "dirjen":
            self._general(after)
            if self.agency is None and self.title_end > self.words[after - 1].end:
                over = self._plain(self.words[after - 1].end, self.title_end)
                self.implied = agency.format(portfolio=over)
        elif tail == "kadis" and self.words[after - 1].key in ("dinas", "badan", "kantor", "wilayah"):
            # "Kepala Dinas Sosial": the body begins inside the lexicon's head
            start = next(n for n in range(index, after) if self.words[n].key in ("dinas", "badan", "kantor"))
            self.title_end = self.words[start - 1].end
            self._general(start)
        elif tail == "person":
            return
        elif tail == "none":
            self.implied = agency or None
            self._general(after, only_bodies=True)
        else:
            self._general(after)

    def _contraction(self, taken: Contraction, after: int) -> None:
        """Kadishub, Mendagri, Danrindam: the head implies its body."""
        if taken.portfolio:
            self._portfolio_of(taken.rest, after)
            return
        place_body = taken.body and taken.rest.split()[0] in (
            "Kepolisian", "Kejaksaan", "Dinas", "Badan", "Lembaga", "Kantor", "Rumah", "Pangkalan",
        )
        if taken.body and self._role(after) is None and after not in self.bodies:
            if place_body and taken.body not in ("Bareskrim", "Baharkam"):
                self._place_tail(after, f"{taken.body} {{place}}")
            elif after < len(self.words) and self.words[after].text[0].isupper() or (
                after < len(self.words) and self.words[after].text.isdigit()
            ):
                self._unit_tail(after, f"{taken.body} {{place}}", with_place=False)
            else:
                self.implied = taken.body
            return
        self._general(after)
        if self.agency is None and taken.body:
            self.implied = taken.body

    def _place_tail(self, index: int, template: str) -> None:
        """Jurisdictions: "Kapolres Metro Jakarta Barat", "Gubernur dan Wakil Gubernur Aceh"."""
        index = self._skip_partner(index)
        if index >= len(self.words):
            self.implied = template if template and "{place}" not in template else None
            return
        word = self.words[index]
        if word.key in _AT:
            index += 1
            if index >= len(self.words):
                return
            word = self.words[index]
        role = self._role(index)
        if index in self.bodies or role in ("body", "host", "standing", "inner"):
            if word.key not in LEVELS:
                self._agency_from(index)
                return
        if role == "unit" and word.key not in LEVELS:
            self._general(index)
            return
        if not (word.capital or word.text.isdigit() or index in self.places):
            self.title_end = max(self.title_end, self._lower_tail(index))
            return
        self._set_place(index, template)

    def _set_place(self, index: int, template: str) -> None:
        end = self._name_end(index)
        start = self.words[index].start
        name = self.text[start:end]
        country = _COUNTRY.search(name)
        if country and self.code not in ("presiden", "wapres"):
            end = start + country.start()
            name = name[: country.start()]
        if not name:
            return
        place_start = start
        if self.words[index].key == "metro":
            rest = self.words[index + 1 : index + 2]
            place_start = end if not rest or rest[0].key == "jaya" else rest[0].start
        if place_start < end:
            self.place = (place_start, end)
        if template:
            self.implied = _compose(template, self._plain(start, end))

    def _unit_tail(self, index: int, template: str, *, with_place: bool) -> None:
        """Military units: "Dandim 0830/Surabaya", "Pangdam IX/Udayana"."""
        if index >= len(self.words):
            return
        if index in self.bodies or self._role(index) in ("body", "host"):
            self._agency_from(index)
            return
        end = self._name_end(index)
        start = self.words[index].start
        self.implied = _compose(template, self._plain(start, end))
        number = re.match(r"\d+\s*[/ ]\s*", self.text[start:end])
        if with_place and start + (number.end() if number else 0) < end:
            self.place = (start + (number.end() if number else 0), end)

    def _portfolio_tail(self, index: int, template: str) -> None:
        """Ministers: the title is all but a country and the name of the state."""
        if index < len(self.words) and self.words[index].key == "bidang" and "Bidang" not in template:
            self._general(index)
            return
        start = index
        if index < len(self.words) and self.words[index].key == "bidang":
            start = index + 1
        if start >= len(self.words):
            return
        match = _known_portfolio(self.text, self.words, start, coordinating="Koordinator" in template)
        if match is not None:
            size, row = match
            self.title_end = self.words[start + size - 1].end
            name = self._plain(self.words[start].start, self.title_end)
            if keys_of(name) in {keys_of(short) for short in row.short}:
                self._portfolio_of(row.name, start + size)
                return
            self._after_portfolio(start + size, template, name)
            return
        last = start
        while last < len(self.words) and last not in self.places and self.words[last].key not in _STOP:
            if self.words[last].key == "kabinet" or last in self.bodies and last > start:
                break
            last += 1
        if last == start:
            self._after_portfolio(start, template, "")
            return
        end = self.words[last - 1].end
        country = _COUNTRY.search(self.text[:end])
        self.title_end = country.start() if country else end
        name = self._plain(self.words[start].start, self.title_end)
        self._after_portfolio(last, template, name)

    def _after_portfolio(self, index: int, template: str, name: str) -> None:
        if index < len(self.words):
            word = self.words[index]
            joins = word.key in _AND or "," in self._gap(index) or "/" in self._gap(index)
            if joins and word.key not in _STOP:  # a portfolio that the lexicon has only in part
                end = self.words[-1].end
                self.title_end = end
                name = f"{name}{self._plain(self.words[index - 1].end, end, strip=False)}".strip()
                index = len(self.words)
        if index < len(self.words):
            word = self.words[index]
            rest = self.text[word.start : self.words[-1].end]
            if index in self.bodies or self._role(index) in ("body", "host"):
                self._agency_from(index)
                return
            if word.capital and not _COUNTRY.fullmatch(f" {rest}") and word.key != "kabinet":
                self.place = (word.start, self._name_end(index))
                name = f"{name} {self.text[slice(*self.place)]}"
        if template and name:
            self.implied = template.format(portfolio=name)

    def _portfolio_of(self, portfolio: str, index: int) -> None:
        """The portfolio behind a short form: "Mendagri", "Menko PMK"."""
        row = next((row for row in lexicon().portfolios if row.name == portfolio), None)
        coordinating = row is not None and row.coordinating
        head = "Kementerian Koordinator Bidang" if coordinating else "Kementerian"
        self.implied = row.agency if row is not None and row.agency else f"{head} {portfolio}"
        if index < len(self.words) and self._role(index) in ("body", "host"):
            self._agency_from(index)
        elif index in self.places:
            self.place = (self.words[index].start, self._name_end(index))

    def _possessive(self, index: int) -> None:
        """ "pengacaranya": a known head with the clitic of a possessor."""
        word = self.words[index]
        end = word.end
        match = lexicon().office_table.longest(
            self.text[: end - 3], tokens(self.text[: end - 3]), index
        )
        if match is None and index + 1 == len(self.words):
            self.title_end = end
            return
        self.title_end = end - 3
        if match is not None:
            self.row = match[1]
            self.code, self.official = match[1].code, match[1].official

    # ---------------------------------------------------------------------- the general tail

    def _general(self, index: int, *, only_bodies: bool = False) -> None:
        """Units and functions go to the title, up to the first body.

        With ``only_bodies`` nothing but a body is looked for: the head was complete.
        """
        count = len(self.words)
        while index < count:
            word = self.words[index]
            role = self._role(index)
            later = self._body_after(index)
            if word.key in _AT and not word.capital:
                self._after_preposition(index)
                return
            if role == "fraction":
                self._fraction(index)
                return
            if role == "unit" and (later is not None or index not in self.bodies):
                index = self._extend(index, only_bodies)
                continue
            if role == "inner" and not only_bodies:
                host = self._host_after(index)
                if host is not None and index not in self.bodies:
                    self.title_end = self.words[host - 1].end
                    index = host
                    self._agency_from(index)
                    return
            if index in self.bodies or role in ("body", "host", "standing", "inner", "acronym"):
                self._agency_from(index)
                return
            nested = self._nested(index)
            if nested is not None:
                size, row = nested
                self.title_end = self.words[index + size - 1].end
                self._tail(row, index, index + size)
                return
            if index in self.places or word.key in LEVELS and self._capital(index + 1):
                if later is None:
                    self._set_place(index, "Pemerintah {place}" if word.key in LEVELS else "")
                    return
            unknown = word.capital and not is_number(word) and word.key not in lexicon().functions
            if unknown and later is None and word.key not in _AND:
                if not _COUNTRY.fullmatch(f" {self.text[word.start : self.words[-1].end]}"):
                    self._agency_from(index)
                return
            if word.key in _STOP:
                return
            index = self._extend(index, only_bodies)

    def _extend(self, index: int, only_bodies: bool) -> int:
        if not only_bodies:
            self.title_end = self.words[index].end
        return index + 1

    def _after_preposition(self, index: int) -> None:
        """ "guru di SDN 1", "politikus senior di Jawa Tengah", "dari Fraksi X"."""
        at = self.words[index].key
        index += 1
        while index < len(self.words) and index not in self.bodies and index not in self.places:
            word = self.words[index]
            if self._role(index) == "fraction":
                return
            if word.capital:
                break
            if word.key in _STOP or word.key in ("salah", "anak"):
                return
            index += 1
        if index >= len(self.words):
            return
        if index in self.bodies or self._role(index) not in (None, "unit"):
            self._agency_from(index)
        elif index in self.places or at == "di":
            self._set_place(index, "")
        elif self.words[index].capital and at in ("pada", "dari"):
            self._agency_from(index)

    def _fraction(self, index: int) -> None:
        """ "Ketua Fraksi PAN DPR RI" or "Ketua Fraksi Partai Golkar"; a member's is left out."""
        host = self._host_after(index)
        if self.row is not None and self.row.code == "anggota" and host is None:
            return
        self.title_end = self.words[index].end
        if host is not None:
            self.title_end = self.words[host - 1].end
            self._agency_from(host)
        elif index + 1 < len(self.words):
            self._agency_from(index + 1)

    def _nested(self, index: int) -> tuple[int, OfficeRow] | None:
        """A second head in the title: "Staf Khusus Menteri ...", "Asops Kasdam ..."."""
        if not self.words[index].capital:
            return None
        match = lexicon().office_table.longest(self.text, self.words, index)
        if match is None or not match[1].official:
            return None
        return match if match[1].tail in ("place", "portfolio", "unit_name", "none") else None

    # ------------------------------------------------------------------------------- slots

    def _agency_from(self, index: int) -> None:
        """The agency goes from a word to the end of the phrase, or to what is no name."""
        start = self.words[index].start
        hint = self.bodies.get(index, 0)
        last = index
        house = self._role(index) == "host"
        for number in range(index + 1, len(self.words)):
            word = self.words[number]
            if word.end <= hint:
                last = number
                continue
            if word.key in _STOP or word.key == "fraksi" and house:
                break
            if word.key in ("dari", "di") and not word.capital:
                self._place_behind(number)
                break
            last = number
        end = max(hint, self.words[last].end)
        close = next((b for a, b in self.brackets if self.words[last].end <= a and b <= end + 40), None)
        if close is not None and _COMPANY_FORM.fullmatch(self.text[end:close].strip()):
            end = close
        self.agency = (start, end)

    def _place_behind(self, index: int) -> None:
        follow = index + 1
        if follow < len(self.words) and self.words[index].key == "di" and self._capital(follow):
            self.place = (self.words[follow].start, self._name_end(follow))

    def _slice_title(self) -> str:
        return self._plain(self.title_start, self.title_end)

    def _slice_agency(self) -> str | None:
        return self.text[slice(*self.agency)] if self.agency else None

    def _also(self) -> tuple[str, ...]:
        """Bracketed text that is an office by itself: "(Mendagri)", "(Kasi Intel)"."""
        also = []
        for start, end in self.brackets:
            inside = self.text[start + 1 : end - 1].strip()
            words = tokens(inside)
            if words and len(words) <= 4 and office_head(inside, words, 0) is not None:
                also.append(inside)
        return tuple(also)

    # ---------------------------------------------------------------------------- look-ups

    def _role(self, index: int) -> str | None:
        if index >= len(self.words):
            return None
        found = role_at(self.text, self.words, index)
        return found.role if found else None

    def _body_after(self, index: int) -> int | None:
        """The next word after ``index`` where a body begins."""
        for number in range(index + 1, len(self.words)):
            role = self._role(number)
            if number in self.bodies or role in ("body", "host", "standing", "inner", "acronym"):
                return number
        return None

    def _host_after(self, index: int) -> int | None:
        """The next word after ``index`` where a body begins that owns units."""
        for number in range(index + 1, len(self.words)):
            if self._role(number) == "host" and not self.words[number].key.startswith("pem"):
                return number
        return None

    def _ordinal(self, index: int) -> tuple[str, int] | None:
        """ "ke-7", "ke-10 dan ke-12": the first number and the word after the last."""
        if index + 1 >= len(self.words) or self.words[index].key != "ke":
            return self._late_ordinal(index)
        number = self.words[index + 1].key
        index += 2
        while index + 1 < len(self.words) and self.words[index].key in ("dan", "ke"):
            index += 1
            if self.words[index].text.isdigit():
                index += 1
        return number, index

    def _late_ordinal(self, index: int) -> tuple[str, int] | None:
        """ "Presiden Republik Indonesia ke-7": the ordinal behind the place."""
        for number in range(index, len(self.words) - 1):
            if self.words[number].key == "ke" and self.words[number + 1].text.isdigit():
                if self.row is None or self.row.tail != "place":
                    return None
                value = self.words[number + 1].key
                del self.words[number:]
                return value, index
        return None

    def _skip_partner(self, index: int) -> int:
        """ "Bupati dan Wakil Bupati Bangli": the other office of the pair."""
        if index + 1 < len(self.words) and self.words[index].key in _AND:
            partner = office_head(self.text, self.words, index + 1)
            if partner is not None:
                return index + 1 + partner[0]
        return index

    def _lower_tail(self, index: int) -> int:
        """The end of small words that still belong to the title; 0 for none."""
        word = self.words[index]
        if word.key in ("terpilih", "nonaktif", "wilayah", "ini", "itu", "setempat"):
            return 0
        return 0

    def _name_end(self, index: int) -> int:
        """The end of a name of capitalised words, numbers and slashes that starts at a word."""
        end = max(self.places.get(index, 0), self.words[index].end)
        for number in range(index + 1, len(self.words)):
            word = self.words[number]
            if word.end <= end:
                continue
            gap = self.text[self.words[number - 1].end : word.start]
            if "," in gap or "(" in gap or not (word.capital or word.text.isdigit()):
                break
            end = word.end
        return end

    def _capital(self, index: int) -> bool:
        return index < len(self.words) and self.words[index].capital

    def _gap(self, index: int) -> str:
        return self.text[self.words[index - 1].end : self.words[index].start]

    def _word_from(self, start: int) -> int:
        """The word that a span begins with."""
        for number, word in enumerate(self.words):
            if word.end > start:
                return number
        return len(self.words)

    def _plain(self, start: int, end: int, *, strip: bool = True) -> str:
        """A slice without brackets and doubled spaces."""
        plain = re.sub(r"\s+", " ", re.sub(r"\s*\([^()]*\)", "", self.text[start:end]))
        return plain.strip(" ,") if strip else plain


def _compose(template: str, place: str) -> str:
    """Fill a template; a level word in the place wins over the template's."""
    first = place.split(" ", 1)[0]
    if template.startswith("Pemerintah ") and first.lower() in LEVELS:
        return f"Pemerintah {place}"
    return template.format(place=place)


def _known_portfolio(
    text: str, words: Sequence[Word], index: int, *, coordinating: bool
) -> tuple[int, PortfolioRow] | None:
    for size, rows in lexicon().portfolio_table.matches(text, words, index):
        for row in rows:
            if row.coordinating == coordinating:
                return size, row
    return None


@lru_cache(maxsize=1)
def _unused() -> None:
    return None
