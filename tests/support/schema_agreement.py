"""The known differences between a JSON Schema and `wire`, and payloads that compare the two.

A schema accepts what `wire` accepts. It also accepts a payload if each of its problems is one of
`EXCEPTIONS`, and nothing else.
"""

import json
import math
from collections.abc import Callable, Iterator
from functools import cache, reduce
from importlib.resources import files
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backd_rules import MerchantLimit, Money, Order, OrderUpdate, schema, wire
from backd_rules.schema.example import IDS, LIMIT, ORDER, REFUND, UPDATE
from backd_rules.testing import amounts, limits, malformed_payloads, orders, payloads, updates
from backd_rules.testing.texts import texts
from backd_rules.wire import Problem, ProblemCode
from support.json_values import JSON, places, replaced
from support.openapi import BODIES
from support.reference import ITEM

HIGHEST: Final = 9999999999999.99


@st.composite
def _mutated(draw: st.DrawFn, example: Any) -> Any:
    """Generate the example with any JSON value at any path."""
    return replaced(example, draw(st.sampled_from([*places(example)])), draw(JSON))


class Reader(NamedTuple):
    """A parser, strategies for its valid and malformed payloads, and a valid example."""

    parse: Callable[[object], object]
    valid: st.SearchStrategy[Any]
    malformed: st.SearchStrategy[Any]
    example: Any


def _malformed(of: type) -> st.SearchStrategy[Any]:
    return malformed_payloads(of=of).map(lambda malformed: malformed.payload)


_UPDATES: Final = payloads(updates())
_BACKD_ID, _MERCHANT_ID = ({name: texts(Order, name)} for name in IDS)
_BOTH_IDS: Final = {**_BACKD_ID, **_MERCHANT_ID}
_AMOUNT: Final = {"refund_amount": amounts(min_value=Money(cents=1)).map(Money.to_decimal)}
READERS: Final = {
    "update-request": Reader(wire.parse_update, _UPDATES, _malformed(OrderUpdate), UPDATE),
    "update-requests": Reader(
        wire.parse_updates,
        st.lists(_UPDATES, min_size=1, max_size=2),
        st.lists(_UPDATES | _malformed(OrderUpdate), max_size=2),
        [UPDATE],
    ),
    # The fields of an update are unknown there.
    "order-ids": Reader(
        wire.parse_ids,
        st.fixed_dictionaries(_BACKD_ID, optional=_MERCHANT_ID),
        _mutated(IDS) | _UPDATES,
        IDS,
    ),
    "both-order-ids": Reader(
        wire.parse_both_ids,
        st.fixed_dictionaries(_BOTH_IDS),
        _mutated(IDS) | _UPDATES,
        IDS,
    ),
    "refund-request": Reader(
        wire.parse_refund_request,
        st.fixed_dictionaries({**_BOTH_IDS, **_AMOUNT}),
        _mutated(REFUND) | _UPDATES,
        REFUND,
    ),
    "order": Reader(wire.parse_order, payloads(orders()), _malformed(Order), ORDER),
    "limit": Reader(wire.parse_limit, payloads(limits()), _malformed(MerchantLimit), LIMIT),
}
"""The reader of each schema, by the name of the schema."""


@cache
def validator(name: str) -> Draft202012Validator:
    """Return a validator of the schema `name`."""
    return Draft202012Validator(schema.SCHEMAS[name]())


_MOST: Final = 999_999_999_999_999
_NUMBERS: Final = [
    bound
    for unit in (1, 100, 1000, 10**6)
    for number in (0, 0.5, 1, _MOST, _MOST + 0.5)
    for bound in (number / unit, -number / unit, math.nextafter(number / unit, math.inf))
]
"""The bounds of counts, amounts, quantities and prices, with those of what is rounded to them."""

_TEXTS: Final = ["", " ", "\u200b", "a\nb", "\x00", "x" * 254, "x" * 255, "x" * 256, "x" * 2049]
_NOTHING: Final[list[Any]] = [None, None, [], {}, 0]
_REMOVED: Final = object()
_LOOSE: Final = st.one_of(
    st.just(_REMOVED),
    st.sampled_from(_NOTHING),
    st.sampled_from(_TEXTS),
    st.sampled_from(_NUMBERS),
    st.floats(0, 10**10),
)


@st.composite
def _loose(draw: st.DrawFn, example: Any) -> Any:
    """Generate the example without some fields, or with what only a record may have there."""
    payload = example
    for _ in range(draw(st.integers(1, 4))):
        paths = [*places(payload)]
        if not paths:
            break
        path, value = draw(st.sampled_from(paths)), draw(_LOOSE)
        payload = _removed(payload, path) if value is _REMOVED else replaced(payload, path, value)
    return payload


def _removed(document: Any, path: tuple[str | int, ...]) -> Any:
    """Return a copy of `document` without the value at `path`."""
    step, *rest = path
    copy = document.copy()
    if rest:
        copy[step] = _removed(document[step], tuple(rest))
    else:
        del copy[step]
    return copy


@st.composite
def any_payloads(draw: st.DrawFn, name: str) -> Any:
    """Generate payloads of the schema `name`, valid or not, with numbers as floats."""
    reader = READERS[name]
    loose = _loose(reader.example)
    strategies = [reader.valid, reader.valid, loose, loose, reader.malformed]
    strategies += [_mutated(reader.example), JSON]
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


_COUNTS: Final = ("/increase_count", "/max_increases")


def _is_within_range(path: str, number: Any) -> bool:
    lowest, highest = 0.0, HIGHEST
    if path.endswith("/unit_price"):
        highest = 999999999.999999
    elif path.endswith("/qty"):
        lowest, highest = 0.001, 999999999999.999
    elif path == "/refund_amount":
        lowest = 0.01
    return bool(lowest <= number <= highest)


EXCEPTIONS: Final = [
    # JSON Schema's multipleOf divides floats, and 0.07 / 0.01 is 7.000000000000001.
    *(
        Excuse(ProblemCode.TOO_PRECISE, _is_within_range, name, example)
        for name, example in (
            ("update-request", {**IDS, "tax_amount": 10.005}),
            ("update-requests", [{**IDS, "items": [{**ITEM, "unit_price": 0.0000001}]}]),
            ("refund-request", {**REFUND, "refund_amount": 10.005}),
            ("order", {**ORDER, "tax_amount": 10.005}),
            ("limit", {"max_increase_percent": 1.001}),
        )
    ),
    # JSON has no NaN, but Python's decoder accepts it. No comparison with a bound finds it.
    Excuse(
        ProblemCode.NOT_FINITE,
        lambda path, number: math.isnan(number) and path not in _COUNTS,
        "limit",
        {"max_increase": math.nan},
    ),
]
"""The problems that a schema does not find."""


def strict_texts(name: str) -> Iterator[tuple[ProblemCode, str]]:
    """Yield texts that `json.loads` reads as an example, with the problem that `wire` finds.

    `json.loads` keeps the last of two values with one name.
    """
    start, end = ("[", "]") if name == "update-requests" else ("", "")
    example = READERS[name].example[0] if start else READERS[name].example
    before, rest = f'{start}{{"{next(iter(example))}": ', f", {json.dumps(example)[1:]}{end}"
    yield ProblemCode.BAD_JSON, f"{before}NaN{rest}"
    yield ProblemCode.DUPLICATE_KEY, f"{before}0{rest}"
    yield ProblemCode.TOO_DEEP, f"{before}{'[' * 64}{']' * 64}{rest}"
    yield ProblemCode.TOO_LARGE, f"{start}{' ' * 2**20}{json.dumps(example)}{end}"
    if name == "order":
        yield ProblemCode.BAD_CHARACTERS, '{"\\ud800": 1, ' + json.dumps(example)[1:]


_READ_BY: Final = {
    "update": "update-request",
    "updates": "update-requests",
    "ids": "order-ids",
    "both_ids": "both-order-ids",
    "refund_request": "refund-request",
    "order": "order",
    "limit": "limit",
}
"""The schema of each payload of a malformed vector."""


def vectors() -> Iterator[tuple[str, Any]]:
    """Yield the payloads of the conformance vectors, each with the name of its schema."""
    of_updates, of_actions = map(_vectors, ("vectors.json", "actions.json"))
    for case in of_updates["cases"]:
        yield "order", case["order"]
        yield "limit", case["limit"]
        yield "update-request", case["update"]
    for batch in of_updates["batches"]:
        yield "update-requests", batch["updates"]
    for case in of_actions["actions"]:
        _, name = BODIES[case["action"]]
        yield "order", case["order"]
        yield name.replace("_", "-"), case["request"]
    for case in (*of_updates["malformed"], *of_actions["malformed"]):
        yield _READ_BY[case["reads"]], case["payload"]


def _vectors(name: str) -> Any:
    path = files("backd_rules").joinpath("conformance", name)
    return json.loads(path.read_text(encoding="ascii"))


def excused(payload: Any, problem: Problem) -> bool:
    """Return whether `problem` is one that a schema does not find."""
    return any(
        excuse.covers(problem.path, value_at(payload, problem.path))
        for excuse in EXCEPTIONS
        if excuse.code == problem.code
    )


def value_at(payload: Any, path: str) -> Any:
    """Return the value at a JSON Pointer."""
    steps = path.split("/")[1:]
    return reduce(_step, steps, payload)


def _step(node: Any, step: str) -> Any:
    return node[int(step)] if isinstance(node, list) else node[step]
