"""Each rule: at its boundary, one cent past it, and on an unrelated change.

There is one section per rule, in order of precedence.
"""

import pytest
from support.examples import NEW_CONTACT, ORDER, item, order, totals, update
from support.refusals import violations

from backd_rules import (
    AmountOutOfRange,
    BackdOrderIdMismatch,
    Basis,
    CartAmountMismatch,
    Combine,
    ContactIncomplete,
    ContactUpdate,
    IncreaseExceedsLimit,
    MerchantLimit,
    MerchantOrderIdMismatch,
    Money,
    Order,
    OrderStatus,
    OrderTotalMismatch,
    OrderUpdate,
    Percent,
    PersonNameUpdate,
    StatusForbidsUpdate,
    TooManyIncreases,
    Violation,
    decide_update,
    headroom,
)

MAX = Money.MAX
UNLIMITED = MerchantLimit.UNLIMITED
NO_INCREASE = MerchantLimit.NO_INCREASE


def violations_of(
    before: Order, change: OrderUpdate, limit: MerchantLimit = UNLIMITED
) -> list[Violation]:
    return violations(decide_update(before, change, limit))


# backd_order_id_matches, merchant_order_id_matches


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (update(), []),
        (update(backd_order_id="BO-2"), [BackdOrderIdMismatch()]),
        (update(backd_order_id="bo-1"), [BackdOrderIdMismatch()]),
        (update(merchant_order_id="M-2"), [MerchantOrderIdMismatch()]),
        (update(merchant_order_status="packed"), []),
    ],
)
def test_both_ids_must_match(change: OrderUpdate, expected: list[Violation]) -> None:
    assert violations_of(ORDER, change) == expected


# status_allows_update


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (OrderStatus.TERMS_SELECTED, [StatusForbidsUpdate(OrderStatus.TERMS_SELECTED)]),
        (OrderStatus.ORDER_PLACED, []),
        (OrderStatus.ORDER_CONFIRMED, [StatusForbidsUpdate(OrderStatus.ORDER_CONFIRMED)]),
        (OrderStatus.ORDER_CANCELED, [StatusForbidsUpdate(OrderStatus.ORDER_CANCELED)]),
        (OrderStatus.REFUND, [StatusForbidsUpdate(OrderStatus.REFUND)]),
    ],
)
def test_only_a_placed_order_may_be_updated(status: OrderStatus, expected: list[Violation]) -> None:
    assert violations_of(order(status=status), update()) == expected


# new_contacts_are_complete


REQUIRED = [
    "/name/first",
    "/name/last",
    "/address/line1",
    "/address/city",
    "/address/state",
    "/address/zipcode",
    "/address/country",
    "/phone_number",
    "/email",
]


@pytest.mark.parametrize(
    ("before", "change", "paths"),
    [
        (ORDER, update(billing=NEW_CONTACT), []),
        (ORDER, update(billing=ContactUpdate()), [f"/billing{path}" for path in REQUIRED]),
        (ORDER, update(shipping=ContactUpdate()), []),
        (ORDER, update(shipping=ContactUpdate(email="a@b.c")), []),
        (
            ORDER,
            update(billing=ContactUpdate(PersonNameUpdate(last="Lee"), email="a@b.c")),
            [f"/billing{path}" for path in [REQUIRED[0], *REQUIRED[2:8]]],
        ),
        (
            order(shipping=None),
            update(
                billing=ContactUpdate(NEW_CONTACT.name, None, NEW_CONTACT.address, "1"),
                shipping=ContactUpdate(NEW_CONTACT.name, "Co", NEW_CONTACT.address, email="a@b.c"),
            ),
            ["/shipping/phone_number", "/billing/email"],
        ),
    ],
)
def test_a_new_contact_must_be_complete(
    before: Order, change: OrderUpdate, paths: list[str]
) -> None:
    assert violations_of(before, change) == [ContactIncomplete(path) for path in paths]


# amounts_are_in_range


TOP = 999_999_999_999_999


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (update(discount_amount=Money.of(9150)), []),
        (update(discount_amount=Money.of("9150.01")), [AmountOutOfRange("/order_total", -1)]),
        (update(tax_amount=Money(cents=TOP - 905_000)), []),
        (
            update(tax_amount=Money(cents=TOP - 904_999)),
            [
                AmountOutOfRange("/order_total", TOP + 1),
                IncreaseExceedsLimit(TOP + 1, TOP, "max_order_total"),
            ],
        ),
        (
            update(items=[item("9999999999999.99", "2")], discount_amount=MAX),
            [
                AmountOutOfRange("/order_total", TOP + 15_000),
                AmountOutOfRange("/cart_amount", 2 * TOP),
                IncreaseExceedsLimit(TOP + 15_000, TOP, "max_order_total"),
            ],
        ),
    ],
)
def test_computed_amounts_must_be_in_range(change: OrderUpdate, expected: list[Violation]) -> None:
    assert violations_of(ORDER, change) == expected


# cart_amount_matches_items


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (ORDER, update(cart_amount=Money.of(9000)), []),
        (
            ORDER,
            update(cart_amount=Money.of("9000.01")),
            [CartAmountMismatch(900_001, 900_000)],
        ),
        (
            ORDER,
            update(cart_amount=Money.of(9000), items=[item(qty="2")]),
            [CartAmountMismatch(900_000, 600_000)],
        ),
        (ORDER, update(cart_amount=Money.of(6000), items=[item(qty="2")]), []),
        (ORDER, update(cart_amount=Money.of("0.01"), items=[item("0.01", "0.5")]), []),
        (order(items=()), update(cart_amount=Money.of(1)), []),
        (order(totals=totals("8000")), update(merchant_order_status="packed"), []),
    ],
)
def test_a_stated_cart_must_be_the_sum_of_the_items(
    before: Order, change: OrderUpdate, expected: list[Violation]
) -> None:
    assert violations_of(before, change) == expected


# order_total_matches_amounts


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (update(order_total=Money.of(9150)), []),
        (update(order_total=Money.of("9150.01")), [OrderTotalMismatch(915_001, 915_000)]),
        (update(order_total=Money.of(9200), tax_amount=Money.of(150)), []),
        (
            update(order_total=Money.of(9150), discount_amount=Money.of("0.01")),
            [OrderTotalMismatch(915_000, 914_999)],
        ),
    ],
)
def test_a_stated_total_must_follow_from_the_amounts(
    change: OrderUpdate, expected: list[Violation]
) -> None:
    assert violations_of(ORDER, change) == expected


# increase_is_within_limit


def over(total: str, ceiling: str, term: str) -> list[Violation]:
    return [IncreaseExceedsLimit(Money.of(total).cents, Money.of(ceiling).cents, term)]  # type: ignore[arg-type]


AMOUNT = Money.of(75)
PERCENT = Percent.of(15)
RAISED = order(totals=totals("9000", "120", "50"), placed_total=Money.of(9150))


@pytest.mark.parametrize(
    ("before", "limit", "tax", "expected"),
    [
        (ORDER, MerchantLimit(AMOUNT), "175", []),
        (ORDER, MerchantLimit(AMOUNT), "175.01", over("9225.01", "9225", "max_increase")),
        (ORDER, MerchantLimit(None, PERCENT), "1472.50", []),
        (
            ORDER,
            MerchantLimit(None, PERCENT),
            "1472.51",
            over("10522.51", "10522.50", "max_increase_percent"),
        ),
        (ORDER, MerchantLimit(AMOUNT, PERCENT), "175.01", over("9225.01", "9225", "max_increase")),
        (ORDER, MerchantLimit(AMOUNT, PERCENT, combine=Combine.HIGHER), "1472.50", []),
        (
            ORDER,
            MerchantLimit(AMOUNT, PERCENT, combine=Combine.HIGHER),
            "1472.51",
            over("10522.51", "10522.50", "max_increase_percent"),
        ),
        (
            ORDER,
            MerchantLimit(AMOUNT, PERCENT, Money.of(9200), combine=Combine.HIGHER),
            "150.01",
            over("9200.01", "9200", "max_order_total"),
        ),
        (ORDER, MerchantLimit(None, None, Money.of(9200)), "150", []),
        (ORDER, MerchantLimit(None, None, Money.of(9000)), "100", []),
        (ORDER, MerchantLimit(None, None, Money.of(9000)), "99", []),
        (
            ORDER,
            MerchantLimit(None, None, Money.of(9000)),
            "100.01",
            over("9150.01", "9000", "max_order_total"),
        ),
        (RAISED, MerchantLimit(AMOUNT), "175.01", over("9225.01", "9225", "max_increase")),
        (RAISED, MerchantLimit(AMOUNT, measured_from=Basis.ORDER_TOTAL), "195", []),
        (
            RAISED,
            MerchantLimit(AMOUNT, measured_from=Basis.ORDER_TOTAL),
            "195.01",
            over("9245.01", "9245", "max_increase"),
        ),
        (ORDER, NO_INCREASE, "100", []),
        (ORDER, NO_INCREASE, "100.01", over("9150.01", "9150", "max_increase")),
        (ORDER, UNLIMITED, "100000", []),
    ],
)
def test_an_increase_must_be_within_the_limit(
    before: Order, limit: MerchantLimit, tax: str, expected: list[Violation]
) -> None:
    assert violations_of(before, update(tax_amount=Money.of(tax)), limit) == expected


def test_the_limit_is_checked_against_the_stated_total() -> None:
    stated = update(order_total=Money.of(9300))
    assert violations_of(ORDER, stated, MerchantLimit(AMOUNT)) == [
        OrderTotalMismatch(930_000, 915_000),
        *over("9300", "9225", "max_increase"),
    ]


# increase_count_within_limit


@pytest.mark.parametrize(
    ("count", "tax", "expected"),
    [
        (1, "101", []),
        (2, "101", [TooManyIncreases(2, 2)]),
        (3, "101", [TooManyIncreases(3, 2)]),
        (3, "100", []),
        (3, "99", []),
    ],
)
def test_the_agreed_number_of_increases_is_the_most(
    count: int, tax: str, expected: list[Violation]
) -> None:
    limit = MerchantLimit(Money.of(75), max_increases=2)
    before = order(increase_count=count)
    assert violations_of(before, update(tax_amount=Money.of(tax)), limit) == expected


def test_the_largest_count_allows_no_more_increases() -> None:
    """Refuse an increase that the count could not record, and raise no exception."""
    most = 10**15 - 1
    before, increase = order(increase_count=most), update(tax_amount=Money.of(101))
    assert violations_of(before, increase) == [TooManyIncreases(most, most)]
    assert violations_of(order(increase_count=most - 1), increase) == []
    assert headroom(before, UNLIMITED) == Money.ZERO
