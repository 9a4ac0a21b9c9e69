"""What the words before and behind a name and its letters say of it, as evidence for a place.

Every function yields kinds of evidence, keys of :data:`~.evidence.WEIGHTS`, with their amounts.
"""

from __future__ import annotations

from collections.abc import Iterator

from entitas.gazetteer.finding.spans import capital, in_capitals, starts_sentence
from entitas.gazetteer.source.rows import TriggerRow
from entitas.gazetteer.store.names import PlaceName
from entitas.gazetteer.words import Words

__all__ = ["after", "before", "shape"]

_SMALL_INSIDE = frozenset(("dan", "di"))
_LONGEST_ACRONYM = 4


def before(
    words: Words, first: int, trigger: TriggerRow | None, *, fits: bool
) -> Iterator[tuple[str, float]]:
    """Yield what stands before a name.

    Args:
        words: The text.
        first: The first word of the name.
        trigger: The word before it that tells of the name.
        fits: Whether one of its places is of the level that the trigger asks for.
    """
    if trigger is None or trigger.kind == "contraction":
        follows = first > 0 and capital(words, first - 1)
        if follows and words.gap(first) == " ":
            if not starts_sentence(words, first - 1) and not in_capitals(words, first, first + 1):
                yield "capital before", 1.0
        elif follows and words.gap(first).strip() == ",":
            yield "in a list", 1.0
    elif trigger.kind == "level":
        yield "level word" if fits else "other level word", 1.0
    elif trigger.kind == "rank":
        yield "title", 1.0
    else:
        yield trigger.kind, 1.0


def after(words: Words, last: int) -> Iterator[tuple[str, float]]:
    """Yield what stands behind a name, given one past its last word."""
    if last == len(words) or words.gap(last) != " ":
        return
    if capital(words, last) and not in_capitals(words, last, last + 1):
        yield "capital after", 1.0
    if words.folded[last][0].isdigit():
        yield "number after", 1.0


def shape(
    words: Words, first: int, last: int, best: PlaceName, ratio: float, edits: int
) -> Iterator[tuple[str, float]]:
    """Yield what the letters of a name say.

    Args:
        words: The text.
        first: The first word of the name.
        last: One past its last word.
        best: The likeliest of its places.
        ratio: How often the name is written small in running text.
        edits: The edits between the form and the name.
    """
    if last - first > 1:
        yield "more words", 1.0
    upper = in_capitals(words, first, last)
    acronym = best.form.isupper() and len(best.form) <= _LONGEST_ACRONYM
    misspelt = best.match == "fuzzy"
    if ratio and not acronym:
        blind = upper or starts_sentence(words, first)
        yield "ordinary at start" if blind else "ordinary inside", ratio
    if acronym:
        yield "acronym", 1.0
        if not upper:
            yield "small letters", 2.0
    elif not misspelt and not all(_capital_enough(words, n) for n in range(first, last)):
        yield "small letters", 1.0
    elif upper:
        yield "all capitals", 1.0
    if best.seldom:
        yield "seldom", 1.0
    if misspelt:
        yield "slip", float(edits)
    elif edits:
        yield "spelling", 1.0


def _capital_enough(words: Words, number: int) -> bool:
    folded = words.folded[number]
    return capital(words, number) or folded in _SMALL_INSIDE or folded[0].isdigit()
