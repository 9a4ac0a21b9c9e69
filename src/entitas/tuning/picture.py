"""Gains with their intervals, for the eye: in the terminal and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from entitas.errors import InputError, MissingExtraError
from entitas.tuning.measure import Change

__all__ = ["SUFFIXES", "draw", "table"]

#: The formats of pictures, by the suffix of their files.
SUFFIXES = (".png", ".svg")
_WIDTH = 21
_LEAST_SPAN = 0.01


def table(changes: Sequence[Change], title: str) -> Table:
    """Return the measures before and after, each with its interval drawn about zero."""
    out = Table("measure", "before", "after", "gain", "95 % interval", title=title)
    out.add_column(no_wrap=True)
    for column in out.columns[1:4]:
        column.justify = "right"
    span = max([_LEAST_SPAN, *(abs(bound) for c in changes for bound in (c.low, c.high))])
    for c in changes:
        style = "green" if c.low > 0 else "red" if c.high < 0 else ""
        out.add_row(
            c.name,
            f"{c.before:.3f}",
            f"{c.after:.3f}",
            Text(f"{c.gain:+.3f}", style),
            f"{c.low:+.3f} … {c.high:+.3f}",
            Text(_interval(c, span), style),
        )
    return out


def _interval(change: Change, span: float) -> str:
    """Draw an interval: dashes from its low to its high end, a dot at the gain, a bar at zero."""

    def column(value: float) -> int:
        return min(_WIDTH - 1, max(0, round((value / span + 1) / 2 * (_WIDTH - 1))))

    cells = [" "] * _WIDTH
    for at in range(column(change.low), column(change.high) + 1):
        cells[at] = "─"
    cells[_WIDTH // 2] = "│"
    cells[column(change.gain)] = "●"
    return "".join(cells)


def draw(changes: Sequence[Change], path: Path, title: str) -> None:
    """Draw the gains with their intervals.

    Args:
        changes: The measures.
        path: The picture to write (.png or .svg).
        title: What stands above.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InputError: The picture cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("A picture of the gains", "train") from error
    figure = Figure(figsize=(6.5, 0.5 * len(changes) + 1.4), layout="constrained")
    axes = figure.subplots()
    axes.axvline(0, color="0.6", linewidth=1)
    for row, c in enumerate(reversed(changes)):
        color = "tab:green" if c.low > 0 else "tab:red" if c.high < 0 else "0.3"
        axes.plot([c.low, c.high], [row, row], color=color, linewidth=2)
        axes.plot([c.gain], [row], marker="o", color=color)
        axes.annotate(
            f"{c.before:.3f} → {c.after:.3f}", (c.gain, row), xytext=(0, 7),
            textcoords="offset points", ha="center", fontsize=8,
        )  # fmt: skip
    axes.set_yticks(range(len(changes)), [c.name for c in reversed(changes)])
    axes.set_ylim(-0.6, len(changes) - 0.2)
    axes.set_xlabel("gain on held-out articles, with its 95 % interval")
    axes.set_title(title, fontsize=10)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=130)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be written: {error}.") from error
