"""Line items: those that a request may bring, those of an amount, and the sums of lines."""

from typing import Any

import pytest
from support.examples import item, order

from backd_rules import LineItem, Money, OrderUpdate, Quantity, UnitPrice
from backd_rules.domain.item import items_amount, items_range

GOOD: dict[str, Any] = {
    "display_name": "x",
    "sku": "x",
    "unit_price": UnitPrice.of(0),
    "qty": Quantity.of(1),
}


@pytest.mark.parametrize(
    ("fields", "error", "reason"),
    [
        ({"display_name": None}, TypeError, "display_name must be of type str, got None"),
        ({"display_name": ""}, ValueError, "display_name must not be blank"),
        ({"display_name": "x" * 256}, ValueError, "display_name must have at most 255 characters"),
        (
            {"display_name": "a\nb"},
            ValueError,
            "display_name must have no line breaks, control, .*",
        ),
        ({"sku": None}, TypeError, "sku must be of type str, got None"),
        ({"sku": "\u00ad"}, ValueError, "sku must not be blank"),
        ({"sku": "\u202e1"}, ValueError, "sku must have no line breaks, control, .*"),
        (
            {"item_image_url": "x" * 2049},
            ValueError,
            "item_image_url must have at most 2048 characters",
        ),
        ({"item_url": "a\r"}, ValueError, "item_url must have no line breaks, control, .*"),
    ],
)
def test_an_update_refuses_an_item_that_a_request_may_not_bring(
    fields: dict[str, Any], error: type[Exception], reason: str
) -> None:
    """F2: every field of a request is validated; a record with the same item is read."""
    recorded = LineItem(**{**GOOD, **fields})
    assert order(items=[recorded]).items == (recorded,)
    with pytest.raises(error, match=rf"^LineItem\.{reason}$"):
        OrderUpdate("B", "M", items=(item(), recorded))


def test_an_update_brings_one_to_a_thousand_items() -> None:
    """U4: `items` has 1 to 1,000 entries."""
    assert len(OrderUpdate("B", "M", items=(item(),) * 1000).items) == 1000  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^OrderUpdate\.items must have at most 1000 elements$"):
        OrderUpdate("B", "M", items=(item(),) * 1001)
    assert len(order(items=(item(),) * 1001).items) == 1001


def test_an_update_takes_items_at_the_bounds_of_their_texts() -> None:
    """N6: at most 255 characters, URLs 2048."""
    longest = LineItem(
        "x" * 255, "y" * 255, UnitPrice.of(0), Quantity.of(1), "u" * 2048, "v" * 2048
    )
    assert OrderUpdate("B", "M", items=(longest,)).items == (longest,)


# LineItem.of_amount


@pytest.mark.parametrize(
    ("amount", "qty", "unit_price"),
    [
        ("49.53", "12", "4.1275"),
        ("9000", "3", "3000"),
        ("0", "3", "0"),
        ("0.01", "10000", "0.000001"),
        ("0.01", "0.001", "10"),
        ("0.01", "0.5", "0.02"),
        ("10", "0.125", "80"),
        ("7", "0.7", "10"),
        ("999999.99", "0.001", "999999990"),
    ],
)
def test_a_line_of_an_amount_has_the_price_that_makes_exactly_the_amount(
    amount: str, qty: str, unit_price: str
) -> None:
    """N5: the exact amount of a line is `unit_price x qty`."""
    line = LineItem.of_amount("Cable", "C", Money.of(amount), Quantity.of(qty), "image", "url")
    assert line == LineItem(
        "Cable", "C", UnitPrice.of(unit_price), Quantity.of(qty), "image", "url"
    )
    cents = Money.of(amount).cents
    assert items_range((line,)) == (cents, cents)


@pytest.mark.parametrize(
    ("amount", "qty", "reason"),
    [
        (
            "10",
            "3",
            "of_amount has no price of six decimals that makes 10.00 of 3.000: split the line",
        ),
        (
            "0.01",
            "20000",
            "of_amount has no price of six decimals that makes 0.01 of 20000.000: split the line",
        ),
        (
            "0.01",
            "0.003",
            "of_amount has no price of six decimals that makes 0.01 of 0.003: split the line",
        ),
    ],
)
def test_a_line_of_an_amount_that_no_price_makes_is_refused(
    amount: str, qty: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=rf"^LineItem\.{reason}"):
        LineItem.of_amount("Cable", "C", Money.of(amount), Quantity.of(qty))


def test_a_line_of_an_amount_has_a_price_in_range() -> None:
    for amount in (Money.of(1_000_000), Money.of(-1)):
        with pytest.raises(
            ValueError, match=r"^UnitPrice\.millionths must be from 0 to 999999999999999$"
        ):
            LineItem.of_amount("Cable", "C", amount, Quantity.of("0.001"))


def test_a_line_of_an_amount_refuses_other_types() -> None:
    amount, qty = Money.of(1), Quantity.of(1)
    for wrong in (1, "1", UnitPrice.of(1), None):
        with pytest.raises(
            TypeError, match=r"^LineItem\.of_amount\.amount must be of type Money, got \w+$"
        ):
            LineItem.of_amount("Cable", "C", wrong, qty)  # type: ignore[arg-type]
        with pytest.raises(
            TypeError, match=r"^LineItem\.of_amount\.qty must be of type Quantity, got \w+$"
        ):
            LineItem.of_amount("Cable", "C", amount, wrong)  # type: ignore[arg-type]


# The sums of lines


def test_each_line_is_rounded_before_the_sum() -> None:
    """N5: where one rounding is needed it is half up."""
    thirds = (item("0.333", "1"), item("0.335", "1"), item("0.337", "1"))
    assert [line.amount_cents for line in thirds] == [33, 34, 34]
    assert items_amount(thirds) == 101
    assert items_range(thirds) == (99, 102)
    assert (items_amount(()), items_range(())) == (0, (0, 0))


def test_a_sum_can_exceed_an_amount() -> None:
    line = item("999999999.999999", "999999999999.999")
    # 999999999999999 x 999999999999999 = 999999999999998000000000000001 of a 10,000,000th.
    assert line.amount_cents == 99_999_999_999_999_800_000_000
    assert items_range((line,)) == (99_999_999_999_999_800_000_000, 99_999_999_999_999_800_000_001)
    assert items_amount((line, line)) == 199_999_999_999_999_600_000_000


def test_a_line_of_nothing_costs_nothing() -> None:
    assert item("0", "5").amount_cents == 0
