"""The grammar of office phrases: status × head × unit × body × place.

A phrase is read from left to right. The head's tail in the lexicon says what may follow it, and
the first word that begins a body or a place ends the title. Bodies and places that others know of
win over the grammar's own guess.
"""

from __future__ import annotations

import re

from entitas.titles.bodies import LEVELS
from entitas.titles.contractions import Contraction, segment
from entitas.titles.general import AT, General
from entitas.titles.heads import office_head, tokens
from entitas.titles.lexicon import OfficeRow, lexicon
from entitas.titles.ministers import contracted_ministry, read_portfolio
from entitas.titles.phrase import JOINS
from entitas.titles.status import read_ordinal

__all__ = ["Reader"]

# Bodies that have a place in their name, among those that contractions imply.
_LOCAL = frozenset(
    ["Kepolisian", "Kejaksaan", "Dinas", "Badan", "Lembaga", "Kantor", "Rumah", "Pusat", "Balai"]
)
_MILITARY_NUMBER = re.compile(r"\d+\s*[/ ]\s*")


class Reader(General):
    """One reading of one phrase; the slots fill as the reading goes on."""

    def read(self, whole: str) -> None:
        """Read head and tail.

        Args:
            whole: The office that a status word such as "cagub" holds, or "".
        """
        phrase, first = self.phrase, self.first
        size, row = 1, None
        if whole:
            match = lexicon().office_table.longest(whole, tokens(whole), 0)
            row = match[1] if match else None
        else:
            head = office_head(phrase.text, phrase.words, first)
            if head is not None:
                size, row = head
        taken = segment(phrase.words[first].text) if row is None else None
        after = first + size
        self.end_title(after)
        short = phrase.short_head()
        if short is not None and short[1] >= after:
            row, after = short
            self.end_title(after)
        if row is not None:
            deputy = row.deputy and phrase.key(first) == "wakil" and not whole
            self.code = f"wakil_{row.code}" if deputy else row.code
            self.official = row.official
            self.free, self.eager = row.tail == "free", row.tail == "body"
        elif taken is not None and taken.head:
            self.code, self.official = phrase.key(first), True
        self.former, after = read_ordinal(phrase.words, after, self.code)
        inner = None
        if row is not None and short is None and (row.agency or row.tail == "kadis"):
            inner = phrase.body_in_head(first, after)
        if inner is not None:
            self.end_title(inner)
            self.read_general(inner)
        elif taken is not None and taken.head and short is None:
            self._contraction(taken, after)
        else:
            self._tail(row, after)

    def _tail(self, row: OfficeRow | None, after: int) -> None:
        """Read what follows the head that ends before the word ``after``."""
        tail = row.tail if row is not None else "general"
        agency = row.agency if row is not None else ""
        if tail == "place":
            self._jurisdiction(after, agency)
        elif tail in ("unit_name", "unit_place"):
            self._military(after, agency, with_place=tail == "unit_place")
        elif tail == "portfolio":
            self._portfolio(after, agency)
        elif tail == "none":
            self.implied = agency or None
            self.read_general(after, complete=True)
        elif tail != "person":
            self.read_general(after)
            if tail == "dirjen" and self.agency is None:
                over = self.phrase.plain(self.phrase.words[after - 1].end, self.title_end)
                self.implied = agency.format(portfolio=over) if over else None

    def _contraction(self, taken: Contraction, after: int) -> None:
        """Kadishub, Mendagri, Danrindam: heads of which the lexicon need not know the whole."""
        phrase = self.phrase
        # "Danyon 13 Grup 1": the number is the unit's, the agency comes behind it
        numbered = phrase.key(after).isdigit() and phrase.body_after(after) is not None
        if taken.portfolio:
            agency, after = contracted_ministry(phrase, after)
            self.end_title(after)
            self._minister_of(agency, after)
        elif not taken.body or phrase.role(after) or phrase.is_body(after) or numbered:
            self.implied = taken.body or None
            self.read_general(after)
        elif after >= len(phrase):
            self.implied = taken.body
        elif taken.rest.split()[0] in _LOCAL:
            self._jurisdiction(after, f"{taken.body} {{place}}")
        else:
            self._military(after, f"{taken.body} {{place}}", with_place=False)

    def _jurisdiction(self, number: int, template: str) -> None:
        """A place behind the head: "Kapolres Metro Jakarta Barat"."""
        phrase = self.phrase
        if phrase.key(number) in JOINS:  # "Gubernur dan Wakil Gubernur Aceh"
            partner = (
                office_head(phrase.text, phrase.words, number + 1)
                if number + 1 < len(phrase)
                else None
            )
            number += 1 + partner[0] if partner else 0
        number += phrase.key(number) in AT
        if phrase.key(number) in ("ri", "indonesia") and phrase.key(number + 1) == "untuk":
            number += 2  # "Duta Besar RI untuk Jepang"
        if number >= len(phrase):
            self.implied = template if template and "{" not in template else None
        elif (
            phrase.is_body(number)
            and phrase.key(number) not in LEVELS
            and not (phrase.role(number) == "acronym" and not phrase.known_body(number))
        ):
            self.name_agency(number)
        elif phrase.role(number) == "unit" and phrase.key(number) not in LEVELS:
            self.read_general(number)
        elif phrase.capital(number) or phrase.known_place(number):
            self.name_place(number, template)

    def _military(self, number: int, template: str, *, with_place: bool) -> None:
        """The name of a unit behind its commander: "Dandim 0830/Surabaya"."""
        phrase = self.phrase
        if number >= len(phrase):
            return
        if phrase.is_body(number):
            self.name_agency(number)
            return
        start, end = phrase.words[number].start, phrase.name_end(number)
        self.implied = template.format(place=phrase.plain(start, end))
        named = _MILITARY_NUMBER.match(phrase.text, start, end)
        if with_place and (named is None or named.end() < end):
            self.place = (named.end() if named else start, end)

    def _portfolio(self, number: int, template: str) -> None:
        if self.phrase.key(number) == "bidang" and "Bidang" not in template:
            self.read_general(number)  # "Staf Ahli Menteri Bidang ..."
            return
        ministry = read_portfolio(self.phrase, number, template)
        self.title_end = max(self.title_end, ministry.title_end)
        self.place = ministry.place
        self._minister_of(ministry.agency, ministry.next)

    def _minister_of(self, agency: str, number: int) -> None:
        self.implied = agency or None
        if self.phrase.is_body(number) and not self.place and not self.phrase.is_state(number):
            self.name_agency(number)

    def read_nested(self, number: int) -> bool:
        """Read a second head in the title: "Staf Khusus Menteri ...", "Asops Kasdam ..."."""
        phrase = self.phrase
        if not phrase.capital(number) or phrase.known_body(number):
            return False
        match = lexicon().office_table.longest(phrase.text, phrase.words, number)
        if match is not None:
            size, row = match
            if row.official and row.tail in ("place", "portfolio", "unit_name", "none"):
                self.end_title(number + size)
                self._tail(row, number + size)
                return True
        taken = segment(phrase.words[number].text)
        if taken is not None and taken.head and phrase.role(number) == "":
            self.end_title(number + 1)
            self._contraction(taken, number + 1)
            return True
        return False
