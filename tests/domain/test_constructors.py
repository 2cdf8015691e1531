"""Constructors refuse an invalid field: the error names it and never shows its value.

Records hold what domain.md, F4 says, and requests only what a request may state.
"""

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
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Refund,
    RefundRequest,
    Totals,
    UnitPrice,
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
        "unit_price": UnitPrice.of(0),
        "qty": Quantity.of(1),
        "item_image_url": "x",
        "item_url": "x",
    },
    Refund: {"amount": Money.of(1), "status": "x", "create_date": None, "locked_at": None},
    Totals: {
        name: Money.of(1)
        for name in (
            *("cart_amount", "tax_amount", "shipping_amount", "discount_amount"),
            "adjustment",
        )
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
    OrderIds: {"backd_order_id": "B", "merchant_order_id": "M"},
    RefundRequest: {
        "backd_order_id": "B",
        "merchant_order_id": "M",
        "refund_amount": Money(cents=1),
    },
}
"""Valid fields of each class."""
FIELDS = [(cls, name) for cls, fields in VALID.items() for name in fields]
RECORDS = (PersonName, Address, Contact, LineItem, Refund, Order)
ACCEPTS_NONE: set[tuple[type, str]] = {
    *((PersonName, name) for name in VALID[PersonName]),
    *((Address, name) for name in VALID[Address]),
    *((Contact, name) for name in ("company_name", "phone_number", "email")),
    *((LineItem, name) for name in ("display_name", "sku", "item_image_url", "item_url")),
    *((Refund, name) for name in ("create_date", "status", "locked_at")),
    *((Order, name) for name in ("merchant_order_status", "create_date")),
    (ContactUpdate, "company_name"),
    (AddressUpdate, "line2"),
}
"""Any text of a record may be `None`, but for the ids; in a request, optional text."""
DEFAULTS_TO_NONE: set[tuple[type, str]] = {
    *((Contact, name) for name in ("name", "address")),
    *((Order, name) for name in ("shipping", "billing", "placed_total", "increase_count")),
}
TEXTS = [
    *((PersonName, name) for name in VALID[PersonName]),
    *((Address, name) for name in VALID[Address]),
    *((Contact, name) for name in ("company_name", "phone_number", "email")),
    *((LineItem, name) for name in ("display_name", "sku", "item_image_url", "item_url")),
    *((Refund, name) for name in ("create_date", "status", "locked_at")),
    *((Order, name) for name in ("merchant_order_status", "create_date")),
]
"""The texts of records, apart from the ids."""
OPTIONAL = {"company_name", "line2", "item_image_url", "item_url"}


@pytest.mark.parametrize("cls", VALID)
def test_the_valid_fields_are_all_fields(cls: Any) -> None:
    names = {field.name for field in attrs.fields(cls) if field.init}
    assert names == {*VALID[cls], *(["stated_empty"] if cls in RECORDS else [])}
    cls(**VALID[cls])


@pytest.mark.parametrize(("cls", "name"), FIELDS)
@pytest.mark.parametrize("wrong", [5, 1.5, [5], {}, b"x", True, object(), attrs.NOTHING], ids=str)
def test_a_wrong_type_names_the_field_even_with_attrs_validators_off(
    cls: type, name: str, wrong: object
) -> None:
    if name == "increase_count" and wrong == 5:
        return
    attrs.validators.set_disabled(True)
    try:
        with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name}(\[0\])? must be "):
            cls(**{**VALID[cls], name: wrong})
    finally:
        attrs.validators.set_disabled(False)


@pytest.mark.parametrize(
    ("cls", "name", "number"),
    [
        (LineItem, "unit_price", "UnitPrice"),
        (LineItem, "qty", "Quantity"),
        (OrderUpdate, "tax_amount", "Money"),
        (MerchantLimit, "max_increase_percent", "Percent"),
        (RefundRequest, "refund_amount", "Money"),
    ],
)
def test_an_error_says_how_to_convert_a_float(cls: type, name: str, number: str) -> None:
    with pytest.raises(TypeError) as caught:
        cls(**{**VALID.get(cls, {}), name: 0.5})
    assert str(caught.value) == (
        f"{cls.__name__}.{name} must be of type {number}, got float; "
        f"use {number}.of(str(x)) or round first"
    )


NEGATIVE = "must be at least 0.00, and is negative$"
LINE_BREAK = "must have no line breaks, control, bidirectional or surrogate characters$"


@pytest.mark.parametrize(
    ("cls", "name", "wrong", "reason"),
    [
        (PersonName, "first", "\ud800", "must have no lone surrogates$"),
        (Contact, "company_name", "a\udfff", "must have no lone surrogates$"),
        (Refund, "amount", Money.of(-1), NEGATIVE),
        (Totals, "tax_amount", Money.of(-1), NEGATIVE),
        (Totals, "discount_amount", Money.of("4.01"), "must be from 0"),
        (Totals, "adjustment", Money.of("-2.01"), "must be from 0"),
        (Totals, "cart_amount", Money.MAX, "must be from 0"),
        (Order, "backd_order_id", "", "must not be blank$"),
        (Order, "backd_order_id", "\u200b\u3164", "must not be blank$"),
        (Order, "merchant_order_id", " \n", "must not be blank$"),
        (Order, "merchant_order_id", "\ud800", "must have no lone surrogates$"),
        (Order, "placed_total", Money.of(-1), NEGATIVE),
        (Order, "increase_count", -1, "must be from 0"),
        (Order, "increase_count", 10**15, "must be from 0 to 999999999999999$"),
        (OrderUpdate, "order_total", Money.of(-1), NEGATIVE),
        (OrderUpdate, "merchant_order_status", "", "must not be blank$"),
        (OrderUpdate, "items", (), "must have at least 1 element$"),
        (OrderUpdate, "items", (item(),) * 1001, "must have at most 1000 elements$"),
        (OrderUpdate, "backd_order_id", " ", "must not be blank$"),
        (OrderUpdate, "merchant_order_id", "x" * 256, "must have at most 255 characters$"),
        (ContactUpdate, "email", "x" * 255, "must have at most 254 characters$"),
        (ContactUpdate, "email", "a\n", LINE_BREAK),
        (ContactUpdate, "company_name", "x" * 256, "must have at most 255 characters$"),
        (AddressUpdate, "line2", "a\u2028b", LINE_BREAK),
        (AddressUpdate, "city", "", "must not be blank$"),
        (PersonNameUpdate, "first", "\u2800", "must not be blank$"),
        (OrderIds, "backd_order_id", "", "must not be blank$"),
        (OrderIds, "backd_order_id", "x" * 256, "must have at most 255 characters$"),
        (OrderIds, "merchant_order_id", " \u200b", "must not be blank$"),
        (OrderIds, "merchant_order_id", "a\nb", LINE_BREAK),
        (RefundRequest, "backd_order_id", "\u3164", "must not be blank$"),
        (RefundRequest, "merchant_order_id", "a\u202e", LINE_BREAK),
        (RefundRequest, "refund_amount", Money.ZERO, "must be at least 0.01, and is not positive$"),
        (
            RefundRequest,
            "refund_amount",
            Money(cents=-1),
            "must be at least 0.01, and is negative$",
        ),
    ],
)
def test_an_invalid_value_names_the_field_and_never_shows_the_value(
    cls: type, name: str, wrong: object, reason: str
) -> None:
    field = "order_total" if cls is Totals and reason != NEGATIVE else name
    with pytest.raises(ValueError, match=rf"^{cls.__name__}\.{field} {reason}") as caught:
        cls(**{**VALID[cls], name: wrong})
    assert not isinstance(wrong, str) or not wrong.strip() or wrong not in str(caught.value)


@pytest.mark.parametrize(("cls", "name"), FIELDS)
def test_none_is_accepted_only_where_it_means_absent(cls: type, name: str) -> None:
    fields = {**VALID[cls], name: None}
    if (cls, name) in ACCEPTS_NONE | DEFAULTS_TO_NONE:
        assert getattr(cls(**fields), name) is None
    else:
        with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name} must be "):
            cls(**fields)


@pytest.mark.parametrize(("cls", "name"), TEXTS)
@pytest.mark.parametrize("text", ["x" * 3000, "a\nb", "\x00", "\u202e", "2026-13-99", " x "])
def test_a_record_keeps_any_text(cls: type, name: str, text: str) -> None:
    """F4: everything else may be any text that can be encoded as UTF-8."""
    assert getattr(cls(**{**VALID[cls], name: text}), name) == text


@pytest.mark.parametrize(("cls", "name"), TEXTS)
@pytest.mark.parametrize("blank", ["", " ", "\u3164", "\n" * 3000])
def test_only_blank_text_in_an_optional_field_of_a_record_is_absent(
    cls: type, name: str, blank: str
) -> None:
    """F4: only blank text in an optional field is read as absent."""
    held = getattr(cls(**{**VALID[cls], name: blank}), name)
    assert held == (None if name in OPTIONAL else blank)


@pytest.mark.parametrize("name", ["backd_order_id", "merchant_order_id"])
def test_the_ids_of_a_record_may_be_long_and_have_line_breaks(name: str) -> None:
    """F4: both ids are not blank; nothing else is required of them."""
    text = "x\n" * 300
    assert getattr(Order(**{**VALID[Order], name: text}), name) == text


def test_records_have_defaults_for_what_may_be_absent() -> None:
    """F4: an object stays an object, even an empty one."""
    assert Contact() == Contact(name=None, address=None, company_name=None, email=None)
    assert PersonName() == PersonName(None, None)
    assert Address() == Address(line1=None, line2=None, city=None, state=None, zipcode=None)
    assert Contact(name=PersonName()) != Contact()
    order = Order("B", "M", ORDER.status, Totals(Money.of(5)))
    assert (order.placed_total, order.increase_count, order.order_total) == (
        None,
        None,
        Money.of(5),
    )
    assert (order.items, order.refunds, order.shipping) == ((), (), None)


def test_stated_empty_does_not_count_in_comparisons() -> None:
    stated = PersonName(stated_empty=frozenset({("first", None)}))
    assert stated == PersonName()
    assert hash(stated) == hash(PersonName())
    assert "stated_empty" not in repr(stated)
    assert attrs.evolve(stated, last="x").stated_empty == {("first", None)}


NO_PAIRS = "must be a frozenset of pairs of a name and None or ()"
TWICE = "must not have one name twice"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (None, f"{NO_PAIRS}, got None"),
        ({("first", None)}, f"{NO_PAIRS}, got set"),
        (frozenset({"first"}), f"{NO_PAIRS}, got frozenset"),
        (frozenset({("first", None, ())}), f"{NO_PAIRS}, got frozenset"),
        (frozenset({(1, None)}), f"{NO_PAIRS}, got frozenset"),
        (frozenset({("first", "")}), f"{NO_PAIRS}, got frozenset"),
        (frozenset({("first", None), ("first", ())}), TWICE),
    ],
    ids=str,
)
@pytest.mark.parametrize("cls", RECORDS)
def test_what_a_record_states_as_empty_is_checked(cls: Any, wrong: object, message: str) -> None:
    """Otherwise `dump_order` would raise, or write what is not JSON."""
    with pytest.raises(ValueError if message == TWICE else TypeError) as caught:
        cls(**VALID[cls], stated_empty=wrong)
    assert str(caught.value) == f"{cls.__name__}.stated_empty {message}"


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
@pytest.mark.parametrize(
    ("cls", "name"), [(ContactUpdate, "company_name"), (AddressUpdate, "line2")]
)
def test_blank_text_clears_an_optional_field_of_a_request(cls: type, name: str, text: str) -> None:
    """N7: `null`, or blank text, clears them."""
    assert getattr(cls(**{**VALID[cls], name: text}), name) is None


def test_items_are_a_tuple_or_a_list() -> None:
    with pytest.raises(
        TypeError, match=r"^OrderUpdate.items must be a tuple or a list, got tuple_iterator$"
    ):
        OrderUpdate("B", "M", items=iter(()))  # type: ignore[arg-type]


def test_the_cents_of_the_items_are_computed() -> None:
    halves = [item("0.01", "0.5"), item("0.01", "0.5")]
    assert Order(**{**VALID[Order], "items": halves}).items_cents == 2
    assert Order(**VALID[Order]).items_cents == 0


def test_an_order_as_placed_has_its_present_total_as_the_original() -> None:
    """L8: `order.as_placed()` is the order with its present total as the original."""
    raised = attrs.evolve(ORDER, placed_total=Money.of(1), increase_count=7)
    assert raised.as_placed() == ORDER
    assert attrs.evolve(ORDER, placed_total=None, increase_count=None).as_placed() == ORDER
    assert (ORDER.placed_total, ORDER.increase_count) == (Money.of(9150), 0)


def test_a_total_is_from_zero_to_the_largest_amount() -> None:
    one, largest = Money(cents=1), Money.MAX
    assert Totals(largest, Money.ZERO, Money.ZERO, Money.ZERO).order_total == largest
    assert Totals(one, Money.ZERO, Money.ZERO, one).order_total == Money.ZERO
    assert Totals(one, adjustment=Money(cents=-1)).order_total == Money.ZERO
    assert Totals(Money.ZERO, adjustment=largest).order_total == largest
    assert Totals(largest, largest, discount_amount=largest).order_total == largest
    for amounts in (
        (largest, one),
        (Money.ZERO, Money.ZERO, one, largest),
        (largest, Money.ZERO, Money.ZERO, Money.ZERO, one),
        (one, Money.ZERO, Money.ZERO, Money.ZERO, Money(cents=-2)),
    ):
        with pytest.raises(
            ValueError, match=r"^Totals\.order_total must be from 0\.00 to 9999999999999\.99$"
        ):
            Totals(*amounts)
