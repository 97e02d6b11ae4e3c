"""Holds an answer against the client's models more strictly than the client does.

The published client takes any text where it knows a list of values, and any object where it knows a
shape: a newer server shall not break it. An answer of ours must be among what it knows.
"""

import typing

from pydantic import BaseModel, RootModel


def check(value, where="answer"):
    """Raises AssertionError where a part of the value is none of those that the client names."""
    if isinstance(value, RootModel):
        return
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            _check_field(getattr(value, name), field.annotation, f"{where}.{name}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            check(item, f"{where}[{i}]")


def _check_field(value, annotation, where):
    parts = list(_parts(annotation))
    named = [v for p in parts if typing.get_origin(p) is typing.Literal for v in typing.get_args(p)]
    if named and isinstance(value, str):
        assert value in named, f"{where} is {value!r}, which the client does not know: {named}"
    shapes = [p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)]
    if shapes and isinstance(value, dict):
        raise AssertionError(f"{where} fits none of the client's shapes: {value}")
    check(value, where)


def _parts(annotation):
    """The annotation and what it is made of, dict's and list's own arguments aside."""
    yield annotation
    if typing.get_origin(annotation) not in (dict, list, typing.Literal):
        for part in typing.get_args(annotation):
            yield from _parts(part)
