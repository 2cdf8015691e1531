"""Where a JSON Schema and `wire` may differ: the exceptions one by one, and payloads that ask.

A schema takes what `wire` takes. It also takes a payload whose every problem is one of those in
`EXCEPTIONS`, and nothing else.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import reduce
from importlib.resources import files
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from backd_rules import MerchantLimit, Order, OrderUpdate, wire
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.testing import limits, malformed_payloads, orders, payloads, updates
from backd_rules.wire import Problem, ProblemCode
from support.json_values import JSON, places, replaced

HIGHEST: Final = 9999999999999.99
IDS: Final = {"backd_order_id": "B", "merchant_order_id": "M"}


class Reader(NamedTuple):
    """What reads a document, and payloads for it: good ones, bad ones and one to spoil."""

    parse: Callable[[object], object]
    good: st.SearchStrategy[Any]
    bad: st.SearchStrategy[Any]
    example: Any


def _bad(of: type) -> st.SearchStrategy[Any]:
    return malformed_payloads(of=of).map(lambda malformed: malformed.payload)


_UPDATES: Final = payloads(updates())
READERS: Final = {
    "update-request": Reader(wire.parse_update, _UPDATES, _bad(OrderUpdate), UPDATE),
    "update-requests": Reader(
        wire.parse_updates,
        st.lists(_UPDATES, min_size=1, max_size=2),
        st.lists(_UPDATES | _bad(OrderUpdate), max_size=2),
        [UPDATE],
    ),
    "order": Reader(wire.parse_order, payloads(orders()), _bad(Order), ORDER),
    "limit": Reader(wire.parse_limit, payloads(limits()), _bad(MerchantLimit), LIMIT),
}
"""By the name of a schema."""


@st.composite
def _spoiled(draw: st.DrawFn, example: Any) -> Any:
    """The example with any JSON value in any place."""
    return replaced(example, draw(st.sampled_from([*places(example)])), draw(JSON))


@st.composite
def any_payloads(draw: st.DrawFn, name: str) -> Any:
    """Whatever a JSON decoder could give to what reads `name`, numbers as floats."""
    reader = READERS[name]
    kinds = [reader.good, reader.good, reader.bad, _spoiled(reader.example), JSON]
    payload = draw(kinds[draw(st.integers(0, len(kinds) - 1))])
    assume(_is_written(payload))
    return json.loads(_text(payload))


def _text(payload: Any) -> str:
    return json.dumps(payload, default=float)


def _is_written(payload: Any) -> bool:
    try:
        _text(payload)
    except ValueError:  # a signalling NaN
        return False
    return True


def is_json(payload: Any) -> bool:
    """Whether a JSON text can say it: not so of `NaN` and the infinities."""
    try:
        json.dumps(payload, allow_nan=False)
    except ValueError:
        return False
    return True


def many(payloads: st.SearchStrategy[Any], count: int) -> list[Any]:
    """As many of them, for what takes long to start and is best asked once."""
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
    try:
        reader.parse(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems
    return ()


class Excuse(NamedTuple):
    """A problem that no schema sees: its code, in which places and values, and an example."""

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
    # To JSON Schema 1.0 is an integer, and JavaScript cannot tell it from 1.
    Excuse(
        ProblemCode.WRONG_TYPE,
        _is_whole_count,
        "limit",
        {"max_increase": 75, "max_increases": 1.0},
    ),
    # A pattern could count the days of a month and the leap years, but nobody could read it.
    Excuse(
        ProblemCode.BAD_FORMAT,
        _looks_like_a_timestamp,
        "order",
        {**ORDER, "create_date": "2026-02-29 10:30:00"},
    ),
    # No schema can add.
    Excuse(
        ProblemCode.ORDER_TOTAL_MISMATCH,
        lambda *_: True,
        "order",
        {**ORDER, "order_total": 9150.01},
    ),
    # NaN is no JSON, though Python's decoder takes it; it is neither below nor above any bound.
    Excuse(
        ProblemCode.NOT_FINITE,
        lambda _, number: math.isnan(number),
        "limit",
        {"max_increase": math.nan},
    ),
]
"""The problems that a payload can have and a schema still takes it."""

_ORDER: Final = json.dumps(ORDER)[1:]
_UPDATE: Final = json.dumps(IDS)[1:]
TEXTS: Final = [
    (ProblemCode.DUPLICATE_KEY, "update-request", '{"backd_order_id": "A", ' + _UPDATE),
    (ProblemCode.TOO_DEEP, "order", '{"x": ' + "[" * 64 + "]" * 64 + ", " + _ORDER),
    (ProblemCode.TOO_LARGE, "order", "{" + " " * 2**20 + _ORDER),
    (ProblemCode.BAD_CHARACTERS, "order", '{"\\ud800": 1, ' + _ORDER),
    (ProblemCode.BAD_JSON, "order", '{"x": NaN, ' + _ORDER),
    # As a float this is 0.1.
    (
        ProblemCode.TOO_PRECISE,
        "update-request",
        '{"tax_amount": 0.10000000000000000555, ' + _UPDATE,
    ),
]
"""Texts that other readers take, and the strict reader or what reads its numbers does not."""


def vectors() -> Iterator[tuple[str, Any]]:
    """The payloads of the conformance vectors, well-formed and malformed, by name of schema."""
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
    """Whether a schema cannot see this problem of the payload."""
    return any(
        excuse.covers(problem.path, _at(payload, problem.path))
        for excuse in EXCEPTIONS
        if excuse.code == problem.code
    )


def _at(payload: Any, path: str) -> Any:
    """What stands at a place, or `None` where no step leads there."""
    steps = path.split("/")[1:]
    return reduce(_step, steps, payload)


def _step(node: Any, step: str) -> Any:
    return node[int(step)] if isinstance(node, list) else node[step]
