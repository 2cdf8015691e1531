"""Small requests for the state machine, as JSON payloads.

The amounts of an update are consistent, except where a rule of the machine wants a fault. The
rules of the package decide what is allowed, so a fault need not be one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from backd_rules import MerchantLimit, Money, Order, Quantity, UnitPrice
from backd_rules.actions.update_order.request import (
    CONTACT_PATHS,
    CONTACTS,
    REQUIRED_CONTACT_PATHS,
)
from backd_rules.domain.item import items_amount, items_range
from backd_rules.domain.limit import binding_cap
from backd_rules.testing.adapter import Json
from backd_rules.testing.cart_changes import CartChange, restated_items
from backd_rules.testing.numbers import FEES, MAX
from backd_rules.testing.requests import boundaries, highest_allowed, update_of
from backd_rules.testing.small_records import (
    ENDINGS,
    ITEM_TEXTS,
    OPTIONAL_PATHS,
    Path,
    contact_of,
    draw_items,
    draw_one,
    put_text,
)
from backd_rules.testing.texts import BLANK_TEXTS
from backd_rules.wire import dump_update

_FAR: Final = 500
"""How many cents a total is beyond a boundary if it is not next to it."""


def draw_allowed(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update that `limit` allows; shrinks to one that changes nothing."""
    highest = highest_allowed(order, limit)
    return _draw_update(draw, order, _near(boundaries(order, limit), 0, highest))


def draw_at_ceiling(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update to the highest total that `limit` allows."""
    return _draw_update(draw, order, [highest_allowed(order, limit)])


def draw_past_ceiling(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update to a total above the cap of `limit`, and above that of the order."""
    cap = binding_cap(order, limit)
    highest = max(order.order_total.cents, cap[0] if cap else 0)
    return _draw_update(draw, order, [min(highest + more, MAX) for more in (1, 1, 2, _FAR)])


def draw_of_texts(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update of contacts and texts only."""
    return _payload(order, {}, _draw_texts(draw, order, _ALWAYS))


def draw_denied(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update that is mostly denied, with any violation, often by one cent."""
    total = draw_one(draw, _near(boundaries(order, limit), 0, MAX))
    fields = _draw_amounts(draw, order, total)
    faulty = draw(_FAULTS)(draw, order, fields)
    texts = _draw_texts(draw, order, _SOMETIMES, complete=False)
    return _payload(order, {**fields, **faulty}, texts)


def draw_any_fields(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> Json:
    """Draw an update to any total near a boundary, perhaps with an incomplete contact."""
    totals = _near(boundaries(order, limit), 0, MAX)
    return _draw_update(draw, order, totals, complete=False)


def _near(totals: Sequence[int], low: int, high: int) -> list[int]:
    """Return the totals from `low` to `high` that are near one of `totals`, or between two."""
    between = [(one + other) // 2 for one in totals for other in totals if one < other]
    near = [total + off for off in (0, 1, -1, _FAR, -_FAR) for total in totals]
    return list(dict.fromkeys(total for total in [*near, *between, 0] if low <= total <= high))


def _draw_update(
    draw: st.DrawFn, order: Order, totals: Sequence[int], *, complete: bool = True
) -> Json:
    fields = _draw_amounts(draw, order, draw_one(draw, totals))
    payload = _payload(order, fields, _draw_texts(draw, order, _SOMETIMES, complete=complete))
    return {n: _with_floats(part) for n, part in payload.items()} if draw(_IN_FLOATS) else payload


_IN_FLOATS: Final = st.sampled_from([False, False, False, True])


def _with_floats(payload: Any) -> Any:
    """Return the payload with `9.0` for `9`: JSON does not distinguish them."""
    if isinstance(payload, dict):
        return {name: _with_floats(part) for name, part in payload.items()}
    if isinstance(payload, list):
        return [_with_floats(part) for part in payload]
    return float(payload) if type(payload) is int else payload


def _payload(order: Order, fields: Mapping[str, Any], texts: Json) -> Json:
    return {**dump_update(attrs.evolve(update_of(order, {}), **fields)), **texts}


# Amounts


def _draw_amounts(draw: st.DrawFn, order: Order, total: int) -> dict[str, Any]:
    """Draw items, cart and fees that result in about `total` cents, stated or not."""
    cart: int
    fields: dict[str, Any]
    cart, fields = draw(_CART_CHANGES)(draw, order)
    fees = {name: getattr(order, name).cents for name in FEES}
    kept = cart + order.totals.adjustment.cents + _sum(fees)
    name = draw_one(draw, _fees_to_change(fees, total - kept))
    changed = min(fees[name] + FEES[name] * (total - kept), MAX)
    total = kept + FEES[name] * (changed - fees[name])
    stated = draw(_STATED_FEES)
    for fee, cents in {**fees, name: changed}.items():
        if cents != fees[fee] or fee in stated:
            fields[fee] = Money(cents=cents)
    if draw(_IS_STATED) and 0 <= total <= MAX:
        fields["order_total"] = Money(cents=total)
    return fields


def _sum(fees: Mapping[str, int]) -> int:
    return sum(FEES[name] * cents for name, cents in fees.items())


def _fees_to_change(fees: Mapping[str, int], change: int) -> list[str]:
    """Return the fees that can change the total by `change` cents without becoming negative."""
    return [name for name, cents in fees.items() if cents + FEES[name] * change >= 0]


_IS_STATED: Final = st.booleans()
_STATED_FEES: Final = st.sampled_from([(), tuple(FEES)])


def _keep_cart(draw: st.DrawFn, order: Order) -> CartChange:
    return order.cart_amount.cents, {"cart_amount": order.cart_amount} if draw(_IS_STATED) else {}


def _restate_items(draw: st.DrawFn, order: Order) -> CartChange:
    """State items of the same prices and quantities, some with other texts."""
    cart, fields = _keep_cart(draw, order)
    items: tuple[Any, ...] = restated_items(order)
    texts = draw(ITEM_TEXTS)
    if items:
        fields["items"] = (attrs.evolve(items[0], **texts), *items[1:])
    return cart, fields


def _state_cart(draw: st.DrawFn, order: Order) -> CartChange:
    sums = (*items_range(order.items), items_amount(order.items)) if order.items else (250, 0)
    cart = draw_one(draw, sums)
    return cart, {"cart_amount": Money(cents=cart)}


def _replace_items(draw: st.DrawFn, order: Order) -> CartChange:
    """State other items, with a sum of them in any rounding or without a cart."""
    items = draw_items(draw, draw(_NUMBERS_OF_ITEMS))
    half_up = items_amount(items)
    cart = draw_one(draw, [None, None, None, half_up, *items_range(items)])
    if cart is not None:
        return cart, {"items": items, "cart_amount": Money(cents=cart)}
    is_same = bool(order.items) and half_up == order.items_cents  # The cart stays (T3).
    return order.cart_amount.cents if is_same else half_up, {"items": items}


_NUMBERS_OF_ITEMS: Final = st.sampled_from([1, 2])
_CART_CHANGES: Final = st.sampled_from(
    [_keep_cart, _restate_items, _state_cart, _replace_items, _replace_items]
)


# Texts


def _draw_texts(
    draw: st.DrawFn, order: Order, names: st.SearchStrategy[Any], *, complete: bool = True
) -> Json:
    """Draw a merchant order status and patches; a new contact is complete, or need not be."""
    texts: Json = {}
    for name in draw(names):
        if name in CONTACTS:
            is_new = complete and getattr(order, name) is None
            shape = draw(_NEW_CONTACTS if is_new else _PATCHES)
            texts[name] = shape(draw(_ENDINGS))
        else:
            texts[name] = f"status {draw(_ENDINGS)}"
    return texts


_ENDINGS: Final = st.sampled_from(ENDINGS)
_STATUS: Final = ("merchant_order_status",)
_TEXTS: Final = [*((name,) for name in (*CONTACTS, *_STATUS)), CONTACTS]
_ALWAYS: Final = st.sampled_from(_TEXTS)
_SOMETIMES: Final = st.sampled_from([*[()] * 4, *_TEXTS])


def _stating(*paths: Path) -> Callable[[str], Json]:
    return lambda ending: contact_of(paths, ending)


def _clearing(text: str | None, *paths: Path) -> Callable[[str], Json]:
    """Return a function that makes a patch which clears `paths` by `null` or by blank text."""

    def patch(_: str) -> Json:
        cleared: Json = {}
        for path in paths:
            put_text(cleared, path, text)
        return cleared

    return patch


def _nothing(*names: str) -> Callable[[str], Json]:
    return lambda _: {name: {} for name in names}


_OUTER: Final = tuple(dict.fromkeys(path[0] for path in CONTACT_PATHS if len(path) > 1))
_COMPLETE: Final = [
    _nothing(),
    _nothing(*_OUTER),
    _stating(*REQUIRED_CONTACT_PATHS),
    *(_stating(*REQUIRED_CONTACT_PATHS, path) for path in OPTIONAL_PATHS),
    _stating(*CONTACT_PATHS),
]
_NEW_CONTACTS: Final = st.sampled_from(_COMPLETE)
_CLEARING: Final = [
    _clearing(text, *paths)
    for text in (None, *BLANK_TEXTS[:2])
    for paths in (OPTIONAL_PATHS, *((path,) for path in OPTIONAL_PATHS))
]
_PATCHES: Final = st.sampled_from(
    [
        *(_stating(path) for path in CONTACT_PATHS),
        *(_stating(*CONTACT_PATHS[:2]), _stating(*CONTACT_PATHS[2:])),
        *(*_CLEARING, *_COMPLETE, *_COMPLETE),
    ]
)


# Faults


_OFF: Final = st.sampled_from([1, -1, _FAR])


def _another_backd_id(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"backd_order_id": "BO-0"}


def _another_merchant_id(
    draw: st.DrawFn, order: Order, fields: Mapping[str, Any]
) -> dict[str, Any]:
    return {"merchant_order_id": "M-0"}


def _another_total(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    stated = fields.get("order_total", order.order_total).cents
    return {"order_total": Money(cents=min(max(0, stated + draw(_OFF)), MAX))}


def _another_cart(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    down, up = items_range(fields.get("items", order.items))
    off = draw(_OFF)
    return {"cart_amount": Money(cents=max(0, (up if off > 0 else down) + off))}


def _negative_total(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    cents = max(0, order.cart_amount.cents + order.totals.adjustment.cents + 1)
    no_fees = dict.fromkeys(FEES, Money.ZERO)
    return {**no_fees, "discount_amount": Money(cents=cents)}


def _too_high(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(("tax_amount", "shipping_amount"), Money.MAX)


def _too_many(draw: st.DrawFn, order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    (item,) = draw_items(draw, 1)
    price, qty = UnitPrice(millionths=MAX), Quantity(thousandths=MAX)
    return {"items": (attrs.evolve(item, unit_price=price, qty=qty),)}


_FAULTS: Final = st.sampled_from(
    [
        _another_total,
        _another_cart,
        _negative_total,
        _too_high,
        _too_many,
        _another_merchant_id,
        _another_backd_id,
    ]
)
