"""The rows of `DECISIONS`, as `decide_update`, `ceiling` and `headroom` give them."""

from contextlib import suppress
from typing import Any

from backd_rules import (
    Denied,
    MerchantLimit,
    Order,
    OrderUpdate,
    ceiling,
    decide_update,
    headroom,
)

Row = dict[str, Any]

AMOUNTS = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")

TERMS = ("max_increase", "max_increase_percent", "max_order_total")
FAR = 10**18
"""From here on, a column has a sum of items in parts."""

BITS = (
    ("unknown_order", "/backd_order_id"),
    ("backd_order_id_mismatch", "/backd_order_id"),
    ("merchant_order_id_mismatch", "/merchant_order_id"),
    ("status_forbids_action", ""),
    ("contact_incomplete", "/shipping/name/first"),
    ("contact_incomplete", "/shipping/name/last"),
    ("contact_incomplete", "/shipping/address/line1"),
    ("contact_incomplete", "/shipping/address/city"),
    ("contact_incomplete", "/shipping/address/state"),
    ("contact_incomplete", "/shipping/address/zipcode"),
    ("contact_incomplete", "/shipping/address/country"),
    ("contact_incomplete", "/shipping/phone_number"),
    ("contact_incomplete", "/shipping/email"),
    ("contact_incomplete", "/billing/name/first"),
    ("contact_incomplete", "/billing/name/last"),
    ("contact_incomplete", "/billing/address/line1"),
    ("contact_incomplete", "/billing/address/city"),
    ("contact_incomplete", "/billing/address/state"),
    ("contact_incomplete", "/billing/address/zipcode"),
    ("contact_incomplete", "/billing/address/country"),
    ("contact_incomplete", "/billing/phone_number"),
    ("contact_incomplete", "/billing/email"),
    ("amount_out_of_range", "/order_total"),
    ("amount_out_of_range", "/cart_amount"),
    ("cart_amount_mismatch", "/cart_amount"),
    ("order_total_mismatch", "/order_total"),
    ("history_unknown", "/order_total"),
    ("increase_exceeds_limit", "/order_total"),
    ("too_many_increases", "/order_total"),
)
"""The code and the path of each bit, the lowest first."""

_BIT_OF = {found: 1 << bit for bit, found in enumerate(BITS)}

UNDECIDED: Row = dict.fromkeys(
    (
        *("allowed", "violations", *AMOUNTS, "order_total", "increase_count"),
        *("ceiling", "bound_by", "headroom"),
    )
)
"""The row of a decision that is none, without its `faults`."""


def expected_row(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Row:
    """Return the row of `DECISIONS` that a row must get."""
    decision = decide_update(order, update, limit)
    refusals = decision.violations if isinstance(decision, Denied) else ()
    after = order if isinstance(decision, Denied) else decision.order
    row = {
        "allowed": not refusals,
        "violations": sum(_BIT_OF[violation.code, violation.path] for violation in refusals),
        **{name: getattr(after, name).cents for name in (*AMOUNTS, "order_total")},
        "increase_count": after.increase_count,
        "ceiling": None,
        "bound_by": None,
        "headroom": None,
        "faults": None,
    }
    with suppress(ValueError):  # The limit needs a history that is unknown.
        cap = ceiling(after, limit)
        row |= {"ceiling": cap.total.cents, "bound_by": TERMS.index(cap.bound_by)}
    with suppress(ValueError):  # As above.
        row["headroom"] = headroom(after, limit).cents
    return row
