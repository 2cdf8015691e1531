"""Constructors refuse an invalid field: the error names it and never shows its value."""

from typing import Any

import attrs
import pytest
from support.examples import CONTACT, NEW_CONTACT, ORDER, item

from backd_rules import (
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    LineItem,
    Money,
    Order,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Refund,
    Totals,
)

VALID: dict[type, dict[str, Any]] = {
    PersonName: {"first": "A", "last": "B"},
    Address: dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), "x"),
    Contact: {
        "name": CONTACT.name,
        "company_name": "x",
        "address": CONTACT.address,
        "phone_number": "1",
        "email": "a@b.c",
    },
    LineItem: {
        "display_name": "x",
        "sku": "x",
        "unit_price": Money.ZERO,
        "qty": Quantity.of(1),
        "item_image_url": "x",
        "item_url": "x",
    },
    Refund: {"amount": Money.of(1), "status": "x", "create_date": None, "locked_at": None},
    Totals: {
        name: Money.of(1)
        for name in ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
    },
    Order: {
        "backd_order_id": "B",
        "merchant_order_id": "M",
        "status": ORDER.status,
        "totals": ORDER.totals,
        "items": (),
        "merchant_order_status": "x",
        "shipping": CONTACT,
        "billing": CONTACT,
        "create_date": "2026-04-16 10:30:00",
        "refunds": (),
        "placed_total": Money.ZERO,
        "increase_count": 0,
    },
    OrderUpdate: {
        "backd_order_id": "B",
        "merchant_order_id": "M",
        "merchant_order_status": "x",
        "order_total": Money.ZERO,
        "cart_amount": Money.ZERO,
        "tax_amount": Money.ZERO,
        "shipping_amount": Money.ZERO,
        "discount_amount": Money.ZERO,
        "shipping": NEW_CONTACT,
        "billing": NEW_CONTACT,
        "items": (item(),),
    },
    ContactUpdate: {
        "name": NEW_CONTACT.name,
        "company_name": None,
        "address": NEW_CONTACT.address,
        "phone_number": "1",
        "email": "a@b.c",
    },
    PersonNameUpdate: {"first": "A", "last": "B"},
    AddressUpdate: {
        "line1": "x",
        "line2": None,
        "city": "x",
        "state": "x",
        "zipcode": "x",
        "country": "x",
    },
}
"""Valid fields of each class."""
FIELDS = [(cls, name) for cls, fields in VALID.items() for name in fields]
ACCEPTS_NONE: set[tuple[type, str]] = {
    (Address, "line2"),
    (Contact, "company_name"),
    (LineItem, "item_image_url"),
    (LineItem, "item_url"),
    (Refund, "create_date"),
    (Refund, "locked_at"),
    (Order, "merchant_order_status"),
    (Order, "shipping"),
    (Order, "billing"),
    (Order, "create_date"),
    (ContactUpdate, "company_name"),
    (AddressUpdate, "line2"),
}


@pytest.mark.parametrize("cls", VALID)
def test_the_valid_fields_are_all_fields(cls: Any) -> None:
    assert {field.name for field in attrs.fields(cls) if field.init} == {*VALID[cls]}
    cls(**VALID[cls])


@pytest.mark.parametrize(("cls", "name"), FIELDS)
@pytest.mark.parametrize("wrong", [5, 1.5, [5], {}, b"x", True, object()], ids=str)
def test_a_wrong_type_names_the_field_even_with_attrs_validators_off(
    cls: type, name: str, wrong: object
) -> None:
    if name == "increase_count" and wrong == 5:
        return
    attrs.validators.set_disabled(True)
    try:
        with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name} (has|must|holds)"):
            cls(**{**VALID[cls], name: wrong})
    finally:
        attrs.validators.set_disabled(False)


@pytest.mark.parametrize(
    ("cls", "name", "wrong", "reason"),
    [
        (PersonName, "first", " ", "is blank"),
        (Address, "line2", "x" * 256, "is too long"),
        (Contact, "email", "a\n", "has control, bidirectional or surrogate characters"),
        (LineItem, "unit_price", Money.of(-1), "is negative"),
        (Refund, "locked_at", "tomorrow", "has the wrong format"),
        (Totals, "tax_amount", Money.of(-1), "is negative"),
        (Totals, "discount_amount", Money.of("3.01"), "is out of range"),
        (Totals, "cart_amount", Money.MAX, "is out of range"),
        (Order, "placed_total", Money.of(-1), "is negative"),
        (Order, "increase_count", -1, "is out of range"),
        (Order, "create_date", "2026-13-01 00:00:00", "has the wrong format"),
        (OrderUpdate, "order_total", Money.of(-1), "is negative"),
        (OrderUpdate, "items", (), "is empty"),
        (AddressUpdate, "city", "", "is blank"),
    ],
)
def test_an_invalid_value_names_the_field_and_never_shows_the_value(
    cls: type, name: str, wrong: object, reason: str
) -> None:
    field = "order_total" if cls is Totals and reason != "is negative" else name
    with pytest.raises(ValueError, match=rf"^{cls.__name__}\.{field} {reason}$"):
        cls(**{**VALID[cls], name: wrong})


@pytest.mark.parametrize(("cls", "name"), FIELDS)
def test_none_is_accepted_only_in_nullable_and_optional_fields(cls: type, name: str) -> None:
    fields = {**VALID[cls], name: None}
    if (cls, name) in ACCEPTS_NONE:
        assert getattr(cls(**fields), name) is None
    else:
        with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name} (has|must)"):
            cls(**fields)


def test_items_are_a_tuple_or_a_list() -> None:
    with pytest.raises(TypeError, match=r"^OrderUpdate.items must be a tuple or a list$"):
        OrderUpdate("B", "M", items=iter(()))  # type: ignore[arg-type]


def test_totals_of_a_wrong_type_are_named_when_the_placed_total_follows_from_them() -> None:
    fields: dict[str, Any] = {**VALID[Order], "totals": None}
    del fields["placed_total"]
    with pytest.raises(TypeError, match=r"^Order\.totals must be of type Totals$"):
        Order(**fields)


def test_a_total_is_from_zero_to_the_largest_amount() -> None:
    one, largest = Money(cents=1), Money.MAX
    assert Totals(largest, Money.ZERO, Money.ZERO, Money.ZERO).order_total == largest
    assert Totals(one, Money.ZERO, Money.ZERO, one).order_total == Money.ZERO
    for amounts in ((largest, one, Money.ZERO, Money.ZERO), (Money.ZERO, Money.ZERO, one, largest)):
        with pytest.raises(ValueError, match=r"^Totals\.order_total is out of range$"):
            Totals(*amounts)
