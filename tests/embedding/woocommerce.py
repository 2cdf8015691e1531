"""Turn an order of WooCommerce's REST API v3 into the update of a Backd order.

    update = to_update(json.loads(response_text), recorded_order)

To use it, copy this module. It compares the shop's order with the recorded one, and states what
differs, and always `order_total`. So a field that it leaves out cannot make another total than the
shop's. `update_between` would not state a total that follows from the other amounts. A refund is a
request of its own, so `refunds` are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any, Final

from backd_rules import (
    AddressUpdate,
    Contact,
    ContactUpdate,
    LineItem,
    Money,
    Order,
    OrderUpdate,
    PersonNameUpdate,
    Quantity,
)

Json = Mapping[str, Any]
Texts = dict[str, str | None]

_ONE: Final = Quantity.of(1)
_NAME: Final = ("first", "last")
_ADDRESS: Final = ("line2", "line1", "city", "state", "zipcode", "country")

_FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BLANK: Final = re.compile(
    "[\\s\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164"
    "\ufeff\uffa0]*"
)
"""Characters that no text of an update may have, and blank text (domain.md, N6)."""


def to_update(shop_order: Json, recorded_order: Order) -> OrderUpdate:
    """Return the update that gives the recorded order the contents of the shop's order.

    Raises `ValueError` for another currency, and for an order whose parts do not make its total.
    """
    if shop_order["currency"] != "USD":
        raise ValueError(f"amounts must be in US dollars, not in {shop_order['currency']}")
    total, adjustment = Money.of(str(shop_order["total"])), recorded_order.totals.adjustment
    _check_total(shop_order, total)
    items = list(_items(shop_order, adjustment))
    cart = Money(cents=sum(item.amount_cents for item in items))
    tax, shipping = _money(shop_order["total_tax"]), _money(shop_order["shipping_total"])
    # The items have their prices before coupons, and the discount is the rest down to the total:
    # coupons, negative fees and rounded cents. So the four amounts always add up. `discount_total`
    # has the coupons alone, and rounds them differently from the lines.
    discount = cart + tax + shipping + adjustment - total
    if discount < Money.ZERO:
        items.append(LineItem.of_amount("Rounding", "rounding", Money.ZERO - discount, _ONE))
        cart, discount = cart - discount, Money.ZERO
    contents: Json = {
        "merchant_order_status": shop_order["status"],
        "cart_amount": cart,
        "tax_amount": tax,
        "shipping_amount": shipping,
        "discount_amount": discount,
        "items": tuple(items),
    }
    return OrderUpdate(
        recorded_order.backd_order_id,
        recorded_order.merchant_order_id,
        order_total=total,
        **{name: new for name, new in contents.items() if new != getattr(recorded_order, name)},
        **_contacts(shop_order, recorded_order),
    )


def _check_total(shop_order: Json, total: Money) -> None:
    """Raise `ValueError` unless the parts make the total, up to a cent of rounding for each."""
    amounts = [line["total"] for line in shop_order["line_items"]]
    amounts += [fee["total"] for fee in shop_order.get("fee_lines", ())]
    amounts += [shop_order["total_tax"], shop_order["shipping_total"]]
    made = sum(map(_money, amounts), Money.ZERO)
    cards = sum((_money(card["amount"]) for card in shop_order.get("gift_cards", ())), Money.ZERO)
    # A gift card is a payment. Some plugins subtract it from the total, others do not.
    if all(abs((made - paid - total).cents) > len(amounts) for paid in (Money.ZERO, cards)):
        raise ValueError(f"lines, fees, taxes and shipping make {made}, but the total is {total}")


def _items(shop_order: Json, adjustment: Money) -> Iterator[LineItem]:
    """Yield the products at their prices before coupons, and the fees that the buyer pays."""
    for line in shop_order["line_items"]:
        number = line.get("variation_id") or line.get("product_id")
        sku = _text(line.get("sku")) or (f"product-{number}" if number else f"line-{line['id']}")
        image = _text((line.get("image") or {}).get("src"), 2048)
        yield from _lines(line["name"], sku, line["subtotal"], line["quantity"], image)
    fees = [fee for fee in shop_order.get("fee_lines", ()) if _money(fee["total"])]
    # An adjustment of the same amount is these fees, recorded before any update stated them.
    if not adjustment or adjustment != sum((_money(fee["total"]) for fee in fees), Money.ZERO):
        for fee in fees:
            yield from _lines(fee["name"], "fee", fee["total"], 1, None)


def _lines(
    label: str, sku: str, amount: object, quantity: object, image: str | None
) -> Iterator[LineItem]:
    """Yield lines that make exactly the amount; none for a discount or for nothing.

    The shop's `price` is not read: it is rounded, a float, and after coupons.
    """
    money, qty, name = _money(amount), Decimal(str(quantity)), _text(label[:200]) or sku
    if money < Money.ZERO or not (money or qty):
        return
    try:
        yield LineItem.of_amount(name, sku, money, Quantity.of(qty), image)
    except ValueError:  # No price of six decimals makes the amount.
        if qty < 1 or qty % 1:
            yield LineItem.of_amount(f"{name}, quantity {qty:f}"[:255], sku, money, _ONE, image)
            return
        cents, dearer = divmod(money.cents, int(qty))
        for price, units in ((cents, int(qty) - dearer), (cents + 1, dearer)):
            part = Money(cents=price * units)
            yield LineItem.of_amount(name, sku, part, Quantity.of(units), image)


def _contacts(shop_order: Json, recorded_order: Order) -> dict[str, Any]:
    """Return the update of each contact that changes."""
    billing, shipping = _texts(shop_order["billing"]), _texts(shop_order["shipping"])
    texts = {
        "shipping": _changed(shipping, billing, recorded_order.shipping),
        "billing": _changed(billing, shipping, recorded_order.billing),
    }
    return {name: _contact_update(stated) for name, stated in texts.items() if stated}


def _texts(contact: Json) -> Texts:
    """Return the texts of a shop's contact by Backd's names, with `None` for a blank one."""
    # One field of an update has one line, so `line2` gets all lines after the first.
    address = f"{contact.get('address_1') or ''}\n{contact.get('address_2') or ''}"
    lines = [text for line in address.splitlines() if (text := _text(line))]
    return {
        "first": _text(contact.get("first_name")),
        "last": _text(contact.get("last_name")),
        "company_name": _text(contact.get("company")),
        "line1": lines[0] if lines else None,
        "line2": ", ".join(lines[1:])[:255] or None,
        "city": _text(contact.get("city")),
        "state": _text(contact.get("state")),
        "zipcode": _text(contact.get("postcode")),
        "country": _text(contact.get("country")),
        "phone_number": _text(contact.get("phone")),
        "email": _text(contact.get("email"), 254),
    }


def _changed(own: Texts, other: Texts, recorded: Contact | None) -> Texts:
    """Return the texts to state: a patch of the recorded contact, or a complete new one."""
    if recorded is None:
        # Parts of two addresses would make a place that does not exist: take all of it or nothing.
        for group in (_NAME, _ADDRESS, ("phone_number",), ("email",)):
            if not any(own[field] for field in group):
                own = {**own, **{field: other[field] for field in group}}
        complete = all(own[field] for field in (*_NAME, *_ADDRESS[1:], "phone_number", "email"))
        return {field: text for field, text in own.items() if text} if complete else {}
    # A blank optional field clears the recorded one where the shop states its neighbour.
    neighbour = {"line2": own["line1"], "company_name": own["last"]}
    holders = (recorded, recorded.name, recorded.address)
    present = {field: getattr(h, field) for h in holders for field in own if hasattr(h, field)}
    return {
        field: text
        for field, text in own.items()
        if text != present.get(field) and (text or neighbour.get(field))
    }


def _contact_update(texts: Texts) -> ContactUpdate:
    stated: dict[str, Any] = dict(texts)
    parts = {"name": (PersonNameUpdate, _NAME), "address": (AddressUpdate, _ADDRESS)}
    for part, (cls, fields) in parts.items():
        if inside := {field: stated.pop(field) for field in fields if field in stated}:
            stated[part] = cls(**inside)
    return ContactUpdate(**stated)


def _money(amount: object) -> Money:
    """Return an amount, rounded to cents; one that is absent is zero."""
    return Money.of(Decimal(str(amount or 0)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _text(value: object, most: int = 255) -> str | None:
    """Return text as an update may state it, or `None` if it is blank or too long."""
    text = " ".join(_FORBIDDEN.sub(" ", unescape(str(value or ""))).split())
    return None if len(text) > most or _BLANK.fullmatch(text) else text
