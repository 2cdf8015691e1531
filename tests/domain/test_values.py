"""Value objects: closed to change, to invalid fields and to mutable parts; silent about people."""

import copy
import pickle
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs
import pytest
from support.examples import CONTACT, ORDER, item, order, totals, update

from backd_rules import (
    UNSET,
    Address,
    AddressUpdate,
    Allowed,
    Ceiling,
    Change,
    Contact,
    ContactUpdate,
    Denied,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    Percent,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Refund,
    Totals,
    decide_update,
    wire,
)
from backd_rules.actions.violations import (
    VIOLATIONS,
    AmountOutOfRange,
    ContactIncomplete,
    UnknownOrder,
)

PATCH = ContactUpdate(
    PersonNameUpdate("Zoe"), None, AddressUpdate("5 Oak Rd", None), "7755550100", "zoe@b.c"
)
REFUND = Refund(
    amount=Money.of(50),
    create_date="2026-04-15 12:49:46",
    status="draft",
    locked_at="2026-04-15 22:00:00",
)
VALUES: list[Any] = [
    Money.of(5),
    Quantity.of(5),
    Percent.of(5),
    CONTACT.name,
    CONTACT.address,
    CONTACT,
    item(),
    REFUND,
    totals("1"),
    attrs.evolve(ORDER, refunds=(REFUND,)),
    MerchantLimit(Money.of(1), max_increases=3),
    Ceiling(Money.of(1), "max_increase"),
    PATCH,
    PATCH.name,
    PATCH.address,
    update(shipping=PATCH, items=[item()]),
    Change("/tax_amount", Money.of(1), Money.of(2)),
    Allowed(ORDER, ORDER.totals),
    Denied((UnknownOrder(),)),
    UnknownOrder(),
    ContactIncomplete("/billing/email"),
    AmountOutOfRange("/order_total", -1),
    wire.Problem(wire.ProblemCode.BLANK, "/a", "b"),
]
every_value = pytest.mark.parametrize("thing", VALUES, ids=lambda thing: type(thing).__name__)


@every_value
def test_nothing_changes_a_value(thing: Any) -> None:
    for name in [field.name for field in attrs.fields(type(thing))] or ["code"]:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(thing, name, 1)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(thing, name)
    assert not hasattr(thing, "__dict__")
    assert not hasattr(thing, "__setstate__")


@every_value
def test_copies_are_equal_and_hash_alike(thing: Any) -> None:
    copies = [copy.copy(thing), copy.deepcopy(thing), attrs.evolve(thing)]
    copies += [pickle.loads(pickle.dumps(thing, n)) for n in range(pickle.HIGHEST_PROTOCOL + 1)]
    assert {thing, *copies} == {thing}
    assert all(type(other) is type(thing) for other in copies)


def parts(thing: Any) -> Iterator[Any]:
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from parts(part)
    elif attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield from parts(getattr(thing, field.name))


@every_value
def test_no_part_is_mutable(thing: Any) -> None:
    plain = (str, int, tuple, Enum, type(None))
    assert all(isinstance(part, plain) or attrs.has(type(part)) for part in parts(thing))


def test_unpickling_goes_through_the_constructor() -> None:
    rebuild, (cls, fields) = Money.of(5).__reduce__()[:2]
    with pytest.raises(ValueError, match=r"^Money.cents is out of range$"):
        rebuild(cls, {**fields, "cents": 10**15})


def test_values_match_patterns() -> None:
    match decide_update(ORDER, update(tax_amount=Money.of(1)), MerchantLimit.NO_INCREASE):
        case Allowed(order=Order(totals=Totals(tax_amount=Money(cents=cents)))):
            assert cents == 100
        case _:
            raise AssertionError


WHOLE: dict[type, dict[str, Any]] = {
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
        "shipping": PATCH,
        "billing": PATCH,
        "items": (item(),),
    },
    ContactUpdate: {
        "name": PATCH.name,
        "company_name": None,
        "address": PATCH.address,
        "phone_number": "1",
        "email": "a@b.c",
    },
    PersonNameUpdate: {"first": "A", "last": "B"},
    AddressUpdate: {"line1": "x", "line2": None, "city": "x", "zipcode": "x", "country": "x"},
}
FIELDS = [(cls, name) for cls, fields in WHOLE.items() for name in fields]


@pytest.mark.parametrize(("cls", "name"), FIELDS)
@pytest.mark.parametrize("wrong", [5, 1.5, [5], {}, b"x", True, object()], ids=str)
def test_a_wrong_type_in_any_field_is_named_also_without_attrs_validators(
    cls: type, name: str, wrong: object
) -> None:
    if name == "increase_count" and wrong == 5:
        return
    attrs.validators.set_disabled(True)
    try:
        with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name} (has|must|holds)"):
            cls(**{**WHOLE[cls], name: wrong})
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
def test_an_invalid_value_is_named_and_never_shown(
    cls: type, name: str, wrong: object, reason: str
) -> None:
    field = "order_total" if cls is Totals and reason != "is negative" else name
    with pytest.raises(ValueError, match=rf"^{cls.__name__}\.{field} {reason}$"):
        cls(**{**WHOLE[cls], name: wrong})


@pytest.mark.parametrize(
    ("cls", "name"),
    [pair for pair in FIELDS if pair[1] in ("first", "city", "email", "merchant_order_id", "sku")],
)
def test_what_may_not_be_empty(cls: type, name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{cls.__name__}\.{name} has the wrong type$"):
        cls(**{**WHOLE[cls], name: None})


def test_items_are_a_tuple_or_a_list() -> None:
    with pytest.raises(TypeError, match=r"^OrderUpdate.items must be a tuple or a list$"):
        OrderUpdate("B", "M", items=iter(()))  # type: ignore[arg-type]


def test_defaults() -> None:
    plain = Order("B", "M", ORDER.status, totals("10", "2", "3", "1"), [item()])  # type: ignore[arg-type]
    assert plain.items == (item(),)
    assert plain.placed_total == plain.order_total == Money.of(14)
    assert (plain.cart_amount, plain.tax_amount) == (Money.of(10), Money.of(2))
    assert (plain.shipping_amount, plain.discount_amount) == (Money.of(3), Money.of(1))
    assert (repr(UNSET), update().items) == ("UNSET", UNSET)


MARK = "Zyxw"
PERSONAL = {
    "name": {"first": MARK, "last": MARK},
    "company_name": MARK,
    "address": dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), MARK),
    "phone_number": MARK,
    "email": MARK,
}


def test_people_are_in_no_repr() -> None:
    contact = wire.parse_update(
        {"backd_order_id": "BO-1", "merchant_order_id": "M-1", "shipping": PERSONAL}
    )
    whole = attrs.evolve(CONTACT, name=PersonName(MARK, MARK), company_name=MARK, email=MARK)
    after = decide_update(order(shipping=None, billing=whole), contact, MerchantLimit.UNLIMITED)
    assert after.allowed
    shown = [contact, contact.shipping, after, after.order.shipping, whole, whole.name]
    assert MARK not in "".join(map(repr, shown))
    assert MARK not in repr(LineItem(MARK, "sku", Money.ZERO, Quantity.of(1), MARK, MARK))


@pytest.mark.parametrize("parse", [wire.parse_order, wire.parse_update])
def test_people_are_in_no_problem(parse: Any) -> None:
    long = MARK * 64 + "\n"
    faulty: dict[str, Any] = {
        name: dict.fromkeys(part, long) if isinstance(part, dict) else long
        for name, part in PERSONAL.items()
    }
    for shipping in (faulty, {**PERSONAL, "email": 1}, [MARK], MARK):
        payload = {"shipping": shipping, "billing": [PERSONAL], "tax_amount": MARK, "status": MARK}
        with pytest.raises(wire.InvalidPayload) as caught:
            parse(payload)
        error = caught.value
        assert MARK not in f"{error}{error!r}{error.problems}{error.__context__}{error.args}"
        assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_every_violation_is_a_value() -> None:
    assert all(attrs.has(violation) for violation in VIOLATIONS)
