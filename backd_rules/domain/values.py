"""How a value object is made, and in which words a value is refused.

Every value object of the package is frozen, slotted and closed: it checks itself in
`__attrs_post_init__` (attrs' own validators have a global off switch), and copies and unpickled
objects come from its constructor, so that no road from outside leads around the checks. Only what
the package has made of checked parts is not checked again: see `unchecked`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NoReturn, TypeVar

import attrs

from backd_rules.domain.codegen import define_function

_T = TypeVar("_T")


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
    Fault.BAD_CHARACTERS: "has control, bidirectional or surrogate characters",
    Fault.BAD_FORMAT: "has the wrong format",
}

BAD_RANGES: Final = (
    ("\x00", "\x1f"),
    ("\x7f", "\x9f"),
    ("\u061c", "\u061c"),
    ("\u200e", "\u200f"),
    ("\u2028", "\u202e"),
    ("\u2066", "\u2069"),
    ("\ud800", "\udfff"),
)
"""What no text holds: controls (Cc), the line separators, every character with the Bidi_Control
property and the surrogates, which are no characters. Unicode's tables change with Python."""

_BAD_CHARACTERS: Final = "[" + "".join(f"{low}-{high}" for low, high in BAD_RANGES) + "]"


def refuse(owner: object, field: str, fault: Fault, detail: str = "") -> NoReturn:
    """Raise `TypeError` or `ValueError`, naming class, field and reason and never the value."""
    error = TypeError if fault is Fault.WRONG_TYPE else ValueError
    name = getattr(owner, "__name__", type(owner).__name__)
    raise error(f"{name}.{field} {detail or _REASONS[fault]}")


def text_fault(text: object, max_length: int) -> Fault | None:
    """What is wrong with `text` as a line of at most `max_length` characters, if anything."""
    if type(text) is not str:
        return Fault.WRONG_TYPE
    if len(text) > max_length:
        return Fault.TOO_LONG
    # No bad character is printable, and the common text is: that is told in no time.
    if not text.isprintable() and re.search(_BAD_CHARACTERS, text):
        return Fault.BAD_CHARACTERS
    return Fault.BLANK if not text or text.isspace() else None


def _rebuild(cls: type[_T], fields: dict[str, Any]) -> _T:
    return cls(**fields)


class Value:
    """What every value object is: its copies and its unpickled self come from the constructor.

    To be used with `@attrs.frozen(getstate_setstate=False)`, for attrs would else give a slotted
    class a `__setstate__` that sets fields unchecked.
    """

    # Here and not in each class: so the twins of `unchecked` are laid out as their classes are.
    __slots__ = ("__weakref__",)

    def __reduce__(self) -> tuple[Any, ...]:
        cls: Any = type(self)
        fields = {f.name: getattr(self, f.name) for f in attrs.fields(cls) if f.init}
        return _rebuild, (cls, fields)


def unchecked(cls: type[_T]) -> Callable[..., _T]:
    """A way to build a `cls` of parts that are known to be right, without asking again.

    Takes every field in order, derived ones too. To set the fields of a frozen object takes several
    times as long as those of an open one: so an open twin is filled, which then becomes a `cls`.
    """
    names = [field.name for field in attrs.fields(cls)]  # type: ignore[arg-type]
    build: Callable[..., _T] = define_function(
        f"build({', '.join(names)})",
        [
            "_thing = _new(_twin)",
            *(f"_thing.{name} = {name}" for name in names),
            "_thing.__class__ = _cls",
            "return _thing",
        ],
        _new=object.__new__,
        _twin=type(cls.__name__, (Value,), {"__slots__": tuple(names)}),
        _cls=cls,
    )
    return build
