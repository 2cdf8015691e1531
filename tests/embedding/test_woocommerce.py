"""The WooCommerce recipe: amounts and items. Expected values are calculated by hand.

The recipe needs no other package, so these tests are in the default suite.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from support.examples import order, totals

from backd_rules import MerchantLimit, Money, Order, OrderUpdate, decide_update
from embedding.woocommerce import to_update
from embedding.woocommerce_orders import Json, fee, line, shop_order


def apply(shop: Json, recorded: Order | None = None) -> Order:
    """Return the order after the update, which must be allowed and lead to the shop's total."""
    recorded = recorded or order()
    update = to_update(shop, recorded)
    decision = decide_update(recorded, update, MerchantLimit.UNLIMITED)
    assert decision.allowed, decision
    assert decision.order.order_total == update.order_total == Money.of(shop["total"])
    return decision.order


def lines_of(updated: Order) -> list[tuple[str | None, str, str]]:
    return [(i.display_name, str(i.unit_price), str(i.qty)) for i in updated.items]


def test_an_unchanged_order_states_its_total_alone() -> None:
    shop = shop_order("10.00", line("10.00", 4))
    updated = apply(shop)
    assert to_update(shop, updated) == OrderUpdate("BO-1", "M-1", order_total=Money.of(10))


def test_only_what_changed_is_stated() -> None:
    recorded = apply(shop_order("10.00", line("10.00", 4)))
    shop = shop_order("16.50", line("10.00", 4), shipping_total="6.50", status="on-hold")
    assert to_update(shop, recorded) == OrderUpdate(
        "BO-1",
        "M-1",
        merchant_order_status="on-hold",
        order_total=Money.of("16.50"),
        shipping_amount=Money.of("6.50"),
    )


def test_a_fee_is_a_line() -> None:
    updated = apply(shop_order("20.25", line("10.00"), fee_lines=[fee("5.25"), fee("5", name="")]))
    assert lines_of(updated) == [
        ("Cable", "10.000000", "1.000"),
        ("Rush fee", "5.250000", "1.000"),
        ("fee", "5.000000", "1.000"),
    ]
    assert updated.totals == totals("20.25")


def test_a_negative_fee_is_part_of_the_discount() -> None:
    updated = apply(shop_order("12.00", line("10.00"), fee_lines=[fee("-3.00"), fee("5.00")]))
    assert updated.totals == totals("15", discount="3")
    assert [item.sku for item in updated.items] == ["C-1", "fee"]


@pytest.mark.parametrize(
    ("fees", "cart", "discount"), [("10.00", "50", "0"), ("12.00", "62", "10")]
)
def test_a_recorded_fee_is_not_charged_twice(fees: str, cart: str, discount: str) -> None:
    """An adjustment stays (domain.md, F7): the same fee is in it, another one is offset."""
    recorded = order(totals=totals("50", adjustment="10"), items=())
    total = str(50 + Decimal(fees))
    updated = apply(shop_order(total, line("50.00"), fee_lines=[fee(fees)]), recorded)
    assert (updated.cart_amount, updated.discount_amount) == (Money.of(cart), Money.of(discount))


def test_a_coupon_is_a_discount_from_the_prices_before_it() -> None:
    """The coupon takes 10 % of the first line and all of the second, and 0.25 of a rounded cent."""
    shop = shop_order(
        "31.20",
        line("33.33", 3, total="30.00"),
        line("12.00", 1.5, name="Rope", total="0.00"),
        discount_total="15.34",
        total_tax="1.20",
        coupon_lines=[{"code": "ten", "discount": "15.34"}],
    )
    updated = apply(shop)
    assert lines_of(updated) == [("Cable", "11.110000", "3.000"), ("Rope", "8.000000", "1.500")]
    assert updated.totals == totals("45.33", tax="1.20", discount="15.33")


def test_prices_that_include_tax_are_net() -> None:
    """The shop's prices are 18.30 and 15.00; the rounded `price` of the line is 17.647059."""
    shop = shop_order(
        "33.30",
        line("17.65", price=17.647059),
        total_tax="0.65",
        shipping_total="15.00",
        prices_include_tax=True,
    )
    updated = apply(shop)
    assert updated.totals == totals("17.65", tax="0.65", shipping="15")
    assert lines_of(updated) == [("Cable", "17.650000", "1.000")]


def test_a_rounded_cent_too_much_is_a_discount() -> None:
    """65.00 and 50.00 with 20 % tax: the rounded parts make 54.17 + 41.67 + 19.17 = 115.01."""
    updated = apply(shop_order("115.00", line("54.17"), line("41.67"), total_tax="19.17"))
    assert updated.totals == totals("95.84", tax="19.17", discount="0.01")


def test_a_rounded_cent_too_little_is_a_line() -> None:
    updated = apply(shop_order("115.02", line("54.17"), line("41.67"), total_tax="19.17"))
    assert updated.totals == totals("95.85", tax="19.17")
    assert lines_of(updated)[2] == ("Rounding", "0.010000", "1.000")


def test_unrounded_amounts_are_rounded_half_up() -> None:
    """`?dp=6` returns amounts with six decimals."""
    shop = shop_order("20.000000", line("17.647059"), total_tax="2.355000")
    assert apply(shop).totals == totals("17.65", tax="2.36", discount="0.01")


QUANTITIES: dict[str, tuple[Json, list[tuple[str, str, str]]]] = {
    "a price in cents": (line("10.00", 4), [("Cable", "2.500000", "4.000")]),
    "a price of four decimals": (line("49.53", 12), [("Cable", "4.127500", "12.000")]),
    "no price of six decimals": (
        line("10.00", 3),
        [("Cable", "3.330000", "2.000"), ("Cable", "3.340000", "1.000")],
    ),
    "less than a cent each": (
        line("0.02", 7),
        [("Cable", "0.000000", "5.000"), ("Cable", "0.010000", "2.000")],
    ),
    "free": (line("0.00", 3), [("Cable", "0.000000", "3.000")]),
    "half a unit": (line("12.00", 1.5), [("Cable", "8.000000", "1.500")]),
    "half a unit without a price": (
        line("10.00", 1.5),
        [("Cable, quantity 1.5", "10.000000", "1.000")],
    ),
    "four decimals": (line("1.00", 0.0625), [("Cable, quantity 0.0625", "1.000000", "1.000")]),
    "no unit": (line("10.00", 0), [("Cable, quantity 0", "10.000000", "1.000")]),
}


@pytest.mark.parametrize("case", QUANTITIES)
def test_a_line_has_exactly_its_amount(case: str) -> None:
    sold, expected = QUANTITIES[case]
    updated = apply(shop_order(sold["total"], sold))
    assert lines_of(updated) == expected
    assert updated.totals == totals(sold["total"])


def test_nothing_for_nothing_is_no_line() -> None:
    assert len(apply(shop_order("5.00", line("5.00"), line("0.00", 0))).items) == 1


@pytest.mark.parametrize(
    ("fields", "sku"),
    [
        ({"sku": ""}, "product-12"),
        ({"sku": None, "variation_id": 34}, "product-34"),
        ({"sku": "\u3164"}, "product-12"),
        ({"sku": "x" * 256}, "product-12"),
        ({"sku": "", "product_id": 0}, "line-7"),
        ({"sku": " C-2 "}, "C-2"),
    ],
)
def test_a_missing_sku_is_made_from_the_product(fields: Json, sku: str) -> None:
    assert apply(shop_order("5.00", line("5.00", **fields))).items[0].sku == sku


def test_an_absent_sku_and_image_are_read() -> None:
    without = {name: v for name, v in line("5.00").items() if name not in ("sku", "image")}
    [item] = apply(shop_order("5.00", without)).items
    assert (item.sku, item.item_image_url) == ("product-12", None)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Cable&ndash;2&nbsp;m &amp; plug", "Cable\u20132 m & plug"),
        ("Two\nlines\u200f\x00", "Two lines"),
        ("&#8203;", "C-1"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_is_as_an_update_may_state_it(name: str, shown: str) -> None:
    assert apply(shop_order("5.00", line("5.00", name=name))).items[0].display_name == shown


def test_an_image_is_kept() -> None:
    image = {"id": 3, "src": "https://shop.example/cable.png"}
    [item] = apply(shop_order("5.00", line("5.00", image=image))).items
    assert item.item_image_url == "https://shop.example/cable.png"


def test_refunds_change_nothing() -> None:
    refunds = [{"id": 2, "reason": "", "total": "-4.00"}]
    assert apply(shop_order("10.00", line("10.00"), refunds=refunds)).totals == totals("10")


@pytest.mark.parametrize(("total", "discount"), [("100.00", "0"), ("75.00", "25")])
def test_a_gift_card_lowers_the_total_only_if_the_shop_says_so(total: str, discount: str) -> None:
    cards = [{"id": 1, "code": "GIFT", "amount": "20.00"}, {"amount": "5.00"}]
    updated = apply(shop_order(total, line("100.00"), gift_cards=cards))
    assert updated.totals == totals("100", discount=discount)


def test_another_currency_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^amounts must be in US dollars, not in EUR$"):
        to_update(shop_order("10.00", line("10.00"), currency="EUR"), order())


@pytest.mark.parametrize("total", ["10.05", "9.95"])
def test_parts_that_do_not_make_the_total_are_refused(total: str) -> None:
    """A line, the tax and the shipping may have a cent of rounding each, not five."""
    reason = rf"^lines, fees, taxes and shipping make 10\.00, but the total is {total}$"
    with pytest.raises(ValueError, match=reason):
        to_update(shop_order(total, line("10.00")), order())


def test_floats_and_decimals_of_a_decoder_are_alike() -> None:
    text = json.dumps(shop_order("12.10", line("12.10", 1.1), total_tax=None))
    as_decimals = json.loads(text, parse_float=Decimal)
    assert to_update(json.loads(text), order()) == to_update(as_decimals, order())
    assert lines_of(apply(as_decimals)) == [("Cable", "11.000000", "1.100")]
