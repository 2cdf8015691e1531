"""`wire.parse_limit`: values, and the code and path of each problem."""

from typing import Any

import pytest
from support.refusals import problems

from backd_rules import Basis, Combine, MerchantLimit, Money, Percent, wire


@pytest.mark.parametrize(
    ("payload", "limit"),
    [
        ({"max_increase": 75}, MerchantLimit(Money.of(75))),
        (
            {
                "max_increase": 75.5,
                "max_increase_percent": 12.5,
                "max_order_total": 10000,
                "max_increases": 3,
                "combine": "higher",
                "measured_from": "order_total",
            },
            MerchantLimit(
                Money.of("75.50"),
                Percent.of("12.5"),
                Money.of(10000),
                3,
                Combine.HIGHER,
                Basis.ORDER_TOTAL,
            ),
        ),
    ],
)
def test_a_limit_survives_a_round_trip(payload: dict[str, Any], limit: MerchantLimit) -> None:
    assert wire.parse_limit(payload) == limit
    defaults = {"combine": "lower", "measured_from": "placed_total"}
    assert wire.dump_limit(limit) == {**defaults, **payload}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, [("missing", "")]),
        ({"max_increases": 3}, [("missing", "")]),
        (
            {"max_increase": None, "max_increases": None},
            [("not_nullable", "/max_increase"), ("not_nullable", "/max_increases")],
        ),
        ({"max_increase": 1, "max_increases": None}, [("not_nullable", "/max_increases")]),
        (
            {"max_increase": 1, "combine": "highest", "measured_from": 1},
            [("bad_format", "/combine"), ("wrong_type", "/measured_from")],
        ),
        ({"max_increase_percent": -1}, [("out_of_range", "/max_increase_percent")]),
        ({"max_increase": 1, "currency": "EUR"}, [("unknown_field", "/currency")]),
    ],
)
def test_every_problem_has_its_path(payload: object, expected: list[tuple[str, str]]) -> None:
    assert problems(wire.parse_limit, payload) == expected
