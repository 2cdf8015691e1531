"""Codecs of arrays and objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from backd_rules.domain.codegen import (
    FieldCode,
    object_encoder,
    record_decoder,
    request_decoder,
)
from backd_rules.domain.values import Fault
from backd_rules.wire.codecs import MALFORMED, Codec, fault_problem
from backd_rules.wire.problems import Location, Problem, ProblemCode, Problems, problem_at


@attrs.frozen(eq=False, repr=False)
class Array:
    """A JSON array of `element`s, decoded to a tuple."""

    element: Codec
    allow_empty: bool = False

    def decode(self, payload: Any) -> Any:
        """Return the elements."""
        if not isinstance(payload, list) or not (payload or self.allow_empty):
            raise TypeError
        decode = self.element.decode
        return tuple([decode(element) for element in payload])

    def encode(self, value: Any) -> Any:
        """Return the elements' payloads as a list."""
        encode = self.element.encode
        return list(value) if encode is None else [encode(element) for element in value]

    def explain(self, payload: object, location: Location) -> Problems:
        """Return the problem of the array, or those of its elements."""
        if not isinstance(payload, list):
            return fault_problem(location, Fault.WRONG_TYPE, "an array")
        if not (payload or self.allow_empty):
            return (problem_at(location, ProblemCode.EMPTY, "must not be empty"),)
        found: list[Problem] = []
        for index, element in enumerate(payload):
            # Most elements are valid, and decoding is the cheapest validity check.
            if not _is_valid(self.element, element):
                found += self.element.explain(element, (*location, index))
        return tuple(found)


def _is_valid(codec: Codec, payload: object) -> bool:
    try:
        codec.decode(payload)
    except MALFORMED:
        return False
    return True


class Field(NamedTuple):
    """A field of an object: its codec, its description, and what it may be instead of a value.

    A nullable field may be `null`, which decodes to `None`. A field that is not required may be
    absent, and decodes to `default`.
    """

    codec: Codec
    required: bool
    meaning: str = ""
    nullable: bool = False
    default: object = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Object:
    """A JSON object with these `fields`; `name` is its name among the JSON Schemas.

    `factory` receives the decoded fields in order. An optional field that holds `omitted` is not
    encoded. With `forbid_unknown=False`, which is for records that a server sent, unknown fields
    are ignored, and `null` in an optional field means absent. `validate` finds the problems that
    concern several fields.
    """

    name: str
    factory: Callable[..., object]
    fields: Mapping[str, Field]
    omitted: object = None
    read_only: frozenset[str] = frozenset()
    forbid_unknown: bool = True
    validate: Callable[[Mapping[str, object], Location], Problems] | None = None

    decode: Callable[[Any], Any] = attrs.field(init=False)
    encode: Callable[[Any], dict[str, Any]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        code = {
            name: FieldCode(f.codec.decode, f.codec.encode, f.required, f.nullable, f.default)
            for name, f in self.fields.items()
        }
        make_decoder = request_decoder if self.forbid_unknown else record_decoder
        object.__setattr__(self, "decode", make_decoder(self.name, self.factory, code))
        object.__setattr__(self, "encode", object_encoder(self.name, code, self.omitted))

    def explain(self, payload: object, location: Location) -> Problems:
        """Return field problems in table order, then unknown fields, then cross-field problems."""
        if not isinstance(payload, dict):
            return fault_problem(location, Fault.WRONG_TYPE, "an object")
        found: list[Problem] = []
        for name, field in self.fields.items():
            value = payload.get(name)
            if value is not None:
                found += field.codec.explain(value, (*location, name))
            elif not self._may_be_none(field, stated=name in payload):
                found.append(_none_problem((*location, name), stated=name in payload))
        if self.forbid_unknown:
            found += self._unknown_fields(payload, location)
        return (*found, *(self.validate(payload, location) if self.validate else ()))

    def _may_be_none(self, field: Field, *, stated: bool) -> bool:
        if stated and self.forbid_unknown:
            return field.nullable
        return not field.required

    def _unknown_fields(self, payload: dict[Any, object], location: Location) -> Iterator[Problem]:
        for name in payload:
            if name in self.fields:
                continue
            if type(name) is not str:
                yield problem_at(location, ProblemCode.WRONG_TYPE, "must have strings for names")
            elif name in self.read_only:
                message = "is a field that no update may write"
                yield problem_at((*location, name), ProblemCode.READ_ONLY_FIELD, message)
            else:
                yield problem_at((*location, name), ProblemCode.UNKNOWN_FIELD, "is not a field")


def _none_problem(location: Location, *, stated: bool) -> Problem:
    if stated:
        return problem_at(location, ProblemCode.NOT_NULLABLE, "must not be null")
    return problem_at(location, ProblemCode.MISSING, "is missing")
