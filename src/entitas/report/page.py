"""Put tables and figures together into one HTML file that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from entitas.report import charts
from entitas.report.gather import Gathered
from entitas.report.network import make_network
from entitas.report.provinces import COLUMNS
from entitas.report.reading import Failures
from entitas.report.tables import agency_rows, number_of, official_rows, place_rows, tiles

__all__ = ["Wording", "make_page"]

_STEPS = (2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000)
_REASONS = 20


@dataclass(frozen=True, slots=True)
class Wording:
    """What the page is called, and where its records came from."""

    title: str
    source: str
    errors: str
    day_first: bool = False


def make_page(seen: Gathered, failures: Failures | None, wording: Wording, *, top: int) -> str:
    """Return the page as HTML; the same counts give the same text.

    Args:
        seen: The counters of the corpus.
        failures: What was not annotated, None if no such file lies beside the records.
        wording: Title and file names to show.
        top: The most rows of a table.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    officials = official_rows(seen, top)
    agencies = agency_rows(seen, top)
    places = place_rows(seen, top)
    network = make_network(seen)
    figures = {
        "time": charts.documents_by_time(seen),
        "offices": charts.office_lines(officials),
        "agencies": charts.agency_bars(seen),
        "regencies": charts.regency_bars(seen),
        "network": charts.network_figure(network),
    }
    commonest = max(
        (rows[0].documents for rows in (officials, agencies, places) if rows), default=1
    )
    environment = Environment(
        loader=PackageLoader("entitas.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known = sum(entry.official for entry in seen.people.values())
    return environment.get_template("page.html.jinja").render(
        seen=seen,
        wording=wording,
        top=top,
        numbers={
            "documents": f"{seen.documents:,}",
            "people": number_of(seen.people),
            "officials": number_of(seen.people, known),
            "agencies": number_of(seen.agencies),
            "places": number_of(seen.places),
        },
        floor=max(t.floor for t in (seen.people, seen.agencies, seen.places, seen.pairs)),
        officials=officials,
        agencies=agencies,
        places=places,
        network=network,
        tiles=tiles(seen),
        columns=COLUMNS,
        steps=[step for step in _STEPS if step <= commonest],
        commonest=commonest,
        failures=failures if failures and failures.total else None,
        reasons=failures.reasons.top(_REASONS) if failures else [],
        figures={name: drawn for name, drawn in figures.items() if drawn},
        css=_text("page.css"),
        script=_text("page.js"),
        plotly=get_plotlyjs(),
    )


def _text(name: str) -> str:
    return files("entitas.report").joinpath(name).read_text(encoding="utf-8")
