"""Who parses, and how each says what is wrong with a payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import fastjsonschema
import jsonschema
import msgspec
from cattrs import transform_error
from pydantic import ValidationError

from backd_rules import wire
from benchmarks import attrs_models, json_schema, msgspec_models, pydantic_models
from benchmarks.harness import OURS
from benchmarks.payloads import Json


class Parser(NamedTuple):
    """Who parses: `parse` gives the values of a valid payload.

    `problems` gives the places of what is wrong, all of them, or the first alone where
    `all_at_once` is false. `cannot` are the kinds of fault that it does not find, with why.
    `prepare` makes its input of a payload, outside of what is timed.
    """

    name: str
    package: str
    idiom: str
    parse: Callable[[Any], object]
    problems: Callable[[Any], list[str]]
    all_at_once: bool = True
    cannot: Mapping[str, str] = MappingProxyType({})
    prepare: Callable[[Json], Any] = dict


def _our_problems(payload: Json) -> list[str]:
    try:
        wire.parse_update(payload)
    except wire.InvalidPayload as invalid:
        return [problem.path for problem in invalid.problems]
    return []


def _pydantic_problems(payload: Json) -> list[str]:
    try:
        pydantic_models.OrderUpdate.model_validate(payload)
    except ValidationError as invalid:
        return [_pointer(error["loc"]) for error in invalid.errors()]
    return []


def _pointer(steps: Any) -> str:
    return "/" + "/".join(map(str, steps))


def _msgspec_parse(payload: Json) -> msgspec_models.OrderUpdate:
    return msgspec.convert(payload, msgspec_models.OrderUpdate)


def _msgspec_problems(payload: Json) -> list[str]:
    try:
        _msgspec_parse(payload)
    except msgspec.ValidationError as invalid:
        return [str(invalid)]
    return []


_CONVERTER: Final = attrs_models.converter(detailed=False)
_DETAILED: Final = attrs_models.converter(detailed=True)


def _cattrs_parse(payload: Json) -> attrs_models.OrderUpdate:
    return _CONVERTER.structure(payload, attrs_models.OrderUpdate)


def _cattrs_problems(payload: Json) -> list[str]:
    try:
        _DETAILED.structure(payload, attrs_models.OrderUpdate)
    except Exception as invalid:
        return transform_error(invalid)
    return []


_FAST: Final = fastjsonschema.compile(json_schema.update(float))
_FAST_ALL: Final = fastjsonschema.compile(json_schema.update(float), fast_fail=False)


def _fast_problems(payload: Json) -> list[str]:
    try:
        _FAST_ALL(payload)
    except fastjsonschema.JsonSchemaValuesException as invalid:
        return [_pointer(error.path[1:]) for error in invalid.errors]
    return []


def _floats(thing: Any) -> Any:
    """`thing` as Python's own decoder gives it."""
    if isinstance(thing, dict):
        return {name: _floats(value) for name, value in thing.items()}
    if isinstance(thing, list):
        return [_floats(value) for value in thing]
    return float(thing) if isinstance(thing, Decimal) else thing


_VALIDATOR: Final = jsonschema.Draft202012Validator(json_schema.update(Decimal))


def _schema_problems(payload: Json) -> list[str]:
    return [error.json_path for error in _VALIDATOR.iter_errors(payload)]


PARSERS: Final = (
    Parser(
        OURS,
        "backd-rules",
        "`wire.parse_update`: value objects",
        wire.parse_update,
        _our_problems,
    ),
    Parser(
        "pydantic",
        "pydantic",
        "strict, closed, frozen models; all constraints are its own; amounts are `int | Decimal`",
        pydantic_models.OrderUpdate.model_validate,
        _pydantic_problems,
    ),
    Parser(
        "msgspec",
        "msgspec",
        "`convert` to closed, frozen structs; `Decimal` is checked in `__post_init__`",
        _msgspec_parse,
        _msgspec_problems,
        all_at_once=False,
        cannot={"number: text": "it reads a decimal in quotes as a number"},
    ),
    Parser(
        "cattrs",
        "cattrs",
        "frozen attrs classes; hooks check texts and numbers; detailed only when it fails",
        _cattrs_parse,
        _cattrs_problems,
    ),
    Parser(
        "fastjsonschema",
        "fastjsonschema",
        "a compiled JSON Schema, which builds nothing; numbers are `float`",
        _FAST,
        _fast_problems,
        prepare=_floats,
    ),
    Parser(
        "jsonschema",
        "jsonschema",
        "a JSON Schema, which builds nothing",
        _VALIDATOR.validate,
        _schema_problems,
    ),
)
