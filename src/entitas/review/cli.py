"""``entitas gazetteer review`` and ``merge-reviews``: from candidates to a pack, by people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from entitas.errors import ConfigError
from entitas.gazetteer.showing import Over, load

__all__ = ["merge_reviews", "review"]

Pack = Annotated[Path, typer.Option(help="The pack to make: .csv, .jsonl or .yaml.")]


def review(
    candidates: Annotated[Path, typer.Argument(help="What 'entitas gazetteer mine' wrote.")],
    pack: Pack,
    log: Annotated[
        Path | None,
        typer.Option(help="The file of decisions. [default: PACK's name with .decisions.jsonl]"),
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(help="Your name in the log. [default: the login name]")
    ] = None,
    least_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out candidates that are less likely.")
    ] = 0.0,
    gazetteer: Over = None,
) -> None:
    r"""Decide about mined candidates one by one; what is accepted becomes a pack.

    A key decides: a accepts, e edits first, m merges into an entry that is there, r rejects,
    s skips, u undoes, q quits, ? helps. Every decision is a line of the log, on the disk before the
    next candidate shows; the same command goes on where you stopped, whatever stopped you. Rows of
    the pack that are your own stay. Look names up in the gazetteer that the mining used
    (--gazetteer). When standard input is no terminal, each key and each answer is a line of it.

        entitas gazetteer review candidates.jsonl --pack regency.csv
        printf 'a\nr\nm\n1\n' | entitas gazetteer review candidates.jsonl --pack regency.csv
    """
    from entitas.mining.candidate import read_candidates
    from entitas.review.decision_log import DecisionLog
    from entitas.review.keys import keys_of_standard_input
    from entitas.review.pack_file import PackFile
    from entitas.review.session import Session
    from entitas.review.terminal import review as run

    log = log or pack.with_suffix(".decisions.jsonl")
    if len({path.resolve() for path in (candidates, pack, log)}) < 3:
        raise ConfigError("candidates, pack and log are three files; name different ones.")
    wanted = [c for c in read_candidates(candidates) if c.confidence >= least_confidence]
    file = PackFile(pack)
    loaded = load(gazetteer)
    console = Console()
    with DecisionLog(log) as decisions:
        session = Session(wanted, decisions, file, loaded, reviewer or _login())
        run(session, keys_of_standard_input(), console)
        progress = session.progress
    left = progress.total - progress.decided
    console.print(
        f"{progress.decided:,} of {progress.total:,} decided, {left:,} left "
        f"({progress.skipped:,} skipped); pack {pack}, decisions {log}",
        soft_wrap=True, highlight=False, markup=False,
    )  # fmt: skip


def merge_reviews(
    logs: Annotated[list[Path], typer.Argument(help="Files of decisions of several reviews.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file of decisions to write, or to add to.")
    ],
    pack: Annotated[
        Path | None, typer.Option(help="Also make the pack: .csv, .jsonl or .yaml.")
    ] = None,
) -> None:
    r"""Put the decisions of several reviewers together.

    The order of the logs does not matter, and merging again adds nothing. Where reviewers decided
    differently, nothing is decided: these are listed, the command ends with status 1, and a review
    with the merged log asks about them again.

        entitas gazetteer merge-reviews ann.decisions.jsonl budi.decisions.jsonl \
            -o both.decisions.jsonl --pack regency.csv
        entitas gazetteer review candidates.jsonl --pack regency.csv --log both.decisions.jsonl
    """
    from entitas.review.decision_log import DecisionLog, read_decisions
    from entitas.review.decisions import merge, replay
    from entitas.review.pack_file import PackFile
    from entitas.review.screen import legible, said

    if pack is not None and pack.resolve() in {path.resolve() for path in (output, *logs)}:
        raise ConfigError("the pack is a file of its own; name one that is no log.")
    file = PackFile(pack) if pack else None
    given = [read_decisions(log) for log in logs]
    with DecisionLog(output) as merged:
        decisions, conflicts = merge([*given, merged.decisions])
        there = {decision.id for decision in merged.decisions}
        if new := [decision for decision in decisions if decision.id not in there]:
            merged.append(*new)
        if file is not None:
            file.write(decisions)
    console = Console()
    if conflicts:
        table = Table("candidate", "reviewer", "decision", box=None)
        for said_of_it in conflicts.values():
            for number, decision in enumerate(said_of_it):
                name = "" if number else legible(said_of_it[-1].name)
                table.add_row(Text(name), Text(legible(decision.reviewer)), Text(said(decision)))
        console.print(table)
    verbs = [decision.verb for decision in replay(decisions).final.values()]
    decided = len(verbs) - verbs.count("skip")
    console.print(f"{decided:,} decided, {len(conflicts):,} conflicts → {output}", soft_wrap=True)
    if conflicts:
        raise typer.Exit(1)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ConfigError("the login name is not known here: give --reviewer NAME.") from error
