"""Single values: each number, text, timestamp and count that is accepted, and each problem."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference import IDS, ITEM
from support.refusals import problems

from backd_rules import UNSET, AddressUpdate, ContactUpdate, Money, Quantity, wire


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
        pytest.param(10**5000, "out_of_range", id="5,001 digits"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        (Decimal("1E+1000000"), "out_of_range"),
        (Decimal("1E-1000000"), "too_precise"),
        (Decimal("10.005"), "too_precise"),
        (Decimal("-0.01"), "out_of_range"),
        (Decimal("9999999999999.991"), "too_precise"),
    ],
)
def test_an_invalid_amount_is_refused_and_not_rounded(amount: object, code: str) -> None:
    assert problems(wire.parse_update, {**IDS, "tax_amount": amount}) == [(code, "/tax_amount")]
    priced = {**IDS, "items": [ITEM, {**ITEM, "unit_price": amount}]}
    assert problems(wire.parse_update, priced) == [(code, "/items/1/unit_price")]


@pytest.mark.parametrize(
    ("qty", "expected"),
    [
        (0.001, 1),
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
    if field == "qty":
        line = {"display_name": "N", "sku": "N", "unit_price": 1, "qty": number}
        payload = {**IDS, "items": [line]}
    try:
        return wire.parse_update(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems


@pytest.mark.parametrize("field", ["tax_amount", "qty"])
@moderate
@given(number=st.floats() | st.integers(-(10**17), 10**17).map(lambda n: n / 1000))
def test_a_float_reads_as_its_shortest_decimal(field: str, number: float) -> None:
    assert outcome(number, field) == outcome(Decimal(repr(number)), field)


@pytest.mark.parametrize("field", ["tax_amount", "qty"])
@moderate
@given(number=st.integers(-(10**14), 10**14))
def test_int_float_and_decimal_agree_on_whole_numbers(field: str, number: int) -> None:
    expected = outcome(number, field)
    for equal in (float(number), Decimal(number), Decimal(f"{number}.000")):
        assert outcome(equal, field) == expected


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


@pytest.mark.parametrize(
    ("field", "longest"), [("email", 254), ("phone_number", 255), ("company_name", 255)]
)
def test_maximum_lengths(field: str, longest: int) -> None:
    wire.parse_update({**IDS, "billing": {field: "x" * longest}})
    long = {**IDS, "billing": {field: "x" * (longest + 1)}}
    assert problems(wire.parse_update, long) == [("too_long", f"/billing/{field}")]
