"""All title words of an article: ranks, degrees, honorifics, office heads, status words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from entitas.titles.contractions import segment
from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import DegreeRow, HonorificRow, OfficeRow, lexicon
from entitas.titles.ranks import rank_at, rank_keys
from entitas.titles.words import PhraseTable, Word, keys_of, split_glued, split_words

__all__ = ["find", "office_head", "tokens"]

_NAME_GAPS = frozenset({" ", "\u00a0", "\u202f", ". ", ".", ".\u00a0", "  ", ".  "})
_COMMA_GAPS = frozenset({", ", ",", ". ", "., ", ".,"})
_SHORT = 4  # letters up to which a contraction in lower case is more likely another word


def find(text: str) -> list[TitleHit]:
    """Return the titles in an article, in text order and without overlaps.

    Ranks are whole phrases ("Letjen TNI (Purn)"). Degrees and honorifics count only beside a
    capitalised name, and not in the names of streets and buildings. Of offices only the head is
    found ("Kapolres", "Direktur Utama"); :func:`office_phrases` extends it. Offices may be written
    small, ranks and most honorifics may not.

    Args:
        text: A whole article, or any piece of running text.

    >>> for hit in find("Kapolres Tuban AKBP H. Budi Santoso, S.I.K. bersama mantan Bupati"):
    ...     print(hit.kind, hit.name)
    office Kepala Kepolisian Resor
    police_rank Ajun Komisaris Besar Polisi
    honorific Haji
    degree Sarjana Ilmu Kepolisian
    status former
    office Bupati
    """
    words = tokens(text)
    starts, venues = _starts(), lexicon().venues
    hits: list[TitleHit] = []
    venue = -2  # the last word that heads, or is a title in, the name of a street or building
    index = 0
    while index < len(words):
        word = words[index]
        hit: TitleHit | None = None
        if word.capital or word.key in starts:
            in_venue = venue == index - 1 and _near(text, words, index)
            hit = _at(text, words, index, hits, in_venue)
            if word.key in venues or in_venue and word.key in starts:
                venue = index
        if hit is None:
            index += 1
            continue
        if hit.code:
            hits.append(hit)
        while index < len(words) and words[index].start < hit.end:
            index += 1
    return hits


def tokens(text: str) -> list[Word]:
    """Return the words of a text, with those cut that scraping has glued to a title."""
    return split_glued(split_words(text), lexicon().glue_heads)


def office_head(
    text: str, words: Sequence[Word], index: int
) -> tuple[int, OfficeRow | None] | None:
    """Return (number of words, lexicon row) of the office head at ``words[index]``.

    The row is None for a contraction that the lexicon does not list but that takes apart.
    """
    word = words[index]
    match = lexicon().office_table.longest(text, words, index)
    if match is not None:
        size, row = match
        small = size == 1 and word.text.islower() and len(word.key) <= _SHORT
        if not (small and word.key != row.name.lower()):
            return size, row
    elif len(word.key) > _SHORT:
        taken = segment(word.text)
        if taken is not None and taken.head:
            return 1, None
    return None


def _at(
    text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit], in_venue: bool
) -> TitleHit | None:
    """The one title that starts at a word; a hit without a code is text to step over."""
    word = words[index]
    rank = rank_at(text, words, index)
    head = office_head(text, words, index)
    if rank is not None and (head is None or words[index + head[0] - 1].end < rank.end):
        return None if in_venue else rank
    if head is not None:
        size, row = head
        end = words[index + size - 1].end
        if row is None:
            taken = segment(word.text)
            name = taken.full if taken else word.text
            return TitleHit(word.start, end, "office", word.key, name, official=True)
        deputy = row.deputy and word.key == "wakil" and not row.name.startswith("Wakil")
        code, name = (f"wakil_{row.code}", f"Wakil {row.name}") if deputy else (row.code, row.name)
        return TitleHit(word.start, end, "office", code, name, official=row.official)
    return (
        _status(text, words, index)
        or _honorific(text, words, index, hits, in_venue)
        or _degree(text, words, index, hits, in_venue)
    )


def _status(text: str, words: Sequence[Word], index: int) -> TitleHit | None:
    match = lexicon().status_table.longest(text, words, index)
    if match is None:
        return None
    size, row = match
    end = words[index + size - 1].end
    if row.place == "before":
        follow = index + size
        if follow >= len(words):
            return None
        gap = text[end : words[follow].start]
        if (
            "(" not in gap
            and not words[follow].capital
            and office_head(text, words, follow) is None
        ):
            if lexicon().status_table.longest(text, words, follow) is None:
                return None
    elif row.place == "after" and (index == 0 or office_head(text, words, index - 1) is None):
        return None
    follow = index + size
    if follow < len(words) and text[end : words[follow].start].strip(" .") == "(":
        # "Pelaksana Tugas (Plt)" is one word of status
        close = words[follow].end + (text[words[follow].end : words[follow].end + 1] == ".")
        if words[follow].key in lexicon().status_table and text[close : close + 1] == ")":
            end = close + 1
    if text[end : end + 1] == ".":
        end += 1
    return TitleHit(words[index].start, end, "status", row.status, row.status)


def _honorific(
    text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit], in_venue: bool
) -> TitleHit | None:
    word = words[index]
    for size, rows in _honorifics().matches(text, words, index):
        row, last = rows[0], words[index + size - 1]
        if row.kind == "stop":
            return TitleHit(word.start, last.end, "honorific", "", "")
        if not word.capital and row.rule != "lower" or in_venue:
            continue
        if index + size >= len(words):
            continue
        follow = words[index + size]
        gap = text[last.end : follow.start]
        if not (gap in _NAME_GAPS and follow.capital) or gap == "." and len(last.text) > 4:
            continue
        if row.rule == "initial" and not _starts_name(text, words, index, hits):
            continue
        if (
            office_head(text, words, index + size) is not None
            or text[word.start - 1 : word.start].isdigit()
        ):
            continue
        if (
            word.text.isupper()
            and len(word.text) > 1
            and not (row.form.isupper() or follow.text.isupper())
        ):
            continue  # "BPK" is no Bapak
        end = last.end + (gap[:1] == ".")
        return TitleHit(
            word.start, end, "honorific", _code(row.name), row.name, "before", group=row.kind
        )
    return None


def _degree(
    text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit], in_venue: bool
) -> TitleHit | None:
    start = words[index].start
    for size, rows in _degrees().matches(text, words, index):
        end = words[index + size - 1].end
        surface = text[start:end]
        if any(
            "." not in text[words[index + n].end : words[index + n + 1].start]
            and "(" not in text[words[index + n].end : words[index + n + 1].start]
            for n in range(size - 1)
        ):
            continue
        for row in rows:
            if not _same_letters(surface, row.form):
                continue
            if row.side == "before":
                if in_venue or index + size >= len(words):
                    continue
                follow = words[index + size]
                gap = text[end : follow.start]
                if gap not in _NAME_GAPS or not follow.capital or row.weak and gap[0] != ".":
                    continue
                end += gap[:1] == "."
            elif not _behind_name(text, words, index, size, row, hits):
                continue
            elif "." in surface and text[end : end + 1] == ".":
                end += 1
            return TitleHit(start, end, "degree", _code(row.name), row.name, row.side)
    return None


def _same_letters(surface: str, form: str) -> bool:
    """The letters of a degree in its own case, or all in capitals; dotted ones in any case."""
    written = [c for c in surface if c.isalpha()]
    wanted = [c for c in form if c.isalpha()]
    if written == wanted or len(wanted) > 1 and "".join(written).isupper():
        return True
    return "." in surface and written[0].isupper() == wanted[0].isupper()


def _behind_name(
    text: str,
    words: Sequence[Word],
    index: int,
    size: int,
    row: DegreeRow,
    hits: Sequence[TitleHit],
) -> bool:
    """Whether a degree after the name has a name, or another degree, before it."""
    if index == 0:
        return False
    before, last = words[index - 1], words[index + size - 1]
    gap = text[before.end : words[index].start]
    if gap not in _NAME_GAPS and gap not in _COMMA_GAPS:
        return False
    if hits and hits[-1].side == "after" and hits[-1].end >= before.end:
        return True
    if not before.capital or len(before.text) < 2 or hits and hits[-1].end >= before.end:
        return False
    if "." in text[words[index].start : last.end]:
        return not row.weak or "," in gap
    # "SE", "MA" are other things too: a name of two words before, nothing capitalised behind
    if row.weak or before.text.isupper() or index < 2 or not words[index - 2].capital:
        return False
    follow = words[index + size] if index + size < len(words) else None
    behind = text[last.end : last.end + 1]
    return behind != "/" and (
        follow is None or behind != " " or not follow.capital or follow.text.isupper()
    )


def _starts_name(text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit]) -> bool:
    """Whether "H" or "RM" is an honorific here and not a middle initial ("Saldi H. Isra").

    It is, unless only capitalised words that hold no title run up to it.
    """
    back = index - 1
    while back >= 0 and words[back].capital and _near(text, words, back + 1):
        if any(hit.start <= words[back].start < hit.end for hit in hits[-4:]):
            return True
        back -= 1
    return back == index - 1


def _near(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether only a space or a full stop parts a word from the one before it."""
    return index > 0 and text[words[index - 1].end : words[index].start] in _NAME_GAPS


def _code(name: str) -> str:
    return "_".join(keys_of(name))


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    lex = lexicon()
    keys = rank_keys() | lex.office_table.first_keys() | lex.status_table.first_keys()
    return frozenset(keys | _honorifics().first_keys() | _degrees().first_keys())


@lru_cache(maxsize=1)
def _honorifics() -> PhraseTable[HonorificRow]:
    table: PhraseTable[HonorificRow] = PhraseTable()
    for row in lexicon().honorifics:
        table.add(row.form, row)
    return table


@lru_cache(maxsize=1)
def _degrees() -> PhraseTable[DegreeRow]:
    table: PhraseTable[DegreeRow] = PhraseTable()
    for row in lexicon().degrees:
        keys = keys_of(row.form)
        table.add(keys, row)
        table.add(("".join(keys),), row)
    return table
