"""Settings fitted to annotated articles, and kept only where held-out articles get better by them.

The articles are parted into folds. Each sort of setting is fitted in turn, for every fold on the
articles of the others, and measured on the fold itself. It is kept if the mean gains by more than
chance (:func:`~.measure.is_gain`), by an interval that is wide enough for all sorts that are tried.
What is kept is then fitted once more, to all articles. The last comparison is made on the folds
that chose what is kept, and so is a little kind.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from spacy.language import Language

from entitas.errors import InputError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.settings import Settings
from entitas.tuning.fit import FITTED, loosened
from entitas.tuning.gold import Gold
from entitas.tuning.judged import Judged, judge
from entitas.tuning.linking import Linked, fit_linking, linked
from entitas.tuning.measure import Change, Counts, compare, count, is_gain
from entitas.tuning.rerun import Read

__all__ = ["Part", "Tuned", "tune"]

Fit = Callable[[Settings, Iterable[int]], Settings]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of setting.

    Args:
        name: What it is called.
        changes: What it changes on held-out articles; empty if it was fitted to what it was.
        kept: Whether it is kept.
    """

    name: str
    changes: tuple[Change, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Tuned:
    """What tuning found.

    Args:
        settings: The settings: those given, where nothing was to be gained.
        parts: What became of each sort of setting, in the order in which they were tried.
        changes: What all that is kept changes, on held-out articles.
        of_packs: What the packs change as they are; empty if that was not asked for.
        documents: How many articles there were.
        folds: Into how many parts they were parted.
    """

    settings: Settings
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    of_packs: tuple[Change, ...]
    documents: int
    folds: int


def tune(
    gold: Sequence[Gold],
    nlp: Language,
    gazetteer: Gazetteer,
    *,
    without: Gazetteer | None = None,
    folds: int = 5,
    seed: int = 1,
    progress: Progress = lambda said: None,
) -> Tuned:
    """Fit the settings of a gazetteer to annotated articles.

    Args:
        gold: The articles.
        nlp: A pipeline of :func:`entitas.load`; its own gazetteer does not matter.
        gazetteer: The gazetteer, with the settings to begin with.
        without: The gazetteer without the packs, to say what these change.
        folds: Into how many parts the articles are parted.
        seed: Decides how.
        progress: Told what is being done; called once for every text that is read.

    Raises:
        InputError: There are fewer articles than folds.
    """
    if len(gold) < folds:
        raise InputError(
            f"{len(gold)} annotated texts cannot be parted into {folds} folds; give fewer folds or "
            "more texts."
        )
    bench = _Bench(gold, nlp, gazetteer, progress)
    parts = _parts(len(gold), folds, seed)
    current = [gazetteer.settings] * folds
    as_it_is = dict.fromkeys(range(len(gold)), gazetteer.settings)
    before = counted = bench.count(as_it_is, "as it is")
    of_packs: list[Change] = []
    if without is not None:
        of_packs = compare(bench.count(as_it_is, "without the packs", without), before)
    tried: list[Part] = []
    fits = bench.fits()
    for name, fit in fits.items():
        fitted = [
            fit(settings, (n for other in parts if other is not part for n in other))
            for settings, part in zip(current, parts, strict=True)
        ]
        if fitted == current:
            tried.append(Part(name, (), kept=False))
            continue
        by_text = {n: own for own, part in zip(fitted, parts, strict=True) for n in part}
        after = bench.count(by_text, name)
        changes = compare(counted, after)
        kept = is_gain(counted, after, tests=len(fits))
        tried.append(Part(name, tuple(changes), kept))
        if kept:
            current, counted = fitted, after
    settings = gazetteer.settings
    for part in tried:
        if part.kept:
            settings = fits[part.name](settings, range(len(gold)))
    changes = compare(before, counted)
    return Tuned(settings, tuple(tried), tuple(changes), tuple(of_packs), len(gold), folds)


class _Bench:
    """The articles, read once, and what the gazetteer finds in them when it finds all it can."""

    def __init__(
        self, gold: Sequence[Gold], nlp: Language, gazetteer: Gazetteer, progress: Progress
    ) -> None:
        self._gold, self._gazetteer, self._progress = gold, gazetteer, progress
        texts = [article.text for article in gold]
        self._read = Read(texts, nlp, lambda: progress("reading"))
        loose = gazetteer.with_settings(loosened(gazetteer.settings))
        self._finds: list[list[Judged]] = []
        self._linked: list[Linked] = []
        for number, record, doc in self._read.records(loose):
            self._finds.append(list(judge(number, gold[number], record, doc)))
            self._linked.append(linked(gold[number], record, doc, loose))
            progress("judging")

    def fits(self) -> Mapping[str, Fit]:
        """Return what is fitted, by name, in the order in which it is tried."""
        fits: dict[str, Fit] = {name: partial(self._fit, fit) for name, fit in FITTED.items()}
        if any(text.codes for text in self._linked):
            fits["linking"] = self._fit_linking
        return fits

    def _fit(
        self,
        fit: Callable[[Settings, Sequence[Judged]], Settings],
        settings: Settings,
        numbers: Iterable[int],
    ) -> Settings:
        return fit(settings, [find for n in numbers for find in self._finds[n]])

    def _fit_linking(self, settings: Settings, numbers: Iterable[int]) -> Settings:
        self._progress("linking")
        return fit_linking(settings, [self._linked[n] for n in numbers])

    def count(
        self, settings: Mapping[int, Settings], what: str, gazetteer: Gazetteer | None = None
    ) -> Counts:
        """Count what is right in every article, each read with settings of its own."""
        rows: dict[int, Counts] = {}
        numbers: dict[int, list[int]] = {}
        distinct: list[Settings] = []
        for number, own in settings.items():
            if own not in distinct:
                distinct.append(own)
            numbers.setdefault(distinct.index(own), []).append(number)
        for at, own in enumerate(distinct):
            tuned = (gazetteer or self._gazetteer).with_settings(own)
            for number, record, _ in self._read.records(tuned, numbers[at]):
                rows[number] = count(self._gold[number], record)
                self._progress(what)
        return np.stack([rows[number] for number in range(len(self._gold))])


def _parts(many: int, folds: int, seed: int) -> list[list[int]]:
    order = list(range(many))
    random.Random(seed).shuffle(order)
    return [sorted(order[at::folds]) for at in range(folds)]
