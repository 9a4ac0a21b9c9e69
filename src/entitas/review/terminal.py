"""Review in the terminal: one candidate a screen, one key a decision."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from entitas.errors import GazetteerError
from entitas.mining.candidate import Candidate
from entitas.review.decisions import Decision
from entitas.review.dialogs import edit, pick
from entitas.review.keys import Keys
from entitas.review.known import Named
from entitas.review.screen import HELP, legible, said, show_candidate
from entitas.review.session import Session

__all__ = ["review"]

_KEYS = {
    "accept": "a", "edit": "e", "merge": "m", "reject": "r", "skip": "s", "undo": "u", "quit": "q",
    "help": "?", "h": "?",
}  # fmt: skip


def review(session: Session, keys: Keys, console: Console) -> None:
    """Ask about one candidate after the other, until all are decided or somebody ends it.

    "q", Ctrl-C and the end of what is piped in end it; every decision until then is kept.

    Args:
        session: What is decided.
        keys: Who decides.
        console: Where candidates are shown.
    """
    try:
        _Terminal(session, keys, console).run()
    except (EOFError, KeyboardInterrupt):
        console.print()


class _Terminal:
    def __init__(self, session: Session, keys: Keys, console: Console) -> None:
        self._session = session
        self._keys = keys
        self._console = console
        self._done = False

    def run(self) -> None:
        news = Text()
        while not self._done:
            candidate = self._session.next()
            # a terminal that is not one, as in a pipe, ignores this
            self._console.clear()
            self._console.print(news)
            if candidate is None:
                # the last decision may be wrong too
                self._console.print(Text("nothing is left: u undo  q quit", style="cyan"))
            else:
                self._show(candidate)
            try:
                news = self._answer(candidate, self._keys.key())
            except GazetteerError as error:
                news = Text(legible(str(error)), style="bold red")

    def _show(self, candidate: Candidate) -> None:
        session = self._session
        show_candidate(
            self._console,
            candidate,
            session.known,
            session.progress,
            session.state.conflicts.get(candidate.id, ()),
            session.doubt(candidate),
        )

    def _answer(self, candidate: Candidate | None, typed: str) -> Text:
        """Do what a key asks for, and return what there is to say of it."""
        match _KEYS.get(typed, typed):
            case "u":
                undone = self._session.undo()
                return Text(f"undone: {said(undone)}" if undone else "there is nothing to undo")
            case "q":
                self._done = True
                return Text()
            case "?":
                return Text(HELP, style="cyan")
            case key if candidate is not None and key in _DECIDE:
                return _DECIDE[key](self, candidate)
            case _:
                shown = repr(typed) if typed.isprintable() else "that"
                return Text(f"{shown} is no key here; ? lists them", style="yellow")

    def _accept(self, candidate: Candidate) -> Text:
        return _told(self._session.accept(candidate))

    def _reject(self, candidate: Candidate) -> Text:
        return _told(self._session.reject(candidate))

    def _skip(self, candidate: Candidate) -> Text:
        return _told(self._session.skip(candidate))

    def _merge(self, candidate: Candidate) -> Text:
        prompt = "merge into (number, id, or words to search for; Enter goes back)"
        nearest = [Named(near.id, near.name) for near in candidate.nearest]
        known = self._session.known
        target = pick(self._console, self._keys, known, prompt, nearest)
        return _told(self._session.merge(candidate, target)) if target else Text("nothing merged")

    def _edit(self, candidate: Candidate) -> Text:
        session = self._session
        row = edit(
            self._console, self._keys, session.known, session.row(candidate), session.problem
        )
        return _told(session.accept(candidate, row)) if row else Text("nothing changed")


_DECIDE = {
    "a": _Terminal._accept, "e": _Terminal._edit, "m": _Terminal._merge, "r": _Terminal._reject,
    "s": _Terminal._skip,
}  # fmt: skip


def _told(decision: Decision) -> Text:
    return Text(said(decision), style="green")
