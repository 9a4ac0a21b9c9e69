"""The agencies of a text: which mention comes into which group, and how groups are found again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from entitas.gazetteer import Entry, Gazetteer
from entitas.records import AgencyKind, Candidate, Link
from entitas.resolve.choose import Chosen

__all__ = ["Agencies", "AgencyGroup", "norm"]

_BRACKET = re.compile(r"\s*\(\s*([^()]+?)\s*\)\s*")
_WORDS = re.compile(r"\w+")


@dataclass(slots=True, eq=False)
class AgencyGroup:
    """The mentions of one agency, with the gazetteer's entry where there is one.

    ``number`` counts the groups of a text, ``starts`` are those of the mentions.
    """

    number: int
    mentions: list[Chosen] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    name: str = ""
    abbreviation: str | None = None
    kind: AgencyKind = "other"
    entry: Entry | None = None
    link: Link | None = None
    parent: AgencyGroup | None = None


_Table = defaultdict[str, list[AgencyGroup]]


class Agencies:
    """The groups of a text, in the order in which they were made.

    Args:
        text: The document's text.
        gazetteer: Where mentions are looked up.
    """

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.groups: list[AgencyGroup] = []
        self._text = text
        self._gazetteer = gazetteer
        self._by_entry: _Table = defaultdict(list)
        self._by_form: _Table = defaultdict(list)
        self._by_first_word: _Table = defaultdict(list)
        self._by_last_word: _Table = defaultdict(list)

    def known(self, form: str, entry: Entry | None) -> AgencyGroup | None:
        """Return the first group of an entry or, where there is none, of a form."""
        called = self._by_form.get(form, ())
        if entry is None:
            return _first(called)
        bare = [group for group in called if group.entry is None]
        return _first([*self._by_entry.get(entry.id, ()), *bare])

    def of_entry(self, id_: str) -> AgencyGroup | None:
        """Return the first group of an entry."""
        return _first(self._by_entry.get(id_, ()))

    def beginning(self, words: str) -> Iterator[AgencyGroup]:
        """Yield the groups of which a longer form begins with some words."""
        for group in self._by_first_word.get(words.partition(" ")[0], ()):
            if any(form.startswith(words + " ") for form in group.forms):
                yield group

    def ending(self, words: str) -> AgencyGroup | None:
        """Return the first group of which a form ends with some words."""
        groups = self._by_last_word.get(words.rpartition(" ")[2], ())
        return _first([g for g in groups if any(form.endswith(words) for form in g.forms)])

    def add(self, group: AgencyGroup | None, mention: Chosen, entry: Entry | None) -> AgencyGroup:
        """Put a mention into a group, a new one if None, with the entry that it names."""
        if group is None:
            self.groups.append(group := AgencyGroup(len(self.groups)))
        self.note(group, mention)
        form = self._text[mention.start : mention.end]
        forms = {norm(form), norm(_BRACKET.sub(" ", form))}
        if bracket := _BRACKET.search(form):
            # "Dinas Sosial (Dinsos) Kabupaten Tuban" is also "Dinsos Kabupaten Tuban"
            forms |= {norm(bracket[1]), norm(bracket[1] + " " + form[bracket.end() :])}
        if entry and group.entry is None:
            group.entry = entry
            self._by_entry[entry.id].append(group)
            names = (entry.name, entry.abbreviation or "", *entry.aliases)
            forms |= {norm(name) for name in names if name}
            candidates = mention.hit.detail["candidates"] if mention.hit else [(entry.id, 1.0)]
            group.link = _link(form, mention, entry, candidates, self._gazetteer)
        self._call(group, forms)
        return group

    def note(self, group: AgencyGroup, mention: Chosen) -> None:
        """Put a mention into a group whose forms it does not bear on."""
        group.mentions.append(mention)
        group.starts.add(mention.start)

    def _call(self, group: AgencyGroup, forms: Iterable[str]) -> None:
        for form in set(forms) - group.forms:
            group.forms.add(form)
            self._by_form[form].append(group)
            for table, word in (
                (self._by_first_word, form.partition(" ")[0]),
                (self._by_last_word, form.rpartition(" ")[2]),
            ):
                if not (table[word] and table[word][-1] is group):
                    table[word].append(group)


def _first(groups: Iterable[AgencyGroup]) -> AgencyGroup | None:
    return min(groups, key=lambda group: group.number, default=None)


def _link(
    form: str,
    mention: Chosen,
    entry: Entry,
    candidates: Sequence[tuple[str, float]],
    gazetteer: Gazetteer,
) -> Link:
    total = sum(prior for _, prior in candidates) or 1.0
    if mention.hit:
        misspelt = mention.hit.detail.get("match") == "fuzzy"
    else:
        misspelt = entry not in gazetteer.lookup(form)
    match = "fuzzy" if misspelt else "exact" if norm(form) == norm(entry.name) else "alias"
    return Link(
        id=entry.id,
        score=round(min(1.0, candidates[0][1] / total), 4),
        match=match,
        candidates=tuple(
            Candidate(id=id_, name=gazetteer.entry(id_).name, score=round(p / total, 4))
            for id_, p in candidates[:5]
        ),
    )


def norm(form: str) -> str:
    """Return the words of a form, small."""
    return " ".join(_WORDS.findall(form.lower()))
