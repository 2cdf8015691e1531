"""Sums of items beyond any total and any int64: their columns have them in parts (N5, T3)."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decided_rows import BITS, UNDECIDED, Row
from support.random_rows import batch_of_rows

from backd_rules import (
    Basis,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    Totals,
    UnitPrice,
)
from backd_rules.bulk import decide_batch, to_row
from backd_rules.bulk.overflow import bounded_sums, exact_sum

FAR = 10**18
TOP = 10**15 - 1


def line(price: int, qty: int) -> LineItem:
    """Return a line of `price` millionths and `qty` thousandths."""
    return LineItem("x", "x", UnitPrice(millionths=price), Quantity(thousandths=qty))


FARTHEST = (line(TOP, TOP),)
"""10**23 cents, less a little."""
AT_FAR = (line(10**14, 10**11),)
"""10**18 cents."""
A_CENT_BELOW = (line(10**14, 10**11 - 1), line(10**7 - 1, 10**7))
"""10**18 - 10**7 cents, and 10**7 - 1."""
LIMIT = MerchantLimit.UNLIMITED
NO_FARTHER = MerchantLimit(max_increase_percent=Percent(hundredths=TOP))


def order(items: tuple[LineItem, ...] = (), cents: int = 700) -> Order:
    amounts = Totals(Money(cents=cents))
    return Order("B", "M", OrderStatus.ORDER_PLACED, amounts, items).as_placed()


def update(items: tuple[LineItem, ...], **fields: object) -> OrderUpdate:
    ids = {"backd_order_id": "B", "merchant_order_id": "M"}
    return OrderUpdate(**{**ids, "items": items, **fields})  # type: ignore[arg-type]


def decided(*rows: Row) -> list[Row]:
    found: list[Row] = decide_batch(batch_of_rows([*rows])).to_pylist()
    return found


def bits(*codes: str) -> int:
    return sum(1 << bit for bit, (code, path) in enumerate(BITS) if f"{code}{path}" in codes)


ABOVE = bits("amount_out_of_range/order_total", "amount_out_of_range/cart_amount")
EXCEEDS = bits("increase_exceeds_limit/order_total")


def test_a_far_sum_is_given_in_parts() -> None:
    """10**23 - 2 * 10**8 cents are 99,999 times 10**18, and 10**18 - 2 * 10**8."""
    names = ("new_items_lowest", "new_items_half_up", "new_items_highest")
    for items, expected in (
        (FARTHEST, (FAR - 99_999, FAR, FAR + 10**18 - 2 * 10**8)),
        (AT_FAR, (FAR - 1, FAR, FAR)),
        (A_CENT_BELOW, (FAR - 1, FAR - 1, FAR - 1)),
    ):
        row = to_row(order(), update(items), LIMIT)
        assert tuple(row[name] for name in names) == expected


A_CENT_ABOVE = (*AT_FAR, line(10**4, 1_000))
FAR_SUMS = [FARTHEST, AT_FAR, A_CENT_ABOVE, AT_FAR * 2]
"""The last three differ in one part only."""


@pytest.mark.parametrize("held", FAR_SUMS)
@pytest.mark.parametrize("brought", FAR_SUMS)
def test_far_items_of_the_same_sum_leave_the_cart_as_it_is(
    held: tuple[LineItem, ...], brought: tuple[LineItem, ...]
) -> None:
    """T3: "Items with the same sum leave the cart as it is"."""
    stated = update(brought, cart_amount=Money(cents=700))
    found = decided(to_row(order(held), update(brought), LIMIT), to_row(order(held), stated, LIMIT))
    if held == brought:
        assert [(row["allowed"], row["cart_amount"]) for row in found] == [(True, 700)] * 2
    else:
        mismatch = bits("cart_amount_mismatch/cart_amount")
        assert [row["violations"] for row in found] == [ABOVE | EXCEEDS, mismatch]


def test_a_sum_without_its_parts_is_a_fault() -> None:
    """A user's own columns may be cut off at 10**18: then nobody knows the sum."""
    cut_off = {f"new_items_{name}": FAR for name in ("lowest", "half_up", "highest")}
    assert decided(to_row(order(), update(AT_FAR), LIMIT) | cut_off) == [
        {**UNDECIDED, "faults": "new_items_lowest: out_of_range"}
    ]


@pytest.mark.parametrize(("held", "brought"), [(A_CENT_BELOW, AT_FAR), (AT_FAR, A_CENT_BELOW)])
def test_a_far_sum_is_another_than_a_cent_below(
    held: tuple[LineItem, ...], brought: tuple[LineItem, ...]
) -> None:
    [row] = decided(to_row(order(held), update(brought), LIMIT))
    assert (row["allowed"], row["violations"], row["faults"]) == (False, ABOVE | EXCEEDS, None)


def test_the_same_sum_a_cent_below_leaves_the_cart_as_it_is() -> None:
    """T3: "Items with the same sum leave the cart as it is"."""
    [row] = decided(to_row(order(A_CENT_BELOW), update(A_CENT_BELOW), LIMIT))
    assert (row["allowed"], row["cart_amount"]) == (True, 700)


def test_a_row_that_means_another_order_is_decided() -> None:
    """V1: "A request that means another order is not judged further"."""
    rows = [
        to_row(order(AT_FAR), update(AT_FAR, backd_order_id="other"), LIMIT),
        to_row(order(AT_FAR), update(AT_FAR, merchant_order_id="other"), LIMIT),
        to_row(order(AT_FAR), update(AT_FAR), LIMIT) | {"backd_order_id_matches": None},
    ]
    found = [(row["violations"], row["faults"]) for row in decided(*rows)]
    assert found == [(2, None), (4, None), (1, None)]


@pytest.mark.parametrize(
    ("base", "exceeds"),
    [(10**15 - 1, False), (10**12 + 30, False), (10**12 - 30, True), (10**6, True)],
)
def test_a_far_total_is_compared_with_a_far_ceiling(base: int, *, exceeds: bool) -> None:
    """L2: the ceiling of 10**12 cents is 10**23 + 10**12 - 10**8, as the percentage is 10**15 - 1.

    The total is 10**23 - 2 * 10**8 cents, and a cent of the base is 10**11 cents of the ceiling.
    """
    [row] = decided(to_row(order((), base), update(FARTHEST), NO_FARTHER))
    assert row["violations"] == (ABOVE | EXCEEDS if exceeds else ABOVE)
    assert row["ceiling"] == TOP


LOWERED = FAR - 4 * TOP
"""The lowest total that a sum of 10**18 cents can lead to."""


def with_ceiling(cents: int) -> tuple[int, MerchantLimit]:
    """Return a base and a percentage of it that make exactly this ceiling, by search."""
    for base in range(11 * 10**6, 12 * 10**6):
        percent = -(-(cents - base) * 10_000 // base)
        if base + base * percent // 10_000 == cents:
            return base, MerchantLimit(max_increase_percent=Percent(hundredths=percent))
    raise LookupError


@pytest.mark.parametrize("ceiling", [LOWERED - 1, LOWERED, FAR - TOP, FAR - 1, FAR, FAR + 1])
@pytest.mark.parametrize("fees", [(0, 0, 0), (2, 0, 0), (0, 0, 1), (0, 0, TOP), (TOP, TOP, 0)])
@pytest.mark.parametrize("items", [A_CENT_BELOW, AT_FAR, A_CENT_ABOVE])
def test_totals_and_ceilings_around_the_border(
    ceiling: int, fees: tuple[int, int, int], items: tuple[LineItem, ...]
) -> None:
    base, limit = with_ceiling(ceiling)
    tax, shipping, discount = fees
    total = {A_CENT_BELOW: FAR - 1, AT_FAR: FAR, A_CENT_ABOVE: FAR + 1}[items]
    total += tax + shipping - discount
    stated = update(
        items,
        tax_amount=Money(cents=tax),
        shipping_amount=Money(cents=shipping),
        discount_amount=Money(cents=discount),
    )
    [row] = decided(to_row(order((), base), stated, limit))
    assert row["violations"] == (ABOVE | EXCEEDS if total > ceiling else ABOVE)


def test_fees_can_lift_a_total_above_the_border_and_not_above_its_ceiling() -> None:
    """The ceiling of 10**15 - 1 cents is about 10**26 cents."""
    lifted = update(A_CENT_BELOW, tax_amount=Money(cents=2))
    [row] = decided(to_row(order((), TOP), lifted, NO_FARTHER))
    assert row["violations"] == ABOVE


def test_a_near_cap_decides() -> None:
    both = MerchantLimit(
        max_increase_percent=Percent(hundredths=TOP), max_order_total=Money(cents=800)
    )
    [row] = decided(to_row(order((), TOP), update(AT_FAR), both))
    assert (row["violations"], row["ceiling"], row["bound_by"]) == (ABOVE | EXCEEDS, 800, 2)


@pytest.mark.parametrize("behind", [0, TOP, 2**63 - 1, -1])
def test_a_total_that_is_unknown_is_compared_with_nothing(behind: int) -> None:
    """L8: where `placed_total` is unknown, the number behind the null does not count."""
    row = to_row(order(), update(AT_FAR), NO_FARTHER)
    batch = batch_of_rows([row])
    place = batch.schema.get_field_index("placed_total")
    buffers = [pa.py_buffer(b"\0"), pa.py_buffer(np.array([behind]))]
    unknown = pa.Array.from_buffers(pa.int64(), 1, buffers)
    [found] = decide_batch(batch.set_column(place, "placed_total", unknown)).to_pylist()
    assert (found["violations"], found["faults"]) == (
        ABOVE | bits("history_unknown/order_total"),
        None,
    )


def test_a_far_ceiling_of_the_present_total_counts_without_a_placed_total() -> None:
    limit = MerchantLimit(
        max_increase_percent=Percent(hundredths=TOP), measured_from=Basis.ORDER_TOTAL
    )
    held = Order("B", "M", OrderStatus.ORDER_PLACED, Totals(Money(cents=TOP)))
    assert [row["violations"] for row in decided(to_row(held, update(AT_FAR), limit))] == [ABOVE]


@given(st.integers(0, 10**30), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_sum_is_read_back_from_its_parts(half_up: int, below: int, above: int) -> None:
    bounded = bounded_sums(max(half_up - below, 0), half_up, half_up + above)
    assert exact_sum(*bounded) == half_up
    assert all(0 <= number < 2**63 for number in bounded)
    assert bounded[0] <= bounded[1] <= bounded[2]
    if half_up >= FAR:
        assert TOP < bounded[0] < FAR
