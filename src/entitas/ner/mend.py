"""The last touch to spans, the same for every backend: edges, and ranks with their short form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from entitas.ner.decode import tidy
from entitas.ner.protocol import Span

__all__ = ["mend"]

_LOOSE_END = re.compile(r"\s+(?:atau|dan|dari|dengan|di|ke|oleh|pada|serta|untuk|yang)$")
_NO_OFFICE = frozenset({"bapak", "bu", "calon", "eks", "ibu", "mantan", "pak", "saudara"})
"""What stands before an office or a name, and is no office by itself."""

_SHORT_FORM = re.compile(r"(?P<long>[^()]+?) \((?P<short>\w{3,})\)")


def mend(text: str, spans: Iterable[Span]) -> list[Span]:
    """Mend the edges of spans, and part a rank from its short form in parentheses.

    A conjunction or preposition at the end goes, and so does what is left empty, would overlap its
    neighbour, or is but a "Pak" or "mantan" labelled as an office.

    Args:
        text: The text.
        spans: Its spans, in text order.

    Example:
        >>> text = "Inspektur Jenderal (Irjen) Budi"
        >>> [text[s.start:s.end] for s in mend(text, [Span(0, 26, "RANK")])]
        ['Inspektur Jenderal', 'Irjen']
    """
    kept: list[Span] = []
    for span in spans:
        for part in _parted(text, span):
            free = max(part.start, kept[-1].end) if kept else part.start
            start, end = tidy(text, free, max(free, part.end))
            while loose := _LOOSE_END.search(text, start, end):
                start, end = tidy(text, start, loose.start())
            bare = part.label == "POSITION" and text[start:end].lower() in _NO_OFFICE
            if start < end and not bare:
                kept.append(part._replace(start=start, end=end))
    return kept


def _parted(text: str, span: Span) -> Iterator[Span]:
    found = _SHORT_FORM.match(text, span.start, span.end) if span.label == "RANK" else None
    if found is None or not _abbreviates(found["short"], found["long"]):
        yield span
        return
    for start, end in (found.span("long"), found.span("short")):
        yield span._replace(start=start, end=end)
    if text[found.end() : span.end].strip():
        yield span._replace(start=found.end())


def _abbreviates(short: str, long: str) -> bool:
    """Whether the short form has the initials of the long one, or goes through its letters.

    Three letters go through too much: "(Mar)" after "Mayor Jenderal" means the marines.
    """
    words = long.lower().split()
    if len(short) == 3:
        return short.lower() == "".join(word[0] for word in words)
    letters = iter(long.lower())
    return short[0].lower() == words[0][0] and all(c in letters for c in short.lower())
