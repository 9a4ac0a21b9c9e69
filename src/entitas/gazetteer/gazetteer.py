"""The gazetteer: look-ups, and finding all names in a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from rapidfuzz import fuzz, process

from entitas.errors import GazetteerError
from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Entry, Hit
from entitas.gazetteer.finding.finder import Finder
from entitas.gazetteer.finding.slips import anchored as is_anchored
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.fuzzy.index import FuzzyIndex
from entitas.gazetteer.settings import Settings, read_settings
from entitas.gazetteer.store.names import NameIndex
from entitas.gazetteer.store.opening import open_store
from entitas.gazetteer.store.store import Store
from entitas.gazetteer.words import Words

__all__ = ["Gazetteer", "Paths"]

#: What a gazetteer is loaded from: see :meth:`Gazetteer.load`.
Paths = str | Path | Sequence[str | Path] | None

_GOVERNMENT = {"district": "pemkec", "village": "pemdes"}
_MOST_SEARCHED = 50
_LOADING = Lock()


class Gazetteer:
    """Places and bodies by name and id; make one with :meth:`load`.

    >>> gazetteer = Gazetteer.load()
    >>> gazetteer.entry("id:33.74").name
    'Kota Semarang'
    >>> [(hit.text, hit.candidates[0][0]) for hit in gazetteer.find("Kapolda Jateng ke Kab. Tuban")]
    [('Jateng', 'id:33'), ('Kab. Tuban', 'id:35.23')]
    """

    def __init__(self, store: Store, settings: Settings | None = None) -> None:
        self._store = store
        self._settings = settings or Settings()
        self._composer = Composer(store)
        self._index = NameIndex(store, self._settings.off)
        self._fuzzy = FuzzyIndex(store.folder)
        self._finder = Finder(self._index, self._fuzzy, self._composer, self._settings)

    @classmethod
    def load(cls, paths: Paths = None) -> Gazetteer:
        """Return the gazetteer of some paths, by default the built-in one; loads each but once.

        Args:
            paths: A pack of one's own (.csv, .jsonl or .yaml), or several, each laid over what is
                before it; or a folder, a source or compiled, instead of the built-in one, alone or
                before packs; and files of settings (.toml), see :mod:`~.settings`.

        Raises:
            GazetteerError: A path is missing or its data not valid.
        """
        if paths is None:
            with _LOADING:
                return _load(())
        listed = [paths] if isinstance(paths, str | Path) else paths
        files = [Path(path).resolve() for path in listed]
        # a file that has changed is loaded again
        with _LOADING:
            return _load(tuple((path, _changed(path)) for path in files))

    @property
    def hash(self) -> str:
        """A hash of the content and the settings: the same data, the same hash."""
        own = self._settings.hash
        if not own:
            return self._store.hash
        return hashlib.sha256(f"{self._store.hash}{own}".encode()).hexdigest()[:16]

    @property
    def settings(self) -> Settings:
        """How sure finds must be, and how places are linked."""
        return self._settings

    def with_settings(self, settings: Settings) -> Gazetteer:
        """Return the same gazetteer with other settings."""
        return Gazetteer(self._store, settings)

    def counts(self) -> dict[str, int]:
        """Count the entries by kind, and the patterns and units from which others are composed."""
        return dict(self._store.counts)

    def entries(self) -> Iterator[Entry]:
        """Yield all listed entries: areas, other places, bodies, people; not composed ones."""
        yield from (self._store.area(number) for number in range(len(self._store.areas)))
        yield from self._store.entries.values()

    def weak_names(self, entry: Entry) -> set[str]:
        """Return the names of a listed entry that seldom mean it."""
        forms = {form for form in (*entry.aliases, entry.abbreviation) if form}
        keys = {key_of(form) for form in forms}
        weak = {
            name.form for key in keys for name in self._index.bodies(key)
            if name.id == entry.id and name.weak
        }  # fmt: skip
        weak |= {
            name.form for key in keys for name in self._index.places(key)
            if name.id == entry.id and name.seldom
        }  # fmt: skip
        return weak & forms

    @property
    def disabled(self) -> frozenset[str]:
        """The ids of entries that texts are not searched for."""
        return self._store.silent

    def find(self, text: str) -> list[Hit]:
        """Return every name in a text, in text order.

        Args:
            text: Any text; the hits' offsets are code points of it.
        """
        return self._finder.find(text)

    def entry(self, id_: str) -> Entry:
        """Return the entry of an id, listed or composed.

        The id of an area may hold a code that is no longer valid; the entry is then that of the
        area which took its place.

        Raises:
            KeyError: There is no such entry.

        >>> Gazetteer.load().entry("polres@35.23").name
        'Kepolisian Resor Tuban'
        """
        return self._composer.entry(id_)

    def lookup(self, name: str) -> list[Entry]:
        """Return the entries that are called so, bodies before places, likeliest first.

        >>> [entry.id for entry in Gazetteer.load().lookup("Pemkot Semarang")]
        ['pemda@33.74']
        """
        bodies = [self.entry(id_) for id_ in self._finder.bodies_called(name)]
        return [*bodies, *self.areas_named(name)]

    def is_head(self, form: str) -> bool:
        """Tell whether a form is the bare head of a pattern, which names no one body.

        >>> Gazetteer.load().is_head("Polres"), Gazetteer.load().is_head("Polri")
        (True, False)
        """
        key = key_of(form)
        heads = self._index.heads.get(key, [])
        return not self._index.bodies(key) and any(not head.row.alone for head in heads)

    def is_word(self, form: str) -> bool:
        """Tell whether a form, in small letters, is a word of the news and not only a name.

        >>> Gazetteer.load().is_word("mengatakan"), Gazetteer.load().is_word("tuban")
        (True, False)
        """
        return form in self._index.store.vocabulary

    def areas_named(self, name: str) -> list[Entry]:
        """Return the places of a name, likeliest first; a level word before it asks for its level.

        Likelier is what is larger: country and province, city, regency, district, village.

        >>> [area.id for area in Gazetteer.load().areas_named("Semarang")][:2]
        ['id:33.74', 'id:33.22']
        >>> [area.id for area in Gazetteer.load().areas_named("Kab. Semarang")]
        ['id:33.22']
        """
        key = key_of(name)
        names = list(self._index.places(key))
        words = key.split(" ")
        for size in (2, 1):
            trigger = self._store.triggers.get(" ".join(words[:size]))
            if len(words) > size and trigger and trigger.kind == "level":
                bare = self._index.places(" ".join(words[size:]))
                seen = {known.id for known in names}
                names += [n for n in bare if n.level == trigger.level and n.id not in seen]
                break
        return [self.entry(n.id) for n in names]

    def near(self, name: str, *, anchored: bool = False) -> list[tuple[Entry, float]]:
        """Return the listed entries that a name, all of it, is a slip for.

        Args:
            name: The name.
            anchored: Only names of several words of which one is right, and none too wrong.

        Returns:
            Each with the edits between, at most two and fewer in short names; half ones for letters
            that look alike. The fewest edits first.

        >>> Gazetteer.load().near("Bareskrm Polri", anchored=True)[0][0].id
        'body:bareskrim'
        """
        words = Words(name)
        found: dict[str, float] = {}
        if not len(words):
            return []
        for near in sorted(self._fuzzy.find(words, [0]), key=lambda near: near.edits):
            if near.last == len(words) and (not anchored or is_anchored(words, near)):
                for id_ in self._ids(near.key):
                    found.setdefault(id_, near.edits)
        return [(self.entry(id_), edits) for id_, edits in found.items()]

    def search(
        self, name: str, limit: int = 10, *, least: float = 0.0
    ) -> list[tuple[Entry, float]]:
        """Return the entries whose names are most like a name, with a likeness from 0 to 1.

        Args:
            name: The name, in any spelling.
            limit: How many entries at most.
            least: How like they must be; the more, the faster.

        >>> Gazetteer.load().search("Komisi Pembrantasan Korupsi", 1)[0][0].id
        'body:kpk'
        """
        key = key_of(name)
        if not key or limit < 1:
            return []
        found: dict[str, float] = {e.id: 1.0 for e in self.lookup(name)}
        near = process.extract(
            key,
            self._names,
            scorer=fuzz.ratio,
            limit=_MOST_SEARCHED + limit,
            score_cutoff=100 * least,
        )
        for form, likeness, _ in near:
            for id_ in self._ids(form):
                found.setdefault(id_, likeness / 100)
        ranked = sorted(found.items(), key=lambda pair: -pair[1])[:limit]
        return [(self.entry(id_), round(likeness, 4)) for id_, likeness in ranked]

    def path(self, entry: Entry) -> tuple[str, ...]:
        """Return the names of what contains a place, the largest first, without itself.

        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.path(gazetteer.entry("id:33.74"))
        ('Indonesia', 'Jawa Tengah')
        """
        names: list[str] = []
        above = self.parent(entry) if entry.kind == "place" else self.place(entry)
        while above is not None and above.name not in names:
            names.append(above.name)
            above = self.parent(above)
        return tuple(reversed(names))

    def parent(self, entry: Entry) -> Entry | None:
        """Return what a place lies in, or the body that a body belongs to."""
        return self.entry(entry.parent) if entry.parent else None

    def place(self, entry: Entry) -> Entry | None:
        """Return the area of a body's jurisdiction."""
        return self.entry(entry.place) if entry.place else None

    def government(self, area_id: str) -> Entry:
        """Return the government of an area.

        Raises:
            GazetteerError: The id is not one of an administrative area.

        >>> Gazetteer.load().government("id:33.74").name
        'Pemerintah Kota Semarang'
        """
        area = self._area(area_id)
        return self._composer.compose(_GOVERNMENT.get(area.level or "", "pemda"), area)

    def compose(self, key: str, area_id: str, qualifier: str | None = None) -> Entry:
        """Return the body that a pattern makes of an area.

        Args:
            key: The pattern's key in ``data/patterns.csv``.
            area_id: The id of the area.
            qualifier: What stands between head and area ("Kesehatan" in "Dinas Kesehatan Tuban").

        Raises:
            GazetteerError: There is no such pattern or area, or they do not go together.

        >>> Gazetteer.load().compose("polres", "id:35.23").abbreviation
        'Polres Tuban'
        """
        return self._composer.compose(key, self._area(area_id), qualifier)

    def ministry_of(self, portfolio: str) -> Entry | None:
        """Return the ministry of a portfolio, of the present cabinet before one of the past.

        Args:
            portfolio: What follows "Menteri" or "Kementerian", in full or short.

        >>> Gazetteer.load().ministry_of("Dalam Negeri").id
        'body:kemendagri'
        """
        id_ = self._store.portfolios.get(key_of(portfolio))
        return self.entry(id_) if id_ else None

    @cached_property
    def _names(self) -> list[str]:
        """All folded names; only searches need them, but those need them all."""
        return self._index.names()

    def _ids(self, key: str) -> Iterable[str]:
        yield from (name.id for name in self._index.bodies(key))
        yield from (name.id for name in self._index.places(key)[:_MOST_SEARCHED])

    def _area(self, area_id: str) -> Entry:
        try:
            area = self.entry(area_id)
        except KeyError:
            raise GazetteerError(
                f"no area has the id {area_id!r}; ids look like id:33.74."
            ) from None
        return area


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, int], ...]) -> Gazetteer:
    paths = [path for path, _ in files]
    settings = read_settings(path for path in paths if path.suffix == ".toml")
    return Gazetteer(open_store([path for path in paths if path.suffix != ".toml"]), settings)
