"""Proposals of whole office phrases in running text, by rules alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from entitas.titles.bodies import LEVELS, is_number, role_at
from entitas.titles.find import find
from entitas.titles.heads import office_head, tokens
from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import lexicon
from entitas.titles.words import Word

__all__ = ["office_phrases"]

Span = tuple[int, int]

_GAPS = frozenset({"", " ", "\u00a0", "\u202f", "  ", " & ", "/", "-", " - ", " / ", ", "})
_BRACKET = re.compile(r" ?\(([^()\d]{2,60})\)")
_TERM = re.compile(r" (?:periode|tahun) \d{4}(?: ?[-–] ?\d{4})?")
_ORDINAL = re.compile(r" ke-?\d+")
_INTO = frozenset({"di", "pada", "dari"})
# How many words a place or a name has, where only its own grammar can end it.
_ROOM = {"": 0, "place": 1, "name": 2}


def office_phrases(
    text: str,
    hits: Sequence[TitleHit] | None = None,
    names: Sequence[Span] = (),
    known: Sequence[Span] = (),
) -> list[Span]:
    """Propose whole office phrases: status words, head, units, body, place.

    A phrase starts at an office head, or at the status words before it, and goes on over units,
    functions, bodies and capitalised names; it ends before a rank, an honorific, a known name, and
    punctuation. Where nothing parts the body from the holder's name ("Bupati Tuban Budi Santoso")
    the end is a guess, unless ``names`` or ``known`` tell.

    Args:
        text: Running text.
        hits: What :func:`find` returned for the text, if it is at hand.
        names: Spans of names of people, at which a phrase ends.
        known: Spans of bodies and places, which a phrase takes in whole.

    >>> text = "Hadir Plt Kepala Dinas Sosial Kota Bogor, Rina, dan Kapolres Tuban AKBP Budi."
    >>> [text[start:end] for start, end in office_phrases(text)]
    ['Plt Kepala Dinas Sosial Kota Bogor', 'Kapolres Tuban']
    """
    hits = find(text) if hits is None else hits
    words = tokens(text)
    walker = _Walker(
        text,
        words,
        [word.start for word in words],
        sorted(
            [hit.start for hit in hits if hit.kind not in ("office", "status", "civil_rank")]
            + [start for start, _ in names]
        ),
        dict(known),
    )
    phrases: list[Span] = []
    status: TitleHit | None = None
    for hit in hits:
        if phrases and hit.start < phrases[-1][1]:
            continue
        if hit.kind == "office":
            joined = status is not None and not text[status.end : hit.start].strip(" -()")
            start = status.start if status is not None and joined else hit.start
            phrases.append((start, walker.end(hit)))
            status = None
        elif hit.kind != "status":
            status = None
        elif status is None or text[status.end : hit.start].strip(" -("):
            status = hit
    return phrases


@dataclass(frozen=True, slots=True)
class _Walker:
    """Walks from an office head to the end of its phrase."""

    text: str
    words: Sequence[Word]
    starts: Sequence[int]
    stops: Sequence[int]
    known: dict[int, int]

    def end(self, hit: TitleHit) -> int:
        """The end of the phrase of an office head."""
        text, words = self.text, self.words
        end, room = hit.end, self._room_behind(hit)
        first = bisect_left(self.stops, end)
        stop = self.stops[first] if first < len(self.stops) else len(text)
        number = bisect_left(self.starts, end)
        body = False
        before = end  # the end of what was read, of which a joining word may not be the last
        while number < len(words) and words[number].start < stop:
            word, gap = words[number], text[before : words[number].start]
            bracket = _BRACKET.match(text, before)
            if bracket is not None and bracket.end() <= stop and before == end:
                end = before = bracket.end()
                while number < len(words) and words[number].start < end:
                    number += 1
                room = max(room, 0)
                continue
            if gap not in _GAPS or (gap == ", " and not self._lists(number)):
                break
            if word.start in self.known:
                end = before = self.known[word.start]
                while number < len(words) and words[number].start < end:
                    number += 1
                room, body = 0, True
                continue
            step, room, body, counts = self._step(number, room, body, stop)
            if not step:
                break
            number += step
            before = words[number - 1].end
            end = before if counts else end
        end = min(end, stop)
        for pattern in (_ORDINAL, _TERM):
            behind = pattern.match(text, end)
            end = behind.end() if behind and behind.end() <= stop else end
        return end

    def _room_behind(self, hit: TitleHit) -> int:
        """How many unknown words a head may take: one where it is an office over a place."""
        number = bisect_left(self.starts, hit.start)
        if number == len(self.words) or self.words[number].start != hit.start:
            return 0
        head = office_head(self.text, self.words, number)
        row = head[1] if head else None
        if row is None:
            return int(head is not None)
        local = row.tail in ("place", "unit_name", "unit_place") and row.agency
        return int(bool(local))

    def _step(self, number: int, room: int, body: bool, stop: int) -> tuple[int, int, bool, bool]:
        """Read one word: words taken, room left, whether in a body, whether it may be the last."""
        word, functions = self.words[number], lexicon().functions
        role = role_at(self.text, self.words, number)
        follows = self.words[number + 1] if number + 1 < len(self.words) else None
        if role is not None:
            return role.size, _ROOM[role.follow], body or role.role != "unit", True
        if word.key == "ri" or (word.key in ("republik", "indonesia") and word.capital):
            return 1, 0, body, True
        if word.capital and word.key in LEVELS and follows is not None and follows.capital:
            return 1, 1, body, True
        if word.key in functions and (word.capital or not body):
            return 1, room, body, True
        if word.text.isdigit() or (is_number(word) and word.text[0] in "IVX"):
            return 1, room, body, True
        if word.key in ("dan", "serta", "bidang") and follows is not None:
            return int(follows.key in functions), room, body, False
        if word.key in _INTO and follows is not None:
            into = follows.start in self.known or role_at(self.text, self.words, number + 1)
            return int(bool(into)), room, body, False
        if word.capital and (room > 0 or self._place_goes_on(number)):
            return 1, room - 1, True, True
        # nothing but capitalised words up to a known name or a rank: they are all of the body
        sure = word.capital and (body or room > 0) and self._runs_to(number, stop)
        return int(sure), room, body, True

    def _place_goes_on(self, number: int) -> bool:
        before, word = self.words[number - 1], self.words[number]
        return before.capital and (
            before.key in lexicon().place_first or word.key in lexicon().place_last
        )

    def _runs_to(self, number: int, stop: int) -> bool:
        """Whether only capitalised words stand between a word and the stop."""
        while number < len(self.words) and self.words[number].start < stop:
            gap = self.text[self.words[number - 1].end : self.words[number].start]
            if not self.words[number].capital or gap not in _GAPS or gap == ", ":
                return False
            number += 1
        return number < len(self.words) and self.words[number].start == stop

    def _lists(self, number: int) -> bool:
        """Whether a comma stands inside a list of functions: "Olahraga, dan Pariwisata"."""
        functions = lexicon().functions
        following = [word.key for word in self.words[number : number + 2]]
        if following[0] in ("dan", "serta"):
            del following[0]
        return following[0] in functions and self.words[number - 1].key in functions
