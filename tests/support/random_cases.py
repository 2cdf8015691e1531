"""Random JSON-shaped cases for the oracle. It imports nothing of the package."""

import random
from decimal import Decimal
from fractions import Fraction

from support import oracle
from support.oracle import CENT, MILLIONTH, THOUSANDTH, Json

CONTACT = {
    "name": {"first": "A", "last": "B"},
    "address": dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "x"),
    "phone_number": "1",
    "email": "a@b.c",
}
INCOMPLETE: tuple[Json, ...] = (
    {},
    {"name": {}, "address": None},
    {"name": {"first": "A"}, "company_name": " ", "email": None},
    {"address": {"line1": "1 Yard Rd\nGate 4", "line2": ""}, "phone_number": ""},
)
"""Contacts of a record that an update could not bring."""
EMPTY_PATCHES: tuple[Json, ...] = ({}, {"name": {}}, {"address": {}}, {"name": {}, "address": {}})
"""Contacts that state nothing."""
CLEARING_PATCHES: tuple[Json, ...] = (
    {"company_name": None},
    {"company_name": " \u200b"},
    {"address": {"line2": ""}},
    {"name": {}, "address": {"line2": None}},
)
"""Contacts that clear an optional field and state nothing else."""
STATUSES = ["order_placed"] * 15 + [
    "terms_selected",
    "order_confirmed",
    "order_canceled",
    "order_cancelled",
    "refund",
]
FEES = ("tax_amount", "shipping_amount", "discount_amount")
TOP = 10**15 - 1
TOP_PRICE = Decimal("999999999.999999")


def dollars(cents: int) -> Decimal:
    """Return an amount in dollars with two decimals."""
    return Decimal(cents).scaleb(-2)


def amount(exact: Fraction) -> Decimal:
    """Return the nearest amount that a payload may hold."""
    return dollars(min(max(0, int(exact / CENT)), TOP))


def decimal(exact: Fraction, unit: Fraction) -> Decimal:
    """Return a number that is rounded half up to six or three decimals, as F6 says."""
    rounded = oracle.round_half_up(exact, unit)
    return Decimal(rounded.numerator) / Decimal(rounded.denominator)


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

    # Items

    def unit_price(self, decimals: int) -> Decimal:
        """Return a price, often between two cents."""
        if self.chance(5):
            return TOP_PRICE
        if self.chance(50):
            return min(dollars(self.cents()), TOP_PRICE)
        most = 10 ** self.random.randint(2, decimals + 2)
        return Decimal(self.random.randint(0, most)).scaleb(-decimals)

    def qty(self) -> Decimal:
        thousandths = TOP if self.chance(9) else self.random.choice([1, 500, 1000, 1500, 2125])
        return Decimal(thousandths).scaleb(-3)

    def items(self) -> list[Json]:
        """Return items as an update may state them."""
        return [self.item(self.unit_price(6), self.qty()) for _ in range(self.random.randint(1, 3))]

    def item(self, unit_price: Decimal, qty: Decimal) -> Json:
        item = {"display_name": "x", "sku": "x", "unit_price": unit_price, "qty": qty}
        if self.chance(20):
            item["item_url"] = self.random.choice(["http://x", "", " ", None])
        return item

    def recorded_items(self) -> list[Json]:
        """Return items that a record may hold, some of which no update could state (F2, F6)."""
        items = self.items()
        for item in items:
            if self.chance(15):
                item["unit_price"] = self.unit_price(8)
            if self.chance(10):
                item["qty"] = Decimal(self.random.randint(5, 30_000)).scaleb(-4)
            if self.chance(10):
                item["sku"] = self.random.choice([None, "", "x\n"])
        return items

    def restated(self, items: list[Json]) -> list[Json]:
        """Return recorded items in another order, as an update may state them."""
        shuffled = self.random.sample(items, len(items))
        return [
            self.item(
                decimal(oracle.exact(item["unit_price"]), MILLIONTH),
                decimal(oracle.exact(item["qty"]), THOUSANDTH),
            )
            for item in shuffled
        ]

    def same_total(self, items: list[Json]) -> list[Json]:
        """Return one item with the sum of the recorded items, if its price can be so high."""
        total = amount(oracle.cart_of(items))
        return [self.item(min(total, TOP_PRICE), Decimal(1))]

    def cart(self, items: list[Json]) -> Fraction:
        """Return the sum of the items, one of its bounds, or a cent beyond a bound."""
        lowest, highest = oracle.cart_bounds_of(items)
        fitting = oracle.cart_of(items)
        choices = [fitting, fitting, lowest, highest, lowest - CENT, highest + CENT]
        return self.random.choice(choices)

    # Orders

    def order(self, number: int = 1) -> Json:
        items = self.recorded_items() if self.chance(70) else []
        cart = self.cart(items) if items and self.chance(80) else Fraction(self.cents(), 100)
        order: Json = {
            "backd_order_id": f"B{number}",
            "merchant_order_id": "M",
            "status": self.random.choice(STATUSES),
            "cart_amount": min(amount(cart), dollars(TOP // 2)),
            **{name: dollars(self.cents() % (TOP // 9)) for name in FEES[:2] if self.chance(80)},
            **self.contacts(),
        }
        if items or self.chance(50):
            order["items"] = items or self.random.choice([None, []])
        if self.chance(30):
            most = int(oracle.sum_of_amounts(order) / CENT)
            order["discount_amount"] = dollars(self.random.randint(0, most))
        for name in FEES:
            if name not in order and self.chance(50):
                order[name] = self.random.choice([None, 0])
        off = self.random.choice([-500, -1, 1, 500]) if self.chance(25) else 0
        order["order_total"] = amount(oracle.sum_of_amounts(order) + off * CENT)
        return {**order, **self.history(order["order_total"])}

    def history(self, total: Decimal) -> Json:
        """Return a `placed_total` near the present one and a count, either of them unknown (L8)."""
        placed = max(Decimal(0), total - dollars(self.random.randint(-2, 5)))
        count = self.random.choice([0, 0, 1, 1, 2, 3, TOP - 1, TOP])
        history: Json = {}
        for name, value in (("placed_total", placed), ("increase_count", count)):
            if self.chance(85):
                history[name] = value if self.chance(85) else None
        return history

    def contacts(self) -> Json:
        found: Json = {}
        for name in ("shipping", "billing"):
            kinds = (None, CONTACT, CONTACT, self.random.choice(INCOMPLETE))
            if self.chance(60):
                found[name] = self.random.choice(kinds)
        return found

    def limit(self) -> Json:
        every: Json = {
            "max_increase": dollars(self.cents()),
            "max_increase_percent": dollars(self.random.choice([0, 1, 1000, 1500, 10_000])),
            "max_order_total": dollars(self.random.choice([self.cents(), TOP])),
        }
        terms = self.random.sample(sorted(every), self.random.randint(1, 3))
        limit = {name: every[name] for name in terms}
        if self.chance(35):
            limit["max_increases"] = self.random.choice([0, 1, 2, 3, TOP])
        if self.chance(40):
            limit["combine"] = self.random.choice(["lower", "higher"])
        if self.chance(40):
            limit["measured_from"] = self.random.choice(["placed_total", "order_total"])
        return limit

    # Updates

    def patch(self) -> Json:
        """Return a contact as an update may state it, with none, some or all of its fields."""
        if self.chance(30):
            return self.random.choice([*EMPTY_PATCHES, *CLEARING_PATCHES])
        if self.chance(30):
            return CONTACT
        name = {key: "y" for key in ("first", "last") if self.chance(60)}
        address = {key: "y" for key in CONTACT["address"] if self.chance(60)}
        return {"name": name, "address": address} if self.chance(60) else {"email": "y"}

    def new_items(self, recorded: list[Json]) -> list[Json]:
        """Return new items, the recorded ones, or others with their sum."""
        if not recorded or self.chance(50):
            return self.items()
        return self.restated(recorded) if self.chance(60) else self.same_total(recorded)

    def update(self, order: Json, limit: Json) -> Json:
        update: Json = {name: order[name] for name in ("backd_order_id", "merchant_order_id")}
        for name in tuple(update):
            if self.chance(3):
                update[name] = "other"
        for name in FEES:
            if self.chance(25):
                update[name] = dollars(self.cents())
        recorded = oracle.items_of(order)
        if self.chance(45):
            update["items"] = self.new_items(recorded)
        if self.chance(35):
            cart = oracle.exact(order["cart_amount"])
            if self.chance(65):
                cart = self.cart(update.get("items", recorded))
            update["cart_amount"] = amount(cart)
        for contact in ("shipping", "billing"):
            if self.chance(20):
                update[contact] = self.patch()
        if self.chance(60):
            self.aim(order, update, limit)
        if self.chance(30):
            off = self.random.choice([0, 0, 0, 1])
            total = oracle.judge(order, update, limit).total + off * CENT
            update["order_total"] = amount(total if self.chance(85) else oracle.total_of(order))
        return update

    def aim(self, order: Json, update: Json, limit: Json) -> None:
        """Set the tax so that the total is at the limit's boundary, or a cent beside it."""
        untaxed = oracle.judge(order, {**update, "tax_amount": 0}, limit).total
        target = oracle.total_of(order)
        if self.chance(50) and not oracle.needs_unknown_total(order, limit):
            target = oracle.cap_of(order, limit)
        tax = int((target - untaxed) * 100 // 1) + self.random.choice([-1, 0, 1])
        if 0 <= tax <= TOP:
            update["tax_amount"] = dollars(tax)
