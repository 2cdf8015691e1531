"""The laws that the rules obey, whatever the order, the limit and the update.

Each quotes the sentence of the domain that it holds.
"""

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from support import oracle
from support.draws import CENT
from support.fake_servers import as_decimals
from support.laws import (
    Case,
    after,
    any_updates,
    cases,
    empty_patch,
    law,
    never_raised,
    placed_orders,
    with_total,
)
from support.refusals import codes

from backd_rules import (
    UNSET,
    Allowed,
    Basis,
    Combine,
    Denied,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Quantity,
    Violation,
    ViolationCode,
    ceiling,
    decide_update,
    headroom,
    wire,
)
from backd_rules.testing import (
    allowed_updates,
    amounts,
    denied_updates,
    limits,
    orders,
    percentages,
)

LIMIT_CODES = {ViolationCode.INCREASE_EXCEEDS_LIMIT, ViolationCode.TOO_MANY_INCREASES}


@law
@given(cases(any_updates, orders()))
def test_deciding_is_deterministic_and_changes_no_input(case: Case) -> None:
    """ "The rules judge the change, not the history": nothing before it changes a decision.

    The same inputs give the same decision, and every input stays what it was.
    """
    order, limit, update = case
    before = pickle.dumps(case)
    decision = decide_update(order, update, limit)
    assert decide_update(*copy.deepcopy((order, update, limit))) == decision
    assert pickle.dumps(case) == before


@law
@given(placed_orders, limits())
def test_an_empty_patch_is_the_identity(order: Order, limit: MerchantLimit) -> None:
    """ "an absent field stays as it is" """
    assert after(order, limit, empty_patch(order)) is order


@law
@given(st.data())
def test_a_total_that_stays_or_falls_is_never_refused_by_a_limit(data: st.DataObject) -> None:
    """ "A total that stays or falls is never refused by a limit, even if it is still above it." """
    order, drawn = data.draw(placed_orders), data.draw(limits())
    up_to_it = amounts(min_value=Money.ZERO, max_value=order.order_total)
    limit = attrs.evolve(drawn, max_order_total=data.draw(up_to_it))  # The total is above it.
    total = data.draw(st.just(order.order_total) | up_to_it)
    update = data.draw(with_total(order, total))
    assert after(order, limit, update).order_total == total
    stated = attrs.evolve(data.draw(any_updates(order, limit)), order_total=total)
    assert not LIMIT_CODES & set(codes(decide_update(order, limit, stated)))


AT_LEAST: dict[str, Any] = {
    "max_increase": amounts,
    "max_increase_percent": percentages,
    "max_order_total": amounts,
}


@st.composite
def raised(draw: st.DrawFn, limit: MerchantLimit) -> MerchantLimit:
    """A limit that allows as much as `limit`, or more."""
    more: dict[str, Any] = {}
    for name, at_least in AT_LEAST.items():
        cap = getattr(limit, name)
        if cap is not None:
            more[name] = draw(st.just(cap) | at_least(min_value=cap))
    if limit.max_increases is not None:
        more["max_increases"] = draw(st.none() | st.integers(limit.max_increases, 10**15 - 1))
    combine = draw(st.sampled_from([limit.combine, Combine.HIGHER]))
    return attrs.evolve(limit, combine=combine, **more)


@law
@given(st.data())
def test_raising_a_limit_never_refuses_what_was_allowed(data: st.DataObject) -> None:
    """ "the increase must be within the limit": a higher limit holds all that a lower one holds.

    And so lowering it never allows what was refused.
    """
    order, low, update = data.draw(cases(any_updates))
    high = data.draw(raised(low))
    below, above = (
        codes(decide_update(order, low, update)),
        codes(decide_update(order, high, update)),
    )
    assert set(above) <= set(below)
    assert set(below) - set(above) <= LIMIT_CODES


@law
@given(st.data())
def test_splitting_an_increase_gains_nothing(data: st.DataObject) -> None:
    """ "Increases are measured from the original: ... over all updates together." """
    order, drawn = data.draw(placed_orders), data.draw(limits())
    limit = attrs.evolve(drawn, measured_from=Basis.PLACED_TOTAL)
    edge = ceiling(order, limit)
    reach = max(order.order_total, edge.total)
    now = order
    for _ in range(3):
        now = after(now, limit, data.draw(allowed_updates(now, limit)))
        assert ceiling(now, limit) == edge
        assert now.order_total + headroom(now, limit) <= reach
    in_one = data.draw(with_total(order, now.order_total))
    assert ViolationCode.INCREASE_EXCEEDS_LIMIT not in codes(decide_update(order, limit, in_one))


@law
@given(st.data())
def test_updating_up_and_back_leaves_the_totals_as_they_were(data: st.DataObject) -> None:
    """ "Each amount is the update's if it states one, else the order's".

    The way back may be up. Then the limit that is asked is another, and an increase is left.
    """
    order, limit, update = data.draw(cases(allowed_updates, never_raised))
    there = after(order, limit, update)
    back = OrderUpdate(
        order.backd_order_id,
        order.merchant_order_id,
        tax_amount=order.totals.tax_amount,
        shipping_amount=order.totals.shipping_amount,
        discount_amount=order.totals.discount_amount,
        **_cart_back(order, there),
    )
    if there.order_total < order.order_total:
        limit = MerchantLimit.UNLIMITED
    assert after(there, limit, back).totals == order.totals


def _cart_back(order: Order, there: Order) -> dict[str, Any]:
    """One item of the cart's amount, so that it is stated whatever the items were."""
    if there.totals.cart_amount == order.totals.cart_amount:
        return {}
    return {"items": [LineItem("0", "0", order.totals.cart_amount, Quantity.of(1))]}


def exact_percent_cap(order: Order, limit: MerchantLimit) -> Fraction:
    """The cents up to which a percentage lets the total rise, unrounded."""
    basis = order.order_total if limit.measured_from is Basis.ORDER_TOTAL else order.placed_total
    assert limit.max_increase_percent
    return basis.cents * (1 + Fraction(limit.max_increase_percent.hundredths, 10_000))


@law
@given(st.data())
def test_the_boundary_is_inside(data: st.DataObject) -> None:
    """ "The boundary is inside the limit. Percentages are exact: never rounded up." """
    order, drawn = data.draw(placed_orders), data.draw(limits())
    limit = attrs.evolve(drawn, max_increases=None)
    edge, bound_by = ceiling(order, limit).total, ceiling(order, limit).bound_by
    if bound_by == "max_increase_percent":
        assert edge.cents <= exact_percent_cap(order, limit)
    on_it = codes_of(order, limit, data.draw(with_total(order, edge)))
    counted = order.increase_count == 10**15 - 1 and edge > order.order_total
    assert on_it == ([ViolationCode.TOO_MANY_INCREASES] if counted else [])
    if order.order_total <= edge < Money.MAX:
        past_it = codes_of(order, limit, data.draw(with_total(order, edge + CENT)))
        assert past_it[0] is ViolationCode.INCREASE_EXCEEDS_LIMIT


def updates_of_every_kind(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Those that must be allowed, those that must not, and those of which nobody knows."""
    other = denied_updates(order, limit) | any_updates(order, limit)
    placed = order.status is OrderStatus.ORDER_PLACED
    return allowed_updates(order, limit) | other if placed else other


@settings(law, max_examples=100)  # Few of what is drawn break one rule and no other.
@given(cases(updates_of_every_kind, placed_orders | orders()))
def test_what_is_allowed_satisfies_every_rule(case: Case) -> None:
    """ "the merchant may still change it, until the order is confirmed": and so again.

    What the rules ask for holds of the new order, and no rule finds a fault in it as it is, nor in
    the same update once more, which changes nothing.
    """
    order, limit, update = case
    decision = decide_update(order, update, limit)
    if not decision.allowed:
        return
    new = decision.order
    assert new.status is OrderStatus.ORDER_PLACED
    assert update.backd_order_id == new.backd_order_id
    assert update.merchant_order_id == new.merchant_order_id
    assert update.order_total in (UNSET, new.order_total)
    if new.order_total > order.order_total:
        assert new.order_total <= ceiling(order, limit).total
        assert limit.max_increases is None or new.increase_count <= limit.max_increases
    if new.items and (update.cart_amount, update.items) != (UNSET, UNSET):
        items = as_decimals(wire.dump_order(new)["items"])
        assert new.cart_amount.to_decimal() == oracle.cart_of(items)
    assert after(new, limit, empty_patch(new)) is new
    assert after(new, limit, update) is new
    assert new.placed_total == order.placed_total
    assert new.increase_count - order.increase_count == (new.order_total > order.order_total)


FREE = (LineItem("0", "0", Money.ZERO, Quantity.of(1)),)
Repair = Callable[[Order, OrderUpdate, Violation], tuple[Order, OrderUpdate]]


def _right_backd_order_id(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, backd_order_id=o.backd_order_id)


def _right_merchant_order_id(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, merchant_order_id=o.merchant_order_id)


def _placed(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return attrs.evolve(o, status=OrderStatus.ORDER_PLACED), u


def _filled_in(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    payload, (*way, leaf) = wire.dump_update(u), v.path.split("/")[1:]
    reduce(lambda node, name: node.setdefault(name, {}), way, payload)[leaf] = "x"
    return o, wire.parse_update(payload)


def _free(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    no_fees = attrs.evolve(
        u, tax_amount=Money.ZERO, shipping_amount=Money.ZERO, discount_amount=Money.ZERO
    )
    return o, attrs.evolve(no_fees, items=FREE, cart_amount=UNSET)


def _cart_unsaid(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, cart_amount=UNSET)


def _total_unsaid(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, order_total=UNSET)


def _not_raised(o: Order, u: OrderUpdate, v: Violation) -> tuple[Order, OrderUpdate]:
    return o, attrs.evolve(u, order_total=o.order_total)


REPAIRS: dict[ViolationCode, Repair] = {
    ViolationCode.BACKD_ORDER_ID_MISMATCH: _right_backd_order_id,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH: _right_merchant_order_id,
    ViolationCode.STATUS_FORBIDS_UPDATE: _placed,
    ViolationCode.CONTACT_INCOMPLETE: _filled_in,
    ViolationCode.AMOUNT_OUT_OF_RANGE: _free,
    ViolationCode.CART_AMOUNT_MISMATCH: _cart_unsaid,
    ViolationCode.ORDER_TOTAL_MISMATCH: _total_unsaid,
    ViolationCode.INCREASE_EXCEEDS_LIMIT: _not_raised,
    ViolationCode.TOO_MANY_INCREASES: _not_raised,
}
ALONE = list(REPAIRS)[:4]
"""What is repaired without touching the amounts, and so leaves all else as it was."""


@law
@given(cases(denied_updates, orders()))
def test_each_violation_alone_repaired_disappears(case: Case) -> None:
    """ "the list of violations": each is there for a reason of its own, and goes with it."""
    order, limit, update = case
    decision = decide_update(order, update, limit)
    assert isinstance(decision, Denied)
    found = [(violation.code, violation.path) for violation in decision.violations]
    for violation in decision.violations:
        repaired_order, repaired = REPAIRS[violation.code](order, update, violation)
        after_it = decide_update(repaired_order, repaired, limit)
        left = [] if isinstance(after_it, Allowed) else after_it.violations
        remaining = [(one.code, one.path) for one in left]
        this = (violation.code, violation.path)
        assert this not in remaining
        if violation.code in ALONE:
            assert remaining == [one for one in found if one != this]
