"""Which of the places that share a name is likelier in its context."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from entitas.gazetteer.store.names import PlaceName

__all__ = ["Namesakes"]

# How much likelier, among namesakes, is what the context points at.
_ASKED, _BEHIND, _CONFIRMED, _IN_REGENCY, _IN_PROVINCE = 50.0, 50.0, 30.0, 20.0, 4.0


@dataclass(slots=True)
class Namesakes:
    """Weighs the namesakes of one name in its context.

    Args:
        asked: The level that a level word or an office asks for.
        near: The codes of the place behind the name.
        anchors: The codes of the places that the text names.
        confirmed: The levels with which the text has the name elsewhere.
    """

    asked: str | None
    near: Set[str]
    anchors: Set[str]
    confirmed: Set[str] | None

    def weight(self, name: PlaceName) -> float:
        """Return the weight of a place among its namesakes."""
        weight = name.prior
        if self.asked and name.level == self.asked:
            weight *= _ASKED
        elif not self.asked and self.confirmed and name.level in self.confirmed:
            weight *= _CONFIRMED
        code = name.id[3:] if name.id.startswith("id:") else ""
        if _inside(code, self.near):
            weight *= _BEHIND
        elif len(code) > 5 and code[:5] in self.anchors:
            weight *= _IN_REGENCY
        elif len(code) > 2 and code[:2] in self.anchors:
            weight *= _IN_PROVINCE
        return weight

    def evidence(self, best: PlaceName) -> Iterator[tuple[str, float]]:
        """Yield what the context says of the likeliest place."""
        code = best.id[3:] if best.id.startswith("id:") else ""
        if _inside(code, self.near):
            yield "container behind", 1.0
        elif len(code) > 5 and code[:5] in self.anchors:
            yield "regency in text", 1.0
        elif len(code) > 2 and code[:2] in self.anchors:
            yield "province in text", 1.0
        if not self.asked and self.confirmed and best.level in self.confirmed:
            yield "level word elsewhere", 1.0


def _inside(code: str, containers: Set[str]) -> bool:
    return any(code.startswith(container + ".") for container in containers if container)
