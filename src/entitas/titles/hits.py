"""What the title scanners find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["HitKind", "TitleHit"]

HitKind = Literal[
    "police_rank", "military_rank", "civil_rank", "degree", "honorific", "office", "status"
]


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A title word or phrase in a text.

    Args:
        start: First character, a code point offset into the text.
        end: One past the last character.
        kind: What it is.
        code: The lexicon's code; of a status word the status itself ("acting", "former", ...).
        name: The title in full: "Brigadir Jenderal Polisi", "Kepala Kepolisian Resor", "Haji".
        side: The side of the name on which it stands; None for offices and status words.
        group: The kind of an honorific: "religious", "noble", "polite" or "late".
        retired: True for a rank with "(Purn)".
        force: The force of a rank: "polri", "tni", "ad", "al", "au", "kejaksaan" or "asn".
        order: The seniority of a rank, 1 to 23, on one scale for police and military.
        forms: The written forms of a rank, short before long; empty for all else.
        official: True for the head of a public office.
    """

    start: int
    end: int
    kind: HitKind
    code: str
    name: str
    side: Literal["before", "after"] | None = None
    group: str | None = None
    retired: bool = False
    force: str | None = None
    order: int | None = None
    forms: tuple[str, ...] = ()
    official: bool = False
