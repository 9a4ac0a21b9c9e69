"""Settings from judged finds: each is set where right finds outweigh wrong ones the most.

All functions take settings and finds, and return settings. What the finds do not speak for stays as
it is: a setting moves only when that decides at least ``LEAST`` finds more for the better than for
the worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from entitas.gazetteer.settings import Names, Packs, Settings, Slips
from entitas.tuning.judged import Judged

__all__ = ["FITTED", "LEAST", "by_entry", "loosened", "passing"]

Key = TypeVar("Key", bound=Hashable)
Passes = Callable[[Judged, float], bool]

#: How many more finds must be decided for the better than for the worse.
LEAST = 2
_GATES = tuple(round(n * 0.05, 2) for n in range(21))
_CUTS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
_LETTERS = (5, 6, 8, 10, 12, 15, 20, 30)


def loosened(settings: Settings) -> Settings:
    """Return settings under which all that could be found is, so that it can be judged."""
    return settings.model_copy(
        update={
            "gates": dict.fromkeys(settings.gates, 0.0),
            "packs": Packs(),
            "ordinary": dict.fromkeys(settings.ordinary, 1.0),
            "slips": {"place": Slips(one=5, two=8), "body": Slips(one=8, two=8)},
        }
    )


def fit_gates(settings: Settings, finds: Sequence[Judged]) -> Settings:
    """Set, for each kind, the least score of a find without the NER."""
    finds = [find for find in passing(settings, finds, gates=False) if find.alone]
    gates = dict(settings.gates)
    for kind, own in _grouped(finds, lambda find: find.kind).items():
        gates[kind] = _best(gates[kind], _GATES, own, _is_sure)
    return settings.model_copy(update={"gates": gates})


def fit_packs(settings: Settings, finds: Sequence[Judged]) -> Settings:
    """Set the least score of a find of a pack's entry without the NER."""
    finds = [
        find
        for find in passing(settings, finds, packs=False)
        if find.own and find.alone and not find.trigger
    ]
    one, more = (
        [find for find in finds if (" " not in find.key) == is_one] for is_one in (True, False)
    )
    packs = Packs(
        one_word=_best(settings.packs.one_word, _GATES, one, _is_sure),
        more_words=_best(settings.packs.more_words, _GATES, more, _is_sure),
    )
    return settings.model_copy(update={"packs": packs})


def fit_ordinary(settings: Settings, finds: Sequence[Judged]) -> Settings:
    """Set, for each sort, how ordinary a name must be to need the NER or a level word."""
    finds = [find for find in passing(settings, finds, ordinary=False) if find.alone]
    ordinary = dict(settings.ordinary)
    for group, own in _grouped(finds, lambda find: find.group).items():
        ordinary[group] = _best(
            ordinary[group], _CUTS, own, lambda find, cut: find.trigger or find.common <= cut
        )
    return settings.model_copy(update={"ordinary": ordinary})


def fit_slips(settings: Settings, finds: Sequence[Judged]) -> Settings:
    """Set, for places and bodies, how long a name must be to be found misspelt."""
    finds = [find for find in passing(settings, finds, slips=False) if find.edits]
    slips = dict(settings.slips)
    for group, limits in settings.slips.items():
        own = [find for find in finds if find.group == group]
        slips[group] = Slips(
            one=int(_best(limits.one, _LETTERS, [f for f in own if f.edits == 1], _is_long)),
            two=int(_best(limits.two, _LETTERS, [f for f in own if f.edits > 1], _is_long)),
        )
    return settings.model_copy(update={"slips": slips})


def fit_names(settings: Settings, finds: Sequence[Judged]) -> Settings:
    """Switch off names that are wrong more often than right, or make them need the NER."""
    off, with_ner = set(settings.off), set(settings.with_ner)
    by_name = _grouped(passing(settings, finds), lambda find: (find.id, find.key))
    for name, own in by_name.items():
        bare = [find for find in own if find.alone and not find.trigger]
        # what a pattern makes of a name cannot be switched off
        if _worth(own) <= -LEAST and ":" in name[0]:
            off.add(name)
        elif _worth(bare) <= -LEAST:
            with_ner.add(name)
    names = Names(off=by_entry(off), with_ner=by_entry(with_ner))
    return settings.model_copy(update={"names": names})


#: What is fitted, in this order; each with what it is called for people.
FITTED: dict[str, Callable[[Settings, Sequence[Judged]], Settings]] = {
    "packs": fit_packs,
    "names": fit_names,
    "ordinary": fit_ordinary,
    "gates": fit_gates,
    "slips": fit_slips,
}


def passing(
    settings: Settings,
    finds: Iterable[Judged],
    *,
    gates: bool = True,
    ordinary: bool = True,
    slips: bool = True,
    packs: bool = True,
) -> list[Judged]:
    """Return the finds that some settings let pass."""
    off, with_ner = settings.off, settings.with_ner
    return [
        find
        for find in finds
        if (find.id, find.key) not in off
        and not (slips and find.edits and _is_short(find, settings))
        and not (
            find.alone
            and (
                (gates and find.score < settings.gates[find.kind])
                or (packs and find.own and not find.trigger and not _in_pack(find, settings))
                or (ordinary and not find.trigger and find.common > settings.ordinary[find.group])
                or (not find.trigger and (find.id, find.key) in with_ner)
            )
        )
    ]


def by_entry(names: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return names, each with the id of its entry, as settings have them."""
    found: dict[str, tuple[str, ...]] = {}
    for id_, key in sorted(names):
        found[id_] = (*found.get(id_, ()), key)
    return found


def _in_pack(find: Judged, settings: Settings) -> bool:
    """Tell whether a find of a pack's entry is sure enough."""
    one = " " not in find.key
    return _is_sure(find, settings.packs.one_word if one else settings.packs.more_words)


def _is_sure(find: Judged, least: float) -> bool:
    return find.score >= least


def _is_short(find: Judged, settings: Settings) -> bool:
    if find.group == "person":
        return False
    limits = settings.slips[find.group]
    return not _is_long(find, limits.one if find.edits == 1 else limits.two)


def _is_long(find: Judged, letters: float) -> bool:
    return len(find.key) >= letters


def _best(current: float, grid: Iterable[float], finds: Sequence[Judged], passes: Passes) -> float:
    """Return the value that lets pass the most right finds beyond wrong ones; the nearest such."""
    worths = {
        value: _worth([find for find in finds if passes(find, value)]) for value in (current, *grid)
    }
    best = max(worths, key=lambda value: (worths[value], -abs(value - current)))
    return best if worths[best] - worths[current] >= LEAST else current


def _worth(finds: Sequence[Judged]) -> int:
    return sum(1 if find.right else -1 for find in finds)


def _grouped(finds: Iterable[Judged], by: Callable[[Judged], Key]) -> dict[Key, list[Judged]]:
    groups: defaultdict[Key, list[Judged]] = defaultdict(list)
    for find in finds:
        groups[by(find)].append(find)
    return dict(groups)
