"""The guard in front of what needs the packages of an extra."""

from __future__ import annotations

from importlib.util import find_spec

from entitas.errors import MissingExtraError

__all__ = ["require_extra"]

_PACKAGES = {
    "spark": ("pyspark", "pyarrow", "pandas"),
    "report": ("plotly", "networkx", "dateutil", "jinja2"),
    "train": ("torch", "transformers", "sentencepiece", "safetensors", "onnx", "wordfreq"),
}


def require_extra(feature: str, extra: str) -> None:
    """Raise a helpful error unless the packages of an extra can be imported.

    Args:
        feature: What was asked for, as the user would call it.
        extra: Its name: "report", "spark" or "train".

    Raises:
        MissingExtraError: At least one package of the extra is not installed.
    """
    if any(find_spec(package) is None for package in _PACKAGES[extra]):
        raise MissingExtraError(feature, extra)
