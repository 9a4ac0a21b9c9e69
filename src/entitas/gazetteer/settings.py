"""What can be tuned: how sure a find must be, which names count for little, how places are linked.

Settings are layered like packs: a file in TOML changes what it names, and leaves the rest.
``entitas gazetteer tune`` writes such a file from annotated articles; it can as well be written by
hand, and is given wherever packs are given.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import KINDS
from entitas.gazetteer.fold import key_of

__all__ = [
    "GROUPS",
    "Group",
    "Linking",
    "Names",
    "Packs",
    "Pairs",
    "Settings",
    "Slips",
    "group_of",
    "read_settings",
]

#: The sorts of things that a name may be of.
GROUPS = ("place", "body", "person")
Group = Literal["place", "body", "person"]
#: Names as (id of the entry, folded name).
Pairs = frozenset[tuple[str, str]]

_GATES = dict.fromkeys((*KINDS, "place", "person"), 0.6)
_ORDINARY = dict.fromkeys(GROUPS, 1.0)
_SLIPS = {"place": {"one": 5, "two": 8}, "body": {"one": 12, "two": 12}}
_LEVELS = {
    "country": 5.0, "province": 5.0, "city": 4.5, "regency": 4.0, "other": 3.0, "district": 0.5,
    "village": -0.5,
}  # fmt: skip

_Share = Annotated[float, Field(ge=0, le=1)]
_Letters = Annotated[int, Field(ge=5, le=200)]


def _filled(ordinary: Mapping[str, Any], given: object) -> object:
    """Fill up a table with what is ordinary; refuse names that it does not have."""
    if not isinstance(given, Mapping):
        return given
    if unknown := [name for name in given if name not in ordinary]:
        raise ValueError(f"no such name: {unknown[0]!r}; there are {', '.join(ordinary)}")
    return {**ordinary, **given}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Slips(_Part):
    """How long a name must be, in characters, to be found with one edit and with two."""

    one: _Letters
    two: _Letters


class Packs(_Part):
    """The least score of a find of a pack's entry without the NER, by the words of its name.

    Args:
        one_word: Of a name of one word.
        more_words: Of a longer one.
    """

    one_word: _Share = 0.0
    more_words: _Share = 0.0


class Names(_Part):
    """Single names of single entries, by the entry's id, in any case and punctuation.

    Args:
        off: They do not mean the entry any more.
        with_ner: They count only where the NER finds a name too, or behind a level word.
    """

    off: dict[str, tuple[str, ...]] = {}
    with_ner: dict[str, tuple[str, ...]] = {}


class Linking(_Part):
    """The weights, in nats, with which a place is linked; see :mod:`entitas.resolve.places`.

    Args:
        levels: How likely each level is meant, before the text is read.
        hint: What a level word or office at the name says for its level, and against the others.
        next: What the name of a container right behind says.
        namesake: What the same name with a level word elsewhere says.
        none: How likely no known place is meant.
        edit: What every edit between form and name says against a place.
        jurisdiction: How much the area of a body that the text names counts as named (0 to 1).
    """

    levels: Annotated[dict[str, float], BeforeValidator(partial(_filled, _LEVELS))] = _LEVELS
    hint: float = 5.0
    next: float = 3.0
    namesake: float = 3.0
    none: float = 1.5
    edit: float = 2.5
    jurisdiction: float = 0.8


class Settings(_Part):
    """All settings, with what holds where nothing else is said.

    Args:
        gates: The least score, by kind of find, of one that the NER does not support.
        ordinary: By sort, the share of small writing in running text from which a name counts only
            where the NER finds one too, or behind a level word.
        slips: By sort, how long a misspelt name must be.
        packs: How sure a find of an entry that a pack added must be, besides.
        names: Single names.
        linking: The weights of the linker of places.

    >>> Settings().gates["police"], Settings().slips["place"].two
    (0.6, 8)
    """

    gates: Annotated[dict[str, _Share], BeforeValidator(partial(_filled, _GATES))] = _GATES
    ordinary: Annotated[dict[str, _Share], BeforeValidator(partial(_filled, _ORDINARY))] = _ORDINARY
    slips: Annotated[
        dict[str, Slips], Field(validate_default=True), BeforeValidator(partial(_filled, _SLIPS))
    ] = {}
    packs: Packs = Packs()
    names: Names = Names()
    linking: Linking = Linking()

    @property
    def off(self) -> Pairs:
        """The names that do not mean their entries any more."""
        return _pairs(tuple(self.names.off.items()))

    @property
    def with_ner(self) -> Pairs:
        """The names that need the NER or a level word."""
        return _pairs(tuple(self.names.with_ner.items()))

    @property
    def hash(self) -> str:
        """A hash of the settings; empty where they are the ordinary ones."""
        if self == Settings():
            return ""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _pairs(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Pairs:
    return frozenset((id_, key_of(form)) for id_, forms in names for form in forms)


def group_of(kind: str) -> Group:
    """Return the sort of a kind of find.

    >>> group_of("police")
    'body'
    """
    return kind if kind in ("place", "person") else "body"  # type: ignore[return-value]


def read_settings(paths: Iterable[Path]) -> Settings:
    """Return the settings of some files, each laid over those before it.

    Raises:
        GazetteerError: A file cannot be read, or says what no setting can be.
    """
    merged: dict[str, Any] = Settings().model_dump()
    settings = Settings()
    for path in paths:
        try:
            said = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise GazetteerError(f"{path}: cannot be read ({error}).") from error
        except tomllib.TOMLDecodeError as error:
            raise GazetteerError(f"{path}: not valid TOML ({error}).") from error
        merged = _laid(merged, said)
        try:
            settings = Settings.model_validate(merged)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            said_wrong = str(first["msg"]).removeprefix("Value error, ")
            raise GazetteerError(f"{path}: {field}: {said_wrong}.") from error
    return settings


def _laid(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay a table over another; tables within are laid likewise, lists of names are added to."""
    merged = dict(under)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _laid(before, value)
        elif isinstance(before, (tuple, list)) and isinstance(value, list):
            merged[key] = (*before, *(name for name in value if name not in before))
        else:
            merged[key] = value
    return merged
