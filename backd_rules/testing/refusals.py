"""Strategies for updates that are denied with a chosen violation, by construction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    UNSET,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderUpdate,
    Quantity,
    UnitPrice,
    ViolationCode,
)
from backd_rules.actions.update_order.request import (
    CONTACTS,
    MOST_ITEMS,
    REQUIRED_CONTACT_PATHS,
)
from backd_rules.domain.arithmetic import LINE_UNIT, line_amount
from backd_rules.domain.item import items_amount, items_range
from backd_rules.domain.limit import binding_cap, increases_left, unknown_history
from backd_rules.domain.status import next_status
from backd_rules.testing.numbers import MAX, mapped, near_boundaries, often, weighted
from backd_rules.testing.patches import complete_contact_updates
from backd_rules.testing.records import carts
from backd_rules.testing.requests import (
    boundaries,
    check_arguments,
    reachable_totals,
    update_of,
    updates_for,
    updates_reaching_total,
)
from backd_rules.testing.texts import other_texts

_Updates = st.SearchStrategy[OrderUpdate]


def denied_updates(
    order: Order, limit: MerchantLimit, *, code: ViolationCode | None = None
) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order` that are denied under `limit` with the violation `code`.

    An update can have other violations too, except where it means another order. By default every
    possible code is drawn. Wrong amounts are usually off by one cent. Shrinks to a minimal update
    with that violation. Raises `InvalidArgument` if no update of this order can have `code` under
    this limit, if no request can state the order's ids, or if an argument has another type.

        denied_updates(order, limit, code=ViolationCode.INCREASE_EXCEEDS_LIMIT)
    """
    check_arguments(order, limit)
    if code is not None and type(code) is not ViolationCode:
        raise InvalidArgument("code must be a ViolationCode or None")
    # A wrong rounding shows only at one total: draw totals above the limit in a third.
    wanted = (*ViolationCode, *_OF_LIMITS) if code is None else (code,)
    strategies = [updates for one in wanted if (updates := _DENIALS[one](order, limit)) is not None]
    if not strategies:
        raise InvalidArgument(f"no update of this order under this limit is refused as {code}")
    # `one_of` flattens nested unions, which would favour strategies with many branches.
    return st.sampled_from(strategies).flatmap(lambda updates: updates)


_OF_LIMITS: Final = (ViolationCode.INCREASE_EXCEEDS_LIMIT,) * 4


def _no_update(order: Order, limit: MerchantLimit) -> None:
    """Return no strategy: a store does not know the order, or another action is refused so."""


def _backd_order_id_mismatch(order: Order, limit: MerchantLimit) -> _Updates:
    other = other_texts(Order, "backd_order_id", order.backd_order_id)
    return _with(updates_for(order, limit=limit), backd_order_id=other)


def _merchant_order_id_mismatch(order: Order, limit: MerchantLimit) -> _Updates:
    other = other_texts(Order, "merchant_order_id", order.merchant_order_id)
    return _with(updates_for(order, limit=limit), merchant_order_id=other)


def _with(updates: _Updates, **fields: st.SearchStrategy[Any]) -> _Updates:
    """Generate `updates` with `fields` replaced."""
    return mapped(
        st.tuples(updates, st.fixed_dictionaries(fields)),
        lambda drawn: attrs.evolve(drawn[0], **drawn[1]),
    )


def _status_forbids_action(order: Order, limit: MerchantLimit) -> _Updates | None:
    allowed = next_status(order.status, OrderAction.UPDATE_ORDER) is not None
    return None if allowed else updates_for(order, limit=limit)


def _contact_incomplete(order: Order, limit: MerchantLimit) -> _Updates | None:
    absent = [name for name in CONTACTS if getattr(order, name) is None]
    if not absent:
        return None
    patches = mapped(
        st.tuples(complete_contact_updates(), _MISSING_PATHS), lambda drawn: _without(*drawn)
    )
    return st.sampled_from(absent).flatmap(
        lambda name: _with(updates_for(order, limit=limit), **{name: patches})
    )


# A patch without any of the paths could state nothing, which is no violation.
_MISSING_PATHS: Final = st.lists(
    st.sampled_from(REQUIRED_CONTACT_PATHS),
    min_size=1,
    max_size=len(REQUIRED_CONTACT_PATHS) - 1,
    unique=True,
)


def _without(patch: Any, paths: list[tuple[str, ...]]) -> ContactUpdate:
    """Return the contact patch `patch` with the fields at `paths` unset."""
    for first, *rest in paths:
        part = _without(getattr(patch, first), [tuple(rest)]) if rest else UNSET
        patch = attrs.evolve(patch, **{first: part})
    contact: ContactUpdate = patch
    return contact


def _amount_out_of_range(order: Order, limit: MerchantLimit) -> _Updates:
    strategies = (_total_too_high(order), _items_above(order, MAX), _total_below_zero(order))
    return weighted(*(updates for updates in strategies if updates is not None))


def _total_too_high(order: Order) -> _Updates | None:
    """Generate updates of amounts in range whose total is not; `None` if there are none."""
    _, highest = reachable_totals(order, 2 * MAX)
    if highest <= MAX:
        return None
    return near_boundaries([MAX + 1], MAX + 1, highest).flatmap(
        lambda total: updates_reaching_total(order, total)
    )


def _total_below_zero(order: Order) -> _Updates | None:
    """Generate updates whose discount exceeds cart and adjustment; `None` if none can."""
    without_fees = order.cart_amount.cents + order.totals.adjustment.cents
    lowest = max(0, without_fees + 1)
    if lowest > MAX:
        return None
    no_fees = {"tax_amount": Money.ZERO, "shipping_amount": Money.ZERO}
    return mapped(
        near_boundaries([lowest], lowest, MAX),
        lambda cents: update_of(order, {**no_fees, "discount_amount": Money(cents=cents)}),
    )


def _items_above(order: Order, cents: int) -> _Updates | None:
    """Generate updates with items of more than `cents`, usually one; `None` if none can have it."""
    lines = -(-(cents + 1) // line_amount(_HIGHEST_PRICE, MAX))
    if lines > MOST_ITEMS:
        return None
    lowest = min(cents * LINE_UNIT // (lines * MAX) + 2, _HIGHEST_PRICE)

    def with_price(price: int) -> OrderUpdate:
        items = (_most_of(price),) * lines
        if items_amount(items) == order.items_cents:  # They would leave the cart as it is (T3).
            items = (_most_of(price + 1),) * lines
        return update_of(order, {"items": items})

    return mapped(near_boundaries([lowest], lowest, _HIGHEST_PRICE), with_price)


_HIGHEST_PRICE: Final = MAX - 1
"""A price that leaves room for a higher one."""


def _most_of(price: int) -> LineItem:
    return LineItem("0", "0", UnitPrice(millionths=price), Quantity(thousandths=MAX))


@st.composite
def _cart_amount_mismatch(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> OrderUpdate:
    replace = not order.items or draw(st.booleans())
    items = draw(carts(min_size=1)) if replace else order.items
    fields: dict[str, Any] = {"items": items} if replace else {}
    cart = draw(_amounts_except(*items_range(items), order.cart_amount.cents))
    return update_of(order, {**fields, "cart_amount": cart})


def _amounts_except(lowest: int, highest: int, other: int) -> st.SearchStrategy[Money]:
    """Generate amounts that are not in this range nor `other` cents, half of them next to it."""
    next_to = (highest + 1, lowest - 1, highest + 2, lowest - 2)
    near = [cents for cents in next_to if 0 <= cents <= MAX and cents != other]
    near = near or [cents for cents in (0, 1) if cents != other]  # The range is above MAX.
    every = _integers_except(max(0, lowest), min(MAX, highest))
    amounts = st.sampled_from(near) | mapped(
        every, lambda cents: near[0] if cents == other else cents
    )
    return mapped(amounts, lambda cents: Money(cents=cents))


def _integers_except(lowest: int, highest: int) -> st.SearchStrategy[int]:
    """Generate integers from 0 to MAX that are not from `lowest` to `highest`."""
    size = max(0, highest - lowest + 1)
    return mapped(st.integers(0, MAX - size), lambda n: n + size if n >= lowest else n)


@st.composite
def _order_total_mismatch(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> OrderUpdate:
    total = draw(near_boundaries(boundaries(order, limit), *reachable_totals(order)))
    update = draw(updates_reaching_total(order, total))
    return attrs.evolve(update, order_total=draw(_amounts_except(total, total, total)))


def _history_unknown(order: Order, limit: MerchantLimit) -> _Updates | None:
    return _totals_above(order, order.order_total.cents) if unknown_history(order, limit) else None


def _increase_exceeds_limit(order: Order, limit: MerchantLimit) -> _Updates | None:
    cap = binding_cap(order, limit)
    return None if cap is None else _totals_above(order, max(order.order_total.cents, cap[0]))


def _too_many_increases(order: Order, limit: MerchantLimit) -> _Updates | None:
    if order.increase_count is None or increases_left(order, limit) != 0:
        return None
    return _totals_above(order, order.order_total.cents)


def _totals_above(order: Order, cents: int) -> _Updates | None:
    """Generate updates with a total of more than `cents`; `None` if no update can have it."""
    _, highest = reachable_totals(order)
    if cents >= highest:  # Only items can exceed any cap, even with a discount of MAX.
        return _items_above(order, cents + MAX - order.totals.adjustment.cents)
    near = near_boundaries([cents + 1], cents + 1, highest)
    totals = often([cents + 1], near, cents + 1, highest)
    return totals.flatmap(lambda total: updates_reaching_total(order, total))


_DENIALS: Final[Mapping[ViolationCode, Callable[[Order, MerchantLimit], _Updates | None]]] = {
    ViolationCode.UNKNOWN_ORDER: _no_update,
    ViolationCode.BACKD_ORDER_ID_MISMATCH: _backd_order_id_mismatch,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH: _merchant_order_id_mismatch,
    ViolationCode.STATUS_FORBIDS_ACTION: _status_forbids_action,
    ViolationCode.CONTACT_INCOMPLETE: _contact_incomplete,
    ViolationCode.AMOUNT_OUT_OF_RANGE: _amount_out_of_range,
    ViolationCode.CART_AMOUNT_MISMATCH: _cart_amount_mismatch,
    ViolationCode.ORDER_TOTAL_MISMATCH: _order_total_mismatch,
    ViolationCode.HISTORY_UNKNOWN: _history_unknown,
    ViolationCode.INCREASE_EXCEEDS_LIMIT: _increase_exceeds_limit,
    ViolationCode.TOO_MANY_INCREASES: _too_many_increases,
    ViolationCode.REFUND_EXCEEDS_TOTAL: _no_update,
    ViolationCode.NO_ACTIVE_REFUND: _no_update,
    ViolationCode.REFUND_LOCKED: _no_update,
}
"""Maps each code to a function that returns its updates, or `None` if no update can have it."""
