"""Fingerprints: equal orders have equal fingerprints, different orders different ones."""

from typing import Any

import pytest
from hypothesis import given
from support.examples import CONTACT, ORDER, item, order, totals
from support.processes import printed

from backd_rules import Money, Order, OrderStatus, Refund
from backd_rules.testing import orders
from backd_rules.wire.fingerprints import fingerprint

KNOWN = "5fa92b15c4d2f3619faecd7a0a89f15dd6fa54690ccb271eedbf7ef8e3a72e5e"
"""The output of `sha256sum` for the JSON text of `ORDER`, written by hand."""

DIFFERENT: list[dict[str, Any]] = [
    {"backd_order_id": "BO-2"},
    {"merchant_order_id": "M-2"},
    {"status": OrderStatus.ORDER_CONFIRMED},
    {"totals": totals("9000", "100", "50.01")},
    {"totals": totals("9000", "100", "51", "1")},
    {"items": ()},
    {"items": (item(), item())},
    {"items": (item(sku="ABC-12"),)},
    {"merchant_order_status": None},
    {"shipping": None},
    {"billing": CONTACT},
    {"create_date": "2026-04-16 10:30:00"},
    {"refunds": (Refund(amount=Money.of(1), status="draft"),)},
    {"placed_total": Money.of("9150.01")},
    {"increase_count": 1},
]


def test_the_fingerprint_never_changes() -> None:
    assert fingerprint(ORDER) == KNOWN


@pytest.mark.parametrize("fields", DIFFERENT, ids=lambda fields: next(iter(fields)))
def test_a_change_of_any_field_changes_the_fingerprint(fields: dict[str, Any]) -> None:
    assert fingerprint(order(**fields)) != fingerprint(ORDER)


def test_every_field_is_changed_above() -> None:
    assert {field for fields in DIFFERENT for field in fields} == set(Order.__match_args__)


@given(orders(), orders())
def test_orders_are_equal_exactly_if_their_fingerprints_are(one: Order, other: Order) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    source = """
import sys
sys.path.insert(0, "tests")
from support.examples import ORDER
from backd_rules.wire.fingerprints import fingerprint
print(fingerprint(ORDER))
"""
    assert printed(source) == KNOWN
