"""The kinds of values that a field holds.

Each kind checks one value: `accept` returns what the field keeps, or raises `TypeError` or
`ValueError` that names the field. Text differs between requests and records (domain.md, N6 and F4).
`fact_kinds` has the kinds of what a violation or a problem states.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from backd_rules.domain.fact_kinds import FactKind, Timestamp
from backd_rules.domain.numbers import MAX_SCALED, plain
from backd_rules.domain.text import is_blank, recorded_text_fault, text_fault, text_of
from backd_rules.domain.values import (
    Fault,
    check_type,
    float_advice,
    plain_int,
    refuse,
    refuse_type,
)


class Text(NamedTuple):
    """Text that is not blank and has at most `max_length` characters (domain.md, N6).

    `optional` text may be `None`, and blank text is `None` there (N7). `identifies`: a record needs
    the text too. Any other text of a record may be absent, and is kept as it is (F4).
    """

    max_length: int
    optional: bool = False
    identifies: bool = False

    def accept(self, owner: object, name: str, value: object) -> str | None:
        """Return the text of a request, `None` if it clears the field; raise if it is refused."""
        text = text_of(owner, name, value)
        if self.optional and is_blank(text):
            return None
        if fault := text_fault(text, self.max_length):
            refuse(owner, name, self._reasons()[fault])
        return text

    def accept_recorded(self, owner: object, name: str, value: object) -> str | None:
        """Return the text of a record, `None` if it is absent; raise if it is refused."""
        text = text_of(owner, name, value)
        if self.optional and is_blank(text):
            return None
        if recorded_text_fault(text):
            refuse(owner, name, "must have no lone surrogates")
        if self.identifies and is_blank(text):
            refuse(owner, name, self._reasons()[Fault.BLANK])
        return text

    def _reasons(self) -> dict[Fault, str]:
        return {
            Fault.BLANK: "must not be blank",
            Fault.TOO_LONG: f"must have at most {self.max_length} characters",
            Fault.BAD_CHARACTERS: (
                "must have no line breaks, control, bidirectional or surrogate characters"
            ),
        }


class Number(NamedTuple):
    """A `Money` or its like, of at least `lowest` of its units; `rounded` in a record (F6)."""

    cls: type[Any]
    lowest: int
    rounded: bool = False

    def accept(self, owner: object, name: str, value: Any) -> Any:
        """Return the number; raise if it is refused."""
        if type(value) is not self.cls:
            expected = f"of type {self.cls.__name__}"
            refuse_type(owner, name, expected, value, float_advice(self.cls, value))
        if value.scaled < self.lowest:
            lowest = plain(self.lowest, self.cls.PLACES)
            sign = "negative" if value.scaled < 0 else "not positive"
            refuse(owner, name, f"must be at least {lowest}, and is {sign}")
        return value


class Count:
    """A whole number from 0 up to fifteen digits (domain.md, L9)."""

    def accept(self, owner: object, name: str, value: Any) -> int:
        """Return the count; raise if it is refused."""
        count = plain_int(value)
        if count is None:
            refuse_type(owner, name, "of type int", value)
        if not 0 <= count <= MAX_SCALED:
            refuse(owner, name, f"must be from 0 to {MAX_SCALED}")
        return count


class Choice(NamedTuple):
    """A member of an enum."""

    enum: type[StrEnum]

    def accept(self, owner: object, name: str, value: object) -> object:
        """Return the member; raise if it is refused."""
        check_type(owner, name, value, self.enum)
        return value


class One(NamedTuple):
    """An instance of a class whose fields are declared too."""

    cls: type

    def accept(self, owner: object, name: str, value: object) -> object:
        """Return the instance; raise if it is refused."""
        check_type(owner, name, value, self.cls)
        return value


class Many(NamedTuple):
    """A tuple of `least` to `most` instances of some classes."""

    classes: tuple[type, ...]
    least: int = 0
    most: int | None = None

    def accept(self, owner: object, name: str, value: Any) -> tuple[Any, ...]:
        """Return the instances as a tuple; raise if one has another type, or at their number."""
        if not isinstance(value, (tuple, list)):
            refuse_type(owner, name, "a tuple or a list", value)
        for index, element in enumerate(value):
            if type(element) not in self.classes:
                names = " or ".join(cls.__name__ for cls in self.classes)
                refuse_type(owner, f"{name}[{index}]", f"of type {names}", element)
        if len(value) < self.least:
            refuse(owner, name, f"must have at least {self.least} element")
        if self.most is not None and len(value) > self.most:
            refuse(owner, name, f"must have at most {self.most} elements")
        return tuple(value)


def accept_stated_empty(owner: object, name: str, value: object) -> object:
    """Return the `stated_empty` of a record; raise if it is anything else."""
    if not isinstance(value, frozenset) or not all(map(_is_stated_empty, value)):
        refuse_type(owner, name, "a frozenset of pairs of a name and None or ()", value)
    if len(dict(value)) < len(value):
        refuse(owner, name, "must not have one name twice")
    return value


def _is_stated_empty(pair: object) -> bool:
    if not (isinstance(pair, tuple) and len(pair) == 2):
        return False
    name, nothing = pair
    return isinstance(name, str) and (nothing is None or nothing == ())


Kind = Text | Number | Count | Choice | One | Many | FactKind


def may_be_none(kind: Kind, *, recorded: bool) -> bool:
    """Return whether a field may hold `None`: optional text, and any text of a record but an id."""
    if isinstance(kind, Text):
        return not kind.identifies if recorded else kind.optional
    return isinstance(kind, Timestamp)
