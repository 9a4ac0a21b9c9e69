"""Which place is meant: mentions of places are linked to areas of the gazetteer, and grouped.

Every candidate of a name gets a score, in nats, from

- its level: a country or province is meant more often than a village of the same name;
- a hint at the name: "Kabupaten", "Kec.", "Wali Kota", "Bupati" ask for one level;
- the company it keeps: the other places of the text, and the areas of its bodies, are, or lie in,
  or contain it, most of all the place that follows it ("Cikande, Serang, Banten");
- its name elsewhere in the text with a hint ("Kota Semarang" settles a later "Semarang").

A soft-max over the candidates and "none of these" gives the probability of each. The best is
linked when it is at least ``CERTAIN``; else the record keeps the candidates and has no code.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from entitas.gazetteer import Entry, Gazetteer
from entitas.records import Candidate, Link
from entitas.resolve.choose import Chosen
from entitas.resolve.company import Company, Present
from entitas.spans import Found

__all__ = ["CERTAIN", "PlaceGroup", "group_places"]

CERTAIN = 0.5
_NONE = 1.5
_LEVELS = {
    "country": 5.0, "province": 5.0, "city": 4.5, "regency": 4.0, "other": 3.0, "district": 0.5,
    "village": -0.5,
}  # fmt: skip
# The weights were chosen on the annotated training articles.
_HINT = 5.0
_NEXT, _NAMESAKE = 3.0, 3.0
_LEVEL_WORDS = {
    "provinsi": "province", "prov": "province", "kabupaten": "regency", "kab": "regency",
    "kota": "city", "kotamadya": "city", "kecamatan": "district", "kec": "district",
    "distrik": "district", "kelurahan": "village", "kel": "village", "desa": "village",
    "gampong": "village", "nagari": "village", "kampung": "village", "negara": "country",
}  # fmt: skip
_OFFICES = {
    "gubernur": "province", "wagub": "province", "kapolda": "province", "bupati": "regency",
    "wabup": "regency", "wali kota": "city", "walikota": "city", "walkot": "city",
    "wakot": "city", "wawali": "city", "camat": "district", "lurah": "village", "kades": "village",
    "kepala desa": "village", "pemkot": "city", "pemkab": "regency", "pemprov": "province",
}  # fmt: skip
_BEFORE = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)\.?(?: ?\([^)]{2,20}\))?\s*$")
# What an edit between the form and the name says against a place.
_EDIT = 2.5
# What the area of a body that the text names says, against the area being named itself.
_JURISDICTION = 0.8
_TOO_MANY = 60


@dataclass(slots=True)
class PlaceGroup:
    """The mentions of one place, the area it is linked to, and the link with its candidates."""

    mentions: list[Chosen]
    name: str
    level: str
    entry: Entry | None = None
    link: Link | None = None


@dataclass(slots=True)
class _Name:
    """One way of naming a place in the text: the bare name and the level asked for."""

    bare: str
    hint: str | None
    mentions: list[Chosen] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    exact: bool = True
    edits: dict[str, float] = field(default_factory=dict)
    probabilities: list[float] = field(default_factory=list)


def group_places(
    text: str,
    places: Sequence[Chosen],
    gazetteer: Gazetteer,
    jurisdictions: Sequence[Entry] = (),
) -> list[PlaceGroup]:
    """Link the mentions of places, and group those of one place.

    Args:
        text: The document's text.
        places: The mentions labelled PLACE, in text order.
        gazetteer: Where they are looked up.
        jurisdictions: The areas of the bodies that the text names.
    """
    names = _names(text, places, gazetteer)
    following = _following(text, places, names)
    followers = [[names[n] for n in following.get(own, ())] for own in range(len(names))]
    namesakes: dict[str, list[_Name]] = {}
    for name in names:
        namesakes.setdefault(name.bare, []).append(name)
    for _ in range(3):
        company = Company(
            (
                Present(area.code, probability, name.bare)
                for name in names
                for area, probability in zip(name.entries, name.probabilities, strict=False)
                if area.code
            ),
            (Present(area.code, _JURISDICTION, "") for area in jurisdictions if area.code),
        )
        scores = [
            [_score(entry, name, namesakes[name.bare], behind, company) for entry in name.entries]
            for name, behind in zip(names, followers, strict=True)
        ]
        for name, values in zip(names, scores, strict=True):
            name.probabilities = _softmax(values)
    groups: dict[str, PlaceGroup] = {}
    for name in sorted(names, key=lambda n: n.mentions[0].start):
        group = _group(text, name)
        key = group.entry.id if group.entry else f"{name.bare}/{group.level}"
        if key in groups:
            groups[key].mentions.extend(group.mentions)
        else:
            groups[key] = group
    for group in groups.values():
        group.mentions.sort(key=lambda mention: mention.start)
    return sorted(groups.values(), key=lambda group: group.mentions[0].start)


def _names(text: str, places: Sequence[Chosen], gazetteer: Gazetteer) -> list[_Name]:
    names: dict[tuple[str, str | None], _Name] = {}
    for mention in places:
        form = text[mention.start : mention.end]
        hint, bare = _hint(text, mention, form)
        entries = _candidates(gazetteer, mention.hit, form, bare)
        slips = _slips(gazetteer, bare, entries)
        if all(entry.level != hint for entry in entries):
            hint = None  # "Pemerintah Kota Jakarta": the gazetteer knows better than the word
        key = (" ".join(bare.lower().split()), hint)
        exact = mention.hit is None or mention.hit.detail.get("match") != "fuzzy"
        entries = [*entries, *(entry for entry, _ in slips)]
        edits = {entry.id: edits for entry, edits in slips}
        name = names.setdefault(key, _Name(*key, [], entries, exact, edits))
        name.mentions.append(mention)
    return list(names.values())


def _candidates(gazetteer: Gazetteer, hit: Found | None, form: str, bare: str) -> list[Entry]:
    entries = [gazetteer.entry(id_) for id_, _ in hit.detail["candidates"]] if hit else []
    seen = {entry.id for entry in entries}
    names = [form, bare]
    if bare.lower().endswith(" kota"):
        # "Polres Bekasi Kota" is the police of the city, not of the regency of that name
        names.append(f"Kota {bare[:-5]}")
    for name in dict.fromkeys(names):
        entries += [e for e in gazetteer.areas_named(name) if e.id not in seen]
        seen = {entry.id for entry in entries}
    return entries[:_TOO_MANY]


def _slips(gazetteer: Gazetteer, bare: str, entries: Sequence[Entry]) -> list[tuple[Entry, float]]:
    """Return the places that a name may be a slip for."""
    known = {entry.id for entry in entries}
    near = [(e, n) for e, n in gazetteer.near(bare) if e.kind == "place" and e.id not in known]
    return near[: max(0, _TOO_MANY - len(entries))]


def _hint(text: str, mention: Chosen, form: str) -> tuple[str | None, str]:
    """Return the level that the words at the name ask for, and the name without them."""
    first, _, rest = form.partition(" ")
    if rest and (level := _LEVEL_WORDS.get(first.lower().rstrip("."))):
        return level, rest.strip()
    lead = _BEFORE.search(text, max(0, mention.start - 45), mention.start)
    if lead:
        words = lead[1].lower()
        last = words.split()[-1]
        for word in (words, last):
            if level := _OFFICES.get(word) or _LEVEL_WORDS.get(word):
                return level, form
    level = mention.hit.detail.get("level") if mention.hit else None
    return (level if isinstance(level, str) else None), form


def _following(text: str, places: Sequence[Chosen], names: Sequence[_Name]) -> dict[int, set[int]]:
    """Map each name (by its index) to the names that follow it after a comma or a bracket."""
    index = {m.start: n for n, name in enumerate(names) for m in name.mentions}
    following: dict[int, set[int]] = {}
    for one, other in itertools.pairwise(places):
        if re.fullmatch(r"\s*(?:,|\(|di|yang ada di)\s*", text[one.end : other.start]):
            following.setdefault(index[one.start], set()).add(index[other.start])
    return following


def _score(
    entry: Entry,
    name: _Name,
    namesakes: Sequence[_Name],
    followers: Sequence[_Name],
    company: Company,
) -> float:
    score = _LEVELS["other" if entry.prominent else entry.level or "other"]
    if name.hint:
        score += _HINT if entry.level == name.hint else -_HINT
    else:
        # the same words with another hint: the hinted one settles the bare one
        score += sum(_NAMESAKE * _probability(o, entry.id) for o in namesakes if o.hint)
    score -= _EDIT * name.edits.get(entry.id, 0.0)
    if entry.code:
        score += company.speaks_for(entry.code, name.bare)
        if any(_contains(other, entry.code) for other in followers if other.bare != name.bare):
            score += _NEXT
    return score


def _contains(name: _Name, code: str) -> bool:
    """Tell whether a name is likely one of what contains an area."""
    pairs = zip(name.entries, name.probabilities, strict=False)
    return any(p >= 0.4 and e.code and code.startswith(f"{e.code}.") for e, p in pairs)


def _probability(name: _Name, entry_id: str) -> float:
    pairs = zip(name.entries, name.probabilities, strict=False)
    return next((p for e, p in pairs if e.id == entry_id), 0.0)


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max([*scores, _NONE])
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights) + math.exp(_NONE - top)
    return [weight / total for weight in weights]


def _group(text: str, name: _Name) -> PlaceGroup:
    ranked = sorted(
        zip(name.entries, name.probabilities, strict=True), key=lambda pair: (-pair[1], pair[0].id)
    )
    first = name.mentions[0]
    form = text[first.start : first.end]
    if not ranked:
        return PlaceGroup(list(name.mentions), form, name.hint or "other")
    entry, probability = ranked[0]
    candidates = tuple(
        Candidate(id=e.id, name=e.name, score=round(p, 4)) for e, p in ranked[:5] if p >= 0.01
    )
    certain = probability >= CERTAIN
    link = Link(
        id=entry.id if certain else None,
        score=round(probability, 4),
        match=_match(form, entry, exact=name.exact and entry.id not in name.edits),
        candidates=candidates,
    )
    if certain:
        return PlaceGroup(list(name.mentions), entry.name, entry.level or "other", entry, link)
    # unsure which of several: the level is still known when the likely ones share it
    likely = {e.level for e, p in ranked if p >= 0.2}
    level = name.hint or (likely.pop() if len(likely) == 1 else None) or "other"
    return PlaceGroup(list(name.mentions), form, level, None, link)


def _match(form: str, entry: Entry, *, exact: bool) -> str:
    if not exact:
        return "fuzzy"
    return "exact" if form.lower() in entry.name.lower() else "alias"
