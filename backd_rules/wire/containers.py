"""Arrays and objects of fields; as `fields` has it, each can `read`, tell `problems`, `write`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from backd_rules.domain.checks import CLEARABLE
from backd_rules.domain.codegen import define_function
from backd_rules.domain.values import Fault
from backd_rules.wire.codecs import MALFORMED, Kind, Number, Problems, Text, as_it_is, fault_problem
from backd_rules.wire.problems import Problem, ProblemCode, Steps, problem_at


@attrs.frozen(eq=False, repr=False)
class Array:
    """A JSON array of one kind of thing."""

    of: Kind
    may_be_empty: bool = False

    def read(self, payload: Any) -> Any:
        """The things, as a tuple."""
        if not isinstance(payload, list) or not (payload or self.may_be_empty):
            raise TypeError
        read = self.of.read
        return tuple([read(thing) for thing in payload])

    def write(self, value: Any) -> Any:
        """What the things are written as."""
        write = self.of.write
        return [write(thing) for thing in value]

    def problems(self, payload: object, steps: Steps) -> Problems:
        """Those of the array, or of its things."""
        if not isinstance(payload, list):
            return fault_problem(steps, Fault.WRONG_TYPE, "an array")
        if not (payload or self.may_be_empty):
            return (problem_at(steps, ProblemCode.EMPTY, "must not be empty"),)
        found: list[Problem] = []
        for index, thing in enumerate(payload):
            # Most of many things are sound, and to read one is the quickest look at it.
            if not _is_sound(self.of, thing):
                found += self.of.problems(thing, (*steps, index))
        return tuple(found)


def _is_sound(kind: Kind, payload: object) -> bool:
    try:
        kind.read(payload)
    except MALFORMED:
        return False
    return True


def _nothing_more(payload: Mapping[str, object], steps: Steps) -> Problems:
    return ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Object:
    """A JSON object with these `fields`, of which those in `required` must be there.

    `make` takes what the fields hold, in their order. An absent one holds what `defaults` says, or
    `nothing`, which is not written. An object that is not `closed` is what a server sent: fields it
    does not know are ignored, and `null` in an optional field means that it is absent. `check`
    finds what no field alone shows.
    """

    make: Callable[..., object]
    fields: Mapping[str, Kind]
    required: frozenset[str] = frozenset()
    nothing: object = None
    defaults: Mapping[str, object] = MappingProxyType({})
    read_only: frozenset[str] = frozenset()
    closed: bool = True
    check: Callable[[Mapping[str, object], Steps], Problems] = _nothing_more

    read: Callable[[Any], Any] = attrs.field(init=False)
    """What `make` builds of the fields."""

    write: Callable[[Any], Any] = attrs.field(init=False)
    """A dict of the fields that the value holds, in their order."""

    def __attrs_post_init__(self) -> None:
        read = self._closed_reader() if self.closed else self._open_reader()
        object.__setattr__(self, "read", read)
        object.__setattr__(self, "write", self._writer())

    def _absent(self) -> dict[str, object]:
        return {name: self.defaults.get(name, self.nothing) for name in self.fields}

    def _closed_reader(self) -> Callable[[Any], Any]:
        """Written out field by field, for it is what every update passes through."""
        return define_function(
            "read(_payload)",
            [
                "if not isinstance(_payload, dict): raise TypeError",
                f"_known = {len(self.required)}",
                *(line for field in self.fields.items() for line in self._reading(*field)),
                "if _known < len(_payload): raise KeyError",
                f"return _make({', '.join(self.fields)})",
            ],
            _make=self.make,
            _absent=self._absent(),
            **{f"_read_{name}": kind.read for name, kind in self.fields.items()},
        )

    def _reading(self, name: str, kind: Kind) -> Iterable[str]:
        """The statements that leave in the variable `name` what the field of that name holds."""
        value = f"_read_{name}({name})"
        if isinstance(kind, Text):
            value = f"{name} if {kind.is_plain(name)} else {value}"
        if name in CLEARABLE:
            value = f"None if {name} is None else {value}"
        if name in self.required:
            return (f"{name} = _payload[{name!r}]", f"{name} = {value}")
        return (
            f"if {name!r} in _payload:",
            "    _known += 1",
            f"    {name} = _payload[{name!r}]",
            f"    {name} = {value}",
            "else:",
            f"    {name} = _absent[{name!r}]",
        )

    def _open_reader(self) -> Callable[[Any], Any]:
        make, required, absent = self.make, self.required, self._absent()
        readers = {name: kind.read for name, kind in self.fields.items()}

        def read(payload: Any) -> Any:
            if not isinstance(payload, dict) or not required <= payload.keys():
                raise TypeError
            values = absent.copy()
            for name, thing in payload.items():
                if name in readers and (thing is not None or name in required):
                    values[name] = readers[name](thing)
            return make(*values.values())

        return read

    def _writer(self) -> Callable[[Any], Any]:
        """Written out field by field too: every response passes through it."""
        held = ", ".join(f"{name!r}: _value.{name}" for name in self.fields)
        return define_function(
            "write(_value)",
            [
                f"_held = {{{held}}}",
                *(line for field in self.fields.items() for line in self._writing(*field)),
                "return _held",
            ],
            _nothing=self.nothing,
            **{f"_write_{name}": kind.write for name, kind in self.fields.items()},
        )

    def _writing(self, name: str, kind: Kind) -> Iterable[str]:
        """The statements that make of what the field of this name holds what is written."""
        held = f"_held[{name!r}]"
        if name not in self.required:
            yield f"if {held} is _nothing: del {held}"
        if kind.write is not as_it_is:
            otherwise = "" if name in self.required else "else: "
            writing = kind.writing(held) if isinstance(kind, Number) else f"_write_{name}({held})"
            yield f"{otherwise}{held} = {writing}"

    def problems(self, payload: object, steps: Steps) -> Problems:
        """Those of every field in the table's order, then unknown fields, then those of all."""
        if not isinstance(payload, dict):
            return fault_problem(steps, Fault.WRONG_TYPE, "an object")
        found: list[Problem] = []
        for name, kind in self.fields.items():
            thing = payload.get(name)
            if thing is not None:
                found += kind.problems(thing, (*steps, name))
            elif not self._may_be_none(name, payload):
                found.append(_none_problem((*steps, name), name in payload))
        if self.closed:
            found += self._strangers(payload, steps)
        return (*found, *self.check(payload, steps))

    def _may_be_none(self, name: str, payload: dict[str, object]) -> bool:
        """Whether a field may be absent, or null, as it is here."""
        if name in payload and self.closed:
            return name in CLEARABLE
        return name not in self.required

    def _strangers(self, payload: dict[Any, object], steps: Steps) -> Iterable[Problem]:
        for name in payload:
            if name in self.fields:
                continue
            if type(name) is not str:
                yield problem_at(steps, ProblemCode.WRONG_TYPE, "must have strings for names")
            elif name in self.read_only:
                message = "is a field that no update may write"
                yield problem_at((*steps, name), ProblemCode.READ_ONLY_FIELD, message)
            else:
                yield problem_at((*steps, name), ProblemCode.UNKNOWN_FIELD, "is not a field")


def _none_problem(steps: Steps, stated: bool) -> Problem:
    if stated:
        return problem_at(steps, ProblemCode.NOT_NULLABLE, "must not be null")
    return problem_at(steps, ProblemCode.MISSING, "is missing")
