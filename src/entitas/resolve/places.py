"""Which place is meant: mentions of places are linked to areas of the gazetteer, and grouped.

Every candidate of a name gets a score, in nats, from

- its level: a country or province is meant more often than a village of the same name;
- a hint at the name: "Kabupaten", "Kec.", "Wali Kota", "Bupati" ask for one level;
- the company it keeps: the other places of the text, and the areas of its bodies, are, or lie in,
  or contain it, most of all the place that follows it ("Cikande, Serang, Banten");
- its name elsewhere in the text with a hint ("Kota Semarang" settles a later "Semarang").

A soft-max over the candidates and "none of these" gives the probability of each. The best is
linked when it is at least ``CERTAIN``; else the record keeps the candidates and has no code. The
weights are settings (:class:`entitas.gazetteer.settings.Linking`); they were chosen on the
annotated training articles.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from entitas.gazetteer import Entry, Gazetteer
from entitas.gazetteer.settings import Linking
from entitas.records import Candidate, Link
from entitas.resolve.choose import Chosen
from entitas.resolve.company import Company, Present
from entitas.spans import Found

__all__ = ["CERTAIN", "Name", "Names", "PlaceGroup", "group_places", "names_of", "weigh"]

CERTAIN = 0.5
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
_TOO_MANY = 60
# What is likely bears on what stands beside it, so all is weighed again.
_ROUNDS = 3


@dataclass(slots=True)
class PlaceGroup:
    """The mentions of one place, the area it is linked to, and the link with its candidates."""

    mentions: list[Chosen]
    name: str
    level: str
    entry: Entry | None = None
    link: Link | None = None


@dataclass(slots=True)
class Name:
    """One way of naming a place in the text.

    Args:
        bare: The name in small letters, without a level word.
        hint: The level asked for.
        mentions: Where it stands.
        entries: The places that it may mean.
        exact: Whether the gazetteer found it as it is.
        edits: The edits between name and place, by the id of those places that it is a slip for.
        probabilities: How likely each of the places is meant, once weighed.
    """

    bare: str
    hint: str | None
    mentions: list[Chosen] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    exact: bool = True
    edits: dict[str, float] = field(default_factory=dict)
    probabilities: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    """The names of places in a text, with what bears on their links.

    Args:
        names: The names.
        followers: For each the names that follow it after a comma or a bracket.
        jurisdictions: The areas of the bodies that the text names.
    """

    names: list[Name]
    followers: list[list[Name]]
    jurisdictions: Sequence[Entry]


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
    found = names_of(text, places, gazetteer, jurisdictions)
    weigh(found, gazetteer.settings.linking)
    groups: dict[str, PlaceGroup] = {}
    for name in sorted(found.names, key=lambda n: n.mentions[0].start):
        group = _group(text, name)
        key = group.entry.id if group.entry else f"{name.bare}/{group.level}"
        if key in groups:
            groups[key].mentions.extend(group.mentions)
        else:
            groups[key] = group
    for group in groups.values():
        group.mentions.sort(key=lambda mention: mention.start)
    return sorted(groups.values(), key=lambda group: group.mentions[0].start)


def names_of(
    text: str,
    places: Sequence[Chosen],
    gazetteer: Gazetteer,
    jurisdictions: Sequence[Entry] = (),
) -> Names:
    """Gather the names of the mentions of places, as :func:`group_places` takes them."""
    names = _names(text, places, gazetteer)
    following = _following(text, places, names)
    followers = [[names[n] for n in following.get(own, ())] for own in range(len(names))]
    return Names(names, followers, jurisdictions)


def weigh(found: Names, weights: Linking) -> None:
    """Set the probability of each candidate of each name."""
    namesakes: dict[str, list[Name]] = {}
    for name in found.names:
        name.probabilities = []
        namesakes.setdefault(name.bare, []).append(name)
    for _ in range(_ROUNDS):
        company = Company(
            (
                Present(area.code, probability, name.bare)
                for name in found.names
                for area, probability in zip(name.entries, name.probabilities, strict=False)
                if area.code
            ),
            (
                Present(area.code, weights.jurisdiction, "")
                for area in found.jurisdictions
                if area.code
            ),
        )
        scores = [
            [
                _score(entry, name, namesakes[name.bare], behind, company, weights)
                for entry in name.entries
            ]
            for name, behind in zip(found.names, found.followers, strict=True)
        ]
        for name, values in zip(found.names, scores, strict=True):
            name.probabilities = _softmax(values, weights.none)


def _names(text: str, places: Sequence[Chosen], gazetteer: Gazetteer) -> list[Name]:
    names: dict[tuple[str, str | None], Name] = {}
    for mention in places:
        form = text[mention.start : mention.end]
        hint, bare = _hint(text, mention, form)
        entries = _candidates(gazetteer, mention.hit, form, bare)
        if all(entry.level != hint for entry in entries):
            hint = None  # "Pemerintah Kota Jakarta": the gazetteer knows better than the word
        key = (" ".join(bare.lower().split()), hint)
        if key not in names:
            slips = _slips(gazetteer, bare, entries)
            exact = mention.hit is None or mention.hit.detail.get("match") != "fuzzy"
            entries = [*entries, *(entry for entry, _ in slips)]
            edits = {entry.id: edits for entry, edits in slips}
            names[key] = Name(*key, [], entries, exact, edits)
        names[key].mentions.append(mention)
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


def _following(text: str, places: Sequence[Chosen], names: Sequence[Name]) -> dict[int, set[int]]:
    """Map each name (by its index) to the names that follow it after a comma or a bracket."""
    index = {m.start: n for n, name in enumerate(names) for m in name.mentions}
    following: dict[int, set[int]] = {}
    for one, other in itertools.pairwise(places):
        if re.fullmatch(r"\s*(?:,|\(|di|yang ada di)\s*", text[one.end : other.start]):
            following.setdefault(index[one.start], set()).add(index[other.start])
    return following


def _score(
    entry: Entry,
    name: Name,
    namesakes: Sequence[Name],
    followers: Sequence[Name],
    company: Company,
    weights: Linking,
) -> float:
    score = weights.levels["other" if entry.prominent else entry.level or "other"]
    if name.hint:
        score += weights.hint if entry.level == name.hint else -weights.hint
    else:
        # the same words with another hint: the hinted one settles the bare one
        score += sum(weights.namesake * _probability(o, entry.id) for o in namesakes if o.hint)
    score -= weights.edit * name.edits.get(entry.id, 0.0)
    if entry.code:
        score += company.speaks_for(entry.code, name.bare)
        if any(_contains(other, entry.code) for other in followers if other.bare != name.bare):
            score += weights.next
    return score


def _contains(name: Name, code: str) -> bool:
    """Tell whether a name is likely one of what contains an area."""
    pairs = zip(name.entries, name.probabilities, strict=False)
    return any(p >= 0.4 and e.code and code.startswith(f"{e.code}.") for e, p in pairs)


def _probability(name: Name, entry_id: str) -> float:
    pairs = zip(name.entries, name.probabilities, strict=False)
    return next((p for e, p in pairs if e.id == entry_id), 0.0)


def _softmax(scores: Sequence[float], none: float) -> list[float]:
    top = max([*scores, none])
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights) + math.exp(none - top)
    return [weight / total for weight in weights]


def _group(text: str, name: Name) -> PlaceGroup:
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
