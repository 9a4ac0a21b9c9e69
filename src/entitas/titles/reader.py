"""The grammar of office phrases: status × head × unit × body × place.

A phrase is read from left to right. The head's tail in the lexicon says what may follow it, and
the first word that begins a body or a place ends the title. Bodies and places that others know of
win over the grammar's own guess.
"""

from __future__ import annotations

import re

from entitas.titles.bodies import LEVELS
from entitas.titles.contractions import Contraction, segment
from entitas.titles.find import office_head, tokens
from entitas.titles.lexicon import OfficeRow, lexicon
from entitas.titles.ministers import implied_ministry, read_portfolio
from entitas.titles.phrase import JOINS, Phrase, Span
from entitas.titles.status import read_ordinal, read_status

__all__ = ["Reader"]

_COMPANY_FORM = re.compile(r"\s*\((?:persero|tbk|perseroda|perumda)\)", re.I)
_AT = frozenset({"di", "pada", "dari", "dalam", "untuk", "asal", "bagi"})
_STOP = frozenset(
    {"yang", "saat", "ketika", "yakni", "yaitu", "sekaligus", "salah", "atau", "milik", "anak"}
)
_LARGE_UNITS = frozenset({"divisi", "biro", "pusat", "satuan"})
# Bodies that have a place in their name, among those that contractions imply.
_LOCAL = frozenset("Kepolisian Kejaksaan Dinas Badan Lembaga Kantor Rumah Pusat Balai".split())
_MILITARY_NUMBER = re.compile(r"\d+\s*[/ ]\s*")


class Reader:
    """One reading of one phrase; the slots fill as the reading goes on."""

    def __init__(self, phrase: Phrase, first: int) -> None:
        self.phrase = phrase
        self.first = first
        self.title_end = phrase.words[-1].end
        self.code: str | None = None
        self.official = False
        self.free = False
        self.implied: str | None = None
        self.agency: Span | None = None
        self.place: Span | None = None

    def read(self, whole: str) -> bool:
        """Read head and tail; return True where an ordinal says that the office is past.

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
        self._end_title(after)
        if row is not None:
            deputy = row.deputy and phrase.key(first) == "wakil" and not whole
            self.code = f"wakil_{row.code}" if deputy else row.code
            self.official = row.official
            self.free = row.tail == "free"
        elif taken is not None and taken.head:
            self.code, self.official = phrase.key(first), True
        past, after = read_ordinal(phrase.words, after, self.code)
        if taken is not None and taken.head:
            self._contraction(taken, after)
        else:
            self._tail(row, after)
        return past

    def _tail(self, row: OfficeRow | None, after: int) -> None:
        """Read what follows the head that ends before the word ``after``."""
        tail = row.tail if row is not None else "general"
        agency = row.agency if row is not None else ""
        inner = self._inner_body(after) if tail == "kadis" or agency else None
        if inner is not None:
            self._end_title(inner)
            self._general(inner)
        elif tail == "place":
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

    def _inner_body(self, after: int) -> int | None:
        """The body inside a head that is written in full: "Kepala | Kejaksaan Negeri Tuban".

        Not where the contraction stands between head and place, as in "Kepala Kepolisian Daerah
        (Kapolda) Metro Jaya": there the long form is the title.
        """
        phrase = self.phrase
        if not phrase.key(self.first).startswith(("kepala", "wakil")) or after >= len(phrase) + 1:
            return None
        if phrase.key(self.first + (phrase.key(self.first) == "wakil")) != "kepala":
            return None
        if after < len(phrase) and "(" in phrase.gap(after) and not phrase.is_body(after):
            return None
        inside = range(self.first + 1, after)
        return next((n for n in inside if phrase.is_body(n)), None)

    def _contraction(self, taken: Contraction, after: int) -> None:
        """Kadishub, Mendagri, Danrindam: heads of which the lexicon need not know the whole."""
        phrase = self.phrase
        # "Danyon 13 Grup 1": the number is the unit's, the agency comes behind it
        numbered = phrase.key(after).isdigit() and phrase.body_after(after) is not None
        if taken.portfolio:
            row = next(row for row in lexicon().portfolios if row.name == taken.rest)
            self._minister_of(implied_ministry(row), after)
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
        if number >= len(phrase):
            self.implied = template if template and "{" not in template else None
        elif (
            phrase.is_body(number)
            and phrase.key(number) not in LEVELS
            and not (phrase.role(number) == "acronym" and not phrase.known_body(number))
        ):
            self._name_agency(number)
        elif phrase.role(number) == "unit" and phrase.key(number) not in LEVELS:
            self._general(number)
        elif phrase.capital(number) or phrase.known_place(number):
            self._name_place(number, template)

    def _military(self, number: int, template: str, *, with_place: bool) -> None:
        """The name of a unit behind its commander: "Dandim 0830/Surabaya"."""
        phrase = self.phrase
        if number >= len(phrase):
            return
        if phrase.is_body(number):
            self._name_agency(number)
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
        if number < len(self.phrase) and self.phrase.is_body(number) and not self.place:
            if not self.phrase.is_state(number):
                self._name_agency(number)

    def _general(self, number: int, *, complete: bool = False) -> None:
        """Units and functions go to the title, up to the first body.

        Args:
            number: The word to start from.
            complete: True for a head that takes no functions; only a body is looked for.
        """
        phrase = self.phrase
        while number < len(phrase):
            key, role, later = phrase.key(number), phrase.role(number), phrase.body_after(number)
            if key in _STOP or phrase.is_state(number):
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
                self._end_title(number)
                continue
            if role in ("", "acronym") and self._nested(number):
                return
            host = phrase.host_after(number) if role == "inner" else None
            if host is not None and not phrase.known_body(number) and not complete:
                if not phrase.key(host).startswith("pem"):
                    self._end_title(host)
                    number = host
            if phrase.is_function(number, later):
                pass
            elif phrase.is_body(number) or role == "unit":
                self._name_agency(number)
                return
            elif later is None and phrase.is_place(number):
                level = key in LEVELS and number > self.first
                self._name_place(number, "Pemerintah {place}" if level else "")
                return
            elif later is None and phrase.is_unknown(number):
                if not self.free:
                    self._name_agency(number)
                return
            number += 1
            if not complete:
                self._end_title(number)

    # ------------------------------------------------------------- decisions in a general tail

    def _unit_is_agency(self, number: int, later: int | None) -> bool:
        """Whether a unit is the agency: a given one, or one above the unit in the title."""
        phrase = self.phrase
        if phrase.known_body(number) and later is None:
            return True
        large = phrase.key(number) in _LARGE_UNITS and phrase.host_after(number) is not None
        return large and self._has_unit(number)

    def _has_unit(self, number: int) -> bool:
        """Whether the title up to a word is over a unit: "Kasubdit", "Kepala Biro"."""
        units = {"kabid", "kabag", "kabiro", "kasi", "kanit", "kasubdit", "kaur"}
        inside = range(self.first + 1, number)
        return self.code in units or any(self.phrase.role(n) == "unit" for n in inside)

    def _nested(self, number: int) -> bool:
        """Read a second head in the title: "Staf Khusus Menteri ...", "Asops Kasdam ..."."""
        phrase = self.phrase
        if not phrase.capital(number) or phrase.known_body(number):
            return False
        match = lexicon().office_table.longest(phrase.text, phrase.words, number)
        if match is not None:
            size, row = match
            if row.official and row.tail in ("place", "portfolio", "unit_name", "none"):
                self._end_title(number + size)
                self._tail(row, number + size)
                return True
        taken = segment(phrase.words[number].text)
        if taken is not None and taken.head and phrase.role(number) == "":
            self._end_title(number + 1)
            self._contraction(taken, number + 1)
            return True
        return False

    def _of_a_former(self, number: int) -> None:
        """ "staf khusus eks Menteri ...": the body is that of the other's office."""
        other = Phrase(self.phrase.text[self.phrase.words[number].start :], len(self.phrase.text))
        _, first, whole = read_status(other.text, other.words)
        if first < len(other) and self.official:
            reader = Reader(other, first)
            reader.read(whole)
            self.implied = None if reader.agency else reader.implied

    def _behind_preposition(self, number: int) -> None:
        """ "guru di SDN 1", "politikus senior di Jawa Tengah", "dari Fraksi ..."."""
        phrase, at = self.phrase, self.phrase.key(number)
        number += 1
        while number < len(phrase) and not phrase.capital(number):
            if phrase.known_body(number) or phrase.known_place(number):
                break
            if phrase.key(number) in _STOP or phrase.key(number) == "fraksi":
                return
            number += 1
        if number >= len(phrase) or phrase.key(number) == "fraksi":
            return
        if phrase.key(number) == "dapil" and number + 1 < len(phrase):
            self._name_place(number + 1, "")
        elif phrase.is_body(number):
            self._name_agency(number)
        elif phrase.known_place(number) or at == "di":
            self._name_place(number, "")
        elif at in ("pada", "dari"):
            self._name_agency(number)

    def _fraction(self, number: int) -> None:
        """ "Ketua Fraksi PAN DPR RI", "Ketua Fraksi Partai Golkar"; a member's is left out."""
        host = self.phrase.host_after(number)
        if host is not None:
            self._end_title(host)
            self._name_agency(host)
        elif self.code != "anggota" and number + 1 < len(self.phrase):
            self._end_title(number + 1)
            self._name_agency(number + 1)

    # ------------------------------------------------------------------------------- slots

    def _end_title(self, number: int) -> None:
        """The title goes up to the word before ``number``."""
        self.title_end = self.phrase.words[number - 1].end

    def _name_agency(self, number: int) -> None:
        """The agency goes from a word to the end of the phrase, or to what is no name."""
        phrase = self.phrase
        if self._is_common(number):
            return
        end = max(phrase.known_body(number), phrase.words[number].end)
        for follow in range(number + 1, len(phrase)):
            word = phrase.words[follow]
            if word.end <= end:
                continue
            if word.key in _STOP or word.key in ("untuk", "dalam", "bagi") and not word.capital:
                break
            if word.key == "fraksi" and phrase.role(number) == "host":
                break
            if word.key in ("dari", "di") and not word.capital:
                if word.key == "di" and phrase.capital(follow + 1):
                    self.place = (phrase.words[follow + 1].start, phrase.name_end(follow + 1))
                break
            end = word.end
        company = _COMPANY_FORM.match(phrase.text, end)
        self.agency = (phrase.words[number].start, company.end() if company else end)

    def _is_common(self, number: int) -> bool:
        """A bare "Yayasan" or "LSM" names nothing; it stays in the title."""
        phrase = self.phrase
        common = phrase.role(number) == "common" and not phrase.known_body(number)
        if common and number + phrase.role_size(number) == len(phrase):
            self._end_title(len(phrase))
            return True
        return False

    def _name_place(self, number: int, template: str) -> None:
        """The place goes over a capitalised name; the implied agency is made from it."""
        phrase = self.phrase
        start, end = phrase.words[number].start, phrase.name_end(number)
        if self.code not in ("presiden", "wapres"):
            end = phrase.without_state(start, end)
        if end <= start:
            return
        if template:
            self.implied = _compose(template, phrase.plain(start, end))
        if phrase.key(number) == "metro":  # of Polda and Polres, not of the place
            if number + 1 >= len(phrase) or phrase.key(number + 1) == "jaya":
                return
            start = phrase.words[number + 1].start
        self.place = (start, end)
        behind = next((n for n, word in enumerate(phrase.words) if word.start >= end), len(phrase))
        if not template and phrase.key(behind) == "untuk" and phrase.is_body(behind + 1):
            self._name_agency(behind + 1)


def _compose(template: str, place: str) -> str:
    """Fill a template; a level word in the place wins over the template's own."""
    if template.startswith("Pemerintah ") and place.split(" ", 1)[0].lower() in LEVELS:
        return f"Pemerintah {place}"
    return template.format(place=place)
