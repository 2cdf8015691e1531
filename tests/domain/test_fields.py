"""Field declarations: each field is described, and its declaration alone says what it accepts."""

from typing import Any

import attrs
import pytest
from support.examples import ORDER

import backd_rules
from backd_rules import Contact, ContactUpdate, Money, OrderUpdate, wire
from backd_rules.domain.fields import (
    check_fields,
    count,
    declarations,
    described,
    documented,
    field_paths,
    many,
    number,
    one,
    text,
    timestamp,
)
from backd_rules.domain.values import Value

PUBLIC = [
    *(public for public in vars(backd_rules).values() if isinstance(public, type)),
    wire.Problem,
]
CLASSES: list[Any] = [cls for cls in PUBLIC if attrs.has(cls)]


def test_the_public_classes_are_found() -> None:
    assert {Money, Contact, OrderUpdate, backd_rules.Denied, wire.Problem} <= {*CLASSES}
    assert len(CLASSES) == len(set(CLASSES)) >= 30


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: str(cls.__name__))
def test_every_field_of_a_public_class_is_described(cls: type) -> None:
    declared = declarations(cls)
    assert list(declared) == [field.name for field in attrs.fields(cls)]
    for name, declaration in declared.items():
        assert declaration.meaning.endswith((".", ":")), name
        assert f"\n    {name}: {declaration.meaning}\n" in f"{cls.__doc__}\n"


def test_a_patch_takes_the_declarations_of_its_record() -> None:
    assert declarations(ContactUpdate)["email"] is declarations(Contact)["email"]
    assert declarations(ContactUpdate)["name"] is not declarations(Contact)["name"]


@documented
@attrs.frozen(getstate_setstate=False)
class Company(Value):
    """A record whose fields have the names of nullable fields of other classes."""

    company_name: str = attrs.field(metadata=text("A required name.", 9))
    line2: str | None = attrs.field(default="x", metadata=text("A cleared line.", 9, nullable=True))
    item_url: str = attrs.field(default="y", metadata=text("A line that is never cleared.", 9))

    __attrs_post_init__ = check_fields


def test_a_field_is_nullable_by_its_declaration_and_not_by_its_name() -> None:
    for name in ("company_name", "item_url"):
        with pytest.raises(TypeError, match=rf"^Company\.{name} has the wrong type$"):
            Company(**{"company_name": "x", name: None})  # type: ignore[arg-type]
    assert Company("x", line2=None).line2 is None


def test_a_default_is_accepted_without_a_check() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Counted(Value):
        number: int | None = attrs.field(default=None, metadata=count("A count."))
        __attrs_post_init__ = check_fields

    assert Counted().number is None
    with pytest.raises(TypeError, match=r"^Counted\.number must be of type int$"):
        Counted("1")  # type: ignore[arg-type]


def test_a_number_has_the_lowest_value_that_is_declared() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Adjusted(Value):
        fee: Money = attrs.field(metadata=number("Not negative.", Money))
        credit: Money = attrs.field(metadata=number("At least -5.00.", Money, lowest=-500))
        __attrs_post_init__ = check_fields

    assert Adjusted(Money.ZERO, Money.of(-5)).credit == Money.of(-5)
    for fields, name in (((-1, 0), "fee"), ((0, -501), "credit")):
        with pytest.raises(ValueError, match=rf"^Adjusted\.{name} is negative$"):
            Adjusted(*(Money(cents=cents) for cents in fields))


def test_the_paths_of_nested_objects_are_opened() -> None:
    @attrs.frozen
    class Shipment(Value):
        to: Company = attrs.field(metadata=one("The company.", Company))
        sent: str = attrs.field(metadata=timestamp("When it was sent."))
        boxes: tuple[Company, ...] = attrs.field(metadata=many("Not opened.", Company))
        plain: object = attrs.field(metadata=described("Not checked."))

    assert [path for path, _ in field_paths(Shipment)] == [
        ("to", "company_name"),
        ("to", "line2"),
        ("to", "item_url"),
        ("sent",),
        ("boxes",),
        ("plain",),
    ]


def test_help_shows_the_meaning_of_each_field() -> None:
    assert str(Company.__doc__).split("\n\nFields:\n")[1] == (
        "    company_name: A required name.\n"
        "    line2: A cleared line.\n"
        "    item_url: A line that is never cleared."
    )


def test_a_class_without_a_docstring_stays_without_one() -> None:
    @attrs.frozen
    class Plain(Value):
        first: str = attrs.field(metadata=text("A name."))

    Plain.__doc__ = None  # As with `python -OO`.
    assert documented(Plain).__doc__ is None


def test_the_fields_are_listed_below_the_docstring() -> None:
    @documented
    @attrs.frozen
    class Sample:
        """A sample.

        It has one field.
        """

        x: int = attrs.field(metadata=described("The only field."))

    body = "A sample.\n\nIt has one field."
    assert Sample.__doc__ == f"{body}\n\nFields:\n    x: The only field."


def test_a_tuple_may_be_empty_unless_its_declaration_forbids_that() -> None:
    empty: Any = []
    assert attrs.evolve(ORDER, items=empty, refunds=empty).items == ()
    with pytest.raises(ValueError, match=r"^OrderUpdate\.items is empty$"):
        OrderUpdate("B", "M", items=())
