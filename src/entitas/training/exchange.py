"""Annotated articles in which names of bodies and places give way to names of a pack.

So a model meets the names of the pack where names stand in real sentences. A body is exchanged for
one of its kind, a place for one of its level; every span moves along with the text.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from entitas.errors import ConfigError
from entitas.gazetteer.compose import Composer
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.source.layering import lay
from entitas.gazetteer.source.packs import PackRow, check_pack, id_of
from entitas.ner.protocol import Span
from entitas.training.corpora import Example, read_jsonl, read_records

__all__ = ["Article", "Deck", "Names", "Sort", "exchange", "read_articles", "read_names"]

_LEVEL_WORDS = {
    "province": r"Provinsi|Prov\.?",
    "regency": r"Kabupaten|Kab\.?",
    "city": r"Kota",
    "district": r"Kecamatan|Kec\.?|Distrik",
    "village": r"Kelurahan|Kel\.?|Desa|Nagari|Gampong",
}
_SHORTEST_CAPITALS = 5
"""Shorter places in capitals ("NTT") are abbreviations, not names in capitals."""


class Sort(NamedTuple):
    """What may be exchanged for each other: the label, and the kind of body or level of place."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one entry of a pack, the canonical one first."""

    sort: Sort
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article whose bodies and places can be exchanged.

    Args:
        example: Its text and spans.
        entities: By label and form, the number of the body or place, and its sort.
    """

    example: Example
    entities: Mapping[tuple[str, str], tuple[int, Sort]]


def read_articles(path: Path) -> list[Article]:
    """Read annotated articles.

    Raises:
        InputError: The file cannot be read, or an article lacks a field.
    """
    articles = []
    # the spans come first: they check the fields
    for example, article in zip(read_records(path), read_jsonl(path), strict=True):
        entities: dict[tuple[str, str], tuple[int, Sort]] = {}
        for key, label, field in (("agencies", "ORG", "kind"), ("places", "PLACE", "level")):
            listed = article[key]
            assert isinstance(listed, list)  # the spans were derived from it
            for entry in listed:
                which = len(entities), Sort(label, entry.get(field) or "other")
                for form in entry["forms"]:
                    entities.setdefault((label, " ".join((form or "").split())), which)
        articles.append(Article(example, entities))
    return articles


def read_names(packs: Sequence[Path]) -> list[Names]:
    """Read the names of bodies and places that packs add, or add to entries that are there.

    Names that seldom mean their entry ("Harapan~") are left out, and so are people.

    Raises:
        PackError: Rows of a pack are not valid.
        GazetteerError: A pack cannot be read.
        ConfigError: There is no such name in the packs.
    """
    source = Source()
    lay(source, packs)
    composer = Composer(source)
    found: list[Names] = []
    for path in packs:
        rows = [row for _, row in check_pack(path) if isinstance(row, PackRow)]
        for row in rows:
            if row.action == "disable" or row.kind == "person":
                continue
            entry = composer.entry(row.id or id_of(row.kind or "", row.name or ""))
            forms = [row.name, row.abbreviation, *(a for a in row.aliases if not a.endswith("~"))]
            unwanted = {*row.without, None}
            kept = tuple(dict.fromkeys(f for f in forms if f is not None and f not in unwanted))
            place = entry.kind == "place"
            if kept and entry.kind != "person" and entry.id not in source.silent:
                sort = Sort("PLACE", entry.level or "other") if place else Sort("ORG", entry.kind)
                found.append(Names(sort, kept))
    if not found:
        raise ConfigError(
            f"{', '.join(map(str, packs))}: no name of a body or place to train on; a model is "
            "adapted to rows that add such entries, or give them names or aliases."
        )
    return found


class Deck:
    """Deals the entries of a pack, each as often as the others of its sort.

    Entries of a sort that no article has are dealt for those of which the pack has none.

    Args:
        names: The entries.
        wanted: The sorts that the articles have.
        rng: Decides the order.

    Example:
        >>> police = Names(Sort("ORG", "police"), ("Polsek Melati",))
        >>> company = Names(Sort("ORG", "company"), ("PT Awan Jaya",))
        >>> wanted = {Sort("ORG", "police"), Sort("ORG", "court")}
        >>> deck = Deck([police, company], wanted, random.Random(1))
        >>> deck.deal(Sort("ORG", "police")) == police, deck.deal(Sort("ORG", "court")) == company
        (True, True)
    """

    def __init__(
        self, names: Iterable[Names], wanted: Collection[Sort], rng: random.Random
    ) -> None:
        self._rng = rng
        self._all: defaultdict[Sort, list[Names]] = defaultdict(list)
        for entry in names:
            sort = entry.sort if entry.sort in wanted else Sort(entry.sort.label, "")
            self._all[sort].append(entry)
        self._left: defaultdict[Sort, list[Names]] = defaultdict(list)

    def deal(self, sort: Sort) -> Names | None:
        """Return the next entry for a body or place of a sort; None if there is none."""
        home = sort if sort in self._all else Sort(sort.label, "")
        if home not in self._all:
            return None
        if not self._left[home]:
            self._left[home] = self._rng.sample(self._all[home], len(self._all[home]))
        return self._left[home].pop()


def exchange(article: Article, deck: Deck, rng: random.Random) -> Example | None:
    """Return a copy of an article with names of a pack; None if nothing in it can be exchanged.

    One entry stands for one body or place throughout; a short form of it gives way to a short one.
    A span stays as it is within a rank ("Brigjen TNI"), and where an office ends or starts in it.

    Args:
        article: The article.
        deck: Deals the entries of the pack.
        rng: Decides which of an entry's names is written.

    Example:
        >>> text = "Kapolsek Mawar dari Polsek Mawar tiba."
        >>> example = Example(text, [Span(20, 32, "ORG")], [Span(0, 14, "POSITION")])
        >>> police = Sort("ORG", "police")
        >>> article = Article(example, {("ORG", "Polsek Mawar"): (0, police)})
        >>> deck = Deck([Names(police, ("Polsek Kenanga Raya",))], {police}, random.Random(1))
        >>> copy = exchange(article, deck, random.Random(1))
        >>> copy.text[copy.entities[0].start : copy.entities[0].end]
        'Polsek Kenanga Raya'
    """
    example = article.example
    dealt: dict[int, Names | None] = {}
    written: dict[tuple[str, str], str] = {}
    swaps: list[tuple[int, int, str]] = []
    for span in sorted(example.entities):
        key = span.label, " ".join(example.text[span.start : span.end].split())
        if key not in article.entities or not _is_free(span, example):
            continue
        number, sort = article.entities[key]
        if number not in dealt:
            dealt[number] = deck.deal(sort)
        names = dealt[number]
        if names is not None:
            if key not in written:
                written[key] = _write(key[1], sort, names, rng)
            swaps.append((span.start, span.end, written[key]))
    return _swapped(example, swaps) if swaps else None


def _is_free(span: Span, example: Example) -> bool:
    """Whether a span can be exchanged without harm to an office, a rank or a masked stretch."""
    offices = [span[:3] for span in example.offices or ()]
    masked = [(start, end, "") for start, end in example.unsure]
    return not any(
        start < span.end
        and span.start < end
        and (label == "RANK" or span.start < start or end < span.end)
        for start, end, label in [*offices, *masked]
    )


def _write(old: str, sort: Sort, names: Names, rng: random.Random) -> str:
    """Return the name to write for a form: one word for one word, and its level word kept."""
    word, bare, forms = "", old, list(names.forms)
    if sort == names.sort:
        word, bare = _parted(old, sort)
        forms = [_parted(form, sort)[1] for form in forms]
    alike = [form for form in forms if (" " in form) == (" " in bare)]
    new = word + rng.choice(alike or forms)
    capitals = sort.label == "PLACE" and old.isupper() and len(old) >= _SHORTEST_CAPITALS
    return new.upper() if capitals else new


def _parted(form: str, sort: Sort) -> tuple[str, str]:
    """Part a place's level word from its name."""
    words = _LEVEL_WORDS.get(sort.kind) if sort.label == "PLACE" else None
    match = re.match(rf"(?:{words})\s+(?=\S)", form, re.IGNORECASE) if words else None
    return (match[0], form[match.end() :]) if match else ("", form)


def _swapped(example: Example, swaps: Sequence[tuple[int, int, str]]) -> Example:
    """Write new text for stretches that are in text order, and move the spans along."""
    pieces, at = [], 0
    for start, end, new in swaps:
        pieces += [example.text[at:start], new]
        at = end
    ends = [end for _, end, _ in swaps]
    grown = list(accumulate((len(new) - end + start for start, end, new in swaps), initial=0))

    def place(offset: int) -> int:
        return offset + grown[bisect_right(ends, offset)]

    def moved(spans: Iterable[Span]) -> list[Span]:
        return [span._replace(start=place(span.start), end=place(span.end)) for span in spans]

    return Example(
        "".join(pieces) + example.text[at:],
        moved(example.entities),
        None if example.offices is None else moved(example.offices),
        tuple((place(start), place(end)) for start, end in example.unsure),
    )
