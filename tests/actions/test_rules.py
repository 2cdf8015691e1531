"""Each rule at its boundary, one cent over, and with a change that is none of its business."""

import pytest
from support.examples import CONTACT, ORDER, item, order, totals, update

from backd_rules import (
    AddressUpdate,
    Allowed,
    Basis,
    Combine,
    ContactUpdate,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    PersonNameUpdate,
    Violation,
    decide_update,
    headroom,
)
from backd_rules.actions.update_order.rules import RULES
from backd_rules.actions.violations import (
    VIOLATIONS,
    AmountOutOfRange,
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    IncreaseExceedsLimit,
    MerchantOrderIdMismatch,
    OrderTotalMismatch,
    StatusForbidsUpdate,
    TooManyIncreases,
    ViolationCode,
)

MAX = Money.MAX
UNLIMITED = MerchantLimit.UNLIMITED
NO_INCREASE = MerchantLimit.NO_INCREASE


def violations(
    before: Order, change: OrderUpdate, limit: MerchantLimit = UNLIMITED
) -> list[Violation]:
    decision = decide_update(before, change, limit)
    return [] if decision.allowed else list(decision.violations)


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
    assert violations(ORDER, change) == expected


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
    assert violations(order(status=status), update()) == expected


COMPLETE = ContactUpdate(
    PersonNameUpdate("Ann", "Lee"),
    address=AddressUpdate("1 Elm St", city="Reno", state="NV", zipcode="89501", country="USA"),
    phone_number="7755550100",
    email="ann@example.com",
)
LEAVES = [
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
        (ORDER, update(billing=COMPLETE), []),
        (ORDER, update(billing=ContactUpdate()), [f"/billing{leaf}" for leaf in LEAVES]),
        (ORDER, update(shipping=ContactUpdate()), []),
        (ORDER, update(shipping=ContactUpdate(email="a@b.c")), []),
        (
            ORDER,
            update(billing=ContactUpdate(PersonNameUpdate(last="Lee"), email="a@b.c")),
            [f"/billing{leaf}" for leaf in [LEAVES[0], *LEAVES[2:8]]],
        ),
        (
            order(shipping=None),
            update(
                billing=ContactUpdate(COMPLETE.name, None, COMPLETE.address, "1"),
                shipping=ContactUpdate(COMPLETE.name, "Co", COMPLETE.address, email="a@b.c"),
            ),
            ["/shipping/phone_number", "/billing/email"],
        ),
    ],
)
def test_a_new_contact_must_arrive_complete(
    before: Order, change: OrderUpdate, paths: list[str]
) -> None:
    assert violations(before, change) == [ContactIncomplete(path) for path in paths]


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
def test_no_total_leaves_the_range(change: OrderUpdate, expected: list[Violation]) -> None:
    assert violations(ORDER, change) == expected


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
def test_a_stated_cart_is_that_of_the_items(
    before: Order, change: OrderUpdate, expected: list[Violation]
) -> None:
    assert violations(before, change) == expected


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
def test_a_stated_total_must_follow(change: OrderUpdate, expected: list[Violation]) -> None:
    assert violations(ORDER, change) == expected


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
def test_a_raise_must_be_within_the_limit(
    before: Order, limit: MerchantLimit, tax: str, expected: list[Violation]
) -> None:
    assert violations(before, update(tax_amount=Money.of(tax)), limit) == expected


@pytest.mark.parametrize(
    ("made", "tax", "expected"),
    [
        (1, "101", []),
        (2, "101", [TooManyIncreases(2, 2)]),
        (3, "101", [TooManyIncreases(3, 2)]),
        (3, "100", []),
        (3, "99", []),
    ],
)
def test_no_more_increases_than_agreed(made: int, tax: str, expected: list[Violation]) -> None:
    limit = MerchantLimit(Money.of(75), max_increases=2)
    before = order(increase_count=made)
    assert violations(before, update(tax_amount=Money.of(tax)), limit) == expected


def test_no_more_increases_than_can_be_counted() -> None:
    """A count at its largest can grow no more: the raise is refused, and is no exception."""
    most = 10**15 - 1
    before, raised = order(increase_count=most), update(tax_amount=Money.of(101))
    assert violations(before, raised, MerchantLimit.UNLIMITED) == [TooManyIncreases(most, most)]
    assert violations(order(increase_count=most - 1), raised, MerchantLimit.UNLIMITED) == []
    assert headroom(before, MerchantLimit.UNLIMITED) == Money.ZERO


def test_the_limit_is_checked_against_the_stated_total() -> None:
    stated = update(order_total=Money.of(9300))
    assert violations(ORDER, stated, MerchantLimit(AMOUNT)) == [
        OrderTotalMismatch(930_000, 915_000),
        *over("9300", "9225", "max_increase"),
    ]


WRONG: dict[str, object] = {
    "backd_order_id": "BO-2",
    "merchant_order_id": "M-2",
    "billing": ContactUpdate(),
    "order_total": Money.of(9999),
    "cart_amount": Money.of(1),
    "discount_amount": Money.of(20000),
}


@pytest.mark.parametrize(
    ("repaired", "status", "limit", "first"),
    [
        (0, "refund", MerchantLimit(AMOUNT, max_increases=0), "backd_order_id_mismatch"),
        (1, "refund", MerchantLimit(AMOUNT, max_increases=0), "merchant_order_id_mismatch"),
        (2, "refund", MerchantLimit(AMOUNT, max_increases=0), "status_forbids_update"),
        (2, "order_placed", MerchantLimit(AMOUNT, max_increases=0), "contact_incomplete"),
        (3, "order_placed", MerchantLimit(AMOUNT, max_increases=0), "amount_out_of_range"),
        (4, "order_placed", MerchantLimit(AMOUNT, max_increases=0), "cart_amount_mismatch"),
        (5, "order_placed", MerchantLimit(AMOUNT, max_increases=0), "order_total_mismatch"),
        (6, "order_placed", MerchantLimit(AMOUNT, max_increases=0), "increase_exceeds_limit"),
        (6, "order_placed", MerchantLimit(MAX, max_increases=0), "too_many_increases"),
        (6, "order_placed", MerchantLimit(MAX, max_increases=1), None),
    ],
)
def test_the_first_code_as_one_fault_after_the_other_is_repaired(
    repaired: int, status: str, limit: MerchantLimit, first: str | None
) -> None:
    repairs: list[tuple[str, object]] = [
        ("backd_order_id", "BO-1"),
        ("merchant_order_id", "M-1"),
        ("billing", COMPLETE),
        ("discount_amount", Money.ZERO),
        ("cart_amount", Money.of(9000)),
        ("tax_amount", Money.of(949)),
    ]
    change = update(**{**WRONG, **dict(repairs[:repaired])})
    found = violations(order(status=OrderStatus(status)), change, limit)
    assert (found[0].code if found else None) == first


def test_an_update_wrong_in_every_way_gets_every_violation_in_order() -> None:
    limit = MerchantLimit(AMOUNT, max_increases=0)
    found = violations(order(status=OrderStatus.REFUND), update(**WRONG), limit)
    codes = [violation.code for violation in found]
    assert list(dict.fromkeys(codes)) == list(ViolationCode)[1:]
    assert codes == sorted(codes, key=list(ViolationCode).index)


def test_rules_and_violations_stand_in_the_order_of_the_codes() -> None:
    assert [violation.code for violation in VIOLATIONS] == list(ViolationCode)
    assert len(RULES) == len(VIOLATIONS) - 1


def test_allowed_and_denied_narrow() -> None:
    assert isinstance(decide_update(ORDER, update(), UNLIMITED), Allowed)
    assert isinstance(decide_update(ORDER, update(backd_order_id="x"), UNLIMITED), Denied)
    assert ORDER.shipping == CONTACT
