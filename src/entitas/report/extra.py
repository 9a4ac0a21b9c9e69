"""The guard in front of everything that needs the packages of the extra ``report``."""

from __future__ import annotations

from importlib.util import find_spec

from entitas.errors import MissingExtraError

__all__ = ["require_report_extra"]

_PACKAGES = ("plotly", "networkx", "dateutil", "jinja2")


def require_report_extra(feature: str) -> None:
    """Raise a helpful error unless the packages of ``entitas[report]`` can be imported.

    Args:
        feature: What was asked for, as the user would call it.

    Raises:
        MissingExtraError: At least one package of the extra is not installed.
    """
    if any(find_spec(package) is None for package in _PACKAGES):
        raise MissingExtraError(feature, "report")
