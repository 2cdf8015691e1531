"""Limits: which terms are refused, the ceiling, and the headroom."""

from typing import Any

import pytest
from support.examples import UNKNOWN_HISTORY, order, totals

from backd_rules import (
    Basis,
    Ceiling,
    Combine,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    Percent,
    ceiling,
    headroom,
)
from backd_rules.domain.limit import binding_cap, increases_left, unknown_history

AMOUNT, PERCENT = Money.of(75), Percent.of(15)


def placed(total: str) -> Order:
    return order(totals=totals(total), items=(), placed_total=Money.of(total))


PLACED_AT_100 = placed("100")
RAISED_TO_110 = order(totals=totals("110"), items=(), placed_total=Money.of(100), increase_count=1)
PLACED_AT_MAX = placed("9999999999999.99")
ODD = placed("0.99")
CAPS = "max_increase, max_increase_percent, max_order_total"


@pytest.mark.parametrize(
    ("before", "limit", "highest", "term", "left"),
    [
        (PLACED_AT_100, MerchantLimit(AMOUNT), "175", "max_increase", "75"),
        (PLACED_AT_100, MerchantLimit(None, PERCENT), "115", "max_increase_percent", "15"),
        (PLACED_AT_100, MerchantLimit(AMOUNT, PERCENT), "115", "max_increase_percent", "15"),
        (
            PLACED_AT_100,
            MerchantLimit(AMOUNT, PERCENT, combine=Combine.HIGHER),
            "175",
            "max_increase",
            "75",
        ),
        (
            PLACED_AT_100,
            MerchantLimit(AMOUNT, PERCENT, Money.of(120), combine=Combine.HIGHER),
            "120",
            "max_order_total",
            "20",
        ),
        (PLACED_AT_100, MerchantLimit(None, None, Money.of(90)), "90", "max_order_total", "0"),
        (
            PLACED_AT_100,
            MerchantLimit(Money.of(15), PERCENT, Money.of(115)),
            "115",
            "max_increase",
            "15",
        ),
        (
            PLACED_AT_100,
            MerchantLimit(Money.of(15), PERCENT, combine=Combine.HIGHER),
            "115",
            "max_increase",
            "15",
        ),
        (ODD, MerchantLimit(None, Percent.of(10)), "1.08", "max_increase_percent", "0.09"),
        (ODD, MerchantLimit(None, Percent.of("0.01")), "0.99", "max_increase_percent", "0"),
        (RAISED_TO_110, MerchantLimit(None, PERCENT), "115", "max_increase_percent", "5"),
        (
            RAISED_TO_110,
            MerchantLimit(None, PERCENT, measured_from=Basis.ORDER_TOTAL),
            "126.50",
            "max_increase_percent",
            "16.50",
        ),
        (RAISED_TO_110, MerchantLimit(AMOUNT, max_increases=2), "175", "max_increase", "65"),
        (RAISED_TO_110, MerchantLimit(AMOUNT, max_increases=1), "175", "max_increase", "0"),
        (RAISED_TO_110, MerchantLimit(AMOUNT, max_increases=0), "175", "max_increase", "0"),
        (PLACED_AT_MAX, MerchantLimit(AMOUNT), "9999999999999.99", "max_increase", "0"),
        (PLACED_AT_100, MerchantLimit.NO_INCREASE, "100", "max_increase", "0"),
        (
            PLACED_AT_100,
            MerchantLimit.UNLIMITED,
            "9999999999999.99",
            "max_order_total",
            "9999999999899.99",
        ),
    ],
)
def test_ceiling_names_the_binding_term_and_headroom_what_is_left(
    before: Order, limit: MerchantLimit, highest: str, term: Any, left: str
) -> None:
    assert ceiling(before, limit) == Ceiling(Money.of(highest), term)
    assert headroom(before, limit) == Money.of(left)
    assert unknown_history(before, limit) == ()


@pytest.mark.parametrize("status", [s for s in OrderStatus if s is not OrderStatus.ORDER_PLACED])
@pytest.mark.parametrize("limit", [MerchantLimit.UNLIMITED, MerchantLimit(AMOUNT, max_increases=1)])
def test_there_is_no_headroom_where_the_status_forbids_updates(
    status: OrderStatus, limit: MerchantLimit
) -> None:
    """L10: it is zero where the status forbids updates, whatever the history."""
    assert headroom(order(status=status), limit) == Money.ZERO
    assert (
        headroom(order(status=status, placed_total=None, increase_count=None), limit) == Money.ZERO
    )


FROM_PRESENT = Basis.ORDER_TOTAL
NOTHING: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("limit", "needed", "total"),
    [
        (MerchantLimit(AMOUNT), ("placed_total",), None),
        (MerchantLimit(None, PERCENT), ("placed_total",), None),
        (MerchantLimit(AMOUNT, None, Money.of(9000)), ("placed_total",), None),
        (MerchantLimit(AMOUNT, measured_from=FROM_PRESENT), NOTHING, "9225"),
        (MerchantLimit(None, PERCENT, measured_from=FROM_PRESENT), NOTHING, "10522.50"),
        (MerchantLimit.UNLIMITED, NOTHING, "9999999999999.99"),
        (MerchantLimit(None, None, Money.of(9200)), NOTHING, "9200"),
        (MerchantLimit(None, None, Money.of(9200), 5), ("increase_count",), "9200"),
        (MerchantLimit(AMOUNT, max_increases=5), ("placed_total", "increase_count"), None),
        (
            MerchantLimit(AMOUNT, max_increases=0, measured_from=FROM_PRESENT),
            ("increase_count",),
            "9225",
        ),
    ],
)
def test_a_limit_needs_only_the_history_that_its_terms_name(
    limit: MerchantLimit, needed: tuple[str, ...], total: str | None
) -> None:
    """L8: `placed_total` for an amount or percentage, `increase_count` for `max_increases`."""
    assert unknown_history(UNKNOWN_HISTORY, limit) == needed
    cap = binding_cap(UNKNOWN_HISTORY, limit)
    assert (cap and cap[0]) == (total and Money.of(total).cents)
    for known, still in (
        ({"placed_total": Money.ZERO}, "increase_count"),
        ({"increase_count": 0}, "placed_total"),
    ):
        left = tuple(name for name in needed if name == still)
        before = order(**{"placed_total": None, "increase_count": None, **known})
        assert unknown_history(before, limit) == left
    assert unknown_history(UNKNOWN_HISTORY.as_placed(), limit) == ()


@pytest.mark.parametrize(
    ("before", "limit", "unknown"),
    [
        (UNKNOWN_HISTORY, MerchantLimit(AMOUNT), "placed_total"),
        (
            UNKNOWN_HISTORY,
            MerchantLimit(AMOUNT, max_increases=0),
            "placed_total and increase_count",
        ),
        (UNKNOWN_HISTORY, MerchantLimit(None, None, AMOUNT, 3), "increase_count"),
        (order(increase_count=None), MerchantLimit(AMOUNT, max_increases=1), "increase_count"),
        (order(placed_total=None), MerchantLimit(AMOUNT, max_increases=0), "placed_total"),
    ],
)
def test_ceiling_and_headroom_of_an_unknown_history_are_value_errors(
    before: Order, limit: MerchantLimit, unknown: str
) -> None:
    """L10: ceiling and headroom of an unknown history that the limit needs are a `ValueError`."""
    reason = (
        rf"^Order\.{unknown} must be stated, as the limit needs it; "
        r"call as_placed\(\) only if the order was never updated$"
    )
    for of in (ceiling, headroom):
        with pytest.raises(ValueError, match=reason):
            of(before, limit)


def test_headroom_of_an_unknown_history_that_the_limit_does_not_need() -> None:
    """L8: what the limit does not need may be unknown."""
    assert headroom(UNKNOWN_HISTORY, MerchantLimit(None, None, Money.of(9200))) == Money.of(50)
    assert headroom(UNKNOWN_HISTORY, MerchantLimit(AMOUNT, measured_from=FROM_PRESENT)) == AMOUNT
    assert headroom(order(increase_count=None), MerchantLimit(AMOUNT)) == AMOUNT
    one_left = MerchantLimit(None, None, Money.of(9200), 2)
    assert headroom(order(placed_total=None, increase_count=1), one_left) == Money.of(50)
    assert headroom(order(placed_total=None, increase_count=2), one_left) == Money.ZERO


def test_the_ceiling_minds_neither_the_status_nor_the_increases_that_are_left() -> None:
    limit = MerchantLimit(AMOUNT, max_increases=0)
    for status in OrderStatus:
        assert ceiling(order(status=status), limit) == Ceiling(Money.of(9225), "max_increase")


@pytest.mark.parametrize(
    ("count", "most", "left"),
    [
        (0, 3, 3),
        (3, 3, 0),
        (4, 3, 0),
        (10**15 - 1, None, 0),
        (10**15 - 2, None, 1),
        (None, None, 10**15 - 1),
        (None, 3, 3),
    ],
)
def test_the_increases_that_are_left(count: int | None, most: int | None, left: int) -> None:
    """L9: the largest count is 999999999999999; an order that has it gets no more increases."""
    assert (
        increases_left(order(increase_count=count), MerchantLimit(AMOUNT, max_increases=most))
        == left
    )


@pytest.mark.parametrize(
    ("fields", "error", "reason"),
    [
        ({}, ValueError, f"max_increase or another of {CAPS} must be stated"),
        ({"max_increases": 3}, ValueError, f"max_increase or another of {CAPS} must be stated"),
        ({"max_increase": 75}, TypeError, "max_increase must be of type Money, got int"),
        (
            {"max_increase": Money.of(-1)},
            ValueError,
            "max_increase must be at least 0.00, and is negative",
        ),
        (
            {"max_order_total": Money.of(-1)},
            ValueError,
            "max_order_total must be at least 0.00, and is negative",
        ),
        (
            {"max_increase_percent": 15},
            TypeError,
            "max_increase_percent must be of type Percent, got int",
        ),
        ({"max_increases": True}, TypeError, "max_increases must be of type int, got bool"),
        ({"max_increases": -1}, ValueError, "max_increases must be from 0 to 999999999999999"),
        (
            {"max_increase": AMOUNT, "combine": "lower"},
            TypeError,
            "combine must be of type Combine, got str",
        ),
        (
            {"max_increase": AMOUNT, "measured_from": None},
            TypeError,
            "measured_from must be of type Basis, got None",
        ),
    ],
)
def test_a_limit_refuses_missing_and_invalid_terms(
    fields: dict[str, Any], error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=f"^MerchantLimit.{reason}$"):
        MerchantLimit(**fields)
