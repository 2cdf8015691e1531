"""The behaviour that every recipe must have: requests, and the expected responses.

The paths, codes and amounts are written by hand. The orders are variants of the order in
`tests/support/examples.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from support.examples import CONTACT, order

from backd_rules import MerchantLimit, Money, OrderStatus, Percent, wire

Json = dict[str, Any]
Post = Callable[[bytes], Json]
"""A function that sends the body of a `POST /update_order` and returns the response envelope."""

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""The total of an order placed at 9150.00 may rise to 9225.00."""

PLACED: Final = order(backd_order_id="BO-1")
CONFIRMED: Final = order(backd_order_id="BO-2", status=OrderStatus.ORDER_CONFIRMED)
RAISED: Final = order(backd_order_id="BO-3", billing=CONTACT)
"""The order that the tests update."""
RETURNED: Final = wire.parse_order(
    {
        "backd_order_id": "BO-5",
        "merchant_order_id": "M-1",
        "status": "order_placed",
        "order_total": 100.39,
        "cart_amount": 95.39,
        "tax_amount": None,
        "items": [{"display_name": "Screws\n8 mm", "sku": "", "unit_price": 0.09539, "qty": 1000}],
        "shipping": {"name": {"first": "Ann"}, "company_name": None, "email": "?"},
        "create_date": None,
    }
)
"""An order as Backd might return it: incomplete, with a fee of 5.00, and without a history."""

_PHONE: Final = {"shipping": {"phone_number": "5125550100"}}
_TOO_LONG: Final = 1024 * 1024 + 1


def body(backd_order_id: str = "BO-1", **fields: object) -> bytes:
    """Return the body of an update of the merchant's order M-1."""
    ids = {"backd_order_id": backd_order_id, "merchant_order_id": "M-1"}
    return json.dumps(ids | fields).encode()


_INCOMPLETE_CONTACT: Final = {
    "name": {"first": "Ann", "last": "Lee"},
    "address": {"line1": "1 Elm St", "state": "TX", "zipcode": "78704", "country": "USA"},
    "email": "ann@example.com",
}
"""A contact without a city and a phone number."""

REFUSALS: Final[dict[str, tuple[bytes, int, list[tuple[str, str]]]]] = {
    "a cent above the limit": (
        body(shipping_amount=125.01),
        422,
        [("increase_exceeds_limit", "/order_total")],
    ),
    "confirmed": (body("BO-2", **_PHONE), 409, [("status_forbids_action", "")]),
    "confirmed and above the limit": (
        body("BO-2", tax_amount=1000),
        409,
        [("status_forbids_action", ""), ("increase_exceeds_limit", "/order_total")],
    ),
    "incomplete contact": (
        body(billing=_INCOMPLETE_CONTACT),
        422,
        [
            ("contact_incomplete", "/billing/address/city"),
            ("contact_incomplete", "/billing/phone_number"),
        ],
    ),
    "inconsistent totals": (
        body(order_total=9150, cart_amount=8999, tax_amount=101.5),
        422,
        [("cart_amount_mismatch", "/cart_amount"), ("order_total_mismatch", "/order_total")],
    ),
    "an increase of unknown history": (
        body("BO-5", shipping_amount=0.01),
        409,
        [("history_unknown", "/order_total")],
    ),
    "unknown order": (body("BO-404"), 404, [("unknown_order", "/backd_order_id")]),
    "order of another merchant": (
        body(merchant_order_id="M-2"),
        404,
        [("merchant_order_id_mismatch", "/merchant_order_id")],
    ),
    "truncated JSON": (b'{"backd_order_id": "BO-1",', 400, [("bad_json", "")]),
    "empty body": (b"", 400, [("bad_json", "")]),
    "not UTF-8": (b'{"backd_order_id": "\xff"}', 400, [("bad_json", "")]),
    "an array": (b"[]", 400, [("wrong_type", "")]),
    "duplicate key": (
        b'{"tax_amount": 1, "tax_amount": 2}',
        400,
        [("duplicate_key", "/tax_amount")],
    ),
    "four problems": (
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
"""Name -> (request body, HTTP status, code and path of each reason)."""


def check_refused(post: Post, name: str) -> None:
    """Assert that a request is refused for exactly its reasons, and the order is unchanged."""
    refused, status, reasons = REFUSALS[name]
    envelope = post(refused)
    assert envelope["error"] is True
    assert envelope["status"] == {"type": "error", "code": status}
    assert [(v["code"], v["path"]) for v in envelope["violations"]] == reasons
    assert stored(post, "BO-1") == wire.dump_order(PLACED)


def stored(post: Post, backd_order_id: str) -> Json:
    """Return the order that the server has: an update without changes returns it."""
    envelope = post(body(backd_order_id))
    assert envelope["status"] == {"type": "success", "code": 200}
    data: Json = envelope["data"]
    return data


def check_allowed(post: Post) -> None:
    """Assert that an allowed update is stored and that the limit applies to the placed total."""
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
        "facts": {"order_total": 9225.01, "ceiling": 9225, "bound_by": "max_increase"},
    }


def check_record(post: Post) -> None:
    """Assert that an incomplete order is patched, and keeps the rest as it was recorded."""
    assert stored(post, "BO-5") == wire.dump_order(RETURNED)
    envelope = post(body("BO-5", discount_amount=0.39, shipping={"name": {"last": "Lee"}}))
    assert envelope["data"] == {
        **wire.dump_order(RETURNED),
        "order_total": 100,
        "discount_amount": 0.39,
        "shipping": {"name": {"first": "Ann", "last": "Lee"}, "company_name": None, "email": "?"},
    }
    assert stored(post, "BO-5") == envelope["data"]
