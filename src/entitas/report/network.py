"""Who is written of together: the commonest officials and agencies, placed by their ties."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from entitas.report.gather import AGENCY, OFFICIAL, Gathered, ranked

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Network", "Node", "Tie", "make_network"]

_OFFICIALS, _AGENCIES = 24, 24
_TIES_OF_ONE = 3
_SEED = 1
_SPREAD = 0.55  # the distance that ties seek; larger than usual, so that labels find room
_WIDTH = 1.8  # how much wider than high the picture is

End = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """An official or an agency, with its place on the plane (-1 to 1)."""

    kind: str
    name: str
    documents: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Two nodes, by their number, and how many documents name both."""

    one: int
    other: int
    documents: int


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, those of most documents first, and ties, the weakest first."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def make_network(seen: Gathered) -> Network:
    """Pick the officials and agencies of most documents, tie them, and lay them out.

    Each is tied to the three with which it shares most for their number of documents (the cosine:
    shared documents by the root of the product), as otherwise all would be tied to the commonest.
    The layout pulls together what is tied. It starts from a fixed seed, so the same counts give the
    same picture. Who has no tie to another of them is left out.
    """
    import networkx as nx

    officials = [item for item in ranked(seen.people) if item[1].value.official][:_OFFICIALS]
    named = {(OFFICIAL, key): (one.value.name, one.count) for key, one in officials}
    agencies = [item for item in ranked(seen.agencies) if item[1].value.kind != "media"]
    for key, one in agencies[:_AGENCIES]:
        named[AGENCY, key] = (one.value.abbreviation or one.value.name, one.count)
    graph: nx.Graph[End] = nx.Graph()
    for ends, documents in _strongest(seen, named):
        graph.add_edge(*ends, documents=documents)
    order = sorted(graph, key=lambda end: (-named[end][1], end))
    number = {end: at for at, end in enumerate(order)}
    at = _layout(graph)
    across = _stretched([at[end][0] for end in order])
    upward = _stretched([at[end][1] for end in order])
    nodes = [
        Node(end[0], *named[end], x=x, y=y) for end, x, y in zip(order, across, upward, strict=True)
    ]
    ties = [
        Tie(min(number[one], number[other]), max(number[one], number[other]), data["documents"])
        for one, other, data in graph.edges(data=True)
    ]
    ties.sort(key=lambda tie: (tie.documents, tie.one, tie.other))
    return Network(tuple(nodes), tuple(ties))


def _strongest(
    seen: Gathered, named: dict[End, tuple[str, int]]
) -> Iterator[tuple[list[End], int]]:
    ties = []
    for pair, counted in seen.pairs.top():
        ends = [(pair[0], pair[1]), (pair[2], pair[3])]
        if all(end in named for end in ends):
            cosine = counted.count / math.sqrt(math.prod(named[end][1] for end in ends))
            ties.append((-cosine, ends, counted.count))
    tied = Counter[End]()
    for _, ends, documents in sorted(ties):
        if min(tied[end] for end in ends) < _TIES_OF_ONE:
            tied.update(ends)
            yield ends, documents


def _layout(graph: nx.Graph[End]) -> dict[End, Point]:
    """Lay out each connected part by itself, and the parts in rows, the largest first.

    Laid out together, parts without a tie would fly apart and shrink to dots.
    """
    import networkx as nx

    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=_largest_first)
    sides = [math.sqrt(len(part)) for part in parts]
    width = max([math.sqrt(_WIDTH * sum(side**2 for side in sides)), *sides[:1]])
    at: dict[End, Point] = {}
    left = top = height = 0.0
    for part, side in zip(parts, sides, strict=True):
        if left and left + side > width:
            left, top, height = 0.0, top + height, 0.0
        # all ties pull alike: what they weigh is drawn, and strong ones would heap their ends up
        own: nx.Graph[End] = nx.Graph()  # a view of the graph would have no fixed order
        own.add_nodes_from(part)
        own.add_edges_from(graph.edges(part))
        places = nx.spring_layout(own, k=_SPREAD, weight=None, iterations=400, seed=_SEED)
        across = _stretched([float(places[end][0]) for end in part])
        upward = _stretched([float(places[end][1]) for end in part])
        for end, x, y in zip(part, across, upward, strict=True):
            # a fifth of its room on each side keeps a part apart from its neighbours
            at[end] = (left + side * (0.5 + 0.3 * x), -(top + side * (0.5 + 0.3 * y)))
        left, height = left + side, max(height, side)
    return at


def _largest_first(part: list[End]) -> tuple[int, list[End]]:
    return (-len(part), part)


def _stretched(values: list[float]) -> list[float]:
    """Stretch coordinates to -1 to 1, without the last digits, which differ between machines."""
    if not values:
        return []
    low, high = min(values), max(values)
    return [round(2 * (value - low) / ((high - low) or 1) - 1, 3) for value in values]
