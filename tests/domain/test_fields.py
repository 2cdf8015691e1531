"""Field declarations: each field is described, and its declaration alone says what it accepts."""

from typing import Any

import attrs
import pytest
from support.examples import ORDER, item

import backd_rules
from backd_rules import Contact, ContactUpdate, Money, OrderUpdate, wire
from backd_rules.domain.fields import (
    check_record,
    check_request,
    choice,
    count,
    declarations,
    described,
    documented,
    field_paths,
    many,
    number,
    one,
    text,
)
from backd_rules.domain.values import Record, Value

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
    names = [field.name for field in attrs.fields(cls) if field.name != "stated_empty"]
    assert list(declared) == names
    for name, declaration in declared.items():
        assert declaration.meaning.endswith((".", ":")), name
        assert f"\n    {name}: {declaration.meaning}\n" in f"{cls.__doc__}\n"


def test_help_describes_what_a_record_states_as_empty() -> None:
    line = "\n    stated_empty: Fields that a payload stated as `null` or as an empty array. "
    assert line in str(Contact.__doc__)
    assert "stated_empty" not in str(ContactUpdate.__doc__)


def test_a_patch_takes_the_declarations_of_its_record() -> None:
    assert declarations(ContactUpdate)["email"] is declarations(Contact)["email"]
    assert declarations(ContactUpdate)["name"] is not declarations(Contact)["name"]


@documented
@attrs.frozen(getstate_setstate=False)
class Company(Value):
    """A request whose fields have the names of optional fields of other classes."""

    company_name: str = attrs.field(metadata=text("A required name.", 9))
    line2: str | None = attrs.field(default="x", metadata=text("A cleared line.", 9, optional=True))
    item_url: str = attrs.field(default="y", metadata=text("A line that is never cleared.", 9))

    __attrs_post_init__ = check_request


def test_a_field_is_optional_by_its_declaration_and_not_by_its_name() -> None:
    for name in ("company_name", "item_url"):
        with pytest.raises(TypeError, match=rf"^Company\.{name} must be of type str, got \w+$"):
            Company(**{"company_name": "x", name: None})  # type: ignore[arg-type]
    assert Company("x", line2=None).line2 is None
    assert Company("x", line2=" \u200b").line2 is None
    assert [d.is_optional for d in declarations(Company).values()] == [False, True, False]


@attrs.frozen(getstate_setstate=False)
class Recorded(Record):
    """A record with one text of each sort."""

    id: str = attrs.field(metadata=text("An id.", 9, identifies=True))
    note: str | None = attrs.field(default=None, metadata=text("Any text.", 9))
    line2: str | None = attrs.field(default=None, metadata=text("An optional.", 9, optional=True))

    __attrs_post_init__ = check_record


def test_a_record_needs_only_the_text_that_identifies_it() -> None:
    """F4: both ids are not blank; any other text may be absent or anything."""
    assert (Recorded("x").note, Recorded("x", None, None).line2) == (None, None)
    long = "a\n" * 20
    record = Recorded(long, long, long)
    assert (record.id, record.note, record.line2) == (long, long, long)
    assert (Recorded("x", "", "").note, Recorded("x", "", "").line2) == ("", None)
    for blank in ("", " ", "\u2800"):
        with pytest.raises(ValueError, match=r"^Recorded\.id must not be blank$"):
            Recorded(blank)
    with pytest.raises(TypeError, match=r"^Recorded\.id must be of type str, got \w+$"):
        Recorded(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^Recorded\.note must have no lone surrogates$"):
        Recorded("x", "\udc80")


class Shouting(str):
    """A `str` whose methods answer wrongly."""

    __slots__ = ()

    def __str__(self) -> str:
        return "LOUD"

    def __len__(self) -> int:
        return 1

    def isprintable(self) -> bool:
        return True


def test_text_and_counts_of_a_subclass_are_kept_as_what_they_hold() -> None:
    """N9: subclasses count as what they hold."""
    company, record = Company(Shouting("quiet")), Recorded(Shouting("quiet"), Shouting("still"))
    for held in (company.company_name, record.id, record.note):
        assert type(held) is str
        assert held in ("quiet", "still")
    for wrong, reason in (
        ("x" * 10, "must have at most 9 characters"),
        ("x\n", "must have no line breaks, .*"),
        (" ", "must not be blank"),
    ):
        with pytest.raises(ValueError, match=rf"^Company\.company_name {reason}$"):
            Company(Shouting(wrong))


def test_a_default_is_accepted_without_a_check() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Counted(Value):
        number: int | None = attrs.field(default=None, metadata=count("A count."))
        __attrs_post_init__ = check_request

    class Seven(int):
        def __int__(self) -> int:
            return 7

    assert Counted().number is None
    assert [Counted(n).number for n in (0, 10**15 - 1)] == [0, 10**15 - 1]
    assert (type(Counted(Seven(3)).number), Counted(Seven(3)).number) == (int, 3)
    for wrong in ("1", True, 1.0):
        with pytest.raises(TypeError, match=r"^Counted\.number must be of type int, got \w+$"):
            Counted(wrong)  # type: ignore[arg-type]
    for out in (-1, 10**15):
        with pytest.raises(
            ValueError, match=r"^Counted\.number must be from 0 to 999999999999999$"
        ):
            Counted(out)


def test_a_number_has_the_lowest_value_that_is_declared() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Adjusted(Value):
        fee: Money = attrs.field(metadata=number("Not negative.", Money))
        credit: Money = attrs.field(metadata=number("At least -5.00.", Money, lowest=-500))
        __attrs_post_init__ = check_request

    assert Adjusted(Money.ZERO, Money.of(-5)).credit == Money.of(-5)
    for fields, name, lowest in (((-1, 0), "fee", "0.00"), ((0, -501), "credit", "-5.00")):
        message = rf"^Adjusted\.{name} must be at least {lowest}, and is negative$"
        with pytest.raises(ValueError, match=message):
            Adjusted(*(Money(cents=cents) for cents in fields))


def test_the_paths_of_nested_objects_are_opened() -> None:
    @attrs.frozen
    class Shipment(Value):
        to: Company = attrs.field(metadata=one("The company.", Company))
        sent: str = attrs.field(metadata=text("When it was sent."))
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
    with pytest.raises(ValueError, match=r"^OrderUpdate\.items must have at least 1 element$"):
        OrderUpdate("B", "M", items=())


def test_a_tuple_has_a_lowest_and_a_highest_length_and_elements_of_its_classes() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Box(Value):
        things: tuple[Any, ...] = attrs.field(
            metadata=many("One or two.", Recorded, backd_rules.LineItem, least=1, most=2)
        )
        __attrs_post_init__ = check_request

    one = Recorded("x")
    assert Box([one, item()]).things == (one, item())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^Box\.things must have at most 2 elements$"):
        Box((one,) * 3)
    with pytest.raises(ValueError, match=r"^Box\.things must have at least 1 element$"):
        Box(())
    message = r"^Box\.things\[1\] must be of type Recorded or LineItem, got Company$"
    with pytest.raises(TypeError, match=message):
        Box((one, Company("x")))
    with pytest.raises(TypeError, match=r"^Box\.things must be a tuple or a list, got set$"):
        Box({one})  # type: ignore[arg-type]


def test_a_choice_takes_a_member_and_not_its_word() -> None:
    @attrs.frozen(getstate_setstate=False)
    class Chosen(Value):
        status: backd_rules.OrderStatus = attrs.field(
            metadata=choice("A status.", backd_rules.OrderStatus)
        )
        __attrs_post_init__ = check_request

    assert Chosen(backd_rules.OrderStatus.REFUND).status is backd_rules.OrderStatus.REFUND
    with pytest.raises(TypeError, match=r"^Chosen\.status must be of type OrderStatus, got \w+$"):
        Chosen("refund")  # type: ignore[arg-type]
