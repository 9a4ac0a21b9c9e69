"""How often a corpus has the names that the gazetteer lacks, over all its documents.

Names that differ in case, punctuation or a word such as "Kabupaten" or "PT" are one, and a short
form counts with the long one that documents give it.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entitas.gazetteer.fold import key_of
from entitas.mining.candidate import Snippet
from entitas.mining.observe import Observation, Seen

__all__ = ["Tally", "Uses", "norm"]

_WEIGHTLESS = frozenset(("kabupaten", "kab", "provinsi", "prov", "ri", "pt", "tbk", "persero"))
_SNIPPETS = 3
# So much of a short form's documents must give it one and the same long form.
_SETTLED = 0.6


@dataclass(slots=True)
class Uses:
    """The uses of one name in a corpus.

    Counters count documents; ``mentions`` counts every use, ``score`` adds up the NER's scores.
    """

    documents: int = 0
    mentions: int = 0
    score: float = 0.0
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    parents: Counter[str] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    snippets: list[tuple[str, Snippet]] = field(default_factory=list)

    def add(self, seen: Sequence[Seen], fingerprint: str) -> None:
        """Count the uses in one document, which may have the name as several things."""
        self.documents += 1
        self.mentions += sum(sum(one.forms.values()) for one in seen)
        self.score += max(one.score for one in seen)
        self.forms.update({form for one in seen for form in one.forms})
        self.kinds[seen[0].kind] += 1
        self.signs.update({sign for one in seen for sign in one.signs})
        for values, counter in (
            ({one.level for one in seen}, self.levels),
            ({one.place for one in seen}, self.places),
            ({one.parent for one in seen}, self.parents),
            ({one.abbreviation for one in seen}, self.shorts),
        ):
            counter.update(value for value in values if value)
        self._keep([(fingerprint, seen[0].snippet)])

    def merge(self, other: Uses) -> None:
        """Count the uses of another name as uses of this one."""
        self.documents += other.documents
        self.mentions += other.mentions
        self.score += other.score
        for name in ("forms", "kinds", "levels", "places", "parents", "shorts", "signs"):
            getattr(self, name).update(getattr(other, name))
        self._keep(other.snippets)

    def _keep(self, snippets: Iterable[tuple[str, Snippet]]) -> None:
        # the smallest fingerprints: some documents or other, but the same in whatever order
        kept = heapq.nsmallest(
            _SNIPPETS, [*self.snippets, *snippets], key=lambda pair: (pair[0], pair[1].form)
        )
        self.snippets = kept


class Tally:
    """What all documents of a corpus say together.

    Attributes:
        entries: The uses of names without an entry, by (whether it is a place, :func:`norm`).
        aliases: The uses of unknown names of known entries, by (entry's id, folded form).
        known: In how many documents each entry is named.
    """

    def __init__(self) -> None:
        self.entries: defaultdict[tuple[bool, str], Uses] = defaultdict(Uses)
        self.aliases: defaultdict[tuple[str, str], Uses] = defaultdict(Uses)
        self.known: Counter[str] = Counter()
        self._long: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> Tally:
        """Count observations, in whatever order they come."""
        tally = cls()
        for observation in observations:
            tally._add(observation)
        tally._join()
        return tally

    def _add(self, observation: Observation) -> None:
        self.known.update(observation.known.keys())
        entries: defaultdict[tuple[bool, str], list[Seen]] = defaultdict(list)
        aliases: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
        longs: set[tuple[str, str]] = set()
        for seen in observation.seen:
            if seen.into:
                for form, n in seen.forms.items():
                    one = seen.model_copy(update={"name": form, "forms": {form: n}})
                    aliases[seen.into, key_of(form)].append(one)
                continue
            name = norm(seen.name)
            entries[seen.kind == "place", name].append(seen)
            for form in {*seen.forms, *([seen.abbreviation] if seen.abbreviation else [])}:
                if norm(form) != name and seen.kind != "place":
                    longs.add((norm(form), name))
        for entry, own in entries.items():
            self.entries[entry].add(own, observation.fingerprint)
        for alias, own in aliases.items():
            self.aliases[alias].add(own, observation.fingerprint)
        for short, name in longs:
            self._long[short][name] += 1

    def _join(self) -> None:
        """Count short forms that stand alone with the long forms that other documents give them."""
        for short, longs in sorted(self._long.items()):
            uses = self.entries.get((False, short))
            long, times = max(longs.items(), key=lambda pair: (pair[1], pair[0]))
            if uses and times >= _SETTLED * sum(longs.values()) and (False, long) in self.entries:
                self.entries[False, long].merge(self.entries.pop((False, short)))


def norm(name: str) -> str:
    """Return what names that are one have in common.

    >>> norm("PT Maju Jaya Tbk") == norm("Maju Jaya")
    True
    """
    key = key_of(name)
    return " ".join(word for word in key.split() if word not in _WEIGHTLESS) or key
