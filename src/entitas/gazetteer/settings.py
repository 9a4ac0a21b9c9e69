"""What can be tuned: how sure a find must be, which names count for little, how places are linked.

Settings are layered like packs: a file in TOML changes what it names, and leaves the rest.
``entitas gazetteer tune`` writes such a file from annotated articles; it can as well be written by
hand, and is given wherever packs are given.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entitas.errors import GazetteerError
from entitas.gazetteer.entry import KINDS
from entitas.gazetteer.fold import key_of

__all__ = ["GROUPS", "Group", "Linking", "Names", "Settings", "Slips", "group_of", "read_settings"]

#: The sorts of things that a name may be of.
GROUPS = ("place", "body", "person")
Group = Literal["place", "body", "person"]
_GATE = 0.6
_FINDS = (*KINDS, "place", "person")

_Share = Annotated[float, Field(ge=0, le=1)]
_Letters = Annotated[int, Field(ge=5, le=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Slips(_Part):
    """How long a name must be, in characters, to be found with one edit and with two."""

    one: _Letters
    two: _Letters


class Names(_Part):
    """Single names, in any case and punctuation.

    Args:
        off: Texts are not searched for them.
        with_ner: They count only where the NER finds a name too, or behind a level word.
    """

    off: tuple[str, ...] = ()
    with_ner: tuple[str, ...] = ()


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

    levels: dict[str, float] = {
        "country": 5.0, "province": 5.0, "city": 4.5, "regency": 4.0, "other": 3.0,
        "district": 0.5, "village": -0.5,
    }  # fmt: skip
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
        names: Single names.
        linking: The weights of the linker of places.

    >>> Settings().gates["police"], Settings().slips["place"].two
    (0.6, 8)
    """

    gates: dict[str, _Share] = dict.fromkeys(_FINDS, _GATE)
    ordinary: dict[Group, _Share] = {"place": 1.0, "body": 1.0, "person": 1.0}
    slips: dict[Literal["place", "body"], Slips] = {
        "place": Slips(one=5, two=8),
        "body": Slips(one=12, two=12),
    }
    names: Names = Names()
    linking: Linking = Linking()

    @cached_property
    def off(self) -> frozenset[str]:
        """The folded names that texts are not searched for."""
        return frozenset(map(key_of, self.names.off))

    @cached_property
    def with_ner(self) -> frozenset[str]:
        """The folded names that need the NER or a level word."""
        return frozenset(map(key_of, self.names.with_ner))

    @property
    def hash(self) -> str:
        """A hash of the settings; empty where they are the ordinary ones."""
        if self == Settings():
            return ""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


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
        for name, kinds in (("gates", _FINDS), ("ordinary", GROUPS), ("linking.levels", None)):
            _check_names(path, name, said, kinds or tuple(Linking().levels))
        merged = _laid(merged, said)
        try:
            settings = Settings.model_validate(merged)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise GazetteerError(f"{path}: {field}: {first['msg']}.") from error
    return settings


def _check_names(path: Path, name: str, said: dict[str, Any], known: tuple[str, ...]) -> None:
    table: Any = said
    for part in name.split("."):
        table = table.get(part, {}) if isinstance(table, dict) else {}
    if isinstance(table, dict) and (unknown := [key for key in table if key not in known]):
        raise GazetteerError(
            f"{path}: {name}.{unknown[0]}: no such name; there are {', '.join(known)}."
        )


def _laid(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay a table over another; tables within are laid likewise, lists of names are added to."""
    merged = dict(under)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _laid(before, value)
        elif isinstance(before, tuple) and isinstance(value, list):
            merged[key] = (*before, *(name for name in value if name not in before))
        else:
            merged[key] = value
    return merged
