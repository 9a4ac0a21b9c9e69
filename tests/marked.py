"""Test texts with their answer in them: "<office>Kapolres Tuban</office> AKBP <p1>Rudi</p1>"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)(\w+)>")


@dataclass(frozen=True)
class Marked:
    text: str
    spans: list[tuple[int, int, str]]

    def of(self, *labels: str) -> list[tuple[int, int]]:
        return [(s, e) for s, e, label in self.spans if label in labels]

    def form(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]]


def marked(source: str) -> Marked:
    """Split marked-up text into plain text and spans (start, end, tag), in text order."""
    pieces: list[str] = []
    length = at = 0
    opened: list[tuple[str, int]] = []
    spans: list[tuple[int, int, str]] = []
    for tag in _TAG.finditer(source):
        piece = source[at : tag.start()]
        pieces.append(piece)
        length += len(piece)
        at = tag.end()
        if tag[1]:
            name, start = opened.pop()
            assert name == tag[2], f"<{name}> is closed by </{tag[2]}>"
            spans.append((start, length, name))
        else:
            opened.append((tag[2], length))
    assert not opened, f"<{opened[0][0]}> is never closed" if opened else ""
    return Marked("".join([*pieces, source[at:]]), sorted(spans))
