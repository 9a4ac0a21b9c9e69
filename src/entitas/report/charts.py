"""The figures of the page, as plain data for plotly.js."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from entitas.records import Status
from entitas.report.figures import Figure, bars, figure, plain
from entitas.report.gather import AGENCY, OFFICIAL, Gathered, ranked
from entitas.report.network import Network, Node
from entitas.report.tables import OfficialRow

__all__ = ["agency_bars", "documents_by_time", "network_figure", "office_lines", "regency_bars"]

_BARS = 15
_DAYS_AT_MOST = 92  # a longer time is counted by months
_LINES, _OFFICES_OF_ONE = 12, 3

_STATUS: dict[Status, tuple[str, str]] = {
    "current": ("@official", "circle"),
    "acting": ("@acting", "diamond"),
    "former": ("@muted", "circle-open"),
    "candidate": ("@agency", "triangle-up"),
}


def documents_by_time(seen: Gathered) -> Figure | None:
    """Draw the documents by day, or by month over a longer time; None without dates."""
    if seen.days.first is None or seen.days.last is None:
        return None
    by_day = (seen.days.last - seen.days.first).days < _DAYS_AT_MOST
    counted = Counter[str]()
    for day, count in seen.by_day.items():
        counted[day.isoformat() if by_day else f"{day:%Y-%m}-01"] += count
    named = sorted(counted.items())
    trace = {
        "type": "bar",
        "x": [day for day, _ in named],
        "y": [count for _, count in named],
        "marker": {"color": "@agency"},
        "hovertemplate": f"%{{x|{'%-d %B %Y' if by_day else '%B %Y'}}}<br>%{{y:,}} documents"
        "<extra></extra>",
        "xperiod": 86_400_000 if by_day else "M1",
        "xperiodalignment": "middle",
    }
    return figure(
        [trace],
        220,
        margin={"l": 0, "r": 0, "t": 8, "b": 28},
        bargap=0.15,
        xaxis={"type": "date", "fixedrange": True, "showgrid": False, "linecolor": "@line"},
        yaxis={
            "fixedrange": True,
            "gridcolor": "@line",
            "zeroline": False,
            "rangemode": "tozero",
            "automargin": True,
            "nticks": 5,
            "tickformat": ",d",
        },
    )


def office_lines(rows: Sequence[OfficialRow]) -> Figure | None:
    """Draw when each office of the top officials was written of; None without dates."""
    points: dict[Status, dict[str, list[Any]]] = {
        status: {"x": [], "y": [], "text": []} for status in _STATUS
    }
    labels: list[Figure] = []
    bottom = 0
    dated = [row for row in rows if any(office.first for office in row.offices)]
    for row in dated[:_LINES]:
        bottom += 26
        labels.append(_label(f"<b>{plain(row.name, 44)}</b>", bottom - 8))
        offices = [office for office in row.offices if office.first][:_OFFICES_OF_ONE]
        for office in sorted(offices, key=lambda one: (str(one.first), one.label)):
            labels.append(_label(plain(office.label, 54), bottom + 11, "@muted", 12))
            bottom += 34
            line = points[office.status]
            when = f"{office.first}" + (f" to {office.last}" * (office.last != office.first))
            said = (
                f"<b>{plain(row.name)}</b><br>{plain(office.label)}<br>"
                f"{office.status}, {office.documents:,} documents, {when}"
            )
            line["x"] += [str(office.first), str(office.last), None]
            line["y"] += [bottom - 8] * 2 + [None]
            line["text"] += [said, said, ""]
        bottom += 10
    if not dated:
        return None
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": status,
            "x": line["x"],
            "y": line["y"],
            "hovertext": line["text"],
            "hoverinfo": "text",
            "line": {"color": color, "width": 4},
            "marker": {
                "color": color,
                "size": 10,
                "symbol": symbol,
                "line": {"color": color, "width": 2},
            },
        }
        for (status, (color, symbol)), line in zip(_STATUS.items(), points.values(), strict=True)
        if line["x"]
    ]
    return figure(
        traces,
        bottom + 70,
        annotations=labels,
        margin={"l": 6, "r": 10, "t": 34, "b": 28},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        xaxis={"type": "date", "fixedrange": True, "gridcolor": "@line", "tickangle": 0},
        yaxis={"visible": False, "range": [bottom, 0], "fixedrange": True},
    )


def _label(text: str, y: int, color: str = "@ink", size: int = 13) -> Figure:
    return {
        "text": text,
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "align": "left",
        "bgcolor": "@paper",
        "borderpad": 0,
        "font": {"color": color, "size": size},
    }


def agency_bars(seen: Gathered) -> Figure:
    """Draw the agencies that most documents name."""
    rows = [(one.value.name, one.count) for _, one in ranked(seen.agencies)[:_BARS]]
    return bars(rows, "@agency", "documents")


def regency_bars(seen: Gathered) -> Figure:
    """Draw the regencies and cities with most documents; those of a village count for all above."""
    ranked = sorted(seen.regencies.items(), key=lambda item: (-item[1], item[0]))[:_BARS]
    rows = [(seen.regency_names[code], count) for code, count in ranked]
    return bars(rows, "@place", "documents")


def network_figure(network: Network) -> Figure:
    """Draw officials and agencies with their ties; the page can leave out the rarer ones."""
    largest = max((node.documents for node in network.nodes), default=1)
    strongest = max((tie.documents for tie in network.ties), default=1)
    ties: dict[float, dict[str, list[Any]]] = {
        width: {"x": [], "y": [], "documents": []} for width in (0.8, 2.0, 4.0)
    }
    for tie in network.ties:
        share = tie.documents / strongest
        line = ties[0.8 if share < 0.25 else 2.0 if share < 0.6 else 4.0]
        ends = network.nodes[tie.one], network.nodes[tie.other]
        line["x"] += [ends[0].x, ends[1].x, None]
        line["y"] += [ends[0].y, ends[1].y, None]
        line["documents"] += [min(end.documents for end in ends)] * 3
    traces: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": line["x"],
            "y": line["y"],
            "customdata": line["documents"],
            "line": {"color": "@tie", "width": width},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for width, line in ties.items()
    ]
    said = _neighbours(network)
    for kind, name, color, symbol in (
        (OFFICIAL, "officials", "@official", "circle"),
        (AGENCY, "agencies", "@agency", "square"),
    ):
        nodes = [(at, node) for at, node in enumerate(network.nodes) if node.kind == kind]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": name,
                "x": [node.x for _, node in nodes],
                "y": [node.y for _, node in nodes],
                "text": [plain(node.name, 24) for _, node in nodes],
                "textposition": "top center",
                "textfont": {"size": 11},
                "customdata": [node.documents for _, node in nodes],
                "hovertext": [said[at] for at, _ in nodes],
                "hoverinfo": "text",
                "marker": {
                    "color": color,
                    "symbol": symbol,
                    "size": [_size(node, largest) for _, node in nodes],
                    "line": {"color": "@paper", "width": 1.5},
                },
                "cliponaxis": False,
            }
        )
    hidden = {"visible": False, "range": [-1.12, 1.12]}
    return figure(
        traces,
        640,
        meta={"filter": True},
        margin={"l": 0, "r": 0, "t": 34, "b": 0},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        xaxis=hidden,
        yaxis=hidden,
    )


def _size(node: Node, largest: int) -> float:
    return round(9 + 25 * math.sqrt(node.documents / largest), 1)


def _neighbours(network: Network) -> list[str]:
    """Say of each node what it is and with whom it is named most."""
    with_: list[list[str]] = [[] for _ in network.nodes]
    for tie in reversed(network.ties):  # the strongest first
        for one, other in ((tie.one, tie.other), (tie.other, tie.one)):
            if len(with_[one]) < 5:
                with_[one].append(f"{plain(network.nodes[other].name, 40)} ({tie.documents:,})")
    return [
        f"<b>{plain(node.name)}</b><br>{node.documents:,} documents, most with<br>"
        + "<br>".join(names)
        for node, names in zip(network.nodes, with_, strict=True)
    ]
