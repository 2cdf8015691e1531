"""The known differences between a JSON Schema and `wire`, and payloads that compare the two.

A schema accepts what `wire` accepts. It also accepts a payload if each of its problems is one of
`EXCEPTIONS`, and nothing else.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache, reduce
from importlib.resources import files
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backd_rules import MerchantLimit, Order, OrderUpdate, schema, wire
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.testing import limits, malformed_payloads, orders, payloads, updates
from backd_rules.wire import Problem, ProblemCode
from support.json_values import JSON, places, replaced

HIGHEST: Final = 9999999999999.99
IDS: Final = {"backd_order_id": "B", "merchant_order_id": "M"}


class Reader(NamedTuple):
    """A parser, strategies for its valid and malformed payloads, and a valid example."""

    parse: Callable[[object], object]
    valid: st.SearchStrategy[Any]
    malformed: st.SearchStrategy[Any]
    example: Any


def _malformed(of: type) -> st.SearchStrategy[Any]:
    return malformed_payloads(of=of).map(lambda malformed: malformed.payload)


_UPDATES: Final = payloads(updates())
READERS: Final = {
    "update-request": Reader(wire.parse_update, _UPDATES, _malformed(OrderUpdate), UPDATE),
    "update-requests": Reader(
        wire.parse_updates,
        st.lists(_UPDATES, min_size=1, max_size=2),
        st.lists(_UPDATES | _malformed(OrderUpdate), max_size=2),
        [UPDATE],
    ),
    "order": Reader(wire.parse_order, payloads(orders()), _malformed(Order), ORDER),
    "limit": Reader(wire.parse_limit, payloads(limits()), _malformed(MerchantLimit), LIMIT),
}
"""The reader of each schema, by the name of the schema."""


@cache
def validator(name: str) -> Draft202012Validator:
    """Return a validator of the schema `name`."""
    return Draft202012Validator(schema.SCHEMAS[name]())


@st.composite
def _mutated(draw: st.DrawFn, example: Any) -> Any:
    """Generate the example with any JSON value at any path."""
    return replaced(example, draw(st.sampled_from([*places(example)])), draw(JSON))


@st.composite
def any_payloads(draw: st.DrawFn, name: str) -> Any:
    """Generate payloads of the schema `name`, valid or not, with numbers as floats."""
    reader = READERS[name]
    strategies = [reader.valid, reader.valid, reader.malformed, _mutated(reader.example), JSON]
    payload = draw(strategies[draw(st.integers(0, len(strategies) - 1))])
    assume(_can_be_written(payload))
    return json.loads(_text(payload))


def _text(payload: Any) -> str:
    return json.dumps(payload, default=float)


def _can_be_written(payload: Any) -> bool:
    try:
        _text(payload)
    except ValueError:  # a signalling NaN
        return False
    return True


def is_json(payload: Any) -> bool:
    """Return whether a JSON text can have this value: no text can have `NaN` or an infinity."""
    try:
        json.dumps(payload, allow_nan=False)
    except ValueError:
        return False
    return True


def many(payloads: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Return `count` examples at once, for a validator that takes long to start."""
    drawn: list[Any] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    )
    @given(payloads)
    def draw(payload: Any) -> None:
        drawn.append(payload)

    draw()
    return drawn


def problems(reader: Reader, payload: Any) -> tuple[Problem, ...]:
    """Return the problems that the reader finds; none if the payload is valid."""
    try:
        reader.parse(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems
    return ()


class Excuse(NamedTuple):
    """A problem that a schema does not find: its code, the values with it, and an example."""

    code: ProblemCode
    covers: Callable[[str, Any], bool]
    schema: str
    example: Any


def _is_within_range(path: str, number: Any) -> bool:
    return bool((0.001 if path.endswith("/qty") else 0) <= number <= HIGHEST)


def _is_whole_count(path: str, number: Any) -> bool:
    counts = path in ("/increase_count", "/max_increases")
    return counts and type(number) is float and number.is_integer() and 0 <= number < 10**15


def _looks_like_a_timestamp(_: str, text: Any) -> bool:
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", text))


EXCEPTIONS: Final = [
    # JSON Schema's multipleOf divides floats, and 0.07 / 0.01 is 7.000000000000001.
    Excuse(
        ProblemCode.TOO_PRECISE,
        _is_within_range,
        "update-request",
        {**IDS, "tax_amount": 10.005},
    ),
    # In JSON Schema 1.0 is an integer. JavaScript does not distinguish 1.0 and 1.
    Excuse(
        ProblemCode.WRONG_TYPE,
        _is_whole_count,
        "limit",
        {"max_increase": 75, "max_increases": 1.0},
    ),
    # A pattern for the days of each month and for leap years would be unreadable.
    Excuse(
        ProblemCode.BAD_FORMAT,
        _looks_like_a_timestamp,
        "order",
        {**ORDER, "create_date": "2026-02-29 10:30:00"},
    ),
    # A schema cannot add numbers.
    Excuse(
        ProblemCode.ORDER_TOTAL_MISMATCH,
        lambda *_: True,
        "order",
        {**ORDER, "order_total": 9150.01},
    ),
    # JSON has no NaN, but Python's decoder accepts it. No comparison with a bound finds it.
    Excuse(
        ProblemCode.NOT_FINITE,
        lambda _, number: math.isnan(number),
        "limit",
        {"max_increase": math.nan},
    ),
]
"""The problems that a schema does not find."""

_ORDER: Final = json.dumps(ORDER)[1:]
_UPDATE: Final = json.dumps(IDS)[1:]
TEXTS: Final = [
    (ProblemCode.DUPLICATE_KEY, "update-request", '{"backd_order_id": "A", ' + _UPDATE),
    (ProblemCode.TOO_DEEP, "order", '{"x": ' + "[" * 64 + "]" * 64 + ", " + _ORDER),
    (ProblemCode.TOO_LARGE, "order", "{" + " " * 2**20 + _ORDER),
    (ProblemCode.BAD_CHARACTERS, "order", '{"\\ud800": 1, ' + _ORDER),
    (ProblemCode.BAD_JSON, "order", '{"x": NaN, ' + _ORDER),
    # This number is 0.1 as a float.
    (
        ProblemCode.TOO_PRECISE,
        "update-request",
        '{"tax_amount": 0.10000000000000000555, ' + _UPDATE,
    ),
]
"""Texts that `json.loads` accepts, with the problem that `wire` finds in them."""


def vectors() -> Iterator[tuple[str, Any]]:
    """Yield the payloads of the conformance vectors, each with the name of its schema."""
    parts = json.loads(
        files("backd_rules").joinpath("conformance", "vectors.json").read_text(encoding="ascii")
    )
    for case in parts["cases"]:
        yield "order", case["order"]
        yield "limit", case["limit"]
        yield "update-request", case["update"]
    for batch in parts["batches"]:
        yield "update-requests", batch["updates"]
    reads = {"update": "update-request", "updates": "update-requests"}
    for case in parts["malformed"]:
        yield reads.get(case["reads"], case["reads"]), case["payload"]


def excused(payload: Any, problem: Problem) -> bool:
    """Return whether `problem` is one that a schema does not find."""
    return any(
        excuse.covers(problem.path, _at(payload, problem.path))
        for excuse in EXCEPTIONS
        if excuse.code == problem.code
    )


def _at(payload: Any, path: str) -> Any:
    """Return the value at a JSON Pointer."""
    steps = path.split("/")[1:]
    return reduce(_step, steps, payload)


def _step(node: Any, step: str) -> Any:
    return node[int(step)] if isinstance(node, list) else node[step]
