"""What the package builds without asking again is what the constructors would have built.

Copies by pickle come from the constructors, all the way down: they ask everything again.
"""

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from backd_rules.domain.values import BAD_RANGES, Value, text_fault, unchecked
from backd_rules.testing import allowed_updates, limits, orders, payloads, updates
from backd_rules.wire.codecs import Text


def parts(value: object) -> list[object]:
    """A value and all that it is made of, in order; derived fields too."""
    if isinstance(value, tuple):
        return [part for thing in value for part in parts(thing)]
    if not isinstance(value, Value):
        return [value]
    fields = attrs.fields(type(value))  # type: ignore[arg-type]
    return [type(value), *(part for f in fields for part in parts(getattr(value, f.name)))]


def assert_as_constructed(value: object) -> None:
    asked_again = pickle.loads(pickle.dumps(value))
    assert asked_again == value
    assert parts(asked_again) == parts(value)


@given(payloads(updates()))
def test_a_parsed_update(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_update(payload))


@given(payloads(orders()))
def test_a_parsed_order(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_order(payload))


@given(payloads(limits()))
def test_a_parsed_limit(payload: dict[str, Any]) -> None:
    assert_as_constructed(wire.parse_limit(payload))


@given(orders(statuses=[OrderStatus.ORDER_PLACED]), limits(), st.data())
def test_an_allowed_order(order: Order, limit: MerchantLimit, data: st.DataObject) -> None:
    decision = decide_update(order, data.draw(allowed_updates(order, limit)), limit)
    assert decision.allowed
    assert_as_constructed(decision)


@given(orders(), updates(), limits())
def test_a_denied_update(order: Order, update: OrderUpdate, limit: MerchantLimit) -> None:
    assert_as_constructed(decide_update(order, update, limit))


@pytest.mark.parametrize("cls", [Money, LineItem, Totals, Contact, Order])
def test_it_is_as_closed_as_any(cls: type) -> None:
    names = [field.name for field in attrs.fields(cls)]
    value: object = unchecked(cls)(*names)
    assert type(value) is cls
    assert not hasattr(value, "__dict__")
    assert [getattr(value, name) for name in names] == names
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, names[0], None)


def is_plain(text: object, max_length: int) -> bool:
    return bool(eval(Text(max_length).is_plain("text"), {"text": text}))  # noqa: S307


SPECIAL = [edge for pair in BAD_RANGES for edge in pair] + list(" !\x1f\u3000\u2060\xa0é0")


@given(st.one_of(st.text(max_size=6), st.text(SPECIAL, max_size=6), st.none()))
def test_a_plain_text_is_sound(text: object) -> None:
    assert not is_plain(text, 5) or text_fault(text, 5) is None


@pytest.mark.parametrize("text", ["a", "Joe", "123 Main St", "é", "12345678901"])
def test_the_common_text_is_plain(text: str) -> None:
    assert is_plain(text, 11)
