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
    assert (order.placed_total, order.increase_count) == (Money.of(9150), 0)


def test_null_and_unknown_fields_and_the_other_spelling_of_a_status_are_accepted() -> None:
    optional = ("shipping", "billing", "create_date", "refunds", "merchant_order_status", "items")
    sent = {**ORDER, **dict.fromkeys(optional), "loyalty": 5, "status": "order_cancelled"}
    order = wire.parse_order({**sent, "placed_total": 9100.5, "increase_count": 2})
    assert (order.status, order.items) == (OrderStatus.ORDER_CANCELED, ())
    assert (order.placed_total, order.increase_count) == (Money.of("9100.50"), 2)
    dumped = {name: value for name, value in ORDER.items() if name not in optional}
    assert wire.dump_order(order) == {**dumped, "status": "order_canceled", "items": []}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "lost"}, [("unknown_status", "/status")]),
        ({"status": 5}, [("wrong_type", "/status")]),
        ({"status": None}, [("not_nullable", "/status")]),
        ({"tax_amount": 100.01}, [("order_total_mismatch", "/order_total")]),
        ({"discount_amount": 9999}, [("order_total_mismatch", "/order_total")]),
        ({"order_total": "9150"}, [("wrong_type", "/order_total")]),
        ({"cart_amount": -9000}, [("out_of_range", "/cart_amount")]),
        ({"create_date": "2026-04-16T10:30:00"}, [("bad_format", "/create_date")]),
        ({"create_date": "2026-02-30 10:30:00"}, [("bad_format", "/create_date")]),
        ({"create_date": "\uff12026-02-20 10:30:00"}, [("bad_format", "/create_date")]),
        ({"create_date": 20260416}, [("wrong_type", "/create_date")]),
        ({"placed_total": -1}, [("out_of_range", "/placed_total")]),
        ({"increase_count": True}, [("wrong_type", "/increase_count")]),
        ({"increase_count": 1.0}, [("wrong_type", "/increase_count")]),
        ({"increase_count": "1"}, [("wrong_type", "/increase_count")]),
        ({"increase_count": -1}, [("out_of_range", "/increase_count")]),
        ({"increase_count": 10**15}, [("out_of_range", "/increase_count")]),
        ({"increase_count": Decimal("9" * 5000)}, [("out_of_range", "/increase_count")]),
        (
            {"shipping": {}},
            [
                ("missing", "/shipping/name"),
                ("missing", "/shipping/address"),
                ("missing", "/shipping/phone_number"),
                ("missing", "/shipping/email"),
            ],
        ),
        (
            {"refunds": [{"amount": 1, "status": "draft"}, {"amount": "1"}]},
            [("wrong_type", "/refunds/1/amount"), ("missing", "/refunds/1/status")],
        ),
        (
            {"refunds": [{"amount": 1, "status": "draft", "locked_at": "2026-02-30 00:00:00"}]},
            [("bad_format", "/refunds/0/locked_at")],
        ),
        ({"items": [{**ITEM, "qty": None}]}, [("not_nullable", "/items/0/qty")]),
    ],
)
def test_every_problem_has_its_path(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(wire.parse_order, {**ORDER, **fields}) == expected


def test_every_required_field_is_reported_if_missing() -> None:
    amounts = ["order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"]
    names = ["backd_order_id", *amounts, "status", "merchant_order_id"]
    assert problems(wire.parse_order, {}) == [("missing", f"/{name}") for name in names]


def test_unknown_fields_are_ignored_in_an_order_and_refused_in_an_update() -> None:
    item = {**ITEM, "colour": "grey"}
    order = wire.parse_order({**ORDER, "items": [item]})
    assert order == wire.parse_order({**ORDER, "items": [ITEM]})
    update = {**IDS, "items": [item]}
    assert problems(wire.parse_update, update) == [("unknown_field", "/items/0/colour")]


@pytest.mark.parametrize("path", [(), ("shipping",), ("shipping", "name"), ("billing", "address")])
def test_unknown_fields_of_nested_objects_are_ignored(path: tuple[str, ...]) -> None:
    spoiled = copy.deepcopy(ORDER)
    reduce(getitem, path, spoiled)["loyalty"] = 5
    spoiled["refunds"][0]["loyalty"] = 5
    assert wire.parse_order(spoiled) == wire.parse_order(ORDER)


def test_arrays_of_an_order_may_be_empty() -> None:
    order = wire.parse_order({**ORDER, "items": [], "refunds": []})
    assert (order.items, order.refunds) == ((), ())


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ([], ""),
        ({**ORDER, "shipping": []}, "/shipping"),
        ({**ORDER, "items": [5]}, "/items/0"),
        ({**ORDER, "refunds": ["x"]}, "/refunds/0"),
    ],
)
def test_anything_but_an_object_is_refused(payload: object, path: str) -> None:
    assert problems(wire.parse_order, payload) == [("wrong_type", path)]
