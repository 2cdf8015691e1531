"""The Python of the checkout page. The texts of a form go in, what the page shows comes out.

The module needs no browser, so these tests are in the default suite. Expected values are
calculated by hand: see `checkout_scenarios.py`.
"""

from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest

from embedding.browser.checkout import Checkout
from embedding.checkout_scenarios import IDS, ITEMS, NOT_A_NUMBER, REQUIRED
from embedding.site import PAGE

ORDER = json.loads((PAGE / "order.json").read_text("utf-8"))
LIMIT = (PAGE / "limit.json").read_text("utf-8")
ALL_ROWS = (0, 1, 2)


def check(
    edits: dict[str, str | None], rows: tuple[int | None, ...] = ALL_ROWS, **fields: Any
) -> Any:
    """Return what the page shows for an order with other fields."""
    checkout = Checkout(json.dumps({**ORDER, **fields}), LIMIT)
    return json.loads(checkout.check(json.dumps({"edits": edits, "rows": rows})))


def reasons(result: Any) -> dict[str, str]:
    return {reason["path"]: reason["text"] for reason in result["reasons"]}


def with_item(index: int, **fields: Any) -> list[dict[str, Any]]:
    return [{**item, **(fields if i == index else {})} for i, item in enumerate(ITEMS)]


@pytest.mark.parametrize(
    "items",
    [
        with_item(0, weight=5, refunds=[], item_url=None),
        with_item(0, item_image_url=" ", item_url=""),
        with_item(0, unit_price=64.0000001, qty=42.5004),
        with_item(0, unit_price=63.9999995, qty=42.4995),
    ],
    ids=["ignored fields", "empty URLs", "rounded down", "rounded up"],
)
def test_other_items_are_restated_as_a_request_may(items: list[dict[str, Any]]) -> None:
    result = check({"/items/1/qty": "7"}, items=items, ignored={"a": 1})
    assert (result["verdict"], result["reasons"]) == ("allowed", [])
    assert result["body"] == {**IDS, "items": [ITEMS[0], {**ITEMS[1], "qty": 7}, ITEMS[2]]}


@pytest.mark.parametrize("field", ["sku", "display_name"])
@pytest.mark.parametrize(
    ("recorded", "text"),
    [
        ({}, REQUIRED),
        ({"sku": None, "display_name": None}, REQUIRED),
        ({"sku": " ", "display_name": " "}, "must not be blank"),
        (
            {"sku": "a" * 256, "display_name": "a" * 256},
            "must have at most 255 characters",
        ),
    ],
    ids=["absent", "null", "blank", "too long"],
)
def test_what_no_request_may_state_has_a_message_at_its_field(
    field: str, recorded: dict[str, Any], text: str
) -> None:
    other_fields = {name: value for name, value in ITEMS[0].items() if name != field}
    first = other_fields | {n: value for n, value in recorded.items() if n == field}
    items = [first, *ITEMS[1:]]
    assert check({"/tax_amount": "291.9"}, items=items)["verdict"] == "allowed"
    path = f"/items/0/{field}"
    assert reasons(check({"/items/1/qty": "7"}, items=items)) == {path: text}
    result = check({"/items/1/qty": "7", path: "A"}, items=items)
    assert result["body"]["items"][0] == {**ITEMS[0], field: "A"}
    assert check({"/items/0/qty": "7"}, (1, 2), items=items)["verdict"] == "allowed"


def test_an_unchanged_form_states_no_items() -> None:
    record: dict[str, Any] = {"items": [{"unit_price": 1, "qty": 1}]}
    assert check({}, (0,), **record)["verdict"] == "unchanged"
    assert check({}, (), items=None)["verdict"] == "unchanged"
    assert check({"/tax_amount": "1"}, (0,), **record)["body"] == {**IDS, "tax_amount": 1}


def test_rows_say_which_items_are_kept() -> None:
    new: dict[str, str | None] = {f"/items/2/{name}": str(v) for name, v in ITEMS[1].items()}
    result = check(new, (2, 0, None))
    assert result["body"] == {**IDS, "items": [ITEMS[2], ITEMS[0], ITEMS[1]]}
    assert reasons(check({}, ())) == {"/items": "must have at least one item"}
    assert reasons(check({}, (None,))) == {
        f"/items/0/{name}": REQUIRED for name in ("display_name", "sku", "unit_price", "qty")
    }
    assert reasons(check({}, (*ALL_ROWS, *[None] * 998))) == {
        "/items": "must have at most 1000 elements"
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("7.", 7), (".5", 0.5), ("+7.50", 7.5), ("-0", 0), ("007.10", 7.1)],
)
def test_a_number_is_what_was_typed(text: str, number: float) -> None:
    assert check({"/tax_amount": text})["body"]["tax_amount"] == number


@pytest.mark.parametrize("text", ["", ".", "+", "1.2.3", "1,5", "٣", "1 000", "1e2", "0x1", "--1"])
def test_other_text_is_not_a_number(text: str) -> None:
    assert reasons(check({"/tax_amount": text})) == {"/tax_amount": NOT_A_NUMBER}


@pytest.mark.parametrize("digits", [16_000, 64_000])
@pytest.mark.parametrize("text", ["{}l", "{}.{}l", ".{}l", "{}.{}."])
def test_a_long_number_takes_linear_time(digits: int, text: str) -> None:
    """A pattern that backtracks takes 2 s for 16,000 digits and 35 s for 64,000, this 20 ms."""
    start = process_time()
    result = check({"/tax_amount": text.format("9" * digits, "9" * digits)})
    assert process_time() - start < 1
    assert reasons(result) == {"/tax_amount": NOT_A_NUMBER}
