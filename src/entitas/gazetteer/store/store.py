"""A compiled gazetteer, mapped into memory from its folder."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.source.areas import Areas
from entitas.gazetteer.source.rows import AliasRow, ComposedRow, PatternRow, TriggerRow, UnitRow
from entitas.gazetteer.store.layout import FORMAT
from entitas.gazetteer.strings import StringMap, Strings, read_array

__all__ = ["Store"]

_PATTERNS = TypeAdapter(list[PatternRow])
_UNITS = TypeAdapter(list[UnitRow])
_COMPOSED = TypeAdapter(list[ComposedRow])
_TRIGGERS = TypeAdapter(list[TriggerRow])
_ALIASES = TypeAdapter(list[AliasRow])


class Store:
    """All data of one gazetteer, as :func:`~.compiling.compile_source` wrote them.

    The attributes are those of :class:`~entitas.gazetteer.source.folder.Source`, but that names are
    found by their keys: ``keys`` are all folded names in order, ``key_flags`` what each stands for
    (:class:`~.layout.Key`), and ``name_starts[n]:name_starts[n + 1]`` are the rows of key ``n`` in
    ``name_targets`` (the number of an area, or of an entry behind the areas), ``name_forms`` and
    ``name_hows`` (:class:`~.layout.How`).

    Args:
        folder: The folder of the store.

    Raises:
        GazetteerError: It holds no store, or one of another version.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._open(folder)
        except GazetteerError:
            raise
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GazetteerError(f"{folder}: not a compiled gazetteer ({error}).") from error

    def _open(self, folder: Path) -> None:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise GazetteerError(
                f"{folder}: compiled by another version of entitas; run "
                "'entitas gazetteer build' again."
            )
        for file, size in meta["files"].items():
            if (folder / file).stat().st_size != size:
                raise ValueError(f"{file} is damaged")
        tables = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.hash: str = meta["hash"]
        self.counts: dict[str, int] = meta["counts"]
        self.areas = Areas(Strings(folder / "area_codes"), Strings(folder / "area_names"))
        self.entries: Mapping[str, Entry] = _Entries(StringMap(folder / "entries"))
        self.changes: Mapping[str, str] = StringMap(folder / "changes")
        self.named_ids = Strings(folder / "named_ids")
        self.keys = Strings(folder / "keys")
        self.forms = Strings(folder / "forms")
        self.vocabulary = frozenset(Strings(folder / "vocabulary").all())
        self.key_flags = read_array(folder / "key_flags.npy")
        self.name_starts = read_array(folder / "name_starts.npy")
        self.name_targets = read_array(folder / "name_targets.npy")
        self.name_forms = read_array(folder / "name_forms.npy")
        self.name_hows = read_array(folder / "name_hows.npy")
        self._aliases: dict[str, Any] = tables["aliases"]
        self.patterns: defaultdict[str, list[PatternRow]] = defaultdict(list)
        for row in _PATTERNS.validate_python(tables["patterns"]):
            self.patterns[row.key].append(row)
        self.units = {row.key: row for row in _UNITS.validate_python(tables["units"])}
        self.composed = {row.id: row for row in _COMPOSED.validate_python(tables["composed"])}
        self.triggers = {row.word: row for row in _TRIGGERS.validate_python(tables["triggers"])}
        self.ordinary: dict[str, float] = tables["ordinary"]
        self.branched = frozenset(tables["branched"])
        self.prominent = frozenset(tables["prominent"])
        self.own = frozenset(tables["own"])
        self.silent = frozenset(tables["silent"])
        self.portfolios: dict[str, str] = tables["portfolios"]

    def area(self, number: int) -> Entry:
        """Build the entry of an area, with its aliases."""
        code = self.areas.codes[number]
        rows = self._aliases.get(code, ())
        aliases = _ALIASES.validate_python(rows)
        return self.areas.entry(number, aliases, prominent=code in self.prominent)

    def kind(self, id_: str) -> str:
        """Return the kind of a listed entry, or of a composed one with a name of its own."""
        entry = self.entries.get(id_)
        return entry.kind if entry else self.patterns[re.split("[=@]", id_, maxsplit=1)[0]][0].kind


class _Entries(Mapping[str, Entry]):
    """The listed entries by their id; each is read when it is asked for."""

    def __init__(self, rows: StringMap) -> None:
        self._rows = rows
        self._read = lru_cache(maxsize=20_000)(self._entry)

    def _entry(self, id_: str) -> Entry:
        fields = json.loads(self._rows[id_])
        return Entry(**{**fields, "aliases": tuple(fields.get("aliases", ()))})

    def __getitem__(self, id_: str) -> Entry:
        return self._read(id_)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
