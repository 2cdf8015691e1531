"""The WooCommerce recipe: contacts, and random orders."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import CONTACT, order, totals

from backd_rules import (
    UNSET,
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    decide_update,
    wire,
)
from embedding.woocommerce import to_update
from embedding.woocommerce_orders import Json, contact, line, shop_order, shop_orders

NAME = {"first_name": "Ann", "last_name": "Lee"}
ADDRESS = {
    "address_1": "1 Elm St",
    "city": "Reno",
    "state": "NV",
    "postcode": "89501",
    "country": "US",
}
REACH = {"phone": "7755550100", "email": "ann@example.com"}
COMPLETE = ContactUpdate(
    PersonNameUpdate("Ann", "Lee"),
    address=AddressUpdate("1 Elm St", city="Reno", state="NV", zipcode="89501", country="US"),
    phone_number="7755550100",
    email="ann@example.com",
)


def update_of(shipping: Json, billing: Json, recorded: Contact | None = None) -> OrderUpdate:
    """Return the update of an order that has this shipping contact, and no billing contact."""
    shop = shop_order("5.00", line("5.00"), shipping=shipping, billing=billing)
    return to_update(shop, order(shipping=recorded))


def test_a_new_contact_takes_from_the_other_what_it_has_not() -> None:
    """WooCommerce's shipping contacts have no email address."""
    shipping = contact(**ADDRESS, first_name="Joe", last_name="Doe", company="Plank & Sons")
    update = update_of(shipping, contact(**NAME, **ADDRESS, **REACH))
    assert update.billing == COMPLETE
    assert update.shipping == attrs.evolve(
        COMPLETE, name=PersonNameUpdate("Joe", "Doe"), company_name="Plank & Sons"
    )


def test_a_blank_contact_is_the_other_one() -> None:
    update = update_of(contact(), contact(**NAME, **ADDRESS, **REACH))
    assert (update.shipping, update.billing) == (COMPLETE, COMPLETE)


@pytest.mark.parametrize(
    "shipping",
    [
        {**NAME, **REACH},
        {**NAME, **REACH, **ADDRESS, "city": " "},
        {**REACH, **ADDRESS, "first_name": "Ann"},
        {**NAME, **ADDRESS, "email": "ann@example.com"},
        {**NAME, **ADDRESS, **REACH, "email": "a" * 255},
    ],
)
def test_an_incomplete_new_contact_is_left_out(shipping: Json) -> None:
    update = update_of(contact(**shipping), contact(first_name="Joe", country="FR"))
    assert (update.shipping, update.billing) == (UNSET, UNSET)


def test_half_an_address_is_not_completed_from_the_other() -> None:
    update = update_of(contact(country="FR"), contact(**NAME, **ADDRESS, **REACH))
    assert (update.shipping, update.billing) == (UNSET, COMPLETE)


def test_a_recorded_contact_is_patched() -> None:
    """The recorded contact is Joe Doe of Big Business, 123 Main St, Floor 1, Austin."""
    shipping = contact(first_name="Ann", last_name="Doe", company="Big Business", phone="")
    assert update_of(shipping, contact(), CONTACT).shipping == ContactUpdate(
        PersonNameUpdate(first="Ann")
    )


def test_a_recorded_contact_that_is_blank_in_the_shop_stays() -> None:
    assert update_of(contact(), contact(**NAME, **ADDRESS, **REACH), CONTACT).shipping is UNSET


def test_a_blank_optional_text_clears_the_recorded_one() -> None:
    shipping = contact(last_name="Doe", address_1="123 Main St")
    assert update_of(shipping, contact(), CONTACT).shipping == ContactUpdate(
        company_name=None, address=AddressUpdate(line2=None)
    )


def test_an_incomplete_record_is_patched() -> None:
    recorded = Contact(name=PersonName(None, "Lee"))
    update = update_of(contact(**NAME, city="Reno"), contact(), recorded)
    expected = ContactUpdate(PersonNameUpdate(first="Ann"), address=AddressUpdate(city="Reno"))
    assert update.shipping == expected


@pytest.mark.parametrize(
    ("address_1", "address_2", "line1", "line2"),
    [
        ("1 Elm St\r\nFloor 2", "", "1 Elm St", "Floor 2"),
        ("1 Elm St\n\nFloor 2", "Door 3", "1 Elm St", "Floor 2, Door 3"),
        ("1 Elm St\u2028Floor 2", "Door\n3", "1 Elm St", "Floor 2, Door, 3"),
        ("", "1 Elm St", "1 Elm St", None),
        ("\n1 Elm St\n", "\u2800", "1 Elm St", None),
        ("1 Elm St\n" + "x" * 200, "y" * 200, "1 Elm St", "x" * 200 + ", " + "y" * 53),
    ],
)
def test_further_lines_of_an_address_are_in_line2(
    address_1: str, address_2: str, line1: str, line2: str | None
) -> None:
    """No text of a request has a line break (domain.md, N6)."""
    shipping = contact(address_1=address_1, address_2=address_2)
    recorded = Contact(address=Address(line1="2 Oak St", line2="Door 1"))
    address = update_of(shipping, contact(), recorded).shipping.address  # type: ignore[union-attr]
    assert address == AddressUpdate(line1=line1, line2=line2)


def test_other_line_breaks_and_controls_become_spaces() -> None:
    shipping = contact(first_name="Ann\nMarie\x00", company="O&#039;Neill\u202e")
    assert update_of(shipping, contact(), CONTACT).shipping == ContactUpdate(
        PersonNameUpdate(first="Ann Marie"), company_name="O'Neill"
    )


RECORDED = st.builds(
    order,
    shipping=st.sampled_from([None, CONTACT, Contact()]),
    billing=st.sampled_from([None, CONTACT]),
    totals=st.sampled_from([totals("9000", "100", "50"), totals("10", adjustment="5")]),
    items=st.sampled_from([(), order().items]),
)


@given(shop_orders(), RECORDED)
def test_any_order_gets_the_total_of_the_shop(shop: Json, recorded: Order) -> None:
    update = to_update(shop, recorded)
    decision = decide_update(recorded, update, MerchantLimit.UNLIMITED)
    assert decision.allowed
    assert decision.order.order_total == Money.of(shop["total"])
    assert wire.parse_update(json.loads(json.dumps(wire.dump_update(update)))) == update
    again = OrderUpdate("BO-1", "M-1", order_total=Money.of(shop["total"]))
    assert to_update(shop, decision.order) == again
