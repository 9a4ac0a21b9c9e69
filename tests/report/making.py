"""Small corpora: fictional people, real institutions."""

from __future__ import annotations

from typing import Any

from entitas.records import (
    Agency,
    Document,
    Link,
    Mention,
    Person,
    PipelineInfo,
    Place,
    Position,
    PositionAgency,
    Rank,
)


def mentions(text: str, count: int = 1) -> tuple[Mention, ...]:
    return (Mention(text=text, start=0, end=len(text), source="ner", score=1),) * count


def office(title: str, of: str = "", status: Any = "current", id_: str | None = None) -> Position:
    agency = PositionAgency(text=of, id=id_) if of else None
    return Position(text=title, title=title, status=status, start=0, end=1, agency=agency)


def person(name: str, *offices: Position, rank: str = "", count: int = 1) -> Person:
    ranks = (Rank(text=rank, kind="police_rank", name=rank),) if rank else ()
    return Person(
        id="p",
        name=name,
        official=bool(offices or rank),
        mentions=mentions(name, count),
        positions=offices,
        ranks=ranks,
    )


def agency(name: str, kind: Any = "other", link: str | None = None, count: int = 1) -> Agency:
    chosen = Link(id=link, score=1, match="exact") if link else None
    return Agency(id="a1", name=name, kind=kind, mentions=mentions(name, count), link=chosen)


def place(name: str, level: Any, code: str | None, *path: str) -> Place:
    return Place(id="l", name=name, level=level, code=code, path=path, mentions=mentions(name))


def document(*parts: Person | Agency | Place, date: str | None = None) -> Document:
    return Document(
        date=date,
        people=tuple(part for part in parts if isinstance(part, Person)),
        agencies=tuple(part for part in parts if isinstance(part, Agency)),
        places=tuple(part for part in parts if isinstance(part, Place)),
        pipeline=PipelineInfo(entitas="0", model="model-x", gazetteer="hash-y"),
    )
