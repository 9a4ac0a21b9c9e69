"""What all figures share: plain data that plotly.js draws.

Colours are names with an @ ("@ink"); the page puts in those of its light or dark scheme. Labels of
plotly may hold tags, so all text of records passes through :func:`plain`.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

__all__ = ["Figure", "bars", "figure", "plain"]

#: A figure as plotly.js takes it: "data" and "layout".
Figure = dict[str, Any]

_ROW = 36  # pixels of a bar with the label above it


def plain(text: str, most: int = 1_000) -> str:
    """Return a text as a label that shows it as it is, cut to a length.

    >>> plain("Tirta & <b>Harapan</b>", 12)
    'Tirta &amp; &lt;b&gt;…'
    """
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return html.escape(short, quote=False)


def figure(data: Sequence[Figure], height: int, **layout: Any) -> Figure:
    """Return a figure in the page's manner: no background, no frame, nothing to drag."""
    return {
        "data": list(data),
        "layout": {
            "height": height,
            "margin": {"l": 0, "r": 8, "t": 8, "b": 28},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "system-ui, sans-serif", "size": 13, "color": "@ink"},
            "hoverlabel": {
                "bgcolor": "@paper",
                "bordercolor": "@line",
                "font": {"color": "@ink"},
                "align": "left",
            },
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": "@muted",
                "activecolor": "@ink",
            },
            **layout,
        },
    }


def bars(rows: Sequence[tuple[str, int]], color: str, unit: str) -> Figure:
    """Draw names with their counts as bars, each under its name, so that long names have room.

    Args:
        rows: The names and counts, largest first.
        color: The bars' colour.
        unit: What is counted, in the plural.
    """
    tops = [at * _ROW + 10 for at in range(len(rows))]
    counts = [count for _, count in rows]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": counts,
        "y": [top + 15 for top in tops],
        "width": 9,
        "marker": {"color": color},
        "customdata": counts,
        "hovertext": [f"{plain(name)}<br>{count:,} {unit}" for name, count in rows],
        "hoverinfo": "text",
    }
    labels = {
        "type": "scatter",
        "mode": "text",
        "x": [0] * len(rows),
        "y": tops,
        "text": [f"{plain(name, 46)}  <b>{count:,}</b>" for name, count in rows],
        "textposition": "middle right",
        "cliponaxis": False,
        "customdata": counts,
        "hoverinfo": "skip",
    }
    height = _ROW * len(rows) + 8
    return figure(
        [bar, labels],
        height,
        margin={"l": 0, "r": 8, "t": 0, "b": 0},
        meta={"filter": True, "row": _ROW},
        xaxis={"visible": False, "range": [0, max(counts, default=1)], "fixedrange": True},
        yaxis={"visible": False, "range": [height, 0], "fixedrange": True},
    )
