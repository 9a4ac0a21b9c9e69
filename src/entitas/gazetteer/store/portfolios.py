"""Which ministry has a portfolio: "Dalam Negeri" and "Dagri" are the Kementerian Dalam Negeri's."""

from __future__ import annotations

from collections.abc import Iterable

from entitas.gazetteer.entry import Entry
from entitas.gazetteer.fold import key_of

__all__ = ["ministries"]

_PREFIXES = ("kementerian ", "kemenko ", "kemen", "kem")
_COORDINATING = ("koordinator bidang ", "koordinator ")


def ministries(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Map every portfolio, folded, to its ministry; existing ministries win over past ones."""
    found: dict[str, Entry] = {}
    own = [entry for entry in entries if entry.kind == "ministry"]
    for entry in sorted(own, key=lambda entry: (entry.until is not None, -(entry.until or 0))):
        for portfolio in _portfolios(entry):
            found.setdefault(portfolio, entry)
    return found


def _portfolios(entry: Entry) -> Iterable[str]:
    for form in (entry.name, entry.abbreviation or "", *entry.aliases):
        # the body that a minister heads besides the ministry is no part of the portfolio
        for part in (form, form.partition("/")[0]):
            key = key_of(part)
            yield key
            for prefix in _PREFIXES:
                if key.startswith(prefix):
                    portfolio = key.removeprefix(prefix)
                    yield portfolio
                    if prefix == "kemenko ":
                        yield f"koordinator {portfolio}"
                    for words in _COORDINATING:
                        if portfolio.startswith(words):
                            yield "koordinator " + portfolio.removeprefix(words)
                            yield "koordinator bidang " + portfolio.removeprefix(words)
                    break
