"""Every problem as a sentence: what must be, and never what is."""

from decimal import Decimal
from typing import Any

import pytest
from support.reference import IDS, ITEM, ORDER

from backd_rules import wire

MONEY_RANGE = "must be from 0.00 to 9999999999999.99 [out_of_range]"
COUNT_RANGE = "must be from 0 to 999999999999999 [out_of_range]"


def told(read: Any, payload: object) -> str:
    with pytest.raises(wire.InvalidPayload) as caught:
        read(payload)
    return str(caught.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
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
    ],
)
def test_of_an_update(fields: dict[Any, object], message: str) -> None:
    assert told(wire.parse_update, {**IDS, **fields}) == message


def test_of_what_is_missing() -> None:
    assert told(wire.parse_update, {}) == (
        "/backd_order_id: is missing [missing]; /merchant_order_id: is missing [missing]"
    )
    assert told(wire.parse_update, 5) == "(whole): must be an object [wrong_type]"


def test_of_what_an_item_lacks() -> None:
    for read, payload in ((wire.parse_update, IDS), (wire.parse_order, ORDER)):
        assert told(read, {**payload, "items": [{}]}) == (
            "/items/0/display_name: is missing [missing]; /items/0/sku: is missing [missing]; "
            "/items/0/unit_price: is missing [missing]; /items/0/qty: is missing [missing]"
        )


def test_a_server_may_say_more_than_is_known_at_any_depth() -> None:
    item = {**ITEM, "colour": "grey"}
    order = wire.parse_order({**ORDER, "items": [item]})
    assert order == wire.parse_order({**ORDER, "items": [ITEM]})
    asked = told(wire.parse_update, {**IDS, "items": [item]})
    assert asked == "/items/0/colour: is not a field [unknown_field]"


STATUSES = "terms_selected, order_placed, order_confirmed, order_canceled, refund"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
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
    ],
)
def test_of_an_order(fields: dict[str, object], message: str) -> None:
    assert told(wire.parse_order, {**ORDER, **fields}) == message


@pytest.mark.parametrize("count", [0, 1, 10**15 - 1])
def test_a_count_in_range_is_no_problem_beside_another(count: int) -> None:
    payload = {**ORDER, "increase_count": count, "create_date": "now"}
    assert told(wire.parse_order, payload).startswith("/create_date: must be YYYY")
    assert ";" not in told(wire.parse_order, payload)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"max_increase": 1, "combine": "both"}, "/combine: must be one of lower, higher [bad_f"),
        (
            {},
            "(whole): must state at least one of max_increase, max_increase_percent, "
            "max_order_total [missing]",
        ),
    ],
)
def test_of_a_limit(payload: dict[str, object], message: str) -> None:
    assert told(wire.parse_limit, payload).startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
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
    ],
)
def test_of_a_text(text: str | bytes, message: str) -> None:
    assert told(wire.loads, text) == message
