"""Scenarios on the checkout page: inputs, and the expected page, calculated by hand.

The order is `browser/order.json`. Its total is 3900.16, and was 3800.16 when it was placed. The
limit is an increase of 400.00 or 15 %, the lower of both. So the highest total is 4200.16.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Scenario(NamedTuple):
    """Clicks on buttons by their names, then inputs by field path, and what the page must show.

    It is the page in English. `sentence_scenarios.py` has sentences in both languages.

    `body` is the update without ids, or `None` if the form cannot be submitted. `items` has the
    names of the items' groups, `focus` the element that has the focus after the clicks, and
    `announced` is what a screen reader says of the items. `excess` is shown in the place of
    `remaining` if the total is above the limit.
    """

    inputs: dict[str, str]
    verdict: str
    remaining: str
    total: str
    errors: dict[str, str]
    body: dict[str, Any] | None = None
    clicks: tuple[str, ...] = ()
    items: int = 3
    focus: str = ""
    announced: str = ""
    excess: str = ""


IDS = {"backd_order_id": "BO-20260416-0002", "merchant_order_id": "FLOOR-1182"}
ITEMS = [
    {"display_name": "Oak flooring, 22 mm, per m²", "sku": "OAK-22", "unit_price": 64, "qty": 42.5},
    {"display_name": "Floor adhesive, 18 kg", "sku": "ADH-18", "unit_price": 89.5, "qty": 6},
    {"display_name": "Underlay, roll of 10 m", "sku": "UND-10", "unit_price": 31.25, "qty": 9},
]
NEW_ITEM = {"display_name": "Screws, box", "sku": "SCR-1", "unit_price": 8.04, "qty": 2}
REQUIRED = "Please fill in this field."
REQUIRED_CONTACT = "Please fill in this field: a new contact must be complete."
NOT_A_NUMBER = "Please enter a number, such as 12.50."
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
    return Scenario(inputs, f"Problems to fix: {len(errors)}.", "—", total, errors)


def exceeds(total: str) -> str:
    """Return the sentence for a total above the limit."""
    return f"The total would be {total}. With the agreed increase, it can be at most $4,200.16."


def too_large(amount: str) -> str:
    return f"This would be {amount}, which is more than is possible."


TOO_LARGE_TOTAL = "$17,900,000,003,363.16"
SCENARIOS = {
    "an increase": allowed(
        {"/shipping_amount": "195.5"}, "$224.50", "$3,975.66", {"shipping_amount": 195.5}
    ),
    "an increase to the limit": allowed(
        {"/shipping_amount": "420.00"}, "$0.00", "$4,200.16", {"shipping_amount": 420}
    ),
    "a cent above the limit": denied(
        {"/shipping_amount": "420.01"},
        {"/order_total": exceeds("$4,200.17")},
        "$4,200.17",
    )._replace(excess="$0.01"),
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
        {"/tax_amount": "291.915"}, {"/tax_amount": "Please use at most 2 decimals."}
    ),
    "a required field cleared": denied(
        {"/shipping/address/city": "", "/shipping_amount": ""},
        {"/shipping/address/city": REQUIRED, "/shipping_amount": NOT_A_NUMBER},
    ),
    "part of a new contact": denied(
        {"/billing/name/first": "Ada"}, dict.fromkeys(BILLING[1:], REQUIRED_CONTACT), "$3,900.16"
    )._replace(remaining="$300.00"),
    "malformed in many places": denied(
        {
            "/items/1/qty": "0",
            "/items/2/unit_price": "-1",
            "/shipping/name/last": " ",
            "/tax_amount": "$5",
            "/order_total": "4,000.00",
        },
        {
            "/items/1/qty": "Please enter a number from 0.001 to 999,999,999,999.999.",
            "/items/2/unit_price": "Please enter a number from 0 to 999,999,999.999999.",
            "/shipping/name/last": REQUIRED,
            "/tax_amount": NOT_A_NUMBER,
            "/order_total": NOT_A_NUMBER,
        },
    ),
    "amounts out of range": denied(
        {"/items/1/qty": "200000000000"},
        {
            "/cart_amount": too_large("$17,900,000,003,001.25"),
            "/order_total": f"{too_large(TOO_LARGE_TOTAL)}\n{exceeds(TOO_LARGE_TOTAL)}",
        },
        # 17900000003363.16 - 4200.16
    )._replace(verdict="Problems to fix: 3.", excess="$17,899,999,999,163.00"),
    "refused for many reasons": denied(
        {"/shipping_amount": "520.25", "/order_total": "4300.42", "/billing/email": "a@b.example"},
        {
            **dict.fromkeys(BILLING[:-1], REQUIRED_CONTACT),
            "/order_total": "You entered $4,300.42, but the amounts add up to $4,300.41.\n"
            f"{exceeds('$4,300.42')}",
        },
        "$4,300.41",
    )._replace(verdict="Problems to fix: 10.", excess="$100.26"),
    "sixteen thousand digits and a letter": denied(
        {"/tax_amount": "9" * 16_000 + "l"}, {"/tax_amount": NOT_A_NUMBER}
    ),
    "an item renamed": allowed(
        {"/items/1/display_name": "Adhesive", "/items/1/sku": "ADH-19"},
        "$300.00",
        "$3,900.16",
        {"items": [ITEMS[0], {**ITEMS[1], "display_name": "Adhesive", "sku": "ADH-19"}, ITEMS[2]]},
    ),
    # 6 x 89.50 = 537.00 less.
    "an item removed": allowed(
        {}, "$837.00", "$3,363.16", {"items": [ITEMS[0], ITEMS[2]]}
    )._replace(
        clicks=("Remove item 2",),
        items=2,
        focus="Remove item 2",
        announced="Item 2 was removed. Items left: 2.",
    ),
    # 2 x 8.04 = 16.08 more.
    "an item added": allowed(
        {
            "/items/3/display_name": "Screws, box",
            "/items/3/sku": "SCR-1",
            "/items/3/qty": "2",
            "/items/3/unit_price": "8.04",
        },
        "$283.92",
        "$3,916.24",
        {"items": [*ITEMS, NEW_ITEM]},
    )._replace(
        clicks=("Add an item",),
        items=4,
        focus="/items/3/display_name",
        announced="Item 4 was added.",
    ),
    "an empty item added": denied(
        {}, {f"/items/3/{name}": REQUIRED for name in ("display_name", "sku", "unit_price")}
    )._replace(
        clicks=("Add an item",),
        items=4,
        focus="/items/3/display_name",
        announced="Item 4 was added.",
    ),
    # 3538.25 - 42.5 x 64 + 16.08 = 834.33, and 834.33 + 291.91 + 120 - 50 = 1196.24.
    "the first item replaced": allowed(
        {
            "/items/2/display_name": "Screws, box",
            "/items/2/sku": "SCR-1",
            "/items/2/qty": "2",
            "/items/2/unit_price": "8.04",
        },
        "$3,003.92",
        "$1,196.24",
        {"items": [*ITEMS[1:], NEW_ITEM]},
    )._replace(
        clicks=("Remove item 1", "Add an item"),
        focus="/items/2/display_name",
        announced="Item 3 was added.",
    ),
    "the last item removed": allowed({}, "$581.25", "$3,618.91", {"items": ITEMS[:2]})._replace(
        clicks=("Remove item 3",),
        items=2,
        focus="Remove item 2",
        announced="Item 3 was removed. Items left: 2.",
    ),
    "no item left": denied({}, {"/items": "An order needs at least one item."})._replace(
        clicks=("Remove item 1", "Remove item 1", "Remove item 1"),
        items=0,
        focus="/items",
        announced="Item 1 was removed. Items left: 0.",
    ),
}
UNCHANGED = Scenario({}, "No changes yet.", "$300.00", "$3,900.16", {})
