"""What a schema accepts in a record and in a request, by hand, and that `wire` agrees."""

import math
from typing import Any

import pytest
from support.json_values import places, replaced
from support.reference import IDS, ITEM, ORDER
from support.schema_agreement import READERS, problems, validator

from backd_rules.schema.example import UPDATE

Path = tuple[str | int, ...]


def verdict(name: str, payload: Any) -> bool:
    """Return whether the schema accepts a payload; `wire` must agree."""
    accepted = validator(name).is_valid(payload)
    assert (not problems(READERS[name], payload)) == accepted
    return accepted


NEEDED = {"backd_order_id", "merchant_order_id", "status", "order_total", "cart_amount"}
"""The fields of a record that must be there, apart from numbers in arrays."""

NUMBERS_IN_ARRAYS = {"unit_price", "qty", "amount"}


@pytest.mark.parametrize("path", [*places(ORDER)], ids=str)
def test_a_record_may_have_null_in_any_field_that_the_rules_do_not_need(path: Path) -> None:
    """Everything else may be absent, `null` or any text (domain.md, F4)."""
    needed = path[-1] in NUMBERS_IN_ARRAYS or isinstance(path[-1], int)
    needed = needed or (len(path) == 1 and path[0] in NEEDED)
    assert verdict("order", replaced(ORDER, path, None)) == (not needed)


@pytest.mark.parametrize("text", ["", " ", "a\nb", "\x00", "x" * 5000], ids=ascii)
@pytest.mark.parametrize("path", [("create_date",), ("shipping", "email"), ("items", 0, "sku")])
def test_a_record_may_have_any_text(path: Path, text: str) -> None:
    assert verdict("order", replaced(ORDER, path, text))
    assert not verdict("order", replaced(ORDER, path, "\ud800"))
    assert not verdict("order", replaced(ORDER, path, 5))


@pytest.mark.parametrize("name", ["backd_order_id", "merchant_order_id"])
def test_an_id_of_a_record_is_not_blank(name: str) -> None:
    for text, expected in (("\x00", True), ("x" * 5000, True), ("", False), (" \u200b", False)):
        assert verdict("order", {**ORDER, name: text}) == expected


@pytest.mark.parametrize("value", [{}, {"name": {}, "address": {}}, {"loyalty": 5}])
def test_an_object_of_a_record_may_be_empty_or_have_other_fields(value: object) -> None:
    assert verdict("order", {**ORDER, "shipping": value})
    assert verdict("update-request", {**IDS, "shipping": value}) == (value != {"loyalty": 5})


@pytest.mark.parametrize("blank", ["", " ", "\t", "\n", "\u2028", "\u3000", "\xad" * 300])
def test_blank_text_is_valid_exactly_in_an_optional_field(blank: str) -> None:
    """`null`, or blank text, clears them; on any other field both are errors (domain.md, N7)."""
    optional: set[Path] = {("shipping", "address", "line2")}
    optional |= {("items", i, name) for i in (0, 1) for name in ("item_image_url", "item_url")}
    update = {**UPDATE, "items": [{**line, "item_url": "x"} for line in UPDATE["items"]]}
    texts = [path for path in places(update) if path[-1] not in ("tax_amount", "unit_price", "qty")]
    for path in texts:
        if path[-1] not in ("shipping", "address", "items") and not isinstance(path[-1], int):
            for nothing in (blank, None):
                changed = replaced(update, path, nothing)
                assert verdict("update-request", changed) == (path in optional), path


@pytest.mark.parametrize(
    ("field", "lowest", "end"),
    [
        ("unit_price", -0.0000005, 999999999.9999995),
        ("qty", 0.0005, 999999999999.9995),
    ],
)
def test_the_rounding_bounds_of_a_record(field: str, lowest: float, end: float) -> None:
    """It is rounded half up, and what is rounded must be in range (domain.md, F6)."""

    def accepts(number: float) -> bool:
        return verdict("order", {**ORDER, "items": [{**ITEM, field: number}]})

    assert accepts(lowest)
    assert not accepts(math.nextafter(lowest, -math.inf))
    assert accepts(math.nextafter(end, -math.inf))
    assert not accepts(end)


@pytest.mark.parametrize(
    ("name", "count", "expected"),
    [
        ("update-request", 0, False),
        ("update-request", 1, True),
        ("update-request", 1000, True),
        ("update-request", 1001, False),
        ("order", 0, True),
        ("order", 1001, True),
    ],
)
def test_the_number_of_items(name: str, count: int, *, expected: bool) -> None:
    """`items` has 1 to 1,000 entries (domain.md, U4)."""
    payload = ORDER if name == "order" else IDS
    assert verdict(name, {**payload, "items": [ITEM] * count}) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, False), (1, True), (100, True), (101, False)])
def test_the_number_of_updates_in_a_batch(count: int, *, expected: bool) -> None:
    """An array of updates is a batch of 1 to 100 (domain.md, U5)."""
    assert verdict("update-requests", [IDS] * count) == expected


@pytest.mark.parametrize("count", [0, 1.0, 999999999999999])
def test_a_count_may_be_written_with_a_decimal_point(count: float) -> None:
    assert verdict("order", {**ORDER, "increase_count": count})
    assert verdict("limit", {"max_increase": 1, "max_increases": count})


@pytest.mark.parametrize("count", [-1, 0.5, 10**15, True, "1"])
def test_a_count_is_a_whole_number(count: object) -> None:
    assert not verdict("order", {**ORDER, "increase_count": count})
    assert not verdict("limit", {"max_increase": 1, "max_increases": count})


def test_both_spellings_of_a_status_are_valid() -> None:
    for status, expected in (
        ("order_canceled", True),
        ("order_cancelled", True),
        ("cancelled", False),
    ):
        assert verdict("order", {**ORDER, "status": status}) == expected


def test_an_unknown_field_is_valid_in_a_record_only() -> None:
    assert verdict("order", {**ORDER, "placed_totl": "x"})
    assert not verdict("update-request", {**IDS, "tax_amuont": 1})
    assert not verdict("limit", {"max_increase": 1, "max_incraese": 1})


@pytest.mark.parametrize(
    ("name", "without", "expected"),
    [
        ("order-ids", "merchant_order_id", True),
        ("order-ids", "backd_order_id", False),
        ("both-order-ids", "merchant_order_id", False),
        ("both-order-ids", "backd_order_id", False),
        ("refund-request", "merchant_order_id", False),
        ("refund-request", "refund_amount", False),
    ],
)
def test_the_ids_that_a_request_requires(name: str, without: str, *, expected: bool) -> None:
    """Only `order_placed` and `refund` require both (domain.md, A1 to A3)."""
    example = READERS[name].example
    assert verdict(name, example)
    assert verdict(name, {n: value for n, value in example.items() if n != without}) == expected
    assert not verdict(name, {**example, without: None})
    assert not verdict(name, {**example, "status": "order_placed"})


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0.01, True),
        (50, True),
        (9999999999999.99, True),
        (0, False),
        (-50, False),
        (1e13, False),
        ("50", False),
    ],
)
def test_a_refund_is_positive(amount: object, *, expected: bool) -> None:
    """`refund_amount` is positive (domain.md, A3)."""
    assert verdict("refund-request", {**IDS, "refund_amount": amount}) == expected
