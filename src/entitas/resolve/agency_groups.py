"""A group of mentions that are one agency, and how a mention comes into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from entitas.gazetteer import Entry, Gazetteer
from entitas.records import AgencyKind, Candidate, Link
from entitas.resolve.choose import Chosen

__all__ = ["AgencyGroup", "add", "known", "norm"]

_BRACKET = re.compile(r"\s*\(\s*([^()]+?)\s*\)\s*")
_WORDS = re.compile(r"\w+")


@dataclass(slots=True, eq=False)
class AgencyGroup:
    """The mentions of one agency, with the gazetteer's entry where there is one."""

    mentions: list[Chosen] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    name: str = ""
    abbreviation: str | None = None
    kind: AgencyKind = "other"
    entry: Entry | None = None
    link: Link | None = None
    parent: AgencyGroup | None = None


def known(groups: Sequence[AgencyGroup], form: str, entry: Entry | None) -> AgencyGroup | None:
    """Return the group of an entry or, where there is none, of a form."""
    for group in groups:
        if entry and group.entry:
            if group.entry.id == entry.id:
                return group
        elif form in group.forms:
            return group
    return None


def add(
    group: AgencyGroup, text: str, mention: Chosen, entry: Entry | None, gazetteer: Gazetteer
) -> None:
    """Put a mention into a group, with the entry that it names."""
    group.mentions.append(mention)
    form = text[mention.start : mention.end]
    group.forms.update({norm(form), norm(_BRACKET.sub(" ", form))})
    if bracket := _BRACKET.search(form):
        # "Dinas Sosial (Dinsos) Kabupaten Tuban" is also "Dinsos Kabupaten Tuban"
        group.forms.update({norm(bracket[1]), norm(bracket[1] + " " + form[bracket.end() :])})
    if entry and group.entry is None:
        group.entry = entry
        names = (entry.name, entry.abbreviation or "", *entry.aliases)
        group.forms.update(norm(name) for name in names if name)
        candidates = mention.hit.detail["candidates"] if mention.hit else [(entry.id, 1.0)]
        group.link = _link(form, mention, entry, candidates, gazetteer)


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
