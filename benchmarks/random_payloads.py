"""Random payloads on which all candidates must agree before any is timed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any, Final, NamedTuple

from backd_rules import OrderStatus, ceiling, wire
from benchmarks.payloads import CONTACT, Case, Json, both_contacts

_SEED: Final = 20260416


def random_cases(count: int) -> Iterator[Case]:
    """Yield cases that break each rule now and then, most of them near a boundary.

    They are the same in every run. Amounts are at most a million dollars and quantities at most ten
    thousand, as some engines count in 64 bits.
    """
    random = Random(_SEED)
    for _ in range(count):
        order = _order(random)
        limit = _limit(random, order)
        yield Case(order, _update(random, order, limit), limit)


def _half(random: Random) -> bool:
    return random.random() < 0.5


def _mostly(random: Random) -> bool:
    return random.random() < 0.9


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _order(random: Random) -> Json:
    items = _items(random, random.choice((0, 1, 1, 2, 5)))
    cart = _sum(items) if items and _mostly(random) else Decimal(random.randint(0, 10_000))
    tax, shipping = _dollars(random.randint(0, 900_00)), _dollars(random.randint(0, 90_00))
    discount = min(cart, _dollars(random.randint(0, 50_00)))
    total = cart + tax + shipping - discount
    return {
        "backd_order_id": "BO-1",
        "merchant_order_id": "M-1",
        "status": "order_placed" if _mostly(random) else str(random.choice(list(OrderStatus))),
        "order_total": total,
        "cart_amount": cart,
        "tax_amount": tax,
        "shipping_amount": shipping,
        "discount_amount": discount,
        "items": items,
        "placed_total": total if _mostly(random) else round(total * random.randint(0, 9) / 10, 2),
        "increase_count": random.randint(0, 3),
        **{name: CONTACT for name in ("shipping", "billing") if _half(random)},
    }


def _items(random: Random, count: int) -> list[Json]:
    prices = (1, 999, random.randint(0, 1_000_000_00))
    qtys = (500, 1000, 2500, random.randint(1, 10_000_000))
    return [
        {
            "display_name": "An item",
            "sku": f"S-{number}",
            "unit_price": _dollars(random.choice(prices)),
            "qty": Decimal(random.choice(qtys)).scaleb(-3),
        }
        for number in range(count)
    ]


def _sum(items: list[Json]) -> Decimal:
    return _dollars(
        sum(int(item["unit_price"] * item["qty"] * 100 + Decimal("0.5")) for item in items)
    )


def _limit(random: Random, order: Json) -> Json:
    caps = {
        "max_increase": _dollars(random.randint(0, 100_00)),
        "max_increase_percent": _dollars(random.randint(0, 20_00)),
        "max_order_total": max(Decimal(0), order["order_total"] + _dollars(random.randint(-5, 20))),
    }
    limit: Json = {name: caps[name] for name in random.sample(sorted(caps), random.randint(1, 3))}
    if _half(random):
        limit["max_increases"] = random.choice((0, 2, 10))
    limit["combine"] = random.choice(("lower", "higher"))
    limit["measured_from"] = random.choice(("placed_total", "order_total"))
    return limit


def _update(random: Random, order: Json, limit: Json) -> Json:
    update: Json = {
        "backd_order_id": "BO-1" if _mostly(random) else "BO-2",
        "merchant_order_id": "M-1" if _mostly(random) else "M-2",
    }
    cart = order["cart_amount"]
    if _half(random):
        update["items"] = _items(random, random.randint(1, 3))
        cart = _sum(update["items"])
    elif order["items"] and _half(random):
        update["cart_amount"] = cart = _sum(order["items"])
    fees = _fees(random, order, limit, cart)
    update |= fees
    total = cart + fees["tax_amount"] + fees["shipping_amount"] - fees["discount_amount"]
    if _half(random) and 0 <= total < 10**13 - 1:
        update["order_total"] = total if _mostly(random) else total + _dollars(1)
    if not _mostly(random):
        update["cart_amount"] = cart + _dollars(1)
    return update | {name: _patch(random) for name in ("shipping", "billing") if _half(random)}


def _fees(random: Random, order: Json, limit: Json, cart: Decimal) -> Json:
    """Return fees that lead to a total at which a decision changes, or to one a cent away."""
    most = Decimal(10**15 - 1).scaleb(-2)
    marks = [order["order_total"], order["placed_total"], _dollars(-1), most + _dollars(1)]
    highest = ceiling(wire.parse_order(order), wire.parse_limit(limit)).total.to_decimal()
    rest = random.choice([*marks, *[highest] * 4]) + _dollars(random.randint(-1, 1)) - cart
    zero = Decimal(0)
    fees = (rest, zero, zero) if 0 <= rest <= most else (most, _dollars(2), zero)
    names = ("tax_amount", "shipping_amount", "discount_amount")
    return dict(zip(names, (zero, zero, -rest) if rest < 0 else fees, strict=True))


def _patch(random: Random) -> Json:
    patch = copy.deepcopy(CONTACT)
    patch["company_name"] = patch["address"]["line2"] = None
    if not _mostly(random):
        del patch["address"]["city"]
    if not _mostly(random):
        del patch["email"]
    return patch


GONE: Final = object()
"""Replaces a value that is to be absent."""

_TEXT_FAULTS: Final[dict[str, tuple[Any, ...]]] = {
    "wrong type": (42, True),
    "null": (None,),
    "blank": ("", " ", "\u3000"),
    "too long": ("x" * 2049,),
    "control character": ("a\x00b", "a\n"),
    "bidirectional character": ("a\u202eb",),
}
_NUMBER_FAULTS: Final[dict[str, tuple[Any, ...]]] = {
    "decimal in quotes": ("10",),
    "wrong type": (True,),
    "null": (None,),
    "too precise": (Decimal("10.0000005"),),
    "negative": (-1, Decimal("-0.01")),
    "too large": (10**13, Decimal("1e13")),
}
_FAULTS: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    **dict.fromkeys(
        ("backd_order_id", "merchant_order_status", "shipping/name/first", "items/0/sku"),
        _TEXT_FAULTS,
    ),
    **dict.fromkeys(("order_total", "tax_amount", "items/0/unit_price"), _NUMBER_FAULTS),
    "items/0/qty": {"too precise": (Decimal("0.0005"),), "not positive": (0,)},
    "merchant_order_id": {"missing": (GONE,)},
    "items/0/display_name": {"missing": (GONE,)},
    "colour": {"unknown field": ("red",)},
    "shipping/address/colour": {"unknown field": ("red",)},
    "status": {"unknown field": ("order_placed",)},
    "shipping": {"wrong type": ([],), "null": (None,)},
    "items": {"empty": ([],), "wrong type": ({},), "null": (None,)},
}
"""Values that a field refuses, by its path and by the kind of fault."""


class Sample(NamedTuple):
    """The payload of an update, and the kind of its fault, if it has one."""

    payload: Json
    fault: str | None


def samples() -> Iterator[Sample]:
    """Yield valid payloads and one payload for each of the faults."""
    for case in random_cases(100):
        yield Sample(case.update, None)
    for path, kinds in _FAULTS.items():
        for kind, values in kinds.items():
            for value in values:
                yield Sample(_with_value(path, value), kind)


def _with_value(path: str, value: Any) -> Json:
    payload = both_contacts(2)
    *parents, name = path.split("/")
    node: Any = payload
    for parent in parents:
        node = node[int(parent) if parent.isdigit() else parent]
    if value is GONE:
        del node[name]
    else:
        node[name] = value
    return payload
