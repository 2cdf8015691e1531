"""What an update does to those that follow it, written out by hand."""

import pytest
from support.history_rows import (
    LIMIT,
    ORDER,
    Row,
    column,
    decided,
    decided_every_way,
    rows_of,
    update_of,
)
from support.random_rows import COMPLETE

from backd_rules import (
    Basis,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    Quantity,
    Totals,
    UnitPrice,
    decide_updates,
)
from backd_rules.bulk import violations_of

EMAIL = ContactUpdate(email="a@b.c")
TOP_PRICE, TOP_QTY = UnitPrice(millionths=10**15 - 1), Quantity(thousandths=10**15 - 1)
FAR = (LineItem("x", "x", TOP_PRICE, TOP_QTY),)
"""Items whose sum is 10**23 cents, less a little."""
FARTHER = (*FAR, LineItem("x", "x", UnitPrice.of("0.01"), Quantity.of(1)))
"""The same and a cent."""


def items(*dollars: int) -> tuple[LineItem, ...]:
    return tuple(LineItem("x", "x", UnitPrice.of(price), Quantity.of(1)) for price in dollars)


def codes(rows: list[Row]) -> list[list[str]]:
    """Return the codes of the violations of each row of one order."""
    found = column("violations", rows)
    return [sorted({str(code) for code, _ in violations_of(bits)}) for bits in found]


def test_each_update_meets_the_order_as_the_earlier_ones_left_it() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (9, 11, 10, 0, 10)))
    found = decided_every_way(rows)
    assert [row["allowed"] for row in found] == [True, False, True, True, True]
    assert [row["order_total"] for row in found] == [10_900, 10_900, 11_000, 10_000, 11_000]
    assert [row["increase_count"] for row in found] == [1, 1, 2, 2, 3]
    assert [row["headroom"] for row in found] == [100, 100, 0, 1_000, 0]


def test_decide_updates_gives_the_same_decisions() -> None:
    updates = [update_of(tax_amount=tax, discount_amount=cut) for tax in (9, 11) for cut in (0, 1)]
    decisions = decide_updates([ORDER], updates, LIMIT)
    assert column("allowed", rows_of(*updates)) == [decision.allowed for decision in decisions]


def test_an_order_goes_on_through_batches_that_are_empty() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (9, 11, 10)))
    assert decided(rows, 0, 1, 1, 1, 2, 2) == decided(rows)


def test_increases_are_counted_over_the_history() -> None:
    limit = MerchantLimit(max_increase=Money.of(50), max_increases=2)
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (1, 2, 3, 1)), limit=limit)
    assert codes(rows) == [[], [], ["too_many_increases"], []]


def test_a_limit_from_the_present_total_moves_with_it_and_may_differ_by_row() -> None:
    present = MerchantLimit(max_increase=Money.of(10), measured_from=Basis.ORDER_TOTAL)
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (10, 20, 31)), limit=present)
    assert column("ceiling", rows) == [12_000, 13_000, 13_000]
    higher = rows_of(update_of(tax_amount=12), limit=MerchantLimit(max_increase=Money.of(12)))
    lower = rows_of(update_of(tax_amount=11), update_of(tax_amount=12))
    mixed = [lower[0], lower[1] | {"max_increase": higher[0]["max_increase"]}]
    assert column("allowed", mixed) == [False, True]


@pytest.mark.parametrize("contact", ["shipping", "billing"])
def test_a_contact_that_an_update_has_added_is_only_patched(contact: str) -> None:
    other = "billing" if contact == "shipping" else "shipping"
    patch, whole = update_of(**{contact: EMAIL}), update_of(**{contact: COMPLETE})
    rows = rows_of(patch, whole, patch, update_of(**{other: EMAIL}), patch)
    assert codes(rows) == [["contact_incomplete"], [], [], ["contact_incomplete"], []]


def test_a_refused_update_adds_no_contact() -> None:
    refused = update_of(shipping=COMPLETE, tax_amount=11)
    assert codes(rows_of(refused, update_of(shipping=EMAIL))) == [
        ["increase_exceeds_limit"],
        ["contact_incomplete"],
    ]


def test_a_wrong_update_adds_no_contact() -> None:
    rows = rows_of(update_of(shipping=COMPLETE), update_of(shipping=EMAIL))
    rows[0]["new_cart_amount"] = -1
    found = decided_every_way(rows)
    assert [row["faults"] for row in found] == ["new_cart_amount: out_of_range", None]
    assert found[0]["violations"] is None
    assert violations_of(found[1]["violations"])[0] == (
        "contact_incomplete",
        "/shipping/name/first",
    )


def test_items_replace_those_of_earlier_updates() -> None:
    rows = rows_of(
        update_of(items=items(60, 45)),  # The cart follows: 105.00.
        update_of(items=items(105)),  # The same sum leaves it as it is.
        update_of(cart_amount=106),  # It does not fit the items.
        update_of(items=items(100, 6)),
        update_of(items=items(111)),  # Above the limit: the items stay.
        update_of(cart_amount=106),
        update_of(cart_amount=105),
    )
    assert codes(rows) == [
        *([], [], ["cart_amount_mismatch"], []),
        *(["increase_exceeds_limit"], [], ["cart_amount_mismatch"]),
    ]
    assert column("cart_amount", rows) == [10_500, 10_500, 10_500, *[10_600] * 4]


def test_a_wrong_update_changes_nothing() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (4, 5, 10)))
    rows[1]["new_contacts"] = None
    found = decided_every_way(rows)
    assert [row["faults"] for row in found] == [None, "new_contacts: null", None]
    assert [row["order_total"] for row in found] == [10_400, None, 11_000]
    assert [row["increase_count"] for row in found] == [1, None, 2]


def test_nothing_of_an_order_with_a_wrong_column_is_decided() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (4, 5, 10)))
    rows[0] |= {"status": None, "cart_amount": 10**15}
    rows[1]["new_contacts"] = -1
    of_order = "status: null; cart_amount: out_of_range"
    assert column("faults", rows) == [of_order, f"{of_order}; new_contacts: out_of_range", of_order]
    assert column("allowed", rows) == [None] * 3


def test_the_order_after_one_with_a_wrong_column_is_decided() -> None:
    wrong = rows_of(*[update_of(tax_amount=9)] * 2)
    wrong[0]["order_total"] = None
    right = rows_of(*[update_of(tax_amount=9)] * 2, key="BO-2")
    for cuts in ((), (1,), (2,), (3,), (1, 2, 3)):
        assert [row["allowed"] for row in decided(wrong + right, *cuts)] == [None, None, True, True]
        found = decided(right + [row | {"backd_order_id": "BO-3"} for row in wrong], *cuts)
        assert [row["allowed"] for row in found] == [True, True, None, None]


def test_columns_of_the_order_count_in_its_first_row_alone() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (9, 10)))
    rows[1] |= {"status": 4, "cart_amount": -1, "order_total": 2**63 - 1, "placed_total": 0}
    assert column("order_total", rows) == [10_900, 11_000]


def test_updates_of_an_unknown_order_are_refused() -> None:
    rows = rows_of(*[update_of(tax_amount=9)] * 3)
    for row in rows:
        row["backd_order_id_matches"] = None
    assert codes(rows) == [["unknown_order"]] * 3
    assert column("order_total", rows) == [None] * 3


def test_an_order_that_is_unknown_in_its_first_row_stays_unknown() -> None:
    rows = rows_of(*[update_of(tax_amount=9)] * 2)
    rows[0]["backd_order_id_matches"] = None
    assert codes(rows) == [["unknown_order"]] * 2


def test_one_update_may_mean_no_order() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (9, 10, 10)))
    rows[1]["backd_order_id_matches"] = None
    assert codes(rows) == [[], ["unknown_order"], []]
    assert column("order_total", rows) == [10_900, None, 11_000]


def test_an_update_of_another_order_changes_nothing() -> None:
    rows = rows_of(*(update_of(tax_amount=tax) for tax in (9, 10, 8)))
    rows[1]["backd_order_id_matches"] = False
    assert codes(rows) == [[], ["backd_order_id_mismatch"], []]
    assert column("order_total", rows) == [10_900, 10_900, 10_800]


def test_far_items_are_compared_with_those_that_an_earlier_update_left() -> None:
    """T3: "Items with the same sum leave the cart as it is", however far the sum is."""
    far = Order(
        *("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))), items=FAR
    ).as_placed()
    updates = (update_of(items=FAR), update_of(items=FARTHER), update_of(items=FAR))
    rows = rows_of(*updates, order=far)
    rows[1]["new_cart_amount"] = 10_000
    assert codes(rows) == [[], ["cart_amount_mismatch"], []]
    assert column("faults", rows) == [None, None, None]


def test_items_that_are_far_are_refused_as_long_as_nothing_else_is_far() -> None:
    rows = rows_of(update_of(items=FAR), update_of(tax_amount=10))
    assert codes(rows)[1] == []
    assert column("allowed", rows) == [False, True]
    assert column("faults", rows) == [None, None]
