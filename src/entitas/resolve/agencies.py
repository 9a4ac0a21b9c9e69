"""Which mentions of bodies are one agency, how the gazetteer calls it, and what it is part of.

- A definition names one body twice: "Komisi Pemberantasan Korupsi (KPK)" is two mentions of it.
- Mentions linked to one entry of the gazetteer are one agency: "Pemkot Semarang" and "Pemerintah
  Kota (Pemkot) Semarang".
- A shortened name is the body in play: "Inspektorat" is "Inspektorat Medan", "Polres" the one
  mentioned last. The bare head of a pattern that points at nothing names nothing.
- A body named only inside its unit's name ("Polri" in "Satgas Pangan Polri") is an agency too,
  and the unit's parent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from entitas.gazetteer import Entry, Gazetteer
from entitas.gazetteer.finding.definitions import expansions
from entitas.resolve.agency_facts import describe, find_parent
from entitas.resolve.agency_groups import Agencies, AgencyGroup, norm
from entitas.resolve.choose import Chosen, Discarded
from entitas.resolve.definitions import BODY_WORDS
from entitas.spans import Found

__all__ = ["AgencyGroup", "group_agencies"]

_OPENED, _CLOSED = re.compile(r"\s*\(\s*"), re.compile(r"\s*[)/,]")
_BRACKET_AT_END = re.compile(r"\s*\(\s*([^()]+?)\s*\)$")
_NO_BODIES = ("place", "person")
# Names of people, rights and things begin so, that have a short form as bodies have.
_NO_BODY_WORDS = frozenset(
    ("alat", "anak", "analisis", "anggaran", "aparatur", "bahan", "bantuan", "biaya", "dana",
     "daftar", "hak", "hari", "indeks", "izin", "kartu", "kawasan", "kekerasan", "keluarga",
     "kredit", "kurikulum", "masyarakat", "nomor", "operasi", "orang", "pajak", "pegawai",
     "pekerja", "penerimaan", "peraturan", "produk", "program", "rancangan", "rencana", "sistem",
     "surat", "tempat", "tenaga", "tindak", "tunjangan", "undang", "upah", "usaha", "warga"),
)  # fmt: skip
# Names of so few words may be short for another.
_SHORT = 2
# Shorter forms are near too many names.
_LEAST_SLIP = 12


def group_agencies(
    text: str, bodies: Sequence[Chosen], gazetteer: Gazetteer, hits: Sequence[Found]
) -> tuple[list[AgencyGroup], list[Discarded]]:
    """Group the mentions labelled ORG, given in text order, into agencies.

    Args:
        text: The document's text.
        bodies: The mentions.
        gazetteer: Where they are looked up.
        hits: All finds of the gazetteer, nested ones included, for the bodies inside units.
    """
    shorts = expansions(text)
    pieces = [
        piece
        for piece in _pieces(text, bodies)
        # "Pemerintah Amerika Serikat (AS)" defines the country's short name
        if not gazetteer.areas_named(shorts.get(text[piece.start : piece.end], ""))
    ]
    # a long text names a body again and again
    look_up = cache(lambda form: _looked_up(form, gazetteer))
    options = [_entries(text, mention, gazetteer, look_up) for mention in pieces]
    grouping = _Grouping(text, gazetteer, shorts, options)
    behind = [*zip(pieces, options, strict=True)][1:]
    for mention, entries, following in zip_longest(pieces, options, behind):
        grouping.place(mention, entries, following)
    discarded = grouping.place_short()
    by_end: defaultdict[int, list[Found]] = defaultdict(list)
    for hit in hits:
        by_end[hit.end].append(hit)
    groups = grouping.agencies.groups
    for group in groups:
        find_parent(text, group, grouping.agencies, gazetteer, by_end)
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)
        describe(text, group, by_end)
    return sorted(groups, key=lambda group: group.mentions[0].start), discarded


class _Grouping:
    """Puts mentions into groups, in text order, and the short ones last.

    Args:
        text: The document's text.
        gazetteer: Where the mentions were looked up.
        shorts: The short forms that the text spells out.
        options: The entries that each mention may name.
    """

    def __init__(
        self,
        text: str,
        gazetteer: Gazetteer,
        shorts: Mapping[str, str],
        options: Sequence[Sequence[Entry]],
    ) -> None:
        self.agencies = Agencies(text, gazetteer)
        self._text = text
        self._gazetteer = gazetteer
        self._long_forms = {short.lower(): norm(long) for short, long in shorts.items()}
        # "Dinas Pendidikan Jambi" is the province's or the city's: the one named in full
        self._settled = {entries[0].id for entries in options if len(entries) == 1}
        self._defined: dict[str, AgencyGroup] = {}
        self._short: list[tuple[Chosen, str]] = []
        self._last: tuple[int, AgencyGroup] | None = None

    def place(
        self,
        mention: Chosen,
        entries: Sequence[Entry],
        following: tuple[Chosen, Sequence[Entry]] | None,
    ) -> None:
        """Put a mention into its group, or a new one; set a short one of no entry aside.

        Args:
            mention: The mention.
            entries: What it may name, likeliest first.
            following: The next mention, with what it may name.
        """
        text = self._text
        form = norm(text[mention.start : mention.end])
        group = self._defined.get(form)
        if group:
            entries = [group.entry] if group.entry else []
        elif long := self._long_forms.get(form.rpartition(" ")[2]):
            # "PT Bumi Sari Indah (BSI)": in this text BSI is no bank
            listed, entries = entries, [entry for entry in entries if _fits(entry, long)]
            if listed and not entries:
                group = self.agencies.ending(long)
        named = [entry for entry in entries if entry.id in self._settled]
        entry = next(iter(named or entries), None)
        if entry is None and following and _defined(text, mention.end, following[0]):
            # the short name tells which body a garbled long one is
            entry = next(iter(following[1]), None)
        group = group or self.agencies.known(form, entry)
        if group is None and self._last and _defined(text, self._last[0], mention):
            other = self._last[1]
            acronym = text[mention.start : mention.end].isupper()
            if entry is None or other.entry is None or acronym:
                # in this text PA is the Otoritas Palestina, whatever it is elsewhere
                group = self._defined[form] = other
                entry = other.entry or entry
        short = len(form.split()) <= _SHORT or self._gazetteer.is_head(form)
        if group is None and entry is None and short:
            self._short.append((mention, form))
        else:
            self._last = (mention.end, self.agencies.add(group, mention, entry))

    def place_short(self) -> list[Discarded]:
        """Place the mentions that were set aside, and return those that name nothing.

        What they shorten may come later in the text, as in a headline.
        """
        discarded: list[Discarded] = []
        for mention, form in self._short:
            group = self.agencies.known(form, None) or _shortened(self.agencies, mention, form)
            reason = _no_body(form, self._long_forms, self._gazetteer) if group is None else None
            if reason:
                find = Found(mention.start, mention.end, "ORG", mention.source, mention.score)
                discarded.append(Discarded(find, reason))
            else:
                self.agencies.add(group, mention, None)
        return discarded


def _no_body(form: str, long_forms: Mapping[str, str], gazetteer: Gazetteer) -> str | None:
    """Say why a form that belongs to no body of the text is none itself, or None if it may be."""
    heads = (form, form.rpartition(" ")[2])  # "Polres", "Urkes Polres"
    if form.title() in BODY_WORDS or any(map(gazetteer.is_head, heads)):
        return "a kind of body or its unit, and no one body in the text"
    if long_forms.get(form, "").partition(" ")[0] in _NO_BODY_WORDS:
        return f"short for {long_forms[form]}, which is no body"
    return None


def _pieces(text: str, bodies: Iterable[Chosen]) -> list[Chosen]:
    """Cut "Long Name (SHORT)" in two; a bracket in the middle of a name stays in it."""
    pieces: list[Chosen] = []
    for body in bodies:
        bracket = _BRACKET_AT_END.search(text[body.start : body.end])
        if bracket is None or bracket.start() == 0:
            pieces.append(body)
            continue
        cut = body.start + bracket.start()
        short = (body.start + bracket.start(1), body.start + bracket.end(1))
        pieces.append(Chosen(body.start, cut, "ORG", body.source, body.score))
        pieces.append(Chosen(*short, "ORG", body.source, body.score))
    return pieces


def _defined(text: str, end: int, mention: Chosen) -> bool:
    """Tell whether the mention stands in brackets right behind the one that ends at ``end``."""
    opened = _OPENED.fullmatch(text, end, mention.start)
    return opened is not None and _CLOSED.match(text, mention.end) is not None


def _entries(
    text: str,
    mention: Chosen,
    gazetteer: Gazetteer,
    look_up: Callable[[str], Sequence[Entry]],
) -> Sequence[Entry]:
    """Return the bodies that a mention may name, likeliest first."""
    if mention.hit and mention.hit.end == mention.end:
        return [gazetteer.entry(id_) for id_, _ in mention.hit.detail["candidates"]]
    return look_up(text[mention.start : mention.end])


def _looked_up(form: str, gazetteer: Gazetteer) -> list[Entry]:
    """Return the bodies that a form, which the gazetteer has not found in the text, may name."""
    bodies = [entry for entry in gazetteer.lookup(form) if entry.kind not in _NO_BODIES]
    return bodies or _slips(form, gazetteer)


def _slips(form: str, gazetteer: Gazetteer) -> list[Entry]:
    """Return the bodies that a form, which is one to the NER, is a slip for."""
    near = gazetteer.near(form, anchored=True) if len(form) >= _LEAST_SLIP else []
    near = [(entry, edits) for entry, edits in near if entry.kind not in _NO_BODIES]
    return [entry for entry, edits in near if edits == near[0][1]]


def _fits(entry: Entry, long: str) -> bool:
    """Tell whether an entry may be what the text spells out in full."""
    names = [norm(name) for name in (entry.name, *entry.aliases)]
    return any(long in name or name in long for name in names)


def _shortened(agencies: Agencies, mention: Chosen, form: str) -> AgencyGroup | None:
    """The body in play whose name begins with the form: the one mentioned last before it."""

    def distance(group: AgencyGroup) -> tuple[int, int]:
        before = [m.start for m in group.mentions if m.start < mention.start]
        return (0, -max(before)) if before else (1, min(m.start for m in group.mentions))

    return min(agencies.beginning(form), key=distance, default=None)
