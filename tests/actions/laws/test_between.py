"""Laws of the update between two orders (domain.md, U1 and U2)."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.laws import IDS, after, cases, law, leaves, only, placed_orders, updates_of_every_kind

from backd_rules import (
    Address,
    Contact,
    MerchantLimit,
    Money,
    Order,
    PersonName,
    decide_update,
    update_between,
    wire,
)
from backd_rules.testing import allowed_updates, contacts, orders, totals
from backd_rules.testing.records import carts

UNLIMITED = MerchantLimit.UNLIMITED
UPDATED = ("totals", "items", "merchant_order_status", "shipping", "billing")
"""The fields that an update may change."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Order, Order]:
    """Generate an order and another: the one after an update, with edits, or any with its ids."""
    order = draw(placed_orders)
    other = draw(orders())
    near = after(order, UNLIMITED, draw(allowed_updates(order, UNLIMITED)))
    edits: dict[str, st.SearchStrategy[Any]] = {
        "merchant_order_status": st.none() | st.text(max_size=3),
        "items": carts() | st.just(order.items),
        "totals": totals(),
        "shipping": st.none() | contacts(),
        "billing": st.just(Contact()) | contacts(),
        "refunds": st.just(other.refunds),
        "placed_total": st.none() | st.just(Money.ZERO),
        "increase_count": st.none() | st.integers(0, 3),
    }
    chosen = draw(st.lists(st.sampled_from([*edits]), max_size=2, unique=True))
    edited = attrs.evolve(near, **{name: draw(edits[name]) for name in chosen})
    with_ids = attrs.evolve(order, **{name: getattr(other, name) for name in UPDATED})
    return order, draw(st.sampled_from([near, edited, edited, with_ids, other]))


@settings(law, max_examples=100)
@given(pairs())
def test_the_update_between_two_orders_leads_from_one_to_the_other(
    pair: tuple[Order, Order],
) -> None:
    """U1: "An update is a patch: an absent field stays as it is."

    U2: "Contacts merge field by field, as RFC 7396 does; `items` is replaced as a whole."

    It states nothing that could be left out.
    """
    before, goal = pair
    try:
        update = update_between(before, goal)
    except ValueError:
        return
    assert after(before, UNLIMITED, update) == goal
    payload = wire.dump_update(update)
    paths = leaves(payload)
    for path in paths:
        if path in IDS:
            continue
        fewer = wire.parse_update(only(payload, [other for other in paths if other != path]))
        decision = decide_update(before, fewer, UNLIMITED)
        assert not decision.allowed or decision.order != goal
        if path != ("cart_amount",):
            assert _at(wire.dump_order(before), path) != _at(wire.dump_order(goal), path)


def _at(payload: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        payload = None if payload is None else payload.get(name)
    return payload


@law
@given(cases(updates_of_every_kind, placed_orders), st.booleans())
def test_there_is_an_update_to_every_order_that_an_update_leads_to(
    case: Any, is_stored: bool
) -> None:
    """F3: "The rules judge what a request changes, not what was recorded before."

    So no record is in the way of an update to another order that an update can lead to.
    """
    order, limit, update = case
    decision = decide_update(order, update, limit)
    goal = decision.order if decision.allowed else order
    # An empty name beside a restated email adds an empty name. `update_between` does not do that.
    assume(not _adds_an_empty_part(order.shipping, goal.shipping))
    assume(not _adds_an_empty_part(order.billing, goal.billing))
    if is_stored:
        goal = wire.parse_order(json.loads(json.dumps(wire.dump_stored_order(goal))))
    assert after(order, UNLIMITED, update_between(order, goal)) == goal


def _adds_an_empty_part(before: Contact | None, after: Contact | None) -> bool:
    if before is None or after is None:
        return False
    parts = [(before.name, after.name, PersonName()), (before.address, after.address, Address())]
    return any(old is None and new == empty for old, new, empty in parts)


@law
@given(orders())
def test_nothing_is_between_an_order_and_itself(order: Order) -> None:
    """F3: "The rules judge what a request changes, not what was recorded before."

    Only the status can refuse an update that states nothing (S1).
    """
    if order.status == "order_placed":
        between = update_between(order, order)
        ids = {"backd_order_id": order.backd_order_id, "merchant_order_id": order.merchant_order_id}
        assert wire.dump_update(between) == ids
    else:
        with pytest.raises(ValueError, match=r"does not allow the action update_order$"):
            update_between(order, order)
