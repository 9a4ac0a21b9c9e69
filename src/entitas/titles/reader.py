"""The grammar of office phrases: status × head × unit × body × place.

A phrase is read from left to right. The head's tail in the lexicon says what may follow it, and
the first word that begins a body or a place ends the title. Bodies and places that others know of
win over the grammar's own guess.
"""

from __future__ import annotations

import re

from entitas.titles.bodies import LEVELS, is_number
from entitas.titles.contractions import Contraction, segment
from entitas.titles.heads import office_head, tokens
from entitas.titles.lexicon import OfficeRow, lexicon
from entitas.titles.ministers import contracted_ministry, read_portfolio
from entitas.titles.phrase import JOINS, Phrase
from entitas.titles.slots import STOPS, Slots
from entitas.titles.status import read_ordinal

__all__ = ["Reader"]

_AT = frozenset({"di", "pada", "dari", "dalam", "untuk", "asal", "bagi"})
_LARGE_UNITS = frozenset({"divisi", "biro", "pusat", "satuan"})
# Bodies that have a place in their name, among those that contractions imply.
_LOCAL = frozenset(
    ["Kepolisian", "Kejaksaan", "Dinas", "Badan", "Lembaga", "Kantor", "Rumah", "Pusat", "Balai"]
)
_MILITARY_NUMBER = re.compile(r"\d+\s*[/ ]\s*")


class Reader(Slots):
    """One reading of one phrase; the slots fill as the reading goes on."""

    def __init__(self, phrase: Phrase, first: int) -> None:
        super().__init__(phrase, first)
        self.free = False  # whether an unknown name behind the head may be anybody's
        self.eager = False  # whether any name behind the head is a body's

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
            self._general(inner)
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
            self._general(after, complete=True)
        elif tail != "person":
            self._general(after)
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
            self._general(after)
        elif after >= len(phrase):
            self.implied = taken.body
        elif taken.rest.split()[0] in _LOCAL:
            self._jurisdiction(after, f"{taken.body} {{place}}")
        else:
            self._military(after, f"{taken.body} {{place}}", with_place=False)

    # ------------------------------------------------------------------------------ tails

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
        number += phrase.key(number) in _AT
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
            self._general(number)
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
            self._general(number)  # "Staf Ahli Menteri Bidang ..."
            return
        ministry = read_portfolio(self.phrase, number, template)
        self.title_end = max(self.title_end, ministry.title_end)
        self.place = ministry.place
        self._minister_of(ministry.agency, ministry.next)

    def _minister_of(self, agency: str, number: int) -> None:
        self.implied = agency or None
        if self.phrase.is_body(number) and not self.place and not self.phrase.is_state(number):
            self.name_agency(number)

    def _general(self, number: int, *, complete: bool = False) -> None:
        """Units and functions go to the title, up to the first body.

        Args:
            number: The word to start from.
            complete: True for a head that takes no functions; only a body is looked for.
        """
        phrase = self.phrase
        while number < len(phrase):
            key, role, later = phrase.key(number), phrase.role(number), phrase.body_after(number)
            if key in STOPS or phrase.is_state(number):
                return
            if key in lexicon().status_table and not phrase.capital(number):
                self._of_a_former(number)
                return
            if key in _AT and not phrase.capital(number):
                self._behind_preposition(number)
                return
            if key == "fraksi":
                self._fraction(number)
                return
            if role == "unit" and not self._unit_is_agency(number, later):
                complete = False
                number += phrase.role_size(number)
                self.end_title(number)
                continue
            if role in ("", "acronym") and self._nested(number):
                return
            if role == "inner" and phrase.key(number - 1) == "kepala":
                number = self._host_of(number)
            if phrase.is_function(number, later):
                pass
            elif phrase.is_body(number) or role == "unit":
                self.name_agency(number)
                return
            elif later is None and phrase.is_place(number):
                level = key in LEVELS and number > self.first
                self.name_place(number, "Pemerintah {place}" if level else "")
                return
            elif later is None and phrase.key(number) == "republik":
                self.name_place(number, "")
                return
            elif later is None and self._is_name(number, complete):
                if not self.free:
                    self.name_agency(number)
                return
            number += 1
            if not complete:
                self.end_title(number)

    # ------------------------------------------------------------- decisions in a general tail

    def _host_of(self, number: int) -> int:
        """Where the agency begins: "Badan Geologi" is in the title, its ministry the agency.

        A regional government does not count: "Dinas Sosial Pemprov Bali" stands by itself.
        """
        host = self.phrase.host_after(number)
        if host is None or self.phrase.known_body(number):
            return number
        if self.phrase.key(host).startswith("pem"):
            return number
        self.end_title(host)
        return host

    def _is_name(self, number: int, complete: bool) -> bool:
        """Whether an unknown name begins here that is the agency's."""
        phrase = self.phrase
        at_once = phrase.words[number - 1].end == self.title_end and not self.over_unit(number)
        if self.eager and at_once and phrase.capital(number):
            return not is_number(phrase.words[number])
        return phrase.is_unknown(number) and not complete

    def _unit_is_agency(self, number: int, later: int | None) -> bool:
        """Whether a unit is the agency: a given one, or one above the unit in the title."""
        phrase = self.phrase
        if phrase.known_body(number) and later is None:
            return True
        large = phrase.key(number) in _LARGE_UNITS and phrase.host_after(number) is not None
        return large and self.over_unit(number)

    def _nested(self, number: int) -> bool:
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

    def _of_a_former(self, number: int) -> None:
        """Read on behind "eks": "Staf Khusus eks Menteri Agama" is an office of the past."""
        phrase, end = self.phrase, number
        while end < len(phrase):
            status = lexicon().status_table.longest(phrase.text, phrase.words, end)
            if status is None:
                break
            end += status[0]
        if self.official and end < len(phrase) and self._nested(end):
            self.hole = (phrase.words[number].start, phrase.words[end].start)
            self.former = True

    def _behind_preposition(self, number: int) -> None:
        """A body or place behind a preposition: "guru di SDN 1", "politikus di Jawa Tengah"."""
        phrase, at = self.phrase, self.phrase.key(number)
        number += 1
        while number < len(phrase) and not phrase.capital(number):
            if phrase.known_body(number) or phrase.known_place(number):
                break
            if phrase.key(number) in STOPS or phrase.key(number) == "fraksi":
                return
            number += 1
        if number >= len(phrase) or phrase.key(number) == "fraksi":
            return
        if phrase.key(number) == "dapil" and number + 1 < len(phrase):
            self.name_place(number + 1, "")
        elif phrase.is_body(number):
            self.name_agency(number)
        elif phrase.known_place(number) or at == "di":
            self.name_place(number, "")
        elif at in ("pada", "dari"):
            self.name_agency(number)

    def _fraction(self, number: int) -> None:
        """The house or party: "Ketua Fraksi PAN DPR RI", "Ketua Fraksi Partai Golkar".

        A member's fraction is left out: "Anggota DPR Fraksi PKB".
        """
        host = self.phrase.host_after(number)
        if host is not None:
            self.end_title(host)
            self.name_agency(host)
        elif self.code != "anggota":
            self.end_title(number + 1)
            if number + 1 < len(self.phrase):
                self.name_agency(number + 1)
