"""Values that the package builds without validation equal those that the constructors build.

Unpickling calls the constructors at every level, so it validates the parts again.
"""

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.value_parts import parts

from backd_rules import (
    Contact,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Totals,
    decide_update,
    wire,
)
from backd_rules.domain.codegen import unchecked
from backd_rules.testing import allowed_updates, limits, orders, payloads, updates


def typed_parts(value: object) -> list[tuple[type, object]]:
    return [(type(part), part) for part in parts(value)]


def assert_as_constructed(value: object) -> None:
    """Compare `value` with a copy that the constructors have built and validated."""
    constructed = pickle.loads(pickle.dumps(value))
    assert constructed == value
    assert typed_parts(constructed) == typed_parts(value)


@given(payloads(updates()))
def test_a_parsed_update_is_as_constructed(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_update(payload))


@given(payloads(orders()))
def test_a_parsed_order_is_as_constructed(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_order(payload))


@given(payloads(limits()))
def test_a_parsed_limit_is_as_constructed(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_limit(payload))


@given(orders(statuses=[OrderStatus.ORDER_PLACED]), limits(), st.data())
def test_an_allowed_decision_is_as_constructed(
    order: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    decision = decide_update(order, data.draw(allowed_updates(order, limit)), limit)
    assert decision.allowed
    assert_as_constructed(decision)


@given(orders(), updates(), limits())
def test_a_decision_on_any_update_is_as_constructed(
    order: Order, update: OrderUpdate, limit: MerchantLimit
) -> None:
    assert_as_constructed(decide_update(order, update, limit))


@pytest.mark.parametrize("cls", [Money, LineItem, Totals, Contact, Order])
def test_an_unchecked_value_is_frozen_and_slotted_too(cls: type) -> None:
    names = [field.name for field in attrs.fields(cls)]
    value: object = unchecked(cls)(*names)
    assert type(value) is cls
    assert not hasattr(value, "__dict__")
    assert [getattr(value, name) for name in names] == names
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, names[0], None)
