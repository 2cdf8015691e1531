"""`wire.parse_order`: values, and the code and path of each problem."""

import copy
import json
from decimal import Decimal
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from support.examples import CONTACT
from support.reference import IDS, ITEM, ORDER, REFERENCE
from support.refusals import problems

from backd_rules import Allowed, Money, OrderStatus, wire


def test_the_example_of_the_reference_survives_a_round_trip() -> None:
    order = wire.parse_order(ORDER)
    assert json.dumps(wire.dump_order(order)) == json.dumps(ORDER)
    assert json.dumps(wire.response(Allowed(order))) == json.dumps(REFERENCE)
    assert order.shipping == order.billing == CONTACT
    assert order.order_total == Money.of(9150)


def test_the_other_spelling_of_a_status_is_accepted() -> None:
    """`order_cancelled` is read as the same status."""
    order = wire.parse_order({**ORDER, "status": "order_cancelled"})
    assert order.status is OrderStatus.ORDER_CANCELED
    assert wire.dump_order(order)["status"] == "order_canceled"


SMALLEST = {
    "backd_order_id": "BO-1",
    "merchant_order_id": "M-1",
    "status": "order_placed",
    "order_total": 10,
    "cart_amount": 10,
}
"""States no more than a record must have."""


def test_the_smallest_record_is_accepted() -> None:
    """A record must be sound only in what the rules depend on (domain.md, F4 and F5)."""
    order = wire.parse_order(SMALLEST)
    assert (order.backd_order_id, order.merchant_order_id) == ("BO-1", "M-1")
    assert (order.order_total, order.cart_amount) == (Money.of(10), Money.of(10))
    assert (order.items, order.refunds) == ((), ())
    assert (order.shipping, order.billing, order.create_date) == (None, None, None)
    assert order.merchant_order_status is None


@pytest.mark.parametrize("name", SMALLEST)
def test_what_the_rules_depend_on_is_required(name: str) -> None:
    absent = {field: value for field, value in SMALLEST.items() if field != name}
    assert problems(wire.parse_order, absent) == [("missing", f"/{name}")]
    assert problems(wire.parse_order, {**SMALLEST, name: None}) == [("not_nullable", f"/{name}")]


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ({"items": [{"qty": 1}]}, "/items/0/unit_price"),
        ({"items": [ITEM, {"unit_price": 1}]}, "/items/1/qty"),
        ({"refunds": [{}]}, "/refunds/0/amount"),
    ],
)
def test_numbers_of_items_and_refunds_are_required(field: dict[str, Any], path: str) -> None:
    assert problems(wire.parse_order, {**SMALLEST, **field}) == [("missing", path)]


def test_every_required_field_is_reported_if_missing() -> None:
    names = ["backd_order_id", "order_total", "cart_amount", "status", "merchant_order_id"]
    assert problems(wire.parse_order, {}) == [("missing", f"/{name}") for name in names]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"backd_order_id": ""}, [("blank", "/backd_order_id")]),
        ({"merchant_order_id": " \u200b\n"}, [("blank", "/merchant_order_id")]),
        ({"merchant_order_id": 5}, [("wrong_type", "/merchant_order_id")]),
        ({"backd_order_id": "a\ud800"}, [("bad_characters", "/backd_order_id")]),
        ({"status": "lost"}, [("unknown_status", "/status")]),
        ({"status": "Order_Placed"}, [("unknown_status", "/status")]),
        ({"status": ""}, [("unknown_status", "/status")]),
        ({"status": 5}, [("wrong_type", "/status")]),
        ({"order_total": "9150"}, [("wrong_type", "/order_total")]),
        ({"order_total": 9150.001}, [("too_precise", "/order_total")]),
        ({"cart_amount": -9000}, [("out_of_range", "/cart_amount")]),
        ({"tax_amount": True}, [("wrong_type", "/tax_amount")]),
        ({"tax_amount": float("nan")}, [("not_finite", "/tax_amount")]),
        ({"shipping_amount": 0.005}, [("too_precise", "/shipping_amount")]),
        ({"discount_amount": 1e13}, [("out_of_range", "/discount_amount")]),
        ({"placed_total": -1}, [("out_of_range", "/placed_total")]),
        ({"placed_total": "9150"}, [("wrong_type", "/placed_total")]),
        ({"placed_total": 0.001}, [("too_precise", "/placed_total")]),
        ({"increase_count": True}, [("wrong_type", "/increase_count")]),
        ({"increase_count": 1.5}, [("wrong_type", "/increase_count")]),
        ({"increase_count": "1"}, [("wrong_type", "/increase_count")]),
        ({"increase_count": -1}, [("out_of_range", "/increase_count")]),
        ({"increase_count": 10**15}, [("out_of_range", "/increase_count")]),
        ({"increase_count": Decimal("9" * 5000)}, [("not_finite", "/increase_count")]),
        ({"refunds": [{"amount": 1}, {"amount": "1"}]}, [("wrong_type", "/refunds/1/amount")]),
        ({"refunds": [{"amount": -1}]}, [("out_of_range", "/refunds/0/amount")]),
        ({"items": [{**ITEM, "qty": None}]}, [("not_nullable", "/items/0/qty")]),
        ({"items": [{**ITEM, "qty": 0}]}, [("out_of_range", "/items/0/qty")]),
        ({"items": [{**ITEM, "unit_price": -1}]}, [("out_of_range", "/items/0/unit_price")]),
        ({"items": [{**ITEM, "unit_price": "3"}]}, [("wrong_type", "/items/0/unit_price")]),
    ],
)
def test_every_problem_has_its_path(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(wire.parse_order, {**ORDER, **fields}) == expected


def test_unknown_fields_are_ignored_in_an_order_and_refused_in_an_update() -> None:
    item = {**ITEM, "colour": "grey"}
    order = wire.parse_order({**ORDER, "items": [item]})
    assert order == wire.parse_order({**ORDER, "items": [ITEM]})
    assert wire.dump_order(order)["items"] == [ITEM]
    update = {**IDS, "items": [item]}
    assert problems(wire.parse_update, update) == [("unknown_field", "/items/0/colour")]


@pytest.mark.parametrize("path", [(), ("shipping",), ("shipping", "name"), ("billing", "address")])
def test_unknown_fields_of_nested_objects_are_ignored(path: tuple[str, ...]) -> None:
    spoiled = copy.deepcopy(ORDER)
    reduce(getitem, path, spoiled)["loyalty"] = 5
    spoiled["refunds"][0]["loyalty"] = 5
    assert wire.parse_order(spoiled) == wire.parse_order(ORDER)


def test_a_name_that_is_no_string_is_ignored_too() -> None:
    spoiled: dict[Any, Any] = {**ORDER, 5: 1}
    assert wire.parse_order(spoiled) == wire.parse_order(ORDER)


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        (None, ""),
        ([], ""),
        ("x", ""),
        ({**ORDER, "shipping": []}, "/shipping"),
        ({**ORDER, "shipping": "Joe"}, "/shipping"),
        ({**ORDER, "billing": {"name": "Joe"}}, "/billing/name"),
        ({**ORDER, "billing": {"address": 5}}, "/billing/address"),
        ({**ORDER, "items": [5]}, "/items/0"),
        ({**ORDER, "items": [None]}, "/items/0"),
        ({**ORDER, "items": {}}, "/items"),
        ({**ORDER, "refunds": ["x"]}, "/refunds/0"),
        ({**ORDER, "refunds": 0}, "/refunds"),
    ],
)
def test_another_type_than_an_object_or_an_array_is_refused(payload: object, path: str) -> None:
    assert problems(wire.parse_order, payload) == [("wrong_type", path)]
