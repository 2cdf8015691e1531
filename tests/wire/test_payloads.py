"""Payloads: what is read, and for bad input the exact problems."""

import json
from decimal import Decimal
from typing import Any

import pytest
from support.examples import CONTACT, item
from support.reference import IDS, ITEM, ORDER, REFERENCE
from support.refusals import problems

from backd_rules import (
    UNSET,
    AddressUpdate,
    Allowed,
    Basis,
    Combine,
    ContactUpdate,
    MerchantLimit,
    Money,
    OrderStatus,
    OrderUpdate,
    Percent,
    PersonNameUpdate,
    Quantity,
    wire,
)


def test_the_references_response_goes_through_unharmed() -> None:
    order = wire.parse_order(ORDER)
    assert json.dumps(wire.dump_order(order)) == json.dumps(ORDER)
    assert json.dumps(wire.response(Allowed(order))) == json.dumps(REFERENCE)
    assert order.shipping == order.billing == CONTACT
    assert (order.placed_total, order.increase_count) == (Money.of(9150), 0)


def test_absent_null_and_value_are_three_things() -> None:
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
def test_bad_amounts_are_refused_never_rounded(amount: object, code: str) -> None:
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
    ("field", "most"), [("email", 254), ("phone_number", 255), ("company_name", 255)]
)
def test_lengths(field: str, most: int) -> None:
    wire.parse_update({**IDS, "billing": {field: "x" * most}})
    long = {**IDS, "billing": {field: "x" * (most + 1)}}
    assert problems(wire.parse_update, long) == [("too_long", f"/billing/{field}")]


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
def test_every_problem_of_an_update_has_its_place(
    payload: object, expected: list[tuple[str, str]]
) -> None:
    assert problems(wire.parse_update, payload) == expected


@pytest.mark.parametrize("name", ["order_total", "shipping", "items", "merchant_order_status"])
def test_null_clears_only_what_may_be_empty(name: str) -> None:
    assert problems(wire.parse_update, {**IDS, name: None}) == [("not_nullable", f"/{name}")]


def test_a_batch_is_an_array_of_updates() -> None:
    assert wire.parse_updates([IDS, IDS]) == (OrderUpdate("BO-1", "M-1"),) * 2
    assert problems(wire.parse_updates, []) == [("empty", "")]
    assert problems(wire.parse_updates, IDS) == [("wrong_type", "")]
    assert problems(wire.parse_updates, [IDS, {**IDS, "tax_amount": "1"}, 7]) == [
        ("wrong_type", "/1/tax_amount"),
        ("wrong_type", "/2"),
    ]


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
        ({"shipping": {}}, None),
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
def test_every_problem_of_an_order_has_its_place(
    fields: dict[str, Any], expected: list[tuple[str, str]] | None
) -> None:
    parts = ("name", "address", "phone_number", "email")
    whole = expected or [("missing", f"/shipping/{part}") for part in parts]
    assert problems(wire.parse_order, {**ORDER, **fields}) == whole


def test_an_order_lacking_everything() -> None:
    amounts = ["order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"]
    names = ["backd_order_id", *amounts, "status", "merchant_order_id"]
    assert problems(wire.parse_order, {}) == [("missing", f"/{name}") for name in names]


def test_an_order_is_read_as_a_server_sends_it() -> None:
    optional = ("shipping", "billing", "create_date", "refunds", "merchant_order_status", "items")
    sent = {**ORDER, **dict.fromkeys(optional), "loyalty": 5, "status": "order_cancelled"}
    order = wire.parse_order({**sent, "placed_total": 9100.5, "increase_count": 2})
    assert (order.status, order.items) == (OrderStatus.ORDER_CANCELED, ())
    assert (order.placed_total, order.increase_count) == (Money.of("9100.50"), 2)
    dumped = {name: value for name, value in ORDER.items() if name not in optional}
    assert wire.dump_order(order) == {**dumped, "status": "order_canceled", "items": []}


@pytest.mark.parametrize(
    ("payload", "limit"),
    [
        ({"max_increase": 75}, MerchantLimit(Money.of(75))),
        (
            {
                "max_increase": 75.5,
                "max_increase_percent": 12.5,
                "max_order_total": 10000,
                "max_increases": 3,
                "combine": "higher",
                "measured_from": "order_total",
            },
            MerchantLimit(
                Money.of("75.50"),
                Percent.of("12.5"),
                Money.of(10000),
                3,
                Combine.HIGHER,
                Basis.ORDER_TOTAL,
            ),
        ),
    ],
)
def test_limits(payload: dict[str, Any], limit: MerchantLimit) -> None:
    assert wire.parse_limit(payload) == limit
    defaults = {"combine": "lower", "measured_from": "placed_total"}
    assert wire.dump_limit(limit) == {**defaults, **payload}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, [("missing", "")]),
        ({"max_increases": 3}, [("missing", "")]),
        (
            {"max_increase": None, "max_increases": None},
            [("not_nullable", "/max_increase"), ("not_nullable", "/max_increases")],
        ),
        ({"max_increase": 1, "max_increases": None}, [("not_nullable", "/max_increases")]),
        (
            {"max_increase": 1, "combine": "highest", "measured_from": 1},
            [("bad_format", "/combine"), ("wrong_type", "/measured_from")],
        ),
        ({"max_increase_percent": -1}, [("out_of_range", "/max_increase_percent")]),
        ({"max_increase": 1, "currency": "EUR"}, [("unknown_field", "/currency")]),
    ],
)
def test_every_problem_of_a_limit_has_its_place(
    payload: object, expected: list[tuple[str, str]]
) -> None:
    assert problems(wire.parse_limit, payload) == expected


def test_problems_speak_in_sentences() -> None:
    payload = {**IDS, "tax_amount": 0.001, "cart_amount": -1, "items": [{**ITEM, "qty": 0}]}
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(payload)
    assert str(caught.value) == (
        "/cart_amount: must be from 0.00 to 9999999999999.99 [out_of_range]; "
        "/tax_amount: must have at most 2 decimals [too_precise]; "
        "/items/0/qty: must be from 0.001 to 999999999999.999 [out_of_range]"
    )
    assert wire.error_response(caught.value) == {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [
            {"code": p.code, "path": p.path, "message": p.message} for p in caught.value.problems
        ],
    }
    with pytest.raises(ValueError, match=r"^an invalid payload has at least one problem$"):
        wire.InvalidPayload([])
