"""The weights of the linker of places, fitted to annotated codes.

They are those that make the annotated codes likeliest, and do not go far from the ordinary ones: a
coordinate search over the mean log loss, with a penalty on the square of every step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.settings import Linking, Settings
from entitas.language.legible import legible
from entitas.records import Document
from entitas.resolve.choose import Chosen
from entitas.resolve.places import Names, names_of, weigh
from entitas.spans import read
from entitas.tuning.gold import Gold

__all__ = ["Linked", "fit_linking", "linked"]

_STEP, _PASSES = 0.5, 2
_PENALTY = 0.004
_LEAST = 0.01
_SHARES = ("jurisdiction",)


@dataclass(frozen=True, slots=True)
class Linked:
    """The names of places of one text, and the annotated codes of some.

    Args:
        names: What the resolver links.
        codes: (number of the name, its code) where one is annotated.
    """

    names: Names
    codes: tuple[tuple[int, str], ...]


def linked(gold: Gold, record: Document, doc: Doc, gazetteer: Gazetteer) -> Linked:
    """Gather what the resolver had to link in a text.

    Args:
        gold: The annotation.
        record: What the pipeline made of the text.
        doc: The same as a Doc.
        gazetteer: The gazetteer that was used.
    """
    text = legible(doc.text)
    hits = {(f.start, f.end): f for f in read(doc, "gazetteer") if f.label == "place"}
    mentions = sorted(
        (
            Chosen(m.start, m.end, "PLACE", m.source, m.score, hits.get((m.start, m.end)))
            for place in record.places
            for m in place.mentions
        ),
        key=lambda mention: mention.start,
    )
    bodies = [gazetteer.entry(a.link.id) for a in record.agencies if a.link and a.link.id]
    areas = [area for body in bodies if (area := gazetteer.place(body))]
    names = names_of(text, mentions, gazetteer, areas)
    known, codes = gold.forms("PLACE"), []
    for number, name in enumerate(names.names):
        first = name.mentions[0]
        place = known.get(key_of(text[first.start : first.end]))
        if place and place.get("code") and not place.get("neutral"):
            codes.append((number, str(place["code"])))
    return Linked(names, tuple(codes))


def fit_linking(settings: Settings, texts: Sequence[Linked]) -> Settings:
    """Fit the weights of the linker to the annotated codes of some texts."""
    ordinary = _flat(settings.linking)
    best = dict(ordinary)
    least = _loss(best, ordinary, texts)
    step = _STEP
    for _ in range(_PASSES):
        for name in ordinary:
            for move in (step, -step):
                while True:
                    tried = {**best, name: _moved(name, best[name], move)}
                    loss = _loss(tried, ordinary, texts)
                    if loss >= least - 1e-6:
                        break
                    best, least = tried, loss
        step /= 2
    return settings.model_copy(update={"linking": _linking(best)})


def _loss(weights: dict[str, float], ordinary: dict[str, float], texts: Sequence[Linked]) -> float:
    linking = _linking(weights)
    total, n = 0.0, 0
    for text in texts:
        weigh(text.names, linking)
        for number, code in text.codes:
            name = text.names.names[number]
            pairs = zip(name.entries, name.probabilities, strict=True)
            p = next((p for entry, p in pairs if entry.code == code), 0.0)
            total -= math.log(max(p, _LEAST))
            n += 1
    moved = sum((weights[name] - ordinary[name]) ** 2 for name in ordinary)
    return total / max(1, n) + _PENALTY * moved


def _moved(name: str, value: float, move: float) -> float:
    if name in _SHARES:
        return min(1.0, max(0.0, round(value + move / 5, 3)))
    return round(value + move, 3)


def _flat(linking: Linking) -> dict[str, float]:
    said = linking.model_dump()
    levels = said.pop("levels")
    return {**{f"levels.{level}": value for level, value in levels.items()}, **said}


def _linking(flat: dict[str, float]) -> Linking:
    levels = {k.removeprefix("levels."): v for k, v in flat.items() if k.startswith("levels.")}
    return Linking(levels=levels, **{k: v for k, v in flat.items() if "." not in k})
