"""Laws of the violations (domain.md, V1 and V2)."""

from collections.abc import Callable
from functools import reduce

import attrs
from hypothesis import given
from hypothesis import strategies as st
from support.laws import Case, any_updates, cases, law
from support.refusals import codes, codes_and_paths

from backd_rules import (
    UNSET,
    Order,
    OrderStatus,
    OrderUpdate,
    Violation,
    ViolationCode,
    decide_update,
    wire,
)
from backd_rules.testing import denied_updates, orders

Repair = Callable[[Order, OrderUpdate, Violation], tuple[Order, OrderUpdate]]


def _with_backd_order_id(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, backd_order_id=o.backd_order_id)


def _with_merchant_order_id(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, merchant_order_id=o.merchant_order_id)


def _with_placed_order(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return attrs.evolve(o, status=OrderStatus.ORDER_PLACED), u


def _with_field(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    payload, (*parents, name) = wire.dump_update(u), v.path.split("/")[1:]
    reduce(lambda parent, step: parent.setdefault(step, {}), parents, payload)[name] = "x"
    return o, wire.parse_update(payload)


def _with_present_amounts(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    no_fees = attrs.evolve(u, tax_amount=UNSET, shipping_amount=UNSET, discount_amount=UNSET)
    return o, attrs.evolve(no_fees, items=UNSET, cart_amount=UNSET)


def _without_cart(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, cart_amount=UNSET)


def _without_total(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, order_total=UNSET)


def _with_present_total(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, order_total=o.order_total)


def _with_history(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o.as_placed(), u


REPAIRS: dict[ViolationCode, Repair] = {
    ViolationCode.BACKD_ORDER_ID_MISMATCH: _with_backd_order_id,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH: _with_merchant_order_id,
    ViolationCode.STATUS_FORBIDS_ACTION: _with_placed_order,
    ViolationCode.CONTACT_INCOMPLETE: _with_field,
    ViolationCode.AMOUNT_OUT_OF_RANGE: _with_present_amounts,
    ViolationCode.CART_AMOUNT_MISMATCH: _without_cart,
    ViolationCode.ORDER_TOTAL_MISMATCH: _without_total,
    ViolationCode.HISTORY_UNKNOWN: _with_history,
    ViolationCode.INCREASE_EXCEEDS_LIMIT: _with_present_total,
    ViolationCode.TOO_MANY_INCREASES: _with_present_total,
}
MISMATCHES = list(REPAIRS)[:2]
INDEPENDENT = list(REPAIRS)[2:4]
"""The codes whose repair changes no amount, so that every other violation must stay."""


@law
@given(cases(denied_updates, orders()))
def test_repairing_the_cause_of_a_violation_removes_it(case: Case) -> None:
    """V2: "Otherwise every rule is applied, and all violations are reported, in this order and,
    within one code, in the order of the request's fields."

    Repairing the cause of one violation removes it.
    """
    order, limit, update = case
    decision = decide_update(order, update, limit)
    assert not decision.allowed
    found = codes_and_paths(decision)
    for violation in decision.violations:
        repaired_order, repaired = REPAIRS[violation.code](order, update, violation)
        left = codes_and_paths(decide_update(repaired_order, repaired, limit))
        this = (violation.code, violation.path)
        assert this not in left
        if violation.code in INDEPENDENT:
            assert left == [one for one in found if one != this]


@law
@given(cases(any_updates, orders()), orders(), st.sampled_from(["BO", "M", "both"]))
def test_a_request_that_means_another_order_learns_nothing_about_it(
    case: Case, other: Order, wrong: str
) -> None:
    """V1: "A request that means another order (the first three codes) is not judged further:
    nothing about the order is told to somebody who cannot name it."
    """
    order, limit, update = case
    if wrong != "M":
        update = attrs.evolve(update, backd_order_id=_another(order.backd_order_id))
    if wrong != "BO":
        update = attrs.evolve(update, merchant_order_id=_another(order.merchant_order_id))
    ids = {"BO": MISMATCHES[:1], "M": MISMATCHES[1:], "both": MISMATCHES}[wrong]
    same_ids = {name: getattr(order, name) for name in ("backd_order_id", "merchant_order_id")}
    decision = decide_update(order, update, limit)
    assert codes(decision) == ids
    assert decide_update(attrs.evolve(other, **same_ids), update, limit) == decision


def _another(text: str) -> str:
    return "1" if text == "0" else "0"
