"""Before they compete, the NER's spans are mended where its word pieces or scraping misled it.

- A span takes whole words, but none that scraping glued on: "Subianto|yang" (:mod:`~.glue`).
- A name is freed from titles, and from the office's place or body before it: in "Bupati Agam Rudi"
  the name is not "Agam Rudi".
- A place begins behind the office that takes its first word: "Wali Kota|Semarang", "Camat|Tuban".
- A body or place loses a trailing "dan" and gets its brackets balanced: "Ditreskrimsus) Polda
  Jambi" begins where the long name before the bracket does.
- Where a body begins and ends beside offices and people, :mod:`~.body_edges` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from entitas.resolve.body_edges import body_extent
from entitas.resolve.glue import Prose
from entitas.spans import Found

__all__ = ["mend"]

Span = tuple[int, int]

_EDGES = " \t\r\n\u00a0,;:-–—\"'“”‘’"
_TITLES = frozenset({"police_rank", "military_rank", "civil_rank", "degree", "honorific"})
_PAIR = re.compile(r"((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)[-–]((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)")
_TAIL = re.compile(r"\s+(?:dan|serta|atau|di|yang|untuk|dari|pada|era)$", re.I)
_LONG_NAME = re.compile(r"(?:[A-Z][\w.]*[ ]+(?:(?:dan|&|,)[ ]+)?)+\([ ]?$")
# The end of a bracket that belongs to what stands before: "(PJK) Otoritas Jasa Keuangan (OJK)".
_CLOSED = re.compile(r"[^\s()]+\) (?=[^\s)])")
_BEYOND = re.compile(r"\s+(?:[Cc]s|SAW|SWT|dkk)\.?$")
_INITIAL_BEFORE = re.compile(r"(?:^|(?<=[\s(a-z]))([A-Z]\.?[ \u00a0])$")
_INITIAL_BEHIND = re.compile(r"[ \u00a0](?:[A-Z](?=[ ,;)\n]|$)|[IVX]{2,4}\b)")


def mend(prose: Prose, find: Found, titles: Sequence[Found], hits: Sequence[Found]) -> list[Span]:
    """Return the mended extents of a find of the NER; none when no name is left.

    A pair of full names joined by a hyphen ("Pramono Anung-Rano Karno") is two, and so are names
    on two lines.

    Args:
        prose: The document's text.
        find: A find labelled PERSON, ORG or PLACE.
        titles: Finds of the title lexicon in text order.
        hits: Finds of the gazetteer.
    """
    text, person = prose.text, find.label == "PERSON"
    start, end = prose.whole(find.start, find.end)
    if person and (parts := _parts(text, start, end)):
        halves = [replace(find, start=begin, end=stop) for begin, stop in parts]
        return [span for half in halves for span in mend(prose, half, titles, hits)]
    start, end = prose.unglued(start, end, person=person)
    if person:
        start = _after_office(text, start, end, titles, hits)
        start, end = _without_titles(text, start, end, titles)
        start, end = _with_initials(text, start, end, titles)
    elif find.label == "PLACE":
        start = _after_head(start, end, titles, hits)
        start, end = _balanced(text, start, end)
    elif extent := body_extent(text, start, end, titles, hits):
        start, end = _balanced(text, *extent)
    else:
        return []
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1] == "("):
        end -= 1
    if end > start and text[end - 1] == "." and not _initial(text, start, end):
        end -= 1
    covered = any(t.label in _TITLES and t.start <= start and end <= t.end for t in titles)
    return [(start, end)] if start < end and not covered else []


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Return the names in what the NER took for one: on two lines, or a pair joined by a hyphen."""
    if "\n" in text[start:end].strip():
        cut = text.index("\n", start + len(text[start:end]) - len(text[start:end].lstrip()))
        return [(start, cut), (cut + 1, end)]
    pair = _PAIR.fullmatch(text, start, end)
    return [pair.span(1), pair.span(2)] if pair else []


def _after_head(start: int, end: int, titles: Sequence[Found], hits: Iterable[Found]) -> int:
    """Return where a place begins when an office takes its first word: "Wali Kota | Semarang"."""
    known = [hit.start for hit in hits if hit.label == "place" and hit.end == end]
    heads = [
        max((at for at in known if at > t.end), default=t.end)
        for t in titles
        if t.label == "office" and t.end < end
        if t.start < start < t.end or (t.start == start and start not in known and any(known))
    ]
    return max(heads, default=start)


def _after_office(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Iterable[Found]
) -> int:
    """Move a name's start behind the place or body of the office before it."""
    offices = {t.end for t in titles if t.label == "office" and t.end <= start}
    for hit in hits:
        if not (hit.start <= start < hit.end <= end):
            continue
        holds = hit.start < start
        if hit.label == "place" and hit.start == start:
            holds = any(not text[office : hit.start].strip() for office in offices)
        # "Gubernur Rano Karno": a village of that name is no governor's jurisdiction
        id_ = str(hit.detail["candidates"][0][0])
        if holds and hit.score >= 0.6 and id_.count(".") <= 1:
            rest = text[hit.end : end].lstrip()
            if not rest or rest[0].isupper():
                return hit.end
    return start


def _without_titles(text: str, start: int, end: int, titles: Iterable[Found]) -> Span:
    inside: Sequence[Found] = [
        t for t in titles if t.label in _TITLES and start <= t.start and t.end <= end
    ]
    # "Sri|Sultan Hamengku Buwono": the NER took half of a title for the name
    start = max((t.end for t in titles if t.start < start < t.end < end), default=start)
    for title in inside:
        if not text[start : title.start].strip(_EDGES + ".()"):
            start = title.end
    for title in reversed(inside):
        if title.start > start and not text[title.end : end].strip(_EDGES + ".()"):
            end = title.start
    return start, end


def _with_initials(text: str, start: int, end: int, titles: Iterable[Found]) -> Span:
    """Take the initials and numerals beside a name, and leave out what blesses or counts others."""
    if beyond := _BEYOND.search(text, start, end):
        end = beyond.start()
    first = _INITIAL_BEFORE.search(text, max(0, start - 4), start)
    if first and not any(t.start <= first.start(1) < t.end for t in titles):
        start = first.start(1)
    if last := _INITIAL_BEHIND.match(text, end):
        end = last.end()
    return start, end


def _balanced(text: str, start: int, end: int) -> Span:
    if tail := _TAIL.search(text, start, end):
        end = tail.start()
    opened, closed = text[start:end].count("("), text[start:end].count(")")
    if opened == closed and (rest := _CLOSED.match(text, start, end)):
        return rest.end(), end + (text[end : end + 1] == ")")
    if opened > closed:
        if text[end : end + 1] == ")":
            end += 1
        else:
            end = start + text[start:end].rindex("(")
    elif closed > opened:
        long_name = _LONG_NAME.search(text, max(0, start - 80), start)
        if long_name:
            start = long_name.start()
        elif text[end - 1] == ")":
            end -= 1
    return start, end


def _initial(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop at the end belongs to an initial or an abbreviation: "Budi S."."""
    word = re.search(r"\w+\.$", text[start:end])
    return word is not None and len(word[0]) <= 4 and word[0][0].isupper()
