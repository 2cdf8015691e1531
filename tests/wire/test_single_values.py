"""Single values of a request: each number and text that is accepted, and each problem."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference import IDS, ITEM
from support.refusals import problems

from backd_rules import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    Money,
    Quantity,
    UnitPrice,
    wire,
)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (500, 50_000),
        (0, 0),
        (-0.0, 0),
        (0.1, 10),
        (9150.07, 915_007),
        (9999999999999.99, 999_999_999_999_999),
        (Decimal("10.50000"), 1_050),
        (Decimal("1E+2"), 10_000),
        (Decimal("0E+1000000"), 0),
        (Decimal("1." + "0" * 5000), 100),
        (18.050000000000001, 1805),
        (Decimal("18.050000000000001"), 1805),
        (Decimal("9999999999999.991"), 999_999_999_999_999),
        (Decimal("1E-1000000"), 0),
        (Decimal("-0.00"), 0),
    ],
)
def test_amounts_are_exact(amount: object, cents: int) -> None:
    update = wire.parse_update({**IDS, "tax_amount": amount})
    assert update.tax_amount == Money(cents=cents)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (True, "wrong_type"),
        ("10", "wrong_type"),
        ([], "wrong_type"),
        ({}, "wrong_type"),
        (None, "not_nullable"),
        (-0.01, "out_of_range"),
        (-1, "out_of_range"),
        (10.005, "too_precise"),
        (0.30000000000000004, "too_precise"),
        (5e-324, "too_precise"),
        (1e400, "not_finite"),
        (float("-inf"), "not_finite"),
        (float("nan"), "not_finite"),
        (1e13, "out_of_range"),
        (1e308, "out_of_range"),
        (10**13, "out_of_range"),
        (10**308, "out_of_range"),
        pytest.param(10**5000, "not_finite", id="5,001 digits"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        (Decimal("1E+1000000"), "not_finite"),
        (Decimal("1E+300"), "out_of_range"),
        (Decimal("1E-300"), "too_precise"),
        (Decimal("10.005"), "too_precise"),
        (Decimal("0.30000000000000004"), "too_precise"),
        (Decimal("-0.01"), "out_of_range"),
        (Decimal("9999999999999.995"), "too_precise"),
    ],
)
def test_an_invalid_amount_is_refused_and_not_rounded(amount: object, code: str) -> None:
    assert problems(wire.parse_update, {**IDS, "tax_amount": amount}) == [(code, "/tax_amount")]


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (0, 0),
        (0.0385, 38_500),
        (0.000001, 1),
        (10.005, 10_005_000),
        (Decimal("4.127500"), 4_127_500),
        (999999999.999999, 999_999_999_999_999),
        (0.0000001, "too_precise"),
        (0.0000005, "too_precise"),
        (33.3333333333, "too_precise"),
        (999999999.9999999, "too_precise"),
        (10**9, "out_of_range"),
        (-0.000001, "out_of_range"),
        (float("nan"), "not_finite"),
        (True, "wrong_type"),
        ("3", "wrong_type"),
        (None, "not_nullable"),
    ],
)
def test_prices(price: object, expected: int | str) -> None:
    """`unit_price` has at most six decimals and is at most 999999999.999999 (domain.md, N4)."""
    payload = {**IDS, "items": [ITEM, {**ITEM, "unit_price": price}]}
    if isinstance(expected, str):
        assert problems(wire.parse_update, payload) == [(expected, "/items/1/unit_price")]
    else:
        items = wire.parse_update(payload).items
        assert items is not UNSET
        assert items[1].unit_price == UnitPrice(millionths=expected)


@pytest.mark.parametrize(
    ("qty", "expected"),
    [
        (0.001, 1),
        (1.0, 1000),
        (999999999999.999, 999_999_999_999_999),
        (Decimal("2.5"), 2500),
        (0, "out_of_range"),
        (-1, "out_of_range"),
        (0.0005, "too_precise"),
        (10**12, "out_of_range"),
        ("3", "wrong_type"),
    ],
)
def test_quantities(qty: object, expected: int | str) -> None:
    payload = {**IDS, "items": [{**ITEM, "qty": qty}]}
    if isinstance(expected, str):
        assert problems(wire.parse_update, payload) == [(expected, "/items/0/qty")]
    else:
        items = wire.parse_update(payload).items
        assert items is not UNSET
        assert items[0].qty == Quantity(thousandths=expected)


moderate = settings(max_examples=150, deadline=None, derandomize=True)


def outcome(number: object, field: str) -> object:
    """Return the update with `number` in `field`, or the problems."""
    payload = {**IDS, "tax_amount": number}
    if field != "tax_amount":
        payload = {**IDS, "items": [{**ITEM, field: number}]}
    try:
        return wire.parse_update(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems


FIELDS = ["tax_amount", "unit_price", "qty"]


@pytest.mark.parametrize("field", FIELDS)
@moderate
@given(number=st.floats() | st.integers(-(10**17), 10**17).map(lambda n: n / 1000))
def test_a_float_reads_as_its_shortest_decimal(field: str, number: float) -> None:
    assert outcome(number, field) == outcome(Decimal(repr(number)), field)


@pytest.mark.parametrize("field", FIELDS)
@moderate
@given(number=st.integers(-(10**14), 10**14))
def test_int_float_and_decimal_agree_on_whole_numbers(field: str, number: int) -> None:
    expected = outcome(number, field)
    for equal in (float(number), Decimal(number), Decimal(f"{number}.000")):
        assert outcome(equal, field) == expected


@pytest.mark.parametrize("field", FIELDS)
@moderate
@given(number=st.decimals(allow_nan=False, places=None))
def test_a_decimal_means_the_nearest_double(field: str, number: Decimal) -> None:
    """So every decoder gives one verdict (domain.md, N2)."""
    assert outcome(number, field) == outcome(float(number), field)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 255, None),
        ("  é \u200d😀 ", None),
        ("x" * 256, "too_long"),
        ("", "blank"),
        (" \u3000", "blank"),
        ("a\nb", "bad_characters"),
        ("a\x00", "bad_characters"),
        ("a\x7f", "bad_characters"),
        ("a\x85", "bad_characters"),
        ("a\u2028", "bad_characters"),
        ("a\u202eb", "bad_characters"),
        ("a\u2066b", "bad_characters"),
        ("a\u200fb", "bad_characters"),
        ("a\ud800", "bad_characters"),
        (5, "wrong_type"),
        (True, "wrong_type"),
        (["x"], "wrong_type"),
        (None, "not_nullable"),
    ],
)
def test_texts(text: object, code: str | None) -> None:
    payload = {**IDS, "shipping": {"address": {"city": text}}}
    if code is None:
        shipping = wire.parse_update(payload).shipping
        assert shipping == ContactUpdate(address=AddressUpdate(city=text))  # type: ignore[arg-type]
    else:
        assert problems(wire.parse_update, payload) == [(code, "/shipping/address/city")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\v", "\x85", "\u2028"])
def test_a_line_break_is_refused_wherever_it_is(end: str) -> None:
    for text in (f"a{end}b", f"{end}a", f"a{end}"):
        payload = {**IDS, "shipping": {"address": {"line1": text}}}
        found = problems(wire.parse_update, payload)
        assert found == [("bad_characters", "/shipping/address/line1")]


@pytest.mark.parametrize(
    ("field", "longest"), [("email", 254), ("phone_number", 255), ("company_name", 255)]
)
def test_maximum_lengths(field: str, longest: int) -> None:
    wire.parse_update({**IDS, "billing": {field: "x" * longest}})
    for long in ("x" * (longest + 1), "é" * (longest + 1)):
        found = problems(wire.parse_update, {**IDS, "billing": {field: long}})
        assert found == [("too_long", f"/billing/{field}")]


@pytest.mark.parametrize("field", ["item_image_url", "item_url"])
def test_maximum_length_of_a_url(field: str) -> None:
    wire.parse_update({**IDS, "items": [{**ITEM, field: "x" * 2048}]})
    long = {**IDS, "items": [{**ITEM, field: "x" * 2049}]}
    assert problems(wire.parse_update, long) == [("too_long", f"/items/0/{field}")]
