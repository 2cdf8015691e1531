"""Scenarios on the checkout page: inputs, and the expected page, calculated by hand.

The order is `browser/order.json`. Its total is 3900.16, and was 3800.16 when it was placed. The
limit is an increase of 400.00 or 15 %, the lower of both. So the highest total is 4200.16.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Scenario(NamedTuple):
    """Inputs by field path, and the texts that the page must show then.

    `body` is the update without ids, or `None` if the form cannot be submitted.
    """

    inputs: dict[str, str]
    verdict: str
    remaining: str
    total: str
    errors: dict[str, str]
    body: dict[str, Any] | None = None


IDS = {"backd_order_id": "BO-20260416-0002", "merchant_order_id": "FLOOR-1182"}
ITEMS = [
    {"display_name": "Oak flooring, 22 mm, per m²", "sku": "OAK-22", "unit_price": 64, "qty": 42.5},
    {"display_name": "Floor adhesive, 18 kg", "sku": "ADH-18", "unit_price": 89.5, "qty": 6},
    {"display_name": "Underlay, roll of 10 m", "sku": "UND-10", "unit_price": 31.25, "qty": 9},
]
REQUIRED = "is required in a new contact"
NOT_A_NUMBER = "must be a number"
BILLING = (
    "/billing/name/first",
    "/billing/name/last",
    "/billing/address/line1",
    "/billing/address/city",
    "/billing/address/state",
    "/billing/address/zipcode",
    "/billing/address/country",
    "/billing/phone_number",
    "/billing/email",
)


def allowed(
    inputs: dict[str, str], remaining: str, total: str, body: dict[str, Any] | None
) -> Scenario:
    return Scenario(inputs, "This change is allowed.", remaining, total, {}, body)


def denied(inputs: dict[str, str], errors: dict[str, str], total: str = "—") -> Scenario:
    count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
    return Scenario(inputs, f"{count} to fix.", "—", total, errors)


SCENARIOS = {
    "an increase": allowed(
        {"/shipping_amount": "195.5"}, "$224.50", "$3,975.66", {"shipping_amount": 195.5}
    ),
    "an increase to the limit": allowed(
        {"/shipping_amount": "420.00"}, "$0.00", "$4,200.16", {"shipping_amount": 420}
    ),
    "a cent above the limit": denied(
        {"/shipping_amount": "420.01"},
        {"/order_total": "order_total would be 4200.17, max_increase allows 4200.16"},
        "$4,200.17",
    ),
    "ten cents": allowed(
        {"/discount_amount": "0.1", "/tax_amount": ".30"},
        "$541.71",
        "$3,658.45",
        {"tax_amount": 0.3, "discount_amount": 0.1},
    ),
    "a price of six decimals": allowed(
        {"/items/0/unit_price": "64.000001", "/items/0/qty": "40"},
        "$460.00",
        "$3,740.16",
        {"items": [{**ITEMS[0], "unit_price": 64.000001, "qty": 40}, *ITEMS[1:]]},
    ),
    "more of an item": allowed(
        {"/items/0/qty": "43", "/order_total": "3932.16"},
        "$268.00",
        "$3,932.16",
        {"order_total": 3932.16, "items": [{**ITEMS[0], "qty": 43}, *ITEMS[1:]]},
    ),
    "optional fields cleared": allowed(
        {"/shipping/address/line2": "", "/shipping/company_name": ""},
        "$300.00",
        "$3,900.16",
        {"shipping": {"company_name": None, "address": {"line2": None}}},
    ),
    "non-ASCII letters": allowed(
        {"/shipping/name/first": "Zoë 🌲", "/shipping/address/city": "Łódź"},
        "$300.00",
        "$3,900.16",
        {"shipping": {"name": {"first": "Zoë 🌲"}, "address": {"city": "Łódź"}}},
    ),
    "a new contact": allowed(
        dict.fromkeys(BILLING, "B"),
        "$300.00",
        "$3,900.16",
        {
            "billing": {
                "name": {"first": "B", "last": "B"},
                "address": dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "B"),
                "phone_number": "B",
                "email": "B",
            }
        },
    ),
    "not a number": denied({"/tax_amount": "29l.91"}, {"/tax_amount": NOT_A_NUMBER}),
    "other notations of numbers": denied(
        {"/tax_amount": "NaN", "/shipping_amount": "1e2", "/discount_amount": "1_000"},
        dict.fromkeys(("/tax_amount", "/shipping_amount", "/discount_amount"), NOT_A_NUMBER),
    ),
    "a tenth of a cent": denied(
        {"/tax_amount": "291.915"}, {"/tax_amount": "must have at most 2 decimals"}
    ),
    "a required field cleared": denied(
        {"/shipping/address/city": "", "/shipping_amount": ""},
        {"/shipping/address/city": "must not be blank", "/shipping_amount": NOT_A_NUMBER},
    ),
    "part of a new contact": denied(
        {"/billing/name/first": "Ada"}, dict.fromkeys(BILLING[1:], REQUIRED), "$3,900.16"
    ),
    "malformed in many places": denied(
        {
            "/items/1/qty": "0",
            "/items/2/unit_price": "-1",
            "/shipping/name/last": " ",
            "/tax_amount": "$5",
            "/order_total": "4,000.00",
        },
        {
            "/items/1/qty": "must be from 0.001 to 999999999999.999",
            "/items/2/unit_price": "must be from 0 to 999999999.999999",
            "/shipping/name/last": "must not be blank",
            "/tax_amount": NOT_A_NUMBER,
            "/order_total": NOT_A_NUMBER,
        },
    ),
    "amounts out of range": denied(
        {"/items/1/qty": "200000000000"},
        {
            "/cart_amount": "cart_amount would be 17900000003001.25, which is out of range",
            "/order_total": "order_total would be 17900000003363.16, which is out of range\n"
            "order_total would be 17900000003363.16, max_increase allows 4200.16",
        },
    )._replace(verdict="3 problems to fix."),
    "refused for many reasons": denied(
        {"/shipping_amount": "520.25", "/order_total": "4300.42", "/billing/email": "a@b.example"},
        {
            **dict.fromkeys(BILLING[:-1], REQUIRED),
            "/order_total": "order_total is 4300.42, the amounts add up to 4300.41\n"
            "order_total would be 4300.42, max_increase allows 4200.16",
        },
        "$4,300.41",
    )._replace(verdict="10 problems to fix."),
}
UNCHANGED = Scenario({}, "No changes yet.", "$300.00", "$3,900.16", {})
