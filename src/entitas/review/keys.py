"""Where a review's keys come from: single keys of a terminal, or lines of a script."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol

import typer

__all__ = ["Keys", "LineKeys", "TerminalKeys", "keys_of_standard_input"]


class Keys(Protocol):
    """Somebody who answers. Both raise EOFError when no more is to come."""

    def key(self) -> str:
        """Return one key, in lower case."""

    def line(self, prompt: str, given: str = "") -> str:
        """Return a line; ``given`` is what it is now, for a person to change."""


class TerminalKeys:
    """A person: one key without Enter; lines are edited in place."""

    def __init__(self) -> None:
        self._ahead = ""

    def key(self) -> str:
        """Return one key, in lower case; those that were typed ahead come one by one."""
        typed = self._ahead or typer.getchar().lower()
        if typed.startswith("\x1b"):
            # one key that sends several characters, as arrows do
            self._ahead = ""
            return typed
        self._ahead = typed[1:]
        return typed[:1]

    def line(self, prompt: str, given: str = "") -> str:
        """Return a line, which starts as what it is now where the system can do that."""
        self._ahead = ""
        with suppress(ImportError):
            import readline

            readline.set_startup_hook(lambda: readline.insert_text(given))
            try:
                return input(prompt).strip()
            finally:
                readline.set_startup_hook(None)
        return input(f"{prompt}[{given}] " if given else prompt).strip()


class LineKeys:
    """A script: each key and each answer is a line of standard input."""

    def key(self) -> str:
        """Return the next line that is not empty, in lower case."""
        while not (line := self._next().strip()):
            pass
        return line.lower()

    def line(self, prompt: str, given: str = "") -> str:
        """Return the next line; an empty one is an answer too."""
        return self._next().strip()

    def _next(self) -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line


def keys_of_standard_input() -> Keys:
    """Return the keys of a terminal if there is one, or the lines of what is piped in."""
    return TerminalKeys() if sys.stdin.isatty() else LineKeys()
