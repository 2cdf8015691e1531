"""Numbers of a record: absent amounts, rounding, the adjustment and the history."""

import pickle
from decimal import Decimal
from typing import Any

import pytest
from support.json_values import assert_same_json
from support.reference import ITEM, ORDER
from support.refusals import problems

from backd_rules import Money, Quantity, UnitPrice, wire

MOST = 9999999999999.99


@pytest.mark.parametrize("name", ["tax_amount", "shipping_amount", "discount_amount"])
def test_an_amount_that_may_be_absent_is_then_zero(name: str) -> None:
    """They may be absent or `null`: they are then zero (domain.md, F5)."""
    absent = {field: value for field, value in ORDER.items() if field != name}
    for payload in (absent, {**ORDER, name: None}):
        order = wire.parse_order(payload)
        assert getattr(order, name) == Money.ZERO
        assert order.order_total == Money.of(9150)
        assert wire.dump_order(order)[name] == 0


@pytest.mark.parametrize("name", ["order_total", "cart_amount"])
def test_the_total_and_the_cart_must_be_stated(name: str) -> None:
    assert problems(wire.parse_order, {**ORDER, name: None}) == [("not_nullable", f"/{name}")]


@pytest.mark.parametrize(
    ("price", "millionths"),
    [
        (0.0385, 38_500),
        (4.1275, 4_127_500),
        (0.0000004, 0),
        (0.0000005, 1),
        (0.0000014999, 1),
        (0.0000015, 2),
        (-0.0000005, 0),
        (33.3333333333, 33_333_333),
        (66.6666666666, 66_666_667),
        (999999999.999999, 999_999_999_999_999),
        (999999999.9999994, 999_999_999_999_999),
        (Decimal("0.03333333333333333333"), 33_333),
        (Decimal("0.0000005"), 1),
        (3000, 3_000_000_000),
        (0, 0),
        (5e-324, 0),
    ],
)
def test_a_recorded_price_is_rounded_half_up_to_six_decimals(
    price: object, millionths: int
) -> None:
    """A recorded `unit_price` with more than six decimals is rounded half up (domain.md, F6)."""
    order = wire.parse_order({**ORDER, "items": [{**ITEM, "unit_price": price}]})
    assert order.items[0].unit_price == UnitPrice(millionths=millionths)


@pytest.mark.parametrize(
    ("qty", "thousandths"),
    [
        (2.5, 2500),
        (0.0005, 1),
        (0.33333333, 333),
        (1.9995, 2000),
        (1.99949, 1999),
        (999999999999.999, 999_999_999_999_999),
        (999999999999.9994, 999_999_999_999_999),
        (1, 1000),
    ],
)
def test_a_recorded_quantity_is_rounded_half_up_to_three_decimals(
    qty: object, thousandths: int
) -> None:
    order = wire.parse_order({**ORDER, "items": [{**ITEM, "qty": qty}]})
    assert order.items[0].qty == Quantity(thousandths=thousandths)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"unit_price": -0.00000051}, "out_of_range"),
        ({"unit_price": 999999999.9999996}, "out_of_range"),
        ({"unit_price": 10**9}, "out_of_range"),
        ({"unit_price": float("inf")}, "not_finite"),
        ({"qty": 0.00049}, "out_of_range"),
        ({"qty": 0}, "out_of_range"),
        ({"qty": -0.001}, "out_of_range"),
        ({"qty": 999999999999.9996}, "out_of_range"),
        ({"qty": float("nan")}, "not_finite"),
        ({"qty": True}, "wrong_type"),
        ({"qty": "3"}, "wrong_type"),
    ],
)
def test_a_number_that_is_out_of_range_after_rounding_is_refused(
    fields: dict[str, Any], code: str
) -> None:
    [name] = fields
    found = problems(wire.parse_order, {**ORDER, "items": [{**ITEM, **fields}]})
    assert found == [(code, f"/items/0/{name}")]


def test_a_rounded_number_is_written_rounded() -> None:
    item = {**ITEM, "unit_price": 0.03333333, "qty": 3.00049}
    order = wire.parse_order({**ORDER, "items": [item]})
    assert wire.dump_order(order)["items"] == [{**ITEM, "unit_price": 0.033333, "qty": 3}]


@pytest.mark.parametrize(
    ("amounts", "adjustment"),
    [
        ({}, "0"),
        ({"order_total": 9150.01}, "0.01"),
        ({"order_total": 9149.99}, "-0.01"),
        ({"order_total": 0}, "-9150"),
        ({"tax_amount": 101}, "-1"),
        ({"discount_amount": 9999}, "9999"),
        ({"order_total": MOST, "cart_amount": 0, "tax_amount": 0}, "9999999999949.99"),
        (
            {"order_total": 0, "cart_amount": MOST, "tax_amount": 0, "shipping_amount": 0},
            f"-{MOST}",
        ),
    ],
)
def test_what_the_four_amounts_do_not_make_is_the_adjustment(
    amounts: dict[str, float], adjustment: str
) -> None:
    """The difference between a recorded `order_total` and what its amounts make (F7)."""
    payload = {**ORDER, **amounts}
    order = wire.parse_order(payload)
    assert order.totals.adjustment == Money.of(adjustment)
    assert_same_json(wire.dump_order(order), payload)


@pytest.mark.parametrize(
    ("amounts", "adjustment"),
    [
        ({"order_total": MOST, "cart_amount": 0, "discount_amount": MOST}, "19999999999999.98"),
        (
            {"order_total": 0, **dict.fromkeys(("cart_amount", "tax_amount"), MOST)},
            "-19999999999999.98",
        ),
    ],
)
def test_an_adjustment_can_exceed_an_amount(amounts: dict[str, float], adjustment: str) -> None:
    """The five amounts of a record must be sound, and no sum of them (domain.md, F4 and F7)."""
    zero = dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), 0)
    payload = {**ORDER, **zero, **amounts}
    order = wire.parse_order(payload)
    assert str(order.totals.adjustment) == adjustment
    assert order.order_total == Money.of(str(payload["order_total"]))
    assert pickle.loads(pickle.dumps(order)) == order
    assert_same_json(wire.dump_order(order), payload)


@pytest.mark.parametrize("wrong", [False, "", [], {}])
@pytest.mark.parametrize("name", ["tax_amount", "shipping_amount"])
def test_an_amount_of_a_wrong_type_is_the_only_problem(name: str, wrong: object) -> None:
    fields = {"order_total": MOST, "cart_amount": 0, "discount_amount": MOST}
    payload = {**ORDER, **fields, name: wrong}
    assert problems(wire.parse_order, payload) == [("wrong_type", f"/{name}")]


def test_a_missing_total_is_the_only_problem() -> None:
    payload = {**ORDER, "cart_amount": MOST, "tax_amount": MOST, "order_total": None}
    assert problems(wire.parse_order, payload) == [("not_nullable", "/order_total")]


def test_an_order_without_history_has_an_unknown_one() -> None:
    """A record without them has an unknown history (domain.md, L8)."""
    order = wire.parse_order(ORDER)
    assert (order.placed_total, order.increase_count) == (None, None)
    null = wire.parse_order({**ORDER, "placed_total": None, "increase_count": None})
    assert null == order
    misspelt = wire.parse_order({**ORDER, "placed_totl": 9000, "increase_cuont": 3})
    assert misspelt == order


@pytest.mark.parametrize(
    ("history", "placed", "count"),
    [
        ({"placed_total": 9100.5, "increase_count": 2}, Money.of("9100.50"), 2),
        ({"placed_total": 0}, Money.ZERO, None),
        ({"increase_count": 0}, None, 0),
        ({"increase_count": 1.0}, None, 1),
        ({"increase_count": Decimal("1.00")}, None, 1),
        ({"increase_count": -0.0}, None, 0),
        ({"increase_count": 999999999999999}, None, 999999999999999),
        ({"placed_total": None, "increase_count": 1}, None, 1),
    ],
)
def test_a_history_may_be_known_in_part(
    history: dict[str, Any], placed: Money | None, count: int | None
) -> None:
    order = wire.parse_order({**ORDER, **history})
    assert (order.placed_total, order.increase_count) == (placed, count)
    assert type(order.increase_count) is type(count)
    assert wire.parse_order(wire.dump_stored_order(order)) == order
    assert wire.dump_order(order) == ORDER
