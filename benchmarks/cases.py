"""The cases that decisions are timed on, and random ones on which all must first agree."""

from __future__ import annotations

from random import Random
from typing import Any, Final, NamedTuple

from backd_rules import (
    UNSET,
    Address,
    AddressUpdate,
    Basis,
    Combine,
    Contact,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Totals,
    ceiling,
    wire,
)
from benchmarks import payloads


class Case(NamedTuple):
    """What `decide_update` takes."""

    order: Order
    update: OrderUpdate
    limit: MerchantLimit


SIZES: Final = (1, 5, 50)


def timed(sizes: tuple[int, ...] = SIZES) -> dict[str, Case]:
    """By name, in four ways for each size."""
    return {
        f"{count} {_items(count)}, {way}": case for count in sizes for way, case in _ways(count)
    }


def _items(count: int) -> str:
    return "item" if count == 1 else "items"


NEW_TOTALS: Final = "allowed, new totals"
ANOTHER_CONTACT: Final = "allowed, another contact"
ONE_VIOLATION: Final = "denied, one violation"
ALL_VIOLATIONS: Final = "denied, all violations"


def _ways(count: int) -> list[tuple[str, Case]]:
    placed, wrong = payloads.order(count), payloads.order_all_wrong(count)
    return [
        (NEW_TOTALS, case(placed, payloads.new_totals(count))),
        (ANOTHER_CONTACT, case(placed, payloads.another_contact())),
        (ONE_VIOLATION, case(placed, payloads.too_much(count))),
        (ALL_VIOLATIONS, case(wrong, payloads.all_wrong(count))),
    ]


def case(order: payloads.Json, update: payloads.Json) -> Case:
    """The case of two payloads under the limit that is timed."""
    limit = wire.parse_limit(payloads.LIMIT)
    return Case(wire.parse_order(order), wire.parse_update(update), limit)


_SEED: Final = 20260416
_CONTACT: Final = Contact(
    name=PersonName("Joe", "Doe"),
    address=Address(line1="123 Main St", city="Austin", state="TX", zipcode="78704", country="USA"),
    phone_number="4153334567",
    email="joedoe@123fakestreet.com",
)


def random_cases(count: int) -> list[Case]:
    """Cases that break each rule now and then and mostly lie on a boundary or a cent beside it.

    The same every time. Amounts are of up to a million dollars and quantities of up to ten
    thousand, so that no product passes the 64 bits that some engines count with.
    """
    random = Random(_SEED)
    return [_random_case(random) for _ in range(count)]


def _random_case(random: Random) -> Case:
    order = _random_order(random)
    limit = _random_limit(random, order)
    return Case(order, _random_update(random, order, limit), limit)


def _random_order(random: Random) -> Order:
    items = _random_items(random, random.choice((0, 1, 1, 2, 5)))
    cart = _sum(items) if items and _mostly(random) else random.randint(0, 10_000_00)
    tax, shipping = random.randint(0, 900_00), random.randint(0, 90_00)
    discount = random.randint(0, min(50_00, cart))
    total = cart + tax + shipping - discount
    placed = total if _mostly(random) else random.randint(0, total)
    return Order(
        "BO-1",
        "M-1",
        OrderStatus.ORDER_PLACED if _mostly(random) else random.choice(list(OrderStatus)),
        Totals(*(Money(cents=cents) for cents in (cart, tax, shipping, discount))),
        items,
        shipping=_CONTACT if _half(random) else None,
        billing=_CONTACT if _half(random) else None,
        placed_total=Money(cents=placed),
        increase_count=random.randint(0, 3),
    )


def _random_items(random: Random, count: int) -> tuple[LineItem, ...]:
    return tuple(
        LineItem(
            "An item",
            f"S-{number}",
            Money(cents=random.choice((1, 999, random.randint(0, 1_000_000_00)))),
            Quantity(thousandths=random.choice((500, 1000, 2500, random.randint(1, 10_000_000)))),
        )
        for number in range(count)
    )


def _sum(items: tuple[LineItem, ...]) -> int:
    return sum((item.unit_price.cents * item.qty.thousandths + 500) // 1000 for item in items)


def _random_limit(random: Random, order: Order) -> MerchantLimit:
    near = Money(cents=max(0, order.order_total.cents + random.randint(-5, 20)))
    terms: dict[str, Any] = {
        "max_increase": Money(cents=random.randint(0, 100_00)),
        "max_increase_percent": Percent(hundredths=random.randint(0, 20_00)),
        "max_order_total": near,
    }
    stated = random.sample(sorted(terms), random.randint(1, 3))
    return MerchantLimit(
        **{name: terms[name] for name in stated},
        max_increases=random.choice((None, 0, 2, 10)),
        combine=random.choice(list(Combine)),
        measured_from=random.choice(list(Basis)),
    )


def _random_update(random: Random, order: Order, limit: MerchantLimit) -> OrderUpdate:
    fields: dict[str, Any] = {}
    cart = order.cart_amount.cents
    if _half(random):
        fields["items"] = _random_items(random, random.randint(1, 3))
        cart = _sum(fields["items"])
    elif order.items and _half(random):
        cart = _sum(order.items)
        fields["cart_amount"] = Money(cents=cart)
    tax, shipping, discount = _random_fees(random, order, limit, cart)
    fields |= {
        "tax_amount": Money(cents=tax),
        "shipping_amount": Money(cents=shipping),
        "discount_amount": Money(cents=discount),
    }
    total = cart + tax + shipping - discount
    if _half(random) and 0 <= total < 10**15 - 1:
        fields["order_total"] = Money(cents=total if _mostly(random) else total + 1)
    if not _mostly(random):
        fields["cart_amount"] = Money(cents=cart + random.randint(0, 1))
    fields |= {name: _random_patch(random) for name in ("shipping", "billing") if _half(random)}
    ids = ("BO-1" if _mostly(random) else "BO-2", "M-1" if _mostly(random) else "M-2")
    return OrderUpdate(*ids, **fields)


def _random_fees(
    random: Random, order: Order, limit: MerchantLimit, cart: int
) -> tuple[int, int, int]:
    """Tax, shipping and discount that lead to a total at which a decision turns, or beside it."""
    marks = [order.order_total.cents, order.placed_total.cents, -1, 10**15]
    marks += [ceiling(order, limit).total.cents] * 4
    rest = random.choice(marks) + random.randint(-1, 1) - cart
    return (rest, 0, 0) if 0 <= rest < 10**15 else (10**15 - 1, 2, 0) if rest > 0 else (0, 0, -rest)


def _random_patch(random: Random) -> ContactUpdate:
    name, address = _CONTACT.name, _CONTACT.address
    city = UNSET if not _mostly(random) else address.city
    return ContactUpdate(
        PersonNameUpdate(name.first, name.last),
        None,
        AddressUpdate(address.line1, None, city, address.state, address.zipcode, address.country),
        _CONTACT.phone_number,
        UNSET if not _mostly(random) else _CONTACT.email,
    )


def _half(random: Random) -> bool:
    return random.random() < 0.5


def _mostly(random: Random) -> bool:
    return random.random() < 0.9
