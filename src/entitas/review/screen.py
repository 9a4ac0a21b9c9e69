"""How a candidate looks in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from entitas.gazetteer.source.packs import PackRow
from entitas.mining.candidate import Candidate, Snippet
from entitas.review.decisions import Decision
from entitas.review.joining import entry_id, forms
from entitas.review.known import Known, Named
from entitas.review.session import Progress

__all__ = ["FIELDS", "HELP", "field_text", "legible", "numbered", "said", "show_candidate"]

#: What an edit can change: of a new entry, and of one that is there.
FIELDS = {
    "add": ("name", "kind", "abbreviation", "aliases", "place", "level", "parent", "id"),
    "override": ("abbreviation", "aliases"),
}
HELP = """\
a  accept      the row as it is shown gets into the pack
e  edit        change its fields, then accept it
m  merge into  its names become aliases of an entry: its number, its id, or words to search for
r  reject      it is nothing for the gazetteer
s  skip        not now; the next session asks again
u  undo        takes back the last decision, and then the one before
q  quit        every decision is kept; the same command goes on here
?  help        this text"""
_KEYS = "a accept  e edit  m merge into  r reject  s skip  u undo  q quit  ? help"
_SIGNS = {
    "ner": "found by the NER",
    "definition": "spelt out in brackets",
    "office": "named by an office",
    "initials": "its letters fit",
    "slip": "near a known name",
}
_WITHOUT_BLANK = tuple(",.;:!?)”’'\"-/")
_FORM = "bold black on yellow"


def show_candidate(
    console: Console,
    candidate: Candidate,
    known: Known,
    progress: Progress,
    conflict: Sequence[Decision],
    problem: str | None,
) -> None:
    """Print all that is known of a candidate.

    Args:
        console: Where to.
        candidate: The candidate.
        known: What ids are looked up in.
        progress: How far the review is.
        conflict: Decisions on it that do not go together.
        problem: Why it cannot be accepted as it is.
    """
    parts: list[RenderableType] = [Rule(_progress(progress), style="dim"), _facts(candidate, known)]
    if conflict:
        parts.append(Text("reviewers disagree:", style="bold magenta"))
        parts += [
            Text(f"  {legible(decision.reviewer)}: {said(decision)}") for decision in conflict
        ]
    if problem:
        parts.append(Text(f"not to be accepted as it is: {legible(problem)}", style="yellow"))
    parts += [Text(), _evidence(candidate)]
    parts += [Padding(_snippet(snippet), (0, 0, 0, 2)) for snippet in candidate.evidence.snippets]
    if candidate.nearest:
        parts += [Text(), Text("called alike", style="bold")]
        parts.append(numbered(_nearest(candidate, known), [n.likeness for n in candidate.nearest]))
    parts += [Text(), Text(_KEYS, style="cyan")]
    console.print(Group(*parts))


def numbered(entries: Iterable[Named], likeness: Sequence[float] = ()) -> Table:
    """Return entries as a list to choose from by number."""
    table = Table.grid(padding=(0, 2))
    for number, entry in enumerate(entries, 1):
        table.add_row(
            Text(f"{number:>3}", style="cyan"),
            Text(legible(entry.name)),
            Text(legible(entry.id), style="dim"),
            Text(legible(entry.what)),
            Text(f"{likeness[number - 1]:.2f}" if number <= len(likeness) else "", style="dim"),
        )
    return table


def said(decision: Decision) -> str:
    """Say what a decision is, in a line.

    >>> from datetime import UTC, datetime
    >>> said(Decision(id="1", candidate="c", name="PT Tirta", verb="reject", reviewer="ann",
    ...               time=datetime(2025, 1, 2, tzinfo=UTC)))
    'reject PT Tirta'
    """
    row = decision.row
    if row is None:
        return f"{decision.verb} {legible(decision.name)}"
    if row.action == "override":
        names = " | ".join(forms(row))
        return f"{decision.verb} {legible(f'{decision.name} into {row.id}: {names}')}"
    texts = [(field, field_text(row, field)) for field in FIELDS["add"][1:-1]]
    facts = "; ".join(f"{field} {text}" for field, text in texts if text)
    return f"{decision.verb} {legible(f'{row.name} → {entry_id(row)} ({facts})')}"


def field_text(row: PackRow, field: str) -> str:
    """Return a field of a row as a person types it: aliases parted by "|"."""
    value = getattr(row, field)
    return "|".join(value) if isinstance(value, tuple) else str(value or "")


def legible(text: str) -> str:
    """Return a text of others without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _progress(progress: Progress) -> Text:
    line = (
        f"{progress.decided} of {progress.total} decided: {progress.accepted} accepted, "
        f"{progress.merged} merged, {progress.rejected} rejected; {progress.skipped} skipped"
    )
    return Text(line, style="bold")


def _facts(candidate: Candidate, known: Known) -> Table:
    table = Table.grid(padding=(0, 2))
    what = "new entry" if candidate.what == "entry" else "another name of an entry"
    table.add_row(what, Text(legible(candidate.name), style="bold green"))
    if candidate.into:
        table.add_row("of", _place(candidate.into, known))
    kind = candidate.kind if candidate.what == "entry" else None
    plain = (("kind", kind), ("level", candidate.level), ("short", candidate.abbreviation))
    for label, value in plain:
        if value:
            table.add_row(label, Text(legible(value)))
    if candidate.aliases:
        table.add_row("aliases", Text(legible(" | ".join(candidate.aliases))))
    for label, target in (("place", candidate.place), ("parent", candidate.parent)):
        if target:
            table.add_row(label, _place(target, known))
    table.add_row("confidence", Text(f"{candidate.confidence:.0%}", style="bold"))
    return table


def _place(target: str, known: Known) -> Text:
    entry = known.find(target)
    if entry is None:
        return Text.assemble(legible(target), ("  no such entry", "red"))
    return Text.assemble(legible(entry.name), (f"  {legible(f'{target}  {entry.what}')}", "dim"))


def _evidence(candidate: Candidate) -> Text:
    evidence = candidate.evidence
    signs = [f"{_SIGNS.get(sign, sign)} in {count}" for sign, count in evidence.signs.items()]
    counts = f"{_many(evidence.mentions, 'mention')} in {_many(evidence.documents, 'document')}"
    return Text.assemble((counts, "bold"), "; " * bool(signs), ", ".join(signs))


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _snippet(snippet: Snippet) -> Text:
    blank = "" if snippet.after.startswith(_WITHOUT_BLANK) else " "
    return Text.assemble(
        (f"{legible(snippet.document)}  ", "dim"),
        f"…{legible(snippet.before)} ",
        (legible(snippet.form), _FORM),
        f"{blank}{legible(snippet.after)}…",
    )


def _nearest(candidate: Candidate, known: Known) -> list[Named]:
    return [known.find(near.id) or Named(near.id, near.name) for near in candidate.nearest]
