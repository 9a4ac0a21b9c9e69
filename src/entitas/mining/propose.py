"""From counts to candidates: what is proposed, how it is called, and how likely it is right.

The confidence is the logistic function of a sum of weighted signs. The weights are those of a
logistic regression on candidates whose names stand in annotated articles
(``benchmarks/tuning.py fit``), rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from typing import cast, get_args

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.source.packs import id_of as pack_id
from entitas.mining.candidate import Candidate, Evidence, Nearest, id_of
from entitas.mining.count import Tally, Uses, norm
from entitas.mining.observe import spells
from entitas.records import AgencyKind, PlaceLevel

__all__ = ["WEIGHTS", "features", "propose"]

#: Nats by sign.
WEIGHTS = {
    "constant": -2.3, "documents": 0.4, "ner": -0.7, "score": 3.5, "office": 0.5, "kind": 0.2,
    "words": 0.8, "word": -1.1, "acronym": -0.4, "slip": -0.3, "alias": -0.6,
}  # fmt: skip
_NEAREST, _LIKE = 5, 0.7
_LONGEST_SHORT = 12
# A misspelling is rarer than that beside the right form, and never frequent.
_SLIPS, _SLIP_SHARE = 3, 0.05
# Further forms in fewer of a name's documents are left out.
_ALIAS_SHARE = 0.1


def propose(
    tally: Tally,
    gazetteer: Gazetteer,
    *,
    least: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Candidate]:
    """Return what a corpus proposes for a gazetteer, the surest first.

    Args:
        tally: The counts.
        gazetteer: The gazetteer that lacks the names.
        least: In how many documents a name must stand.
        progress: Called with how many names were looked at, and of how many.
    """
    total = len(tally.entries) + len(tally.aliases)
    found: list[Candidate] = []
    for n, candidate in enumerate(
        chain(_entries(tally, gazetteer, least), _aliases(tally, gazetteer, least)), 1
    ):
        progress(n, total)
        if candidate is not None:
            found.append(candidate)
    found.sort(key=lambda c: (-c.confidence, -c.evidence.documents, c.name, c.id))
    # a name can come as that of an entry and of none; a review asks about a proposal once
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.id, candidate)
    return list(once.values())


def features(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, float]:
    """Return the signs of a candidate, by the names of :data:`WEIGHTS`.

    Args:
        candidate: The candidate; its confidence does not count.
        gazetteer: Tells ordinary words.
    """
    evidence, words = candidate.evidence, candidate.name.split()
    share = {sign: n / evidence.documents for sign, n in evidence.signs.items()}
    single = len(words) == 1
    ordinary = all(gazetteer.is_word(key_of(word)) for word in words)
    return {
        "constant": 1.0,
        "documents": math.log2(evidence.documents),
        "ner": share.get("ner", 0.0),
        "score": evidence.score,
        "office": share.get("office", 0.0),
        "kind": float(candidate.kind not in ("other", "place")),
        "words": float(len(words) > 2),
        "word": float(single and ordinary),
        "acronym": float(single and candidate.name.isupper()),
        "slip": share.get("slip", 0.0),
        "alias": float(candidate.what == "alias"),
    }


def _entries(tally: Tally, gazetteer: Gazetteer, least: int) -> Iterator[Candidate | None]:
    """Yield a candidate, or nothing, for every name without an entry."""
    for (is_place, _), uses in tally.entries.items():
        if uses.documents < least:
            yield None
            continue
        short = _short(uses)
        forms = [form for form, _ in _ranked(uses.forms) if form != short]
        name = _name(uses, forms) if forms else short
        if name is None:
            yield None
            continue
        kind = "place" if is_place else _first(uses.kinds) or "other"
        if (into := _same(kind, name, gazetteer)) is not None:
            yield _alias(into, name, uses, gazetteer)
            continue
        level = (_first(uses.levels) or "other") if is_place else None
        own = {key_of(name), key_of(short or name)}
        further = [
            form for form in forms
            if key_of(form) not in own and uses.forms[form] >= max(2, _ALIAS_SHARE * uses.documents)
        ]  # fmt: skip
        area = None if is_place else _area(name, gazetteer)
        parent = _first(uses.parents)
        if parent and uses.parents[parent] * 2 < uses.documents:
            parent = None
        yield _candidate(
            Candidate(
                id=id_of("place" if is_place else "entry", name),
                what="entry",
                name=name,
                kind=cast("AgencyKind", kind),
                abbreviation=short if short != name else None,
                aliases=tuple({norm(form): form for form in reversed(further)}.values()),
                level=cast("PlaceLevel", level) if level in get_args(PlaceLevel) else None,
                place=area,
                parent=parent,
                evidence=_evidence(uses),
                confidence=0,
            ),
            gazetteer,
        )


def _aliases(tally: Tally, gazetteer: Gazetteer, least: int) -> Iterator[Candidate | None]:
    """Yield a candidate, or nothing, for every unknown name of an entry."""
    for (into, _), uses in tally.aliases.items():
        slips = uses.signs["slip"] * 2 > uses.documents
        rare = slips and uses.documents < max(_SLIPS, _SLIP_SHARE * tally.known[into])
        # a pack has no rows for units of bodies, and for bodies that a pattern makes of a name
        unsayable = "/" in into or not (":" in into or "@" in into)
        if rare or uses.documents < least or unsayable:
            yield None
            continue
        name = _first(uses.forms)
        assert name is not None  # it was used
        yield _alias(into, name, uses, gazetteer)


def _alias(into: str, name: str, uses: Uses, gazetteer: Gazetteer) -> Candidate:
    candidate = Candidate(
        id=id_of("alias", name, into),
        what="alias",
        name=name,
        kind=cast("AgencyKind", gazetteer.entry(into).kind),
        into=into,
        evidence=_evidence(uses),
        confidence=0,
    )
    return _candidate(candidate, gazetteer)


def _same(kind: str, name: str, gazetteer: Gazetteer) -> str | None:
    """Return the id that an entry of this name would get, if that is the id of an entry."""
    id_ = pack_id(kind, name)
    try:
        return gazetteer.entry(id_).id
    except KeyError:
        return None


def _candidate(candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    signs = features(candidate, gazetteer)
    nats = sum(WEIGHTS[sign] * amount for sign, amount in signs.items())
    near = tuple(
        Nearest(id=entry.id, name=entry.name, likeness=likeness)
        for entry, likeness in gazetteer.search(candidate.name, _NEAREST, least=_LIKE)
    )
    confidence = round(1 / (1 + math.exp(-nats)), 4)
    return candidate.model_copy(update={"confidence": confidence, "nearest": near})


def _evidence(uses: Uses) -> Evidence:
    return Evidence(
        documents=uses.documents,
        mentions=uses.mentions,
        signs=dict(sorted(uses.signs.items())),
        score=round(uses.score / uses.documents, 4),
        snippets=tuple(snippet for _, snippet in uses.snippets),
    )


def _short(uses: Uses) -> str | None:
    """Return the short name: the one in brackets, else a form of the first letters of another."""
    if uses.shorts:
        return _first(uses.shorts)
    forms = [form for form, _ in _ranked(uses.forms)]
    for form in forms:
        one = " " not in form and len(form) <= _LONGEST_SHORT and form[1:] != form[1:].lower()
        if one and any(spells(form, other) for other in forms if other != form):
            return form
    return None


def _name(uses: Uses, forms: list[str]) -> str:
    """Return the canonical name: the most frequent form, in full where a short one is known."""
    cased = [form for form in forms if not form.isupper()] or forms
    most = uses.forms[cased[0]]
    return max(
        (form for form in cased if uses.forms[form] * 2 >= most),
        key=lambda form: (len(form.split()), uses.forms[form], form),
    )


def _area(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the id of the area that a body's name ends in."""
    for hit in gazetteer.find(name):
        if hit.kind == "place" and hit.end == len(name) and hit.start:
            id_ = hit.candidates[0][0]
            return id_ if id_.startswith("id:") else None
    return None


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def _first(counter: Counter[str]) -> str | None:
    return _ranked(counter)[0][0] if counter else None
