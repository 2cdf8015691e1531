"""Laws of restating: what is recorded is never refused (domain.md, F1 to F4)."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import IDS, law, leaves, only
from support.restated import restatement

from backd_rules import MerchantLimit, Order, OrderStatus, decide_update, wire

MANY = 10_000
RECORDS = st.from_type(Order)


def assert_restating_changes_nothing(
    record: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """Restate all that a request may state of a placed record, and a part of it."""
    order = attrs.evolve(record, status=OrderStatus.ORDER_PLACED)
    whole = restatement(order)
    part = only(whole, IDS + data.draw(st.lists(st.sampled_from(leaves(whole)))))
    for payload in (whole, part):
        decision = decide_update(order, wire.parse_update(payload), limit)
        assert decision.allowed, decision.violations
        assert decision.order is order


@law
@given(RECORDS, st.from_type(MerchantLimit), st.data())
def test_restating_a_record_is_allowed_and_changes_nothing(
    record: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """F3: "The rules judge what a request changes, not what was recorded before." "A well-formed
    request that restates what is recorded is never refused for what it restates."
    """
    assert_restating_changes_nothing(record, limit, data)


@pytest.mark.thorough
@settings(max_examples=MANY, deadline=None)
@given(RECORDS, st.from_type(MerchantLimit), st.data())
def test_restating_any_of_many_records_is_allowed_and_changes_nothing(
    record: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """F3: "A well-formed request that restates what is recorded is never refused for what it
    restates."
    """
    assert_restating_changes_nothing(record, limit, data)


@law
@given(RECORDS, st.data())
def test_what_a_restatement_leaves_out_is_not_well_formed(
    record: Order, data: st.DataObject
) -> None:
    """F2: "Every field of a request is validated." "A record is not refused for something that a
    request would be refused for: it was accepted once, and refusing it now would block every later
    request."
    """
    recorded, stated = wire.dump_order(record), restatement(record)
    assert wire.parse_order(recorded) is not None
    for name in ("status", "create_date", "refunds"):
        recorded.pop(name, None)
    left_out = [path for path in leaves(recorded) if path not in leaves(stated)]
    if not left_out:
        return
    path = data.draw(st.sampled_from(left_out))
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(only(recorded, [*IDS, path]))
    places = [tuple(problem.path.split("/")[1:]) for problem in caught.value.problems]
    assert all(place[: len(path)] == path for place in places)
