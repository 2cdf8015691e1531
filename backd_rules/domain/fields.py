"""Field declarations: the one place that says what a field is called and what it accepts.

A class declares a field with `attrs.field(metadata=text("First name of the person."))`. Its
constructor checks by that declaration. The codecs, the JSON Schemas and the strategies derive from
it. A patch class names the records that it patches, and takes their declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from inspect import cleandoc
from typing import Any, Final, NamedTuple, TypeVar

import attrs

from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.text import text_fault, timestamp_fault
from backd_rules.domain.values import Fault, check_type, once_per_class, refuse

_T = TypeVar("_T")
Path = tuple[str, ...]


class Text(NamedTuple):
    """Text of at most `max_length` characters that is not blank (domain.md, N6)."""

    max_length: int

    def check(self, owner: object, name: str, value: object) -> None:
        """Raise unless `value` is such text."""
        if fault := text_fault(value, self.max_length):
            refuse(owner, name, fault)


class Timestamp:
    """`YYYY-MM-DD HH:MM:SS` (domain.md, N8)."""

    def check(self, owner: object, name: str, value: object) -> None:
        """Raise unless `value` is a timestamp."""
        if fault := timestamp_fault(value):
            refuse(owner, name, fault)


class Number(NamedTuple):
    """A `Money`, `Quantity` or `Percent` of at least `lowest` of its units."""

    cls: type[Any]
    lowest: int

    def check(self, owner: object, name: str, value: Any) -> None:
        """Raise unless `value` is such a number."""
        check_type(owner, name, value, self.cls)
        if value.scaled < self.lowest:
            refuse(owner, name, Fault.OUT_OF_RANGE, "is negative")


class Count:
    """A whole number from 0 up to fifteen digits (domain.md, L9)."""

    def check(self, owner: object, name: str, value: Any) -> None:
        """Raise unless `value` is a count."""
        check_type(owner, name, value, int)
        if not 0 <= value <= MAX_SCALED:
            refuse(owner, name, Fault.OUT_OF_RANGE)


class Choice(NamedTuple):
    """A member of an enum."""

    enum: type[StrEnum]

    def check(self, owner: object, name: str, value: object) -> None:
        """Raise unless `value` is a member."""
        check_type(owner, name, value, self.enum)


class One(NamedTuple):
    """An instance of a class whose fields are declared too."""

    cls: type

    def check(self, owner: object, name: str, value: object) -> None:
        """Raise unless `value` is exactly of the class."""
        check_type(owner, name, value, self.cls)


class Many(NamedTuple):
    """A tuple of instances of some classes."""

    classes: tuple[type, ...]
    allow_empty: bool = True

    def check(self, owner: object, name: str, value: Any) -> None:
        """Raise unless `value` is a tuple or a list of instances; keep it as a tuple."""
        if type(value) not in (tuple, list):
            refuse(owner, name, Fault.WRONG_TYPE, "must be a tuple or a list")
        if any(type(element) not in self.classes for element in value):
            refuse(owner, name, Fault.WRONG_TYPE, "holds something of the wrong type")
        if not (value or self.allow_empty):
            refuse(owner, name, Fault.OUT_OF_RANGE, "is empty")
        object.__setattr__(owner, name, tuple(value))


Kind = Text | Timestamp | Number | Count | Choice | One | Many


class Declaration(NamedTuple):
    """The meaning of a field, the kind of its values, and whether `None` clears it.

    `kind` is `None` where the class has a check of its own, or needs none.
    """

    meaning: str
    kind: Kind | None = None
    nullable: bool = False


_KEY: Final = "backd_rules"
_LINE: Final = 255


def _declare(meaning: str, kind: Kind | None = None, *, nullable: bool = False) -> dict[str, Any]:
    return {_KEY: Declaration(meaning, kind, nullable)}


def described(meaning: str) -> dict[str, Any]:
    """Declare a field that is described and not checked."""
    return _declare(meaning)


def text(meaning: str, max_length: int = _LINE, *, nullable: bool = False) -> dict[str, Any]:
    """Declare a text field; a nullable one may also be `None` in a request (domain.md, N7)."""
    return _declare(meaning, Text(max_length), nullable=nullable)


def timestamp(meaning: str) -> dict[str, Any]:
    """Declare a timestamp field."""
    return _declare(meaning, Timestamp())


def number(meaning: str, cls: type[Any], lowest: int | None = None) -> dict[str, Any]:
    """Declare a field of an exact number, which may not be negative."""
    return _declare(meaning, Number(cls, max(0, cls.LOWEST) if lowest is None else lowest))


def count(meaning: str) -> dict[str, Any]:
    """Declare a counter."""
    return _declare(meaning, Count())


def choice(meaning: str, enum: type[StrEnum]) -> dict[str, Any]:
    """Declare a field that holds a member of `enum`."""
    return _declare(meaning, Choice(enum))


def one(meaning: str, cls: type) -> dict[str, Any]:
    """Declare a field that holds an instance of `cls`."""
    return _declare(meaning, One(cls))


def many(meaning: str, *classes: type, allow_empty: bool = True) -> dict[str, Any]:
    """Declare a field that holds a tuple of instances of `classes`."""
    return _declare(meaning, Many(classes, allow_empty))


@once_per_class
def declarations(cls: type) -> Mapping[str, Declaration]:
    """Return the declaration of each field of `cls` by name, in order of declaration.

    A field of a patch is declared where its record declares it, if not in the patch itself.
    """
    inherited: dict[str, Declaration] = {}
    for record in getattr(cls, "PATCHES", ()):
        inherited |= declarations(record)
    found = {f.name: f.metadata.get(_KEY, inherited.get(f.name)) for f in attrs.fields(cls)}
    return {name: declared for name, declared in found.items() if declared}


@once_per_class
def _checks(cls: type) -> tuple[tuple[str, Kind, object, bool], ...]:
    defaults = {field.name: field.default for field in attrs.fields(cls) if field.init}
    return tuple(
        (name, declared.kind, defaults[name], declared.nullable)
        for name, declared in declarations(cls).items()
        if name in defaults and declared.kind is not None
    )


def check_fields(value: Any) -> None:
    """Raise `TypeError` or `ValueError` unless each field holds what its declaration accepts.

    A default is always accepted, and `None` in a nullable field.
    """
    for name, kind, default, nullable in _checks(type(value)):
        held = getattr(value, name)
        if not (held is default or (held is None and nullable)):
            kind.check(value, name, held)


def field_paths(cls: type) -> Iterator[tuple[Path, Declaration]]:
    """Yield the path and the declaration of each field of `cls`, nested objects opened."""
    for name, declared in declarations(cls).items():
        if isinstance(declared.kind, One):
            for path, below in field_paths(declared.kind.cls):
                yield (name, *path), below
        else:
            yield (name,), declared


def documented(cls: type[_T]) -> type[_T]:
    """Add the meaning of each field to the docstring of `cls`, for `help`."""
    if cls.__doc__:
        lines = [f"    {name}: {declared.meaning}" for name, declared in declarations(cls).items()]
        cls.__doc__ = "\n".join([cleandoc(cls.__doc__), "", "Fields:", *lines])
    return cls
