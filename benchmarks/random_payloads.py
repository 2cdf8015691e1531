"""Random payloads on which all candidates must agree before any is timed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from backd_rules import OrderStatus, ceiling, wire
from benchmarks.payloads import CONTACT, Case, Json, cart_of, read, total_of

_IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
_CENT: Final = Decimal("0.01")
_MAX: Final = Decimal("9999999999999.99")
_ROUNDINGS: Final = (ROUND_HALF_UP, ROUND_HALF_UP, ROUND_FLOOR, ROUND_CEILING)
_BLANK: Final = ("", " ", "\u200b", None)
_FEES: Final = ("tax_amount", "shipping_amount", "discount_amount")
_ODD_CONTACTS: Final[tuple[Json, ...]] = (
    {},
    {"name": {}, "address": {"city": "", "line2": " "}, "email": "a\u202eb"},
    {**CONTACT, "name": None, "phone_number": "x" * 300},
)
_PATCHES: Final[tuple[Json, ...]] = ({}, {"name": {}}, {"address": {"line2": ""}}, {"email": "a"})
"""Small patches, of which the first two state nothing."""


def random_cases(count: int) -> Iterator[Case]:
    """Yield cases that break each rule now and then, most of them near a boundary.

    They are the same in every run. Unit prices are at most a million dollars and quantities at most
    a thousand, as some engines count in 64 bits.
    """
    random = Random(20260416)
    for _ in range(count):
        order = _order(random)
        limit = _limit(random, order)
        update = _update(random, order, limit)
        yield Case(read(_loosened(random, order)), read(update), read(limit))


def _dollars(random: Random, lowest: int, highest: int) -> Decimal:
    """Return an amount from `lowest` to `highest` cents."""
    return random.randint(lowest, highest) * _CENT


def _order(random: Random) -> Json:
    items = _items(random, random.choice((0, 1, 1, 2, 5)))
    cart = cart_of(items, random.choice(_ROUNDINGS))
    amounts = {
        "cart_amount": random.choice((cart, cart, cart, _dollars(random, 0, 10_000_00))),
        **{name: random.choice((0, _dollars(random, 0, 90_00))) for name in _FEES},
    }
    adjustment = random.choice((0, _dollars(random, -50_00, 50_00)))
    total = max(Decimal(0), total_of(amounts) + adjustment)
    return {
        **_IDS,
        "status": str(random.choice(list(OrderStatus)))
        if random.random() < 0.1
        else "order_placed",
        **amounts,
        "order_total": total,
        "items": items,
        "placed_total": min(total, _dollars(random, 0, 900_00)) if random.random() < 0.1 else total,
        "increase_count": random.randint(0, 3),
        **{name: CONTACT for name in ("shipping", "billing") if random.random() < 0.5},
    }


def _items(random: Random, count: int) -> list[Json]:
    return [
        {
            "display_name": "An item",
            "sku": f"S-{number}",
            "unit_price": random.choice(
                (_CENT, _dollars(random, 0, 1_000_000_00), _dollars(random, 0, 1000_00) / 10_000)
            ),
            "qty": random.choice((Decimal("0.5"), 1, _dollars(random, 1, 10_000_00) / 10)),
        }
        for number in range(count)
    ]


def _loosened(random: Random, order: Json) -> Json:
    """Return the order as a record that lacks history, fees or texts, or has odd ones."""
    loose = deepcopy(order)
    for name in ("placed_total", "increase_count", *(fee for fee in _FEES if not order[fee])):
        loose[name] = None if random.random() < 0.2 else order[name]
    for item in loose["items"]:
        if random.random() < 0.1:
            item |= {"display_name": "\n", "sku": None, "item_url": random.choice(_BLANK)}
            item["unit_price"] += Decimal("0.0000004")
            item["qty"] -= Decimal("0.0005")
    for name in ("shipping", "billing"):
        if name in loose and random.random() < 0.1:
            loose[name] = random.choice(_ODD_CONTACTS)
    return {
        name: value for name, value in loose.items() if value is not None or random.random() < 0.5
    }


def _limit(random: Random, order: Json) -> Json:
    caps = {
        "max_increase": _dollars(random, 0, 100_00),
        "max_increase_percent": _dollars(random, 0, 20_00),
        "max_order_total": max(Decimal(0), order["order_total"] + _dollars(random, -5, 20)),
    }
    return {
        **{name: caps[name] for name in random.sample(sorted(caps), random.randint(1, 3))},
        **({"max_increases": random.choice((0, 2, 10))} if random.random() < 0.5 else {}),
        "combine": random.choice(("lower", "higher")),
        "measured_from": random.choice(("placed_total", "order_total")),
    }


def _update(random: Random, order: Json, limit: Json) -> Json:
    update: Json = {
        name: "another" if random.random() < 0.05 else one for name, one in _IDS.items()
    }
    items, cart = order["items"], order["cart_amount"]
    if random.random() < 0.5:
        same = [{**item, "item_url": random.choice(_BLANK)} for item in items]
        update["items"] = (
            same if same and random.random() < 0.1 else _items(random, random.randint(1, 3))
        )
        if not items or cart_of(items) != cart_of(update["items"]):
            cart = cart_of(update["items"])
        items = update["items"]
    if random.random() < 0.5:
        marks = [cart, *(cart_of(items, rounding) for rounding in _ROUNDINGS if items)]
        update["cart_amount"] = cart = random.choice(marks)
    update |= _fees(random, order, limit, cart)
    total = total_of({**update, "cart_amount": cart}) + order["order_total"] - total_of(order)
    if random.random() < 0.5 and 0 <= total < _MAX:
        update["order_total"] = total + _CENT if random.random() < 0.1 else total
    if random.random() < 0.1:
        update["cart_amount"] = cart + random.choice((-_CENT, _CENT)) if cart else _CENT
    return update | {
        name: _patch(random) for name in ("shipping", "billing") if random.random() < 0.5
    }


def _fees(random: Random, order: Json, limit: Json, cart: Decimal) -> Json:
    """Return fees that lead to a total at which a decision changes, or to one a cent away."""
    highest = ceiling(wire.parse_order(order), wire.parse_limit(limit)).total.to_decimal()
    marks = [order["order_total"], order["placed_total"], -_CENT, _MAX + _CENT, *[highest] * 4]
    adjustment = order["order_total"] - total_of(order)
    rest = random.choice(marks) + _dollars(random, -1, 1) - cart - adjustment
    return {
        "tax_amount": max(Decimal(0), min(rest, _MAX)),
        "shipping_amount": max(Decimal(0), rest - _MAX),
        "discount_amount": max(Decimal(0), -rest),
    }


def _patch(random: Random) -> Json:
    if random.random() < 0.1:
        return random.choice(_PATCHES)
    patch = deepcopy(CONTACT) | {"company_name": random.choice(_BLANK)}
    for parent, name in ((patch["address"], "city"), (patch, "email")):
        if random.random() < 0.1:
            del parent[name]
    return patch
