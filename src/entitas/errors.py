"""What can go wrong, as one tree.

    EntitasError
    ├── InputError        the text, document or file given cannot be read as asked
    ├── ModelError        a model folder is missing, incomplete or of another format
    ├── GazetteerError    a gazetteer entry, pack or compiled store is not valid
    ├── ConfigError       a setting has an unknown name or an impossible value
    └── MissingExtraError a feature needs an optional dependency that is not installed

Every message says what is wrong, where, and what to do about it. ``InputError``, ``GazetteerError``
and ``ConfigError`` are also ``ValueError``; ``MissingExtraError`` is also ``ImportError``.
"""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "EntitasError",
    "GazetteerError",
    "InputError",
    "MissingExtraError",
    "ModelError",
]


class EntitasError(Exception):
    """The root of all errors that entitas raises on purpose."""


class InputError(EntitasError, ValueError):
    """The text, document or file given cannot be read as asked."""


class ModelError(EntitasError):
    """A model folder is missing, incomplete or of another format."""


class GazetteerError(EntitasError, ValueError):
    """A gazetteer entry, pack or compiled store is not valid."""


class ConfigError(EntitasError, ValueError):
    """A setting has an unknown name or an impossible value."""


class MissingExtraError(EntitasError, ImportError):
    """A feature needs an optional dependency that is not installed.

    Args:
        feature: What was asked for, as the user would call it.
        extra: The name of the extra of entitas that brings the dependency.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs packages that are not installed: "
            f"run  pip install 'entitas[{extra}]'  and try again."
        )
