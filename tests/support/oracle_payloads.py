"""Random payloads, most of them malformed. It imports nothing of the package."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from support.oracle import Json
from support.random_cases import CONTACT, RandomCases

TEXTS = (
    *("", " ", "\u200b\u3000", "\ufeff", "\u200e", "x", "10", "NaN", "null"),
    *("order_placed", "order_cancelled", "lower", "higher", "placed_total", "draft"),
    *("a\nb", "a\x00", "\x7f", "\x85", "a\u2028", "a\u202eb", "a\u2069"),
    *("\ud800", "a\udfff", "\u00e9\U0001f600"),
    *("x" * length for length in (254, 255, 256, 2048, 2049)),
    *(" " * 300, "\n" + "x" * 255),
)
NUMBERS = (
    *(0, 1, -1, 2, 10**13 - 1, 10**13, 10**15 - 1, 10**15, 10**400, -(10**400)),
    *(0.0, -0.0, 1.0, 1.5, -0.5, 0.01, -0.01, 0.001, 0.0001, 0.0000001, 10.005, 12.3456785),
    *(18.050000000000001, 0.1 + 0.2, 9999999999999.99, -9999999999999.99, 9999999999999.984),
    *(999999999.999999, 1e9, 999999999999.999, 1e12, 1e15, 5e-324, 1e308),
    *(float("inf"), float("-inf"), float("nan")),
    *map(Decimal, ("1", "1.00", "0.1000000", "10.005", "0.0004", "0.0005", "-0.01", "1E+13")),
    *map(Decimal, ("18.050000000000001", "1.00000000000000000001", "0.30000000000000004", "-0")),
    *map(Decimal, ("NaN", "sNaN", "Infinity", "-Infinity", "1E+400")),
)
CONTAINERS: tuple[Any, ...] = ([], {}, [None], [[]], [{}], {"a": 1}, {"name": None}, {"name": []})
ODD = (None, None, None, True, False, *TEXTS, *NUMBERS, *CONTAINERS)
"""Values of every kind, most of them wrong in most places."""
NAMES = (
    *("status", "create_date", "refunds", "placed_total", "increase_count", "items", "shipping"),
    *("po_number", "a/b~c", "~1", "", "line2", "company_name", "item_url", "max_increase"),
)
"""Names that one object or another may not have."""
TEXT_FIELDS = ("create_date", "merchant_order_status")


class RandomPayloads:
    """Random orders, updates, batches and limits, with odd values at random places."""

    def __init__(self, seed: int) -> None:
        self.cases = RandomCases(seed)
        self.random = self.cases.random

    def order(self) -> Any:
        order = {**self.cases.order(), **dict.fromkeys(TEXT_FIELDS, "x")}
        refund = {"amount": 1, "create_date": "x", "status": "draft", "locked_at": "x"}
        order |= {"billing": CONTACT, "refunds": [refund, {"amount": Decimal("0.5")}]}
        return self.spoiled(order)

    def update(self) -> Any:
        order, limit = self.cases.order(), self.cases.limit()
        update = {**self.cases.update(order, limit), "merchant_order_status": "x"}
        contact = {**CONTACT, "company_name": "x", "address": {"line1": "x", "line2": "x"}}
        update |= {"shipping": contact, "items": self.cases.items()}
        if self.cases.chance(2):
            count = self.random.choice([1000, 1001])
            update["items"] = [self.random.choice([*update["items"], None, 1])] * count
        return self.spoiled(update)

    def updates(self) -> Any:
        if self.cases.chance(10):
            return self.spoiled([{}] * self.random.choice([101, 102]))
        count = self.random.choice([0, 1, 1, 2, 3])
        return self.spoiled([self.update() for _ in range(count)])

    def ids(self) -> Any:
        return self.spoiled({"backd_order_id": "B", "merchant_order_id": "M"})

    both_ids = ids

    def refund_request(self) -> Any:
        ids = {"backd_order_id": "B", "merchant_order_id": "M"}
        return self.spoiled({**ids, "refund_amount": Decimal("50.00")})

    def limit(self) -> Any:
        return self.spoiled(self.cases.limit())

    def spoiled(self, payload: Any) -> Any:
        """Return a copy of the payload with up to four changes, seldom another value entirely."""
        if self.cases.chance(2):
            return self.random.choice(ODD)
        payload = copy.deepcopy(payload)
        if self.cases.chance(50):
            payload = with_floats(payload)
        for _ in range(self.random.randint(0, 4)):
            containers = [payload, *containers_in(payload)]
            self.spoil(self.random.choice(containers))
        return payload

    def spoil(self, container: Any) -> None:
        """Replace, add or remove something in an object or an array."""
        steps: Any = range(len(container)) if isinstance(container, list) else sorted(container)
        choice = self.random.randrange(10)
        if choice == 0 and isinstance(container, dict):
            container[self.random.choice(NAMES)] = self.odd()
        elif choice == 0:
            container.append(self.odd())
        elif choice == 1 and steps:
            del container[self.random.choice(steps)]
        elif steps:
            step = self.random.choice(steps)
            container[step] = self.odd(container[step])

    def odd(self, value: object = None) -> Any:
        """Return an odd value, mostly of the same type as `value`."""
        kinds: tuple[tuple[Any, ...], ...] = (ODD,)
        if isinstance(value, str):
            kinds = (ODD, TEXTS, TEXTS)
        elif isinstance(value, int | float | Decimal):
            kinds = (ODD, NUMBERS, NUMBERS)
        return copy.deepcopy(self.random.choice(self.random.choice(kinds)))


def containers_in(value: Any) -> Iterator[list[Any] | Json]:
    """Yield every object and array inside of a value."""
    children = value.values() if isinstance(value, dict) else value
    for child in children:
        if isinstance(child, dict | list):
            yield child
            yield from containers_in(child)


def with_floats(value: Any) -> Any:
    """Return a payload with floats for decimals, as another decoder reads the same text (N2)."""
    if isinstance(value, dict):
        return {name: with_floats(field) for name, field in value.items()}
    if isinstance(value, list):
        return [with_floats(element) for element in value]
    is_number = isinstance(value, Decimal) and not value.is_snan()
    return float(value) if is_number else value
