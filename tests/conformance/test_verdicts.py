"""The verdicts in the file agree with verdicts worked out by hand, one for each kind of case."""

from typing import Any

import pytest

from conformance.cases import Json
from conformance.published import VECTORS

MAX = 9999999999999.99
CASES = {case["name"]: case for case in VECTORS["cases"]}
Reason = tuple[str, str, Json]

ALLOWED: list[tuple[str, Json]] = [
    # L8: no history is needed for what stays or falls, nor for a ceiling alone.
    ("history/no-history/amount-twice/falls", {"order_total": 109.99}),
    ("history/null-history/amount-twice/stays", {"order_total": 110}),
    ("history/no-history/total/rises", {"order_total": 110.01}),
    ("history/no-history/amount-from-order-total/rises", {"order_total": 110.01}),
    ("history/no-history/percent-from-order-total/rises", {"order_total": 110.01}),
    ("history/total-only/amount/rises", {"order_total": 110.01}),
    # L9: a known count grows.
    ("history/count-only/total-twice/rises", {"order_total": 110.01, "increase_count": 2}),
    # T1 and F7: the adjustment stays.
    ("adjustment/fee/whole-of-the-fee", {"order_total": 115, "cart_amount": 100}),
    ("adjustment/fee/tax", {"order_total": 116, "tax_amount": 6, "increase_count": 1}),
    ("adjustment/credit/tax-of-the-credit", {"order_total": 96, "tax_amount": 6}),
    ("adjustment/credit/to-zero", {"order_total": 0, "cart_amount": 5}),
    ("adjustment/fee/at-the-limit", {"order_total": 125, "tax_amount": 15}),
    ("adjustment/fee-from-lower/at-the-lower-limit", {"order_total": 120, "tax_amount": 10}),
    # F5: absent and null fees are zero.
    ("fees/all/null/nothing", {"tax_amount": 0, "shipping_amount": 0, "discount_amount": 0}),
    ("fees/all/absent/all", {"order_total": 104, "tax_amount": 3, "discount_amount": 1}),
    ("fees/none-but-a-total/tax", {"order_total": 116, "cart_amount": 100}),
    # T3 and T4: what the update does not change is not judged.
    ("never-matched/restated", {"order_total": 7, "cart_amount": 7}),
    ("never-matched/new-url", {"order_total": 7, "cart_amount": 7}),
    ("never-matched/no-increase/new-url", {"order_total": 7, "cart_amount": 7}),
    ("never-matched/new-items-of-the-same-half-up-sum", {"cart_amount": 7}),
    ("never-matched/new-sum", {"order_total": 4, "cart_amount": 4}),
    ("never-matched/cart-as-the-sum", {"order_total": 3, "cart_amount": 3}),
    ("without-items/items-of-another-sum", {"order_total": 4, "cart_amount": 4}),
    ("without-items/items-within-the-slack", {"order_total": 7, "cart_amount": 7}),
    ("without-items/another-cart", {"order_total": 6.99, "cart_amount": 6.99}),
    # N4 and N5: 2500 at 0.0385 are 96.25, and three times 0.333333 are 0.99 to 1.02.
    ("items/subcent-whole/brought", {"order_total": 96.25}),
    ("items/subcent-third/brought", {"order_total": 0.99}),
    ("items/subcent-third/brought-up", {"order_total": 1.02}),
    ("items/subcent-six-decimals/brought-down", {"order_total": 17.64}),
    # F6: 2.9999995 is read as 3.
    ("recorded-decimals/price-half-up/restated", {"cart_amount": 7}),
    # U3: nothing stated, nothing changed; and a contact that the order has is only patched.
    ("contact/shipping/new/nothing", {"order_total": 100}),
    ("contact/recorded-null/nothing-inside", {"order_total": 100}),
    (
        "contact/recorded-empty/email-and-first",
        {"shipping": {"name": {"first": "Pat"}, "email": "pat@example.com"}},
    ),
    # N7: blank text clears.
    ("items/blank-urls/brought", {"order_total": 1}),
]
"""A name, and a part of what the file has after the update."""

REQUIRED: tuple[str, ...] = ("name/first", "name/last", "address/line1", "address/city")
REQUIRED += ("address/state", "address/zipcode", "address/country", "phone_number", "email")


def unknown(*fields: str) -> Reason:
    return ("history_unknown", "/order_total", {"unknown": [*fields]})


def exceeds(total: float, ceiling: float, term: str) -> Reason:
    facts = {"order_total": total, "ceiling": ceiling, "bound_by": term}
    return ("increase_exceeds_limit", "/order_total", facts)


def mismatch(cart: float, lowest: float, half_up: float, highest: float) -> Reason:
    facts = {"cart_amount": cart, "lowest": lowest, "half_up": half_up, "highest": highest}
    return ("cart_amount_mismatch", "/cart_amount", facts)


def total_mismatch(stated: float, expected: float) -> Reason:
    return ("order_total_mismatch", "/order_total", {"stated": stated, "expected": expected})


def incomplete(contact: str, *stated: str) -> list[Reason]:
    missing = [path for path in REQUIRED if path not in stated]
    return [("contact_incomplete", f"/{contact}/{path}", {}) for path in missing]


REFUSED: list[tuple[str, list[Reason]]] = [
    ("history/no-history/amount/rises", [unknown("placed_total")]),
    ("history/no-history/higher/rises-too-far", [unknown("placed_total")]),
    ("history/no-history/amount-capped/rises-too-far", [unknown("placed_total")]),
    ("history/null-history/amount-twice/rises", [unknown("placed_total", "increase_count")]),
    ("history/no-history/total-never/rises", [unknown("increase_count")]),
    ("history/total-only/amount-once/rises", [unknown("increase_count")]),
    (
        "history/no-history/total-twice/rises-too-far",
        [unknown("increase_count"), exceeds(1109, 115, "max_order_total")],
    ),
    (
        "history/count-only/amount-once/rises",
        [
            unknown("placed_total"),
            ("too_many_increases", "/order_total", {"increase_count": 1, "max_increases": 1}),
        ],
    ),
    (
        "history/no-history/percent-from-order-total/rises-too-far",
        [exceeds(1109, 115.5, "max_increase_percent")],
    ),
    ("history/no-history/amount/wrong-total", [total_mismatch(102, 101), unknown("placed_total")]),
    ("adjustment/fee/whole-without-adjustment", [total_mismatch(105, 115)]),
    ("adjustment/fee/tax-without-adjustment", [total_mismatch(106, 116)]),
    ("adjustment/fee/above-the-limit", [exceeds(125.01, 125, "max_increase")]),
    ("adjustment/credit/above-the-limit", [exceeds(105.01, 105, "max_increase")]),
    ("adjustment/fee-from-lower/at-the-limit", [exceeds(125, 120, "max_increase")]),
    (
        "adjustment/credit/below-zero",
        [("amount_out_of_range", "/order_total", {"amount": -0.01})],
    ),
    (
        "adjustment/highest/above-highest",
        [
            ("amount_out_of_range", "/order_total", {"amount": 10000000000000}),
            exceeds(10000000000000, MAX, "max_order_total"),
        ],
    ),
    ("fees/none-but-a-total/stated", [total_mismatch(100, 108)]),
    (
        "fees/all/null/discount-too-high",
        [("amount_out_of_range", "/order_total", {"amount": -0.01})],
    ),
    ("never-matched/another-cart", [mismatch(6.99, 3, 3, 3)]),
    ("never-matched/same-sum-and-another-cart", [mismatch(7.01, 3, 3, 3)]),
    ("never-matched/new-sum-and-the-old-cart", [mismatch(7, 4, 4, 4)]),
    ("without-items/empty/items-and-the-old-cart", [mismatch(7, 4, 4, 4)]),
    ("without-items/items-just-outside-the-slack", [mismatch(7, 6.99, 6.99, 6.99)]),
    ("items/subcent-whole/brought-a-cent-above", [mismatch(96.26, 96.25, 96.25, 96.25)]),
    ("items/subcent-third/brought-a-cent-above", [mismatch(1.03, 0.99, 0.99, 1.02)]),
    ("items/subcent-third/held-a-cent-below", [mismatch(0.98, 0.99, 0.99, 1.02)]),
    ("items/subcent-half/brought-a-cent-below", [mismatch(0.11, 0.12, 0.13, 0.13)]),
    (
        "items/above-highest/brought",
        [
            ("amount_out_of_range", "/order_total", {"amount": 10000000000000}),
            ("amount_out_of_range", "/cart_amount", {"amount": 10000000000000}),
            exceeds(10000000000000, MAX, "max_order_total"),
        ],
    ),
    ("recorded-decimals/quantity-half-up/another-cart", [mismatch(7.01, 3, 3, 3)]),
    ("contact/shipping/new/empty-line2", incomplete("shipping")),
    ("contact/shipping/new/only-email", incomplete("shipping", "email")),
    ("contact/recorded-null/city", incomplete("shipping", "address/city")),
    ("contact/both/nothing-and-incomplete", incomplete("billing", "email")),
    (
        "status/order_cancelled/text",
        [("status_forbids_action", "", {"status": "order_canceled", "action": "update_order"})],
    ),
    # V1: a request that means another order is not judged further.
    ("status/order_confirmed/other-id", [("merchant_order_id_mismatch", "/merchant_order_id", {})]),
    (
        "faults/backd-id+merchant-id+status+contact+range+cart+total+limit+count",
        [
            ("backd_order_id_mismatch", "/backd_order_id", {}),
            ("merchant_order_id_mismatch", "/merchant_order_id", {}),
        ],
    ),
    # V2: all other violations, in order of precedence.
    (
        "faults/status+contact+range+cart+total+history+limit+count",
        [
            (
                "status_forbids_action",
                "",
                {"status": "order_confirmed", "action": "update_order"},
            ),
            ("contact_incomplete", "/billing/phone_number", {}),
            ("amount_out_of_range", "/order_total", {"amount": 10000000000101.99}),
            mismatch(100, 99, 99, 99),
            total_mismatch(101.99, 10000000000101.99),
            unknown("placed_total"),
            ("too_many_increases", "/order_total", {"increase_count": 3, "max_increases": 3}),
        ],
    ),
    (
        "faults/total+limit+count",
        [
            total_mismatch(101.99, 102),
            exceeds(101.99, 100.5, "max_increase"),
            ("too_many_increases", "/order_total", {"increase_count": 3, "max_increases": 3}),
        ],
    ),
]
"""A name, and every violation in order, with its facts."""


@pytest.mark.parametrize(("name", "after"), ALLOWED)
def test_an_update_is_allowed_with_these_results(name: str, after: Json) -> None:
    found: dict[str, Any] = CASES[name]
    assert found["allowed"]
    assert found["after"] | after == found["after"]


@pytest.mark.parametrize(("name", "reasons"), REFUSED)
def test_an_update_is_refused_for_these_reasons(name: str, reasons: list[Reason]) -> None:
    violations = [(v["code"], v["path"], v["facts"]) for v in CASES[name]["violations"]]
    assert violations == reasons


def test_a_patch_that_states_nothing_has_no_contact_after_it() -> None:
    """Hold "A contact that states nothing changes nothing" (domain.md, U3)."""
    nothing = [c for c in CASES.values() if c["name"].endswith(("/nothing", "/nothing-inside"))]
    nothing = [case for case in nothing if case["name"].startswith("contact/")]
    assert len(nothing) >= 20
    for case in nothing:
        assert not {"shipping", "billing"} & set(case["after"]), case["name"]


def test_an_unknown_count_stays_unknown() -> None:
    """Hold "increases a known `increase_count` by one" (domain.md, L9)."""
    for case in CASES.values():
        if case["allowed"]:
            count, rise = case["order"].get("increase_count"), 0
            if case["after"]["order_total"] > case["order"]["order_total"]:
                rise = 1
            expected = None if count is None else count + rise
            assert case["after"].get("increase_count") == expected, case["name"]
            assert ("increase_count" in case["after"]) == (count is not None)


def test_a_blank_text_clears_a_field_as_null_does() -> None:
    """Hold "`null`, or blank text, clears them" (domain.md, N7)."""
    for field in ("company_name", "line2"):
        cleared = CASES[f"contact/shipping/held/clear-{field}"]["after"]
        assert field not in str(cleared)
        for blank in ("empty", "space", "zero-width-space"):
            assert CASES[f"contact/shipping/held/{blank}-{field}"]["after"] == cleared
    item = {"display_name": "Cable", "sku": "C", "unit_price": 1, "qty": 1}
    for urls in ("blank-urls", "null-urls"):
        assert CASES[f"items/{urls}/brought"]["after"]["items"] == [item]
