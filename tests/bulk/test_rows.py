"""`to_row`: rows written out by hand, and what makes the numbers of contacts."""

from typing import Any

import pyarrow as pa
import pytest
from support.random_rows import COMPLETE, RandomRows

from backd_rules import (
    UNSET,
    AddressUpdate,
    Basis,
    Combine,
    Contact,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    PersonNameUpdate,
    Quantity,
    Totals,
    UnitPrice,
)
from backd_rules.bulk import LIMIT_COLUMNS, ROWS, sum_items, to_row
from backd_rules.domain.money import money_or_wide

NO_ITEMS = dict.fromkeys(("items_lowest", "items_half_up", "items_highest"))
NO_NEW_ITEMS = {f"new_{name}": None for name in NO_ITEMS}
NO_AMOUNTS = {
    f"new_{name}": None
    for name in ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
}
CABLES = LineItem("Cable", "C-1", UnitPrice.of("4.1275"), Quantity.of(12))
CAPS = LineItem("Cap", "C-2", UnitPrice.of("0.0385"), Quantity.of("2.5"))

SMALLEST = Order("B", "M", OrderStatus.TERMS_SELECTED, Totals(Money.ZERO))
SMALLEST_ROW: dict[str, Any] = {
    "status": 0,
    "cart_amount": 0,
    "tax_amount": 0,
    "shipping_amount": 0,
    "discount_amount": 0,
    "order_total": 0,
    "placed_total": None,
    "increase_count": None,
    **NO_ITEMS,
    "backd_order_id_matches": True,
    "merchant_order_id_matches": True,
    **NO_AMOUNTS,
    **NO_NEW_ITEMS,
    "new_contacts": 0,
    "max_increase": 0,
    "max_increase_percent": None,
    "max_order_total": None,
    "max_increases": None,
    "combine": 0,
    "measured_from": 0,
}

LARGEST = Order(
    "B",
    "M",
    OrderStatus.REFUND,
    Totals(Money.of(50), Money.of(4), Money.of(3), Money.of(2), money_or_wide(-100)),
    (CABLES, CAPS),
    placed_total=Money.of(60),
    increase_count=7,
)
LARGEST_UPDATE = OrderUpdate(
    "other",
    "else",
    order_total=Money.of(1),
    cart_amount=Money.of(2),
    tax_amount=Money.of(3),
    shipping_amount=Money.of(4),
    discount_amount=Money.of(5),
    shipping=ContactUpdate(email="a@b.c"),
    items=(CAPS, CAPS),
)
LARGEST_LIMIT = MerchantLimit(
    Money.of("0.01"), Percent.of("12.5"), Money.of(99), 4, Combine.HIGHER, Basis.ORDER_TOTAL
)
LARGEST_ROW: dict[str, Any] = {
    "status": 4,
    "cart_amount": 5_000,
    "tax_amount": 400,
    "shipping_amount": 300,
    # 50 + 4 + 3 - 2 - 1 dollars.
    "discount_amount": 200,
    "order_total": 5_400,
    "placed_total": 6_000,
    "increase_count": 7,
    # 49.53 and 0.09625 dollars.
    "items_lowest": 4_962,
    "items_half_up": 4_963,
    "items_highest": 4_963,
    "backd_order_id_matches": False,
    "merchant_order_id_matches": False,
    "new_order_total": 100,
    "new_cart_amount": 200,
    "new_tax_amount": 300,
    "new_shipping_amount": 400,
    "new_discount_amount": 500,
    "new_items_lowest": 18,
    "new_items_half_up": 20,
    "new_items_highest": 20,
    # All bits of shipping but that of the e-mail, and that it is stated.
    "new_contacts": 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 2**18,
    "max_increase": 1,
    "max_increase_percent": 1_250,
    "max_order_total": 9_900,
    "max_increases": 4,
    "combine": 1,
    "measured_from": 1,
}


def test_the_smallest_row() -> None:
    row = to_row(SMALLEST, OrderUpdate("B", "M"), MerchantLimit.NO_INCREASE)
    assert row == SMALLEST_ROW


def test_the_largest_row() -> None:
    assert to_row(LARGEST, LARGEST_UPDATE, LARGEST_LIMIT) == LARGEST_ROW


def test_a_row_has_the_columns_in_order_and_plain_values() -> None:
    row = to_row(LARGEST, LARGEST_UPDATE, LARGEST_LIMIT)
    assert [*row] == ROWS.names + LIMIT_COLUMNS.names
    assert {type(value) for value in row.values()} <= {int, bool, type(None)}
    batch = pa.RecordBatch.from_pylist([row], pa.schema([*ROWS, *LIMIT_COLUMNS]))
    assert batch.to_pylist() == [row]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (OrderStatus.TERMS_SELECTED, 0),
        (OrderStatus.ORDER_PLACED, 1),
        (OrderStatus.ORDER_CONFIRMED, 2),
        (OrderStatus.ORDER_CANCELED, 3),
        (OrderStatus.REFUND, 4),
    ],
)
def test_the_number_of_a_status(status: OrderStatus, code: int) -> None:
    order = Order("B", "M", status, Totals(Money.ZERO))
    assert to_row(order, OrderUpdate("B", "M"), MerchantLimit.UNLIMITED)["status"] == code


SHIPPING_STATED, BILLING_STATED = 2**18, 2**19
ALL_OF_SHIPPING, ALL_OF_BILLING = 2**9 - 1, 2**18 - 2**9
NAME = PersonNameUpdate(first="A", last="B")
ADDRESS = AddressUpdate(line1="1", city="C", state="S", zipcode="1", country="US")

NEW_CONTACTS: list[tuple[ContactUpdate, int]] = [
    (ContactUpdate(), 0),
    (ContactUpdate(name=PersonNameUpdate(), address=AddressUpdate()), 0),
    (COMPLETE, SHIPPING_STATED),
    (ContactUpdate(company_name=None), SHIPPING_STATED + ALL_OF_SHIPPING),
    (ContactUpdate(address=AddressUpdate(line2="")), SHIPPING_STATED + ALL_OF_SHIPPING),
    (ContactUpdate(name=NAME), SHIPPING_STATED + ALL_OF_SHIPPING - 1 - 2),
    (
        ContactUpdate(name=PersonNameUpdate(last="B")),
        SHIPPING_STATED + ALL_OF_SHIPPING - 2,
    ),
    (ContactUpdate(address=ADDRESS), SHIPPING_STATED + 1 + 2 + 128 + 256),
    (ContactUpdate(address=ADDRESS, name=NAME, email="a@b.c"), SHIPPING_STATED + 128),
    (ContactUpdate(address=ADDRESS, name=NAME, phone_number="1"), SHIPPING_STATED + 256),
    (
        ContactUpdate(
            address=AddressUpdate(line1="1", state="S", country="US"),
            name=NAME,
            phone_number="1",
            email="a@b.c",
        ),
        SHIPPING_STATED + 8 + 32,
    ),
]


@pytest.mark.parametrize(("patch", "bits"), NEW_CONTACTS)
def test_the_bits_of_a_new_contact(patch: ContactUpdate, bits: int) -> None:
    """U3: "A contact that states nothing changes nothing"."""
    updates = (OrderUpdate("B", "M", shipping=patch), OrderUpdate("B", "M", billing=patch))
    shipping, billing = (to_row(SMALLEST, one, MerchantLimit.UNLIMITED) for one in updates)
    assert shipping["new_contacts"] == bits
    missing = bits % SHIPPING_STATED
    assert billing["new_contacts"] == missing * 2**9 + (BILLING_STATED if bits else 0)


@pytest.mark.parametrize(("patch", "bits"), NEW_CONTACTS)
def test_a_contact_that_the_order_has_is_only_patched(patch: ContactUpdate, bits: int) -> None:
    """U3: "one that it has, however incomplete its record, is only patched"."""
    held = Order("B", "M", OrderStatus.ORDER_PLACED, Totals(Money.ZERO), shipping=Contact())
    update = OrderUpdate("B", "M", shipping=patch, billing=patch)
    row = to_row(held, update, MerchantLimit.UNLIMITED)
    assert row["new_contacts"] == bits % SHIPPING_STATED * 2**9 + (BILLING_STATED if bits else 0)


def test_both_contacts_at_once() -> None:
    update = OrderUpdate("B", "M", shipping=ContactUpdate(company_name="x"), billing=COMPLETE)
    row = to_row(SMALLEST, update, MerchantLimit.UNLIMITED)
    assert row["new_contacts"] == ALL_OF_SHIPPING + SHIPPING_STATED + BILLING_STATED
    incomplete = OrderUpdate("B", "M", billing=ContactUpdate(company_name="x"))
    row = to_row(SMALLEST, incomplete, MerchantLimit.UNLIMITED)
    assert row["new_contacts"] == ALL_OF_BILLING + BILLING_STATED


def test_the_sums_are_those_of_a_column_of_lists() -> None:
    for case in RandomRows(3).cases(200):
        lines = [
            {"unit_price": item.unit_price.millionths, "qty": item.qty.thousandths}
            for item in case.order.items
        ]
        kind = pa.list_(pa.struct([("unit_price", pa.int64()), ("qty", pa.int64())]))
        row = to_row(*case)
        assert sum_items(pa.array([lines], kind)).to_pylist() == [
            {name: row[name] for name in NO_ITEMS}
        ]


ARGUMENTS = (SMALLEST, OrderUpdate("B", "M"), MerchantLimit.UNLIMITED)


@pytest.mark.parametrize("wrong", [None, {}, UNSET, SMALLEST, MerchantLimit.UNLIMITED])
@pytest.mark.parametrize(
    ("place", "name", "kind"),
    [(0, "order", "Order"), (1, "update", "OrderUpdate"), (2, "limit", "MerchantLimit")],
)
def test_an_argument_of_another_type_raises(
    place: int, name: str, kind: str, wrong: object
) -> None:
    if type(wrong) is type(ARGUMENTS[place]):
        wrong = "B"
    arguments: list[Any] = [*ARGUMENTS]
    arguments[place] = wrong
    came = "None" if wrong is None else type(wrong).__name__
    with pytest.raises(TypeError) as error:
        to_row(*arguments)
    assert str(error.value) == f"to_row.{name} must be of type {kind}, got {came}"
