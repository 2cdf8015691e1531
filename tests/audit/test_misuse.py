"""Arguments that no audit record is made of, and records that cannot be decided again."""

from collections import UserDict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from support.examples import ORDER, update
from support.order_life import ACTIONS, AT, BOTH_IDS, REFUND_REQUEST, REQUESTS, decide
from support.refusals import problems

from backd_rules import (
    Allowed,
    MerchantLimit,
    OrderAction,
    OrderIds,
    RefundLocked,
    audit_differences,
    audit_record,
    wire,
)

LIMIT = MerchantLimit.UNLIMITED
TIMED = ("refund", "delete_refund")
REQUEST_TYPES = {
    **dict.fromkeys(ACTIONS, "OrderIds"),
    "update_order": "OrderUpdate",
    "refund": "RefundRequest",
}


def record_of(action: str, **other: Any) -> dict[str, Any]:
    """Return the record of a decision on `ORDER`, made of valid arguments but for `other`."""
    given: dict[str, Any] = {
        "order": ORDER,
        "request": REQUESTS[action],
        "limit": LIMIT if action == "update_order" else None,
        "decision": decide(action, ORDER, REQUESTS[action]),
        "action": OrderAction(action),
        "at": AT if action in TIMED else None,
        **other,
    }
    positional = [given.pop(name) for name in ("order", "request", "limit", "decision")]
    return audit_record(*positional, **given)


def assert_refused(message: str, error: type[Exception], action: str, **other: Any) -> None:
    [wrong] = other.values()
    came = "None" if wrong is None else type(wrong).__name__
    with pytest.raises(error) as caught:
        record_of(action, **other)
    assert str(caught.value) == f"audit_record.{message}".replace("TYPE", came)


@pytest.mark.parametrize("action", ACTIONS)
def test_valid_arguments_make_a_record(action: str) -> None:
    assert record_of(action)["action"] == action


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("wrong", [None, {}, "BO-1", BOTH_IDS])
def test_another_order_is_a_type_error(action: str, wrong: object) -> None:
    assert_refused("order must be of type Order, got TYPE", TypeError, action, order=wrong)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("wrong", [None, {}, ORDER, update(), BOTH_IDS, REFUND_REQUEST])
def test_another_request_is_a_type_error(action: str, wrong: object) -> None:
    expected = REQUEST_TYPES[action]
    if type(wrong).__name__ == expected:
        return
    message = f"request must be of type {expected}, got TYPE"
    assert_refused(message, TypeError, action, request=wrong)


@pytest.mark.parametrize("wrong", [None, {}, {"max_increase": 75}, 75])
def test_an_update_without_a_limit_is_a_type_error(wrong: object) -> None:
    message = "limit must be of type MerchantLimit, got TYPE"
    assert_refused(message, TypeError, "update_order", limit=wrong)


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "update_order"])
@pytest.mark.parametrize("wrong", [LIMIT, {}, False])
def test_a_limit_of_another_action_is_a_type_error(action: str, wrong: object) -> None:
    assert_refused("limit must be None, got TYPE", TypeError, action, limit=wrong)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    "wrong", [None, True, {}, ORDER, (), Allowed, RefundLocked(None), (RefundLocked(None),)]
)
def test_what_is_no_decision_is_a_type_error(action: str, wrong: object) -> None:
    message = "decision must be of type Allowed or Denied, got TYPE"
    assert_refused(message, TypeError, action, decision=wrong)


@pytest.mark.parametrize("wrong", [None, "confirm_order", "order_confirmed", 1, [], ORDER.status])
def test_another_action_is_a_type_error(wrong: object) -> None:
    given: Any = wrong
    decision = decide("confirm_order", ORDER, BOTH_IDS)
    with pytest.raises(TypeError, match=r"^audit_record\.action must be of type OrderAction, got "):
        audit_record(ORDER, BOTH_IDS, None, decision, action=given)


@pytest.mark.parametrize("action", TIMED)
@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (None, TypeError, "must be of type datetime, got TYPE"),
        ("2026-04-15 12:49:46", TypeError, "must be of type datetime, got TYPE"),
        (
            AT.replace(tzinfo=None),
            TypeError,
            "must be an aware datetime, got datetime; it has no time zone",
        ),
        (datetime(2006, 12, 31, tzinfo=UTC), ValueError, "must be from 2007 to 9998 in UTC"),
        (datetime(9999, 1, 1, tzinfo=UTC), ValueError, "must be from 2007 to 9998 in UTC"),
    ],
    ids=str,
)
def test_an_action_on_refunds_needs_its_time(
    action: str, wrong: Any, error: type[Exception], message: str
) -> None:
    """A7: time is an argument."""
    assert_refused(f"at {message}", error, action, at=wrong)


@pytest.mark.parametrize("action", [action for action in ACTIONS if action not in TIMED])
@pytest.mark.parametrize("wrong", [AT, "2026-04-15 12:49:46", 0, False])
def test_no_other_action_takes_a_time(action: str, wrong: object) -> None:
    assert_refused("at must be None, got TYPE", TypeError, action, at=wrong)


# Records


def assert_unreadable(record: Any, message: str, error: type[Exception] = ValueError) -> None:
    with pytest.raises(error) as caught:
        audit_differences(record, ORDER, BOTH_IDS)
    assert str(caught.value) == message


@pytest.mark.parametrize("wrong", [None, [], "{}", b"{}", 1, [("action", "confirm_order")]])
def test_a_record_is_a_mapping(wrong: object) -> None:
    came = "None" if wrong is None else type(wrong).__name__
    assert_unreadable(wrong, f"audit_differences.record must be a mapping, got {came}", TypeError)


@pytest.mark.parametrize("as_mapping", [dict, MappingProxyType, UserDict])
def test_any_mapping_is_a_record(as_mapping: Any) -> None:
    record = as_mapping(record_of("confirm_order"))
    assert audit_differences(record, ORDER, BOTH_IDS) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        *(None, "", "ORDER_PLACED", "order_placed ", "order_confirmed", "place"),
        *(1, True, b"refund", [], ["refund"], {}, {"refund": 1}, ("refund",)),
    ],
    ids=repr,
)
def test_a_record_without_a_known_action_is_a_value_error(wrong: object) -> None:
    """Also where the value cannot be a key of a dict."""
    message = "audit_differences.record has no known action"
    assert_unreadable({**record_of("confirm_order"), "action": wrong}, message)


def test_a_record_without_an_action_is_a_value_error() -> None:
    record = record_of("confirm_order")
    del record["action"]
    assert_unreadable(record, "audit_differences.record has no known action")
    assert_unreadable({}, "audit_differences.record has no known action")


UNREADABLE_TIMES: tuple[Any, ...] = (
    *(None, "", "soon", "2026-04-15", "2026-04-15 24:00:00", "2026-04-15 12:49:46.5"),
    *("2026-04-15T12:49:46", "2026-04-15 12:49:46\n", 1776257386, ["2026-04-15 12:49:46"], {}),
)


@pytest.mark.parametrize("action", TIMED)
@pytest.mark.parametrize("wrong", UNREADABLE_TIMES)
def test_a_record_without_its_time_is_a_value_error(action: str, wrong: object) -> None:
    record = {**record_of(action), "at": wrong}
    for each in (record, {name: record[name] for name in record if name != "at"}):
        with pytest.raises(ValueError, match=r"^audit_differences\.record has no readable time$"):
            audit_differences(each, ORDER, REQUESTS[action])


def test_a_recorded_time_that_no_action_takes_is_a_value_error() -> None:
    record = {**record_of("delete_refund"), "at": "2006-12-31 23:59:59"}
    assert_unreadable(record, "delete_refund.at must be from 2007 to 9998 in UTC")


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (None, [("wrong_type", "")]),
        ({}, [("missing", "")]),
        ({"max_increase": "75"}, [("wrong_type", "/max_increase")]),
        ({"max_increase": 75, "currency": "EUR"}, [("unknown_field", "/currency")]),
        ([{"max_increase": 75}], [("wrong_type", "")]),
    ],
)
def test_a_record_with_a_malformed_limit_is_a_value_error(
    limit: object, expected: list[tuple[str, str]]
) -> None:
    record = {**record_of("update_order"), "limit": limit}
    found = problems(lambda each: audit_differences(each, ORDER, update()), record)
    assert found == expected
    assert issubclass(wire.InvalidPayload, ValueError)


@pytest.mark.parametrize("action", ACTIONS)
def test_other_orders_and_requests_are_type_errors(action: str) -> None:
    record, request = record_of(action), REQUESTS[action]
    arguments: list[tuple[Any, Any]] = [({}, request), (None, request), (ORDER, {}), (ORDER, None)]
    arguments.append((ORDER, BOTH_IDS if action in ("refund", "update_order") else REFUND_REQUEST))
    for order, other in arguments:
        with pytest.raises(
            TypeError, match=r"^audit_differences\.(order|request) must be of type "
        ):
            audit_differences(record, order, other)


def test_a_placement_without_the_merchant_order_id_was_never_decided() -> None:
    record = record_of("order_placed", request=OrderIds("BO-1"))
    message = r"^place\.request must state merchant_order_id$"
    with pytest.raises(ValueError, match=message):
        audit_differences(record, ORDER, OrderIds("BO-1"))
