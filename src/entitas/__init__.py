"""Indonesian news text to typed records of officials, agencies, places and titles.

>>> import entitas
>>> record = entitas.extract("Wali Kota Bogor Sri Wahyuni bertemu pimpinan KPK di Jakarta.")
>>> record.people[0].name, record.people[0].positions[0].title
('Sri Wahyuni', 'Wali Kota')
>>> [(place.name, place.code) for place in record.places]
[('Kota Bogor', '32.71'), ('Jakarta', '31')]

``load`` gives the same as a spaCy pipeline, ``extract_many`` takes a stream of texts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entitas.errors import EntitasError
    from entitas.pipeline import extract, extract_many, load
    from entitas.records import (
        Agency,
        Document,
        Explanation,
        Link,
        Mention,
        Person,
        Place,
        Position,
        Title,
    )

__all__ = [
    "Agency",
    "Document",
    "EntitasError",
    "Explanation",
    "Link",
    "Mention",
    "Person",
    "Place",
    "Position",
    "Title",
    "extract",
    "extract_many",
    "load",
]

__version__ = "0.1.0"

_HOME = dict.fromkeys(("extract", "extract_many", "load"), "entitas.pipeline")
_HOME["EntitasError"] = "entitas.errors"


def __getattr__(name: str) -> Any:
    # spaCy and the ONNX runtime are slow to import; a program that only names entitas, or only
    # reads stored records, should not wait for them.
    if name not in __all__:
        raise AttributeError(f"module 'entitas' has no attribute {name!r}")
    value = getattr(import_module(_HOME.get(name, "entitas.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
