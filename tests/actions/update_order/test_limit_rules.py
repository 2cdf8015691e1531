"""The rules of the limit: at the boundary, one cent past it, and with an unknown history.

There is one section per rule, in order of precedence.
"""

import pytest
from support.examples import ORDER, UNKNOWN_HISTORY, item, order, totals, update
from support.refusals import violations

from backd_rules import (
    Basis,
    Combine,
    HistoryUnknown,
    IncreaseExceedsLimit,
    MerchantLimit,
    Money,
    Order,
    OrderTotalMismatch,
    OrderUpdate,
    Percent,
    TooManyIncreases,
    Violation,
    decide_update,
    headroom,
)

UNLIMITED = MerchantLimit.UNLIMITED
NO_INCREASE = MerchantLimit.NO_INCREASE
AMOUNT = Money.of(75)
PERCENT = Percent.of(15)
FROM_PRESENT = Basis.ORDER_TOTAL


def violations_of(
    before: Order, change: OrderUpdate, limit: MerchantLimit = UNLIMITED
) -> list[Violation]:
    return violations(decide_update(before, change, limit))


# history_is_known


@pytest.mark.parametrize(
    ("limit", "unknown"),
    [
        (MerchantLimit(AMOUNT), ("placed_total",)),
        (MerchantLimit(None, PERCENT), ("placed_total",)),
        (NO_INCREASE, ("placed_total",)),
        (MerchantLimit(AMOUNT, max_increases=3), ("placed_total", "increase_count")),
        (MerchantLimit(None, None, Money.of(9200), 3), ("increase_count",)),
        (MerchantLimit(AMOUNT, max_increases=3, measured_from=FROM_PRESENT), ("increase_count",)),
    ],
)
def test_an_increase_needs_the_history_that_the_limit_needs(
    limit: MerchantLimit, unknown: tuple[str, ...]
) -> None:
    """L8: an update that increases the total is then refused if the limit needs what is unknown."""
    for more in (
        update(tax_amount=Money.of("100.01")),
        update(items=[item(qty="3.001")]),
        update(tax_amount=Money.of("100.01"), order_total=Money.of("9150.01")),
    ):
        assert violations_of(UNKNOWN_HISTORY, more, limit) == [HistoryUnknown(unknown)]
    for no_more in (
        update(),
        update(tax_amount=Money.of(100), order_total=Money.of(9150)),
        update(tax_amount=Money.of(50)),
        update(items=[item(qty="2")]),
        update(merchant_order_status="packed"),
    ):
        assert violations_of(UNKNOWN_HISTORY, no_more, limit) == []


@pytest.mark.parametrize(
    ("limit", "tax", "expected"),
    [
        (UNLIMITED, "5000", []),
        (MerchantLimit(None, None, Money.of(9200)), "150", []),
        (MerchantLimit(AMOUNT, measured_from=FROM_PRESENT), "175", []),
        (MerchantLimit(None, PERCENT, measured_from=FROM_PRESENT), "1472.50", []),
    ],
)
def test_an_increase_needs_no_history_where_the_limit_needs_none(
    limit: MerchantLimit, tax: str, expected: list[Violation]
) -> None:
    """L8: only if the limit needs what is unknown."""
    assert violations_of(UNKNOWN_HISTORY, update(tax_amount=Money.of(tax)), limit) == expected
    [past] = violations_of(UNKNOWN_HISTORY, update(tax_amount=Money.MAX), limit)[1:]
    assert isinstance(past, IncreaseExceedsLimit)


def test_a_rule_is_not_evaluated_where_it_needs_what_is_unknown() -> None:
    """V2: where `placed_total` is needed and unknown, `increase_exceeds_limit` is not evaluated."""
    more = update(tax_amount=Money.of(5000))
    limit = MerchantLimit(AMOUNT, None, Money.of(9000), 2)
    no_total, no_count = order(placed_total=None, increase_count=2), order(increase_count=None)
    assert violations_of(no_total, more, limit) == [
        HistoryUnknown(("placed_total",)),
        TooManyIncreases(2, 2),
    ]
    assert violations_of(no_count, more, limit) == [
        HistoryUnknown(("increase_count",)),
        IncreaseExceedsLimit(1_405_000, 900_000, "max_order_total"),
    ]


def test_the_stated_total_decides_whether_the_history_is_needed() -> None:
    """L7: the limit is checked against the total that the update states."""
    stated = update(order_total=Money.of(9300))
    assert violations_of(UNKNOWN_HISTORY, stated, MerchantLimit(AMOUNT)) == [
        OrderTotalMismatch(930_000, 915_000),
        HistoryUnknown(("placed_total",)),
    ]


def test_an_order_as_placed_has_a_known_history() -> None:
    """L8: whoever knows better says so."""
    limit = MerchantLimit(AMOUNT, max_increases=1)
    before = UNKNOWN_HISTORY.as_placed()
    assert violations_of(before, update(tax_amount=Money.of(175)), limit) == []
    assert violations_of(before, update(tax_amount=Money.of("175.01")), limit) == [
        IncreaseExceedsLimit(922_501, 922_500, "max_increase")
    ]


# increase_is_within_limit


def over(total: str, ceiling: str, term: str) -> list[Violation]:
    return [IncreaseExceedsLimit(Money.of(total).cents, Money.of(ceiling).cents, term)]  # type: ignore[arg-type]


RAISED = order(totals=totals("9000", "120", "50"), placed_total=Money.of(9150))


@pytest.mark.parametrize(
    ("before", "limit", "tax", "expected"),
    [
        (ORDER, MerchantLimit(AMOUNT), "175", []),
        (ORDER, MerchantLimit(AMOUNT), "175.01", over("9225.01", "9225", "max_increase")),
        (ORDER, MerchantLimit(None, PERCENT), "1472.50", []),
        (
            ORDER,
            MerchantLimit(None, PERCENT),
            "1472.51",
            over("10522.51", "10522.50", "max_increase_percent"),
        ),
        (ORDER, MerchantLimit(AMOUNT, PERCENT), "175.01", over("9225.01", "9225", "max_increase")),
        (ORDER, MerchantLimit(AMOUNT, PERCENT, combine=Combine.HIGHER), "1472.50", []),
        (
            ORDER,
            MerchantLimit(AMOUNT, PERCENT, combine=Combine.HIGHER),
            "1472.51",
            over("10522.51", "10522.50", "max_increase_percent"),
        ),
        (
            ORDER,
            MerchantLimit(AMOUNT, PERCENT, Money.of(9200), combine=Combine.HIGHER),
            "150.01",
            over("9200.01", "9200", "max_order_total"),
        ),
        (ORDER, MerchantLimit(None, None, Money.of(9200)), "150", []),
        (ORDER, MerchantLimit(None, None, Money.of(9000)), "100", []),
        (ORDER, MerchantLimit(None, None, Money.of(9000)), "99", []),
        (
            ORDER,
            MerchantLimit(None, None, Money.of(9000)),
            "100.01",
            over("9150.01", "9000", "max_order_total"),
        ),
        (RAISED, MerchantLimit(AMOUNT), "175.01", over("9225.01", "9225", "max_increase")),
        (RAISED, MerchantLimit(AMOUNT, measured_from=Basis.ORDER_TOTAL), "195", []),
        (
            RAISED,
            MerchantLimit(AMOUNT, measured_from=Basis.ORDER_TOTAL),
            "195.01",
            over("9245.01", "9245", "max_increase"),
        ),
        (ORDER, NO_INCREASE, "100", []),
        (ORDER, NO_INCREASE, "100.01", over("9150.01", "9150", "max_increase")),
        (ORDER, UNLIMITED, "100000", []),
    ],
)
def test_an_increase_must_be_within_the_limit(
    before: Order, limit: MerchantLimit, tax: str, expected: list[Violation]
) -> None:
    """L4: the boundary is inside the limit; L5: a total that stays or falls is never refused."""
    assert violations_of(before, update(tax_amount=Money.of(tax)), limit) == expected


def test_the_limit_is_checked_against_the_stated_total() -> None:
    """L7: the limit is checked against the total that the update states."""
    stated = update(order_total=Money.of(9300))
    assert violations_of(ORDER, stated, MerchantLimit(AMOUNT)) == [
        OrderTotalMismatch(930_000, 915_000),
        *over("9300", "9225", "max_increase"),
    ]
    lowered = update(order_total=Money.of(9100), tax_amount=Money.of(999))
    assert violations_of(ORDER, lowered, MerchantLimit(AMOUNT)) == [
        OrderTotalMismatch(910_000, 1_004_900)
    ]


def test_the_limit_counts_the_adjustment() -> None:
    """F7: the adjustment is in the total that the limit caps."""
    before = order(
        totals=totals("9000", "100", "50", adjustment="-50"), placed_total=Money.of(9100)
    )
    limit = MerchantLimit(AMOUNT)
    assert violations_of(before, update(tax_amount=Money.of(175)), limit) == []
    assert violations_of(before, update(tax_amount=Money.of("175.01")), limit) == over(
        "9175.01", "9175", "max_increase"
    )


# increase_count_within_limit


@pytest.mark.parametrize(
    ("count", "tax", "expected"),
    [
        (1, "101", []),
        (2, "101", [TooManyIncreases(2, 2)]),
        (3, "101", [TooManyIncreases(3, 2)]),
        (3, "100", []),
        (3, "99", []),
    ],
)
def test_the_agreed_number_of_increases_is_the_most(
    count: int, tax: str, expected: list[Violation]
) -> None:
    """L1: `max_increases`, how many updates may increase the total."""
    limit = MerchantLimit(Money.of(75), max_increases=2)
    before = order(increase_count=count)
    assert violations_of(before, update(tax_amount=Money.of(tax)), limit) == expected


def test_the_largest_count_allows_no_more_increases() -> None:
    """L9: an order that has the largest count gets no more increases."""
    most = 10**15 - 1
    before, increase = order(increase_count=most), update(tax_amount=Money.of(101))
    assert violations_of(before, increase) == [TooManyIncreases(most, most)]
    assert violations_of(order(increase_count=most - 1), increase) == []
    assert headroom(before, UNLIMITED) == Money.ZERO
