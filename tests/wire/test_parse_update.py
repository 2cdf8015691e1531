"""`wire.parse_update` and `parse_updates`: values, and the code and path of each problem."""

from typing import Any

import pytest
from support.examples import item
from support.reference import IDS, ITEM
from support.refusals import problems

from backd_rules import UNSET, AddressUpdate, ContactUpdate, OrderUpdate, PersonNameUpdate, wire


def test_absent_null_and_a_value_differ() -> None:
    patch = {
        **IDS,
        "shipping": {"name": {"first": "A"}, "company_name": None, "address": {"line2": None}},
        "items": [{**ITEM, "item_url": None, "qty": 2.5}],
    }
    update = wire.parse_update(patch)
    assert update == OrderUpdate(
        "BO-1",
        "M-1",
        shipping=ContactUpdate(PersonNameUpdate("A"), None, AddressUpdate(line2=None)),
        items=(item(qty="2.5"),),
    )
    assert update.tax_amount is UNSET
    assert wire.parse_update(wire.dump_update(update)) == update
    assert wire.dump_update(update) == {**patch, "items": [{**ITEM, "qty": 2.5}]}


EVERYTHING_WRONG: dict[str, Any] = {
    "backd_order_id": 1,
    "merchant_order_status": [],
    "order_total": True,
    "cart_amount": "9",
    "tax_amount": 1e400,
    "shipping_amount": 0.001,
    "discount_amount": -1,
    "shipping": [],
    "billing": {"name": "Joe", "company_name": 7, "address": [], "email": None, "fax": "1"},
    "items": {},
    "status": "order_placed",
    "create_date": 0,
    "refunds": [],
    "a/b~c": 1,
}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (None, [("wrong_type", "")]),
        ([IDS], [("wrong_type", "")]),
        ("x", [("wrong_type", "")]),
        ({}, [("missing", "/backd_order_id"), ("missing", "/merchant_order_id")]),
        ({**IDS, "items": []}, [("empty", "/items")]),
        (
            {**IDS, "shipping": {"company_name": None, "email": None}},
            [("not_nullable", "/shipping/email")],
        ),
        ({**IDS, "items": [[]]}, [("wrong_type", "/items/0")]),
        ({**IDS, "itmes": [ITEM]}, [("unknown_field", "/itmes")]),
        ({**IDS, "placed_total": 1}, [("unknown_field", "/placed_total")]),
        ({**IDS, "increase_count": 0}, [("unknown_field", "/increase_count")]),
        ({**IDS, "adjustment": 0}, [("unknown_field", "/adjustment")]),
        ({**IDS, "": 1}, [("unknown_field", "/")]),
        ({**IDS, "shipping": {"adress": {}}}, [("unknown_field", "/shipping/adress")]),
        ({**IDS, "shipping": {"name": {"fist": 1}}}, [("unknown_field", "/shipping/name/fist")]),
        ({**IDS, "items": [{**ITEM, "status": 1}]}, [("unknown_field", "/items/0/status")]),
        ({**IDS, "status": None}, [("read_only_field", "/status")]),
        ({**IDS, "create_date": "2026-04-16 10:30:00"}, [("read_only_field", "/create_date")]),
        ({**IDS, "refunds": []}, [("read_only_field", "/refunds")]),
        ({**IDS, "backd_order_id": None}, [("not_nullable", "/backd_order_id")]),
        ({**IDS, "merchant_order_id": "\u200b"}, [("blank", "/merchant_order_id")]),
        (dict([*IDS.items(), (5, "x")]), [("wrong_type", "")]),
        (
            {**IDS, "items": [{"sku": " ", "item_url": "x" * 2049, "color": 1}]},
            [
                ("missing", "/items/0/display_name"),
                ("blank", "/items/0/sku"),
                ("missing", "/items/0/unit_price"),
                ("missing", "/items/0/qty"),
                ("too_long", "/items/0/item_url"),
                ("unknown_field", "/items/0/color"),
            ],
        ),
        (
            EVERYTHING_WRONG,
            [
                ("wrong_type", "/backd_order_id"),
                ("missing", "/merchant_order_id"),
                ("wrong_type", "/merchant_order_status"),
                ("wrong_type", "/order_total"),
                ("wrong_type", "/cart_amount"),
                ("not_finite", "/tax_amount"),
                ("too_precise", "/shipping_amount"),
                ("out_of_range", "/discount_amount"),
                ("wrong_type", "/shipping"),
                ("wrong_type", "/billing/name"),
                ("wrong_type", "/billing/company_name"),
                ("wrong_type", "/billing/address"),
                ("not_nullable", "/billing/email"),
                ("unknown_field", "/billing/fax"),
                ("wrong_type", "/items"),
                ("read_only_field", "/status"),
                ("read_only_field", "/create_date"),
                ("read_only_field", "/refunds"),
                ("unknown_field", "/a~1b~0c"),
            ],
        ),
    ],
)
def test_every_problem_has_its_path(payload: object, expected: list[tuple[str, str]]) -> None:
    assert problems(wire.parse_update, payload) == expected


def test_every_field_has_a_problem_above() -> None:
    assert {*OrderUpdate.__match_args__} <= {*EVERYTHING_WRONG, "merchant_order_id"}


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_an_update_may_bring_up_to_a_thousand_items(count: int) -> None:
    """`items` has 1 to 1,000 entries (domain.md, U4)."""
    assert wire.parse_update({**IDS, "items": [ITEM] * count}).items == (item(),) * count


@pytest.mark.parametrize(("count", "code"), [(0, "empty"), (1001, "too_many")])
def test_an_update_brings_at_least_one_item_and_at_most_a_thousand(count: int, code: str) -> None:
    found = problems(wire.parse_update, {**IDS, "items": [ITEM] * count})
    assert found == [(code, "/items")]


def test_a_batch_is_an_array_of_1_to_100_updates() -> None:
    """An array of updates is a batch of 1 to 100, decided in order (domain.md, U5)."""
    for count in (1, 2, 100):
        assert wire.parse_updates([IDS] * count) == (OrderUpdate("BO-1", "M-1"),) * count
    assert problems(wire.parse_updates, []) == [("empty", "")]
    assert problems(wire.parse_updates, [IDS] * 101) == [("too_many", "")]
    for other in (IDS, None, "x", (IDS,)):
        assert problems(wire.parse_updates, other) == [("wrong_type", "")]


def test_a_problem_of_a_batch_has_the_index_of_its_update() -> None:
    assert problems(wire.parse_updates, [IDS, {**IDS, "tax_amount": "1"}, 7, {**IDS, "x": 1}]) == [
        ("wrong_type", "/1/tax_amount"),
        ("wrong_type", "/2"),
        ("unknown_field", "/3/x"),
    ]
