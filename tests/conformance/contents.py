"""Conformance cases of what an order holds: items and their rounding, contacts, texts.

Source: domain.md, Amounts and The request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from backd_rules.actions.update_order.request import CONTACT_LEAVES
from backd_rules.domain.checks import CLEARABLE
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

_LINES: Final[Mapping[str, tuple[float, tuple[Json, ...]]]] = {
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
"""Items, and what they make or the most that can be said."""
_BESIDE: Final = {"a-cent-less": -1, "right": 0, "a-cent-more": 1}


def item_cases() -> Iterator[Case]:
    """Items that are brought or held, with carts stated right and a cent off."""
    limit = UNLIMITED
    for name, (cart, lines) in _LINES.items():
        items = [*lines]
        yield Case(f"items/{name}/brought", an_order(0), limit, an_update(items=items))
        for beside, cents in _BESIDE.items():
            stated = round(cart + cents / 100, 2)
            if 0 <= stated <= MAX:
                update = an_update(cart_amount=stated)
                brought = {**update, "items": items}
                yield Case(f"items/{name}/brought-{beside}", an_order(0), limit, brought)
                held = an_order(7, items=[_stated(item) for item in items])
                yield Case(f"items/{name}/held-{beside}", held, limit, update)
    unmatched = an_order(7, items=[an_item(3, 1)])
    for name, fields in _UNMATCHED.items():
        yield Case(f"items/never-matched/{name}", unmatched, limit, an_update(**fields))


def _stated(thing: Json) -> Json:
    return {name: value for name, value in thing.items() if value is not None}


_UNMATCHED: Final[Mapping[str, Json]] = {
    "text": {"merchant_order_status": "packed"},
    "fee": {"tax_amount": 1},
    "same-cart": {"cart_amount": 7},
    "fitting-cart": {"cart_amount": 3},
    "same-items": {"items": [an_item(3, 1)]},
}


_CLEARED: Final = tuple(leaf for leaf in CONTACT_LEAVES if leaf[-1] in CLEARABLE)


def _with(contact: Json, leaf: tuple[str, ...], value: str | None) -> Json:
    """A copy in which `value` stands at the end of `leaf`."""
    step, *rest = leaf
    below = _with(contact.get(step, {}), tuple(rest), value) if rest else value
    return {**contact, step: below}


def _without(contact: Json, leaf: tuple[str, ...]) -> Json:
    step, *rest = leaf
    kept = {name: below for name, below in contact.items() if name != step}
    return {**kept, step: _without(contact[step], tuple(rest))} if rest else kept


def _patches() -> Iterator[tuple[str, Json]]:
    yield "whole", CONTACT
    yield "empty", {}
    yield "empty-inside", {"name": {}, "address": {}}
    for leaf in CONTACT_LEAVES:
        yield f"without-{leaf[-1]}", _without(CONTACT, leaf)
        yield f"only-{leaf[-1]}", _with({}, leaf, "Other")
    for leaf in _CLEARED:
        yield f"clear-{leaf[-1]}", _with({}, leaf, None)
        yield f"whole-but-clear-{leaf[-1]}", _with(CONTACT, leaf, None)
    yield "without-name", _without(CONTACT, ("name",))
    yield "without-address", _without(CONTACT, ("address",))


def contact_cases() -> Iterator[Case]:
    """Contacts that the order had or not, patched in every field."""
    bare = an_order(100)
    for field in ("shipping", "billing"):
        for name, patch in _patches():
            update = an_update(**{field: patch})
            yield Case(f"contact/{field}/new/{name}", bare, WIDE, update)
            held = {**bare, field: CONTACT}
            yield Case(f"contact/{field}/held/{name}", held, WIDE, update)
    both = an_update(shipping={"email": "x"}, billing={"phone_number": "1"})
    yield Case("contact/both/new", bare, WIDE, both)
    yield Case("contact/both/one-held", {**bare, "billing": CONTACT}, WIDE, both)


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
    """Texts at the edge of what a text may be."""
    for name, text in _TEXTS.items():
        update = an_update(merchant_order_status=text)
        yield Case(f"text/{name}", an_order(100), WIDE, update)
    again = an_update(merchant_order_status="packed")
    yield Case("text/the-same", an_order(100, merchant_order_status="packed"), WIDE, again)
