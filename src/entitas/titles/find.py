"""All title words of an article: ranks, degrees, honorifics, office heads, status words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from entitas.titles.beside import beside_keys, degree_at, honorific_at, near
from entitas.titles.heads import office_head, office_name, tokens
from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import lexicon
from entitas.titles.ranks import rank_at, rank_keys
from entitas.titles.words import Word

__all__ = ["find"]


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
    starts, venues = _starts(), lexicon().venue_table
    hits: list[TitleHit] = []
    venue = -2  # the last word that heads, or is a title in, the name of a street or building
    index = 0
    while index < len(words):
        word = words[index]
        hit: TitleHit | None = None
        if word.capital or word.key in starts:
            in_venue = venue == index - 1 and near(text, words, index)
            hit = _at(text, words, index, hits, in_venue)
            heads_venue = venues.longest(text, words, index) if word.capital else None
            if heads_venue is not None:
                venue = index + heads_venue[0] - 1
            elif in_venue and word.key in starts:
                venue = index
        if hit is None:
            index += 1
            continue
        if hit.code:
            hits.append(hit)
        while index < len(words) and words[index].start < hit.end:
            index += 1
    return hits


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
        code, name = office_name(word, row)
        official = row is None or row.official
        return TitleHit(
            word.start, words[index + size - 1].end, "office", code, name, official=official
        )
    status = _status(text, words, index)
    if status is not None:
        return status
    hit = honorific_at(text, words, index, hits) or degree_at(text, words, index, hits)
    return None if hit is not None and in_venue and hit.side == "before" else hit


def _status(text: str, words: Sequence[Word], index: int) -> TitleHit | None:
    """A status word: before an office, a name or a bracket, or right behind an office."""
    table = lexicon().status_table
    match = table.longest(text, words, index)
    if match is None:
        return None
    size, row = match
    end, follow = words[index + size - 1].end, index + size
    gap = text[end : words[follow].start] if follow < len(words) else ""
    if row.place == "before":
        if follow == len(words):
            return None
        holds = words[follow].capital or "(" in gap or office_head(text, words, follow) is not None
        if not holds and table.longest(text, words, follow) is None:
            return None
    elif row.place == "after" and (index == 0 or office_head(text, words, index - 1) is None):
        return None
    if gap.strip(" .") == "(" and words[follow].key in table:
        # "Pelaksana Tugas (Plt)" is one word of status
        close = words[follow].end + (text[words[follow].end : words[follow].end + 1] == ".")
        end = close + 1 if text[close : close + 1] == ")" else end
    end += text[end : end + 1] == "."
    return TitleHit(words[index].start, end, "status", row.status, row.status)


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    """The words with which titles begin, contractions aside."""
    lex = lexicon()
    offices = lex.office_table.first_keys() | lex.status_table.first_keys()
    return frozenset(rank_keys() | offices | beside_keys())
