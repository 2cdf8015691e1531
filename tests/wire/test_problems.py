"""The message of each problem: it names what is expected, never the value."""

import re
from decimal import Decimal
from typing import Any

import pytest
from support.reference import IDS, ITEM, ORDER

from backd_rules import wire

MONEY_RANGE = "must be from 0.00 to 9999999999999.99 [out_of_range]"
COUNT_RANGE = "must be from 0 to 999999999999999 [out_of_range]"


def message_of(read: Any, payload: object) -> str:
    """Return the text of the exception that `read` raises."""
    with pytest.raises(wire.InvalidPayload) as caught:
        read(payload)
    return str(caught.value)


OF_AN_UPDATE: list[tuple[dict[Any, object], str]] = [
    ({"merchant_order_status": 5}, "/merchant_order_status: must be a string [wrong_type]"),
    ({"merchant_order_status": ""}, "/merchant_order_status: must not be blank [blank]"),
    (
        {"merchant_order_status": "x" * 256},
        "/merchant_order_status: must have at most 255 characters [too_long]",
    ),
    (
        {"merchant_order_status": "\0"},
        "/merchant_order_status: must have no control, bidirectional or surrogate characters "
        "[bad_characters]",
    ),
    ({"tax_amount": "1"}, "/tax_amount: must be a number [wrong_type]"),
    ({"tax_amount": 0.001}, "/tax_amount: must have at most 2 decimals [too_precise]"),
    ({"tax_amount": float("nan")}, "/tax_amount: must be a finite number [not_finite]"),
    ({"tax_amount": -1}, f"/tax_amount: {MONEY_RANGE}"),
    ({"tax_amount": None}, "/tax_amount: must not be null [not_nullable]"),
    ({"items": {}}, "/items: must be an array [wrong_type]"),
    ({"items": []}, "/items: must not be empty [empty]"),
    ({"items": [5]}, "/items/0: must be an object [wrong_type]"),
    ({"items": [{**ITEM, "sku": None}]}, "/items/0/sku: must not be null [not_nullable]"),
    ({"total": 1}, "/total: is not a field [unknown_field]"),
    ({"status": "refund"}, "/status: is a field that no update may write [read_only_field]"),
    ({5: 1}, "(whole): must have strings for names [wrong_type]"),
    ({"a\nb": 1}, "/a\\nb: is not a field [unknown_field]"),
    ({"\ud800": 1}, "/\ufffd: is not a field [unknown_field]"),
]


@pytest.mark.parametrize(("fields", "message"), OF_AN_UPDATE)
def test_messages_of_an_update(fields: dict[Any, object], message: str) -> None:
    assert message_of(wire.parse_update, {**IDS, **fields}) == message


def test_messages_of_missing_fields() -> None:
    assert message_of(wire.parse_update, {}) == (
        "/backd_order_id: is missing [missing]; /merchant_order_id: is missing [missing]"
    )
    assert message_of(wire.parse_update, 5) == "(whole): must be an object [wrong_type]"


def test_messages_of_missing_item_fields() -> None:
    for read, payload in ((wire.parse_update, IDS), (wire.parse_order, ORDER)):
        assert message_of(read, {**payload, "items": [{}]}) == (
            "/items/0/display_name: is missing [missing]; /items/0/sku: is missing [missing]; "
            "/items/0/unit_price: is missing [missing]; /items/0/qty: is missing [missing]"
        )


STATUSES = "terms_selected, order_placed, order_confirmed, order_canceled, refund"
OF_AN_ORDER: list[tuple[dict[str, object], str]] = [
    ({"status": 5}, "/status: must be a string [wrong_type]"),
    ({"status": "shipped"}, f"/status: must be one of {STATUSES} [unknown_status]"),
    ({"create_date": 5}, "/create_date: must be a string [wrong_type]"),
    ({"create_date": "now"}, "/create_date: must be YYYY-MM-DD HH:MM:SS [bad_format]"),
    (
        {"order_total": 1},
        "/order_total: is not cart_amount + tax_amount + shipping_amount - discount_amount "
        "[order_total_mismatch]",
    ),
    ({"increase_count": 0.5}, "/increase_count: must be a whole number [wrong_type]"),
    ({"increase_count": 1e300}, "/increase_count: must be a whole number [wrong_type]"),
    (
        {"increase_count": Decimal(10**14)},
        "/increase_count: must be a whole number [wrong_type]",
    ),
    ({"increase_count": Decimal(10**15)}, f"/increase_count: {COUNT_RANGE}"),
    ({"increase_count": -1}, f"/increase_count: {COUNT_RANGE}"),
    ({"increase_count": 10**15}, f"/increase_count: {COUNT_RANGE}"),
]


@pytest.mark.parametrize(("fields", "message"), OF_AN_ORDER)
def test_messages_of_an_order(fields: dict[str, object], message: str) -> None:
    assert message_of(wire.parse_order, {**ORDER, **fields}) == message


@pytest.mark.parametrize("count", [0, 1, 10**15 - 1])
def test_a_valid_count_is_not_reported_with_another_problem(count: int) -> None:
    payload = {**ORDER, "increase_count": count, "create_date": "now"}
    assert message_of(wire.parse_order, payload).startswith("/create_date: must be YYYY")
    assert ";" not in message_of(wire.parse_order, payload)


OF_A_LIMIT: list[tuple[dict[str, object], str]] = [
    ({"max_increase": 1, "combine": "both"}, "/combine: must be one of lower, higher [bad_format]"),
    (
        {},
        "(whole): must state at least one of max_increase, max_increase_percent, "
        "max_order_total [missing]",
    ),
]


@pytest.mark.parametrize(("payload", "message"), OF_A_LIMIT)
def test_messages_of_a_limit(payload: dict[str, object], message: str) -> None:
    assert message_of(wire.parse_limit, payload) == message


OF_A_TEXT: list[tuple[str | bytes, str]] = [
    (" " * (1024 * 1024 + 1), "(whole): the text is larger than 1 MiB [too_large]"),
    ("[" * 65, "(whole): nested deeper than 64 levels [too_deep]"),
    (b'"\xff"', "(whole): not UTF-8 at byte 1 [bad_json]"),
    ("[NaN]", "(whole): NaN is not JSON [bad_json]"),
    ("-Infinity", "(whole): -Infinity is not JSON [bad_json]"),
    ('{"a": 1, "a": 1}', "/a: is stated more than once [duplicate_key]"),
    ('["\\ud800"]', "/0: has a lone surrogate [bad_characters]"),
    (
        '{"\\ud800": 1}',
        "/\ufffd: has a lone surrogate in its name [bad_characters]",
    ),
]


@pytest.mark.parametrize(("text", "message"), OF_A_TEXT)
def test_messages_of_a_text(text: str | bytes, message: str) -> None:
    assert message_of(wire.loads, text) == message


def test_all_problems_are_reported_in_the_order_of_the_fields() -> None:
    payload = {**IDS, "tax_amount": 0.001, "cart_amount": -1, "items": [{**ITEM, "qty": 0}]}
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(payload)
    assert str(caught.value) == (
        "/cart_amount: must be from 0.00 to 9999999999999.99 [out_of_range]; "
        "/tax_amount: must have at most 2 decimals [too_precise]; "
        "/items/0/qty: must be from 0.001 to 999999999999.999 [out_of_range]"
    )
    assert wire.error_response(caught.value) == {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [
            {"code": p.code, "path": p.path, "message": p.message} for p in caught.value.problems
        ],
    }


def test_an_invalid_payload_has_a_problem() -> None:
    with pytest.raises(ValueError, match=r"^an invalid payload has at least one problem$"):
        wire.InvalidPayload([])


def test_every_code_has_a_message_in_this_file() -> None:
    messages = [message for _, message in (*OF_AN_UPDATE, *OF_AN_ORDER, *OF_A_LIMIT, *OF_A_TEXT)]
    codes = {code for message in messages for code in re.findall(r"\[(\w+)\]$", message)}
    assert codes == set(wire.ProblemCode)
