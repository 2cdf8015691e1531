"""Random JSON-shaped cases for the oracle. It imports nothing of the package."""

import random
from decimal import Decimal
from fractions import Fraction

from support import oracle
from support.oracle import Json

CONTACT = {
    "name": {"first": "A", "last": "B"},
    "address": dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "x"),
    "phone_number": "1",
    "email": "a@b.c",
}
STATUSES = ["order_placed"] * 9 + ["terms_selected", "order_confirmed", "order_canceled", "refund"]
TOP = 10**15 - 1


def dollars(cents: int) -> Decimal:
    """Return an amount in dollars with two decimals."""
    return Decimal(cents).scaleb(-2)


class RandomCases:
    """Random orders, limits and updates, near every boundary; a seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, percent: int) -> bool:
        """Return true in `percent` of 100 calls."""
        return self.random.randrange(100) < percent

    def cents(self) -> int:
        """Return an amount in cents, mostly small."""
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
        """Return a contact with some of its fields."""
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
            computed = oracle.judge(order, update, limit).total + self.random.choice([0, 0, 0, 1])
            update["order_total"] = dollars(min(max(0, int(computed * 100)), TOP))
        return update

    def aim(self, order: Json, update: Json, limit: Json) -> None:
        """Set the tax so that the total is at the limit's boundary, or a cent beside it."""
        untaxed = oracle.judge(order, {**update, "tax_amount": 0}, limit).total
        target = self.random.choice([oracle.cap_of(order, limit), oracle.total_of(order)])
        tax = int((target - untaxed) * 100 // 1) + self.random.choice([-1, 0, 1])
        if 0 <= tax <= TOP:
            update["tax_amount"] = dollars(tax)
