"""Orders, updates and limits as JSON-shaped dicts: every candidate gets these.

Source: the example of Backd's reference, extended to any number of items. Numbers are `int` or
`float`, as JSON readers return them.
"""

from __future__ import annotations

import copy
import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

Json = dict[str, Any]


class Case(NamedTuple):
    """The payloads of one decision."""

    order: Json
    update: Json
    limit: Json


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
"""A limit that states every term. The amount binds."""

IDS: Final[Json] = {"backd_order_id": "BO-20260416-0001", "merchant_order_id": "JKLMO4321"}
_CENT: Final = Decimal("0.01")
_PRICES: Final = (Decimal("3000.00"), Decimal("15.60"), 42, Decimal("9.99"), 1200)
_QTYS: Final = (3, Decimal("2.5"), 1, 12, Decimal("0.125"))
_FEES: Final[Json] = {"shipping_amount": Decimal("49.50"), "discount_amount": 25}


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
    """Return `count` items of five prices and quantities."""
    return [_item(number) for number in range(count)]


def cart_of(lines: list[Json], rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return the sum of the lines, each of them rounded to cents."""
    amounts = (Decimal(line["unit_price"]) * line["qty"] for line in lines)
    return sum((amount.quantize(_CENT, rounding) for amount in amounts), Decimal(0))


def total_of(amounts: Json) -> Decimal:
    """Return the total that follows from the amounts."""
    total: Decimal = amounts["cart_amount"] + amounts["tax_amount"] + amounts["shipping_amount"]
    return total - amounts["discount_amount"]


def _amounts(lines: list[Json], tax: str) -> Json:
    amounts = {"cart_amount": cart_of(lines), "tax_amount": Decimal(tax), **_FEES}
    return {"order_total": total_of(amounts), **amounts}


def order(count: int) -> Json:
    """Return a placed order of `count` items, with its history."""
    lines = items(count)
    amounts = _amounts(lines, "100")
    present = {
        **IDS,
        "create_date": "2026-04-16 10:30:00",
        **amounts,
        "status": "order_placed",
        "merchant_order_status": "processing",
        "shipping": CONTACT,
        "billing": CONTACT,
        "items": lines,
        "placed_total": amounts["order_total"],
        "increase_count": 0,
    }
    return read(present)


def new_totals(count: int, tax: str = "120.43") -> Json:
    """Return an update that states all items, one of them changed, and every amount."""
    lines = items(count)
    lines[0]["qty"] = Decimal("3.125")
    amounts = _amounts(lines, tax)
    return read({**IDS, "merchant_order_status": "packing", **amounts, "items": lines})


def both_contacts(count: int) -> Json:
    """Return an allowed update that states every field."""
    shipping, billing = copy.deepcopy(CONTACT), copy.deepcopy(CONTACT)
    shipping["address"]["line2"], billing["phone_number"] = "Floor 2", "4153334568"
    return {**new_totals(count), "shipping": shipping, "billing": billing}


_GONE: Final = object()
FAULTS: Final = {
    "merchant_order_id": _GONE,
    "merchant_order_status": "x" * 256,
    "order_total": -1,
    "cart_amount": 10**13,
    "tax_amount": 10.0000005,
    "discount_amount": True,
    "shipping/name/first": "a\u202eb",
    "shipping/address/city": " \u200b",
    "billing/email": None,
    "items/0/colour": "red",
    "items/0/sku": 42,
    "items/0/unit_price": 0.0000001,
    "items/0/qty": 0,
}
"""Values that make an update malformed, by the path of the field that holds them."""


def malformed(*paths: str) -> Json:
    """Return an update of one item with the faults of these paths."""
    update = both_contacts(1)
    for path in paths:
        *parents, name = path.split("/")
        node: Any = update
        for parent in parents:
            node = node[int(parent) if parent.isdigit() else parent]
        node[name] = FAULTS[path]
        if node[name] is _GONE:
            del node[name]
    return update


def _seven_wrong(count: int) -> Case:
    """Return an update that breaks every rule but those of the ids and the history."""
    amounts = {"order_total": 900_000, "cart_amount": 1, "discount_amount": 900_000}
    contacts: Json = {key: {"company_name": None} for key in ("shipping", "billing")}
    present = {name: value for name, value in order(count).items() if name not in contacts}
    present |= {"status": "order_confirmed", "increase_count": 10}
    update = {**IDS, **amounts, **contacts, "items": items(count)}
    return Case(present, read(update), LIMIT)


NEW_TOTALS: Final = "allowed, new totals"
ANOTHER_CONTACT: Final = "allowed, another contact"
ONE_VIOLATION: Final = "denied, one violation"
SEVEN_VIOLATIONS: Final = "denied, seven violations"


def timed_cases() -> dict[str, Case]:
    """Return the cases that decisions are timed on, by name."""
    contact = {"address": {"line2": "Floor 2"}, "phone_number": "4153334568"}
    cases: dict[str, Case] = {}
    for count in (1, 50):
        name, present = items_text(count), order(count)
        cases |= {
            f"{name}, {NEW_TOTALS}": Case(present, new_totals(count), LIMIT),
            f"{name}, {ANOTHER_CONTACT}": Case(present, {**IDS, "shipping": contact}, LIMIT),
            f"{name}, {ONE_VIOLATION}": Case(present, new_totals(count, tax="650.43"), LIMIT),
            f"{name}, {SEVEN_VIOLATIONS}": _seven_wrong(count),
        }
    return cases


def items_text(count: int) -> str:
    """Return "1 item" or "50 items"."""
    return "1 item" if count == 1 else f"{count} items"


def text(payload: Json) -> bytes:
    """Return the payload as the bytes of a request, amounts as JSON numbers."""
    return json.dumps(payload, default=float).encode()


def read(payload: Json) -> Json:
    """Return the payload as JSON readers return it."""
    read_payload: Json = json.loads(text(payload))
    return read_payload
