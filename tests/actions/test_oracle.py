"""The package against the independent oracle, on random cases around every boundary."""

import itertools
import json
import math
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support import oracle
from support.oracle import Json
from support.processes import printed

from backd_rules import (
    Money,
    ViolationCode,
    ceiling,
    decide_update,
    decide_updates,
    headroom,
    wire,
)

CONTACT = {
    "name": {"first": "A", "last": "B"},
    "address": dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "x"),
    "phone_number": "1",
    "email": "a@b.c",
}
STATUSES = ["order_placed"] * 9 + ["terms_selected", "order_confirmed", "order_canceled", "refund"]
TOP = 10**15 - 1


def dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


class Draw:
    """Random cases; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def cents(self) -> int:
        most = self.random.choice([3, 3, 50, 1000, 1_000_000, TOP // 2 if self.chance(9) else 9])
        return self.random.randint(0, most)

    def qty(self) -> int:
        return TOP if self.chance(5) else self.random.choice([1, 500, 1000, 1500, 2125])

    def items(self) -> list[Json]:
        return [
            {
                "display_name": "x",
                "sku": "x",
                "unit_price": dollars(self.cents()),
                "qty": Decimal(self.qty()).scaleb(-3),
            }
            for _ in range(self.random.randint(1, 3))
        ]

    def order(self, number: int = 1) -> Json:
        items = self.items() if self.chance(70) else []
        fitting = (
            oracle.cart_of(items) if self.chance(80) and items else Fraction(self.cents(), 100)
        )
        cart = int(min(fitting, Fraction(TOP, 200)) * 100)
        tax, shipping = self.cents() % (TOP // 9), self.cents() % (TOP // 9)
        discount = self.random.randint(0, cart + tax + shipping) if self.chance(30) else 0
        total = cart + tax + shipping - discount
        order: Json = {
            "backd_order_id": f"B{number}",
            "merchant_order_id": "M",
            "status": self.random.choice(STATUSES),
            "order_total": dollars(total),
            "cart_amount": dollars(cart),
            "tax_amount": dollars(tax),
            "shipping_amount": dollars(shipping),
            "discount_amount": dollars(discount),
            "items": items,
        }
        if self.chance(50):
            order["placed_total"] = dollars(max(0, total - self.random.randint(-2, 5)))
            order["increase_count"] = self.random.choice([0, 1, 2, 3, TOP])
        return {**order, **{name: CONTACT for name in ("shipping", "billing") if self.chance(60)}}

    def limit(self) -> Json:
        every: Json = {
            "max_increase": dollars(self.cents()),
            "max_increase_percent": dollars(self.random.choice([0, 1, 1000, 1500, 10_000])),
            "max_order_total": dollars(self.random.choice([self.cents(), TOP])),
        }
        terms = self.random.sample(sorted(every), self.random.randint(1, 3))
        limit = {name: every[name] for name in terms}
        if self.chance(30):
            limit["max_increases"] = self.random.randint(0, 3)
        if self.chance(40):
            limit["combine"] = self.random.choice(["lower", "higher"])
        if self.chance(40):
            limit["measured_from"] = self.random.choice(["placed_total", "order_total"])
        return limit

    def patch(self) -> Json:
        """A contact with some of its fields."""
        if self.chance(30):
            return CONTACT
        name = {key: "y" for key in ("first", "last") if self.chance(70)}
        address = {key: "y" for key in CONTACT["address"] if self.chance(70)}
        return {"name": name, "address": address} if self.chance(70) else {"email": "y"}

    def update(self, order: Json, limit: Json) -> Json:
        update: Json = {name: order[name] for name in ("backd_order_id", "merchant_order_id")}
        for name in tuple(update):
            if self.chance(4):
                update[name] = "other"
        for name in ("tax_amount", "shipping_amount", "discount_amount"):
            if self.chance(25):
                update[name] = dollars(self.cents())
        if self.chance(40):
            update["items"] = self.items()
        if self.chance(25):
            fitting = oracle.cart_of(update["items"] if "items" in update else order["items"])
            off = self.random.choice([0, 0, 0, 1, -1])
            update["cart_amount"] = dollars(min(max(0, int(fitting * 100) + off), TOP))
        for contact in ("shipping", "billing"):
            if self.chance(15):
                update[contact] = self.patch()
        if self.chance(60):
            self.aim(order, update, limit)
        if self.chance(30):
            follows = oracle.judge(order, update, limit).total + self.random.choice([0, 0, 0, 1])
            update["order_total"] = dollars(min(max(0, int(follows * 100)), TOP))
        return update

    def aim(self, order: Json, update: Json, limit: Json) -> None:
        """Set the tax so that the total lies on the limit's boundary, or a cent beside it."""
        without = oracle.judge(order, {**update, "tax_amount": 0}, limit).total
        goal = self.random.choice([oracle.cap_of(order, limit), oracle.total_of(order)])
        tax = int((goal - without) * 100 // 1) + self.random.choice([-1, 0, 1])
        if 0 <= tax <= TOP:
            update["tax_amount"] = dollars(tax)


def agrees(order: Json, update: Json, limit: Json) -> list[tuple[str, str]]:
    """Compare one decision with the oracle's; returns its codes and paths."""
    expected = oracle.judge(order, update, limit)
    before, agreed = wire.parse_order(order), wire.parse_limit(limit)
    decision = decide_update(before, wire.parse_update(update), agreed)
    found = [] if decision.allowed else [(str(v.code), v.path) for v in decision.violations]
    assert found == expected.reasons
    if decision.allowed:
        raised = expected.total > oracle.total_of(order)
        assert decision.totals.cart_amount.cents == expected.cart * 100
        assert decision.totals.order_total.cents == expected.total * 100
        for fee in ("tax_amount", "shipping_amount", "discount_amount"):
            assert getattr(decision.totals, fee).to_decimal() == update.get(fee, order[fee])
        assert decision.order.increase_count == order.get("increase_count", 0) + raised
    reach = min(oracle.cap_of(order, limit), oracle.LARGEST)
    assert 0 <= reach * 100 - ceiling(before, agreed).total.cents < 1
    binding = oracle.caps(order, limit)[ceiling(before, agreed).bound_by]
    assert math.floor(binding * 100) >= math.floor(reach * 100)
    assert headroom(before, agreed).cents == oracle.headroom_of(order, limit) * 100
    return found


ANSWERS = [
    "allowed",
    *list(ViolationCode)[1:],
    *(("amount_out_of_range", path) for path in ("/order_total", "/cart_amount")),
    *(
        ("contact_incomplete", "/".join(("", contact, *leaf)))
        for contact in ("shipping", "billing")
        for leaf in oracle.REQUIRED
    ),
]
"""What must be among the decisions compared: every code, and every path of those that differ."""


def compare(seed: int, cases: int) -> Counter[Any]:
    """Compare as many random cases; counts how many of them have each code, and each path."""
    draw, seen = Draw(seed), Counter[Any]()
    for _ in range(cases):
        order, limit = draw.order(), draw.limit()
        found = agrees(order, draw.update(order, limit), limit)
        seen.update({code for code, _ in found} | set(found) if found else {"allowed"})
    return seen


def test_verdict_codes_paths_and_totals() -> None:
    seen = compare(seed=0, cases=5000)
    assert min(seen[answer] for answer in ANSWERS) >= 20, seen


@pytest.mark.thorough
def test_many_more_cases(pytestconfig: pytest.Config) -> None:
    cases: int = pytestconfig.getoption("--cases")
    seen = compare(seed=1, cases=cases)
    assert min(seen[answer] for answer in ANSWERS) >= cases // 500, seen


IDS = {"backd_order_id": "B", "merchant_order_id": "M"}


def combinations(**choices: list[Any]) -> list[Json]:
    """Every way to choose one for each name; `None` leaves the name out."""
    chosen = (
        zip(choices, combination, strict=True)
        for combination in itertools.product(*choices.values())
    )
    return [{name: one for name, one in names if one is not None} for names in chosen]


def small_orders(status: str, carts: list[int]) -> list[Json]:
    """Orders without fees, that were placed at any total and have been raised, or not."""
    return [
        {
            **IDS,
            **dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), 0),
            **order,
            "status": status,
            "order_total": order["cart_amount"],
        }
        for order in combinations(
            cart_amount=[dollars(cents) for cents in carts],
            placed_total=[dollars(cents) for cents in carts],
            increase_count=[0, 1],
        )
    ]


def small_limits(cents: list[int]) -> list[Json]:
    """Limits of every shape; a percentage of such small totals ends between two cents."""
    found = combinations(
        max_increase=[None, *map(dollars, cents)],
        max_increase_percent=[None, 0, 50, 100],
        max_order_total=[None, *map(dollars, cents)],
        combine=["lower", "higher"],
        measured_from=["placed_total", "order_total"],
        max_increases=[None, 1],
    )
    return [limit for limit in found if any(name in limit for name in CAPS)]


CAPS = ("max_increase", "max_increase_percent", "max_order_total")


def small_updates(cents: list[int]) -> list[Json]:
    found = combinations(
        tax_amount=[None, *map(dollars, [*cents, len(cents)])],
        discount_amount=[None, dollars(1)],
        order_total=[None, *map(dollars, cents[::2])],
    )
    return [{**IDS, **update} for update in found]


def decide_a_world(status: str, cents: list[int]) -> int:
    """Compare every order with every limit and every update; returns how many there were."""
    orders, limits, updates = small_orders(status, cents), small_limits(cents), small_updates(cents)
    agreed = [(exactly(limit), wire.parse_limit(limit)) for limit in limits]
    asked = [(exactly(update), wire.parse_update(update)) for update in updates]
    for order in orders:
        plain, before = exactly(order), wire.parse_order(order)
        for (limit, parsed_limit), (update, parsed) in itertools.product(agreed, asked):
            expected = oracle.judge(plain, update, limit)
            decision = decide_update(before, parsed, parsed_limit)
            found = [] if decision.allowed else [(str(v.code), v.path) for v in decision.violations]
            assert found == expected.reasons, (order, limit, update)
            if decision.allowed:
                assert decision.totals.order_total.cents == 100 * expected.total
                assert decision.totals.cart_amount.cents == 100 * expected.cart
    return len(orders) * len(limits) * len(updates)


def exactly(thing: Json) -> Json:
    """The same with fractions, so that the oracle need not convert them again and again."""
    return {n: Fraction(one) if isinstance(one, Decimal) else one for n, one in thing.items()}


def test_a_small_world_whole() -> None:
    assert decide_a_world("order_placed", [0, 1]) == 8 * 280 * 16


@pytest.mark.thorough
@pytest.mark.parametrize(
    "status", ["order_placed", "terms_selected", "order_confirmed", "order_canceled", "refund"]
)
def test_a_larger_world_whole(status: str) -> None:
    """All in all more than a million decisions."""
    assert decide_a_world(status, [0, 1, 2]) == 18 * 504 * 30


@pytest.mark.parametrize("seed", range(3))
def test_batches(seed: int) -> None:
    draw = Draw(1000 + seed)
    for _ in range(100):
        orders = {f"B{number}": draw.order(number) for number in range(3)}
        limit = draw.limit()
        updates = [draw.update(orders[f"B{draw.random.randrange(3)}"], limit) for _ in range(5)]
        decisions = decide_updates(
            [wire.parse_order(order) for order in orders.values()],
            wire.parse_updates(updates),
            wire.parse_limit(limit),
        )
        for update, decision in zip(updates, decisions, strict=True):
            expected: Any = [("unknown_order", "/backd_order_id")]
            order = orders.get(update["backd_order_id"])
            if order:
                expected = oracle.judge(order, update, limit).reasons
            found = [] if decision.allowed else [(v.code, v.path) for v in decision.violations]
            assert found == expected
            if decision.allowed and order:
                after = decision.order
                kept: Json = {"placed_total": dollars(after.placed_total.cents)}
                kept |= {"increase_count": after.increase_count}
                orders[after.backd_order_id] = {**wire.loads(_text(after)), **kept}


def _text(order: Any) -> str:
    return json.dumps(wire.dump_order(order))


def test_the_oracle_and_the_servers_know_nothing_of_the_package() -> None:
    here = str(Path(oracle.__file__).parents[1])
    source = f"""
import sys
sys.path.insert(0, {here!r})
import support.oracle, support.fake_servers
print(*(name for name in sys.modules if name.startswith(("backd_rules", "attr"))))
"""
    assert printed(source) == ""


def test_money_has_room_for_the_largest_total() -> None:
    assert Money.MAX.cents == oracle.LARGEST * 100
