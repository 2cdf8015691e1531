"""Codecs of arrays and objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import length_hint
from typing import Any, NamedTuple

import attrs

from backd_rules.domain.codegen import (
    FieldCode,
    record_decoder,
    record_encoder,
    request_decoder,
    request_encoder,
)
from backd_rules.domain.values import plain_dict, plain_list
from backd_rules.wire.codecs import MALFORMED, Codec, wrong_type
from backd_rules.wire.problems import Location, Problem, ProblemCode, Problems, problem_at


class BadElementError(ValueError):
    """Raised by `Array.decode`: of the elements of `array`, the one at `index` is malformed.

    It is the first one. `explain` of this array begins there, because to decode the elements before
    it again would double the time.
    """

    def __init__(self, array: Array, index: int) -> None:
        super().__init__()
        self.array = array
        self.index = index


@attrs.frozen(eq=False, repr=False)
class Array:
    """A JSON array of `least` to `most` `element`s, decoded to a tuple."""

    element: Codec
    least: int = 0
    most: int | None = None

    def decode(self, payload: Any) -> Any:
        """Return the elements."""
        elements = plain_list(payload)
        if elements is None:
            raise TypeError
        if len(elements) < self.least or (self.most is not None and len(elements) > self.most):
            raise ValueError
        rest = iter(elements)
        try:
            return tuple(map(self.element.decode, rest))
        except MALFORMED:
            index = len(elements) - length_hint(rest) - 1
        raise BadElementError(self, index)

    def encode(self, value: Any) -> Any:
        """Return the elements' payloads as a list."""
        encode = self.element.encode
        return list(value) if encode is None else [encode(element) for element in value]

    def explain(
        self, payload: object, location: Location, bad: BadElementError | None = None
    ) -> Iterator[Problem]:
        """Yield the problem of the array, or those of its elements from the first `bad` one on."""
        elements = plain_list(payload)
        if elements is None:
            yield from wrong_type(location, "an array")
        elif len(elements) < self.least:
            yield problem_at(location, ProblemCode.EMPTY)
        elif self.most is not None and len(elements) > self.most:
            yield problem_at(location, ProblemCode.TOO_MANY, max_items=self.most)
        else:
            first = bad.index if bad is not None and bad.array is self else 0
            for index, element in enumerate(islice(elements, first, None), first):
                # Most elements are valid, and decoding is the cheapest validity check.
                if not _is_valid(self.element, element):
                    yield from self.element.explain(element, (*location, index))


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
    encoded. A `recorded` object is read as it is: unknown fields are ignored, and `null` in an
    optional field means absent. `validate` finds the problems that concern several fields.
    """

    name: str
    factory: Callable[..., object]
    fields: Mapping[str, Field]
    omitted: object = None
    read_only: frozenset[str] = frozenset()
    recorded: bool = False
    validate: Callable[[Mapping[str, object], Location], Problems] | None = None

    decode: Callable[[Any], Any] = attrs.field(init=False)
    encode: Callable[[Any], dict[str, Any]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        code = {
            name: FieldCode(f.codec.decode, f.codec.encode, f.required, f.nullable, f.default)
            for name, f in self.fields.items()
        }
        if self.recorded:
            decode = record_decoder(self.name, self.factory, code)
            encode = record_encoder(self.name, code)
        else:
            decode = request_decoder(self.name, self.factory, code)
            encode = request_encoder(self.name, code, self.omitted)
        object.__setattr__(self, "decode", decode)
        object.__setattr__(self, "encode", encode)

    def explain(
        self, payload: object, location: Location, bad: BadElementError | None = None
    ) -> Iterator[Problem]:
        """Yield field problems in table order, then unknown fields, then cross-field problems."""
        stated = plain_dict(payload)
        if stated is None:
            yield from wrong_type(location, "an object")
            return
        for name, field in self.fields.items():
            value = stated.get(name)
            if isinstance(field.codec, Array) and value is not None:
                yield from field.codec.explain(value, (*location, name), bad)
            elif value is not None:
                yield from field.codec.explain(value, (*location, name))
            elif not self._may_be_none(field, stated=name in stated):
                yield _none_problem((*location, name), stated=name in stated)
        if not self.recorded:
            yield from self._unknown_fields(stated, location)
        if self.validate:
            yield from self.validate(stated, location)

    def _may_be_none(self, field: Field, *, stated: bool) -> bool:
        if stated and not self.recorded:
            return field.nullable
        return not field.required

    def _unknown_fields(self, payload: dict[Any, object], location: Location) -> Iterator[Problem]:
        for name in payload:
            if name in self.fields:
                continue
            if not isinstance(name, str):
                yield from wrong_type(location, "an object with strings for names")
            elif name in self.read_only:
                yield problem_at((*location, name), ProblemCode.READ_ONLY_FIELD)
            else:
                yield problem_at((*location, name), ProblemCode.UNKNOWN_FIELD)


def _none_problem(location: Location, *, stated: bool) -> Problem:
    return problem_at(location, ProblemCode.NOT_NULLABLE if stated else ProblemCode.MISSING)
