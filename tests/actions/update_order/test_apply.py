"""An allowed update: the order after it."""

from typing import Any

import attrs
import pytest
from support import laws
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
from support.merge_patch import merged

from backd_rules import (
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Refund,
    decide_update,
    wire,
)


def after(change: OrderUpdate, before: Order = ORDER) -> Order:
    return laws.after(before, MerchantLimit.UNLIMITED, change)


@pytest.mark.parametrize(
    "change",
    [
        update(),
        update(merchant_order_status="processing"),
        update(order_total=Money.of(9150), cart_amount=Money.of(9000)),
        update(items=[item()]),
        update(shipping=ContactUpdate(email="joedoe@123fakestreet.com")),
        update(shipping=ContactUpdate(PersonNameUpdate(), address=AddressUpdate())),
        update(billing=ContactUpdate()),
        update(billing=ContactUpdate(PersonNameUpdate(), address=AddressUpdate())),
    ],
)
def test_an_update_that_changes_nothing_returns_the_same_object(change: OrderUpdate) -> None:
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
                    CONTACT, company_name=None, address=attrs.evolve(ADDRESS, line2=None)
                )
            },
        ),
        (
            update(shipping=ContactUpdate(PersonNameUpdate("Jane"), phone_number="1")),
            {"shipping": attrs.evolve(CONTACT, name=PersonName("Jane", "Doe"), phone_number="1")},
        ),
        (
            update(billing=NEW_CONTACT),
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
def test_stated_fields_change_and_absent_ones_stay(
    change: OrderUpdate, fields: dict[str, Any]
) -> None:
    assert after(change) == order(**fields)


EMPTY = Contact()
NAMELESS = attrs.evolve(CONTACT, name=None, address=None)


@pytest.mark.parametrize(
    ("before", "patch", "expected"),
    [
        (EMPTY, ContactUpdate(), EMPTY),
        (EMPTY, ContactUpdate(PersonNameUpdate(), address=AddressUpdate()), EMPTY),
        (EMPTY, ContactUpdate(email="a@b.c"), Contact(email="a@b.c")),
        (EMPTY, ContactUpdate(company_name=None), EMPTY),
        (EMPTY, ContactUpdate(PersonNameUpdate("Ann")), Contact(name=PersonName("Ann"))),
        (
            EMPTY,
            ContactUpdate(address=AddressUpdate(line2=None)),
            Contact(address=Address()),
        ),
        (
            EMPTY,
            ContactUpdate(PersonNameUpdate(), email="a@b.c"),
            Contact(name=PersonName(), email="a@b.c"),
        ),
        (NAMELESS, ContactUpdate(phone_number="4153334567"), NAMELESS),
        (
            NAMELESS,
            ContactUpdate(PersonNameUpdate(last="Lee"), address=AddressUpdate(city="Reno")),
            attrs.evolve(NAMELESS, name=PersonName(last="Lee"), address=Address(city="Reno")),
        ),
        (
            Contact(name=PersonName(None, "Doe")),
            ContactUpdate(PersonNameUpdate("Joe")),
            Contact(name=PersonName("Joe", "Doe")),
        ),
        (
            Contact(address=Address(line1="x" * 300)),
            ContactUpdate(address=AddressUpdate(line2="Floor 1")),
            Contact(address=Address(line1="x" * 300, line2="Floor 1")),
        ),
    ],
)
def test_an_incomplete_contact_is_patched(
    before: Contact, patch: ContactUpdate, expected: Contact
) -> None:
    """U3: one that it has, however incomplete its record, is only patched.

    The patch merges as RFC 7396 says, unless it states nothing.
    """
    for name in ("shipping", "billing"):
        with_contact = order(**{name: before})
        new = after(update(**{name: patch}), with_contact)
        assert getattr(new, name) == expected
        assert (new is with_contact) == (expected == before)
    if patch not in (ContactUpdate(), ContactUpdate(PersonNameUpdate(), address=AddressUpdate())):
        stated = wire.dump_update(update(shipping=patch))["shipping"]
        recorded = wire.dump_order(order(shipping=before))["shipping"]
        assert wire.dump_order(order(shipping=expected))["shipping"] == merged(recorded, stated)


RECORDED: dict[str, Any] = {
    "backd_order_id": "BO-1",
    "merchant_order_id": "M-1",
    "merchant_order_status": None,
    "status": "order_placed",
    "order_total": 12,
    "cart_amount": 10,
    "tax_amount": None,
    "items": [],
    "shipping": {
        "name": {"first": None, "last": "Doe"},
        "company_name": None,
        "address": {},
        "email": None,
    },
    "billing": None,
}


def test_what_a_record_states_empty_is_kept() -> None:
    """F4: everything else is kept and written back as it was."""
    before = wire.parse_order(RECORDED)
    patch = {"name": {"first": "Joe"}, "address": {"city": "Reno"}}
    change = wire.parse_update(
        {"backd_order_id": "BO-1", "merchant_order_id": "M-1", "shipping": patch}
    )
    written = wire.dump_order(after(change, before))
    assert written["shipping"] == {
        "name": {"first": "Joe", "last": "Doe"},
        "company_name": None,
        "address": {"city": "Reno"},
        "email": None,
    }
    assert {**written, "shipping": None} == {
        **RECORDED,
        "shipping": None,
        "tax_amount": 0,
        "shipping_amount": 0,
        "discount_amount": 0,
    }


def test_a_stated_field_replaces_what_was_stated_empty() -> None:
    before = wire.parse_order({**RECORDED, "items": None})
    change = update(merchant_order_status="packed", billing=NEW_CONTACT, items=[item("5", "2")])
    written = wire.dump_order(after(change, before))
    assert written["merchant_order_status"] == "packed"
    assert written["billing"]["email"] == "ann@example.com"
    assert [line["unit_price"] for line in written["items"]] == [5]


def test_fields_that_no_update_may_write_stay() -> None:
    refunds = (Refund(amount=Money.of(1), status="draft"),)
    before = order(create_date="2026-04-16 10:30:00", refunds=refunds)
    decision = decide_update(before, update(merchant_order_status="x"), MerchantLimit.NO_INCREASE)
    assert decision.allowed
    assert decision.order.create_date == "2026-04-16 10:30:00"
    assert decision.order.refunds == refunds
    assert decision.order.status is OrderStatus.ORDER_PLACED


def test_the_placed_total_stays_and_only_increases_are_counted() -> None:
    """L9: an allowed update that increases the total increases a known `increase_count` by one."""
    first = after(update(tax_amount=Money.of(200)))
    lowered = after(update(tax_amount=Money.of(100)), first)
    again = after(update(tax_amount=Money.of(101)), lowered)
    assert [first.increase_count, lowered.increase_count, again.increase_count] == [1, 1, 2]
    assert again.placed_total == Money.of(9150)


def test_an_unknown_history_stays_unknown() -> None:
    """L9: a known `increase_count`; L8: taking the present total would let every response raise."""
    raised = after(update(tax_amount=Money.of(200)), UNKNOWN_HISTORY)
    assert raised.order_total == Money.of(9250)
    assert (raised.placed_total, raised.increase_count) == (None, None)
    counted = after(update(tax_amount=Money.of(200)), order(placed_total=None))
    assert (counted.placed_total, counted.increase_count) == (None, 1)


@pytest.mark.parametrize("adjustment", ["7.50", "-7.50"])
def test_no_update_changes_the_adjustment(adjustment: str) -> None:
    """F7: fees or credits that the request has no field for; no request changes it."""
    before = order(totals=totals("9000", "100", "50", adjustment=adjustment))
    change = update(items=[item("10", "2")], discount_amount=Money.of(1))
    assert after(change, before).totals == totals("20", "100", "50", "1", adjustment)
    assert after(update(order_total=before.order_total), before) is before


def test_the_computed_sum_follows_the_items() -> None:
    new = after(update(items=[item("0.01", "0.5"), item("0.01", "0.5")]))
    assert (new.items_cents, new.cart_amount) == (2, Money(cents=2))
    assert after(update(tax_amount=Money.of(1))).items_cents == 900_000


@pytest.mark.parametrize(
    ("name", "text"),
    [("company_name", ""), ("company_name", " \u200b"), ("line2", ""), ("line2", "\n")],
)
def test_blank_text_clears_an_optional_field(name: str, text: str) -> None:
    """N7: `null`, or blank text, clears them."""
    stated = {"address": AddressUpdate(line2=text)} if name == "line2" else {name: text}
    new = after(update(shipping=ContactUpdate(**stated)))
    assert new.shipping is not None
    assert new.shipping.address is not None
    held = {"company_name": new.shipping.company_name, "line2": new.shipping.address.line2}
    assert held == {"company_name": "Big Business", "line2": "Floor 1", name: None}
