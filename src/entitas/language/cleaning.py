"""Page noise: what a news page carries besides its article.

Bylines, photo credits, links to other stories, advertisement marks, lists of headlines, share
buttons, menus and tags, markup and the outlet's name in the dateline. Nothing is cut out, so that
offsets stay those of the text as given; the spans tell the later stages where no record comes from.

A page is read line by line, for sites give one paragraph a line. Within running text only marks
that stand by themselves are noise: a headline taken for a paragraph does little harm, a paragraph
taken for a headline loses the people in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from entitas.language import noise_patterns as patterns
from entitas.language.noise_patterns import NoiseKind

__all__ = ["KINDS", "Noise", "page_noise"]

KINDS: tuple[str, ...] = get_args(NoiseKind)

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_SHORTEST_CAPTION = 30
_LONGEST_CREDIT = 90
_HEAD_OF_PAGE = 12
_LINES_OF_BYLINE = 6
_HEADLINES = 3


@dataclass(frozen=True, slots=True, order=True)
class Noise:
    """A stretch of page noise.

    Args:
        start: Its first character, a code point offset into the text.
        end: One past its last character.
        kind: One of :data:`KINDS`.
    """

    start: int
    end: int
    kind: NoiseKind


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def page_noise(text: str, title: str | None = None) -> list[Noise]:
    r"""Find the page noise in a text.

    Args:
        text: A news page or article, with or without HTML tags; one paragraph a line.
        title: The article's title, if known; a line that repeats it is never noise.

    Returns:
        Disjoint spans in text order. Between two of them may be blanks only.

    >>> page = "Bupati Hadiri Panen\nBaca juga: Harga Beras Naik\nTUBAN, KOMPAS.com - Panen."
    >>> [(noise.kind, page[noise.start : noise.end]) for noise in page_noise(page)]
    [('related', 'Baca juga: Harga Beras Naik'), ('dateline_outlet', 'KOMPAS.com')]
    """
    title = title.strip() if title else None
    tags = list(_tags(text))
    lines = _lines(_without_tags(text, tags))
    found = [Noise(start, end, "html") for start, end in tags]
    found += _whole_lines(lines, title)
    whole = {noise.start for noise in found}
    for line in lines:
        if line.start not in whole and line.text != title:
            found += _within(line)
    return _disjoint(found)


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of HTML tags and comments; scripts and styles with what is in them."""
    opened: tuple[str, list[tuple[int, int]]] | None = None
    for tag in patterns.TAG.finditer(text):
        name = (tag["name"] or "").lower()
        closing = text[tag.start() + 1] == "/"
        if opened is None:
            if name in ("script", "style") and not closing:
                opened = (name, [tag.span()])
            else:
                yield tag.span()
        elif name == opened[0] and closing:
            yield opened[1][0][0], tag.end()
            opened = None
        else:
            opened[1].append(tag.span())
    if opened is not None:
        # never closed: then the text after it is as likely the article as a script
        yield from opened[1]


def _without_tags(text: str, tags: Iterable[tuple[int, int]]) -> str:
    """Blank the tags, keeping every offset; those that end a paragraph become line breaks."""
    pieces = []
    at = 0
    for start, end in tags:
        ends_line = patterns.BLOCK_TAG.match(text, start) is not None
        pieces += [text[at:start], ("\n" if ends_line else " ").ljust(end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank, without the blanks around them."""
    return [
        _Line(text.index(stripped, match.start()), stripped)
        for match in _LINE.finditer(text)
        if (stripped := match[0].strip())
    ]


def _whole_lines(lines: list[_Line], title: str | None) -> Iterator[Noise]:
    kinds = [None if line.text == title else _kind(line.text) for line in lines]
    _add_authors(lines, kinds)
    _add_captions(lines, kinds)
    _add_lists(lines, kinds, title)
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not None:
            yield Noise(line.start, line.start + len(line.text), kind)


def _kind(line: str) -> NoiseKind | None:
    """Return what a line is by itself, None for text."""
    if patterns.GLUED_CREDIT.match(line):
        return None
    for kind, pattern, longest in patterns.LINES:
        if len(line) <= longest and pattern.match(line):
            return kind
    return None


def _add_authors(lines: list[_Line], kinds: list[NoiseKind | None]) -> None:
    """Mark the names of authors, which have no sign of their own but follow the date or a label."""
    for number, line in enumerate(lines[:_HEAD_OF_PAGE]):
        if kinds[number] != "byline" or not patterns.BEFORE_AUTHORS.match(line.text):
            continue
        for after in range(number + 1, min(number + 1 + _LINES_OF_BYLINE, len(lines))):
            if kinds[after] is None and not patterns.AUTHOR.fullmatch(lines[after].text):
                break
            kinds[after] = kinds[after] or "byline"


def _add_captions(lines: list[_Line], kinds: list[NoiseKind | None]) -> None:
    """Mark the credited line of a caption that stands there twice; the bare one is text."""
    for number in range(1, len(lines)):
        plain, credited = lines[number - 1].text, lines[number].text
        if len(plain) < _SHORTEST_CAPTION or not 3 <= len(credited) - len(plain) <= _LONGEST_CREDIT:
            continue
        credit_after = credited.startswith(plain) and patterns.CREDIT.search(credited, len(plain))
        if credited.endswith(plain) or credit_after:
            kinds[number] = "photo_credit"


def _add_lists(lines: list[_Line], kinds: list[NoiseKind | None], title: str | None) -> None:
    """Mark the headlines under a heading such as "Terkini Lainnya" or a bare "Baca juga:"."""
    heading: NoiseKind | None = None
    left = 0
    for number, line in enumerate(lines):
        if patterns.LIST_HEADING.fullmatch(line.text):
            heading, left = "more", len(lines)
            kinds[number] = "more"
        elif kinds[number] == "related" and patterns.BARE_RELATED.fullmatch(line.text):
            heading, left = "related", _HEADLINES
        elif kinds[number] is None and heading is not None:
            if left == 0 or line.text == title or not _is_listed(line.text, heading):
                heading = None
            else:
                kinds[number] = heading
                left -= 1


def _is_listed(line: str, heading: NoiseKind) -> bool:
    # a list at the page's end also holds the names of sections and places; one amid the article
    # stands before the next paragraph or subheading
    return not patterns.is_paragraph(line) if heading == "more" else patterns.is_headline(line)


def _within(line: _Line) -> Iterator[Noise]:
    """Yield the noise within a line of text."""
    for kind, pattern in patterns.INLINE:
        for match in pattern.finditer(line.text):
            start, end = match.span("noise")
            yield Noise(line.start + start, line.start + end, kind)


def _disjoint(found: Iterable[Noise]) -> list[Noise]:
    """Cut overlaps: the one that starts first keeps its place, of equals the longest."""
    result: list[Noise] = []
    reached = 0
    for noise in sorted(found, key=lambda noise: (noise.start, -noise.end)):
        start = max(noise.start, reached)
        if start < noise.end:
            result.append(Noise(start, noise.end, noise.kind))
            reached = noise.end
    return result
