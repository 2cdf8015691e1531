"""Strategies for updates: allowed by construction, and often at the boundary of the limit."""

from collections import Counter
from collections.abc import Iterator

import attrs
import pytest
from hypothesis import strategies as st
from support import examples
from support.draws import CENT, PLACED, drawn

import backd_rules.testing as kit
from backd_rules import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    Percent,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Totals,
    UnitPrice,
    ViolationCode,
    ceiling,
    decide_update,
)
from backd_rules.actions.update_order.request import states_nothing
from backd_rules.domain.money import money_or_wide
from backd_rules.testing.patches import complete_patch
from backd_rules.testing.requests import (
    highest_allowed,
    restated_fields,
    updates_reaching_total,
)

MOST_CENTS = 999_999_999_999_999
ABSURD = [
    (Totals(Money.MAX, Money.MAX, Money.MAX, adjustment=money_or_wide(-3 * MOST_CENTS)), "0"),
    (
        Totals(Money.ZERO, discount_amount=Money.MAX, adjustment=money_or_wide(2 * MOST_CENTS)),
        "9999999999999.99",
    ),
]
"""Recorded amounts that are as far from their total as can be, and that total."""
LIMITS_OF_A_HISTORY = [
    MerchantLimit(max_increase=Money.of(75)),
    MerchantLimit(max_increase_percent=Percent.of(15)),
    MerchantLimit(max_order_total=Money.MAX, max_increases=3),
]
ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def test_allowed_updates_are_allowed() -> None:
    cases = ORDERS_AND_LIMITS.flatmap(
        lambda case: st.tuples(st.just(case), kit.allowed_updates(*case))
    )
    for (order, limit), update in drawn(cases, 150):
        assert decide_update(order, update, limit).allowed


ONE = examples.item("10", "999999999999.999")  # 9999999999999.99
TWICE = (ONE, ONE)
EXTREMES = [
    examples.totals("9999999999999.99", adjustment="-9999999999999.99"),
    examples.totals("0", adjustment="9999999999999.99"),
    examples.totals("0"),
    examples.totals("9999999999999.99"),
]


@pytest.mark.parametrize("totals", EXTREMES)
@pytest.mark.parametrize("items", [(), (ONE,), TWICE, (examples.item("0.000001", "0.001"),) * 1001])
@pytest.mark.parametrize("total", ["0", "0.01", "9999999999999.98", "9999999999999.99"])
def test_every_total_can_be_reached(
    totals: Totals, items: tuple[LineItem, ...], total: str
) -> None:
    """Whatever the order's adjustment is, and whether its cart has ever been the sum of items."""
    order, wanted = examples.order(totals=totals, items=items), Money.of(total)
    for update in drawn(updates_reaching_total(order, wanted.cents), 10):
        assert _total_after(order, update) == wanted


@pytest.mark.parametrize(("totals", "total"), ABSURD)
def test_no_other_total_can_be_reached_from_absurd_amounts(totals: Totals, total: str) -> None:
    """F7: "no request changes" the adjustment, which exceeds what four amounts can make."""
    order = examples.order(totals=totals)
    for update in drawn(kit.allowed_updates(order, MerchantLimit.UNLIMITED), 30):
        assert _total_after(order, update) == Money.of(total)


@pytest.mark.parametrize("limit", LIMITS_OF_A_HISTORY)
def test_a_total_stays_or_falls_where_the_limit_needs_an_unknown_history(
    limit: MerchantLimit,
) -> None:
    """L8: "An update that increases the total is then refused"."""
    order = examples.UNKNOWN_HISTORY
    totals = _totals_after(order, kit.allowed_updates(order, limit), limit)
    assert max(totals) == order.order_total
    assert min(totals) < order.order_total


def test_a_total_rises_where_the_limit_needs_no_history() -> None:
    order, limit = examples.UNKNOWN_HISTORY, MerchantLimit(max_order_total=Money.of(9200))
    totals = _totals_after(order, kit.allowed_updates(order, limit), limit)
    assert max(totals) == Money.of(9200)


def _totals_after(
    order: Order, updates: st.SearchStrategy[OrderUpdate], limit: MerchantLimit
) -> list[Money]:
    decisions = [decide_update(order, update, limit) for update in drawn(updates, 100)]
    return [decision.totals.order_total for decision in decisions if decision.allowed]


def test_an_update_that_restates_an_order_changes_nothing() -> None:
    """F3: such a request "is never refused for what it restates"."""
    stated = Counter[str]()
    for order in drawn(kit.orders(statuses=PLACED), 100):
        fields = restated_fields(order)
        stated.update([*fields])
        update = OrderUpdate(order.backd_order_id, order.merchant_order_id, **fields)
        decision = decide_update(order, update, MerchantLimit.NO_INCREASE)
        assert decision.allowed
        assert decision.order is order
    assert stated["order_total"] == stated["cart_amount"] == stated["discount_amount"] == 100
    for name in ("shipping", "billing", "items", "merchant_order_status"):
        assert 5 <= stated[name] <= 95, stated


def test_only_well_formed_texts_and_items_are_restated() -> None:
    """F3: "Whether it is well-formed is judged without the record"."""
    contact = attrs.evolve(examples.CONTACT, email="a\nb", name=PersonName("Joe", None))
    order = examples.order(
        shipping=contact, items=(LineItem("", "A", UnitPrice.of(1), Quantity.of(1)),)
    )
    fields = restated_fields(order)
    assert fields["shipping"] == ContactUpdate(
        name=PersonNameUpdate("Joe"),
        company_name="Big Business",
        address=AddressUpdate(
            line1="123 Main St",
            line2="Floor 1",
            city="Austin",
            state="TX",
            zipcode="78704",
            country="USA",
        ),
        phone_number="4153334567",
    )
    assert "billing" not in fields
    assert "items" not in fields
    assert restated_fields(examples.ORDER)["items"] == (examples.item(),)
    assert "items" not in restated_fields(examples.order(items=(examples.item(),) * 1001))


def test_allowed_updates_change_and_restate_an_order_in_every_way() -> None:
    """U1 to U3, N7, T3 and T4, for an order whose cart has never been the sum of its items."""
    items = (examples.item("0.3333", "2.5"), examples.item("0.3356", "2.5"))  # 0.83325 and 0.839
    order = examples.order(totals=examples.totals("9000", "100", "50"), items=items)
    limit = MerchantLimit.UNLIMITED
    counts = Counter(
        kind
        for update in drawn(kit.allowed_updates(order, limit), 300)
        for kind in _kinds_of(order, update)
    )
    assert counts.keys() == set(KINDS), counts


def test_complete_patches_often_leave_optional_texts_unset() -> None:
    """U1: these stay. A server may not take the patch for a new contact."""
    updates = drawn(kit.allowed_updates(examples.ORDER, MerchantLimit.NO_INCREASE), 150)
    patches = [one.shipping for one in updates if isinstance(one.shipping, ContactUpdate)]
    complete = [patch for patch in patches if UNSET not in _required_parts(patch)]
    keeping = [patch for patch in complete if patch.company_name is UNSET]
    assert len(keeping) >= 10, (len(patches), len(complete))


def _required_parts(patch: ContactUpdate) -> list[object]:
    name, address = patch.name, patch.address
    if name is UNSET or address is UNSET:
        return [UNSET]
    in_address = (address.line1, address.city, address.state, address.zipcode, address.country)
    return [name.first, name.last, *in_address, patch.phone_number, patch.email]


def test_a_complete_patch_restates_what_it_can() -> None:
    contact = attrs.evolve(examples.CONTACT, email="a\nb", name=None)
    assert complete_patch(contact) == ContactUpdate(
        name=PersonNameUpdate("0", "0"),
        address=AddressUpdate(
            line1="123 Main St", city="Austin", state="TX", zipcode="78704", country="USA"
        ),
        phone_number="4153334567",
        email="0",
    )


def test_increases_are_often_exactly_to_the_ceiling() -> None:
    """Of drawn orders and limits: a third of the updates of an order that may rise."""
    cases = ORDERS_AND_LIMITS.flatmap(
        lambda case: st.tuples(st.just(case), kit.allowed_updates(*case))
    )
    counts = Counter[str]()
    for (order, limit), update in drawn(cases, 200):
        highest = highest_allowed(order, limit)
        if highest > order.order_total.cents:
            decision = decide_update(order, update, limit)
            at_ceiling = decision.allowed and decision.totals.order_total.cents == highest
            counts["at the ceiling" if at_ceiling else "elsewhere"] += 1
    assert counts.total() >= 50, counts
    assert counts["at the ceiling"] >= counts.total() / 5, counts


KINDS = (
    *("keeps the cart", "restates the cart", "rounds down", "rounds half up", "rounds up"),
    *("restates the items", "restates the lines", "replaces the items"),
    *("states nothing of a contact", "clears a text", "restates the status"),
    *("adds the billing contact", "restates the total"),
)


def _kinds_of(order: Order, update: OrderUpdate) -> Iterator[str]:
    cart, items = update.cart_amount, update.items
    if cart is UNSET:
        yield "keeps the cart"
    elif cart == order.cart_amount:
        yield "restates the cart"
    elif items is UNSET:
        yield {166: "rounds down", 167: "rounds half up", 168: "rounds up"}[cart.cents]
    if items is not UNSET:
        lines = [(item.unit_price, item.qty) for item in items]
        same = lines == [(item.unit_price, item.qty) for item in order.items]
        yield "restates the lines" if same else "replaces the items"
        if items == order.items:
            yield "restates the items"
    if update.shipping is not UNSET and states_nothing(update.shipping):
        yield "states nothing of a contact"
    if update.shipping is not UNSET and update.shipping.company_name is None:
        yield "clears a text"
    if update.billing is not UNSET and update.billing.email is not UNSET:
        yield "adds the billing contact"
    if update.merchant_order_status == order.merchant_order_status:
        yield "restates the status"
    if update.order_total == order.order_total:
        yield "restates the total"


def test_totals_are_often_at_the_boundary() -> None:
    """A uniform draw would hit the boundary once in 10**15 examples."""
    order, limit = examples.ORDER, MerchantLimit(max_increase=Money.of("1372.50"))
    edge = Money.of("10522.50")
    assert ceiling(order, limit).total == edge

    def totals_of(updates: st.SearchStrategy[OrderUpdate]) -> Counter[Money | None]:
        return Counter(_total_after(order, update) for update in drawn(updates, 150))

    around = totals_of(kit.updates_for(order, limit=limit))
    assert sum(around[total] for total in (edge - CENT, edge, edge + CENT)) >= 4, around
    allowed = totals_of(kit.allowed_updates(order, limit))
    assert allowed[edge] + allowed[edge - CENT] >= 6, allowed
    assert edge + CENT not in allowed
    code = ViolationCode.INCREASE_EXCEEDS_LIMIT
    denied = totals_of(kit.denied_updates(order, limit, code=code))
    assert denied[edge + CENT] >= 6, denied
    assert edge not in denied


def _total_after(order: Order, update: OrderUpdate) -> Money | None:
    """Return the total after `update`, or `None` if no limit allows it."""
    decision = decide_update(order, update, MerchantLimit.UNLIMITED)
    return decision.totals.order_total if decision.allowed else None


def test_updates_for_an_order_have_its_ids_and_state_every_field() -> None:
    found = drawn(kit.updates_for(examples.ORDER), 100)
    assert {(one.backd_order_id, one.merchant_order_id) for one in found} == {("BO-1", "M-1")}
    fields = [field.name for field in attrs.fields(OrderUpdate)[2:]]
    stated = {
        name: sum(getattr(one, name) is not UNSET for one in found) / len(found) for name in fields
    }
    assert all(0.04 <= share <= 0.96 for share in stated.values()), stated
