"""Random payloads on which all candidates must agree before any is timed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Final

from backd_rules import OrderStatus, ceiling, wire
from benchmarks.payloads import CONTACT, Case, Json, cart_of, total_of

_IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
_CENT: Final = Decimal("0.01")
_MAX: Final = Decimal("9999999999999.99")


def random_cases(count: int) -> Iterator[Case]:
    """Yield cases that break each rule now and then, most of them near a boundary.

    They are the same in every run. Amounts are at most a million dollars and quantities at most ten
    thousand, as some engines count in 64 bits.
    """
    random = Random(20260416)
    for _ in range(count):
        order = _order(random)
        limit = _limit(random, order)
        yield Case(order, _update(random, order, limit), limit)


def _half(random: Random) -> bool:
    return random.random() < 0.5


def _rarely(random: Random) -> bool:
    return random.random() < 0.1


def _dollars(random: Random, lowest: int, highest: int) -> Decimal:
    """Return an amount from `lowest` to `highest` cents."""
    return random.randint(lowest, highest) * _CENT


def _order(random: Random) -> Json:
    items = _items(random, random.choice((0, 1, 1, 2, 5)))
    cart = _dollars(random, 0, 10_000_00) if not items or _rarely(random) else cart_of(items)
    amounts = {
        "cart_amount": cart,
        "tax_amount": _dollars(random, 0, 900_00),
        "shipping_amount": _dollars(random, 0, 90_00),
        "discount_amount": min(cart, _dollars(random, 0, 50_00)),
    }
    total = total_of(amounts)
    return {
        **_IDS,
        "status": str(random.choice(list(OrderStatus))) if _rarely(random) else "order_placed",
        **amounts,
        "order_total": total,
        "items": items,
        "placed_total": min(total, _dollars(random, 0, 900_00)) if _rarely(random) else total,
        "increase_count": random.randint(0, 3),
        **{name: CONTACT for name in ("shipping", "billing") if _half(random)},
    }


def _items(random: Random, count: int) -> list[Json]:
    return [
        {
            "display_name": "An item",
            "sku": f"S-{number}",
            "unit_price": random.choice((_CENT, _dollars(random, 0, 1_000_000_00))),
            "qty": random.choice((Decimal("0.5"), 1, random.randint(1, 10_000_000) * _CENT / 10)),
        }
        for number in range(count)
    ]


def _limit(random: Random, order: Json) -> Json:
    caps = {
        "max_increase": _dollars(random, 0, 100_00),
        "max_increase_percent": _dollars(random, 0, 20_00),
        "max_order_total": max(Decimal(0), order["order_total"] + _dollars(random, -5, 20)),
    }
    return {
        **{name: caps[name] for name in random.sample(sorted(caps), random.randint(1, 3))},
        **({"max_increases": random.choice((0, 2, 10))} if _half(random) else {}),
        "combine": random.choice(("lower", "higher")),
        "measured_from": random.choice(("placed_total", "order_total")),
    }


def _update(random: Random, order: Json, limit: Json) -> Json:
    update: Json = {name: "another" if _rarely(random) else one for name, one in _IDS.items()}
    cart = order["cart_amount"]
    if _half(random):
        update["items"] = _items(random, random.randint(1, 3))
        cart = cart_of(update["items"])
    elif order["items"] and _half(random):
        update["cart_amount"] = cart = cart_of(order["items"])
    update |= _fees(random, order, limit, cart)
    total = total_of({**update, "cart_amount": cart})
    if _half(random) and 0 <= total < _MAX:
        update["order_total"] = total + _CENT if _rarely(random) else total
    if _rarely(random):
        update["cart_amount"] = cart + _CENT
    return update | {name: _patch(random) for name in ("shipping", "billing") if _half(random)}


def _fees(random: Random, order: Json, limit: Json, cart: Decimal) -> Json:
    """Return fees that lead to a total at which a decision changes, or to one a cent away."""
    highest = ceiling(wire.parse_order(order), wire.parse_limit(limit)).total.to_decimal()
    marks = [order["order_total"], order["placed_total"], -_CENT, _MAX + _CENT, *[highest] * 4]
    rest = random.choice(marks) + _dollars(random, -1, 1) - cart
    return {
        "tax_amount": max(Decimal(0), min(rest, _MAX)),
        "shipping_amount": max(Decimal(0), rest - _MAX),
        "discount_amount": max(Decimal(0), -rest),
    }


def _patch(random: Random) -> Json:
    patch = deepcopy(CONTACT) | {"company_name": None}
    for parent, name in ((patch["address"], "city"), (patch, "email")):
        if _rarely(random):
            del parent[name]
    return patch
