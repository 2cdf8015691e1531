"""User code without type errors. mypy and pyright check it, and nothing runs it."""

from datetime import datetime
from typing import Any, Literal, assert_never, assert_type

from hypothesis import strategies as st

from backd_rules import (
    UNSET,
    Allowed,
    Ceiling,
    Change,
    Decision,
    Denied,
    HistoryUnknown,
    IncreaseExceedsLimit,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    RefundRequest,
    Totals,
    UnitPrice,
    Violation,
    ViolationCode,
    ceiling,
    changes,
    decide_update,
    decide_updates,
    fingerprint,
    headroom,
    next_status,
    schema,
    update_between,
    wire,
)
from backd_rules.testing import (
    Adapter,
    FullAdapter,
    allowed_updates,
    amounts,
    moments,
    order_machine,
    orders,
    refund_requests_for,
)


def narrowed_by_allowed(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Order | None:
    decision = decide_update(order, update, limit)
    assert_type(decision, Allowed | Denied)
    if decision.allowed is True:
        assert_type(decision, Allowed)
        assert_type(decision.allowed, Literal[True])
        assert_type(decision.totals, Totals)
        return decision.order
    assert_type(decision, Denied)
    assert_type(decision.violations, tuple[Violation, ...])
    return None


def narrowed_by_truth(decision: Decision) -> Order | None:
    if decision:
        assert_type(decision, Allowed)
        return decision.order
    assert_type(decision, Denied)
    return None


def narrowed_by_truthiness_of_allowed(
    order: Order, update: OrderUpdate, limit: MerchantLimit
) -> tuple[Violation, ...]:
    """Pyright narrows a union by `x.y is True`, but not by the truthiness of `x.y`."""
    decision = decide_update(order, update, limit)
    if decision.allowed:
        decision.order  # mypy alone
        return ()
    return decision.violations  # mypy alone


def narrowed_by_isinstance(
    order: Order, update: OrderUpdate, limit: MerchantLimit
) -> tuple[Violation, ...]:
    decision = decide_update(order, update, limit)
    if isinstance(decision, Denied):
        assert_type(decision, Denied)
        return decision.violations
    assert_type(decision, Allowed)
    assert_type(decision.order, Order)
    return ()


def matched_exhaustively(order: Order, update: OrderUpdate, limit: MerchantLimit) -> int:
    decision = decide_update(order, update, limit)
    match decision:
        case Allowed(order=updated, totals=totals):
            assert_type(updated, Order)
            assert_type(totals, Totals)
            return 200
        case Denied(violations=violations):
            assert_type(violations, tuple[Violation, ...])
            return 422
        case _:
            assert_never(decision)


def violations_are_typed(violation: Violation) -> str:
    assert_type(violation.path, str)
    assert_type(violation.message, str)
    assert_type(violation.facts, dict[str, object])
    if isinstance(violation, IncreaseExceedsLimit):
        assert_type(
            violation.bound_by,
            Literal["max_increase", "max_increase_percent", "max_order_total"],
        )
    if isinstance(violation, HistoryUnknown):
        assert_type(violation.unknown, tuple[str, ...])
    code: ViolationCode = violation.code
    return code


def unset_is_narrowed(update: OrderUpdate) -> Money:
    if update.tax_amount is UNSET:
        return Money.ZERO
    assert_type(update.tax_amount, Money)
    return update.tax_amount


def a_record_is_narrowed(order: Order) -> str:
    assert_type(order.backd_order_id, str)
    assert_type(order.merchant_order_status, str | None)
    assert_type(order.placed_total, Money | None)
    assert_type(order.increase_count, int | None)
    assert_type(order.totals.adjustment, Money)
    if order.shipping is None or order.shipping.name is None:
        return ""
    assert_type(order.shipping.email, str | None)
    return order.shipping.name.first or ""


def an_edited_order_is_sent(order: Order) -> OrderUpdate:
    line = LineItem.of_amount("Cable", "C", Money.of("49.53"), Quantity.of(12))
    assert_type(line, LineItem)
    assert_type(line.unit_price, UnitPrice)
    assert_type(line.display_name, str | None)
    assert_type(order.as_placed(), Order)
    assert_type(Totals(Money.of(9)).order_total, Money)
    return update_between(order, Order("BO-1", "M-1", order.status, Totals(Money.of(9)), (line,)))


def amounts_add_up(first: Money, second: Money) -> Money:
    assert_type(first + second, Money)
    assert_type(first - second, Money)
    assert_type(first < second, bool)
    assert_type(sum([first, second], Money.ZERO), Money)
    assert_type(Money.of("9150.00"), Money)
    assert_type(UnitPrice.of("0.0385"), UnitPrice)
    assert_type(Quantity.of(3), Quantity)
    assert_type(Percent.of(15), Percent)
    return max(first, second)


def functions_are_typed(orders_of: list[Order], update: OrderUpdate, limit: MerchantLimit) -> None:
    for order in orders_of:
        assert_type(ceiling(order, limit), Ceiling)
        assert_type(headroom(order, limit), Money)
        assert_type(changes(order, order), tuple[Change, ...])
        assert_type(order.status, OrderStatus)
        assert_type(order.order_total, Money)
        assert_type(next_status(order.status, OrderAction.UPDATE_ORDER), OrderStatus | None)
        assert_type(fingerprint(order), str)
        assert_type(wire.parse_order(wire.dump_order(order)), Order)
        assert_type(wire.parse_order(wire.dump_stored_order(order)), Order)
    assert_type(decide_updates(orders_of, [update], limit), tuple[Allowed | Denied, ...])
    assert_type(schema.openapi(), dict[str, Any])


class Shop:
    """An adapter without the optional methods."""

    def create(self, order: dict[str, Any], limit: dict[str, Any]) -> None:
        raise NotImplementedError

    def update(self, update: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def confirm(self, backd_order_id: str) -> bool:
        raise NotImplementedError

    def cancel(self, backd_order_id: str) -> bool:
        raise NotImplementedError

    def read(self, backd_order_id: str) -> dict[str, Any]:
        raise NotImplementedError


class RefundingShop(Shop):
    """An adapter with some of the optional methods."""

    def refund(self, request: dict[str, Any], at: datetime) -> dict[str, Any]:
        raise NotImplementedError

    def delete_refund(self, request: dict[str, Any], at: datetime) -> dict[str, Any]:
        raise NotImplementedError


class FullShop(RefundingShop):
    """An adapter with all of the optional methods."""

    def place(self, request: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


def strategies_are_typed(order: Order, make_adapter: type[Adapter]) -> None:
    assert_type(orders(), st.SearchStrategy[Order])
    assert_type(amounts(min_value=Money.ZERO), st.SearchStrategy[Money])
    assert_type(allowed_updates(order, MerchantLimit.UNLIMITED), st.SearchStrategy[OrderUpdate])
    order_machine(make_adapter)
    order_machine(Shop)
    order_machine(RefundingShop)
    order_machine(FullShop)
    make_full_adapter: type[FullAdapter] = FullShop
    order_machine(make_full_adapter)
    assert_type(refund_requests_for(order), st.SearchStrategy[RefundRequest])
    assert_type(moments(near=order), st.SearchStrategy[datetime])
