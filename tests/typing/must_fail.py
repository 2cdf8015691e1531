"""Code with type errors: a type checker must report each line marked `# refused`, and no other."""

from typing import assert_never

from backd_rules import (
    Allowed,
    Denied,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    UnitPrice,
    decide_update,
    headroom,
    update_between,
)
from backd_rules.testing import Adapter, FullAdapter, amounts, moments, order_machine, orders


def not_narrowed(order: Order, update: OrderUpdate, limit: MerchantLimit) -> None:
    decision = decide_update(order, update, limit)
    print(decision.order)  # refused
    print(decision.violations)  # refused
    if decision.allowed:
        print(decision.violations)  # refused
    else:
        print(decision.totals)  # refused


def missing_case(order: Order, update: OrderUpdate, limit: MerchantLimit) -> None:
    decision = decide_update(order, update, limit)
    match decision:
        case Allowed():
            pass
        case _:
            assert_never(decision)  # refused


def amounts_do_not_mix(money: Money, price: UnitPrice, qty: Quantity, percent: Percent) -> None:
    print(money + 1)  # refused
    print(1 + money)  # refused
    print(money - qty)  # refused
    print(money + price)  # refused
    print(price * qty)  # refused
    print(money * 2)  # refused
    print(money < percent)  # refused
    print(money > 0)  # refused
    print(sum([money, money]))  # refused
    Money(915000)  # refused
    Money.of(91.50)  # refused
    Quantity.of(0.5)  # refused
    UnitPrice.of(0.0385)  # refused
    LineItem("Cable", "C", money, qty)  # refused
    LineItem.of_amount("Cable", "C", price, qty)  # refused
    Money(cents="1")  # refused


def unset_is_not_an_amount(update: OrderUpdate) -> Money:
    print(update.tax_amount.cents)  # refused
    return update.tax_amount  # refused


def a_record_may_lack_a_text_or_its_history(order: Order) -> Money:
    print(order.shipping.email)  # refused
    print(order.placed_total.cents)  # refused
    print(order.increase_count + 1)  # refused
    print(order.merchant_order_status.upper())  # refused
    return order.placed_total  # refused


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
    update_between(order)  # refused
    update_between(order, None)  # refused
    Denied(violations=["increase_exceeds_limit"])  # refused


class NotAnAdapter:
    def update(self, update: int) -> int:
        return update


def strategies_are_strict(adapter: Adapter) -> None:
    amounts(min_value=3)  # refused
    amounts(Money.ZERO)  # refused
    orders(statuses="order_placed")  # refused
    order_machine(NotAnAdapter)  # refused
    make_full_adapter: type[FullAdapter] = NotAnAdapter  # refused
    full: FullAdapter = adapter  # refused
    moments(near=())  # refused
    print(make_full_adapter, full)
