"""Settings fitted without annotations: what the stages agree on stands in for them.

A name that the NER finds too, or that offices name, in a fair share of its uses is taken as right
wherever it stands; one that the gazetteer finds alone, again and again, as wrong. This is
agreement, not truth: where all stages err together nothing is noticed, and no accuracy can be
claimed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.settings import Names, Settings
from entitas.spans import Found, read
from entitas.tuning.fit import FITTED, by_entry, loosened, passing
from entitas.tuning.judged import Judged, judged, mentions_of
from entitas.tuning.rerun import Read

__all__ = ["Silver", "tune_on_agreement"]

# So many uses of a name must be seen before anything is said of it.
_LEAST_USES = 3
# A name that other stages support in so small a share of its uses is taken as wrong.
_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Silver:
    """What agreement suggests.

    Args:
        settings: The settings.
        documents: How many texts were read.
        before: How many finds judged right, and how many judged wrong, passed before.
        after: How many of each the new settings let pass.
    """

    settings: Settings
    documents: int
    before: tuple[int, int]
    after: tuple[int, int]


def tune_on_agreement(
    texts: Sequence[str],
    nlp: Language,
    gazetteer: Gazetteer,
    *,
    progress: Callable[[str], None] = lambda said: None,
) -> Silver:
    """Fit the settings of a gazetteer to what the stages agree on.

    Args:
        texts: A corpus.
        nlp: A pipeline of :func:`entitas.load`; its own gazetteer does not matter.
        gazetteer: The gazetteer, with the settings to begin with.
        progress: Called once for every text that is read.
    """
    texts_read = Read(texts, nlp, lambda: progress("reading"))
    loose = gazetteer.with_settings(loosened(gazetteer.settings))
    finds: list[Judged] = []
    for number, record, doc in texts_read.records(loose):
        held = [(f.start, f.end) for f in read(doc, "positions")]
        for find, alone in mentions_of(record, doc):
            supported = not alone or _is_held(find, held)
            finds.append(judged(number, doc, find, alone=alone, right=supported))
        progress("judging")
    finds = _by_name(finds)
    settings = gazetteer.settings
    for fit in FITTED.values():
        settings = fit(settings, finds)
    # agreement is too little to switch a name off altogether
    off = settings.off - gazetteer.settings.off
    names = Names(off=gazetteer.settings.names.off, with_ner=by_entry(settings.with_ner | off))
    settings = settings.model_copy(update={"names": names})
    return Silver(
        settings,
        len(texts),
        _counted(passing(gazetteer.settings, finds)),
        _counted(passing(settings, finds)),
    )


def _by_name(finds: Sequence[Judged]) -> list[Judged]:
    """Judge finds without support by the other uses of their names; leave out rare ones."""
    uses: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for find in finds:
        uses[find.group, find.key][find.right] += 1
    kept = []
    for find in finds:
        own = uses[find.group, find.key]
        if find.right:
            kept.append(find)
        elif own.total() >= _LEAST_USES:
            kept.append(replace(find, right=own[True] >= _SHARE * own.total()))
    return kept


def _is_held(find: Found, offices: Sequence[tuple[int, int]]) -> bool:
    """Tell whether somebody's office names it."""
    return any(start <= find.start and find.end <= end for start, end in offices)


def _counted(finds: Sequence[Judged]) -> tuple[int, int]:
    right = sum(find.right for find in finds)
    return right, len(finds) - right
