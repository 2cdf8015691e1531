"""The update between two orders: what it states, and where there is none."""

from typing import Any

import attrs
import pytest
from support.examples import (
    ADDRESS,
    CONTACT,
    NEW_CONTACT,
    ORDER,
    UNKNOWN_HISTORY,
    item,
    order,
    totals,
    update,
)

from backd_rules import (
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Refund,
    UnitPrice,
    decide_update,
    update_between,
)

NEW = Contact(
    name=PersonName("Ann", "Lee"),
    address=Address(line1="1 Elm St", city="Reno", state="NV", zipcode="89501", country="USA"),
    phone_number="7755550100",
    email="ann@example.com",
)
"""The contact that `NEW_CONTACT` states."""
OFF = order(totals=totals("8000", "100", "50"))
"""Its items cost 9000."""
THIRDS = (item("0.333", "1"), item("0.335", "1"), item("0.337", "1"))
"""0.99 rounded down, 1.01 half up, 1.02 up."""


def raised(**fields: Any) -> dict[str, Any]:
    """Return fields of an order whose total has been raised once."""
    return {**fields, "increase_count": 1}


CASES: list[tuple[Order, dict[str, Any], OrderUpdate]] = [
    (ORDER, {}, update()),
    (ORDER, {"merchant_order_status": "packed"}, update(merchant_order_status="packed")),
    (
        order(merchant_order_status=None),
        {"merchant_order_status": "packed"},
        update(merchant_order_status="packed"),
    ),
    (
        ORDER,
        raised(totals=totals("9000", "200", "50")),
        update(tax_amount=Money.of(200)),
    ),
    (ORDER, {"totals": totals("9000", "0", "50")}, update(tax_amount=Money.ZERO)),
    (
        ORDER,
        {"totals": totals("9000", "90", "40", "5")},
        update(tax_amount=Money.of(90), shipping_amount=Money.of(40), discount_amount=Money.of(5)),
    ),
    (
        order(totals=totals("9000", "100", "50", adjustment="-3")),
        {"totals": totals("9000", "99", "50", adjustment="-3")},
        update(tax_amount=Money.of(99)),
    ),
    # The cart is stated only where it does not follow from the items.
    (
        ORDER,
        {"items": (item(qty="2"),), "totals": totals("6000", "100", "50")},
        update(items=[item(qty="2")]),
    ),
    (ORDER, {"items": (item(sku="other"),)}, update(items=[item(sku="other")])),
    (OFF, {"items": (item(sku="other"),)}, update(items=[item(sku="other")])),
    (
        OFF,
        raised(totals=totals("9000", "100", "50")),
        update(cart_amount=Money.of(9000)),
    ),
    (
        ORDER,
        {"items": THIRDS, "totals": totals("1.01", "100", "50")},
        update(items=THIRDS),
    ),
    (
        ORDER,
        {"items": THIRDS, "totals": totals("0.99", "100", "50")},
        update(items=THIRDS, cart_amount=Money.of("0.99")),
    ),
    (
        order(items=()),
        {"totals": totals("1", "100", "50")},
        update(cart_amount=Money.of(1)),
    ),
    (
        order(items=(), totals=totals("0", "100", "50")),
        raised(items=(item("5", "2"),), totals=totals("10", "100", "50")),
        update(items=[item("5", "2")]),
    ),
    # Contacts, field by field.
    (ORDER, {"billing": NEW}, update(billing=NEW_CONTACT)),
    (
        ORDER,
        {"shipping": attrs.evolve(CONTACT, company_name=None, email="a@b.c")},
        update(shipping=ContactUpdate(company_name=None, email="a@b.c")),
    ),
    (
        ORDER,
        {"shipping": attrs.evolve(CONTACT, name=PersonName("Jane", "Doe"))},
        update(shipping=ContactUpdate(PersonNameUpdate("Jane"))),
    ),
    (
        ORDER,
        {"shipping": attrs.evolve(CONTACT, address=attrs.evolve(ADDRESS, line2=None))},
        update(shipping=ContactUpdate(address=AddressUpdate(line2=None))),
    ),
    (
        order(shipping=Contact()),
        {"shipping": Contact(name=PersonName("Joe"), address=Address(city="Reno"))},
        update(shipping=ContactUpdate(PersonNameUpdate("Joe"), address=AddressUpdate(city="Reno"))),
    ),
    # A record keeps what no request may state, where that does not change.
    (
        order(shipping=Contact(email="x" * 300), merchant_order_status="a\nb"),
        {"shipping": Contact(email="x" * 300, phone_number="1"), "merchant_order_status": "a\nb"},
        update(shipping=ContactUpdate(phone_number="1")),
    ),
    # All at once.
    (
        ORDER,
        raised(
            merchant_order_status="packed",
            totals=totals("9000", "0", "2150", "500"),
            items=(item("1000", "9"),),
            shipping=attrs.evolve(CONTACT, phone_number="1"),
            billing=NEW,
        ),
        update(
            merchant_order_status="packed",
            tax_amount=Money.ZERO,
            shipping_amount=Money.of(2150),
            discount_amount=Money.of(500),
            items=[item("1000", "9")],
            shipping=ContactUpdate(phone_number="1"),
            billing=NEW_CONTACT,
        ),
    ),
]


@pytest.mark.parametrize(("before", "fields", "expected"), CASES)
def test_the_update_states_what_differs_and_leads_there(
    before: Order, fields: dict[str, Any], expected: OrderUpdate
) -> None:
    """U1: an absent field stays as it is."""
    after = attrs.evolve(before, **fields)
    between = update_between(before, after)
    assert between == expected
    decision = decide_update(before, between, MerchantLimit.UNLIMITED)
    assert decision.allowed
    assert decision.order == after


def test_an_update_that_raises_the_total_adds_one_to_a_known_count() -> None:
    """L9: an allowed update that increases the total increases a known `increase_count` by one."""
    taxed = totals("9000", "200", "50")
    expected = update(tax_amount=Money.of(200))
    for count in (0, 7):
        before = order(increase_count=count)
        assert update_between(before, order(totals=taxed, increase_count=count + 1)) == expected
        for wrong in (count, count + 2, None):
            with pytest.raises(ValueError, match="leads to: see increase_count"):
                update_between(before, order(totals=taxed, increase_count=wrong))
    unknown = attrs.evolve(UNKNOWN_HISTORY, totals=taxed)
    assert update_between(UNKNOWN_HISTORY, unknown) == expected


DRAFT = Refund(amount=Money.of(1), status="draft")
LONG = "x" * 256
STATES = "has what no update may state: "
LEADS = "differs from what an update leads to: see "


def with_items(**fields: Any) -> dict[str, Any]:
    valid = {"display_name": "x", "sku": "y", "unit_price": UnitPrice.of(3000)}
    return {"items": (LineItem(**{**valid, "qty": Quantity.of(3), **fields}),)}


@pytest.mark.parametrize(
    ("before", "fields", "reason"),
    [
        (ORDER, {"backd_order_id": "BO-2"}, f"{LEADS}backd_order_id"),
        (ORDER, {"merchant_order_id": "M-2"}, f"{LEADS}merchant_order_id"),
        (ORDER, {"status": OrderStatus.ORDER_CONFIRMED}, f"{LEADS}status"),
        (
            order(status=OrderStatus.REFUND),
            {"merchant_order_status": "x"},
            "would be refused: an order with status refund does not allow the action update_order",
        ),
        (ORDER, {"placed_total": Money.of(9151)}, f"{LEADS}placed_total"),
        (
            ORDER,
            {"create_date": "2026-04-16 10:30:00", "refunds": (DRAFT,)},
            f"{LEADS}create_date, refunds",
        ),
        (
            ORDER,
            {"billing": attrs.evolve(NEW, email=None, phone_number=None)},
            "would be refused: /billing/phone_number must be stated, as a new contact must "
            "be complete; "
            "/billing/email must be stated, as a new contact must be complete",
        ),
        (ORDER, {"placed_total": None}, f"{LEADS}placed_total"),
        (ORDER, {"increase_count": 1}, f"{LEADS}increase_count"),
        (UNKNOWN_HISTORY, {"increase_count": 0}, f"{LEADS}increase_count"),
        (ORDER, {"create_date": "2026-04-16 10:30:00"}, f"{LEADS}create_date"),
        (ORDER, {"refunds": (DRAFT,)}, f"{LEADS}refunds"),
        (order(refunds=(DRAFT,)), {"refunds": ()}, f"{LEADS}refunds"),
        (
            ORDER,
            {"totals": totals("9000", "100", "50", adjustment="1")},
            f"{LEADS}totals",
        ),
        (
            ORDER,
            {"totals": totals("9000.01", "100", "50")},
            "would be refused: cart_amount is 9000.01, the items add up to 9000.00",
        ),
        (
            ORDER,
            {"items": THIRDS, "totals": totals("0.98", "100", "50")},
            "would be refused: cart_amount is 0.98, the items add up to between 0.99 and 1.02",
        ),
        (
            ORDER,
            {"items": ()},
            f"{STATES}OrderUpdate.items must have at least 1 element",
        ),
        (
            ORDER,
            {"items": (item("0", "1"),) * 1001},
            f"{STATES}OrderUpdate.items must have at most 1000 elements",
        ),
        (ORDER, {"shipping": None}, f"{LEADS}shipping"),
        (
            ORDER,
            {"billing": attrs.evolve(NEW, email=None)},
            "would be refused: /billing/email must be stated, as a new contact must be complete",
        ),
        (
            ORDER,
            {"shipping": attrs.evolve(CONTACT, phone_number=None)},
            f"{STATES}ContactUpdate.phone_number must be of type str, got None",
        ),
        (
            ORDER,
            {"shipping": attrs.evolve(CONTACT, name=None)},
            f"{STATES}ContactUpdate.name must be of type PersonNameUpdate, got None",
        ),
        (
            ORDER,
            {"shipping": attrs.evolve(CONTACT, name=PersonName("Joe"))},
            f"{STATES}PersonNameUpdate.last must be of type str, got None",
        ),
        (
            ORDER,
            {"merchant_order_status": None},
            f"{STATES}OrderUpdate.merchant_order_status must be of type str, got None",
        ),
        (
            ORDER,
            {"merchant_order_status": ""},
            f"{STATES}OrderUpdate.merchant_order_status must not be blank",
        ),
        (
            ORDER,
            {"merchant_order_status": "a\nb"},
            f"{STATES}OrderUpdate.merchant_order_status must have no line breaks, .*",
        ),
        (
            ORDER,
            {"shipping": attrs.evolve(CONTACT, company_name=LONG)},
            f"{STATES}ContactUpdate.company_name must have at most 255 characters",
        ),
        (
            ORDER,
            with_items(sku=None),
            f"{STATES}LineItem.sku must be of type str, got None",
        ),
        (
            ORDER,
            with_items(display_name=LONG),
            f"{STATES}LineItem.display_name must have at most 255 characters",
        ),
    ],
)
def test_there_is_no_update_that_leads_there(
    before: Order, fields: dict[str, Any], reason: str
) -> None:
    after = attrs.evolve(before, **fields)
    with pytest.raises(ValueError, match=rf"^update_between\.after {reason}$") as caught:
        update_between(before, after)
    assert LONG not in str(caught.value)


@pytest.mark.parametrize("name", ["backd_order_id", "merchant_order_id"])
def test_an_order_whose_id_no_request_may_state_has_no_update(name: str) -> None:
    """F3: whether a request is well-formed is judged without the record."""
    before = order(**{name: LONG})
    with pytest.raises(
        ValueError,
        match=rf"no update may state: OrderUpdate\.{name} must have at most 255 characters$",
    ):
        update_between(before, attrs.evolve(before, merchant_order_status="x"))


@pytest.mark.parametrize("position", [0, 1])
def test_arguments_of_other_types_are_type_errors(position: int) -> None:
    arguments: list[Any] = [ORDER, ORDER]
    arguments[position] = update()
    name = ("before", "after")[position]
    with pytest.raises(
        TypeError, match=rf"^update_between\.{name} must be of type Order, got \w+$"
    ):
        update_between(*arguments)
