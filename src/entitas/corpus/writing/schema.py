"""The Arrow types of records: from the models, so that they are the same whatever the data."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

__all__ = ["ddl", "fields_of", "optional"]

_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
_SPARK = {
    pa.string(): "STRING",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
}


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


def optional(type_: pa.DataType) -> pa.DataType:
    """Return a type in which everything may be null, as it is inside a record that is null itself.

    >>> optional(pa.struct([pa.field("id", pa.string(), nullable=False)]))
    StructType(struct<id: string>)
    """
    if pa.types.is_list(type_):
        return pa.list_(pa.field("element", optional(type_.value_type)))
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, optional(field.type)) for field in type_])
    return type_


def ddl(schema: pa.Schema) -> str:
    """Return a schema as Spark SQL writes it.

    Source: the data types of the Spark SQL reference.

    Args:
        schema: A schema in which everything may be null.

    >>> ddl(pa.schema([pa.field("id", pa.string()), pa.field("n", pa.list_(pa.int64()))]))
    '`id` STRING, `n` ARRAY<BIGINT>'
    """
    return ", ".join(f"`{field.name}` {_spark(field.type)}" for field in schema)


def _spark(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"ARRAY<{_spark(type_.value_type)}>"
    if pa.types.is_struct(type_):
        inside = (f"`{field.name}`: {_spark(field.type)}" for field in type_)
        return f"STRUCT<{', '.join(inside)}>"
    return _SPARK[type_]
