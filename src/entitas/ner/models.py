"""Model folders: where they are, and what their ``config.json`` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entitas.errors import ModelError
from entitas.ner.calibrated import Calibration
from entitas.ner.protocol import ENTITIES, OFFICES

__all__ = [
    "BACKENDS",
    "DEFAULT_MODELS",
    "Backend",
    "ModelConfig",
    "SubwordConfig",
    "available",
    "find_model",
    "read_config",
    "write_calibration",
]

Backend = Literal["onnx", "spacy", "stanza"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)

DEFAULT_MODELS: dict[Backend, str] = {
    "onnx": "entitas-id-small",
    "spacy": "entitas-id-spacy",
    "stanza": "entitas-id-stanza",
}
"""The name of the model that a backend takes when nothing is said."""

Config = TypeVar("Config", bound="ModelConfig")

_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED = (_PACKAGE / "models", _PACKAGE.parent.parent / "models")


class ModelConfig(BaseModel):
    """The settings of a model folder, as its ``config.json`` has them.

    Args:
        format: The version of the folder's layout.
        backend: What runs the model.
        name: The name of the model.
        version: The version of its weights.
        entities: The labels of the first head, in the order of their tags.
        offices: The labels of the second.
        calibration: How its scores become probabilities; None leaves them as they are.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    backend: Backend = "onnx"
    name: str
    version: str
    entities: tuple[str, ...] = ENTITIES
    offices: tuple[str, ...] = OFFICES
    calibration: Calibration | None = None


class SubwordConfig(ModelConfig):
    """The settings of a model over subword pieces.

    Args:
        corpora: The corpora whose own manner of labelling entities the model can speak too.
        window: The most pieces read at once, special pieces not counted.
        overlap: How many pieces neighbouring windows share.
    """

    model_config = ConfigDict(extra="forbid")

    corpora: tuple[str, ...] = ()
    window: int = Field(gt=0, le=510)
    overlap: int = Field(ge=0)


def available() -> list[str]:
    """Return the names of the models that are shipped with this installation."""
    return sorted({path.parent.name for room in _SHIPPED for path in room.glob("*/config.json")})


def find_model(model: str | Path) -> Path:
    """Find a model folder by the name of a shipped model, or by path.

    A name is looked up inside the installed package first, then in the ``models`` folder of the
    checkout that the package is run from.

    Args:
        model: A name ("entitas-id-small") or the path of a model folder.

    Raises:
        ModelError: There is no such model.

    Example:
        >>> find_model("entitas-id-small").name
        'entitas-id-small'
    """
    for folder in [*(room / model for room in _SHIPPED), Path(model)]:
        if (folder / "config.json").is_file():
            return folder
    raise ModelError(
        f"No NER model {str(model)!r}: give the name of a shipped model "
        f"({', '.join(available()) or 'none is installed'}) or the path of a folder with a "
        "config.json."
    )


def read_config(folder: Path, kind: type[Config]) -> Config:
    """Read the settings of a model folder.

    Args:
        folder: The model folder.
        kind: The settings that its backend needs: :class:`ModelConfig` or a kind of it.

    Raises:
        ModelError: ``config.json`` is missing, malformed or of a format that is not known here.
    """
    path = folder / "config.json"
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error}): is this a model folder?") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ModelError(
            f"{path}: {where}: {first['msg']}. The folder was made for another version of entitas: "
            "export the model again, or install the matching version."
        ) from error


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Set the calibration in the settings of a model folder, and leave the others as they are.

    Raises:
        ModelError: ``config.json`` is missing or malformed.
    """
    read_config(folder, ModelConfig)
    path = folder / "config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["calibration"] = calibration.model_dump()
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
