"""The kinds of field that payloads are made of, each known in two ways.

`read` is the short way: it trusts the payload and lets the constructors refuse it. Only after a
refusal does `problems` walk the payload, to say of every field what is wrong with it, by the same
constraints. Knows nothing of orders: `wire` says which fields there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Protocol

import attrs

from backd_rules._values import Fault, Value, text_fault
from backd_rules.amounts import MAX_SCALED, plain, scale_number
from backd_rules.order import CLEARABLE, timestamp_fault
from backd_rules.problems import Problem, ProblemCode, pointer

_MESSAGES = {
    Fault.WRONG_TYPE: "must be {}",
    Fault.NOT_FINITE: "must be a finite number",
    Fault.TOO_PRECISE: "must have at most {} decimals",
    Fault.OUT_OF_RANGE: "must be from {} to {}",
    Fault.BLANK: "must not be blank",
    Fault.TOO_LONG: "must have at most {} characters",
    Fault.BAD_CHARACTERS: "must have no control, bidirectional or surrogate characters",
    Fault.BAD_FORMAT: "must be {}",
}


def _problem(path: str, fault: Fault, *facts: object) -> Problem:
    return Problem(ProblemCode(fault), path, _MESSAGES[fault].format(*facts))


class Kind(Protocol):
    """What a payload's value must be."""

    def read(self, payload: Any) -> Any:
        """The value of `payload`; raises `TypeError`, `ValueError` or `KeyError` if malformed."""

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """Everything that is wrong with `payload`, which stands at `path`."""


@attrs.frozen(getstate_setstate=False)
class Text(Value):
    """A line of text that is not blank."""

    max_length: int

    def read(self, payload: Any) -> Any:
        """The text as it is: the constructor it is for checks it."""
        return payload

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """At most one."""
        if fault := text_fault(payload, self.max_length):
            facts = {Fault.WRONG_TYPE: "a string", Fault.TOO_LONG: self.max_length}
            yield _problem(path, fault, facts.get(fault))


@attrs.frozen(getstate_setstate=False)
class Timestamp(Value):
    """`YYYY-MM-DD HH:MM:SS`."""

    def read(self, payload: Any) -> Any:
        """The text as it is: the constructor it is for checks it."""
        return payload

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """At most one."""
        if fault := timestamp_fault(payload):
            facts = {Fault.WRONG_TYPE: "a string", Fault.BAD_FORMAT: "YYYY-MM-DD HH:MM:SS"}
            yield _problem(path, fault, facts[fault])


@attrs.frozen(getstate_setstate=False)
class Number(Value):
    """A JSON number with at most `places` decimals, from `lowest` up, scaled by `10**places`."""

    make: Callable[[int], object]
    places: int
    lowest: int = 0

    def read(self, payload: Any) -> Any:
        """The value object that `make` builds; the constructor it is for checks its range."""
        scaled = scale_number(payload, self.places)
        if isinstance(scaled, Fault):
            raise ValueError
        return self.make(scaled)

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """At most one."""
        scaled = scale_number(payload, self.places)
        if not isinstance(scaled, Fault):
            if scaled >= self.lowest:
                return
            scaled = Fault.OUT_OF_RANGE
        highest = plain(MAX_SCALED, self.places)
        facts: dict[Fault, tuple[object, ...]] = {
            Fault.WRONG_TYPE: ("a number",),
            Fault.TOO_PRECISE: (self.places,),
            Fault.OUT_OF_RANGE: (plain(self.lowest, self.places), highest),
        }
        yield _problem(path, scaled, *facts.get(scaled, ()))


@attrs.frozen(getstate_setstate=False)
class Count(Value):
    """A whole number, not negative."""

    def read(self, payload: Any) -> Any:
        """The number as it is: the constructor it is for checks its range."""
        if type(payload) is not int:
            raise TypeError
        return payload

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """At most one."""
        # The strict reader hands on an integer of many digits as a `Decimal`.
        if type(payload) is not int and not _is_huge_integer(payload):
            yield _problem(path, Fault.WRONG_TYPE, "a whole number")
        elif type(payload) is not int or not 0 <= payload <= MAX_SCALED:
            yield _problem(path, Fault.OUT_OF_RANGE, 0, MAX_SCALED)


def _is_huge_integer(payload: object) -> bool:
    return scale_number(payload, 0) is Fault.OUT_OF_RANGE and type(payload) is not float


@attrs.frozen(getstate_setstate=False)
class Choice(Value):
    """One of an enum's words; `code` says what any other word is."""

    among: type[StrEnum]
    code: ProblemCode

    def read(self, payload: Any) -> Any:
        """The enum's member."""
        if type(payload) is not str:
            raise TypeError
        return self.among(payload)

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """At most one."""
        if type(payload) is not str:
            yield _problem(path, Fault.WRONG_TYPE, "a string")
            return
        try:
            self.among(payload)
        except ValueError:
            yield Problem(self.code, path, "must be one of " + ", ".join(self.among))


@attrs.frozen(getstate_setstate=False)
class Array(Value):
    """A JSON array of one kind of thing."""

    of: Kind
    may_be_empty: bool = False

    def read(self, payload: Any) -> Any:
        """The things, as a tuple."""
        if not isinstance(payload, list) or not (payload or self.may_be_empty):
            raise TypeError
        return tuple([self.of.read(thing) for thing in payload])

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """Those of the array, or of its things."""
        if not isinstance(payload, list):
            yield _problem(path, Fault.WRONG_TYPE, "an array")
        elif not (payload or self.may_be_empty):
            yield Problem(ProblemCode.EMPTY, path, "must not be empty")
        else:
            for index, thing in enumerate(payload):
                yield from self.of.problems(thing, pointer(path, index))


def _nothing_more(payload: Mapping[str, object], path: str) -> Iterable[Problem]:
    return ()


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Object(Value):
    """A JSON object with these `fields`, of which those in `required` must be there.

    An object that is not `closed` is what a server sent: fields it does not know are ignored, and
    `null` in an optional field means that it is absent. `check` finds what no field alone shows.
    """

    make: Callable[..., object]
    fields: Mapping[str, Kind]
    required: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()
    closed: bool = True
    check: Callable[[Mapping[str, object], str], Iterable[Problem]] = attrs.field(
        default=_nothing_more
    )

    def read(self, payload: Any) -> Any:
        """What `make` builds of the fields."""
        if not isinstance(payload, dict):
            raise TypeError
        stated = payload if self.closed else self._known(payload)
        fields = self.fields
        return self.make(**{name: fields[name].read(thing) for name, thing in stated.items()})

    def _known(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            name: thing
            for name, thing in payload.items()
            if name in self.fields and (thing is not None or name in self.required)
        }

    def problems(self, payload: object, path: str) -> Iterator[Problem]:
        """Those of every field in the table's order, then unknown fields, then those of all."""
        if not isinstance(payload, dict):
            yield _problem(path, Fault.WRONG_TYPE, "an object")
            return
        for name, kind in self.fields.items():
            yield from self._field_problems(name, kind, payload, pointer(path, name))
        if self.closed:
            yield from self._strangers(payload, path)
        yield from self.check(payload, path)

    def _field_problems(
        self, name: str, kind: Kind, payload: dict[str, object], path: str
    ) -> Iterator[Problem]:
        if name not in payload:
            if name in self.required:
                yield Problem(ProblemCode.MISSING, path, "is missing")
        elif payload[name] is not None:
            yield from kind.problems(payload[name], path)
        elif not (name in CLEARABLE or (not self.closed and name not in self.required)):
            yield Problem(ProblemCode.NOT_NULLABLE, path, "must not be null")

    def _strangers(self, payload: dict[Any, object], path: str) -> Iterator[Problem]:
        for name in payload:
            if type(name) is not str:
                yield Problem(ProblemCode.WRONG_TYPE, path, "must have strings for names")
            elif name in self.read_only:
                message = "is a field that no update may write"
                yield Problem(ProblemCode.READ_ONLY_FIELD, pointer(path, name), message)
            elif name not in self.fields:
                yield Problem(ProblemCode.UNKNOWN_FIELD, pointer(path, name), "is not a field")
