"""An office phrase as words, with what is known of the bodies and places in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from entitas.titles.bodies import LEVELS, Role, is_number, role_at
from entitas.titles.heads import office_head, tokens
from entitas.titles.lexicon import OfficeRow, lexicon
from entitas.titles.words import Word

__all__ = ["JOINS", "Phrase", "Span"]

JOINS = frozenset({"dan", "serta"})

Span = tuple[int, int]

_BRACKET = re.compile(r"\(([^()]*)\)")
_STATE = re.compile(r"[ ,]*\bR\.?I\b\.?\s*$")
_POSSESSIVE = 3  # letters of the clitic -nya
_SHORT_FORM = 4  # words that a bracketed short form has at most


class Phrase:
    """The words of a phrase outside brackets, up to ``end``, with look-ups on them.

    All methods take the number of a word; a number behind the last word is allowed everywhere.

    Args:
        text: The phrase.
        end: Where the office ends and a term of office begins.
        bodies: Spans of known bodies.
        places: Spans of known places.
    """

    def __init__(
        self, text: str, end: int, bodies: Sequence[Span] = (), places: Sequence[Span] = ()
    ) -> None:
        self.text = text
        self.brackets = [match.span() for match in _BRACKET.finditer(text)]
        self.words = [
            _without_clitic(word)
            for word in tokens(text)
            if word.start < end
            and not any(start <= word.start < stop for start, stop in self.brackets)
        ]
        self._bodies = self._by_number(bodies)
        self._places = self._by_number(places)
        self._roles: dict[int, Role | None] = {}

    def __len__(self) -> int:
        return len(self.words)

    def key(self, number: int) -> str:
        """The lower-case word, or "" behind the end."""
        return self.words[number].key if number < len(self.words) else ""

    def capital(self, number: int) -> bool:
        """Whether there is a word and it is capitalised."""
        return number < len(self.words) and self.words[number].capital

    def role(self, number: int) -> str:
        """The role of the body or unit that begins at a word, or ""."""
        if number >= len(self.words):
            return ""
        if number not in self._roles:
            self._roles[number] = role_at(self.text, self.words, number)
        role = self._roles[number]
        return role.role if role else ""

    def role_size(self, number: int) -> int:
        """Over how many words the known part of that body goes; 0 where there is none."""
        role = self._roles.get(number) if self.role(number) else None
        return role.size if role else 0

    def known_body(self, number: int) -> int:
        """The end of a given body that begins at a word, or 0."""
        return self._bodies.get(number, 0)

    def known_place(self, number: int) -> int:
        """The end of a given place that begins at a word, or 0."""
        return self._places.get(number, 0)

    def is_body(self, number: int) -> bool:
        """Whether a body begins here, one that is no mere unit."""
        return bool(self.known_body(number)) or self.role(number) not in ("", "unit")

    def body_after(self, number: int) -> int | None:
        """The first word behind ``number`` where a body begins."""
        return next((n for n in range(number + 1, len(self)) if self.is_body(n)), None)

    def host_after(self, number: int) -> int | None:
        """The first word behind ``number`` where a body begins that owns units."""
        behind = range(number + 1, len(self))
        return next((n for n in behind if self.role(n) == "host"), None)

    def body_in_head(self, first: int, after: int) -> int | None:
        """The body inside a head that is written in full: "Kepala | Kejaksaan Negeri Tuban"."""
        if self.key(first + (self.key(first) == "wakil")) != "kepala":
            return None
        return next((n for n in range(first + 1, after) if self.is_body(n)), None)

    def is_state(self, number: int) -> bool:
        """Whether nothing but "RI" is left, which is no mention of a place."""
        if number >= len(self):
            return False
        rest = self.text[self.words[number].start : self.words[-1].end]
        return _STATE.fullmatch(rest) is not None

    def is_place(self, number: int) -> bool:
        """Whether a place begins here: a given one, or a level word with a name behind it."""
        level = self.key(number) in LEVELS and self.capital(number) and self.capital(number + 1)
        return bool(self.known_place(number)) or level

    def is_unknown(self, number: int) -> bool:
        """Whether a word is capitalised and no function: the name of something."""
        word = self.words[number]
        return word.capital and not is_number(word) and word.key not in lexicon().functions

    def is_function(self, number: int, later: int | None) -> bool:
        """Whether a word that may begin a body is a function here: "Bidang Organisasi".

        ``later`` is the word where the next body begins.
        """
        if self.known_body(number) or self.key(number) not in lexicon().functions:
            return False
        before = self.key(number - 1)
        inside = before in JOINS or before in lexicon().functions or self.role(number - 1) == "unit"
        if inside and (later is not None or number + 1 == len(self)):
            return True
        # "Direktur Sekolah Dasar Kemendikbud": a ministry, or a given body, comes behind it
        return any(
            self.known_body(n) or self.role(n) == "host" for n in range(number + 1, len(self))
        )

    def gap(self, number: int) -> str:
        """What stands between a word and the one before it, brackets too."""
        return self.text[self.words[number - 1].end : self.words[number].start]

    def name_end(self, number: int) -> int:
        """The end of the name that starts at a word: capitalised words, numbers, slashes."""
        end = max(self.known_place(number), self.words[number].end)
        for follow in range(number + 1, len(self)):
            word = self.words[follow]
            if word.end <= end:
                continue
            gap = self.gap(follow)
            if "," in gap or "(" in gap or not (word.capital or word.text.isdigit()):
                break
            end = word.end
        return end

    def without_state(self, start: int, end: int) -> int:
        """The end of a name without the "RI" behind it."""
        match = _STATE.search(self.text[start:end])
        return start + match.start() if match else end

    def plain(self, start: int, end: int) -> str:
        """A slice without brackets and doubled spaces."""
        bare = re.sub(r"\s*\([^()]*\)", " ", self.text[start:end])
        return re.sub(r"\s+", " ", bare).strip(" ,")

    def short_forms(self) -> tuple[str, ...]:
        """Bracketed texts that are offices by themselves: "(Mendagri)", "(Kasi Intel)"."""
        found = []
        for start, end in self.brackets:
            inside = self.text[start + 1 : end - 1].strip()
            words = tokens(inside)
            if 0 < len(words) <= _SHORT_FORM and office_head(inside, words, 0) is not None:
                found.append(inside)
        return tuple(found)

    def short_head(self) -> tuple[OfficeRow, int] | None:
        """The office in the first bracket, if a place follows: "(Kapolda) Metro Jaya".

        Returns:
            The lexicon's row and the number of the word behind the bracket.
        """
        if not self.brackets:
            return None
        start, end = self.brackets[0]
        words = tokens(self.text[start:end])
        head = office_head(self.text[start:end], words, 0) if words else None
        behind = next((n for n, word in enumerate(self.words) if word.start >= end), len(self))
        if head is None or head[0] < len(words) or not self.capital(behind) or self.is_body(behind):
            return None
        row = head[1]
        local = row is not None and row.tail in ("place", "unit_name", "unit_place")
        return (row, behind) if row is not None and local and row.agency else None

    def _by_number(self, spans: Sequence[Span]) -> dict[int, int]:
        """The ends of spans by the number of the word with which each begins."""
        ends = {}
        for start, end in spans:
            for number, word in enumerate(self.words):
                if start < word.end and word.start < end:
                    ends[number] = end
                    break
        return ends


def _without_clitic(word: Word) -> Word:
    """The word without the possessor's -nya: "pengacaranya" is somebody's pengacara."""
    if not (word.text.islower() and word.key.endswith("nya") and len(word.key) > 2 * _POSSESSIVE):
        return word
    stem = word.text[:-_POSSESSIVE]
    return Word(stem, word.start, word.end - _POSSESSIVE, stem) if _is_noun(stem) else word


def _is_noun(stem: str) -> bool:
    return stem in lexicon().office_words or stem.startswith(("pe", "guru", "sopir"))
