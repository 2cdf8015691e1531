"""The kinds of field that payloads are made of: how each is read, refused and written.

`read` is the short way: it makes a value of what is sound, and raises at the first fault. Only
after a refusal does `problems` walk the payload, to say of every field what is wrong with it, by
the same constraints. `write` is the way back. Here are the kinds that hold one thing; `containers`
has arrays and objects of them. Knows nothing of orders: `tables` says which fields there are.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, Protocol

import attrs

from backd_rules.domain.checks import timestamp_fault
from backd_rules.domain.codegen import define_function
from backd_rules.domain.money import MAX_SCALED, UNITS, plain, scale_number
from backd_rules.domain.values import Fault, text_fault
from backd_rules.wire.problems import Problem, ProblemCode, Steps, problem_at

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

_CODES: Final = {fault: ProblemCode(fault) for fault in Fault}

Problems = tuple[Problem, ...]


def fault_problem(steps: Steps, fault: Fault, *facts: object) -> Problems:
    """The one problem of what stands where `steps` lead, with the facts that its message tells."""
    return (problem_at(steps, _CODES[fault], _MESSAGES[fault].format(*facts)),)


class Kind(Protocol):
    """What a payload's value must be."""

    @property
    def read(self) -> Callable[[Any], Any]:
        """What makes the value of a payload; it raises one of `MALFORMED` if there is none."""

    @property
    def write(self) -> Callable[[Any], Any]:
        """What makes JSON types of such a value."""

    def problems(self, payload: object, steps: Steps) -> Problems:
        """Everything that is wrong with `payload`, to which `steps` lead."""


MALFORMED: Final = (TypeError, ValueError, KeyError)


def as_it_is(value: Any) -> Any:
    """How a kind writes what JSON has a type for."""
    return value


@attrs.frozen(repr=False)
class Text:
    """A line of text that is not blank."""

    max_length: int

    write = staticmethod(as_it_is)

    def read(self, payload: Any) -> Any:
        """The text as it is."""
        return _unless(text_fault(payload, self.max_length), payload)

    def is_plain(self, name: str) -> str:
        """The source of a test that most sound texts pass, and none that is not sound.

        What is printable and begins with no space has no bad character and is not blank.
        """
        bound = f"len({name}) <= {self.max_length}"
        return f"type({name}) is str and {name} >= '!' and {bound} and {name}.isprintable()"

    def problems(self, payload: object, steps: Steps) -> Problems:
        """At most one."""
        fault = text_fault(payload, self.max_length)
        if fault is None:
            return ()
        facts = {Fault.WRONG_TYPE: "a string", Fault.TOO_LONG: self.max_length}
        return fault_problem(steps, fault, facts.get(fault))


def _unless(fault: Fault | None, payload: Any) -> Any:
    if fault:
        raise ValueError
    return payload


@attrs.frozen(repr=False)
class Timestamp:
    """`YYYY-MM-DD HH:MM:SS`."""

    write = staticmethod(as_it_is)

    def read(self, payload: Any) -> Any:
        """The text as it is."""
        return _unless(timestamp_fault(payload), payload)

    def problems(self, payload: object, steps: Steps) -> Problems:
        """At most one."""
        fault = timestamp_fault(payload)
        if fault is None:
            return ()
        facts = {Fault.WRONG_TYPE: "a string", Fault.BAD_FORMAT: "YYYY-MM-DD HH:MM:SS"}
        return fault_problem(steps, fault, facts[fault])


@attrs.frozen(repr=False)
class Number:
    """A JSON number with at most `places` decimals, from `lowest` up.

    `make` builds its value of the number times `10**places`, which is its attribute `scaled`.
    """

    make: Callable[[int], object]
    scaled: str
    places: int
    lowest: int = 0

    write: Callable[[Any], Any] = attrs.field(init=False)
    """Whole where it can be; at most fifteen digits, which a float keeps."""

    def __attrs_post_init__(self) -> None:
        write = define_function("write(value)", [f"return {self.writing('value')}"])
        object.__setattr__(self, "write", write)

    def read(self, payload: Any) -> Any:
        """What `make` builds of the scaled number."""
        scaled = scale_number(payload, self.places)
        if type(scaled) is not int or scaled < self.lowest:
            raise ValueError
        return self.make(scaled)

    def writing(self, name: str) -> str:
        """The source of what `write` makes of the value that `name` stands for."""
        scaled, unit = f"{name}.{self.scaled}", UNITS[self.places]
        return f"_scaled / {unit} if (_scaled := {scaled}) % {unit} else _scaled // {unit}"

    def problems(self, payload: object, steps: Steps) -> Problems:
        """At most one."""
        scaled = scale_number(payload, self.places)
        if isinstance(scaled, Fault):
            return fault_problem(steps, scaled, *self._facts(scaled))
        if scaled < self.lowest:
            return fault_problem(steps, Fault.OUT_OF_RANGE, *self._facts(Fault.OUT_OF_RANGE))
        return ()

    def _facts(self, fault: Fault) -> tuple[object, ...]:
        if fault is Fault.OUT_OF_RANGE:
            return plain(self.lowest, self.places), plain(MAX_SCALED, self.places)
        return ("a number",) if fault is Fault.WRONG_TYPE else (self.places,)


@attrs.frozen(repr=False)
class Count:
    """A whole number, not negative."""

    write = staticmethod(as_it_is)

    def read(self, payload: Any) -> Any:
        """The number as it is."""
        if type(payload) is not int or not 0 <= payload <= MAX_SCALED:
            raise ValueError
        return payload

    def problems(self, payload: object, steps: Steps) -> Problems:
        """At most one."""
        # The strict reader hands on an integer of many digits as a `Decimal`.
        if type(payload) is not int and not _is_huge_integer(payload):
            return fault_problem(steps, Fault.WRONG_TYPE, "a whole number")
        if type(payload) is not int or not 0 <= payload <= MAX_SCALED:
            return fault_problem(steps, Fault.OUT_OF_RANGE, 0, MAX_SCALED)
        return ()


def _is_huge_integer(payload: object) -> bool:
    return scale_number(payload, 0) is Fault.OUT_OF_RANGE and type(payload) is not float


@attrs.frozen(repr=False)
class Choice:
    """One of an enum's words; `code` says what any other word is."""

    among: type[StrEnum]
    code: ProblemCode

    def read(self, payload: Any) -> Any:
        """The enum's member."""
        if type(payload) is not str:
            raise TypeError
        return self.among(payload)

    def write(self, value: Any) -> Any:
        """The word."""
        return str(value)

    def problems(self, payload: object, steps: Steps) -> Problems:
        """At most one."""
        if type(payload) is not str:
            return fault_problem(steps, Fault.WRONG_TYPE, "a string")
        try:
            self.among(payload)
        except ValueError:
            return (problem_at(steps, self.code, "must be one of " + ", ".join(self.among)),)
        return ()
