"""The Arrow types of records: from the models, so that they are the same whatever the data."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

__all__ = ["fields_of"]

_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def fields_of(model: type[BaseModel]) -> list[pa.Field]:
    """Return the Arrow fields of a model.

    >>> from entitas.records import Mention
    >>> [str(field) for field in fields_of(Mention)][:2]
    ['pyarrow.Field<text: string not null>', 'pyarrow.Field<start: int64 not null>']
    """
    return [_field(name, info.annotation) for name, info in model.model_fields.items()]


def _field(name: str, annotation: Any) -> pa.Field:
    nullable = False
    if get_origin(annotation) in (Union, UnionType):
        nullable = True
        (annotation,) = (part for part in get_args(annotation) if part is not NoneType)
    return pa.field(name, _type(annotation), nullable=nullable)


def _type(annotation: Any) -> pa.DataType:
    origin = get_origin(annotation)
    if origin is tuple:
        return pa.list_(_field("element", get_args(annotation)[0]))
    if origin is Literal:
        return pa.string()
    if hasattr(annotation, "__metadata__"):
        return _type(get_args(annotation)[0])
    if issubclass(annotation, BaseModel):
        return pa.struct(fields_of(annotation))
    return _PLAIN[annotation]
