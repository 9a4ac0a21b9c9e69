"""What reviewers decided about candidates: a log, and what follows from it.

A decision is never changed or taken out of the log. One that takes the place of earlier ones (of
others who decided otherwise, or of the one that is undone) names them, so what is in force follows
from the *set* of decisions: logs of two people are merged by putting them together, in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, model_validator

from entitas.errors import InputError
from entitas.gazetteer.source.layering import area_id
from entitas.gazetteer.source.packs import PackRow
from entitas.review.joining import clash, entry_id, joined

__all__ = ["Decision", "State", "Verb", "made_ids", "merge", "replay", "rows"]

Verb = Literal["accept", "merge", "reject", "skip", "undo"]
_Utc = Annotated[AwareDatetime, AfterValidator(lambda time: time.astimezone(UTC))]


class Decision(BaseModel):
    """One decision of one reviewer.

    Args:
        id: Its own id.
        candidate: The id of the candidate.
        name: The candidate's name, for people who read the log.
        verb: What was decided. "skip" means "not now": the candidate is asked about again. "undo"
            takes back the decisions in ``replaces`` and puts nothing in their place.
        row: Of "accept" the row of the pack, as edited; of "merge" the row that gives the entry
            that is merged into the candidate's names. So the log alone makes the pack.
        onto: The row of the same entry that the pack had of its user's own, if it had one: what
            was there before the review survives an undo.
        replaces: The ids of the earlier decisions that it takes the place of.
        reviewer: Who decided.
        time: When, in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    candidate: str
    name: str
    verb: Verb
    row: PackRow | None = None
    onto: PackRow | None = None
    replaces: tuple[str, ...] = ()
    reviewer: str
    time: _Utc

    @model_validator(mode="after")
    def _has_its_row(self) -> Decision:
        if (self.row is not None) != (self.verb in ("accept", "merge")):
            raise ValueError(f"a row belongs to accept and merge, and this is {self.verb}")
        if self.verb == "merge" and self.target is None:
            raise ValueError("a merge needs the id of the entry that is merged into")
        if self.verb == "undo" and not self.replaces:
            raise ValueError("an undo needs the ids of what it undoes")
        return self

    @property
    def target(self) -> str | None:
        """The id of the entry that a merge is into."""
        return self.row.id if self.row and self.verb == "merge" else None

    @property
    def order(self) -> tuple[datetime, str]:
        """What decisions are sorted by."""
        return self.time, self.id


@dataclass(frozen=True, slots=True)
class State:
    """What follows from a log.

    Args:
        final: The decision on each candidate that is decided or skipped, in the order of their
            times, by the candidate's id.
        conflicts: Of each candidate that is to be asked about again, as decisions do not go
            together, those decisions: different verdicts of two reviewers, or two accepted
            candidates whose entries have one id but are different things.
        standing: All decisions in force, by the candidate's id.
    """

    final: Mapping[str, Decision]
    conflicts: Mapping[str, tuple[Decision, ...]]
    standing: Mapping[str, tuple[Decision, ...]]


def replay(decisions: Iterable[Decision]) -> State:
    """Return what follows from decisions; their order does not matter.

    Equal verdicts on a candidate count as one, and "skip" gives way to any verdict. A candidate is
    undecided again if its row leads to an entry that an accepted candidate had made and that is
    gone.
    """
    ordered = sorted(decisions, key=lambda decision: decision.order)
    standing = _standing(ordered)
    agreed: list[Decision] = []
    conflicts: dict[str, tuple[Decision, ...]] = {}
    for candidate, said in standing.items():
        verdicts = [decision for decision in said if decision.verb != "skip"]
        if any(decision.row != verdicts[0].row for decision in verdicts):
            conflicts[candidate] = tuple(verdicts)
        else:
            agreed.append(verdicts[0] if verdicts else said[-1])
    agreed.sort(key=lambda decision: decision.order)
    kept = _without_clashes(agreed, conflicts)
    while len(whole := _without_loose(kept, ordered)) < len(kept):
        kept = whole  # what leads to what was left out is loose in its turn
    return State({decision.candidate: decision for decision in kept}, conflicts, standing)


def rows(state: State) -> list[PackRow]:
    """Return the rows of the pack that a state means, one for each entry."""
    made: dict[str, PackRow] = {}
    for decision in state.final.values():
        if decision.row is None:
            continue
        id_ = entry_id(decision.row)
        before = made.get(id_)
        if before is None:
            made[id_] = decision.row
        elif before.action == "override" and decision.row.action == "add":
            made[id_] = joined(decision.row, before)
        else:
            made[id_] = joined(before, decision.row)
    return list(made.values())


def merge(
    logs: Iterable[Iterable[Decision]],
) -> tuple[list[Decision], Mapping[str, tuple[Decision, ...]]]:
    """Put the logs of several reviewers together.

    The order of the logs does not matter, and what is in several of them counts once.

    Returns:
        The decisions of all logs in the order of their times, and the conflicts of
        :class:`State`: what the reviewers have to decide again, in a review of the merged log.

    Raises:
        InputError: Two logs have different decisions under one id: one of them was changed.
    """
    found: dict[str, Decision] = {}
    for log in logs:
        for decision in log:
            if found.setdefault(decision.id, decision) != decision:
                raise InputError(
                    f"the decision {decision.id} on {decision.name!r} is not the same in two logs; "
                    "one of them was changed by hand: restore it."
                )
    merged = sorted(found.values(), key=lambda decision: decision.order)
    return merged, replay(merged).conflicts


def made_ids(decisions: Iterable[Decision]) -> set[str]:
    """Return the ids that exist only while a candidate is accepted."""
    return {
        entry_id(decision.row) for decision in decisions
        if decision.row and decision.row.action == "add" and decision.onto is None
    }  # fmt: skip


def _standing(ordered: Sequence[Decision]) -> dict[str, tuple[Decision, ...]]:
    """Return the decisions that no later one in force replaces, by candidate."""
    gone: set[str] = set()
    standing: dict[str, list[Decision]] = defaultdict(list)
    for decision in reversed(ordered):
        if decision.id not in gone:
            gone.update(decision.replaces)
            if decision.verb != "undo":
                standing[decision.candidate].append(decision)
    return {candidate: tuple(reversed(said)) for candidate, said in standing.items()}


def _without_clashes(
    ordered: Sequence[Decision], conflicts: dict[str, tuple[Decision, ...]]
) -> list[Decision]:
    """Leave out the later of two accepted candidates with one id for different things."""
    first: dict[str, Decision] = {}
    kept = []
    for decision in ordered:
        if decision.row and decision.row.action == "add":
            other = first.setdefault(entry_id(decision.row), decision)
            if other.row and clash(other.row, decision.row):
                conflicts[decision.candidate] = (other, decision)
                continue
        kept.append(decision)
    return kept


def _without_loose(kept: list[Decision], ordered: Sequence[Decision]) -> list[Decision]:
    """Leave out what leads to an entry that was made by an accepted candidate and is gone."""
    gone = made_ids(ordered) - made_ids(kept)
    return [decision for decision in kept if not gone.intersection(_leads_to(decision))]


def _leads_to(decision: Decision) -> set[str]:
    row = decision.row
    if row is None:
        return set()
    own = entry_id(row) if row.action == "override" and decision.onto is None else None
    targets = (own, row.parent, row.place, row.successor)
    return {area_id(target) for target in targets if target}
