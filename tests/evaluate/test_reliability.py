from __future__ import annotations

import sys
from pathlib import Path

import pytest

from entitas.errors import MissingExtraError
from entitas.evaluate.reliability import Bin, calibration_error, plot_reliability, reliability
from entitas.ner.protocol import Span


def test_bins_hold_the_share_of_right_spans() -> None:
    gold = [[Span(0, 4, "RANK"), Span(5, 9, "RANK")], []]
    found = [
        [Span(0, 4, "RANK", 1.0), Span(5, 8, "RANK", 0.92)],
        [Span(0, 4, "RANK", 0.25)],
    ]
    low, high = reliability(gold, found)
    assert low == Bin(1, 0.25, 0.0)
    assert high == Bin(2, pytest.approx(0.96), 0.5)
    assert calibration_error([low, high]) == pytest.approx((0.25 + 2 * 0.46) / 3)


def test_nothing_found_is_no_error() -> None:
    assert reliability([[]], [[]]) == []
    assert calibration_error([]) == 0.0


def test_plot_is_a_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    plot_reliability({"entities": [Bin(3, 0.9, 0.8)]}, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_a_plot_without_matplotlib_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtraError, match=r"entitas\[train\]"):
        plot_reliability({}, tmp_path / "plot.png")
