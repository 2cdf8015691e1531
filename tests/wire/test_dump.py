"""`wire.dump_*` and the envelopes: exact dicts of JSON types."""

import json
from typing import Any

import attrs
import pytest
from support.examples import CONTACT, ORDER, item, totals

from backd_rules import (
    AddressUpdate,
    Allowed,
    Basis,
    Combine,
    ContactUpdate,
    Denied,
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
    Violation,
    ViolationCode,
    wire,
)
from backd_rules.actions import violations

CONTACT_JSON: dict[str, Any] = {
    "name": {"first": "Joe", "last": "Doe"},
    "company_name": "Big Business",
    "address": {
        "line1": "123 Main St",
        "line2": "Floor 1",
        "city": "Austin",
        "state": "TX",
        "zipcode": "78704",
        "country": "USA",
    },
    "phone_number": "4153334567",
    "email": "joedoe@123fakestreet.com",
}
ITEM_JSON: dict[str, Any] = {
    "display_name": "MacBook Pro",
    "sku": "ABC-123",
    "unit_price": 3000,
    "qty": 3,
}
ORDER_JSON: dict[str, Any] = {
    "backd_order_id": "BO-1",
    "order_total": 9150,
    "cart_amount": 9000,
    "tax_amount": 100,
    "shipping_amount": 50,
    "discount_amount": 0,
    "status": "order_placed",
    "merchant_order_id": "M-1",
    "merchant_order_status": "processing",
    "shipping": CONTACT_JSON,
    "items": [ITEM_JSON],
}


def same(dumped: object, expected: object) -> None:
    """Equal down to the order of the keys and to `1` and `1.0`, and of JSON types alone."""
    assert dumped == expected
    assert json.dumps(dumped, allow_nan=False) == json.dumps(expected)
    assert plain(dumped)


def plain(thing: object) -> bool:
    if type(thing) is dict:
        return all(type(key) is str and plain(value) for key, value in thing.items())
    if type(thing) is list:
        return all(plain(value) for value in thing)
    return type(thing) in (str, int, float, bool, type(None))


def test_an_order_is_dumped_as_documented() -> None:
    same(wire.dump_order(ORDER), ORDER_JSON)


def test_what_an_order_does_not_have_is_left_out() -> None:
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
        "items": [],
    }
    same(wire.dump_order(bare), expected)


def test_a_contact_without_its_clearable_fields() -> None:
    contact = attrs.evolve(
        CONTACT, company_name=None, address=attrs.evolve(CONTACT.address, line2=None)
    )
    address = {name: text for name, text in CONTACT_JSON["address"].items() if name != "line2"}
    expected = {name: thing for name, thing in CONTACT_JSON.items() if name != "company_name"}
    dumped = wire.dump_order(attrs.evolve(ORDER, billing=contact))
    same(dumped["billing"], {**expected, "address": address})
    same(dumped["shipping"], CONTACT_JSON)


def test_the_limits_bookkeeping_is_not_dumped() -> None:
    order = attrs.evolve(ORDER, placed_total=Money.of(1), increase_count=7)
    same(wire.dump_order(order), ORDER_JSON)


def test_a_stored_order_has_it_and_comes_back_whole() -> None:
    order = attrs.evolve(ORDER, placed_total=Money.of("0.99"), increase_count=7)
    same(wire.dump_stored_order(order), {**ORDER_JSON, "placed_total": 0.99, "increase_count": 7})
    assert wire.parse_order(wire.dump_stored_order(order)) == order


def test_refunds_appear_only_where_there_are_any() -> None:
    assert "refunds" not in wire.dump_order(ORDER)
    whole = Refund(
        amount=Money.of("50.50"),
        create_date="2026-04-15 12:49:46",
        status="draft",
        locked_at="2026-04-15 22:00:00",
    )
    order = attrs.evolve(ORDER, refunds=(whole, Refund(amount=Money.of(1), status="approved")))
    expected = [
        {
            "amount": 50.5,
            "create_date": "2026-04-15 12:49:46",
            "status": "draft",
            "locked_at": "2026-04-15 22:00:00",
        },
        {"amount": 1, "status": "approved"},
    ]
    same(wire.dump_order(order), {**ORDER_JSON, "refunds": expected})


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
    line = LineItem("Nail", "N", Money.ZERO, Quantity(thousandths=thousandths))
    update = OrderUpdate("B", "M", items=(line,))
    dumped = wire.dump_update(update)["items"][0]["qty"]
    assert (dumped, type(dumped)) == (number, type(number))
    assert wire.parse_update(wire.dump_update(update)) == update


def test_an_update_keeps_what_it_clears_and_lacks_what_it_does_not_state() -> None:
    same(wire.dump_update(OrderUpdate("B", "M")), {"backd_order_id": "B", "merchant_order_id": "M"})
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
    same(wire.dump_update(update), expected)
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
def test_a_limit_is_dumped_as_it_is_read(limit: MerchantLimit, expected: dict[str, Any]) -> None:
    same(wire.dump_limit(limit), expected)
    assert wire.parse_limit(expected) == limit


def test_the_envelope_of_an_allowed_update() -> None:
    expected = {
        "data": ORDER_JSON,
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }
    same(wire.response(Allowed(ORDER)), expected)


REFUSALS: list[tuple[Violation, int, str, str]] = [
    (violations.UnknownOrder(), 404, "unknown_order", "/backd_order_id"),
    (violations.BackdOrderIdMismatch(), 404, "backd_order_id_mismatch", "/backd_order_id"),
    (violations.MerchantOrderIdMismatch(), 404, "merchant_order_id_mismatch", "/merchant_order_id"),
    (violations.StatusForbidsUpdate(OrderStatus.REFUND), 409, "status_forbids_update", ""),
    (violations.ContactIncomplete("/billing/email"), 422, "contact_incomplete", "/billing/email"),
    (violations.AmountOutOfRange("/order_total", -1), 422, "amount_out_of_range", "/order_total"),
    (violations.CartAmountMismatch(1, 2), 422, "cart_amount_mismatch", "/cart_amount"),
    (violations.OrderTotalMismatch(1, 2), 422, "order_total_mismatch", "/order_total"),
    (
        violations.IncreaseExceedsLimit(9, 1, "max_increase"),
        422,
        "increase_exceeds_limit",
        "/order_total",
    ),
    (violations.TooManyIncreases(3, 3), 422, "too_many_increases", "/order_total"),
]


@pytest.mark.parametrize(("violation", "status", "code", "path"), REFUSALS)
def test_the_envelope_of_each_refusal(
    violation: Violation, status: int, code: str, path: str
) -> None:
    expected = {
        "message": "API Backd - Error: the update is refused",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [{"code": code, "path": path, "message": violation.message}],
    }
    same(wire.response(Denied((violation,))), expected)


def test_every_code_has_its_status() -> None:
    assert {ViolationCode(code) for _, _, code, _ in REFUSALS} == set(ViolationCode)
    assert {str(c): s for c, s in wire.HTTP_STATUSES.items()} == {c: s for _, s, c, _ in REFUSALS}


@pytest.mark.parametrize(("first", "status"), [(1, 404), (3, 409), (7, 422)])
def test_the_first_violation_decides(first: int, status: int) -> None:
    found = tuple(row[0] for row in REFUSALS[first:])
    envelope = wire.response(Denied(found))
    assert envelope["status"] == {"type": "error", "code": status}
    assert [v["code"] for v in envelope["violations"]] == [row[2] for row in REFUSALS[first:]]


def test_the_envelope_of_a_malformed_payload() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update({"backd_order_id": "B", "merchant_order_id": " ", "taxes": 1})
    expected = {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [
            {"code": "blank", "path": "/merchant_order_id", "message": "must not be blank"},
            {"code": "unknown_field", "path": "/taxes", "message": "is not a field"},
        ],
    }
    same(wire.error_response(caught.value), expected)
