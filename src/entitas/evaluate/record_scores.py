"""The scores of records: eight slots, three accuracies, and every error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rich.table import Table

from entitas.evaluate.counts import Accuracy, Counts

__all__ = ["ACCURACIES", "SLOTS", "RecordError", "RecordScores"]

SLOTS = (
    "people",
    "aliases",
    "ranks",
    "positions",
    "position.agency",
    "position.place",
    "agencies",
    "places",
)
ACCURACIES = ("status", "kind", "code")


class RecordError(NamedTuple):
    """One difference: the document's id, its kind ("people missed", "code wrong", …), and what."""

    document: str
    kind: str
    what: str


@dataclass(slots=True)
class RecordScores:
    """The scores of a set of documents.

    ``slots`` has the :class:`~entitas.evaluate.counts.Counts` of each slot that came up,
    ``accuracies`` an :class:`~entitas.evaluate.counts.Accuracy` for status, kind and code,
    ``errors`` every difference in the order of the gold.
    """

    slots: dict[str, Counts] = field(default_factory=dict)
    accuracies: dict[str, Accuracy] = field(
        default_factory=lambda: {name: Accuracy() for name in ACCURACIES}
    )
    errors: list[RecordError] = field(default_factory=list)

    @property
    def mean_f1(self) -> float:
        """The mean F1 of the eight slots; a slot that never came up counts as 0."""
        f1s = [round(self.slots[s].f1, 4) if s in self.slots else 0.0 for s in SLOTS]
        return round(sum(f1s) / len(f1s), 4)

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers, rounded to four decimals, as plain values for JSON."""
        numbers: dict[str, Any] = {s: self.slots[s].to_dict() for s in SLOTS if s in self.slots}
        for name, accuracy in self.accuracies.items():
            numbers[f"{name} accuracy"] = accuracy.to_dict()
        numbers["mean f1"] = self.mean_f1
        return numbers

    def table(self) -> Table:
        """Return the numbers as a table to print with rich."""
        table = Table("slot", "P", "R", "F1", "n", title="Records")
        for column in table.columns[1:]:
            column.justify = "right"
        for slot in SLOTS:
            if slot in self.slots:
                c = self.slots[slot]
                shares = (f"{share:.3f}" for share in (c.precision, c.recall, c.f1))
                table.add_row(slot, *shares, str(c.n))
        table.add_section()
        for name, accuracy in self.accuracies.items():
            value = "–" if accuracy.value is None else f"{accuracy.value:.3f}"
            table.add_row(f"{name} accuracy", "", "", value, str(accuracy.n))
        table.add_section()
        table.add_row("mean F1", "", "", f"{self.mean_f1:.3f}", "")
        return table
