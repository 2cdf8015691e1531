"""Scenarios on the checkout page, and the exact sentences in both languages, written by hand.

Each case is an order and a limit, and changes in the form. Order and limit are those of
`checkout_scenarios.py`, unless the case has other fields or another limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from embedding.checkout_scenarios import BILLING

Both = tuple[str, str]
"""A text in English and in Spanish."""


class Change(NamedTuple):
    """Clicks and inputs, and the sentence at each path."""

    inputs: dict[str, str]
    sentences: Mapping[str, Both]
    clicks: tuple[str, ...] = ()
    others: tuple[Both, ...] = ()
    """The sentences that are not beside a field."""


class Case(NamedTuple):
    """Changes, one after another, of an order with these other fields, under this limit."""

    changes: Mapping[str, Change]
    fields: Mapping[str, Any] = {}
    limit: Mapping[str, Any] | None = None


MISSING = ("Please fill in this field.", "Complete este campo.")
NUMBER = ("Please enter a number, such as 12.50.", "Escriba un número, por ejemplo 12.50.")
# 3900.16 + 300.01 = 4200.17
RAISED = {"/shipping_amount": "420.01"}
CHANGES = {
    "none": Change({}, {}),
    "allowed": Change({"/shipping_amount": "195.5"}, {}),
    "increase_exceeds_limit by max_increase": Change(
        RAISED,
        {
            "/order_total": (
                "The total would be $4,200.17. With the agreed increase, it can be at most "
                "$4,200.16.",
                "El total sería $4,200.17. Con el aumento acordado, puede ser de $4,200.16 como "
                "máximo.",
            )
        },
    ),
    "order_total_mismatch": Change(
        {"/order_total": "3900.17"},
        {
            "/order_total": (
                "You entered $3,900.17, but the amounts add up to $3,900.16.",
                "Usted escribió $3,900.17, pero los importes suman $3,900.16.",
            )
        },
    ),
    "cart_amount_mismatch of whole cents": Change(
        {"/cart_amount": "3538.26"},
        {
            "/cart_amount": (
                "The cart is $3,538.26, but the items add up to $3,538.25.",
                "El carrito es de $3,538.26, pero los artículos suman $3,538.25.",
            )
        },
    ),
    # 9 x 31.2505 = 281.2545: the lines make 3538.25 rounded down, and 3538.26 rounded up.
    "cart_amount_mismatch of roundings": Change(
        {"/items/2/unit_price": "31.2505", "/cart_amount": "3538.50"},
        {
            "/cart_amount": (
                "The cart is $3,538.50, but the items add up to between $3,538.25 and $3,538.26.",
                "El carrito es de $3,538.50, pero los artículos suman entre $3,538.25 y $3,538.26.",
            )
        },
    ),
    "contact_incomplete": Change(
        dict.fromkeys(BILLING[:-1], "B"),
        {
            "/billing/email": (
                "Please fill in this field: a new contact must be complete.",
                "Complete este campo: un contacto nuevo debe estar completo.",
            )
        },
    ),
    "too_long": Change(
        {"/items/0/sku": "x" * 256, "/shipping/email": "x" * 255},
        {
            "/items/0/sku": (
                "Please shorten this to at most 255 characters.",
                "Acorte este texto a 255 caracteres como máximo.",
            ),
            "/shipping/email": (
                "Please shorten this to at most 254 characters.",
                "Acorte este texto a 254 caracteres como máximo.",
            ),
        },
    ),
    "too_precise": Change(
        {"/items/0/unit_price": "64.0000001", "/tax_amount": "291.915"},
        {
            "/items/0/unit_price": (
                "Please use at most 6 decimals.",
                "Use 6 decimales como máximo.",
            ),
            "/tax_amount": ("Please use at most 2 decimals.", "Use 2 decimales como máximo."),
        },
    ),
    "bad_characters": Change(
        {
            "/shipping/name/first": "Jo\u202ee",
            "/shipping/address/line1": "123 Main St\u2028Floor 1",
        },
        {
            "/shipping/name/first": (
                "Please type this again: it has invisible characters that cannot be used.",
                "Vuelva a escribir este texto: tiene caracteres invisibles que no se pueden usar.",
            ),
            "/shipping/address/line1": (
                "Please use one line. The second line of an address belongs in “Floor, suite”.",
                "Use una sola línea. La segunda línea de una dirección va en «Piso, oficina».",
            ),
        },
    ),
    "blank": Change(
        {"/shipping/name/first": "", "/shipping/name/last": "\u200b"},
        {"/shipping/name/first": MISSING, "/shipping/name/last": MISSING},
    ),
    "out_of_range": Change(
        {"/items/1/qty": "0", "/discount_amount": "-1"},
        {
            "/items/1/qty": (
                "Please enter a number from 0.001 to 999,999,999,999.999.",
                "Escriba un número de 0.001 a 999,999,999,999.999.",
            ),
            "/discount_amount": (
                "Please enter a number from 0 to 9,999,999,999,999.99.",
                "Escriba un número de 0 a 9,999,999,999,999.99.",
            ),
        },
    ),
    "wrong_type": Change({"/tax_amount": "29l.91"}, {"/tax_amount": NUMBER}),
    "missing": Change(
        {},
        {f"/items/3/{name}": MISSING for name in ("display_name", "sku", "unit_price")},
        clicks=("Add an item",),
    ),
    "empty": Change(
        {},
        {
            "/items": (
                "An order needs at least one item.",
                "Un pedido necesita al menos un artículo.",
            )
        },
        clicks=("Remove item 1",) * 3,
    ),
    # 3538.25 + 291.91 + 120.00 - 99999.00 = -96048.84
    "amount_out_of_range, negative": Change(
        {"/discount_amount": "99999"},
        {
            "/order_total": (
                "This would be -$96,048.84, but it cannot be negative.",
                "Esto sería -$96,048.84, pero no puede ser negativo.",
            )
        },
    ),
    # 10^10 x 9999 + 2720.00 + 281.25 is the cart.
    "amount_out_of_range, too large": Change(
        {"/items/1/qty": "10000000000", "/items/1/unit_price": "9999", "/tax_amount": "0"},
        {
            "/cart_amount": (
                "This would be $99,990,000,003,001.25, which is more than is possible.",
                "Esto sería $99,990,000,003,001.25, más de lo posible.",
            ),
            "/order_total": (
                "This would be $99,990,000,003,071.25, which is more than is possible.\n"
                "The total would be $99,990,000,003,071.25. With the agreed increase, it can be "
                "at most $4,200.16.",
                "Esto sería $99,990,000,003,071.25, más de lo posible.\n"
                "El total sería $99,990,000,003,071.25. Con el aumento acordado, puede ser de "
                "$4,200.16 como máximo.",
            ),
        },
    ),
}
CASES = {
    "the usual order": Case(CHANGES),
    # 110 % of 3800.16 is 4180.176: a percentage is never rounded up.
    "a percentage, and no increase left": Case(
        {
            "both": Change(
                RAISED,
                {
                    "/order_total": (
                        "The total would be $4,200.17. With the agreed percentage, it can be at "
                        "most $4,180.17.\n"
                        "The total cannot go up again: increases made 1, allowed 1.",
                        "El total sería $4,200.17. Con el porcentaje acordado, puede ser de "
                        "$4,180.17 como máximo.\n"
                        "El total no puede volver a subir: aumentos realizados 1, permitidos 1.",
                    )
                },
            )
        },
        limit={"max_increase_percent": 10, "max_increases": 1},
    ),
    "a highest total": Case(
        {
            "above it": Change(
                RAISED,
                {
                    "/order_total": (
                        "The total would be $4,200.17. The highest total that was agreed is "
                        "$4,000.00.",
                        "El total sería $4,200.17. El total máximo acordado es $4,000.00.",
                    )
                },
            )
        },
        limit={"max_order_total": 4000},
    ),
    "no history": Case(
        {
            "raised": Change(
                RAISED,
                {
                    "/order_total": (
                        "The total cannot go up, because we do not know what the original total "
                        "was and how often it has gone up.",
                        "El total no puede subir, porque no sabemos cuál era el total original y "
                        "cuántas veces ha subido.",
                    )
                },
            )
        },
        fields={"placed_total": None, "increase_count": None},
    ),
    "confirmed": Case(
        {
            "unchanged": Change(
                {},
                {},
                others=(
                    (
                        "You cannot change the order, because this order is confirmed.",
                        "No puede cambiar el pedido, porque este pedido está confirmado.",
                    ),
                ),
            )
        },
        fields={"status": "order_confirmed"},
    ),
    "a link that is too long": Case(
        {
            "an item changed": Change(
                {"/items/0/qty": "42"},
                {},
                others=(
                    (
                        "Item 1, link: Please shorten this to at most 2,048 characters.",
                        "Artículo 1, enlace: Acorte este texto a 2,048 caracteres como máximo.",
                    ),
                ),
            )
        },
        fields={
            "items": [
                {
                    "display_name": "Oak",
                    "sku": "OAK-22",
                    "unit_price": 64,
                    "qty": 43,
                    "item_url": "x" * 2049,
                }
            ]
        },
    ),
}


def steps(case: Case) -> list[dict[str, Any]]:
    """Return what the driver does: each change in English, and then the same page in Spanish."""
    found: list[dict[str, Any]] = []
    for change in case.changes.values():
        actions = {"clicks": change.clicks, "inputs": change.inputs}
        found += [{"restart": bool(found), "language": "en", **actions}, {"language": "es"}]
    return found
