"""Codecs of single values: text, numbers, counts and choices.

`decode` is the fast path: it returns a value or raises at the first problem. Only after a failure
does `explain` walk the payload again to report the problems. `encode` is the inverse of `decode`.
`containers` has the codecs of arrays and objects, `tables` derives all from field declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, Protocol

import attrs

from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fact_kinds import Fact
from backd_rules.domain.numbers import (
    MAX_SCALED,
    UNITS,
    json_number,
    round_recorded,
    scale_number,
    scale_recorded,
)
from backd_rules.domain.text import (
    has_line_break,
    is_blank,
    is_plain,
    recorded_text_fault,
    text_fault,
)
from backd_rules.domain.values import Fault, plain_str
from backd_rules.wire.problems import Location, ProblemCode, Problems, problem_at

MALFORMED: Final = (TypeError, ValueError, KeyError)
"""The exceptions that `decode` raises at a problem."""


class Codec(Protocol):
    """Between the payload of a value and the value."""

    @property
    def decode(self) -> Callable[[Any], Any]:
        """Return the value of a payload; raise one of `MALFORMED` at a problem."""
        ...

    @property
    def encode(self) -> Callable[[Any], Any] | None:
        """Return the payload of a value; `None` if the value is its own payload."""
        ...

    def explain(self, payload: object, location: Location) -> Problems:
        """Return every problem of `payload`, which is at `location`."""
        ...


def wrong_type(location: Location, expected: str) -> Problems:
    """Return the problem of a payload that is not what is expected, as "a string"."""
    return (problem_at(location, ProblemCode.WRONG_TYPE, expected=expected),)


@attrs.frozen(repr=False)
class Text:
    """Text of a request; blank text is `None` if the field is `optional` (domain.md, N6 and N7)."""

    max_length: int
    optional: bool = False

    encode = None

    def decode(self, payload: Any) -> str | None:
        """Return the text, or `None` if it clears the field."""
        text = payload if type(payload) is str else plain_str(payload)
        if text is None:
            raise TypeError
        if is_plain(text):
            if len(text) <= self.max_length:
                return text
        elif self.optional and is_blank(text):
            return None
        elif text_fault(text, self.max_length) is None:
            return text
        raise ValueError

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        text = plain_str(payload)
        if text is None:
            return wrong_type(location, "a string")
        if self.optional and is_blank(text):
            return ()
        fault = text_fault(text, self.max_length)
        if fault is None:
            return ()
        facts: dict[str, Fact] = {}
        if fault is Fault.TOO_LONG:
            facts = {"max_length": self.max_length}
        elif fault is Fault.BAD_CHARACTERS:
            facts = _line_break_at(location) if has_line_break(text) else _BAD_CHARACTER
        return (problem_at(location, ProblemCode(fault), **facts),)


def _line_break_at(location: Location) -> dict[str, Fact]:
    """Return the facts of a line break, with the remedy if the text is part of an address."""
    remedy: dict[str, Fact] = {"remedy": "line2"} if "address" in location[-2:-1] else {}
    return {"forbidden": "line break", **remedy}


_BAD_CHARACTER: Final[dict[str, Fact]] = {
    "forbidden": "control, bidirectional or surrogate characters"
}
_SURROGATE: Final[dict[str, Fact]] = {"forbidden": "lone surrogates"}


@attrs.frozen(repr=False)
class RecordedText:
    """Text of a record, kept as it is; blank text is `None` if the field is `optional` (F4).

    Text that `identifies` the order must not be blank.
    """

    optional: bool = False
    identifies: bool = False

    encode = None

    def decode(self, payload: Any) -> str | None:
        """Return the text, or `None` if it is absent."""
        text = payload if type(payload) is str else plain_str(payload)
        if text is None:
            raise TypeError
        if is_plain(text):
            return text
        if recorded_text_fault(text) is not None:
            raise ValueError
        if (self.optional or self.identifies) and is_blank(text):
            if self.identifies:
                raise ValueError
            return None
        return text

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        text = plain_str(payload)
        if text is None:
            return wrong_type(location, "a string")
        if recorded_text_fault(text) is not None:
            return (problem_at(location, ProblemCode.BAD_CHARACTERS, **_SURROGATE),)
        if self.identifies and is_blank(text):
            return (problem_at(location, ProblemCode.BLANK),)
        return ()


@attrs.frozen(repr=False)
class Number:
    """A JSON number of at least `lowest` units, as an instance of `cls` (`Money` and its like).

    It is `rounded` half up to the decimals of `cls` in a record (domain.md, F6).
    """

    cls: type[Any]
    lowest: int
    rounded: bool = False

    places: int = attrs.field(init=False)
    decode: Callable[[Any], Any] = attrs.field(init=False, eq=False)
    encode: Callable[[Any], Any] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "places", self.cls.PLACES)
        object.__setattr__(self, "decode", self._decoder())
        object.__setattr__(self, "encode", _number_encoder(self.cls))

    # Closures: attribute lookups on the codec would add a third to the time of a number.
    def _decoder(self) -> Callable[[Any], Any]:
        build, places, lowest = unchecked(self.cls), self.places, self.lowest
        rounded = self.rounded

        def decode(payload: Any) -> Any:
            scaled = scale_number(payload, places)
            if rounded and scaled is Fault.TOO_PRECISE:
                scaled = round_recorded(payload, places)
            if type(scaled) is not int or scaled < lowest:
                raise ValueError
            return build(scaled)

        return decode

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        scale = scale_recorded if self.rounded else scale_number
        scaled = scale(payload, self.places)
        if not isinstance(scaled, Fault):
            if scaled >= self.lowest:
                return ()
            scaled = Fault.OUT_OF_RANGE
        return (problem_at(location, ProblemCode(scaled), **self._facts().get(scaled, {})),)

    def _facts(self) -> Mapping[Fault, dict[str, Fact]]:
        return {
            Fault.WRONG_TYPE: {"expected": "a number"},
            Fault.TOO_PRECISE: {"max_decimals": self.places},
            Fault.OUT_OF_RANGE: {
                "lowest": json_number(self.lowest, self.places),
                "highest": json_number(MAX_SCALED, self.places),
            },
        }


def _number_encoder(cls: type[Any]) -> Callable[[Any], Any]:
    scaled_of, unit = attrgetter(cls.UNIT), UNITS[cls.PLACES]

    def encode(value: Any) -> Any:
        scaled = scaled_of(value)
        # At most fifteen digits, which a float keeps.
        return scaled / unit if scaled % unit else scaled // unit

    return encode


@attrs.frozen(repr=False)
class Count:
    """A whole number from 0."""

    encode = None

    def decode(self, payload: Any) -> int:
        """Return the number."""
        if type(payload) is int and 0 <= payload <= MAX_SCALED:
            return payload
        count = scale_number(payload, 0)
        if isinstance(count, Fault) or count < 0:
            raise ValueError
        return count

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        count = scale_number(payload, 0)
        if count is Fault.NOT_FINITE:
            return (problem_at(location, ProblemCode.NOT_FINITE),)
        if count in (Fault.WRONG_TYPE, Fault.TOO_PRECISE):
            return wrong_type(location, "a whole number")
        if isinstance(count, Fault) or count < 0:
            facts = {"lowest": 0, "highest": MAX_SCALED}
            return (problem_at(location, ProblemCode.OUT_OF_RANGE, **facts),)
        return ()


@attrs.frozen(repr=False)
class Choice:
    """A word of an enum; `code` is the problem of any other word."""

    enum: type[StrEnum]
    code: ProblemCode

    encode = str

    def decode(self, payload: Any) -> Any:
        """Return the enum's member."""
        text = plain_str(payload)
        if text is None:
            raise TypeError
        return self.enum(text)

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        text = plain_str(payload)
        if text is None:
            return wrong_type(location, "a string")
        try:
            self.enum(text)
        except ValueError:
            return (problem_at(location, self.code, one_of=tuple(map(str, self.enum))),)
        return ()
