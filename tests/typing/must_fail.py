"""Type checkers must refuse each line with the comment `# refused`, and no other line."""

from typing import assert_never

from backd_rules import (
    Allowed,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    decide_update,
    headroom,
)
from backd_rules.testing import amounts, order_machine, orders


def not_narrowed(order: Order, update: OrderUpdate, limit: MerchantLimit) -> None:
    decision = decide_update(order, update, limit)
    print(decision.order)  # refused
    print(decision.violations)  # refused
    if decision.allowed:
        print(decision.violations)  # refused
    else:
        print(decision.totals)  # refused


def a_case_is_missing(order: Order, update: OrderUpdate, limit: MerchantLimit) -> None:
    decision = decide_update(order, update, limit)
    match decision:
        case Allowed():
            pass
        case _:
            assert_never(decision)  # refused


def amounts_do_not_mix(money: Money, qty: Quantity, percent: Percent) -> None:
    print(money + 1)  # refused
    print(1 + money)  # refused
    print(money - qty)  # refused
    print(money * 2)  # refused
    print(money < percent)  # refused
    print(money > 0)  # refused
    print(sum([money, money]))  # refused
    Money(915000)  # refused
    Money.of(91.50)  # refused
    Quantity.of(0.5)  # refused
    Money(cents="1")  # refused


def unset_is_not_an_amount(update: OrderUpdate) -> Money:
    print(update.tax_amount.cents)  # refused
    return update.tax_amount  # refused


def values_are_frozen(order: Order, limit: MerchantLimit, update: OrderUpdate) -> None:
    order.status = OrderStatus.REFUND  # refused
    limit.max_increases = 3  # refused
    update.order_total = Money.ZERO  # refused
    order.order_total = Money.ZERO  # refused
    order.items.append(1)  # refused


def terms_are_not_numbers(order: Order) -> None:
    MerchantLimit(max_increase=75)  # refused
    MerchantLimit(max_increase_percent=Money.of(15))  # refused
    MerchantLimit(max_increase=Money.of(75), combine="lower")  # refused
    MerchantLimit(max_increase=Money.of(75), measured_form=None)  # refused
    headroom(order)  # refused
    decide_update(MerchantLimit.UNLIMITED, order, order)  # refused
    Denied(violations=["increase_exceeds_limit"])  # refused


class NoAdapter:
    def update(self, update: int) -> int:
        return update


def arguments_of_strategies_are_checked() -> None:
    amounts(min_value=3)  # refused
    amounts(Money.ZERO)  # refused
    orders(statuses="order_placed")  # refused
    order_machine(NoAdapter)  # refused
