"""What each recipe must do: the orders, the limit, what is refused and what is stored.

The paths, codes and amounts are written by hand; the orders are those of `tests/examples.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from support.examples import CONTACT, order

from backd_rules import MerchantLimit, Money, OrderStatus, Percent, wire

Json = dict[str, Any]
Post = Callable[[bytes], Json]
"""Sends the body of a `POST /update_order`; returns the response envelope."""

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""An order placed at 9150.00 may rise to 9225.00."""

PLACED: Final = order(backd_order_id="BO-1")
CONFIRMED: Final = order(backd_order_id="BO-2", status=OrderStatus.ORDER_CONFIRMED)
RAISED: Final = order(backd_order_id="BO-3", billing=CONTACT)
"""The order that the tests do update."""

_PHONE: Final = {"shipping": {"phone_number": "5125550100"}}
_TOO_LONG: Final = 1024 * 1024 + 1


def body(backd_order_id: str = "BO-1", **fields: object) -> bytes:
    """The body of an update of the merchant's order M-1."""
    ids = {"backd_order_id": backd_order_id, "merchant_order_id": "M-1"}
    return json.dumps(ids | fields).encode()


_NEW_CONTACT: Final = {
    "name": {"first": "Ann", "last": "Lee"},
    "address": {"line1": "1 Elm St", "state": "TX", "zipcode": "78704", "country": "USA"},
    "email": "ann@example.com",
}
"""It lacks a city and a phone number."""

REFUSALS: Final[dict[str, tuple[bytes, int, list[tuple[str, str]]]]] = {
    "a cent above the limit": (
        body(shipping_amount=125.01),
        422,
        [("increase_exceeds_limit", "/order_total")],
    ),
    "confirmed": (body("BO-2", **_PHONE), 409, [("status_forbids_update", "")]),
    "confirmed and above the limit": (
        body("BO-2", tax_amount=1000),
        409,
        [("status_forbids_update", ""), ("increase_exceeds_limit", "/order_total")],
    ),
    "half a contact": (
        body(billing=_NEW_CONTACT),
        422,
        [
            ("contact_incomplete", "/billing/address/city"),
            ("contact_incomplete", "/billing/phone_number"),
        ],
    ),
    "a total that does not follow": (
        body(order_total=9150, cart_amount=8999, tax_amount=101.5),
        422,
        [("cart_amount_mismatch", "/cart_amount"), ("order_total_mismatch", "/order_total")],
    ),
    "no such order": (body("BO-404"), 404, [("unknown_order", "/backd_order_id")]),
    "another merchant's": (
        body(merchant_order_id="M-2"),
        404,
        [("merchant_order_id_mismatch", "/merchant_order_id")],
    ),
    "no JSON": (b'{"backd_order_id": "BO-1",', 400, [("bad_json", "")]),
    "nothing": (b"", 400, [("bad_json", "")]),
    "no UTF-8": (b'{"backd_order_id": "\xff"}', 400, [("bad_json", "")]),
    "a list": (b"[]", 400, [("wrong_type", "")]),
    "a key twice": (b'{"tax_amount": 1, "tax_amount": 2}', 400, [("duplicate_key", "/tax_amount")]),
    "wrong in four ways": (
        b'{"backd_order_id": "BO-1", "tax_amount": 10.005, "status": "refund", "colour": 1}',
        400,
        [
            ("missing", "/merchant_order_id"),
            ("too_precise", "/tax_amount"),
            ("read_only_field", "/status"),
            ("unknown_field", "/colour"),
        ],
    ),
    "too large": (body().ljust(_TOO_LONG), 400, [("too_large", "")]),
}
"""By name: a body, the HTTP status it gets, and the code and path of each reason."""


def refuses(post: Post, name: str) -> None:
    """Assert that it is refused, for exactly these reasons, and that no order is changed by it."""
    refused, status, reasons = REFUSALS[name]
    envelope = post(refused)
    assert envelope["error"] is True
    assert envelope["status"] == {"type": "error", "code": status}
    assert [(v["code"], v["path"]) for v in envelope["violations"]] == reasons
    assert stored(post, "BO-1") == wire.dump_order(PLACED)


def stored(post: Post, backd_order_id: str) -> Json:
    """The order as the server has it: an update that states nothing is answered with it."""
    envelope = post(body(backd_order_id))
    assert envelope["status"] == {"type": "success", "code": 200}
    data: Json = envelope["data"]
    return data


def stores(post: Post) -> None:
    """Assert that what is allowed is stored, and that the limit is measured from the original."""
    envelope = post(body("BO-3", shipping_amount=125, **_PHONE))
    assert envelope["error"] is False
    assert envelope["status"] == {"type": "success", "code": 200}
    assert (envelope["data"]["order_total"], envelope["data"]["shipping_amount"]) == (9225, 125)
    assert envelope["data"]["shipping"]["phone_number"] == "5125550100"
    assert envelope["data"]["shipping"]["email"] == "joedoe@123fakestreet.com"
    assert stored(post, "BO-3") == envelope["data"]
    [again] = post(body("BO-3", shipping_amount=125.01))["violations"]
    assert again == {
        "code": "increase_exceeds_limit",
        "path": "/order_total",
        "message": "order_total would be 9225.01, max_increase allows 9225.00",
    }
