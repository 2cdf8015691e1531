"""Numbers of a JSON text: each means the nearest double (domain.md, N2)."""

import json
import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest
from support.counting import within_processor_seconds
from support.reference import IDS
from support.refusals import problems

from backd_rules import Money, wire

LARGEST = 1.7976931348623157e308
"""The largest double."""


@pytest.fixture(params=[0, 640, 4300])
def digits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set how many digits Python converts to an `int`; 0 means any number."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(request.param)
    yield
    sys.set_int_max_str_digits(before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("-1", -1),
        ("-0", 0),
        ("1.0", 1.0),
        ("1e2", 100.0),
        ("10.005", 10.005),
        ("0.1000000000000000055", 0.1),
        ("999999999999999", 999999999999999),
        ("1111111111111111111", 1111111111111111111),
        ("12345678901234567890", 12345678901234567890.0),
        ("1e-1000000", 0.0),
    ],
)
def test_a_number_is_an_int_or_a_plain_float(text: str, expected: float) -> None:
    [number] = wire.loads(f"[{text}]")
    assert (type(number), number) == (type(expected), expected)


def test_minus_zero_keeps_its_sign_and_means_zero() -> None:
    assert str(wire.loads("-0.0")) == "-0.0"
    assert wire.parse_update({**IDS, "tax_amount": wire.loads("-0.0")}).tax_amount == Money.ZERO


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("length", [309, 310, 641, 4301, 400_000])
def test_a_huge_integer_means_the_nearest_double_which_is_infinite(sign: str, length: int) -> None:
    """N2: so a reader of JSON in any language has the same verdict."""
    assert wire.loads(sign + "9" * length) == float(f"{sign}inf")


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_integer_is_infinite_from_half_way_to_the_next_power_of_two_on(sign: str) -> None:
    first_infinite = 2**1024 - 2**970
    assert wire.loads(f"{sign}{first_infinite - 1}") == float(f"{sign}{LARGEST}")
    assert wire.loads(f"{sign}{first_infinite}") == float(f"{sign}inf")


def test_a_vast_number_with_an_exponent_is_infinite_too() -> None:
    assert wire.loads("[1e400, -1e400, 1e425000001]") == [
        float("inf"),
        float("-inf"),
        float("inf"),
    ]


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("9" * 308, "out_of_range"),
        ("9" * 5000, "not_finite"),
        ("-" + "9" * 5000, "not_finite"),
        ("9" * 400_000, "not_finite"),
        ("1e308", "out_of_range"),
        ("1e400", "not_finite"),
        ("-1e400", "not_finite"),
        ("1e1000000", "not_finite"),
        ("1e425000001", "not_finite"),
        ("1e99999999999999999999999", "not_finite"),
        ("1e-300", "too_precise"),
        ("10.005", "too_precise"),
        ("0.30000000000000004", "too_precise"),
    ],
)
def test_a_number_that_no_amount_has_is_refused_quickly(number: str, code: str) -> None:
    text = f'{{"backd_order_id": "B", "merchant_order_id": "M", "order_total": {number}}}'
    with within_processor_seconds(0.5):
        found = problems(wire.parse_update, wire.loads(text))
    assert found == [(code, "/order_total")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1" + "0" * 308, "out_of_range"),
        ("1" + "0" * 309, "not_finite"),
        ("-1" + "0" * 309, "not_finite"),
        ("1" + "0" * 309 + ".0", "not_finite"),
        ("1" + "0" * 309 + "e0", "not_finite"),
        ("1e309", "not_finite"),
    ],
)
def test_a_vast_number_has_one_problem_whatever_decoded_it(number: str, code: str) -> None:
    """N2: every decoder gives one verdict."""
    text = f'{{"backd_order_id": "B", "merchant_order_id": "M", "order_total": {number}}}'
    for document in (
        wire.loads(text),
        json.loads(text),
        json.loads(text, parse_int=float),
        json.loads(text, parse_float=Decimal, parse_int=Decimal),
    ):
        assert problems(wire.parse_update, document) == [(code, "/order_total")]


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        ("18.050000000000001", 1805),
        ("18.05", 1805),
        ("1805e-2", 1805),
        ("0." + "0" * 5000 + "1", 0),
        ("1e-1000000", 0),
        ("1" + "0" * 5000 + "e-5000", 100),
    ],
)
def test_a_text_that_reads_back_as_a_valid_amount_is_that_amount(number: str, cents: int) -> None:
    """`18.050000000000001` is 18.05 (domain.md, N2)."""
    text = f'{{"backd_order_id": "B", "merchant_order_id": "M", "tax_amount": {number}}}'
    assert wire.parse_update(wire.loads(text)).tax_amount == Money(cents=cents)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("-0", 0),
        ("9" * 18, 10**18 - 1),
        ("-" + "9" * 18, 1 - 10**18),
        ("1" + "0" * 18, 10**18),
        ("-1" + "0" * 18, -1e18),
        ("1" + "0" * 19, 1e19),
        ("9" * 5000, float("inf")),
        ("-" + "9" * 5000, float("-inf")),
        ("1.5", 1.5),
    ],
)
@pytest.mark.parametrize("spaces", [0, 5000])
def test_a_number_in_a_long_text_is_read_as_in_a_short_one(
    number: str, expected: float, spaces: int
) -> None:
    found = wire.loads(" " * spaces + number)
    assert (found, type(found)) == (expected, type(expected))
