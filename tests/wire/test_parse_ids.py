"""`wire.parse_ids` and `parse_both_ids`: values, and the code and path of each problem."""

from collections.abc import Callable
from typing import Any

import pytest
from support.reference import IDS
from support.refusals import problems

from backd_rules import UNSET, OrderIds, wire

PARSERS = (wire.parse_ids, wire.parse_both_ids)
Parse = Callable[[object], OrderIds]
WITH_A_NUMBER: dict[Any, str] = {**IDS, 5: "x"}
each_parser = pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: str(parse.__name__))


@each_parser
def test_both_ids_survive_a_round_trip(parse: Parse) -> None:
    ids = parse(IDS)
    assert ids == OrderIds("BO-1", "M-1")
    assert wire.dump_ids(ids) == IDS
    assert [*wire.dump_ids(ids)] == ["backd_order_id", "merchant_order_id"]


def test_the_merchant_order_id_may_be_absent() -> None:
    """A2: only `order_placed` and `refund` require both ids."""
    ids = wire.parse_ids({"backd_order_id": "BO-1"})
    assert ids == OrderIds("BO-1")
    assert ids.merchant_order_id is UNSET
    assert wire.dump_ids(ids) == {"backd_order_id": "BO-1"}


def test_placing_an_order_requires_both_ids() -> None:
    """A1: `order_placed` requires both ids."""
    found = problems(wire.parse_both_ids, {"backd_order_id": "BO-1"})
    assert found == [("missing", "/merchant_order_id")]


@each_parser
@pytest.mark.parametrize("text", ["x", " x ", "x" * 255, "shop 7/2026 \u00e9\U0001f600", "0"])
@pytest.mark.parametrize("name", IDS)
def test_an_id_is_any_text_of_a_request(parse: Parse, name: str, text: str) -> None:
    """N6: not blank, at most 255 characters. It is kept as it is."""
    assert wire.dump_ids(parse({**IDS, name: text})) == {**IDS, name: text}


@each_parser
@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "not_nullable"),
        (5, "wrong_type"),
        (True, "wrong_type"),
        (["BO-1"], "wrong_type"),
        ({}, "wrong_type"),
        ("", "blank"),
        (" \u200b\u3164\n", "blank"),
        (" " * 300, "blank"),
        ("x" * 256, "too_long"),
        ("\n" + "x" * 255, "too_long"),
        ("a\nb", "bad_characters"),
        ("a\x00", "bad_characters"),
        ("a\u202eb", "bad_characters"),
        ("a\u2028", "bad_characters"),
        ("\ud800", "bad_characters"),
    ],
)
def test_another_value_of_an_id_is_a_problem(
    parse: Parse, name: str, value: object, code: str
) -> None:
    assert problems(parse, {**IDS, name: value}) == [(code, f"/{name}")]


@each_parser
@pytest.mark.parametrize("payload", [None, [], [IDS], "BO-1", 5, True, WITH_A_NUMBER], ids=repr)
def test_another_payload_is_a_problem(parse: Parse, payload: object) -> None:
    assert problems(parse, payload) == [("wrong_type", "")]


@each_parser
@pytest.mark.parametrize(
    "name",
    [
        *("status", "create_date", "refunds", "refund_amount", "order_total", "items"),
        *("merchant_order_status", "backd_order_Id", "order_id", ""),
    ],
)
def test_any_other_field_is_unknown(parse: Parse, name: str) -> None:
    """The fields that no update may write are unknown here too."""
    values: tuple[Any, ...] = (None, 1, "x", {})
    for value in values:
        assert problems(parse, {**IDS, name: value}) == [("unknown_field", f"/{name}")]


@pytest.mark.parametrize(
    ("parse", "payload", "expected"),
    [
        (wire.parse_ids, {}, [("missing", "/backd_order_id")]),
        (
            wire.parse_both_ids,
            {},
            [("missing", "/backd_order_id"), ("missing", "/merchant_order_id")],
        ),
        (
            wire.parse_ids,
            {"merchant_order_id": "", "a/b~c": 1, "status": "refund"},
            [
                ("missing", "/backd_order_id"),
                ("blank", "/merchant_order_id"),
                ("unknown_field", "/a~1b~0c"),
                ("unknown_field", "/status"),
            ],
        ),
        (
            wire.parse_both_ids,
            {"items": [], "merchant_order_id": None, "backd_order_id": 1},
            [
                ("wrong_type", "/backd_order_id"),
                ("not_nullable", "/merchant_order_id"),
                ("unknown_field", "/items"),
            ],
        ),
    ],
)
def test_every_problem_is_named_at_once(
    parse: Parse, payload: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(parse, payload) == expected
