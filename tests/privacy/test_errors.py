"""No text that a log makes of an exception has personal data, wherever it is in the arguments.

The exceptions from which it was raised count too, and the attributes that tools serialize. Tools
that record local variables see everything: no library can prevent that.
"""

import inspect
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from support.json_values import places, replaced
from support.order_life import AT
from support.private_data import MARK, broken, chain, failures, logged, private, value_classes

import backd_rules
from backd_rules import (
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    RefundRequest,
    UnitPrice,
    audit_record,
    decide_update,
    wire,
)
from backd_rules.domain.fields import declarations


class Secret:
    """An object whose texts are personal."""

    def __repr__(self) -> str:
        return MARK


class SecretText(str):
    """Text that has other texts, too."""

    __slots__ = ()

    def __repr__(self) -> str:
        return MARK

    __str__ = __repr__


WRONG: list[Any] = [
    f"{MARK}\ud800",
    f"{MARK}\n\u202e",
    MARK * 999,
    MARK,
    SecretText("\ud800"),
    MARK.encode(),
    [MARK],
    (MARK,),
    {MARK: MARK},
    {MARK: {MARK: [MARK]}},
    Secret(),
    None,
    True,
    float("nan"),
    10.00501,
    10**400,
    Decimal("1e999999"),
]
"""Values of which every field refuses some, and none may be in the error."""
WITHOUT_NAMES = [value for value in WRONG if not isinstance(value, dict)]
"""All but those that have the names of fields, which a problem shows by design."""


def has_declared_kinds(cls: type[Any]) -> bool:
    """Return whether the declarations say what each required field holds."""
    required = {f.name for f in attrs.fields(cls) if f.init and f.default is attrs.NOTHING}
    kinds = {name for name, declared in declarations(cls).items() if declared.kind}
    return bool(kinds) and required <= kinds


CLASSES = [*value_classes()]
FIELDS = [
    (cls, field.name)
    for cls in filter(has_declared_kinds, CLASSES)
    for field in attrs.fields(cls)
    if field.init and field.name in declarations(cls)
]


@pytest.mark.parametrize(
    ("cls", "name"), FIELDS, ids=[f"{cls.__name__}.{name}" for cls, name in FIELDS]
)
def test_no_constructor_puts_a_value_into_its_error(cls: type[Any], name: str) -> None:
    right = {
        field.name: getattr(private(cls), field.name) for field in attrs.fields(cls) if field.init
    }
    errors = [error for wrong in WRONG for error in failures(cls, **{**right, name: wrong})]
    assert errors
    assert {type(error) for error in errors} <= {TypeError, ValueError}
    for error in errors:
        assert MARK not in logged(error)


OTHERS = [cls for cls in CLASSES if attrs.fields(cls) and not has_declared_kinds(cls)]


@pytest.mark.parametrize("cls", OTHERS, ids=[cls.__name__ for cls in OTHERS])
def test_no_other_constructor_puts_a_value_into_its_error(cls: type[Any]) -> None:
    """Those of numbers and of changes: the first field is wrong, or all of them are."""
    first, *others = [field.name for field in attrs.fields(cls) if field.init]
    for wrong in WRONG:
        for other in (wrong, 1):
            for error in failures(cls, **{first: wrong, **dict.fromkeys(others, other)}):
                assert MARK not in logged(error)


def test_an_error_of_problems_shows_no_value() -> None:
    for wrong in WRONG:
        for argument in (wrong, [wrong]):
            for error in failures(wire.InvalidPayload, argument):
                assert MARK not in logged(error)


@pytest.mark.parametrize("wrong", [*WRONG, f"1.{MARK}", f"1{MARK}"], ids=range(len(WRONG) + 2))
def test_no_number_puts_its_text_into_its_error(wrong: Any) -> None:
    for cls in (Money, UnitPrice, Quantity, Percent):
        errors = [*failures(cls.of, wrong), *failures(cls, **{cls.UNIT: wrong})]
        assert errors
        assert MARK not in "".join(map(logged, errors))
    of_amount = LineItem.of_amount
    errors = [
        *failures(of_amount, wrong, wrong, wrong, wrong),
        *failures(of_amount, MARK, MARK, Money.of(1), wrong),
        *failures(of_amount, MARK, MARK, Money.of(1), Quantity.of(3)),
    ]
    assert MARK not in "".join(map(logged, errors))


ORDER: Order = private(Order, status=OrderStatus.ORDER_PLACED)
UPDATE: OrderUpdate = private(OrderUpdate)
LIMIT: MerchantLimit = private(MerchantLimit)
DECISION = decide_update(ORDER, UPDATE, LIMIT)
RIGHT: dict[str, Any] = {
    "order": ORDER,
    "before": ORDER,
    "after": ORDER,
    "update": UPDATE,
    "request": UPDATE,
    "limit": LIMIT,
    "decision": DECISION,
    "orders": [ORDER],
    "updates": [UPDATE],
    "record": audit_record(ORDER, UPDATE, LIMIT, DECISION),
    "at": AT,
    "status": OrderStatus.ORDER_PLACED,
    "action": OrderAction.UPDATE_ORDER,
}
"""An argument that fits a parameter, by its name."""
LAZY = ("audit_record", "audit_differences", "explain", "fingerprint")
FUNCTIONS = {
    name: function
    for module, names in ((backd_rules, [*vars(backd_rules), *LAZY]), (wire, wire.__all__))
    for name in names
    if inspect.isfunction(function := getattr(module, name))
    and function.__module__.startswith("backd_rules.")
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_puts_an_argument_into_its_error(name: str) -> None:
    """One argument is wrong, or all of them are."""
    parameters = inspect.signature(FUNCTIONS[name]).parameters
    for wrong in WITHOUT_NAMES:
        all_wrong = dict.fromkeys(parameters, wrong)
        right = {name: RIGHT.get(name, wrong) for name in parameters}
        for arguments in (all_wrong, *(right | {name: wrong} for name in parameters)):
            for error in failures(FUNCTIONS[name], **arguments):
                assert MARK not in logged(error)


IDS = OrderIds("BO-1", "M-1")
PAYLOADS: dict[str, tuple[Callable[[Any], object], Any]] = {
    "order": (wire.parse_order, wire.dump_order(ORDER)),
    "stored order": (wire.parse_order, wire.dump_stored_order(ORDER)),
    "update": (wire.parse_update, wire.dump_update(UPDATE)),
    "updates": (wire.parse_updates, [wire.dump_update(UPDATE)] * 2),
    "ids": (wire.parse_ids, wire.dump_ids(IDS)),
    "both ids": (wire.parse_both_ids, wire.dump_ids(IDS)),
    "limit": (wire.parse_limit, wire.dump_limit(LIMIT)),
    "refund request": (
        wire.parse_refund_request,
        wire.dump_refund_request(private(RefundRequest)),
    ),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_problem_of_a_payload_shows_a_value(name: str) -> None:
    """Any value at any place: too long, blank, of another type, with forbidden characters."""
    parse, payload = PAYLOADS[name]
    for path in ((), *places(payload)):
        for wrong in WITHOUT_NAMES:
            for error in failures(parse, replaced(payload, path, wrong)):
                assert isinstance(error, wire.InvalidPayload)
                assert len([*chain(error)]) == 1
                assert MARK not in logged(error)
                pickled = pickle.dumps(error)  # As it is sent to another process.
                assert MARK.encode() not in pickled
                assert pickle.loads(pickled).problems == error.problems


def test_the_name_of_an_unknown_field_is_in_its_problem() -> None:
    """By design, or nobody would find the field (V3). It is cut after 256 characters (V4)."""
    payload = {**wire.dump_update(UPDATE), f"{MARK * 99}": f"{MARK} value"}
    [error] = failures(wire.parse_update, payload)
    assert isinstance(error, wire.InvalidPayload)
    [problem] = error.problems
    assert problem.path == "/" + (MARK * 99)[:252] + "..."
    assert f"{MARK} value" not in logged(error)


TEXT = json.dumps(PAYLOADS["stored order"][1])
BROKEN = broken(TEXT)


@pytest.mark.parametrize("name", BROKEN)
def test_no_error_of_the_reader_shows_the_text(name: str) -> None:
    """`json.JSONDecodeError` has the whole text as `doc`, and a `UnicodeError` as `object`."""
    [error] = failures(wire.loads, BROKEN[name])
    assert isinstance(error, wire.InvalidPayload)
    assert len([*chain(error)]) == 1
    assert MARK not in logged(error)


def test_no_error_of_a_truncated_text_shows_it() -> None:
    for end in range(0, len(TEXT), 7):
        [error] = failures(wire.loads, TEXT[:end])
        assert len([*chain(error)]) == 1
        assert MARK not in logged(error)
