"""Second step: which mentions of persons are one human being.

Two mentions are one person when

1. they are the same words, whatever their case;
2. the words of one are, in order, among the words of the other, an initial standing for its word
   ("M. Rizal" and "Muhammad Rizal Hakim"); where several people fit, the one mentioned last;
3. they differ by a slip of the pen ("Effendi" and "Efendi");
4. the text says so: "X alias Y", "X (Gus Y)", "yang akrab disapa Mbak Y", where a clipped form
   ("Ita" of "Hevearita") points further back than the person mentioned last;
5. one is the initials of exactly one other ("JT" of "Jurist Tan").

The fullest form is the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from entitas.resolve.choose import Chosen
from entitas.resolve.person_names import Names, PersonGroup, Words, words_of

__all__ = ["PersonGroup", "group_people"]

_ABBREVIATED = re.compile(r"(?:Abd|Ach|Moch|Moh|Mohd|Much|Muh|Rd|St|Sy|Tb|[A-Z])")
_HONORIFIC = r"(?:(?:Mbak|Mas|Pak|Bu|Bang|Kang|Cak|Gus|Ning|Abah|Bunda|Kak|Haji|Om|Bung|Mbah)\s+)?"
_CALLED = re.compile(
    r"(?:(?:akrab|biasa|kerap|sering|lebih\s+dikenal|karib)\s+(?:kerap\s+)?(?:di)?(?:sapa|panggil)\w*"
    r"|disapa|dipanggil|dijuluki|dikenal\s+(?:dengan\s+nama|sebagai))"
    r"(?:\s+dengan)?(?:\s+(?:nama|sebutan|panggilan|sapaan))?[\s\"“'‘]*(?:akrab\s+)?"
    + _HONORIFIC
    + "$",
    re.IGNORECASE,
)
_ALIAS = re.compile(
    r"\)?,?\s*(?:alias\s*|(?:atau|aka|a\.k\.a\.?)\s+)[\"“'‘]?" + _HONORIFIC, re.IGNORECASE
)
_BRACKET = re.compile(r"\s*\(\s*" + _HONORIFIC, re.IGNORECASE)
_SAYS_OF = re.compile(
    r",?\s*(?:nama\s+)?(?:sapaan|panggilan)(?:\s+akrab)?(?:\s+(?:dari|untuk))?\s+"
)


def group_people(text: str, people: Sequence[Chosen]) -> list[PersonGroup]:
    """Group the mentions labelled PERSON, given in text order, into people."""
    mentions = _joined(text, people)
    forms: dict[Words, list[int]] = {}
    for number, mention in enumerate(mentions):
        if words := words_of(text[mention.start : mention.end]):
            forms.setdefault(words, []).append(number)
    grouping = _Grouping(text, mentions, Counter(word for words in forms for word in words))
    for words in _order(forms, _aliases(text, mentions)):
        grouping.place(words, forms[words])
    for group in grouping.groups:
        group.mentions.sort(key=lambda mention: mention.start)
        group.name = _fullest(text, group)
    return sorted(grouping.groups, key=lambda group: group.mentions[0].start)


class _Grouping:
    """Puts mentions into groups, form by form, the fuller forms first.

    Args:
        text: The document's text.
        mentions: All mentions, in text order; their numbers are those in this order.
        counts: How many forms have each word.
    """

    def __init__(self, text: str, mentions: Sequence[Chosen], counts: Mapping[str, int]) -> None:
        self.groups: list[PersonGroup] = []
        self._text = text
        self._mentions = mentions
        self._names = Names(counts)
        self._other_names = Names(counts)
        # whose each mention is; a byte each says whether that is known, to be searched quickly
        self._owners: dict[int, PersonGroup] = {}
        self._known = bytearray(len(mentions))

    def place(self, words: Words, numbers: Sequence[int]) -> None:
        """Put the mentions of one form, given by their numbers, into groups."""
        if inside := self._names.related(words):
            self._share_out(inside, words, numbers)
        elif slips := self._names.slips(words):
            self._add(_latest(slips, self._mentions[numbers[0]]), numbers)
        elif person := self._also_called(words) or self._said_to_be(numbers, words):
            self._add(person, numbers)
            person.other_words.append(words)
            person.aliases.update(self._mentions[number].start for number in numbers)
            self._other_names.add(words, person)
        else:
            self.groups.append(person := PersonGroup())
            self._add(person, numbers)
            self._call(person, words)

    def _add(self, person: PersonGroup, numbers: Iterable[int]) -> None:
        for number in numbers:
            person.mentions.append(self._mentions[number])
            self._owners[number] = person
            self._known[number] = True

    def _call(self, person: PersonGroup, words: Words) -> None:
        if words not in person.words:
            person.words.append(words)
            self._names.add(words, person)

    def _share_out(
        self, people: Sequence[PersonGroup], words: Words, numbers: Sequence[int]
    ) -> None:
        """Give each mention to the one of some people who is mentioned last before it.

        The first, where none is mentioned before, goes to the one mentioned first after.
        """
        last = people[0] if len(people) == 1 else None
        said = [(m.start, n) for n, group in enumerate(people) for m in group.mentions]
        before = iter(sorted(said) if last is None else ())
        following = next(before, None)
        for number in numbers:
            start = self._mentions[number].start
            while following and following[0] < start:
                last = people[following[1]]
                following = next(before, None)
            last = last or min(people, key=lambda group: group.mentions[0].start)
            self._add(last, [number])
            self._call(last, words)

    def _also_called(self, words: Words) -> PersonGroup | None:
        """Return the one person another name of whom has these words."""
        return _only(self._other_names.related(words))

    def _said_to_be(self, numbers: Sequence[int], words: Words) -> PersonGroup | None:
        """Return the person of whom the text says, at any mention, that this is another name."""
        named = (self._nicknamed(number, words) for number in numbers)
        found = next((group for group in named if group), None)
        if found or len(words) > 1:
            return found
        mention = self._mentions[numbers[0]]
        form = self._text[mention.start : mention.end].replace(".", "")
        initials = 2 <= len(form) <= 4 and form.isupper()
        return _only(self._names.initialled(form.lower())) if initials else None

    def _nicknamed(self, number: int, words: Words) -> PersonGroup | None:
        text, mention = self._text, self._mentions[number]
        before = self._known.rfind(True, 0, number)
        if before < 0:
            return None
        last, end = self._owners[before], self._mentions[before].end
        if _ALIAS.fullmatch(text, end, mention.start):
            return last
        # "Zulkifli Hasan (Zulhas)": a name in brackets right after the full one
        closed = text[mention.end : mention.end + 1] in (")", ",", ";")
        if len(words) == 1 and closed and _BRACKET.fullmatch(text, end, mention.start):
            return last
        after = self._known.find(True, number)
        if after >= 0 and _SAYS_OF.fullmatch(text, mention.end, self._mentions[after].start):
            return self._owners[after]
        if _CALLED.search(text, max(0, mention.start - 70), mention.start):
            clipped = [
                group
                for group in self._names.clipped(words[-1])
                if any(other.end <= mention.start for other in group.mentions)
            ]
            return _latest(clipped, mention) if clipped else last
        return None


def _aliases(text: str, mentions: Sequence[Chosen]) -> dict[Words, Words]:
    """Map names behind an "alias" to those before it."""
    return {
        words_of(text[other.start : other.end]): words_of(text[one.start : one.end])
        for one, other in pairwise(mentions)
        if _ALIAS.fullmatch(text, one.end, other.start)
    }


def _order(forms: Mapping[Words, Sequence[int]], aliases: Mapping[Words, Words]) -> list[Words]:
    """Put fuller forms first, since a short form can only be read in their light.

    A name goes before its alias, however long that is: "Rudi alias Bang Jago Tua".
    """
    order: list[Words] = []
    for words in sorted(forms, key=lambda w: (-len(w), forms[w][0])):
        name = aliases.get(words, words)
        order += [form for form in (name, words) if form in forms]
    return list(dict.fromkeys(order))


def _joined(text: str, people: Sequence[Chosen]) -> list[Chosen]:
    """Join names that were cut at a space, or behind "Moch.": two people never stand so close."""
    joined: list[Chosen] = []
    for mention in people:
        gap = text[joined[-1].end : mention.start] if joined else ""
        if gap == " " or (
            gap == ". " and _ABBREVIATED.fullmatch(text, joined[-1].start, joined[-1].end)
        ):
            last = joined.pop()
            mention = replace(last, end=mention.end, score=min(last.score, mention.score))
        joined.append(mention)
    return joined


def _latest(groups: Sequence[PersonGroup], mention: Chosen) -> PersonGroup:
    """Of people who fit, the one mentioned last before; else the one mentioned first after."""

    def distance(group: PersonGroup) -> tuple[int, int]:
        before = [m.start for m in group.mentions if m.start < mention.start]
        return (0, mention.start - max(before)) if before else (1, group.mentions[0].start)

    return min(groups, key=distance)


def _only(groups: Sequence[PersonGroup]) -> PersonGroup | None:
    return groups[0] if len(groups) == 1 else None


def _fullest(text: str, group: PersonGroup) -> str:
    counts = Counter(text[m.start : m.end] for m in group.mentions)
    plain = {form: sum(not word.endswith(".") for word in words_of(form)) for form in counts}

    def fullness(mention: Chosen) -> tuple[bool, int, int, bool, int, int]:
        form = text[mention.start : mention.end]
        # of two spellings the more frequent, of two cases the one that is not all capitals
        alias = mention.start in group.aliases
        return (not alias, plain[form], counts[form], not form.isupper(), len(form), -mention.start)

    best = max(group.mentions, key=fullness)
    return text[best.start : best.end]
