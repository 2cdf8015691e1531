"""Ways in which an update can state items and cart so that they fit (domain.md, T3 and T4)."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from backd_rules import LineItem, Money, Order, Quantity, UnitPrice
from backd_rules.actions.update_order.request import MOST_ITEMS
from backd_rules.domain.arithmetic import LINE_UNIT
from backd_rules.domain.fields import declarations
from backd_rules.domain.item import items_amount, items_range
from backd_rules.domain.kinds import Text
from backd_rules.testing.numbers import MAX
from backd_rules.testing.records import REQUEST_TEXTS, carts
from backd_rules.testing.texts import may_be_stated

CartChange = tuple[int, dict[str, Any]]
"""The new cart amount in cents, and the fields of the update that produce it."""

_IS_STATED: Final = st.booleans()
_IS_STATED_TOO: Final = st.sampled_from([False, False, True])
_HAS_OTHER_TEXTS: Final = st.booleans()
_CENTS: Final = st.integers(0, MAX)
_ITEMS: Final = carts(min_size=1)


def _keep_cart(draw: st.DrawFn, order: Order) -> CartChange:
    """Keep the cart, which is not judged then, whatever its items add up to."""
    stated = {"cart_amount": order.cart_amount} if draw(_IS_STATED) else {}
    return order.cart_amount.cents, stated


def _restate_items(draw: st.DrawFn, order: Order) -> CartChange:
    """State items of the same prices and quantities, some with other texts, and keep the cart."""
    cart, fields = _keep_cart(draw, order)
    if 0 < len(order.items) <= MOST_ITEMS:
        fields["items"] = tuple(_restated(draw, item) for item in order.items)
    return cart, fields


def _restated(draw: st.DrawFn, item: LineItem) -> LineItem:
    if _is_well_formed(item) and not draw(_HAS_OTHER_TEXTS):
        return item
    return LineItem(unit_price=item.unit_price, qty=item.qty, **draw(REQUEST_TEXTS))


def restated_items(order: Order) -> tuple[LineItem, ...]:
    """Return the items of `order` if a request may state them, else none."""
    few = len(order.items) <= MOST_ITEMS
    return order.items if few and all(map(_is_well_formed, order.items)) else ()


def _is_well_formed(item: LineItem) -> bool:
    """Return whether a request may state each text of a recorded `item`."""
    return all(may_be_stated(LineItem, name, getattr(item, name)) for name in _ITEM_TEXTS)


_ITEM_TEXTS: Final = [
    name for name, declared in declarations(LineItem).items() if isinstance(declared.kind, Text)
]


def _state_cart(draw: st.DrawFn, order: Order) -> CartChange:
    """State a sum of the order's items, in any rounding, or any amount if the order has none."""
    cart = _draw_sum(draw, order.items) if order.items else draw(_CENTS)
    return _keep_cart(draw, order) if cart > MAX else (cart, {"cart_amount": Money(cents=cart)})


def _replace_items(draw: st.DrawFn, order: Order) -> CartChange:
    """State other items, with a sum of them in any rounding or without a cart."""
    items = draw(_ITEMS)
    if draw(_IS_STATED_TOO):
        cart = min(_draw_sum(draw, items), MAX)
        return cart, {"items": items, "cart_amount": Money(cents=cart)}
    cart = items_amount(items)
    if order.items and cart == order.items_cents:
        cart = order.cart_amount.cents  # Items with the same sum leave the cart as it is (T3).
    return cart, {"items": items}


def _draw_sum(draw: st.DrawFn, items: tuple[LineItem, ...]) -> int:
    """Draw a sum of `items` in cents, from each line rounded down to each line rounded up."""
    down, up = items_range(items)
    return draw(st.sampled_from([items_amount(items), down, up]) | st.integers(down, up))


CART_CHANGES: Final = (_keep_cart, _restate_items, _state_cart, _replace_items, _replace_items)


def bring_cart(draw: st.DrawFn, lowest: int, highest: int) -> CartChange:
    """State one item and a cart of `lowest` to `highest` cents."""
    cart = draw(st.integers(lowest, highest))
    price = UnitPrice(millionths=LINE_UNIT if cart else 0)  # A cent for each thousandth.
    item = LineItem("0", "0", price, Quantity(thousandths=max(1, cart)))
    return cart, {"items": (item,), "cart_amount": Money(cents=cart)}
