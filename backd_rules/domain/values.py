"""The base of the value objects, and the refusal of a value.

A value object is frozen and slotted, and checks itself in `__attrs_post_init__`: attrs validators
have a global off switch. Copying and unpickling call the constructor, so every public way to get an
instance runs the checks. The one exception is `codegen.unchecked`, which the package uses on parts
that it has already validated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, NoReturn, TypeVar

import attrs

_T = TypeVar("_T")
_Function = TypeVar("_Function", bound=Callable[..., object])


class Fault(StrEnum):
    """Why a single value is refused. `wire` reports the same words as codes of its problems."""

    WRONG_TYPE = "wrong_type"
    NOT_FINITE = "not_finite"
    TOO_PRECISE = "too_precise"
    OUT_OF_RANGE = "out_of_range"
    BLANK = "blank"
    TOO_LONG = "too_long"
    BAD_CHARACTERS = "bad_characters"
    BAD_FORMAT = "bad_format"


def refuse(owner: object, field: str, reason: str) -> NoReturn:
    """Raise `ValueError` that names class, field and reason, never the value."""
    raise ValueError(f"{_name(owner)}.{field} {reason}")


def refuse_type(
    owner: object, field: str, expected: str, value: object, advice: str = ""
) -> NoReturn:
    """Raise `TypeError` that says what is expected, as "of type int", and the type that came."""
    came = "None" if value is None else type(value).__name__
    advice = advice and f"; {advice}"
    raise TypeError(f"{_name(owner)}.{field} must be {expected}, got {came}{advice}")


def float_advice(cls: type, value: object) -> str:
    """Return how to get a `cls`, an exact number, from a `float`; nothing for other values."""
    return f"use {cls.__name__}.of(str(x)) or round first" if isinstance(value, float) else ""


def _name(owner: object) -> str:
    """Return the name of a class or a function, or that of the class of a value."""
    name: str = getattr(owner, "__name__", type(owner).__name__)
    return name


def check_type(owner: object, field: str, value: object, expected: type) -> None:
    """Raise `TypeError` unless `value` is exactly an `expected`: a `bool` is no `int`."""
    if type(value) is not expected:
        what = "None" if expected is NoneType else f"of type {expected.__name__}"
        refuse_type(owner, field, what, value)


def check_iterable(owner: object, field: str, value: object, expected: type) -> None:
    """Raise `TypeError` unless `value` can be iterated, as if over instances of `expected`."""
    if not isinstance(value, Iterable):
        refuse_type(owner, field, f"an iterable of {expected.__name__}", value)


def plain_int(value: object) -> int | None:
    """Return the `int` that `value` is or holds, else `None`: a `bool` is no number (N9)."""
    if type(value) is int:
        return value
    return int.__int__(value) if isinstance(value, int) and type(value) is not bool else None


def plain_str(value: object) -> str | None:
    """Return the `str` that `value` is or holds, else `None` (domain.md, N9)."""
    if type(value) is str:
        return value
    return str.__str__(value) if isinstance(value, str) else None


def plain_dict(value: object) -> dict[Any, Any] | None:
    """Return the `dict` that `value` is or holds, else `None`.

    It calls no method of a subclass. So a `defaultdict` is read as it is, and gets no key.
    """
    if type(value) is dict:
        return value
    return dict(dict.items(value)) if isinstance(value, dict) else None


def plain_list(value: object) -> list[Any] | None:
    """Return the `list` that `value` is or holds, else `None`. It calls no method of a subclass."""
    if type(value) is list:
        return value
    return list(list.__iter__(value)) if isinstance(value, list) else None


def once_per_class(function: _Function) -> _Function:
    """Cache the results of a function of a class: `functools.cache` with the function's types."""
    cached: Any = cache(function)
    typed: _Function = cached
    return typed


def _rebuild(cls: type[_T], fields: dict[str, Any]) -> _T:
    return cls(**fields)


class Value:
    """Base of every value object: copying and unpickling call the constructor.

    Subclasses must use `@attrs.frozen(getstate_setstate=False)`. Otherwise attrs adds a
    `__setstate__` that bypasses the checks.
    """

    __slots__ = ("__weakref__",)

    def __reduce__(self) -> tuple[Any, ...]:
        cls: Any = type(self)
        fields = {f.name: getattr(self, f.name) for f in attrs.fields(cls) if f.init}
        return _rebuild, (cls, fields)


StatedEmpty = frozenset[tuple[str, tuple[()] | None]]
"""Fields that a payload stated and that hold nothing: `None` is `null`, `()` an empty array."""


@attrs.frozen(getstate_setstate=False)
class Record(Value):
    """Base of what Backd holds (domain.md, F1).

    `stated_empty` lets `wire` write a payload back as it was. It does not count in comparisons.
    """

    stated_empty: StatedEmpty = attrs.field(default=frozenset(), kw_only=True, eq=False, repr=False)
