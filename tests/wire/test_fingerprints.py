"""Fingerprints: equal orders have equal fingerprints, different orders different ones."""

from functools import reduce
from operator import getitem
from typing import Any

import attrs
import pytest
from hypothesis import given
from support.examples import CONTACT, ORDER, item, order, totals
from support.json_values import ORDER_JSON, replaced
from support.processes import printed

from backd_rules import Contact, Money, Order, OrderStatus, Refund, wire
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
    {"totals": totals("9000", "100", "50", "0", "0.01")},
    {"totals": totals("8999.99", "100", "50", "0", "0.01")},
    {"items": ()},
    {"items": (item(), item())},
    {"items": (item(sku="ABC-12"),)},
    {"merchant_order_status": None},
    {"shipping": None},
    {"billing": CONTACT},
    {"create_date": "2026-04-16 10:30:00"},
    {"refunds": (Refund(amount=Money.of(1), status="draft"),)},
    {"refunds": (Refund(amount=Money.ZERO),)},
    {"shipping": attrs.evolve(CONTACT, company_name=None)},
    {"shipping": Contact()},
    {"placed_total": Money.of("9150.01")},
    {"placed_total": None},
    {"increase_count": 1},
    {"increase_count": None},
]


def test_the_fingerprint_never_changes() -> None:
    assert fingerprint(ORDER) == KNOWN


@pytest.mark.parametrize("fields", DIFFERENT, ids=lambda fields: next(iter(fields)))
def test_a_change_of_any_field_changes_the_fingerprint(fields: dict[str, Any]) -> None:
    assert fingerprint(order(**fields)) != fingerprint(ORDER)


def test_every_field_is_changed_above() -> None:
    assert {field for fields in DIFFERENT for field in fields} == set(Order.__match_args__)


def test_all_the_orders_above_have_different_fingerprints() -> None:
    found = {fingerprint(ORDER), *(fingerprint(order(**fields)) for fields in DIFFERENT)}
    assert len(found) == 1 + len(DIFFERENT)


EQUAL: list[tuple[tuple[str, ...], Any, Any]] = [
    (("create_date",), None, "absent"),
    (("refunds",), [], None),
    (("items",), [], None),
    (("billing",), None, "absent"),
    (("shipping", "name"), None, "absent"),
    (("shipping", "company_name"), "", None),
    (("shipping", "address", "line2"), None, "absent"),
    (("placed_total",), None, "absent"),
    (("increase_count",), None, "absent"),
    (("discount_amount",), None, 0),
    (("order_total",), 9150, 9150.0),
    (("status",), "order_canceled", "order_cancelled"),
]


@pytest.mark.parametrize(("path", "one", "other"), EQUAL, ids=str)
def test_payloads_of_equal_orders_have_one_fingerprint(
    path: tuple[str, ...], one: object, other: object
) -> None:
    """`null`, an empty array and an absent field mean the same."""
    first = wire.parse_order(replaced(ORDER_JSON, path, one))
    payload = replaced(ORDER_JSON, path, other)
    if other == "absent":
        parent = reduce(getitem, path[:-1], payload)
        del parent[path[-1]]
    second = wire.parse_order(payload)
    assert first == second
    assert fingerprint(first) == fingerprint(second)


DISTINCT: list[tuple[tuple[str, ...], Any, Any]] = [
    (("shipping",), {}, None),
    (("shipping", "name"), {}, None),
    (("shipping", "email"), "", None),
    (("shipping", "email"), "", " "),
    (("placed_total",), 0, None),
    (("increase_count",), 0, None),
    (("merchant_order_status",), "\u00e9", "e\u0301"),
]


@pytest.mark.parametrize(("path", "one", "other"), DISTINCT)
def test_payloads_of_different_orders_have_two_fingerprints(
    path: tuple[str, ...], one: object, other: object
) -> None:
    first, second = (wire.parse_order(replaced(ORDER_JSON, path, v)) for v in (one, other))
    assert first != second
    assert fingerprint(first) != fingerprint(second)


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
