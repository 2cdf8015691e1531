"""The kinds of values that a field holds.

Each kind checks one value: `accept` returns what the field keeps, or raises `TypeError` or
`ValueError` that names the field. Text differs between requests and records (domain.md, N6 and F4).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.text import is_blank, recorded_text_fault, text_fault
from backd_rules.domain.values import Fault, check_type, plain_int, plain_str, refuse


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
        text = _plain_text(owner, name, value)
        if self.optional and is_blank(text):
            return None
        if fault := text_fault(text, self.max_length):
            refuse(owner, name, fault)
        return text

    def accept_recorded(self, owner: object, name: str, value: object) -> str | None:
        """Return the text of a record, `None` if it is absent; raise if it is refused."""
        text = _plain_text(owner, name, value)
        if self.optional and is_blank(text):
            return None
        if fault := recorded_text_fault(text):
            refuse(owner, name, fault)
        if self.identifies and is_blank(text):
            refuse(owner, name, Fault.BLANK)
        return text


def _plain_text(owner: object, name: str, value: object) -> str:
    text = plain_str(value)
    if text is None:
        refuse(owner, name, Fault.WRONG_TYPE, "must be of type str")
    return text


class Number(NamedTuple):
    """A `Money` or its like, of at least `lowest` of its units; `rounded` in a record (F6)."""

    cls: type[Any]
    lowest: int
    rounded: bool = False

    def accept(self, owner: object, name: str, value: Any) -> Any:
        """Return the number; raise if it is refused."""
        check_type(owner, name, value, self.cls)
        if value.scaled < self.lowest:
            reason = "is negative" if value.scaled < 0 else "is not positive"
            refuse(owner, name, Fault.OUT_OF_RANGE, reason)
        return value


class Count:
    """A whole number from 0 up to fifteen digits (domain.md, L9)."""

    def accept(self, owner: object, name: str, value: Any) -> int:
        """Return the count; raise if it is refused."""
        count = plain_int(value)
        if count is None:
            refuse(owner, name, Fault.WRONG_TYPE, "must be of type int")
        if not 0 <= count <= MAX_SCALED:
            refuse(owner, name, Fault.OUT_OF_RANGE)
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
            refuse(owner, name, Fault.WRONG_TYPE, "must be a tuple or a list")
        if any(type(element) not in self.classes for element in value):
            refuse(owner, name, Fault.WRONG_TYPE, "holds something of the wrong type")
        if len(value) < self.least:
            refuse(owner, name, Fault.OUT_OF_RANGE, "is empty")
        if self.most is not None and len(value) > self.most:
            refuse(owner, name, Fault.OUT_OF_RANGE, f"has more than {self.most} elements")
        return tuple(value)


Kind = Text | Number | Count | Choice | One | Many


def may_be_none(kind: Kind, *, recorded: bool) -> bool:
    """Return whether a field may hold `None`: optional text, and any text of a record but an id."""
    return isinstance(kind, Text) and (not kind.identifies if recorded else kind.optional)
