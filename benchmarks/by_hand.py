"""The rules once more, as one writes them by hand above models whose amounts are decimals.

For those who parse with pydantic or msgspec and have no rules: one function, straight down, which
finds every violation, as the package does. Orders, updates and limits are models; `past` holds
an order's `placed_total` and `increase_count`; `absent` is what stands in a field of an update
that is not stated; an agreed term that is absent is `None`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

_CENT: Final = Decimal("0.01")
_MAX: Final = Decimal("9999999999999.99")
_MOST: Final = 10**15 - 1
_REQUIRED: Final = (
    ("name", ("first", "last")),
    ("address", ("line1", "city", "state", "zipcode", "country")),
)


class Reason(NamedTuple):
    """A violation."""

    code: str
    path: str
    message: str


HTTP: Final = {
    "backd_order_id_mismatch": 404,
    "merchant_order_id_mismatch": 404,
    "status_forbids_update": 409,
}
"""The HTTP status of a refusal by its first violation; 422 else."""

Amounts = tuple[Any, Any, Any, Any, Any]
"""Total, cart, tax, shipping and discount."""


def judge(
    order: Any, past: Any, update: Any, limit: Any, absent: Any
) -> tuple[list[Reason], Amounts]:
    """Every violation in order of precedence, and the amounts that the update leads to."""
    reasons = []
    if update.backd_order_id != order.backd_order_id:
        text = "backd_order_id is not that of the order"
        reasons.append(Reason("backd_order_id_mismatch", "/backd_order_id", text))
    if update.merchant_order_id != order.merchant_order_id:
        text = "merchant_order_id is not that of the order"
        reasons.append(Reason("merchant_order_id_mismatch", "/merchant_order_id", text))
    if order.status != "order_placed":
        text = f"an order with status {order.status} cannot be updated"
        reasons.append(Reason("status_forbids_update", "", text))
    if order.shipping is None and update.shipping is not absent:
        reasons += _missing("/shipping", update.shipping, absent)
    if order.billing is None and update.billing is not absent:
        reasons += _missing("/billing", update.billing, absent)

    in_items = None
    if update.items is not absent:
        in_items = _cart(update.items)
    elif update.cart_amount is not absent and order.items:
        in_items = _cart(order.items)
    cart = order.cart_amount if in_items is None else in_items
    if update.cart_amount is not absent:
        cart = update.cart_amount
    tax = order.tax_amount if update.tax_amount is absent else update.tax_amount
    shipping = order.shipping_amount if update.shipping_amount is absent else update.shipping_amount
    discount = order.discount_amount if update.discount_amount is absent else update.discount_amount
    following = cart + tax + shipping - discount
    total = following if update.order_total is absent else update.order_total

    if not 0 <= following <= _MAX:
        text = f"order_total would be {following}, which is out of range"
        reasons.append(Reason("amount_out_of_range", "/order_total", text))
    if cart > _MAX:
        text = f"cart_amount would be {cart}, which is out of range"
        reasons.append(Reason("amount_out_of_range", "/cart_amount", text))
    if update.cart_amount is not absent and in_items is not None and cart != in_items:
        text = f"cart_amount is {cart}, the items make {in_items}"
        reasons.append(Reason("cart_amount_mismatch", "/cart_amount", text))
    if total != following:
        text = f"order_total is {total}, the amounts make {following}"
        reasons.append(Reason("order_total_mismatch", "/order_total", text))
    if total > order.order_total:
        ceiling = _ceiling(order, past, limit)
        if total > ceiling:
            text = f"order_total would be {total}, the limit allows {ceiling}"
            reasons.append(Reason("increase_exceeds_limit", "/order_total", text))
        most = _MOST if limit.max_increases is None else limit.max_increases
        if past.increase_count >= most:
            text = f"{past.increase_count} of {most} agreed increases are made"
            reasons.append(Reason("too_many_increases", "/order_total", text))
    return reasons, (total, cart, tax, shipping, discount)


def changed(update: Any, amounts: Amounts, absent: Any) -> dict[str, Any]:
    """The fields of the order that an allowed update changes, without its contacts."""
    total, cart, tax, shipping, discount = amounts
    fields = {
        "order_total": total,
        "cart_amount": cart,
        "tax_amount": tax,
        "shipping_amount": shipping,
        "discount_amount": discount,
    }
    if update.merchant_order_status is not absent:
        fields["merchant_order_status"] = update.merchant_order_status
    if update.items is not absent:
        fields["items"] = update.items
    return fields


def _cart(items: Any) -> Decimal:
    total = Decimal(0)
    for item in items:
        total += (Decimal(item.unit_price) * item.qty).quantize(_CENT, ROUND_HALF_UP)
    return total


def _ceiling(order: Any, past: Any, limit: Any) -> Any:
    base = order.order_total
    if limit.measured_from == "placed_total" and past.placed_total is not None:
        base = past.placed_total
    terms = []
    if limit.max_increase is not None:
        terms.append(base + limit.max_increase)
    if limit.max_increase_percent is not None:
        terms.append(base + base * Decimal(limit.max_increase_percent) / 100)
    if len(terms) > 1:
        terms = [max(terms) if limit.combine == "higher" else min(terms)]
    if limit.max_order_total is not None:
        terms.append(limit.max_order_total)
    return min(terms)


def _missing(path: str, patch: Any, absent: Any) -> list[Reason]:
    lacking = []
    for part, names in _REQUIRED:
        inner = getattr(patch, part)
        lacking += [
            f"{path}/{part}/{name}"
            for name in names
            if inner is absent or getattr(inner, name) is absent
        ]
    for name in ("phone_number", "email"):
        if getattr(patch, name) is absent:
            lacking.append(f"{path}/{name}")
    return [
        Reason("contact_incomplete", place, f"a new contact must be complete: {place} is missing")
        for place in lacking
    ]
