"""What a reader yields: a document, or what stands in the place of one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Item", "Source", "Unreadable"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read: ``where`` names its file, and its line or row in it."""

    id: str
    text: str
    where: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of a document that cannot be read: why not, and the original."""

    where: str
    reason: str
    original: str


Item = Source | Unreadable
