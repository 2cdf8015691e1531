"""What an allowed update makes of the order, what changed, and how a batch is decided."""

from typing import Any

import attrs
import pytest
from support.examples import CONTACT, ORDER, item, order, totals, update
from test_rules import COMPLETE

from backd_rules import (
    Address,
    AddressUpdate,
    Allowed,
    Change,
    Contact,
    ContactUpdate,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Refund,
    changes,
    decide_update,
    decide_updates,
)
from backd_rules.actions.violations import (
    AmountOutOfRange,
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    IncreaseExceedsLimit,
    MerchantOrderIdMismatch,
    OrderTotalMismatch,
    StatusForbidsUpdate,
    TooManyIncreases,
    UnknownOrder,
    Violation,
)

UNLIMITED = MerchantLimit.UNLIMITED


def after(change: OrderUpdate, before: Order = ORDER) -> Order:
    decision = decide_update(before, change, UNLIMITED)
    assert decision.allowed
    assert decision.totals == decision.order.totals
    return decision.order


@pytest.mark.parametrize(
    "change",
    [
        update(),
        update(merchant_order_status="processing"),
        update(order_total=Money.of(9150), cart_amount=Money.of(9000)),
        update(items=[item()]),
        update(shipping=ContactUpdate(email="joedoe@123fakestreet.com")),
        update(shipping=ContactUpdate(PersonNameUpdate(), address=AddressUpdate())),
    ],
)
def test_the_order_is_the_same_object_where_nothing_changes(change: OrderUpdate) -> None:
    assert after(change) is ORDER


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (update(merchant_order_status="packed"), {"merchant_order_status": "packed"}),
        (
            update(tax_amount=Money.of(200)),
            {"totals": totals("9000", "200", "50"), "increase_count": 1},
        ),
        (update(tax_amount=Money.of(99)), {"totals": totals("9000", "99", "50")}),
        (
            update(shipping_amount=Money.of(51), discount_amount=Money.of(1)),
            {"totals": totals("9000", "100", "51", "1")},
        ),
        (
            update(items=[item("0.05", "0.5"), item("10", "2.125")]),
            {
                "items": (item("0.05", "0.5"), item("10", "2.125")),
                "totals": totals("21.28", "100", "50"),
            },
        ),
        (
            update(items=[item(sku="other")]),
            {"items": (item(sku="other"),)},
        ),
        (
            update(shipping=ContactUpdate(company_name=None, address=AddressUpdate(line2=None))),
            {
                "shipping": attrs.evolve(
                    CONTACT, company_name=None, address=attrs.evolve(CONTACT.address, line2=None)
                )
            },
        ),
        (
            update(shipping=ContactUpdate(PersonNameUpdate("Jane"), phone_number="1")),
            {"shipping": attrs.evolve(CONTACT, name=PersonName("Jane", "Doe"), phone_number="1")},
        ),
        (
            update(billing=COMPLETE),
            {
                "billing": Contact(
                    name=PersonName("Ann", "Lee"),
                    address=Address(
                        line1="1 Elm St", city="Reno", state="NV", zipcode="89501", country="USA"
                    ),
                    phone_number="7755550100",
                    email="ann@example.com",
                )
            },
        ),
    ],
)
def test_absent_fields_stay_and_stated_ones_change(
    change: OrderUpdate, fields: dict[str, Any]
) -> None:
    assert after(change) == order(**fields)


def test_what_no_update_writes_stays() -> None:
    refunds = (Refund(amount=Money.of(1), status="draft"),)
    before = order(create_date="2026-04-16 10:30:00", refunds=refunds)
    decision = decide_update(before, update(merchant_order_status="x"), MerchantLimit.NO_INCREASE)
    assert decision.allowed
    assert decision.order.create_date == "2026-04-16 10:30:00"
    assert decision.order.refunds == refunds
    assert decision.order.status is OrderStatus.ORDER_PLACED


def test_the_placed_total_stays_and_only_increases_count() -> None:
    raised = after(update(tax_amount=Money.of(200)))
    lowered = after(update(tax_amount=Money.of(100)), raised)
    again = after(update(tax_amount=Money.of(101)), lowered)
    assert [raised.increase_count, lowered.increase_count, again.increase_count] == [1, 1, 2]
    assert again.placed_total == Money.of(9150)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_misuse_is_a_type_error(position: int) -> None:
    arguments: list[Any] = [ORDER, update(), UNLIMITED]
    arguments[position] = {}
    name = ("order", "update", "limit")[position]
    with pytest.raises(TypeError, match=f"^decide_update.{name} must be of type "):
        decide_update(*arguments)


def test_decisions_refuse_what_they_cannot_mean() -> None:
    with pytest.raises(ValueError, match=r"^Denied.violations is empty$"):
        Denied(())
    with pytest.raises(ValueError, match=r"^Allowed.totals are not the order's$"):
        Allowed(ORDER, totals("1"))
    with pytest.raises(TypeError, match=r"^Denied.violations holds something of the wrong type$"):
        Denied(("too_many_increases",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^Allowed.order must be of type Order$"):
        Allowed("order", ORDER.totals)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^Allowed.totals must be of type Totals$"):
        Allowed(ORDER, "totals")  # type: ignore[arg-type]


def test_changes_are_in_the_order_of_the_requests_fields() -> None:
    changed = after(
        update(
            items=[item(qty="2")],
            billing=COMPLETE,
            shipping=ContactUpdate(PersonNameUpdate("Jane"), None),
            merchant_order_status="packed",
        )
    )
    assert changes(ORDER, changed) == (
        Change("/merchant_order_status", "processing", "packed"),
        Change("/order_total", Money.of(9150), Money.of(6150)),
        Change("/cart_amount", Money.of(9000), Money.of(6000)),
        Change("/shipping/name/first", "Joe", "Jane"),
        Change("/shipping/company_name", "Big Business", None),
        Change("/billing/name/first", None, "Ann"),
        Change("/billing/name/last", None, "Lee"),
        Change("/billing/address/line1", None, "1 Elm St"),
        Change("/billing/address/city", None, "Reno"),
        Change("/billing/address/state", None, "NV"),
        Change("/billing/address/zipcode", None, "89501"),
        Change("/billing/address/country", None, "USA"),
        Change("/billing/phone_number", None, "7755550100"),
        Change("/billing/email", None, "ann@example.com"),
        Change("/items", (item(),), (item(qty="2"),)),
    )
    assert changes(ORDER, ORDER) == ()
    assert repr(changes(ORDER, changed)[3]) == "Change(path='/shipping/name/first')"


def test_a_batch_meets_each_order_as_the_earlier_updates_left_it() -> None:
    limit = MerchantLimit(Money.of(75))
    other = order(backd_order_id="BO-2")
    decisions = decide_updates(
        [ORDER, other],
        [
            update(tax_amount=Money.of(150)),
            update(tax_amount=Money.of(176)),
            update(backd_order_id="BO-3"),
            update(backd_order_id="BO-2", tax_amount=Money.of(175)),
            update(shipping_amount=Money.of(75)),
        ],
        limit,
    )
    first = order(totals=totals("9000", "150", "50"), increase_count=1, placed_total=Money.of(9150))
    second = attrs.evolve(
        other, totals=totals("9000", "175", "50"), increase_count=1, placed_total=Money.of(9150)
    )
    last = attrs.evolve(first, totals=totals("9000", "150", "75"), increase_count=2)
    assert decisions == (
        Allowed(first, first.totals),
        Denied((IncreaseExceedsLimit(922_600, 922_500, "max_increase"),)),
        Denied((UnknownOrder(),)),
        Allowed(second, second.totals),
        Allowed(last, last.totals),
    )


def test_a_batch_refuses_two_orders_of_one_id_and_wrong_types() -> None:
    with pytest.raises(ValueError, match=r"^decide_updates.orders has one backd_order_id twice$"):
        decide_updates([ORDER, ORDER], [], UNLIMITED)
    with pytest.raises(TypeError, match=r"^decide_updates.orders must be of type Order$"):
        decide_updates([{}], [], UNLIMITED)  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"^decide_updates.updates must be of type OrderUpdate$"):
        decide_updates([ORDER], [{}], UNLIMITED)  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"^decide_updates.limit must be of type MerchantLimit$"):
        decide_updates([], [], None)  # type: ignore[arg-type]
    assert decide_updates([ORDER], [], UNLIMITED) == ()


@pytest.mark.parametrize(
    ("violation", "path", "message"),
    [
        (UnknownOrder(), "/backd_order_id", "there is no order with this backd_order_id"),
        (BackdOrderIdMismatch(), "/backd_order_id", "backd_order_id is not that of the order"),
        (
            MerchantOrderIdMismatch(),
            "/merchant_order_id",
            "merchant_order_id is not that of the order",
        ),
        (
            StatusForbidsUpdate(ORDER.status),
            "",
            "an order with status order_placed cannot be updated",
        ),
        (
            ContactIncomplete("/billing/email"),
            "/billing/email",
            "a new contact must be complete: /billing/email is missing",
        ),
        (
            AmountOutOfRange("/order_total", -1),
            "/order_total",
            "order_total would be -0.01, which is out of range",
        ),
        (
            CartAmountMismatch(100, 205),
            "/cart_amount",
            "cart_amount is 1.00, the items make 2.05",
        ),
        (
            OrderTotalMismatch(100, 205),
            "/order_total",
            "order_total is 1.00, the amounts make 2.05",
        ),
        (
            IncreaseExceedsLimit(205, 100, "max_order_total"),
            "/order_total",
            "order_total would be 2.05, max_order_total allows 1.00",
        ),
        (TooManyIncreases(3, 2), "/order_total", "3 of 2 agreed increases are made"),
    ],
)
def test_violations_say_where_and_why(violation: Violation, path: str, message: str) -> None:
    assert (violation.path, violation.message) == (path, message)
