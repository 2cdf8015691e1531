"""An update that states no items costs the same, however many items the order has."""

from typing import Any, ClassVar

import attrs
import pytest
from support.reference import IDS, ORDER

from backd_rules import LineItem, MerchantLimit, Money, Order, decide_update, wire
from backd_rules.domain.codegen import unchecked


class WatchedItems(tuple[LineItem, ...]):
    """Items of an order that are only passed on, and neither walked nor compared."""

    __slots__ = ()
    walked: ClassVar[list[str]] = []

    def __iter__(self) -> Any:
        self.walked.append("iter")
        return super().__iter__()

    def __eq__(self, other: object) -> bool:
        self.walked.append("eq")
        return super().__eq__(other)

    __hash__ = tuple.__hash__


@pytest.mark.parametrize(
    "stated",
    [{}, {"cart_amount": ORDER["cart_amount"]}, {"order_total": 0}, {"tax_amount": 0}],
    ids=["nothing", "the cart", "another total", "another tax"],
)
def test_the_items_of_the_order_are_not_walked(stated: dict[str, Any]) -> None:
    order = wire.parse_order(ORDER)
    watched = unchecked(Order)(
        *(
            WatchedItems(order.items) if field.name == "items" else getattr(order, field.name)
            for field in attrs.fields(Order)
        )
    )
    ids = {name: ORDER[name] for name in IDS}
    limit = MerchantLimit(max_increase=Money.of(1))
    WatchedItems.walked.clear()
    decide_update(watched, wire.parse_update({**ids, **stated}), limit)
    assert WatchedItems.walked == []
