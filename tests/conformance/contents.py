"""Conformance cases for the contents of an order: items and rounding, contacts, texts.

Source: domain.md, N1 to N8, U1 to U4 and T1 to T6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from support.json_values import replaced

from backd_rules.actions.update_order.request import CONTACT_PATHS, REQUIRED_CONTACT_PATHS
from conformance.cases import (
    CONTACT,
    MAX,
    UNLIMITED,
    WIDE,
    Case,
    Json,
    an_item,
    an_order,
    an_update,
)

_ITEMS: Final[Mapping[str, tuple[float, tuple[Json, ...]]]] = {
    "whole": (9000, (an_item(3000, 3),)),
    "half-a-cent": (0.01, (an_item(0.01, 0.5),)),
    "under-half-a-cent": (0, (an_item(0.01, 0.499),)),
    "one-and-a-half-cents": (0.02, (an_item(0.03, 0.5),)),
    "two-and-a-half-cents": (0.03, (an_item(0.05, 0.5),)),
    "least-quantity-half-a-cent": (0.01, (an_item(5, 0.001),)),
    "least-quantity-under": (0, (an_item(4.99, 0.001),)),
    "just-over-half": (0.01, (an_item(1.01, 0.005),)),
    "just-under-half": (0, (an_item(0.99, 0.005),)),
    "three-decimals": (42.48, (an_item(19.99, 2.125),)),
    "each-line-is-rounded": (0.03, (an_item(0.01, 0.5), an_item(0.01, 0.5), an_item(0.01, 0.5))),
    "each-line-rounded-down": (0, (an_item(0.01, 0.4), an_item(0.01, 0.4), an_item(0.01, 0.4))),
    "free": (0, (an_item(0, 1),)),
    "largest-price": (MAX, (an_item(MAX, 1),)),
    "largest-quantity": (MAX, (an_item(0.01, 999999999999.999), an_item(9989999999999.99, 1))),
    "above-highest": (MAX, (an_item(MAX, 1), an_item(0.01, 1))),
    "far-above": (MAX, (an_item(MAX, 999999999999.999),)),
    "with-urls": (1, (an_item(1, 1, item_image_url="http://a/b.png", item_url="http://a/b"),)),
    "without-urls": (1, (an_item(1, 1, item_image_url=None, item_url=None),)),
}
"""Maps a name to the sum of the items, at most `MAX`, and the items."""
_DEVIATIONS: Final = {"a-cent-less": -1, "right": 0, "a-cent-more": 1}
"""Maps a name to the difference in cents between the stated cart amount and the sum."""


def item_cases() -> Iterator[Case]:
    """Yield cases with items in the update or in the order, and cart amounts right and wrong.

    The items of a case named `brought` are in the update, and of one named `held` in the order.
    """
    limit = UNLIMITED
    for name, (cart, lines) in _ITEMS.items():
        items = [*lines]
        yield Case(f"items/{name}/brought", an_order(0), limit, an_update(items=items))
        for deviation, cents in _DEVIATIONS.items():
            cart_amount = round(cart + cents / 100, 2)
            if 0 <= cart_amount <= MAX:
                update = an_update(cart_amount=cart_amount)
                with_items = {**update, "items": items}
                yield Case(f"items/{name}/brought-{deviation}", an_order(0), limit, with_items)
                order = an_order(7, items=[_without_nulls(item) for item in items])
                yield Case(f"items/{name}/held-{deviation}", order, limit, update)
    unmatched = an_order(7, items=[an_item(3, 1)])
    for name, fields in _UNMATCHED.items():
        yield Case(f"items/never-matched/{name}", unmatched, limit, an_update(**fields))


def _without_nulls(item: Json) -> Json:
    return {name: value for name, value in item.items() if value is not None}


_UNMATCHED: Final[Mapping[str, Json]] = {
    "text": {"merchant_order_status": "packed"},
    "fee": {"tax_amount": 1},
    "same-cart": {"cart_amount": 7},
    "fitting-cart": {"cart_amount": 3},
    "same-items": {"items": [an_item(3, 1)]},
}
"""Updates of an order whose cart amount is not the sum of its items."""

_NULLABLE: Final = tuple(path for path in CONTACT_PATHS if path not in REQUIRED_CONTACT_PATHS)


def _only(path: tuple[str, ...], value: str | None) -> Json:
    """Return a patch that states one field."""
    patch: Any = value
    for name in reversed(path):
        patch = {name: patch}
    return dict(patch)


def _without(contact: Json, path: tuple[str, ...]) -> Json:
    """Return a copy of `contact` without the field at `path`."""
    name, *rest = path
    others = {other: value for other, value in contact.items() if other != name}
    return {**others, name: _without(contact[name], tuple(rest))} if rest else others


def _patches() -> Iterator[tuple[str, Json]]:
    yield "whole", CONTACT
    yield "empty", {}
    yield "empty-inside", {"name": {}, "address": {}}
    for path in CONTACT_PATHS:
        yield f"without-{path[-1]}", _without(CONTACT, path)
        yield f"only-{path[-1]}", _only(path, "Other")
    for path in _NULLABLE:
        yield f"clear-{path[-1]}", _only(path, None)
        yield f"whole-but-clear-{path[-1]}", replaced(CONTACT, path, None)
    yield "without-name", _without(CONTACT, ("name",))
    yield "without-address", _without(CONTACT, ("address",))


def contact_cases() -> Iterator[Case]:
    """Yield patches of each contact field, for orders with and without that contact."""
    without_contacts = an_order(100)
    for field in ("shipping", "billing"):
        for name, patch in _patches():
            update = an_update(**{field: patch})
            yield Case(f"contact/{field}/new/{name}", without_contacts, WIDE, update)
            with_contact = {**without_contacts, field: CONTACT}
            yield Case(f"contact/{field}/held/{name}", with_contact, WIDE, update)
    both = an_update(shipping={"email": "x"}, billing={"phone_number": "1"})
    yield Case("contact/both/new", without_contacts, WIDE, both)
    yield Case("contact/both/one-held", {**without_contacts, "billing": CONTACT}, WIDE, both)


_TEXTS: Final[Mapping[str, str]] = {
    "longest": "x" * 255,
    "longest-astral": "\U0001f600" * 255,
    "spaces-around": " packed ",
    "no-break-space-inside": "a\u00a0b",
    "zero-width-joiner": "\U0001f469\u200d\U0001f4bb",
    "byte-order-mark": "\ufeff",
    "right-to-left-script": "\u05d0\u05d1",
    "not-composed": "e\u0301",
}


def text_cases() -> Iterator[Case]:
    """Yield updates with unusual but valid texts."""
    for name, text in _TEXTS.items():
        update = an_update(merchant_order_status=text)
        yield Case(f"text/{name}", an_order(100), WIDE, update)
    again = an_update(merchant_order_status="packed")
    yield Case("text/the-same", an_order(100, merchant_order_status="packed"), WIDE, again)
