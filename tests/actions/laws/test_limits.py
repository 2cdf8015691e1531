"""Laws of the limit (domain.md, L1 to L10)."""

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import CENT
from support.laws import (
    after,
    any_updates,
    cases,
    known_orders,
    law,
    placed_orders,
    with_known_history,
    with_total,
    without_history,
)
from support.refusals import codes

from backd_rules import (
    Basis,
    Combine,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    ViolationCode,
    ceiling,
    decide_update,
    headroom,
)
from backd_rules.testing import allowed_updates, amounts, limits, orders, percentages
from backd_rules.testing.requests import updates_reaching_total

LIMIT_CODES = {
    ViolationCode.HISTORY_UNKNOWN,
    ViolationCode.INCREASE_EXCEEDS_LIMIT,
    ViolationCode.TOO_MANY_INCREASES,
}


@law
@given(st.data())
def test_a_total_that_stays_or_falls_is_never_refused_by_a_limit(data: st.DataObject) -> None:
    """L5: "A total that stays or falls is never refused by a limit, even if it is still above
    it."
    """
    order, drawn = data.draw(placed_orders), data.draw(limits())
    up_to_present = amounts(min_value=Money.ZERO, max_value=order.order_total)
    limit = attrs.evolve(drawn, max_order_total=data.draw(up_to_present))  # The total is above it.
    total = data.draw(st.just(order.order_total) | up_to_present)
    update = data.draw(with_total(order, total))
    assert after(order, limit, update).order_total == total
    stated = attrs.evolve(data.draw(any_updates(order, limit)), order_total=total)
    assert not LIMIT_CODES & set(codes(decide_update(order, stated, limit)))


AT_LEAST: dict[str, Any] = {
    "max_increase": amounts,
    "max_increase_percent": percentages,
    "max_order_total": amounts,
}


@st.composite
def raised_limits(draw: st.DrawFn, limit: MerchantLimit) -> MerchantLimit:
    """Generate limits that allow as much as `limit`, or more."""
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
def test_raising_a_limit_never_refuses_an_update_that_was_allowed(data: st.DataObject) -> None:
    """L1: "`max_increases`, how many updates may increase the total."

    L2: "Where an amount and a percentage are agreed, the lower counts, unless `combine` says
    `higher`." "`max_order_total` caps either."

    So a higher limit allows every update that a lower one allows.
    """
    order, low, update = data.draw(cases(any_updates))
    high = data.draw(raised_limits(low))
    below, above = (
        codes(decide_update(order, update, low)),
        codes(decide_update(order, update, high)),
    )
    assert set(above) <= set(below)
    assert set(below) - set(above) <= LIMIT_CODES


@law
@given(st.data())
def test_splitting_an_increase_gains_nothing(data: st.DataObject) -> None:
    """L3: "The base is `placed_total`, the total at which the order was placed, so that many small
    updates cannot walk past the limit; `measured_from: order_total` takes the present total
    instead."
    """
    order, drawn = data.draw(known_orders), data.draw(limits())
    limit = attrs.evolve(drawn, measured_from=Basis.PLACED_TOTAL)
    highest = ceiling(order, limit)
    most = max(order.order_total, highest.total)
    now = order
    for _ in range(3):
        now = after(now, limit, data.draw(allowed_updates(now, limit)))
        assert ceiling(now, limit) == highest
        assert now.order_total + headroom(now, limit) <= most
    in_one_update = data.draw(with_total(order, now.order_total))
    assert ViolationCode.INCREASE_EXCEEDS_LIMIT not in codes(
        decide_update(order, in_one_update, limit)
    )


def exact_percent_cap(order: Order, limit: MerchantLimit) -> Fraction:
    """Return the highest total in cents that a percentage allows, unrounded."""
    base = order.order_total if limit.measured_from is Basis.ORDER_TOTAL else order.placed_total
    assert base is not None
    assert limit.max_increase_percent is not None
    return base.cents * (1 + Fraction(limit.max_increase_percent.hundredths, 10_000))


@law
@given(st.data())
def test_the_boundary_is_inside_the_limit(data: st.DataObject) -> None:
    """L4: "The boundary is inside the limit." "Percentages are exact and never rounded up." """
    order, drawn = data.draw(known_orders), data.draw(limits())
    limit = attrs.evolve(drawn, max_increases=None)
    highest, bound_by = ceiling(order, limit).total, ceiling(order, limit).bound_by
    if bound_by == "max_increase_percent":
        assert highest.cents <= exact_percent_cap(order, limit)
    at_boundary = codes(decide_update(order, data.draw(with_total(order, highest)), limit))
    count_is_full = order.increase_count == 10**15 - 1 and highest > order.order_total
    assert at_boundary == ([ViolationCode.TOO_MANY_INCREASES] if count_is_full else [])
    if order.order_total <= highest < Money.MAX:
        past_boundary = codes(
            decide_update(order, data.draw(with_total(order, highest + CENT)), limit)
        )
        assert past_boundary[0] is ViolationCode.INCREASE_EXCEEDS_LIMIT


@law
@given(orders(), limits(), st.data())
def test_adding_exactly_the_headroom_is_allowed_and_a_cent_more_is_not(
    order: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """L10: "The headroom is the most that an update may now add: adding exactly it is allowed, a
    cent more is not." "It is zero where the status forbids updates or no increase is left."
    "Ceiling and headroom of an unknown history that the limit needs are a `ValueError`."

    V2: "Where `placed_total` is needed and unknown, `increase_exceeds_limit` is not evaluated;
    where `increase_count` is, `too_many_increases` is not."
    """
    total = order.order_total.cents
    more = updates_reaching_total(order, total + 1)
    if order.status is not OrderStatus.ORDER_PLACED:
        assert headroom(order, limit) == Money.ZERO
        assert not decide_update(order, data.draw(more), limit)
        return
    measured = limit.measured_from is Basis.PLACED_TOTAL and (
        (limit.max_increase, limit.max_increase_percent) != (None, None)
    )
    no_placed_total = measured and order.placed_total is None
    no_count = limit.max_increases is not None and order.increase_count is None
    if no_placed_total or no_count:
        for of in (headroom, ceiling):
            with pytest.raises(ValueError, match=r" must be stated, as the limit needs it; "):
                of(order, limit)
        denied = codes(decide_update(order, data.draw(more), limit))
        assert ViolationCode.HISTORY_UNKNOWN in denied
        assert not (no_placed_total and ViolationCode.INCREASE_EXCEEDS_LIMIT in denied)
        assert not (no_count and ViolationCode.TOO_MANY_INCREASES in denied)
        return
    most = total + headroom(order, limit).cents
    assert (
        after(order, limit, data.draw(updates_reaching_total(order, most))).order_total.cents
        == most
    )
    assert not decide_update(order, data.draw(updates_reaching_total(order, most + 1)), limit)
    if limit.max_increases is not None and (order.increase_count or 0) >= limit.max_increases:
        assert most == total


@law
@given(placed_orders, limits(), st.data())
def test_what_the_limit_does_not_need_may_be_unknown(
    order: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """L8: "An update that increases the total is then refused (`history_unknown`) if the limit
    needs what is unknown: `placed_total` for an amount or percentage measured from it,
    `increase_count` for `max_increases`."

    A history changes no verdict where the limit needs none.
    """
    update = data.draw(any_updates(order, limit))
    known = with_known_history(order)
    needs_none = attrs.evolve(limit, max_increases=None, measured_from=Basis.ORDER_TOTAL)
    few = attrs.evolve(known, increase_count=0)  # A full count is a reason of its own (L9).
    verdicts = [decide_update(one, update, needs_none) for one in (few, without_history(order))]
    assert codes(verdicts[0]) == codes(verdicts[1])
    assert ViolationCode.HISTORY_UNKNOWN not in codes(decide_update(known, update, limit))
