"""Second step: which mentions of persons are one human being.

Two mentions are one person when

1. they are the same words, whatever their case;
2. the words of one are, in order, among the words of the other, an initial standing for its word
   ("M. Rizal" and "Muhammad Rizal Hakim"); where several people fit, the one mentioned last;
3. they differ by a slip of the pen ("Effendi" and "Efendi");
4. the text says so: "X alias Y", "X (Y)", "yang akrab disapa Mbak Y", where a clipped form
   ("Ita" of "Hevearita") points further back than the person mentioned last;
5. one is the initials of exactly one other ("JT" of "Jurist Tan").

The fullest form is the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from entitas.resolve.choose import Chosen

__all__ = ["PersonGroup", "group_people"]

_WORD = re.compile(r"[^\W_]+(?:['’`.-][^\W_]+)*")
_CALLED = re.compile(
    r"(?:(?:akrab|biasa|kerap|sering|lebih\s+dikenal)\s+(?:di)?(?:sapa|panggil)\w*"
    r"|(?:disapa|dipanggil|dijuluki)|dikenal\s+(?:dengan\s+nama|sebagai)|alias)"
    r"(?:\s+dengan)?(?:\s+(?:nama|sebutan|panggilan|sapaan))?[\s\"“'‘]*(?:akrab\s+)?"
    r"(?:(?:Mbak|Mas|Pak|Bu|Bang|Kang|Cak|Gus|Ning|Abah|Bunda|Kak|Haji|Om)\s+)?$",
    re.IGNORECASE,
)
_SLIP = 0.94


@dataclass(slots=True)
class PersonGroup:
    """The mentions of one person; ``name`` is the fullest form among them."""

    mentions: list[Chosen]
    words: list[tuple[str, ...]] = field(default_factory=list)
    aliases: set[int] = field(default_factory=set)
    name: str = ""

    def add(self, mention: Chosen, words: tuple[str, ...], *, alias: bool = False) -> None:
        """Take a mention in; ``alias`` marks a form that shares no word with the name."""
        self.mentions.append(mention)
        if alias:
            self.aliases.add(mention.start)
        elif words not in self.words:
            self.words.append(words)


def group_people(text: str, people: Sequence[Chosen]) -> list[PersonGroup]:
    """Group the mentions labelled PERSON, given in text order, into people."""
    groups: list[PersonGroup] = []
    words = {mention: _words(text[mention.start : mention.end]) for mention in people}
    # fuller forms first, since a short form can only be read in their light
    for mention in sorted(people, key=lambda m: (-min(len(words[m]), 2), m.start)):
        group = _find(text, groups, mention, words[mention])
        if group is None:
            groups.append(group := PersonGroup([]))
        alias = bool(group.mentions) and not any(_contains(w, words[mention]) for w in group.words)
        group.add(mention, words[mention], alias=alias and len(words[mention]) == 1)
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)
        group.name = _fullest(text, group)
    return sorted(groups, key=lambda group: group.mentions[0].start)


def _find(
    text: str, groups: Sequence[PersonGroup], mention: Chosen, words: tuple[str, ...]
) -> PersonGroup | None:
    if not words:
        return None
    same = [g for g in groups if words in g.words]
    if same:
        return _latest(same, mention)
    if inside := [g for g in groups if any(_related(w, words) for w in g.words)]:
        return _latest(inside, mention)
    if slips := [g for g in groups if any(_slip(w, words) for w in g.words)]:
        return _latest(slips, mention)
    if len(words) == 1:
        return _nicknamed(text, groups, mention, words[0]) or _initialled(text, groups, mention)
    return None


def _latest(groups: Sequence[PersonGroup], mention: Chosen) -> PersonGroup:
    """Of people who fit, the one mentioned last before; else the one mentioned first after."""

    def distance(group: PersonGroup) -> tuple[int, int]:
        before = [m.start for m in group.mentions if m.start < mention.start]
        return (0, mention.start - max(before)) if before else (1, group.mentions[0].start)

    return min(groups, key=distance)


def _related(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _contains(one, other) or _contains(other, one)


def _contains(full: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Tell whether the words of ``part`` stand in ``full`` in the same order."""
    rest = iter(full)
    return bool(part) and all(any(_stands_for(word, other) for other in rest) for word in part)


def _stands_for(short: str, word: str) -> bool:
    if short == word:
        return True
    return len(short) <= 2 and short.endswith(".") and word.startswith(short[:-1])


def _slip(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    a, b = " ".join(one), " ".join(other)
    if len(one) != len(other) or min(len(a), len(b)) < 6:
        return False
    return a[0] == b[0] and JaroWinkler.similarity(a, b) >= _SLIP and abs(len(a) - len(b)) <= 2


def _nicknamed(
    text: str, groups: Sequence[PersonGroup], mention: Chosen, word: str
) -> PersonGroup | None:
    named = [group for group in groups if any(len(w) > 1 for w in group.words)] or list(groups)
    before = [g for g in named if any(m.end <= mention.start for m in g.mentions)]
    if not before:
        return None
    latest = _latest(before, mention)
    lead = text[max(0, mention.start - 70) : mention.start]
    if _CALLED.search(lead):
        clipped = [g for g in before if any(_clipped(word, w) for w in g.words)]
        return _latest(clipped, mention) if clipped else latest
    last = max((m for m in latest.mentions if m.end <= mention.start), key=lambda m: m.end)
    # "Zulkifli Hasan (Zulhas)": a single name in brackets right after the full one
    bracket = text[last.end : mention.start].strip() == "(" and text[mention.end :][:1] == ")"
    return latest if bracket else None


def _clipped(nickname: str, words: tuple[str, ...]) -> bool:
    return any(len(nickname) >= 3 and nickname in word for word in words)


def _initialled(text: str, groups: Sequence[PersonGroup], mention: Chosen) -> PersonGroup | None:
    form = text[mention.start : mention.end].replace(".", "")
    if not (2 <= len(form) <= 4 and form.isupper()):
        return None
    fit = [
        group for group in groups
        if any(len(w) > 1 and "".join(x[0] for x in w) == form.lower() for w in group.words)
    ]  # fmt: skip
    return fit[0] if len(fit) == 1 else None


def _words(form: str) -> tuple[str, ...]:
    words = [match.group().lower() for match in _WORD.finditer(form)]
    # a single letter is an initial: it stands for any word that begins with it
    return tuple(word + "." if len(word) == 1 else word for word in words)


def _fullest(text: str, group: PersonGroup) -> str:
    def fullness(mention: Chosen) -> tuple[bool, int, int, int]:
        form = text[mention.start : mention.end]
        words = _words(form)
        plain = sum(not word.endswith(".") for word in words)
        return (mention.start not in group.aliases, plain, len(form), -mention.start)

    best = max(group.mentions, key=fullness)
    return text[best.start : best.end]
