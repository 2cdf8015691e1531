"""Value objects are immutable down to their parts, and their copies are validated again."""

import copy
import pickle
from enum import Enum
from typing import Any

import attrs
import pytest
from support.examples import CONTACT, ORDER, UNKNOWN_HISTORY, item, totals, update
from support.value_parts import parts

from backd_rules import (
    UNSET,
    AddressUpdate,
    Allowed,
    Ceiling,
    Change,
    Contact,
    ContactUpdate,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    Outcome,
    Percent,
    PersonNameUpdate,
    Quantity,
    Refund,
    RefundRequest,
    RuleOutcome,
    Totals,
    UnitPrice,
    ViolationCode,
    decide_update,
    wire,
)
from backd_rules.actions.violations import (
    VIOLATIONS,
    AmountOutOfRange,
    CartAmountMismatch,
    ContactIncomplete,
    HistoryUnknown,
    NoActiveRefund,
    RefundExceedsTotal,
    RefundLocked,
    StatusForbidsAction,
    UnknownOrder,
)
from backd_rules.domain.values import Record

PATCH = ContactUpdate(
    PersonNameUpdate("Zoe"), None, AddressUpdate("5 Oak Rd", None), "7755550100", "zoe@b.c"
)
REFUND = Refund(
    amount=Money.of(50),
    create_date="2026-04-15 12:49:46",
    status="draft",
    locked_at="2026-04-15 22:00:00",
)
VALUES: list[Any] = [
    Money.of(5),
    UnitPrice.of(5),
    Quantity.of(5),
    Percent.of(5),
    CONTACT.name,
    CONTACT.address,
    CONTACT,
    Contact(stated_empty=frozenset({("email", None), ("items", ())})),
    item(),
    REFUND,
    totals("1"),
    attrs.evolve(ORDER, refunds=(REFUND,)),
    UNKNOWN_HISTORY,
    MerchantLimit(Money.of(1), max_increases=3),
    Ceiling(Money.of(1), "max_increase"),
    PATCH,
    PATCH.name,
    PATCH.address,
    update(shipping=PATCH, items=[item()]),
    Change("/tax_amount", Money.of(1), Money.of(2)),
    Allowed(ORDER),
    Denied((UnknownOrder(),)),
    UnknownOrder(),
    ContactIncomplete("/billing/email"),
    AmountOutOfRange("/order_total", -1),
    CartAmountMismatch(1, 2, 3, 4),
    HistoryUnknown(("placed_total",)),
    StatusForbidsAction(ORDER.status, OrderAction.UPDATE_ORDER),
    RefundExceedsTotal(2, 1),
    NoActiveRefund(),
    RefundLocked(None),
    RefundLocked("2026-04-15 22:00:00"),
    OrderIds("BO-1"),
    OrderIds("BO-1", "M-1"),
    RefundRequest("BO-1", "M-1", Money.of(50)),
    RuleOutcome(
        ViolationCode.HISTORY_UNKNOWN,
        Outcome.FAILED,
        (("unknown", ("placed_total",)), ("order_total", 9150.01)),
        (HistoryUnknown(("placed_total",)),),
    ),
    wire.Problem(wire.ProblemCode.TOO_LONG, "/a", (("max_length", 255),)),
]
every_value = pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)


@every_value
def test_no_field_can_be_set_or_deleted(value: Any) -> None:
    for name in [field.name for field in attrs.fields(type(value))] or ["code"]:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, 1)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(value, name)
    assert not hasattr(value, "__dict__")
    assert not hasattr(value, "__setstate__")


@every_value
def test_copies_are_equal_and_hash_alike(value: Any) -> None:
    copies = [copy.copy(value), copy.deepcopy(value), attrs.evolve(value)]
    copies += [pickle.loads(pickle.dumps(value, n)) for n in range(pickle.HIGHEST_PROTOCOL + 1)]
    assert {value, *copies} == {value}
    assert all(type(other) is type(value) for other in copies)
    if isinstance(value, Record):
        assert {other.stated_empty for other in copies} == {value.stated_empty}


@every_value
def test_no_part_is_mutable(value: Any) -> None:
    immutable = (str, int, float, tuple, frozenset, Enum, type(None))
    assert all(isinstance(part, immutable) or attrs.has(type(part)) for part in parts(value))


def test_unpickling_calls_the_constructor() -> None:
    rebuild, (cls, fields) = Money.of(5).__reduce__()[:2]
    with pytest.raises(
        ValueError, match=r"^Money.cents must be from -999999999999999 to 999999999999999$"
    ):
        rebuild(cls, {**fields, "cents": 10**15})


def test_a_decision_matches_a_pattern() -> None:
    match decide_update(ORDER, update(tax_amount=Money.of(1)), MerchantLimit.NO_INCREASE):
        case Allowed(order=Order(totals=Totals(tax_amount=Money(cents=cents)))):
            assert cents == 100
        case _:
            raise AssertionError


def test_the_fields_of_an_order_have_defaults() -> None:
    new = Order("B", "M", ORDER.status, totals("10", "2", "3", "1"), [item()])  # type: ignore[arg-type]
    assert new.items == (item(),)
    assert new.order_total == Money.of(14)
    assert (new.placed_total, new.increase_count) == (None, None)
    assert new.totals.adjustment == Money.ZERO
    assert (new.cart_amount, new.tax_amount) == (Money.of(10), Money.of(2))
    assert (new.shipping_amount, new.discount_amount) == (Money.of(3), Money.of(1))
    assert (repr(UNSET), update().items) == ("UNSET", UNSET)


def test_every_violation_is_a_value() -> None:
    assert all(attrs.has(violation) for violation in VIOLATIONS)
