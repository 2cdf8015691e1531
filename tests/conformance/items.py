"""Conformance cases for items: lines, their roundings, and carts that do not fit them.

Source: domain.md, N4, N5, N7, F6, T3 and T4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from conformance.cases import MAX, UNLIMITED, Case, Json, an_item, an_order, an_update


class _Lines(NamedTuple):
    """Items, and the sums of their lines rounded down, half up and up."""

    lowest: float
    half_up: float
    highest: float
    items: tuple[Json, ...]


_PIECES: Final = an_item(0.0385, 2500)
_ITEMS: Final[Mapping[str, _Lines]] = {
    "whole": _Lines(9000, 9000, 9000, (an_item(3000, 3),)),
    "half-a-cent": _Lines(0, 0.01, 0.01, (an_item(0.01, 0.5),)),
    "under-half-a-cent": _Lines(0, 0, 0.01, (an_item(0.01, 0.499),)),
    "one-and-a-half-cents": _Lines(0.01, 0.02, 0.02, (an_item(0.03, 0.5),)),
    "two-and-a-half-cents": _Lines(0.02, 0.03, 0.03, (an_item(0.05, 0.5),)),
    "least-quantity-half-a-cent": _Lines(0, 0.01, 0.01, (an_item(5, 0.001),)),
    "least-quantity-under": _Lines(0, 0, 0.01, (an_item(4.99, 0.001),)),
    "just-over-half": _Lines(0, 0.01, 0.01, (an_item(1.01, 0.005),)),
    "just-under-half": _Lines(0, 0, 0.01, (an_item(0.99, 0.005),)),
    "three-decimals": _Lines(42.47, 42.48, 42.48, (an_item(19.99, 2.125),)),
    "each-line-is-rounded": _Lines(0, 0.03, 0.03, (an_item(0.01, 0.5),) * 3),
    "each-line-rounded-down": _Lines(0, 0, 0.03, (an_item(0.01, 0.4),) * 3),
    "whole-lines-have-no-slack": _Lines(0.3, 0.31, 0.31, (an_item(0.1, 3), an_item(0.01, 0.5))),
    "free": _Lines(0, 0, 0, (an_item(0, 1),)),
    "subcent-whole": _Lines(96.25, 96.25, 96.25, (_PIECES,)),
    "subcent-half": _Lines(0.12, 0.13, 0.13, (an_item(0.125, 1),)),
    "subcent-four-decimals": _Lines(49.53, 49.53, 49.53, (an_item(4.1275, 12),)),
    "subcent-third": _Lines(0.99, 0.99, 1.02, (an_item(0.333333, 1),) * 3),
    "subcent-six-decimals": _Lines(17.64, 17.65, 17.65, (an_item(17.647059, 1),)),
    "subcent-least": _Lines(0, 0, 0.01, (an_item(0.000001, 0.001),)),
    "subcent-million": _Lines(1, 1, 1, (an_item(0.000001, 1000000),)),
    "highest-price": _Lines(999999999.99, 1000000000, 1000000000, (an_item(999999999.999999, 1),)),
    "highest-quantity": _Lines(
        9999999999.99, 10000000000, 10000000000, (an_item(0.01, 999999999999.999),)
    ),
    "highest-sum": _Lines(MAX, MAX, MAX, (an_item(999999999.99, 10000), an_item(99.99, 1))),
    "with-urls": _Lines(
        1, 1, 1, (an_item(1, 1, item_image_url="http://a/b.png", item_url="http://a/b"),)
    ),
    "null-urls": _Lines(1, 1, 1, (an_item(1, 1, item_image_url=None, item_url=None),)),
    "blank-urls": _Lines(1, 1, 1, (an_item(1, 1, item_image_url="", item_url="\u200b "),)),
}
_AS_WHOLE: Final = ("with-urls", "null-urls", "blank-urls")
"""The items that differ from `whole` in their texts only."""
_TOO_HIGH: Final[Mapping[str, tuple[Json, ...]]] = {
    "above-highest": (an_item(999999999.99, 10000), an_item(100, 1)),
    "far-above": (an_item(999999999.999999, 999999999999.999),),
}


def item_cases() -> Iterator[Case]:
    """Yield items with every cart amount at the edge of what fits them.

    The items of a case named `brought` are in the update, and of one named `held` in the order.
    """
    for name, lines in _ITEMS.items():
        items = [*lines.items]
        yield Case(f"items/{name}/brought", an_order(0), UNLIMITED, an_update(items=items))
        held = an_order(7, items=items)
        for place, cart in _carts(lines).items() if name not in _AS_WHOLE else ():
            update = an_update(cart_amount=cart)
            brought = {**update, "items": items}
            yield Case(f"items/{name}/brought-{place}", an_order(0), UNLIMITED, brought)
            if lines.lowest < lines.highest or name == "whole":
                yield Case(f"items/{name}/held-{place}", held, UNLIMITED, update)
    for name, too_high in _TOO_HIGH.items():
        update = an_update(items=[*too_high])
        yield Case(f"items/{name}/brought", an_order(0), UNLIMITED, update)
        stated = {**update, "cart_amount": MAX}
        yield Case(f"items/{name}/brought-highest", an_order(0), UNLIMITED, stated)
        held = an_order(7, items=[*too_high])
        yield Case(f"items/{name}/held-highest", held, UNLIMITED, an_update(cart_amount=MAX))
        yield Case(f"items/{name}/held-restated", held, UNLIMITED, {**update, "cart_amount": 7})


def _carts(lines: _Lines) -> dict[str, float]:
    """Return the cart amounts at the three sums, and a cent outside, without repetition."""
    carts = {
        "half-up": lines.half_up,
        "down": lines.lowest,
        "up": lines.highest,
        "a-cent-below": round(lines.lowest - 0.01, 2) or 0,
        "a-cent-above": round(lines.highest + 0.01, 2),
    }
    distinct = {cart: place for place, cart in reversed(carts.items())}
    return {place: cart for cart, place in distinct.items() if 0 <= cart <= MAX}


_LINE: Final = an_item(3, 1)
_URL: Final = {**_LINE, "item_url": "https://shop.example/c"}
_NEVER_MATCHED: Final[Mapping[str, Json]] = {
    "text": {"merchant_order_status": "packed"},
    "fee": {"tax_amount": 1},
    "restated-cart": {"cart_amount": 7},
    "restated-items": {"items": [_LINE]},
    "restated": {"cart_amount": 7, "order_total": 7, "items": [_LINE]},
    "restated-with-a-fee": {"cart_amount": 7, "tax_amount": 1, "items": [_LINE]},
    "new-url": {"items": [_URL]},
    "new-url-and-cart": {"cart_amount": 7, "items": [_URL]},
    "new-items-of-the-same-sum": {"items": [an_item(1, 1), an_item(1, 2)]},
    "new-items-of-the-same-half-up-sum": {"items": [an_item(2.995, 1)]},
    "same-sum-and-the-sum-as-cart": {"cart_amount": 3, "items": [an_item(1, 3)]},
    "same-sum-and-another-cart": {"cart_amount": 7.01, "items": [an_item(1, 3)]},
    "new-sum": {"items": [an_item(4, 1)]},
    "new-sum-and-the-old-cart": {"cart_amount": 7, "items": [an_item(4, 1)]},
    "new-sum-as-cart": {"cart_amount": 4, "items": [an_item(4, 1)]},
    "new-sum-that-is-the-cart": {"items": [an_item(7, 1)]},
    "cart-as-the-sum": {"cart_amount": 3},
    "another-cart": {"cart_amount": 6.99},
}
"""Updates of an order whose cart is 7 and whose only item costs 3."""

_WITHOUT_ITEMS: Final[Mapping[str, Json]] = {
    "another-cart": {"cart_amount": 6.99},
    "items-of-the-cart": {"items": [an_item(7, 1)]},
    "items-of-another-sum": {"items": [an_item(4, 1)]},
    "items-and-the-old-cart": {"cart_amount": 7, "items": [an_item(4, 1)]},
    "items-within-the-slack": {"cart_amount": 7, "items": [an_item(6.995, 1)]},
    "items-just-outside-the-slack": {"cart_amount": 7, "items": [an_item(6.99, 1)]},
}
"""Updates of an order whose cart is 7 and which has no items."""

_ROUNDED: Final[Json] = {"display_name": "Cable", "sku": "C", "unit_price": 2.9999995, "qty": 1}
_RECORDED: Final[Mapping[str, tuple[Json, Json]]] = {
    "price-half-up": (_ROUNDED, an_item(3, 1)),
    "price-down": ({**_ROUNDED, "unit_price": 3.00000049}, an_item(3, 1)),
    "price-to-zero": ({**_ROUNDED, "unit_price": 0.0000004}, an_item(0, 1)),
    "quantity-half-up": (an_item(3, 0.9995), an_item(3, 1)),
    "quantity-down": (an_item(3, 1.0004), an_item(3, 1)),
    "float-noise": (an_item(0.1 + 0.2, 10), an_item(0.3, 10)),
}
"""A recorded item with too many decimals, and what it is read as."""


def mismatch_cases() -> Iterator[Case]:
    """Yield orders whose cart never matched their items, without items, and with rounded ones."""
    unmatched = an_order(7, items=[_LINE])
    for name, fields in _NEVER_MATCHED.items():
        yield Case(f"never-matched/{name}", unmatched, UNLIMITED, an_update(**fields))
    for name in ("restated-items", "new-url", "new-sum-that-is-the-cart"):
        update = an_update(**_NEVER_MATCHED[name])
        yield Case(f"never-matched/no-increase/{name}", unmatched, {"max_increase": 0}, update)
    for name, fields in _WITHOUT_ITEMS.items():
        yield Case(f"without-items/{name}", an_order(7), UNLIMITED, an_update(**fields))
        empty = an_order(7, items=[])
        yield Case(f"without-items/empty/{name}", empty, UNLIMITED, an_update(**fields))
    for name, (recorded, read) in _RECORDED.items():
        order = an_order(7, items=[recorded])
        again = an_update(items=[read])
        yield Case(f"recorded-decimals/{name}/restated", order, UNLIMITED, again)
        moved = an_update(cart_amount=7.01, items=[read])
        yield Case(f"recorded-decimals/{name}/another-cart", order, UNLIMITED, moved)
