"""Codecs of single values: text, timestamps, numbers, counts and choices.

`decode` is the fast path: it returns a value or raises at the first problem. Only after a failure
does `explain` walk the payload again to report every problem. `encode` is the inverse of `decode`.
`containers` has the codecs of arrays and objects, `tables` derives all from field declarations.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, Protocol

import attrs

from backd_rules.domain.codegen import unchecked
from backd_rules.domain.numbers import MAX_SCALED, UNITS, plain, scale_number
from backd_rules.domain.text import TIMESTAMP_FORMAT, text_fault, timestamp_fault
from backd_rules.domain.values import Fault
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


_MESSAGES: Final = {
    Fault.WRONG_TYPE: "must be {}",
    Fault.NOT_FINITE: "must be a finite number",
    Fault.TOO_PRECISE: "must have at most {} decimals",
    Fault.OUT_OF_RANGE: "must be from {} to {}",
    Fault.BLANK: "must not be blank",
    Fault.TOO_LONG: "must have at most {} characters",
    Fault.BAD_CHARACTERS: "must have no control, bidirectional or surrogate characters",
    Fault.BAD_FORMAT: "must be {}",
}


def fault_problem(location: Location, fault: Fault, *facts: object) -> Problems:
    """Return the problem of a refused value, with the facts that its message states."""
    return (problem_at(location, ProblemCode(fault), _MESSAGES[fault].format(*facts)),)


@attrs.frozen(repr=False)
class Text:
    """Text that is not blank."""

    max_length: int

    encode = None

    def decode(self, payload: Any) -> Any:
        """Return the text."""
        # Printable text that begins with no space has no forbidden character and is not blank.
        if type(payload) is str and payload >= "!" and payload.isprintable():
            if len(payload) <= self.max_length:
                return payload
        elif text_fault(payload, self.max_length) is None:
            return payload
        raise ValueError

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        fault = text_fault(payload, self.max_length)
        if fault is None:
            return ()
        facts = {Fault.WRONG_TYPE: "a string", Fault.TOO_LONG: self.max_length}
        return fault_problem(location, fault, facts.get(fault))


@attrs.frozen(repr=False)
class Timestamp:
    """`YYYY-MM-DD HH:MM:SS`."""

    encode = None

    def decode(self, payload: Any) -> Any:
        """Return the text."""
        if timestamp_fault(payload):
            raise ValueError
        return payload

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        fault = timestamp_fault(payload)
        if fault is None:
            return ()
        facts = {Fault.WRONG_TYPE: "a string", Fault.BAD_FORMAT: TIMESTAMP_FORMAT}
        return fault_problem(location, fault, facts[fault])


@attrs.frozen(repr=False)
class Number:
    """A JSON number of at least `lowest` units, as an instance of `cls` (`Money` and its like)."""

    cls: type[Any]
    lowest: int

    places: int = attrs.field(init=False)
    decode: Callable[[Any], Any] = attrs.field(init=False, eq=False)
    encode: Callable[[Any], Any] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "places", self.cls.PLACES)
        object.__setattr__(self, "decode", _number_decoder(self.cls, self.lowest))
        object.__setattr__(self, "encode", _number_encoder(self.cls))

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        scaled = scale_number(payload, self.places)
        if isinstance(scaled, Fault):
            return fault_problem(location, scaled, *self._facts(scaled))
        if scaled < self.lowest:
            return fault_problem(location, Fault.OUT_OF_RANGE, *self._facts(Fault.OUT_OF_RANGE))
        return ()

    def _facts(self, fault: Fault) -> tuple[object, ...]:
        if fault is Fault.OUT_OF_RANGE:
            return plain(self.lowest, self.places), plain(MAX_SCALED, self.places)
        return ("a number",) if fault is Fault.WRONG_TYPE else (self.places,)


# Closures: attribute lookups on the codec would add a third to the time of a number.
def _number_decoder(cls: type[Any], lowest: int) -> Callable[[Any], Any]:
    build, places = unchecked(cls), cls.PLACES

    def decode(payload: Any) -> Any:
        scaled = scale_number(payload, places)
        if type(scaled) is not int or scaled < lowest:
            raise ValueError
        return build(scaled)

    return decode


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

    def decode(self, payload: Any) -> Any:
        """Return the number."""
        if type(payload) is not int or not 0 <= payload <= MAX_SCALED:
            raise ValueError
        return payload

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        # The strict reader returns an integer of many digits as a `Decimal`.
        if type(payload) is not int and not _is_huge_integer(payload):
            return fault_problem(location, Fault.WRONG_TYPE, "a whole number")
        if type(payload) is not int or not 0 <= payload <= MAX_SCALED:
            return fault_problem(location, Fault.OUT_OF_RANGE, 0, MAX_SCALED)
        return ()


def _is_huge_integer(payload: object) -> bool:
    return scale_number(payload, 0) is Fault.OUT_OF_RANGE and type(payload) is not float


@attrs.frozen(repr=False)
class Choice:
    """A word of an enum; `code` is the problem of any other word."""

    enum: type[StrEnum]
    code: ProblemCode

    encode = str

    def decode(self, payload: Any) -> Any:
        """Return the enum's member."""
        if type(payload) is not str:
            raise TypeError
        return self.enum(payload)

    def explain(self, payload: object, location: Location) -> Problems:
        """Return at most one problem."""
        if type(payload) is not str:
            return fault_problem(location, Fault.WRONG_TYPE, "a string")
        try:
            self.enum(payload)
        except ValueError:
            message = "must be one of " + ", ".join(self.enum)
            return (problem_at(location, self.code, message),)
        return ()
