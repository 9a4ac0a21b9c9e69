"""Compile a source into a store: the files that :class:`~entitas.gazetteer.store.Store` maps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from entitas.gazetteer.compose import Composer
from entitas.gazetteer.entry import Entry
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.fuzzy.building import build_fuzzy
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.store.exact import write_exact
from entitas.gazetteer.store.layout import FORMAT, How, Key, is_acronym
from entitas.gazetteer.store.portfolios import ministries
from entitas.gazetteer.strings import StringMap, Strings, write_array

__all__ = ["compile_source"]

_NUMERALS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5",
}  # fmt: skip
# Names that are written small more often than this are not looked for in misspelt forms.
_MOST_ORDINARY = 0.3


@dataclass(frozen=True, slots=True)
class _Name:
    """A name: its folded form, the number and form of what it names, and how it names it."""

    key: str
    target: int
    form: str
    how: int
    kind: int


def compile_source(source: Source, hash_: str, folder: Path) -> None:
    """Write the compiled store of a source.

    Args:
        source: What to compile.
        hash_: The hash of the source's content, by which the store is known.
        folder: An empty folder to write to.
    """
    ids = sorted({*source.entries, *source.composed})
    names = [name for name in _names(source, ids) if not _silent(source, ids, name)]
    names.sort(key=lambda name: name.key)
    Strings.write(folder / "area_codes", source.areas.codes)
    Strings.write(folder / "area_names", source.areas.names)
    Strings.write(folder / "named_ids", ids)
    StringMap.write(folder / "entries", {id_: _json(e) for id_, e in source.entries.items()})
    StringMap.write(folder / "changes", source.changes)
    Strings.write(folder / "vocabulary", sorted(source.vocabulary))
    keys = _write_names(source, names, folder)
    write_exact(keys, folder)
    build_fuzzy(_fuzzy_keys(source, keys, names), folder)
    tables = json.dumps(_tables(source), ensure_ascii=False)
    (folder / "tables.json").write_text(tables, encoding="utf-8")
    meta = {
        "format": FORMAT,
        "hash": hash_,
        "counts": _counts(source),
        "files": {path.name: path.stat().st_size for path in sorted(folder.iterdir())},
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")


def _write_names(source: Source, names: Sequence[_Name], folder: Path) -> list[str]:
    """Write what every folded name stands for, and return the folded names."""
    heads = {key_of(f) for rows in source.patterns.values() for row in rows for f in row.heads}
    units = {key_of(form) for unit in source.units.values() for form in unit.forms}
    keys = sorted({name.key for name in names} | heads | units)
    number = {key: n for n, key in enumerate(keys)}
    flags = np.zeros(len(keys), np.uint8)
    for name in names:
        flags[number[name.key]] |= name.kind
    flags[[number[key] for key in heads]] |= np.uint8(Key.HEAD)
    flags[[number[key] for key in units]] |= np.uint8(Key.UNIT)
    counts = np.bincount([number[name.key] for name in names], minlength=len(keys))
    forms = sorted({name.form for name in names})
    form = {text: n for n, text in enumerate(forms)}
    Strings.write(folder / "keys", keys)
    Strings.write(folder / "forms", forms)
    write_array(folder / "key_flags.npy", flags)
    write_array(folder / "name_starts.npy", np.concatenate(([0], np.cumsum(counts))).astype("u4"))
    write_array(folder / "name_targets.npy", np.array([n.target for n in names], np.uint32))
    write_array(folder / "name_forms.npy", np.array([form[n.form] for n in names], np.uint32))
    write_array(folder / "name_hows.npy", np.array([n.how for n in names], np.uint8))
    return keys


def _tables(source: Source) -> dict[str, Any]:
    """Return what is small enough to be read as a whole."""
    return {
        "aliases": {source.areas.codes[n]: _rows(rows) for n, rows in source.aliases.items()},
        "patterns": _rows([row for rows in source.patterns.values() for row in rows]),
        "units": _rows(source.units.values()),
        "composed": _rows(source.composed.values()),
        "triggers": _rows(source.triggers.values()),
        "ordinary": source.ordinary,
        "own": sorted(source.own),
        "branched": sorted(source.branched),
        "prominent": sorted(source.prominent),
        "silent": sorted(source.silent),
        "portfolios": {k: e.id for k, e in ministries(source.entries.values()).items()},
    }


def _counts(source: Source) -> dict[str, int]:
    kinds = Counter(entry.kind for entry in source.entries.values())
    kinds["place"] += len(source.areas)
    return {
        **dict(kinds.most_common()),
        "patterns": len(source.patterns),
        "units": len(source.units),
    }


def _names(source: Source, ids: Sequence[str]) -> Iterator[_Name]:
    yield from _area_names(source)
    composer = Composer(source)
    weak_composed = {
        (id_, form.removesuffix("~"))
        for id_, row in source.composed.items()
        for form in row.aliases
        if form.endswith("~")
    }
    number = {id_: len(source.areas) + n for n, id_ in enumerate(ids)}
    for id_ in [*source.entries, *source.composed]:
        entry = source.entries.get(id_) or composer.entry(id_)
        kind = Key.PLACE if entry.kind == "place" else Key.BODY
        seen: set[str] = set()
        for form in (entry.name, entry.abbreviation or "", *entry.aliases):
            key = key_of(form)
            if not key or key in seen:
                continue
            seen.add(key)
            how = 0 if form == entry.name else How.ALIAS
            if (id_, form) in source.weak or (id_, form) in weak_composed:
                how |= How.SELDOM
            yield _Name(key, number[id_], form, how, kind)


def _area_names(source: Source) -> Iterator[_Name]:
    areas = source.areas
    for number in range(len(areas)):
        key, name = key_of(areas.bare(number)), areas.names[number]
        yield _Name(key, number, name, 0, Key.PLACE)
        # "Pulo Gadung" is also written "Pulogadung"; "Ilir Barat II", "Ilir Barat 2"
        first, blank, rest = key.rpartition(" ")
        if blank:
            joined = key.replace(" ", "", 1)
            if joined.replace(" ", "").isalpha():
                yield _Name(joined, number, name, How.RESPELT, Key.PLACE)
            if rest in _NUMERALS:
                yield _Name(f"{first} {_NUMERALS[rest]}", number, name, How.RESPELT, Key.PLACE)
    for number, rows in source.aliases.items():
        for row in rows:
            weak = (f"id:{row.code}", row.alias) in source.weak
            how = How.ALIAS | (How.SELDOM if weak else 0)
            yield _Name(key_of(row.alias), number, row.alias, how, Key.PLACE)


def _silent(source: Source, ids: Sequence[str], name: _Name) -> bool:
    if not (source.silent or source.silent_forms):
        return False
    areas = len(source.areas)
    own = f"id:{source.areas.codes[name.target]}" if name.target < areas else None
    id_ = own or ids[name.target - areas]
    return id_ in source.silent or (id_, name.key) in source.silent_forms


def _fuzzy_keys(source: Source, keys: Sequence[str], names: Sequence[_Name]) -> list[str]:
    """Return what a misspelt form may be meant to be: names, heads, units and triggers."""
    plain = {name.key for name in names if not name.how & How.RESPELT}
    # acronyms, words of the language and spellings made by rule are too near to too much
    unfit = {name.key for name in names if is_acronym(name.form)}
    unfit.update(word for word, ratio in source.ordinary.items() if ratio > _MOST_ORDINARY)
    unfit.update(name.key for name in names if name.key not in plain)
    return sorted({*keys, *source.triggers} - unfit)


def _rows(rows: Iterable[BaseModel]) -> list[dict[str, Any]]:
    return [row.model_dump() for row in rows]


def _json(entry: Entry) -> str:
    empty = (None, (), False)
    fields = {name: value for name, value in asdict(entry).items() if value not in empty}
    return json.dumps(fields, ensure_ascii=False)
