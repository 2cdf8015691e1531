"""`wire.dump_*`: exact dicts of JSON types."""

from typing import Any

import attrs
import pytest
from support.examples import CONTACT, ORDER, UNKNOWN_HISTORY, item, totals
from support.json_values import CONTACT_JSON, ITEM_JSON, ORDER_JSON, assert_same_json

from backd_rules import (
    AddressUpdate,
    Basis,
    Combine,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    PersonNameUpdate,
    Quantity,
    Refund,
    UnitPrice,
    wire,
)


def test_an_order_is_dumped_as_documented() -> None:
    assert_same_json(wire.dump_order(ORDER), ORDER_JSON)


def test_absent_fields_are_omitted() -> None:
    bare = Order("B", "M", OrderStatus.ORDER_CANCELED, totals("0.10", "0.20", "0", "0.05"))
    expected = {
        "backd_order_id": "B",
        "order_total": 0.25,
        "cart_amount": 0.1,
        "tax_amount": 0.2,
        "shipping_amount": 0,
        "discount_amount": 0.05,
        "status": "order_canceled",
        "merchant_order_id": "M",
    }
    assert_same_json(wire.dump_order(bare), expected)


def test_an_adjustment_is_in_the_total() -> None:
    adjusted = Order("B", "M", OrderStatus.ORDER_PLACED, totals("10", adjustment="-0.50"))
    dumped = wire.dump_order(adjusted)
    assert (dumped["order_total"], dumped["cart_amount"]) == (9.5, 10)
    assert "adjustment" not in dumped
    assert wire.parse_order(dumped) == adjusted


def test_nullable_fields_of_a_contact_are_omitted() -> None:
    assert CONTACT.address is not None
    shorter = attrs.evolve(CONTACT.address, line2=None)
    contact = attrs.evolve(CONTACT, company_name=None, address=shorter)
    address = {name: text for name, text in CONTACT_JSON["address"].items() if name != "line2"}
    expected = {name: value for name, value in CONTACT_JSON.items() if name != "company_name"}
    dumped = wire.dump_order(attrs.evolve(ORDER, billing=contact))
    assert_same_json(dumped["billing"], {**expected, "address": address})
    assert_same_json(dumped["shipping"], CONTACT_JSON)


def test_the_history_is_omitted() -> None:
    order = attrs.evolve(ORDER, placed_total=Money.of(1), increase_count=7)
    assert_same_json(wire.dump_order(order), ORDER_JSON)


def test_a_stored_order_has_the_history_and_survives_a_round_trip() -> None:
    order = attrs.evolve(ORDER, placed_total=Money.of("0.99"), increase_count=7)
    assert_same_json(
        wire.dump_stored_order(order), {**ORDER_JSON, "placed_total": 0.99, "increase_count": 7}
    )
    assert wire.parse_order(wire.dump_stored_order(order)) == order


@pytest.mark.parametrize(
    ("history", "dumped"),
    [
        ({}, {}),
        ({"placed_total": Money.ZERO}, {"placed_total": 0}),
        ({"increase_count": 0}, {"increase_count": 0}),
    ],
)
def test_a_stored_order_has_the_history_as_far_as_it_is_known(
    history: dict[str, Any], dumped: dict[str, Any]
) -> None:
    order = attrs.evolve(UNKNOWN_HISTORY, **history)
    assert_same_json(wire.dump_stored_order(order), {**ORDER_JSON, **dumped})
    assert wire.parse_order(wire.dump_stored_order(order)) == order


def test_refunds_are_omitted_if_there_are_none() -> None:
    assert "refunds" not in wire.dump_order(ORDER)
    complete = Refund(
        amount=Money.of("50.50"),
        create_date="2026-04-15 12:49:46",
        status="draft",
        locked_at="2026-04-15 22:00:00",
    )
    order = attrs.evolve(
        ORDER,
        refunds=(
            complete,
            Refund(amount=Money.of(1), status="approved"),
            Refund(amount=Money.ZERO),
        ),
    )
    expected = [
        {
            "amount": 50.5,
            "create_date": "2026-04-15 12:49:46",
            "status": "draft",
            "locked_at": "2026-04-15 22:00:00",
        },
        {"amount": 1, "status": "approved"},
        {"amount": 0},
    ]
    assert_same_json(wire.dump_order(order), {**ORDER_JSON, "refunds": expected})


@pytest.mark.parametrize(
    ("cents", "number"),
    [
        (0, 0),
        (1, 0.01),
        (10, 0.1),
        (100, 1),
        (150, 1.5),
        (999_999_999_999_900, 9999999999999),
        (999_999_999_999_999, 9999999999999.99),
    ],
)
def test_whole_dollars_are_ints_and_others_floats(cents: int, number: float) -> None:
    dumped = wire.dump_update(OrderUpdate("B", "M", tax_amount=Money(cents=cents)))["tax_amount"]
    assert (dumped, type(dumped)) == (number, type(number))


@pytest.mark.parametrize(
    ("thousandths", "number"), [(1, 0.001), (2500, 2.5), (1000, 1), (10**15 - 1, 999999999999.999)]
)
def test_whole_quantities_are_ints_and_others_floats(thousandths: int, number: float) -> None:
    line = LineItem("Nail", "N", UnitPrice(millionths=0), Quantity(thousandths=thousandths))
    update = OrderUpdate("B", "M", items=(line,))
    dumped = wire.dump_update(update)["items"][0]["qty"]
    assert (dumped, type(dumped)) == (number, type(number))
    assert wire.parse_update(wire.dump_update(update)) == update


@pytest.mark.parametrize(
    ("millionths", "number"),
    [(1, 0.000001), (38_500, 0.0385), (5_000_000, 5), (10**15 - 1, 999999999.999999)],
)
def test_whole_prices_are_ints_and_others_floats(millionths: int, number: float) -> None:
    line = LineItem("Nail", "N", UnitPrice(millionths=millionths), Quantity.of(1))
    update = OrderUpdate("B", "M", items=(line,))
    dumped = wire.dump_update(update)["items"][0]["unit_price"]
    assert (dumped, type(dumped)) == (number, type(number))
    assert wire.parse_update(wire.dump_update(update)) == update


def test_an_update_has_null_for_cleared_fields_and_omits_unset_ones() -> None:
    assert_same_json(
        wire.dump_update(OrderUpdate("B", "M")), {"backd_order_id": "B", "merchant_order_id": "M"}
    )
    update = OrderUpdate(
        "B",
        "M",
        merchant_order_status="late",
        order_total=Money.of("10.50"),
        discount_amount=Money.ZERO,
        shipping=ContactUpdate(PersonNameUpdate(last="Roe"), None, AddressUpdate(line2=None)),
        billing=ContactUpdate(),
        items=(item(qty="2.5"),),
    )
    expected = {
        "backd_order_id": "B",
        "merchant_order_id": "M",
        "merchant_order_status": "late",
        "order_total": 10.5,
        "discount_amount": 0,
        "shipping": {"name": {"last": "Roe"}, "company_name": None, "address": {"line2": None}},
        "billing": {},
        "items": [{**ITEM_JSON, "qty": 2.5}],
    }
    assert_same_json(wire.dump_update(update), expected)
    assert wire.parse_update(expected) == update


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (
            MerchantLimit(Money.of(75), Percent.of("12.5")),
            {
                "max_increase": 75,
                "max_increase_percent": 12.5,
                "combine": "lower",
                "measured_from": "placed_total",
            },
        ),
        (
            MerchantLimit(None, None, Money.of("0.5"), 0, Combine.HIGHER, Basis.ORDER_TOTAL),
            {
                "max_order_total": 0.5,
                "max_increases": 0,
                "combine": "higher",
                "measured_from": "order_total",
            },
        ),
    ],
)
def test_a_limit_survives_a_round_trip(limit: MerchantLimit, expected: dict[str, Any]) -> None:
    assert_same_json(wire.dump_limit(limit), expected)
    assert wire.parse_limit(expected) == limit
