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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from entitas.resolve.choose import Chosen

__all__ = ["PersonGroup", "group_people"]

_WORD = re.compile(r"[^\W_]+(?:['’`.-][^\W_]+)*")
# Where scraping glued two words: "LuckyChepril".
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
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
_SLIP = 0.94

Words = tuple[str, ...]


@dataclass(slots=True, eq=False)
class PersonGroup:
    """The mentions of one person; ``name`` is the fullest form among them.

    ``words`` are the forms that share words with the name, ``other_words`` the other names, and
    ``aliases`` where these start.
    """

    mentions: list[Chosen] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    other_words: list[Words] = field(default_factory=list)
    aliases: set[int] = field(default_factory=set)
    name: str = ""


def group_people(text: str, people: Sequence[Chosen]) -> list[PersonGroup]:
    """Group the mentions labelled PERSON, given in text order, into people."""
    mentions = _joined(text, people)
    forms: dict[Words, list[Chosen]] = {}
    for mention in mentions:
        if words := _words(text[mention.start : mention.end]):
            forms.setdefault(words, []).append(mention)
    groups: list[PersonGroup] = []
    for words in _order(forms, _aliases(text, mentions)):
        mentions = forms[words]
        if inside := [g for g in groups if any(_related(w, words) for w in g.words)]:
            for mention in mentions:
                group = _latest(inside, mention)
                group.mentions.append(mention)
                if words not in group.words:
                    group.words.append(words)
        elif slips := [g for g in groups if any(_slip(w, words) for w in g.words)]:
            _latest(slips, mentions[0]).mentions.extend(mentions)
        elif person := _also_called(groups, words) or _said_to_be(text, groups, mentions, words):
            person.mentions.extend(mentions)
            person.other_words.append(words)
            person.aliases.update(mention.start for mention in mentions)
        else:
            groups.append(PersonGroup(list(mentions), [words]))
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)
        group.name = _fullest(text, group)
    return sorted(groups, key=lambda group: group.mentions[0].start)


def _aliases(text: str, mentions: Sequence[Chosen]) -> dict[Words, Words]:
    """Map names behind an "alias" to those before it."""
    return {
        _words(text[other.start : other.end]): _words(text[one.start : one.end])
        for one, other in pairwise(mentions)
        if _ALIAS.fullmatch(text, one.end, other.start)
    }


def _order(forms: Mapping[Words, Sequence[Chosen]], aliases: Mapping[Words, Words]) -> list[Words]:
    """Put fuller forms first, since a short form can only be read in their light.

    A name goes before its alias, however long that is: "Rudi alias Bang Jago Tua".
    """
    order: list[Words] = []
    for words in sorted(forms, key=lambda w: (-len(w), forms[w][0].start)):
        name = aliases.get(words, words)
        order += [form for form in (name, words) if form in forms]
    return list(dict.fromkeys(order))


def _also_called(groups: Sequence[PersonGroup], words: Words) -> PersonGroup | None:
    """Return the one person another name of whom has these words."""
    fit = [g for g in groups if any(_related(w, words) for w in g.other_words)]
    return fit[0] if len(fit) == 1 else None


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


def _said_to_be(
    text: str, groups: Sequence[PersonGroup], mentions: Sequence[Chosen], words: Words
) -> PersonGroup | None:
    """The person of whom the text says, at any mention, that this is another name."""
    named = (_nicknamed(text, groups, mention, words) for mention in mentions)
    found = next((group for group in named if group), None)
    return found or (_initialled(text, groups, mentions[0]) if len(words) == 1 else None)


def _latest(groups: Sequence[PersonGroup], mention: Chosen) -> PersonGroup:
    """Of people who fit, the one mentioned last before; else the one mentioned first after."""

    def distance(group: PersonGroup) -> tuple[int, int]:
        before = [m.start for m in group.mentions if m.start < mention.start]
        return (0, mention.start - max(before)) if before else (1, group.mentions[0].start)

    return min(groups, key=distance)


def _related(one: Words, other: Words) -> bool:
    return _contains(one, other) or _contains(other, one)


def _contains(full: Words, part: Words) -> bool:
    """Tell whether the words of ``part`` stand in ``full`` in the same order."""
    rest = iter(full)
    return bool(part) and all(any(_stands_for(word, other) for other in rest) for word in part)


def _stands_for(short: str, word: str) -> bool:
    if short == word:
        return True
    return len(short) <= 2 and short.endswith(".") and word.startswith(short[:-1])


def _slip(one: Words, other: Words) -> bool:
    a, b = " ".join(one), " ".join(other)
    if len(one) != len(other) or min(len(a), len(b)) < 6:
        return False
    return a[0] == b[0] and JaroWinkler.similarity(a, b) >= _SLIP and abs(len(a) - len(b)) <= 2


def _nicknamed(
    text: str, groups: Sequence[PersonGroup], mention: Chosen, words: Words
) -> PersonGroup | None:
    before = [g for g in groups if any(m.end <= mention.start for m in g.mentions)]
    if not before:
        return None
    latest = _latest(before, mention)
    last = max((m for m in latest.mentions if m.end <= mention.start), key=lambda m: m.end)
    between = text[last.end : mention.start]
    if _ALIAS.fullmatch(between):
        return latest
    # "Zulkifli Hasan (Zulhas)": a name in brackets right after the full one
    closed = text[mention.end : mention.end + 1] in (")", ",", ";")
    if len(words) == 1 and closed and _BRACKET.fullmatch(between):
        return latest
    following = [g for g in groups if any(m.start >= mention.end for m in g.mentions)]
    for group in following:
        after = min(m.start for m in group.mentions if m.start >= mention.end)
        if _SAYS_OF.fullmatch(text[mention.end : after]):
            return group
    if _CALLED.search(text, max(0, mention.start - 70), mention.start):
        clipped = [g for g in before if any(_clipped(words[-1], w) for w in g.words)]
        return _latest(clipped, mention) if clipped else latest
    return None


def _clipped(nickname: str, words: Words) -> bool:
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


def _words(form: str) -> Words:
    words = [match.group().lower() for match in _WORD.finditer(_GLUED.sub(" ", form))]
    # a single letter is an initial: it stands for any word that begins with it
    return tuple(word + "." if len(word) == 1 else word for word in words)


def _fullest(text: str, group: PersonGroup) -> str:
    counts = Counter(text[m.start : m.end] for m in group.mentions)

    def fullness(mention: Chosen) -> tuple[bool, int, int, bool, int, int]:
        form = text[mention.start : mention.end]
        words = _words(form)
        plain = sum(not word.endswith(".") for word in words)
        # of two spellings the more frequent, of two cases the one that is not all capitals
        alias = mention.start in group.aliases
        return (not alias, plain, counts[form], not form.isupper(), len(form), -mention.start)

    best = max(group.mentions, key=fullness)
    return text[best.start : best.end]
