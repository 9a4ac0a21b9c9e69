"""The slots that the reading of an office phrase fills, and how far each of them goes."""

from __future__ import annotations

import re

from entitas.titles.bodies import LEVELS
from entitas.titles.phrase import Phrase, Span

__all__ = ["STOPS", "UNIT_HEADS", "Slots"]

# Words with which another clause begins; no title, body or place holds them.
STOPS = frozenset(
    ("yang", "saat", "ketika", "yakni", "yaitu", "sekaligus", "salah", "atau", "milik", "anak")
)
_PURPOSE = frozenset({"untuk", "dalam", "bagi"})
_COMPANY_FORM = re.compile(r"\s*\((?:persero|tbk|perseroda|perumda)\)", re.I)
#: Heads that hold the kind of their unit: what follows is its name, and no body's.
UNIT_HEADS = frozenset({"kabid", "kabag", "kabiro", "kadiv", "kasi", "kanit", "kasubdit", "kaur"})


class Slots:
    """Title, agency and place of one phrase, as offsets into it.

    Args:
        phrase: The phrase.
        first: The number of the word with which the title begins.
    """

    def __init__(self, phrase: Phrase, first: int) -> None:
        self.phrase = phrase
        self.first = first
        self.title_end = phrase.words[-1].end
        self.code: str | None = None
        self.official = False
        self.former = False
        self.hole: Span | None = None  # status words inside the title
        self.implied: str | None = None
        self.agency: Span | None = None
        self.place: Span | None = None

    def title(self) -> str:
        """The title without brackets and without status words inside it."""
        start, end = self.phrase.words[self.first].start, self.title_end
        if self.hole is None:
            return self.phrase.plain(start, end)
        cut, on = self.hole
        return f"{self.phrase.plain(start, cut)} {self.phrase.plain(on, end)}"

    def end_title(self, number: int) -> None:
        """The title goes up to the word before ``number``."""
        self.title_end = self.phrase.words[number - 1].end

    def name_agency(self, number: int) -> None:
        """The agency goes from a word to the end of the phrase, or to what is no name."""
        phrase = self.phrase
        if number >= len(phrase) or self._is_common(number):
            self.end_title(len(phrase))
            return
        end = max(phrase.known_body(number), phrase.words[number].end)
        for follow in range(number + 1, len(phrase)):
            word = phrase.words[follow]
            if word.end <= end:
                continue
            if word.key in STOPS or (word.key in _PURPOSE and not word.capital):
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

    def name_place(self, number: int, template: str) -> None:
        """The place goes over a capitalised name; the implied agency is made from it.

        Args:
            number: The word with which the place begins.
            template: The implied agency with ``{place}``; "" where none is implied.
        """
        phrase = self.phrase
        start, end = phrase.words[number].start, phrase.name_end(number)
        end = phrase.without_state(start, end)
        if end <= start:
            return
        if template:
            self.implied = _compose(template, phrase.plain(start, end))
        if phrase.key(number) == "metro":  # of Polda and Polres, not of the place
            if number + 1 >= len(phrase) or phrase.key(number + 1) == "jaya":
                return
            start = phrase.words[number + 1].start
        if phrase.key(number) == "kelas" and number + 2 < len(phrase):  # "Lapas Kelas IIA Tuban"
            start = phrase.words[number + 2].start
        self.place = (start, end)
        behind = next((n for n, word in enumerate(phrase.words) if word.start >= end), len(phrase))
        if not template and phrase.key(behind) == "untuk" and phrase.is_body(behind + 1):
            self.name_agency(behind + 1)  # "Wakil Tetap Indonesia untuk PBB"

    def over_unit(self, number: int) -> bool:
        """Whether the title up to a word is over a unit: "Kasubdit", "Kepala Biro"."""
        inside = range(self.first + 1, number)
        return self.code in UNIT_HEADS or any(self.phrase.role(n) == "unit" for n in inside)

    def _is_common(self, number: int) -> bool:
        """Whether a bare "Yayasan" or "LSM" ends the phrase: it names nothing."""
        phrase = self.phrase
        common = phrase.role(number) == "common" and not phrase.known_body(number)
        return common and number + phrase.role_size(number) == len(phrase)


def _compose(template: str, place: str) -> str:
    """Fill a template; a level word in the place wins over the template's own."""
    if template.startswith("Pemerintah ") and place.split(" ", 1)[0].lower() in LEVELS:
        return f"Pemerintah {place}"
    return template.format(place=place)
