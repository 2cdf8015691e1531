"""Each rule up to the totals: at its boundary, one cent past it, and on an unrelated change.

There is one section per rule, in order of precedence. `test_cart_rule` and `test_limit_rules` have
the other rules.
"""

import attrs
import pytest
from support.examples import NEW_CONTACT, ORDER, item, order, totals, update
from support.refusals import violations

from backd_rules import (
    AddressUpdate,
    AmountOutOfRange,
    BackdOrderIdMismatch,
    Contact,
    ContactIncomplete,
    ContactUpdate,
    IncreaseExceedsLimit,
    MerchantLimit,
    MerchantOrderIdMismatch,
    Money,
    Order,
    OrderAction,
    OrderStatus,
    OrderTotalMismatch,
    OrderUpdate,
    PersonNameUpdate,
    StatusForbidsAction,
    Violation,
    decide_update,
)

MAX = Money.MAX
UNLIMITED = MerchantLimit.UNLIMITED


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
        (update(merchant_order_id="M-1 "), [MerchantOrderIdMismatch()]),
        (
            update(backd_order_id="BO-2", merchant_order_id="M-2"),
            [BackdOrderIdMismatch(), MerchantOrderIdMismatch()],
        ),
        (update(backd_order_id="BO-2", order_total=MAX), [BackdOrderIdMismatch()]),
        (update(merchant_order_id="M-2", order_total=MAX), [MerchantOrderIdMismatch()]),
        (update(merchant_order_status="packed"), []),
    ],
)
def test_both_ids_must_match(change: OrderUpdate, expected: list[Violation]) -> None:
    """V1: a request that means another order is not judged further."""
    assert violations_of(ORDER, change) == expected


# status_allows_update


@pytest.mark.parametrize(
    "status",
    [
        OrderStatus.TERMS_SELECTED,
        OrderStatus.ORDER_CONFIRMED,
        OrderStatus.ORDER_CANCELED,
        OrderStatus.REFUND,
    ],
)
def test_only_a_placed_order_may_be_updated(status: OrderStatus) -> None:
    """S1: every other pair is forbidden."""
    forbidden = StatusForbidsAction(status, OrderAction.UPDATE_ORDER)
    assert violations_of(order(status=status), update()) == [forbidden]
    assert violations_of(order(status=OrderStatus.ORDER_PLACED), update()) == []


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
        (ORDER, update(billing=ContactUpdate()), []),
        (ORDER, update(billing=ContactUpdate(PersonNameUpdate(), address=AddressUpdate())), []),
        (
            ORDER,
            update(billing=ContactUpdate(company_name="Co")),
            [f"/billing{path}" for path in REQUIRED],
        ),
        (
            ORDER,
            update(billing=ContactUpdate(company_name=None)),
            [f"/billing{path}" for path in REQUIRED],
        ),
        (
            ORDER,
            update(billing=ContactUpdate(address=AddressUpdate(line2="Floor 2"))),
            [f"/billing{path}" for path in REQUIRED],
        ),
        (order(billing=Contact()), update(billing=ContactUpdate(email="a@b.c")), []),
        (order(billing=Contact()), update(billing=ContactUpdate(PersonNameUpdate("Ann"))), []),
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
    """U3: one that the order has, however incomplete its record, is only patched."""
    assert violations_of(before, change) == [ContactIncomplete(path) for path in paths]


# amounts_are_in_range


TOP = 999_999_999_999_999
COSTLY = item("999999999.99", "10001")
"""10000999999899.99, which is above the highest amount."""


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
            update(items=[COSTLY], discount_amount=MAX),
            [AmountOutOfRange("/cart_amount", 1_000_099_999_989_999)],
        ),
        (
            update(items=[COSTLY, COSTLY], discount_amount=MAX),
            [
                AmountOutOfRange("/order_total", 1_000_199_999_994_999),
                AmountOutOfRange("/cart_amount", 2_000_199_999_979_998),
                IncreaseExceedsLimit(1_000_199_999_994_999, TOP, "max_order_total"),
            ],
        ),
    ],
)
def test_computed_amounts_must_be_in_range(change: OrderUpdate, expected: list[Violation]) -> None:
    """T6: no total may be negative or larger than an amount can be."""
    assert violations_of(ORDER, change) == expected


@pytest.mark.parametrize(
    ("adjustment", "discount", "expected"),
    [
        ("-150", "8999.99", []),
        ("-150", "9000", []),
        ("-150", "9000.01", [AmountOutOfRange("/order_total", -1)]),
        ("10.50", "9160.50", []),
        ("10.50", "9160.51", [AmountOutOfRange("/order_total", -1)]),
    ],
)
def test_the_adjustment_counts_in_the_range(
    adjustment: str, discount: str, expected: list[Violation]
) -> None:
    """F7: no request changes the adjustment."""
    before = order(totals=totals("9000", "100", "50", adjustment=adjustment))
    assert violations_of(before, update(discount_amount=Money.of(discount))) == expected


# order_total_matches_amounts


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (update(order_total=Money.of(9150)), []),
        (update(order_total=Money.of("9150.01")), [OrderTotalMismatch(915_001, 915_000)]),
        (update(order_total=Money.of("9149.99")), [OrderTotalMismatch(914_999, 915_000)]),
        (update(order_total=Money.of(9200), tax_amount=Money.of(150)), []),
        (
            update(order_total=Money.of(9150), discount_amount=Money.of("0.01")),
            [OrderTotalMismatch(915_000, 914_999)],
        ),
        (update(order_total=Money.of(6150), items=[item(qty="2")]), []),
        (
            update(order_total=Money.of(9150), items=[item(qty="2")]),
            [OrderTotalMismatch(915_000, 615_000)],
        ),
    ],
)
def test_a_stated_total_must_follow_from_the_amounts(
    change: OrderUpdate, expected: list[Violation]
) -> None:
    """T5: a stated `order_total` must equal what follows."""
    assert violations_of(ORDER, change) == expected


@pytest.mark.parametrize("adjustment", ["12.34", "-12.34"])
def test_a_stated_total_includes_the_adjustment(adjustment: str) -> None:
    """F7: the recorded total minus its four amounts is the adjustment; no request changes it."""
    before = order(totals=totals("9000", "100", "50", adjustment=adjustment))
    with_it = before.order_total + Money.of(1)
    assert violations_of(before, update(order_total=before.order_total)) == []
    taxed = update(tax_amount=Money.of(101), order_total=with_it)
    assert violations_of(before, taxed) == []
    without = attrs.evolve(taxed, order_total=Money.of(9151))
    assert violations_of(before, without) == [OrderTotalMismatch(915_100, with_it.cents)]
