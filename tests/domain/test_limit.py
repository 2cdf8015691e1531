"""Limits: which terms are refused, the ceiling, and the headroom."""

from typing import Any

import pytest
from support.examples import order, totals

from backd_rules import (
    Basis,
    Ceiling,
    Combine,
    MerchantLimit,
    Money,
    Order,
    Percent,
    ceiling,
    headroom,
)

AMOUNT, PERCENT = Money.of(75), Percent.of(15)


def placed(total: str) -> Order:
    return order(totals=totals(total), items=(), placed_total=Money.of(total))


PLACED_AT_100 = placed("100")
RAISED_TO_110 = order(totals=totals("110"), items=(), placed_total=Money.of(100), increase_count=1)
PLACED_AT_MAX = placed("9999999999999.99")
ODD = placed("0.99")


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


@pytest.mark.parametrize(
    ("fields", "error", "reason"),
    [
        ({}, ValueError, "max_increase or another of .* must be stated"),
        ({"max_increases": 3}, ValueError, "max_increase or another of .* must be stated"),
        ({"max_increase": 75}, TypeError, "max_increase must be of type Money"),
        ({"max_increase": Money.of(-1)}, ValueError, "max_increase is negative"),
        ({"max_order_total": Money.of(-1)}, ValueError, "max_order_total is negative"),
        ({"max_increase_percent": 15}, TypeError, "max_increase_percent must be of type Percent"),
        ({"max_increases": True}, TypeError, "max_increases must be of type int"),
        ({"max_increases": -1}, ValueError, "max_increases is out of range"),
        (
            {"max_increase": AMOUNT, "combine": "lower"},
            TypeError,
            "combine must be of type Combine",
        ),
        (
            {"max_increase": AMOUNT, "measured_from": None},
            TypeError,
            "measured_from must be of type Basis",
        ),
    ],
)
def test_a_limit_refuses_missing_and_invalid_terms(
    fields: dict[str, Any], error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=f"^MerchantLimit.{reason}$"):
        MerchantLimit(**fields)
