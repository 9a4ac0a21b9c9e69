"""The general tail of an office: units and functions up to the first body or place."""

from __future__ import annotations

from abc import ABC, abstractmethod

from entitas.titles.bodies import LEVELS, is_number
from entitas.titles.lexicon import lexicon
from entitas.titles.phrase import Phrase
from entitas.titles.slots import STOPS, UNIT_HEADS, Slots

__all__ = ["AT", "General"]

AT = frozenset({"di", "pada", "dari", "dalam", "untuk", "asal", "bagi"})
_LARGE_UNITS = frozenset({"divisi", "biro", "pusat", "satuan"})


class General(Slots, ABC):
    """Reads the tail that most heads have: "Direktur | Penyidikan | KPK"."""

    def __init__(self, phrase: Phrase, first: int) -> None:
        super().__init__(phrase, first)
        self.free = False  # whether an unknown name behind the head may be anybody's
        self.eager = False  # whether any name behind the head is a body's

    @abstractmethod
    def read_nested(self, number: int) -> bool:
        """Read a second head in the title, if one begins at a word; what follows is its tail."""

    def read_general(self, number: int, *, complete: bool = False) -> None:
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
            if key in AT and not phrase.capital(number):
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
            if role in ("", "acronym") and self.read_nested(number):
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

    def _host_of(self, number: int) -> int:
        """Where the agency begins: "Badan Geologi" is in the title, its ministry the agency.

        A regional government does not count: "Dinas Sosial Pemprov Bali" stands by itself.
        """
        host = self.phrase.host_after(number)
        if host is None or self.phrase.key(host).startswith("pem"):
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
            return self.code not in UNIT_HEADS
        large = phrase.key(number) in _LARGE_UNITS and phrase.host_after(number) is not None
        return large and self.over_unit(number)

    def _of_a_former(self, number: int) -> None:
        """Read on behind "eks": "Staf Khusus eks Menteri Agama" is an office of the past."""
        phrase, end = self.phrase, number
        while end < len(phrase):
            status = lexicon().status_table.longest(phrase.text, phrase.words, end)
            if status is None:
                break
            end += status[0]
        if self.official and end < len(phrase) and self.read_nested(end):
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
        if at == "asal" and phrase.key(number) != "dapil" and not phrase.is_body(number):
            return  # where somebody comes from is no jurisdiction
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
