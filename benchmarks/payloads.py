"""The orders, updates and limits that everybody is given, as JSON-shaped dicts.

Source: the example of Backd's reference, lengthened to so many items. Amounts are whole dollars
or have cents, as they come; numbers are `int` or `Decimal`, as the strict reader gives them.
"""

from __future__ import annotations

import copy
import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

Json = dict[str, Any]

CONTACT: Final[Json] = {
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

LIMIT: Final[Json] = {
    "max_increase": 500,
    "max_increase_percent": 15,
    "max_order_total": 1_000_000,
    "max_increases": 10,
}
"""An agreement that states every term; the amount binds."""

_CENT: Final = Decimal("0.01")
_PRICES: Final = (Decimal("3000.00"), Decimal("15.60"), 42, Decimal("9.99"), 1200)
_QTYS: Final = (3, Decimal("2.5"), 1, 12, Decimal("0.125"))
_TAX, _SHIPPING, _DISCOUNT = 100, Decimal("49.50"), 25


def _item(number: int) -> Json:
    return {
        "display_name": f"Item of the kind {number}",
        "sku": f"ABC-{number:03}",
        "unit_price": _PRICES[number % len(_PRICES)],
        "qty": _QTYS[number % len(_QTYS)],
        "item_image_url": f"https://merchant.example/images/{number}.jpg",
        "item_url": f"https://merchant.example/products/{number}.html",
    }


def items(count: int) -> list[Json]:
    """So many items, of five prices and quantities."""
    return [_item(number) for number in range(count)]


def cart(lines: list[Json]) -> Decimal:
    """The sum over `lines`, each rounded half up to the cent."""
    amounts = (Decimal(line["unit_price"]) * line["qty"] for line in lines)
    return sum((amount.quantize(_CENT, ROUND_HALF_UP) for amount in amounts), Decimal(0))


def order(count: int) -> Json:
    """A placed order of so many items."""
    lines = items(count)
    amount = cart(lines)
    return {
        "backd_order_id": "BO-20260416-0001",
        "create_date": "2026-04-16 10:30:00",
        "order_total": amount + _TAX + _SHIPPING - _DISCOUNT,
        "cart_amount": amount,
        "tax_amount": _TAX,
        "shipping_amount": _SHIPPING,
        "discount_amount": _DISCOUNT,
        "status": "order_placed",
        "merchant_order_id": "JKLMO4321",
        "merchant_order_status": "processing",
        "shipping": CONTACT,
        "billing": CONTACT,
        "items": lines,
    }


_IDS: Final = {"backd_order_id": "BO-20260416-0001", "merchant_order_id": "JKLMO4321"}


def new_totals(count: int, tax: Decimal = Decimal("120.43")) -> Json:
    """All items anew, one of them changed, and every amount stated: allowed, unless by the tax."""
    lines = items(count)
    lines[0]["qty"] = Decimal("3.125")
    amount = cart(lines)
    return {
        **_IDS,
        "merchant_order_status": "packing",
        "order_total": amount + tax + _SHIPPING - _DISCOUNT,
        "cart_amount": amount,
        "tax_amount": tax,
        "shipping_amount": _SHIPPING,
        "discount_amount": _DISCOUNT,
        "items": lines,
    }


def too_much(count: int) -> Json:
    """As `new_totals`, but above the limit: the one violation."""
    return new_totals(count, tax=Decimal("650.43"))


def another_contact() -> Json:
    """Nothing but a contact is changed."""
    return {**_IDS, "shipping": {"address": {"line2": "Floor 2"}, "phone_number": "4153334568"}}


def all_wrong(count: int) -> Json:
    """Breaks every rule that one update can break at once, of an order without contacts."""
    return {
        "backd_order_id": "BO-20260416-0002",
        "merchant_order_id": "JKLMO4322",
        "order_total": 900_000,
        "cart_amount": cart(items(count)) + 1,
        "discount_amount": 900_000,
        "shipping": {},
        "billing": {},
        "items": items(count),
    }


def order_all_wrong(count: int) -> Json:
    """The order that `all_wrong` is an update of: confirmed, without contacts, raised enough."""
    bare = {
        name: held for name, held in order(count).items() if name not in ("shipping", "billing")
    }
    return {**bare, "status": "order_confirmed", "increase_count": 10}


def with_contacts(count: int) -> Json:
    """A valid update that states every field there is."""
    shipping, billing = copy.deepcopy(CONTACT), copy.deepcopy(CONTACT)
    return {**new_totals(count), "shipping": shipping, "billing": billing}


def six_problems(count: int) -> Json:
    """As `with_contacts`, with six problems in six places."""
    payload = with_contacts(count)
    del payload["merchant_order_id"]
    payload["tax_amount"] = Decimal("100.435")
    payload["shipping_amount"] = "49.50"
    payload["shipping"]["address"]["city"] = " "
    payload["billing"]["email"] = None
    payload["items"][-1]["colour"] = "red"
    return payload


def text(payload: Json) -> bytes:
    """The payload as the bytes of a request."""
    return json.dumps(payload, default=_plain).encode()


def _plain(number: Decimal) -> float:
    return float(number)
