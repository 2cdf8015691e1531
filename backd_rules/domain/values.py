"""The base of the value objects, and the refusal of a value.

A value object is frozen and slotted, and checks itself in `__attrs_post_init__`: attrs validators
have a global off switch. Copying and unpickling call the constructor, so every public way to get an
instance runs the checks. The one exception is `codegen.unchecked`, which the package uses on parts
that it has already validated.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, Final, NoReturn, TypeVar

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


_REASONS: Final[dict[Fault, str]] = {
    Fault.WRONG_TYPE: "has the wrong type",
    Fault.NOT_FINITE: "is not a finite number",
    Fault.TOO_PRECISE: "has too many decimals",
    Fault.OUT_OF_RANGE: "is out of range",
    Fault.BLANK: "is blank",
    Fault.TOO_LONG: "is too long",
    Fault.BAD_CHARACTERS: "has line breaks, control, bidirectional or surrogate characters",
    Fault.BAD_FORMAT: "has the wrong format",
}


def refuse(owner: object, field: str, fault: Fault, detail: str = "") -> NoReturn:
    """Raise `TypeError` or `ValueError` that names class, field and reason, never the value."""
    error = TypeError if fault is Fault.WRONG_TYPE else ValueError
    name = getattr(owner, "__name__", type(owner).__name__)
    raise error(f"{name}.{field} {detail or _REASONS[fault]}")


def check_type(owner: object, field: str, value: object, expected: type) -> None:
    """Raise `TypeError` unless `value` is exactly an `expected`: a `bool` is no `int`."""
    if type(value) is not expected:
        refuse(owner, field, Fault.WRONG_TYPE, f"must be of type {expected.__name__}")


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
