"""The parts of a value object, nested ones included."""

from collections.abc import Iterator
from typing import Any

import attrs


def parts(value: Any) -> Iterator[Any]:
    """Yield a value and every value in it, in order of declaration, computed fields included."""
    yield value
    if isinstance(value, tuple):
        for element in value:
            yield from parts(element)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name))


def changed_fields(before: Any, after: Any) -> list[str]:
    """Return the fields in which two instances of a class differ, down to `stated_empty`."""
    names = [field.name for field in attrs.fields(type(before))]
    return [
        name for name in names if [*parts(getattr(before, name))] != [*parts(getattr(after, name))]
    ]
