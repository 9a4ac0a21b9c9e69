"""A review without its screen: which candidate is next, and what a decision does.

The terminal and a web page both show what a session says and tell it what people decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.source.packs import PackRow
from entitas.mining.candidate import Candidate
from entitas.review.decision_log import DecisionLog
from entitas.review.decisions import Decision, State, Verb, made_ids, replay
from entitas.review.joining import clash, entry_id
from entitas.review.known import Known
from entitas.review.pack_file import PackFile, own_rows

__all__ = ["Progress", "Session"]

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is: how many of the candidates there are in all, and were decided how."""

    total: int
    accepted: int
    merged: int
    rejected: int
    skipped: int

    @property
    def decided(self) -> int:
        """How many need no further thought."""
        return self.accepted + self.merged + self.rejected


class Session:
    """A review of candidates.

    The log is written before anything else, and is the truth. The pack is made of it at the start,
    which mends what an earlier session was killed at, and after every decision that changes it, so
    that other programs never see one that is behind.

    Args:
        candidates: What is to be decided, in the order in which it is asked.
        log: The log, open.
        pack: The pack that the log results in.
        gazetteer: What ids and names are looked up in.
        reviewer: Who decides.

    Raises:
        GazetteerError: The pack cannot be read or written, or its rows are not valid.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate],
        log: DecisionLog,
        pack: PackFile,
        gazetteer: Gazetteer,
        reviewer: str,
    ) -> None:
        self._candidates = {candidate.id: candidate for candidate in candidates}
        self._log = log
        self._pack = pack
        self._gazetteer = gazetteer
        self._reviewer = reviewer
        self._skipped: set[str] = set()
        self._rebuild()

    @property
    def state(self) -> State:
        """What follows from the log as it is now."""
        return self._state

    @property
    def known(self) -> Known:
        """The entries that a row may lead to."""
        return self._known

    @property
    def progress(self) -> Progress:
        """How far the review is."""
        verbs = [d.verb for id_ in self._candidates if (d := self._state.final.get(id_))]
        skipped = sum(1 for id_ in self._candidates if self._is_skipped(id_))
        return Progress(
            total=len(self._candidates),
            accepted=verbs.count("accept"),
            merged=verbs.count("merge"),
            rejected=verbs.count("reject"),
            skipped=skipped,
        )

    def next(self) -> Candidate | None:
        """Return the first candidate that is to be decided; those skipped just now are not."""
        for id_, candidate in self._candidates.items():
            decision = self._state.final.get(id_)
            if decision is None or (decision.verb == "skip" and not self._is_skipped(id_)):
                return candidate
        return None

    def row(self, candidate: Candidate) -> PackRow:
        """Return the row that accepts a candidate as it is.

        Raises:
            GazetteerError: A pack cannot say that: packs do not speak of units of composed bodies.
        """
        return _valid(candidate.row)

    def accept(self, candidate: Candidate, row: PackRow | None = None) -> Decision:
        """Accept a candidate as it is, or as an edited row.

        Raises:
            GazetteerError: The row cannot get into the pack, or the candidate is decided already;
                says why, and nothing is decided.
        """
        return self._decide(candidate, "accept", row or self.row(candidate))

    def merge(self, candidate: Candidate, target: str) -> Decision:
        """Make the names of a candidate further names of an entry.

        Args:
            candidate: The candidate.
            target: The id of the entry, or the code of an area.

        Raises:
            GazetteerError: There is no such entry, or it cannot be merged into.
        """
        named = self._known.find(target)
        if named is None:
            raise GazetteerError(f"there is no entry {target} to merge into; search by name")
        names = (candidate.name, candidate.abbreviation, *candidate.aliases)
        aliases = tuple(dict.fromkeys(name for name in names if name))
        cells = {"action": "override", "id": named.id, "aliases": aliases}
        return self._decide(candidate, "merge", _valid(lambda: PackRow.model_validate(cells)))

    def reject(self, candidate: Candidate) -> Decision:
        """Decide that a candidate is nothing for the gazetteer."""
        return self._decide(candidate, "reject")

    def skip(self, candidate: Candidate) -> Decision:
        """Leave a candidate for another session."""
        decision = self._decide(candidate, "skip")
        self._skipped.add(decision.id)
        return decision

    def undo(self) -> Decision | None:
        """Take back the last decision that the log has, of whichever session.

        Returns:
            What was taken back, or None if there is nothing. Reviewers who agreed on the candidate
            are all taken back; a verdict that had settled their conflict leaves the conflict.
        """
        last = max(self._state.final.values(), key=lambda d: d.order, default=None)
        if last is None:
            return None
        standing = tuple(decision.id for decision in self._state.standing[last.candidate])
        self._append(last.candidate, last.name, "undo", replaces=standing)
        return last

    def doubt(self, candidate: Candidate) -> str | None:
        """Say why a candidate cannot be accepted as it is, or None."""
        try:
            return self.problem(self.row(candidate))
        except GazetteerError as error:
            return str(error)

    def problem(self, row: PackRow) -> str | None:
        """Say why a row cannot be accepted, or None."""
        problem = self._known.problem(row)
        if problem or row.action != "add":
            return problem
        there = self._known.row(entry_id(row))
        if there is not None and clash(there, row):
            return (
                f"{entry_id(row)} is the id of something else in the pack ({there.name}): "
                "merge into it, or edit the name or the id"
            )
        return None

    def _decide(self, candidate: Candidate, verb: Verb, row: PackRow | None = None) -> Decision:
        before = self._state.final.get(candidate.id)
        if before is not None and before.verb != "skip":
            raise GazetteerError(
                f"{candidate.name} is decided already ({before.verb}, {before.reviewer}); undo that"
            )
        onto = None
        if row is not None:
            row = self._canonical(row)
            if problem := self.problem(row):
                raise GazetteerError(problem)
            own = {entry_id(r): r for r in own_rows(self._pack.rows(), self._log.decisions)}
            onto = own.get(entry_id(row))
        earlier = () if verb == "skip" else tuple(
            decision.id for decision in self._log.decisions
            if decision.candidate == candidate.id and decision.verb not in ("skip", "undo")
        )  # fmt: skip
        return self._append(
            candidate.id, candidate.name, verb, row=row, onto=onto, replaces=earlier
        )

    def _canonical(self, row: PackRow) -> PackRow:
        """Name the entry of a row by the id it has now: codes of areas may be old ones."""
        if row.action == "add" or not row.id:
            return row
        named = self._known.find(row.id)
        return row.model_copy(update={"id": named.id}) if named else row

    def _append(self, candidate: str, name: str, verb: Verb, **more: Any) -> Decision:
        # later than all that it may replace, whatever the clock says
        last = max((decision.time for decision in self._log.decisions), default=None)
        now = datetime.now(UTC)
        decision = Decision(
            id=uuid4().hex[:16],
            candidate=candidate,
            name=name,
            verb=verb,
            reviewer=self._reviewer,
            time=now if last is None else max(now, last + _TICK),
            **more,
        )
        self._log.append(decision)
        self._rebuild()
        return decision

    def _is_skipped(self, id_: str) -> bool:
        decision = self._state.final.get(id_)
        return decision is not None and decision.id in self._skipped

    def _rebuild(self) -> None:
        """Take over what the log says now."""
        decisions = self._log.decisions
        self._state = replay(decisions)
        pack = self._pack.write(decisions)
        self._known = Known(self._gazetteer, pack, made_ids(decisions))


def _valid(make: Callable[[], PackRow]) -> PackRow:
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise GazetteerError(
            f"a pack cannot say that ({field}: {first['msg']}): merge into another entry, or reject"
        ) from error
