"""The message and the facts of each problem: what is expected, never the value."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from support.json_values import assert_same_json
from support.reference import IDS, ITEM, ORDER

from backd_rules import wire

MOST = 9999999999999.99
MONEY_RANGE = "must be from 0 to 9999999999999.99 [out_of_range]"
COUNT_RANGE = "must be from 0 to 999999999999999 [out_of_range]"
OF_MONEY = {"lowest": 0, "highest": MOST}
OF_COUNT = {"lowest": 0, "highest": 999999999999999}
CONTROL = "must have no control, bidirectional or surrogate characters [bad_characters]"
OF_CONTROL = {"forbidden": "control, bidirectional or surrogate characters"}
LINE_BREAK = "must have no line break [bad_characters]"
OF_LINE_BREAK = {"forbidden": "line break"}
STATUSES = "terms_selected, order_placed, order_confirmed, order_canceled, refund"

Row = tuple[Any, str, Mapping[str, object]]
"""What is wrong, the text of the exception, and the facts."""


def refusal(read: Any, payload: object) -> wire.InvalidPayload:
    """Return the exception that `read` raises."""
    with pytest.raises(wire.InvalidPayload) as caught:
        read(payload)
    return caught.value


def assert_message_and_facts(read: Any, payload: object, row: Row) -> None:
    """Assert that `read` finds one problem, with this text and these facts."""
    _, message, facts = row
    invalid = refusal(read, payload)
    assert str(invalid) == message
    [problem] = invalid.problems
    assert_same_json(problem.facts, facts)
    [violation] = wire.error_response(invalid)["violations"]
    assert_same_json(violation["facts"], facts)
    assert violation["message"] == problem.message


OF_AN_UPDATE: list[Row] = [
    (
        {"merchant_order_status": 5},
        "/merchant_order_status must be a string [wrong_type]",
        {"expected": "a string"},
    ),
    ({"merchant_order_status": ""}, "/merchant_order_status must not be blank [blank]", {}),
    (
        {"merchant_order_status": "x" * 256},
        "/merchant_order_status must have at most 255 characters [too_long]",
        {"max_length": 255},
    ),
    ({"merchant_order_status": "\0"}, f"/merchant_order_status {CONTROL}", OF_CONTROL),
    ({"merchant_order_status": "a\u202e"}, f"/merchant_order_status {CONTROL}", OF_CONTROL),
    ({"merchant_order_status": "a\ud800"}, f"/merchant_order_status {CONTROL}", OF_CONTROL),
    (
        {"shipping": {"address": {"line1": "1 Elm St\nFloor 2"}}},
        "/shipping/address/line1 must have no line break; put the second line of an address into "
        "line2 [bad_characters]",
        {"forbidden": "line break", "remedy": "line2"},
    ),
    *(
        (
            {"merchant_order_status": f"a{end}b"},
            f"/merchant_order_status {LINE_BREAK}",
            OF_LINE_BREAK,
        )
        for end in ("\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029")
    ),
    ({"tax_amount": "1"}, "/tax_amount must be a number [wrong_type]", {"expected": "a number"}),
    (
        {"tax_amount": 0.001},
        "/tax_amount must have at most 2 decimals [too_precise]",
        {"max_decimals": 2},
    ),
    ({"tax_amount": float("nan")}, "/tax_amount must be a finite number [not_finite]", {}),
    ({"tax_amount": -1}, f"/tax_amount {MONEY_RANGE}", OF_MONEY),
    ({"tax_amount": 1e13}, f"/tax_amount {MONEY_RANGE}", OF_MONEY),
    (
        {"items": [{**ITEM, "unit_price": 0.0000001}]},
        "/items/0/unit_price must have at most 6 decimals [too_precise]",
        {"max_decimals": 6},
    ),
    (
        {"items": [{**ITEM, "unit_price": 10**9}]},
        "/items/0/unit_price must be from 0 to 999999999.999999 [out_of_range]",
        {"lowest": 0, "highest": 999999999.999999},
    ),
    (
        {"items": [{**ITEM, "qty": 0}]},
        "/items/0/qty must be from 0.001 to 999999999999.999 [out_of_range]",
        {"lowest": 0.001, "highest": 999999999999.999},
    ),
    ({"tax_amount": None}, "/tax_amount must not be null [not_nullable]", {}),
    ({"items": {}}, "/items must be an array [wrong_type]", {"expected": "an array"}),
    ({"items": []}, "/items must not be empty [empty]", {}),
    (
        {"items": [ITEM] * 1001},
        "/items must have at most 1000 elements [too_many]",
        {"max_items": 1000},
    ),
    ({"items": [5]}, "/items/0 must be an object [wrong_type]", {"expected": "an object"}),
    ({"items": [{**ITEM, "sku": None}]}, "/items/0/sku must not be null [not_nullable]", {}),
    ({"total": 1}, "/total must not be stated, as there is no such field [unknown_field]", {}),
    (
        {"status": "refund"},
        "/status must not be stated, as no update may change it [read_only_field]",
        {},
    ),
    (
        {5: 1},
        "the document must be an object with strings for names [wrong_type]",
        {"expected": "an object with strings for names"},
    ),
    ({"a\nb": 1}, "/a\\nb must not be stated, as there is no such field [unknown_field]", {}),
    ({"\ud800": 1}, "/\ufffd must not be stated, as there is no such field [unknown_field]", {}),
]


@pytest.mark.parametrize("row", OF_AN_UPDATE, ids=range(len(OF_AN_UPDATE)))
def test_a_problem_of_an_update(row: Row) -> None:
    assert_message_and_facts(wire.parse_update, {**IDS, **row[0]}, row)


OF_AN_ORDER: list[Row] = [
    ({"status": 5}, "/status must be a string [wrong_type]", {"expected": "a string"}),
    (
        {"status": "shipped"},
        f"/status must be one of {STATUSES} [unknown_status]",
        {"one_of": STATUSES.split(", ")},
    ),
    ({"create_date": 5}, "/create_date must be a string [wrong_type]", {"expected": "a string"}),
    (
        {"create_date": "\ud800"},
        "/create_date must have no lone surrogates [bad_characters]",
        {"forbidden": "lone surrogates"},
    ),
    ({"backd_order_id": " "}, "/backd_order_id must not be blank [blank]", {}),
    (
        {"increase_count": 0.5},
        "/increase_count must be a whole number [wrong_type]",
        {"expected": "a whole number"},
    ),
    ({"increase_count": float("nan")}, "/increase_count must be a finite number [not_finite]", {}),
    ({"increase_count": 1e300}, f"/increase_count {COUNT_RANGE}", OF_COUNT),
    ({"increase_count": -1}, f"/increase_count {COUNT_RANGE}", OF_COUNT),
    ({"increase_count": 10**15}, f"/increase_count {COUNT_RANGE}", OF_COUNT),
]


@pytest.mark.parametrize("row", OF_AN_ORDER, ids=range(len(OF_AN_ORDER)))
def test_a_problem_of_an_order(row: Row) -> None:
    assert_message_and_facts(wire.parse_order, {**ORDER, **row[0]}, row)


CAPS = ["max_increase", "max_increase_percent", "max_order_total"]
OF_A_LIMIT: list[Row] = [
    (
        {"max_increase": 1, "combine": "both"},
        "/combine must be one of lower, higher [bad_format]",
        {"one_of": ["lower", "higher"]},
    ),
    (
        {},
        f"the document must state at least one of {', '.join(CAPS)} [missing]",
        {"one_of": CAPS},
    ),
]


@pytest.mark.parametrize("row", OF_A_LIMIT, ids=range(len(OF_A_LIMIT)))
def test_a_problem_of_a_limit(row: Row) -> None:
    assert_message_and_facts(wire.parse_limit, row[0], row)


NO_JSON = "has an error at line 1 column 2: Expecting value"
OF_A_TEXT: list[Row] = [
    (
        " " * (1024 * 1024 + 1),
        "the document must have at most 1048576 bytes [too_large]",
        {"max_bytes": 1048576},
    ),
    ("[" * 65, "the document must be nested at most 64 levels deep [too_deep]", {"max_depth": 64}),
    (
        "[" + "[]," * 100_000,
        "the document must have at most 100000 arrays and objects [too_large]",
        {"max_bytes": 1048576, "max_containers": 100_000},
    ),
    ("[", f"the document must be JSON in UTF-8, but it {NO_JSON} [bad_json]", {"reason": NO_JSON}),
    (
        b'"\xff"',
        "the document must be JSON in UTF-8, but it is not UTF-8 at byte 1 [bad_json]",
        {"reason": "is not UTF-8 at byte 1"},
    ),
    (
        "[NaN]",
        "the document must be JSON in UTF-8, but it has NaN, which is not JSON [bad_json]",
        {"reason": "has NaN, which is not JSON"},
    ),
    (
        "-Infinity",
        "the document must be JSON in UTF-8, but it has -Infinity, which is not JSON [bad_json]",
        {"reason": "has -Infinity, which is not JSON"},
    ),
    ('{"a": 1, "a": 1}', "/a must be stated once [duplicate_key]", {}),
    (
        '["\\ud800"]',
        "/0 must have no lone surrogates [bad_characters]",
        {"forbidden": "lone surrogates"},
    ),
    (
        '"\\ud800"',
        "the document must have no lone surrogates [bad_characters]",
        {"forbidden": "lone surrogates"},
    ),
    (
        '{"\\ud800": 1}',
        "/\ufffd must have no lone surrogates in its name [bad_characters]",
        {"forbidden": "lone surrogates in its name"},
    ),
]


@pytest.mark.parametrize("row", OF_A_TEXT, ids=range(len(OF_A_TEXT)))
def test_a_problem_of_a_text(row: Row) -> None:
    assert_message_and_facts(wire.loads, row[0], row)


def test_every_code_but_the_last_has_a_message_above() -> None:
    rows = [*OF_AN_UPDATE, *OF_AN_ORDER, *OF_A_LIMIT, *OF_A_TEXT, ({}, "[missing]", {})]
    codes = {code for _, message, _ in rows for code in re.findall(r"\[(\w+)\]$", message)}
    assert codes == {*wire.ProblemCode} - {"too_many_problems"}


def test_the_facts_in_english_are_listed() -> None:
    """A client that says facts in another language translates these."""
    rows = [*OF_AN_UPDATE, *OF_AN_ORDER, *OF_A_LIMIT, *OF_A_TEXT]
    found = {str(facts[name]) for _, _, facts in rows for name in WORDED if name in facts}
    assert len(found) == 10
    listed = " ".join(str(wire.Problem.facts.__doc__).split())
    assert [text for text in found if text not in listed] == []


WORDED = ("expected", "forbidden")


def test_a_message_cuts_a_path_after_60_characters() -> None:
    """The client chooses the names of unknown fields, up to 256 characters of a path."""
    [whole, cut, escaped] = refusal(
        wire.parse_update, {**IDS, "k" * 59: 1, "k" * 60: 1, "\a" * 16: 1}
    ).problems
    unknown = "must not be stated, as there is no such field"
    assert whole.message == f"/{'k' * 59} {unknown}"
    assert cut.message == f"/{'k' * 56}... {unknown}"
    assert cut.path == f"/{'k' * 60}"
    assert escaped.message == "/" + r"\x07" * 14 + f"... {unknown}"


def test_messages_of_missing_fields() -> None:
    assert str(refusal(wire.parse_update, {})) == (
        "/backd_order_id must be stated [missing]; /merchant_order_id must be stated [missing]"
    )
    assert str(refusal(wire.parse_update, {**IDS, "items": [{}]})) == (
        "/items/0/display_name must be stated [missing]; /items/0/sku must be stated [missing]; "
        "/items/0/unit_price must be stated [missing]; /items/0/qty must be stated [missing]"
    )
    assert str(refusal(wire.parse_order, {**ORDER, "items": [{}]})) == (
        "/items/0/unit_price must be stated [missing]; /items/0/qty must be stated [missing]"
    )


def test_all_problems_are_reported_in_the_order_of_the_fields() -> None:
    payload = {**IDS, "tax_amount": 0.001, "cart_amount": -1, "items": [{**ITEM, "qty": 0}]}
    found = [(p.code, p.path) for p in refusal(wire.parse_update, payload).problems]
    assert found == [
        ("out_of_range", "/cart_amount"),
        ("too_precise", "/tax_amount"),
        ("out_of_range", "/items/0/qty"),
    ]
