"""Decisions of reviewers: logs that are replayed and merged, and the packs that they make."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.errors import GazetteerError, InputError
from entitas.gazetteer.source.packs import PackRow, check_pack, write_pack
from entitas.review.decision_log import DecisionLog, read_decisions
from entitas.review.decisions import Decision, Verb, merge, replay, rows
from entitas.review.pack_file import PackFile, own_rows

START = datetime(2025, 3, 1, 8, tzinfo=UTC)


def decision(
    number: int,
    verb: Verb,
    candidate: str = "c",
    row: PackRow | None = None,
    replaces: Iterable[int] = (),
    reviewer: str = "ann",
    onto: PackRow | None = None,
) -> Decision:
    return Decision(
        id=f"d{number}",
        candidate=candidate,
        name=candidate.upper(),
        verb=verb,
        row=row,
        onto=onto,
        replaces=tuple(f"d{n}" for n in replaces),
        reviewer=reviewer,
        time=START + timedelta(minutes=number),
    )


def firm(name: str, **more: object) -> PackRow:
    return PackRow.model_validate({"kind": "company", "name": name, **more})


def into(id_: str, *aliases: str) -> PackRow:
    return PackRow(action="override", id=id_, aliases=aliases)


def verdicts(decisions: Iterable[Decision]) -> dict[str, str]:
    return {candidate: d.verb for candidate, d in replay(decisions).final.items()}


def test_the_last_decision_counts_and_undo_brings_back_what_was_before() -> None:
    log = [
        decision(1, "accept", row=firm("PT Satu")),
        decision(2, "undo", replaces=[1]),
        decision(3, "reject"),
    ]
    assert [verdicts(log[:n]) for n in range(4)] == [{}, {"c": "accept"}, {}, {"c": "reject"}]
    settled = [
        decision(1, "accept", row=firm("PT Satu")),
        decision(2, "reject", reviewer="budi"),
        decision(3, "reject", replaces=[1, 2]),
        decision(4, "undo", replaces=[3]),
    ]
    assert verdicts(settled[:3]) == {"c": "reject"}
    state = replay(settled)
    assert state.final == {}
    assert [d.reviewer for d in state.conflicts["c"]] == ["ann", "budi"]


def test_equal_verdicts_are_one_and_a_skip_gives_way() -> None:
    log = [
        decision(1, "skip"),
        decision(2, "accept", row=firm("PT Satu")),
        decision(3, "accept", row=firm("PT Satu"), reviewer="budi"),
        decision(4, "skip", reviewer="budi"),
        decision(5, "skip", "other"),
    ]
    state = replay(log)
    assert verdicts(log) == {"c": "accept", "other": "skip"}
    assert not state.conflicts
    assert rows(state) == [firm("PT Satu")]


def test_what_is_edited_otherwise_is_another_verdict() -> None:
    state = replay([
        decision(1, "accept", row=firm("PT Satu")),
        decision(2, "accept", row=firm("PT Satu", place="33.74"), reviewer="budi"),
    ])  # fmt: skip
    assert list(state.conflicts) == ["c"]
    assert rows(state) == []


def test_several_decisions_on_one_entry_are_one_row() -> None:
    state = replay([
        decision(1, "merge", "a", into("body:kpk", "Lembaga Anti Rasuah")),
        decision(2, "accept", "b", firm("PT Tirta Harapan")),
        decision(3, "merge", "c", into("body:kpk", "Lembaga Sapu Bersih", "Lembaga Anti Rasuah")),
        decision(4, "accept", "d", firm("PT. Tirta Harapan", place="33.74", abbreviation="TH")),
        decision(5, "merge", "e", into("body:pt-tirta-harapan", "Tirta")),
        decision(6, "reject", "f"),
    ])  # fmt: skip
    assert rows(state) == [
        into("body:kpk", "Lembaga Anti Rasuah", "Lembaga Sapu Bersih"),
        firm("PT Tirta Harapan", place="33.74", abbreviation="TH",
             aliases=("PT. Tirta Harapan", "Tirta")),
    ]  # fmt: skip


def test_namesakes_that_are_different_things_are_a_conflict() -> None:
    ann = decision(1, "accept", "a", firm("PT Satu", place="33.74"))
    budi = decision(2, "accept", "b", firm("PT. Satu", place="id:35.23"), reviewer="budi")
    state = replay([budi, ann])
    assert state.conflicts == {"b": (ann, budi)}
    assert rows(state) == [ann.row]
    settled = decision(3, "accept", "b", firm("PT. Satu", id="body:satu-tuban"), replaces=[2])
    assert len(rows(replay([ann, budi, settled]))) == 2


def test_what_leads_to_an_entry_that_is_gone_is_undecided() -> None:
    log = [
        decision(1, "accept", "a", firm("PT Induk")),
        decision(2, "merge", "b", into("body:pt-induk", "Induk")),
        decision(3, "accept", "c", firm("PT Anak", parent="body:pt-induk")),
        decision(4, "accept", "d", firm("PT Cucu", parent="body:pt-anak")),
        decision(5, "undo", "a", replaces=[1]),
    ]
    assert set(verdicts(log[:4])) == {"a", "b", "c", "d"}
    assert verdicts(log) == {}
    again = decision(6, "accept", "a", firm("PT Induk"), replaces=[1])
    assert set(verdicts([*log, again])) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "accept"},
        {"verb": "reject", "row": {"kind": "company", "name": "PT Satu"}},
        {"verb": "merge", "row": {"kind": "company", "name": "PT Satu"}},
        {"verb": "undo"},
        {"verb": "reject", "time": "2025-03-01T08:00:00"},
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_none(fields: dict[str, object]) -> None:
    said = {"id": "1", "candidate": "c", "name": "C", "reviewer": "ann", "time": START, **fields}
    with pytest.raises(ValueError, match="validation error"):
        Decision.model_validate(said)


# What may be decided about three candidates, of which two have entries that clash.
_ROWS = [
    firm("PT Satu", place="33.74"),
    firm("PT. Satu", place="35.23"),
    firm("PT Dua"),
    into("body:pt-satu", "Satu"),
    into("body:kpk", "Lembaga Sapu Bersih"),
]


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 12))):
        verb: Verb = draw(st.sampled_from(["accept", "merge", "reject", "skip", "undo"]))
        candidate = draw(st.sampled_from("abc"))
        earlier = [n for n, d in enumerate(made) if d.candidate == candidate and d.verb != "undo"]
        replaces = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        if verb == "undo" and not replaces:
            verb = "skip"
        row = None
        if verb in ("accept", "merge"):
            row = draw(st.sampled_from(_ROWS[:3] if verb == "accept" else _ROWS[3:]))
        reviewer = draw(st.sampled_from(["ann", "budi", "citra"]))
        made.append(decision(number, verb, candidate, row, replaces, reviewer))
    return made


@given(histories(), st.data())
def test_merging_is_symmetric_idempotent_and_loses_nothing(
    history: list[Decision], data: st.DataObject
) -> None:
    parts = [data.draw(st.lists(st.sampled_from(history), unique_by=lambda d: d.id))
             for _ in range(3)] if history else [[], [], []]  # fmt: skip
    merged = merge(parts)
    for order in permutations(parts):
        assert merge(order) == merged
    assert merge([merged[0], *parts]) == merged
    assert merge([merge(parts[:2])[0], parts[2]]) == merged
    assert {d.id for d in merged[0]} == {d.id for part in parts for d in part}
    state = replay(merged[0])
    assert not set(state.final) & set(state.conflicts)
    made = rows(state)
    assert len({row.id or row.name for row in made}) == len(made)
    assert replay(reversed(merged[0])) == state


def test_reviewers_that_disagree_decide_again() -> None:
    both = [decision(1, "reject", "a"), decision(2, "accept", "b", firm("PT Satu"))]
    ann = [*both, decision(3, "accept", "c", firm("PT Dua"))]
    budi = [*both, decision(4, "reject", "c", reviewer="budi"), decision(5, "reject", "d")]
    merged, conflicts = merge([ann, budi])
    assert list(conflicts) == ["c"]
    assert verdicts(merged) == {"a": "reject", "b": "accept", "d": "reject"}
    settled = [*merged, decision(6, "reject", "c", replaces=[3, 4])]
    assert merge([ann, settled, budi]) == (settled, {})


def test_logs_that_say_different_things_under_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="decision d1 on 'C' is not the same in two logs"):
        merge([[decision(1, "reject")], [decision(1, "skip")]])


def test_a_log_is_added_to_and_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "new" / "my.decisions.jsonl"
    first, second = (
        decision(1, "accept", row=firm("PT Satu", aliases=("Satu~",))),
        decision(2, "skip"),
    )
    with DecisionLog(path) as log:
        log.append(first)
        assert read_decisions(path) == [first]
    with DecisionLog(path) as log:
        assert log.decisions == [first]
        log.append(second)
        assert log.decisions == [first, second]
    assert read_decisions(path) == [first, second]
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_a_torn_last_line_is_cut_off_wherever_it_was_torn(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    first, second = decision(1, "reject", "a"), decision(2, "accept", "é", firm("PT É"))
    with DecisionLog(path) as log:
        log.append(first, second)
    raw = path.read_bytes()
    end = raw.index(b"\n") + 1
    for cut in range(end, len(raw) + 1):
        path.write_bytes(raw[:cut])
        # the line is whole as soon as all but its end is there
        whole = [first, second] if cut >= len(raw) - 1 else [first]
        assert read_decisions(path) == whole
        assert path.read_bytes() == raw[:cut]
        with DecisionLog(path) as log:
            assert log.decisions == whole
            log.append(decision(3, "skip", "b"))
        assert read_decisions(path) == [*whole, decision(3, "skip", "b")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "d1"', "line 2: no decision .line: Invalid JSON"),
        ('{"id": "d1", "verb": "approve"}', "line 2: no decision .candidate: Field required"),
        ("\ufffd", "line 2: no decision"),
    ],
)
def test_a_bad_line_in_the_middle_is_named(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    good = decision(1, "reject").model_dump_json(exclude_defaults=True)
    text = f"{good}\n{line}\n{good}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_decisions(path)
    with pytest.raises(InputError, match=says):
        DecisionLog(path)
    assert path.read_text(encoding="utf-8") == text


def test_two_reviews_of_one_log_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with DecisionLog(path) as log:
        with pytest.raises(InputError, match=r"in use by another review.*--log"):
            DecisionLog(path)
        log.append(decision(1, "reject"))
    with DecisionLog(path) as log:
        assert len(log.decisions) == 1


def test_a_log_that_cannot_be_read_or_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_decisions(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="cannot be opened: Is a directory"):
        DecisionLog(tmp_path)


def test_a_write_that_fails_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.jsonl"
    write = os.write

    def full(file: int, line: bytes) -> int:
        if len(line) < 20:
            raise OSError(28, "No space left on device")
        return write(file, line[:-19])

    with DecisionLog(path) as log:
        log.append(decision(1, "reject"))
        before = path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(InputError, match="cannot be written: No space left"):
                log.append(decision(2, "reject"))
        assert path.read_bytes() == before
        log.append(decision(3, "skip"))
    assert [d.id for d in read_decisions(path)] == ["d1", "d3"]


OWN = [
    firm("PT Milik Sendiri", place="33.74", aliases=("Sendiri",)),
    into("body:kpk", "Lembaga Anti Rasuah"),
    PackRow(action="disable", id="body:polri"),
]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".yaml"])
def test_own_rows_of_a_pack_stay_and_those_that_are_undone_go(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"my{suffix}"
    write_pack(OWN, path)
    log = [
        decision(1, "accept", "a", firm("PT Satu")),
        decision(2, "merge", "b", into("body:kpk", "Sapu Bersih", "Lembaga Anti Rasuah"),
                 onto=OWN[1]),
        decision(3, "merge", "c", into("body:pt-milik-sendiri", "Milik"), onto=OWN[0]),
    ]  # fmt: skip
    expected = [
        firm("PT Milik Sendiri", place="33.74", aliases=("Sendiri", "Milik")),
        into("body:kpk", "Lembaga Anti Rasuah", "Sapu Bersih"),
        OWN[2],
        firm("PT Satu"),
    ]
    assert PackFile(path).write(log) == expected
    assert PackFile(path).rows() == expected
    # a later start knows the user's rows from the log's
    assert PackFile(path).write(log) == expected
    undone = [*log, *(decision(n + 3, "undo", c, replaces=[n]) for n, c in enumerate("abc", 1))]
    assert PackFile(path).write(undone) == OWN
    assert [row for _, row in check_pack(path)] == OWN
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_was_mended_by_hand_in_a_row_of_the_log_is_the_users(tmp_path: Path) -> None:
    path = tmp_path / "my.jsonl"
    log = [decision(1, "accept", "a", firm("PT Satu", place="33.74", aliases=("Satu",)))]
    file = PackFile(path)
    file.write(log)
    mended = firm("PT Satu", place="35.23", aliases=("Satu", "Satu Tuban"))
    write_pack([mended, firm("PT Tangan")], path)
    assert file.write(log) == [
        mended.model_copy(update={"aliases": ("Satu Tuban", "Satu")}), firm("PT Tangan"),
    ]  # fmt: skip
    undone = [*log, decision(2, "undo", "a", replaces=[1])]
    assert file.write(undone)[0].aliases == ("Satu Tuban",)


def test_facts_that_the_log_added_to_an_own_row_go_with_it() -> None:
    before = firm("PT Satu", place="33.74")
    accepted = firm("PT Satu", abbreviation="S", place="33.74")
    (row,) = own_rows([accepted], [decision(1, "accept", row=accepted, onto=before)])
    assert row == before


def test_a_pack_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "my.csv"
    file = PackFile(path)
    file.write([decision(1, "accept", "a", firm("PT Satu"))])
    path.chmod(0o640)
    before = path.read_bytes()
    more = [decision(1, "accept", "a", firm("PT Satu")), decision(2, "accept", "b", firm("PT Dua"))]

    def fails(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(GazetteerError, match="No space left"):
            file.write(more)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    PackFile(link).write(more)
    assert link.is_symlink()
    assert "PT Dua" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_pack_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="packs end in"):
        PackFile(tmp_path / "my.txt")
    bad = tmp_path / "bad.csv"
    bad.write_text("kind,name\nfirma,PT Satu\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 2, kind: no such kind"):
        PackFile(bad).write([])
    assert "firma" in bad.read_text(encoding="utf-8")
