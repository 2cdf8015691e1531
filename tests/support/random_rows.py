"""Random rows for `bulk`, and what `decide_update` makes of them.

A row is an order, an update and a limit, as objects. The cases are realistic and hostile: most are
near a boundary, and many have the extremes of a column.
"""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

import pyarrow as pa

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
    UnitPrice,
)
from backd_rules.bulk import LIMIT_COLUMNS, ROWS, to_row
from backd_rules.domain.item import items_range
from backd_rules.domain.money import money_or_wide
from support.decided_rows import AMOUNTS
from support.decided_rows import expected_row as expected_row  # noqa: PLC0414 (for `mypy`)

TOP = 10**15 - 1
"""The largest amount in cents, price in millionths, quantity in thousandths, percentage, count."""

BOTH = pa.schema([*ROWS, *LIMIT_COLUMNS])
"""The columns of `to_row`."""

FEES = ("tax_amount", "shipping_amount", "discount_amount")


class RowCase(NamedTuple):
    """An order, an update and a limit."""

    order: Order
    update: OrderUpdate
    limit: MerchantLimit


def batch_of(cases: Iterable[RowCase]) -> pa.RecordBatch:
    """Return a batch of cases, with the columns of the limit for each row."""
    return batch_of_rows([to_row(*case) for case in cases])


def batch_of_rows(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return a batch of the rows of `to_row`: five times as fast as `from_pylist`."""
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in BOTH]
    return pa.RecordBatch.from_arrays(columns, schema=BOTH)


NAME_UPDATES: tuple[Any, ...] = (
    UNSET,
    PersonNameUpdate(),
    PersonNameUpdate(first="A"),
    PersonNameUpdate(last="B"),
    PersonNameUpdate(first="A", last="B"),
)
ADDRESS: dict[str, Any] = dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "x")
ADDRESS_UPDATES: tuple[Any, ...] = (
    UNSET,
    AddressUpdate(),
    AddressUpdate(line2=None),
    AddressUpdate(**ADDRESS),
    *(AddressUpdate(**{**ADDRESS, name: UNSET}) for name in ADDRESS),
    *(AddressUpdate(**{name: "x"}) for name in ADDRESS),
)
COMPLETE = ContactUpdate(
    name=NAME_UPDATES[-1], address=ADDRESS_UPDATES[3], phone_number="1", email="a@b.c"
)
CONTACT_UPDATES = (
    *(COMPLETE,) * 90,
    *(ContactUpdate(company_name=name) for name in (UNSET, None, "Yard")),
    *(
        ContactUpdate(name=name, address=address, phone_number=phone, email=email)
        for name in NAME_UPDATES
        for address in ADDRESS_UPDATES
        for phone in (UNSET, "1")
        for email in (UNSET, "a@b.c")
    ),
)
"""Every combination of stated fields of a name, and most of those of an address."""
CONTACTS = (
    *(None,) * 4,
    Contact(),
    Contact(name=PersonName("A"), address=Address(line2="2")),
    Contact(name=PersonName("A", "B"), address=Address(line1="1"), email="a@b.c"),
)
STATUSES = (*(OrderStatus.ORDER_PLACED,) * 30, *OrderStatus)
PRICES = (0, 1, 4_999, 5_000, 10_000, 38_500, 4_127_500, 1_000_000, 9_999_999)
QTYS = (1, 500, 999, 1_000, 1_500, 2_125, 12_000, 10**6)
FAR_PRICES = (0, 1, 10**12, 10**14, TOP - 1, TOP)
FAR_QTYS = (1, 10**9, 10**11, 10**13, TOP - 1, TOP)
PERCENTS = (0, 1, 1_000, 1_500, 1_501, 9_222, 9_223, 9_224, 9_999, 10_000, 123_456, 10**12, TOP)


class RandomRows:
    """Random orders, limits and updates, near every boundary; a seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.items = [self._some_items() for _ in range(400)]

    def cases(self, count: int, limit: MerchantLimit | None = None) -> Iterator[RowCase]:
        """Yield cases, each of which has `limit`, or a limit of its own if it is `None`.

        Eight updates in turn are of one order, because an order takes a third of the time.
        """
        for number in range(count):
            if number % 8 == 0:
                order = self.order()
            agreed = limit or self.limit()
            yield RowCase(order, self.update(order, agreed), agreed)

    def chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent

    def cents(self) -> int:
        """Return an amount in cents, mostly one that a shop has; sometimes an extreme one."""
        draw = self.random
        kind = draw.random()
        if kind < 0.7:
            return int(draw.random() * 10 ** draw.choice((1, 3, 5, 7)))
        if kind < 0.85:
            return draw.choice((0, 0, 1, 2, 100))
        if kind < 0.93:
            return draw.choice((TOP, TOP - 1, TOP // 2, TOP // 2 + 1, 10**14, 92_233_720_368_547))
        return int(draw.random() * TOP)

    def count(self) -> int:
        return self.random.choice((0, 0, 1, 1, 2, 3, 10, TOP - 1, TOP))

    def _some_items(self) -> tuple[LineItem, ...]:
        """Return items with fractional amounts, or with amounts above any total."""
        draw = self.random
        far = self.chance(10)
        prices, qtys = (FAR_PRICES, FAR_QTYS) if far else (PRICES, QTYS)
        lines = []
        for _ in range(draw.choice((1, 1, 2, 3, 9))):
            price = draw.choice((draw.choice(prices), draw.randrange(10**15 if far else 10**7)))
            qty = draw.choice((draw.choice(qtys), draw.randrange(1, 10**12 if far else 30_000)))
            numbers = UnitPrice(millionths=price), Quantity(thousandths=qty)
            lines.append(LineItem("x", "x", *numbers))
        return tuple(lines)

    def some_items(self) -> tuple[LineItem, ...]:
        return self.random.choice(self.items)

    def cart_of(self, items: tuple[LineItem, ...]) -> int:
        """Return the sum of the items, one of its bounds, or a cent beyond a bound."""
        lowest, highest = items_range(items)
        half_up = sum(item.amount_cents for item in items)
        cart = self.random.choice((half_up, half_up, lowest, highest, lowest - 1, highest + 1))
        return min(max(cart, 0), TOP)

    def order(self) -> Order:
        draw = self.random
        items = self.some_items() if self.chance(60) else ()
        cart = self.cart_of(items) if items and self.chance(70) else self.cents()
        fees = [self.cents() if self.chance(50) else 0 for _ in FEES]
        without = cart + fees[0] + fees[1] - fees[2]
        total = min(max(without, 0), TOP)
        if self.chance(15):
            total = draw.choice((self.cents(), max(total - 1, 0), min(total + 500, TOP)))
        placed = draw.choice((total, total, self.cents(), max(total - draw.randrange(9), 0)))
        amounts = {name: money(cents) for name, cents in zip(AMOUNTS, (cart, *fees), strict=True)}
        amounts["adjustment"] = money_or_wide(total - without)
        return Order(
            "B",
            "M",
            draw.choice(STATUSES),
            Totals(**amounts),
            items,
            shipping=draw.choice(CONTACTS),
            billing=draw.choice(CONTACTS),
            placed_total=None if self.chance(8) else money(placed),
            increase_count=None if self.chance(8) else self.count(),
        )

    def limit(self) -> MerchantLimit:
        draw = self.random
        stated = draw.randrange(1, 8)
        percent = draw.choice((*PERCENTS, draw.randrange(20_000), draw.randrange(TOP)))
        return MerchantLimit(
            money(self.cents()) if stated & 1 else None,
            Percent(hundredths=percent) if stated & 2 else None,
            money(self.cents()) if stated & 4 else None,
            self.count() if self.chance(35) else None,
            draw.choice((Combine.LOWER, Combine.HIGHER)),
            draw.choice((Basis.PLACED_TOTAL, Basis.ORDER_TOTAL)),
        )

    def update(self, order: Order, limit: MerchantLimit) -> OrderUpdate:
        draw = self.random
        items: Any = UNSET
        if self.chance(40):
            items = order.items if order.items and self.chance(30) else self.some_items()
        stated: dict[str, int] = {}
        if self.chance(35):
            judged = order.items if items is UNSET else items
            is_near = judged and self.chance(80)
            stated["cart_amount"] = self.cart_of(judged) if is_near else self.cents()
        for name in FEES:
            if self.chance(15):
                stated[name] = self.cents()
        if self.chance(65):
            self._aim(order, limit, items, stated)
        if self.chance(30):
            total = self._total(order, items, stated) + draw.choice((0, 0, 0, 0, 1, -1))
            total = total if self.chance(90) else self.cents()
            stated["order_total"] = min(max(total, 0), TOP)
        amounts: dict[str, Any] = {name: money(cents) for name, cents in stated.items()}
        return OrderUpdate(
            "B" if self.chance(97) else "other",
            "M" if self.chance(97) else "other",
            shipping=draw.choice(CONTACT_UPDATES) if self.chance(12) else UNSET,
            billing=draw.choice(CONTACT_UPDATES) if self.chance(12) else UNSET,
            items=items,
            **amounts,
        )

    def _aim(self, order: Order, limit: MerchantLimit, items: Any, stated: dict[str, int]) -> None:
        """State a fee, so that the total is at the ceiling or as it was, or a cent beside it."""
        target = order.order_total.cents
        base = (
            order.placed_total if limit.measured_from is Basis.PLACED_TOTAL else order.order_total
        )
        if base is not None and self.chance(75):
            target = self.random.choice(_caps(base.cents, limit))
        beside = target + self.random.choice((-1, 0, 0, 1))
        stated["tax_amount"] = 0
        missing = beside - self._total(order, items, stated)
        stated["tax_amount"] = min(max(missing, 0), TOP)
        if missing < 0:
            present = stated.get("discount_amount", order.discount_amount.cents)
            stated["discount_amount"] = min(present - missing, TOP)

    def _total(self, order: Order, items: Any, stated: dict[str, int]) -> int:
        """Return about what follows from the amounts: that is enough to be near a boundary."""
        cart = order.cart_amount.cents
        if items is not UNSET and sum(i.amount_cents for i in items) != order.items_cents:
            cart = sum(item.amount_cents for item in items)
        after: dict[str, int] = {name: getattr(order, name).cents for name in FEES}
        after |= {"cart_amount": cart} | stated
        total = after["cart_amount"] + after["tax_amount"] + after["shipping_amount"]
        return total - after["discount_amount"] + order.totals.adjustment.cents


def _caps(base: int, limit: MerchantLimit) -> list[int]:
    """Return the ceiling by each term of a limit."""
    caps = []
    if limit.max_increase is not None:
        caps.append(base + limit.max_increase.cents)
    if limit.max_increase_percent is not None:
        caps.append(base + base * limit.max_increase_percent.hundredths // 10_000)
    if limit.max_order_total is not None:
        caps.append(limit.max_order_total.cents)
    return caps


def money(cents: int) -> Money:
    return Money(cents=cents)
