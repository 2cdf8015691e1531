"""The Python of the checkout page. The texts of a form go in, codes, facts and amounts come out.

The module needs no browser, so these tests are in the default suite. Expected values are
calculated by hand: see `checkout_scenarios.py`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.counting import within_processor_seconds

from embedding.browser.checkout import Checkout
from embedding.checkout_scenarios import BILLING, IDS, ITEMS
from embedding.screenshots import CHECKOUT, SIZE, read_png
from embedding.site import PAGE

ORDER = json.loads((PAGE / "order.json").read_text("utf-8"))
LIMIT = (PAGE / "limit.json").read_text("utf-8")
ALL_ROWS = (0, 1, 2)
Reason = tuple[str, dict[str, Any]]
MISSING: Reason = ("missing", {})
NOT_A_NUMBER: Reason = ("wrong_type", {"expected": "a number"})


def check(
    edits: dict[str, str | None], rows: tuple[int | None, ...] = ALL_ROWS, **fields: Any
) -> Any:
    """Return what the page shows for an order with other fields."""
    checkout = Checkout(json.dumps({**ORDER, **fields}), LIMIT)
    return json.loads(checkout.check(json.dumps({"edits": edits, "rows": rows})))


def reasons(result: Any) -> dict[str, Reason]:
    """Return code and facts by path. No reason has a message: that is for developers."""
    assert all({*reason} == {"code", "path", "facts"} for reason in result["reasons"])
    return {reason["path"]: (reason["code"], reason["facts"]) for reason in result["reasons"]}


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
    ("recorded", "reason"),
    [
        ({}, MISSING),
        ({"sku": None, "display_name": None}, ("not_nullable", {})),
        ({"sku": " ", "display_name": " "}, ("blank", {})),
        ({"sku": "a" * 256, "display_name": "a" * 256}, ("too_long", {"max_length": 255})),
    ],
    ids=["absent", "null", "blank", "too long"],
)
def test_what_no_request_may_state_is_refused_at_its_field(
    field: str, recorded: dict[str, Any], reason: Reason
) -> None:
    other_fields = {name: value for name, value in ITEMS[0].items() if name != field}
    first = other_fields | {n: value for n, value in recorded.items() if n == field}
    items = [first, *ITEMS[1:]]
    assert check({"/tax_amount": "291.9"}, items=items)["verdict"] == "allowed"
    path = f"/items/0/{field}"
    assert reasons(check({"/items/1/qty": "7"}, items=items)) == {path: reason}
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
    assert reasons(check({}, ())) == {"/items": ("empty", {})}
    assert reasons(check({}, (None,))) == {
        f"/items/0/{name}": MISSING for name in ("display_name", "sku", "unit_price", "qty")
    }
    assert reasons(check({}, (*ALL_ROWS, *[None] * 998))) == {
        "/items": ("too_many", {"max_items": 1000})
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
    with within_processor_seconds(1):
        result = check({"/tax_amount": text.format("9" * digits, "9" * digits)})
    assert reasons(result) == {"/tax_amount": NOT_A_NUMBER}


def test_the_rules_say_codes_and_facts() -> None:
    """450.00 more is above the limit, and the stated total is not what the amounts make."""
    amounts = {"/cart_amount": "3538.00", "/shipping_amount": "570", "/order_total": "4350.16"}
    contact: dict[str, str | None] = dict.fromkeys(BILLING[1:], "B")
    result = check({**amounts, **contact})
    assert result["reasons"] == [
        {"code": "contact_incomplete", "path": "/billing/name/first", "facts": {}},
        {
            "code": "cart_amount_mismatch",
            "path": "/cart_amount",
            "facts": {
                "cart_amount": 3538,
                "lowest": 3538.25,
                "half_up": 3538.25,
                "highest": 3538.25,
            },
        },
        {
            "code": "order_total_mismatch",
            "path": "/order_total",
            "facts": {"stated": 4350.16, "expected": 4349.91},
        },
        {
            "code": "increase_exceeds_limit",
            "path": "/order_total",
            "facts": {"order_total": 4350.16, "ceiling": 4200.16, "bound_by": "max_increase"},
        },
    ]
    assert (result["verdict"], result["totals"], result["body"]) == ("denied", None, None)


def test_a_stated_cart_makes_the_total() -> None:
    """9 x 31.2505 = 281.2545, which a shop may round up: 3538.26 is the cart."""
    result = check({"/items/2/unit_price": "31.2505", "/cart_amount": "3538.26"})
    assert result["totals"] == {"cart": "3538.26", "total": "3900.17"}
    assert (result["remaining"], result["body"]["cart_amount"]) == ("299.99", 3538.26)


@pytest.mark.parametrize(("fields", "headroom"), [({}, "300.00"), ({"placed_total": None}, None)])
def test_the_headroom_is_there_before_and_after_a_change(
    fields: dict[str, Any], headroom: str | None
) -> None:
    before, after = check({}, **fields), check({"/shipping_amount": "100"}, **fields)
    assert (before["headroom"], before["remaining"]) == (headroom, headroom)
    left = "320.00" if headroom else None
    assert (after["headroom"], after["remaining"]) == (headroom, left)


@pytest.mark.parametrize(
    ("edits", "total", "remaining"),
    [
        ({"/billing/email": "a@b.example"}, "3975.66", "224.50"),
        ({"/order_total": "3975.65"}, "3975.66", "224.50"),
        ({"/discount_amount": "4100"}, None, None),
        ({"/shipping_amount": "420.01"}, "4200.17", None),
        ({"/tax_amount": "-1"}, None, None),
    ],
    ids=["contact", "stated total", "negative", "above the limit", "malformed"],
)
def test_a_refused_change_has_the_totals_and_the_headroom_that_it_can_have(
    edits: dict[str, str | None], total: str | None, remaining: str | None
) -> None:
    result = check({"/shipping_amount": "195.5", **edits})
    assert result["verdict"] == "denied"
    assert (result["totals"] or {}).get("total") == total
    assert (result["headroom"], result["remaining"]) == ("300.00", remaining)


def test_the_screenshot_of_the_readme_is_small() -> None:
    picture = read_png(CHECKOUT)
    assert (picture.width, picture.height) == (SIZE["width"], SIZE["height"])
    assert picture.distinct_bytes > 100
    assert CHECKOUT.stat().st_size < 150_000
