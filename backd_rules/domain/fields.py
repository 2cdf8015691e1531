"""Field declarations: the one place that says what a field is called and what it accepts.

A class declares a field with `attrs.field(metadata=text("First name of the person."))`. Its
constructor checks by that declaration. The codecs, the JSON Schemas and the strategies derive from
it. A request class names its records, and takes their declarations.

Requests are validated and records are read as they are (domain.md, F2 and F4). So a class checks
itself with `check_request` or with `check_record`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from inspect import cleandoc
from typing import Any, Final, NamedTuple, TypeVar

import attrs

from backd_rules.domain.fact_kinds import Cents, Facts, Pointer, Timestamp, Word, Words
from backd_rules.domain.kinds import (
    Choice,
    Count,
    Kind,
    Many,
    Number,
    One,
    Text,
    accept_stated_empty,
    may_be_none,
)
from backd_rules.domain.values import Record, once_per_class

_T = TypeVar("_T")
Path = tuple[str, ...]


class Declaration(NamedTuple):
    """The meaning of a field, and the kind of its values.

    `kind` is `None` where the class has a check of its own, or needs none.
    """

    meaning: str
    kind: Kind | None = None

    @property
    def is_optional(self) -> bool:
        """True for text that may be cleared (domain.md, N7)."""
        return isinstance(self.kind, Text) and self.kind.optional


_KEY: Final = "backd_rules"
_LINE: Final = 255


def _declare(meaning: str, kind: Kind | None = None) -> dict[str, Any]:
    return {_KEY: Declaration(meaning, kind)}


def described(meaning: str) -> dict[str, Any]:
    """Declare a field that is described and not checked."""
    return _declare(meaning)


def text(
    meaning: str, max_length: int = _LINE, *, optional: bool = False, identifies: bool = False
) -> dict[str, Any]:
    """Declare a text field. Optional text may be cleared; text that identifies is in any record."""
    return _declare(meaning, Text(max_length, optional, identifies))


def number(
    meaning: str, cls: type[Any], lowest: int | None = None, *, rounded: bool = False
) -> dict[str, Any]:
    """Declare a field of an exact number, which by default may not be negative."""
    least = max(0, cls.LOWEST) if lowest is None else lowest
    return _declare(meaning, Number(cls, least, rounded))


def count(meaning: str) -> dict[str, Any]:
    """Declare a counter."""
    return _declare(meaning, Count())


def cents(meaning: str) -> dict[str, Any]:
    """Declare an amount in cents, which can exceed `Money`."""
    return _declare(meaning, Cents())


def word(meaning: str, *words: str) -> dict[str, Any]:
    """Declare a field that holds one of some words."""
    return _declare(meaning, Word(words))


def words(meaning: str, *known: str) -> dict[str, Any]:
    """Declare a field that holds a tuple of known words."""
    return _declare(meaning, Words(known))


def json_pointer(meaning: str) -> dict[str, Any]:
    """Declare a JSON Pointer."""
    return _declare(meaning, Pointer())


def moment(meaning: str) -> dict[str, Any]:
    """Declare a timestamp, which may be `None`."""
    return _declare(meaning, Timestamp())


def pairs(meaning: str) -> dict[str, Any]:
    """Declare pairs of a name and a fact."""
    return _declare(meaning, Facts())


def choice(meaning: str, enum: type[StrEnum]) -> dict[str, Any]:
    """Declare a field that holds a member of `enum`."""
    return _declare(meaning, Choice(enum))


def one(meaning: str, cls: type) -> dict[str, Any]:
    """Declare a field that holds an instance of `cls`."""
    return _declare(meaning, One(cls))


def many(meaning: str, *classes: type, least: int = 0, most: int | None = None) -> dict[str, Any]:
    """Declare a field that holds a tuple of instances of `classes`."""
    return _declare(meaning, Many(classes, least, most))


@once_per_class
def declarations(cls: type) -> Mapping[str, Declaration]:
    """Return the declaration of each field of `cls` by name, in order of declaration.

    A field of a request is declared where a record declares it, if not in the request itself.
    """
    inherited: dict[str, Declaration] = {}
    for record in getattr(cls, "RECORDS", ()):
        inherited |= declarations(record)
    found = {f.name: f.metadata.get(_KEY, inherited.get(f.name)) for f in attrs.fields(cls)}
    return {name: declared for name, declared in found.items() if declared}


class _Check(NamedTuple):
    """The check of a field by a constructor; a default, and `None` where allowed, pass it."""

    name: str
    accept: Callable[[object, str, Any], object]
    default: object
    may_be_none: bool


def _checks(cls: type, *, recorded: bool) -> Iterator[_Check]:
    defaults = {field.name: field.default for field in attrs.fields(cls) if field.init}
    for name, declared in declarations(cls).items():
        kind = declared.kind
        if name in defaults and kind is not None:
            accept: Callable[[object, str, Any], object] = kind.accept
            if recorded and isinstance(kind, Text):
                accept = kind.accept_recorded
            # Without a default there is nothing to let pass: somebody could pass `attrs.NOTHING`.
            default = object() if defaults[name] is attrs.NOTHING else defaults[name]
            yield _Check(name, accept, default, may_be_none(kind, recorded=recorded))


@once_per_class
def _request_checks(cls: type) -> tuple[_Check, ...]:
    return tuple(_checks(cls, recorded=False))


@once_per_class
def _record_checks(cls: type) -> tuple[_Check, ...]:
    checks = tuple(_checks(cls, recorded=True))
    return (*checks, _STATED_EMPTY) if issubclass(cls, Record) else checks


_STATED_EMPTY: Final = _Check("stated_empty", accept_stated_empty, frozenset(), may_be_none=False)


def check_request(value: Any) -> None:
    """Raise `TypeError` or `ValueError` unless each field holds what a request may state.

    A default is always accepted, and `None` in an optional field. Blank text becomes `None` there.
    """
    _accept_fields(value, _request_checks(type(value)))


def check_record(value: Any) -> None:
    """Raise `TypeError` or `ValueError` unless each field holds what a record may hold.

    A default is always accepted, and `None` in place of any text that does not identify the order.
    """
    _accept_fields(value, _record_checks(type(value)))


def _accept_fields(value: Any, checks: tuple[_Check, ...]) -> None:
    for check in checks:
        name, held = check.name, getattr(value, check.name)
        if held is check.default or (held is None and check.may_be_none):
            continue
        accepted = check.accept(value, name, held)
        if accepted is not held:
            object.__setattr__(value, name, accepted)


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
    meanings = {name: declared.meaning for name, declared in declarations(cls).items()}
    if issubclass(cls, Record):
        meanings["stated_empty"] = _STATED_EMPTY_MEANING
    cls.__doc__ = with_list(cls.__doc__, "Fields", meanings)
    return cls


_STATED_EMPTY_MEANING: Final = (
    "Fields that a payload stated as `null` or as an empty array. `wire` sets it and writes them "
    "back; it does not count in comparisons."
)


def with_list(docstring: str | None, title: str, meanings: Mapping[str, str]) -> str | None:
    """Return a docstring with a list of names and their meanings; `None` if there is none."""
    if not docstring:
        return docstring
    lines = [f"    {name}: {meaning}" for name, meaning in meanings.items()]
    return "\n".join([cleandoc(docstring), "", f"{title}:", *lines])
