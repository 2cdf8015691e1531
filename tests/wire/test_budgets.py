"""What a stranger sends costs at most in proportion to its size, and no answer is large.

No test depends on the time. `python -m benchmarks --only hostile` measures that.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import pytest
from support.pathological import (
    DECODERS,
    LONGEST_ANSWER,
    MOST_BYTES,
    MOST_PROBLEMS,
    PARSERS,
    TEXTS,
    Cost,
    Text,
    cost,
    placed,
)
from support.reference import IDS, ORDER
from support.refusals import problems

from backd_rules import (
    Allowed,
    MerchantLimit,
    Money,
    Percent,
    Quantity,
    UnitPrice,
    decide_updates,
    fingerprint,
    wire,
)
from backd_rules.wire.problems import problem_at

Sizes = tuple[int, int]
SIZES = [
    pytest.param((1 << 12, 1 << 13), id="8 KiB"),
    pytest.param((1 << 17, wire.MAX_BYTES), id="1 MiB", marks=pytest.mark.thorough),
]
"""A size and a larger one, up to the largest text that `loads` accepts."""
SLACK = Cost(calls=2000, peak=256 * 1024, answer=16 * 1024, problems=100)
"""A difference below this does not count: an answer grows up to the hundredth problem."""


def check_growth(costs: Iterable[Cost], sizes: Sizes) -> None:
    """Assert that a text costs at most in proportion to its size. A square would cost far more."""
    once, more = costs
    factor = sizes[1] / sizes[0]
    for name, small, large, slack in zip(Cost._fields, once, more, SLACK, strict=True):
        # Some double at once, as the table of a dict does.
        assert large <= max(1.25 * factor * small, small + slack), (name, small, large)
    assert more.answer <= LONGEST_ANSWER
    assert more.problems <= MOST_PROBLEMS


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("family", TEXTS)
def test_reading_a_text_costs_in_proportion_to_its_size(family: str, sizes: Sizes) -> None:
    texts = [TEXTS[family](size) for size in sizes]
    costs = [cost(wire.loads, text.encode(), count_calls=is_small(sizes)) for text in texts]
    check_growth(costs, sizes)
    assert costs[1].peak <= MOST_BYTES * sizes[1] + 3 * LONGEST_ANSWER
    if is_small(sizes):
        check_growth([cost(wire.loads, text) for text in texts], sizes)


def is_small(sizes: Sizes) -> bool:
    return sizes[1] < wire.MAX_BYTES


def decoded(texts: Text, sizes: Sizes) -> Iterator[list[Any]]:
    """Yield what the decoders make of a text of each size, if they accept it."""
    seen = set()
    for decode in DECODERS if is_small(sizes) else (wire.loads,):
        # Python's own decoder knows no bound of depth, and Decimal one of exponents.
        with suppress(ValueError, RecursionError, InvalidOperation):
            values = [decode(texts(size)) for size in sizes]
            if repr(values[0]) not in seen:
                yield values
            seen.add(repr(values[0]))


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("family", TEXTS)
def test_parsing_costs_in_proportion_to_the_size(family: str, sizes: Sizes) -> None:
    for values in decoded(TEXTS[family], sizes):
        for parse, paths in PARSERS.items():
            for path in paths:
                payloads = [placed(value, path) for value in values]
                costs = [cost(parse, one, count_calls=is_small(sizes)) for one in payloads]
                check_growth(costs, sizes)


def quadratic_calls(count: int) -> None:
    for number in range(count**2):
        abs(number)


def quadratic_memory(count: int) -> list[bytes]:
    return [bytes(10 * count) for _ in range(count)]


def answer_of_many_problems(count: int) -> None:
    invalid = wire.InvalidPayload([problem_at((), wire.ProblemCode.MISSING)])
    invalid.problems *= count
    raise invalid


@pytest.mark.parametrize("read", [quadratic_calls, quadratic_memory, answer_of_many_problems])
def test_a_reader_that_costs_too_much_is_found(read: Callable[[int], object]) -> None:
    with pytest.raises(AssertionError):
        check_growth([cost(read, 200), cost(read, 400)], (200, 400))


def test_the_longest_answer_is_known() -> None:
    # The longest message at the longest paths of the characters that JSON needs most bytes for.
    names = ("\U0001f600" * 253 + chr(0x1F600 + number) + "\\ud800" for number in range(150))
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.loads("{" + ",".join(f'"{name}":0' for name in names) + "}")
    assert [len(problem.path) for problem in caught.value.problems] == [256] * 100 + [0]
    envelope = wire.error_response(caught.value)
    assert len(json.dumps(envelope)) == LONGEST_ANSWER
    assert len(json.dumps(envelope, ensure_ascii=False).encode()) == 140_166


def test_a_mebibyte_of_empty_items_has_a_short_answer() -> None:
    head, tail = json.dumps(ORDER).replace('"items": [', '"x": [')[:-1] + ', "items": [', "{}]}"
    text = head + "{}," * ((wire.MAX_BYTES - len(head + tail)) // 3) + tail
    assert problems(wire.loads, text) == [("too_large", "")]
    payload = json.loads(text)  # Another decoder accepts it.
    assert len(payload["items"]) > 349_000
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_order(payload)
    assert len(caught.value.problems) == MOST_PROBLEMS
    assert len(json.dumps(wire.error_response(caught.value))) < 64 * 1024


NUMBERS: dict[str, Callable[[int], str]] = {
    "an integer": lambda size: "1" * size,
    "zeros before it": lambda size: "0" * size + "1",
    "a fraction": lambda size: "0." + "1" * size,
    "zeros behind it": lambda size: "1." + "0" * size,
    "zeros before the last digit": lambda size: "0." + "0" * size + "1",
    "a fault at the end": lambda size: "1" * size + "e",
    "signs": lambda size: "-" * size,
    "other digits": lambda size: "\u0661" * size,
}


def no_fault(of: Callable[[Any], object], number: object) -> None:
    with suppress(ValueError):
        of(number)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("family", NUMBERS)
@pytest.mark.parametrize("cls", [Money, UnitPrice, Quantity, Percent])
def test_a_number_in_code_costs_in_proportion_to_its_digits(
    cls: Any, family: str, sizes: Sizes
) -> None:
    texts, of = [NUMBERS[family](size) for size in sizes], partial(no_fault, cls.of)
    check_growth([cost(of, text) for text in texts], sizes)
    with suppress(InvalidOperation):  # Some are no numbers to Decimal either.
        check_growth([cost(of, Decimal(text)) for text in texts], sizes)


@pytest.mark.parametrize("text", ["1e999999999999999999", "1e-999999999999999999", "0e999999999"])
def test_the_exponent_of_a_number_costs_nothing(text: str) -> None:
    usual = cost(partial(no_fault, Money.of), Decimal("1.5"))
    assert cost(partial(no_fault, Money.of), Decimal(text)).peak <= usual.peak + 4096
    for parse, paths in PARSERS.items():
        for path in paths:
            assert cost(parse, placed(Decimal(text), path)).peak <= 32 * 1024


def order_text(size: int) -> str:
    order = {**ORDER, "merchant_order_status": "\U0001f600" * (size // 4 - 512)}
    return json.dumps(order, ensure_ascii=False)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("texts", [TEXTS["wide: items of an order"], order_text])
def test_an_answer_with_an_order_is_in_proportion_to_it(texts: Text, sizes: Sizes) -> None:
    given = [texts(size) for size in sizes]
    orders = [wire.parse_order(wire.loads(text)) for text in given]
    for encode in (wire.dump_order, wire.dump_stored_order, fingerprint):
        check_growth([cost(encode, order) for order in orders], sizes)
    # An emoji of four bytes is two escapes of six bytes each.
    answer = json.dumps(wire.response(Allowed(orders[1])))
    assert len(answer) <= 3 * len(given[1].encode()) + 1024


SUCCESS = (
    ', {"message": "API Backd - Success", "status": {"type": "success", "code": 200}, '
    '"error": false}'
)


def test_an_answer_to_a_batch_is_in_proportion_to_orders_and_updates() -> None:
    order = wire.parse_order(wire.loads(TEXTS["wide: items of an order"](1 << 13)))
    ids = {name: ORDER[name] for name in IDS}
    updates = wire.parse_updates([{**ids, "merchant_order_status": f"{n}"} for n in range(100)])
    decisions = decide_updates([order], updates, MerchantLimit(max_increase=Money.of(1)))
    alone, *others = (
        len(json.dumps(wire.batch_response(decisions[-count:]))) for count in (1, 50, 100)
    )
    assert [more - alone for more in others] == [49 * len(SUCCESS), 99 * len(SUCCESS)]
