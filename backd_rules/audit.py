"""The audit record of a decision, and deciding it again.

`audit_record` returns a record, which has no personal data: orders and requests are hashes in it.
Whoever has kept the order and the request can check with `audit_differences` that today's rules
still decide the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType, NoneType
from typing import Any, Final, NamedTuple

from backd_rules.actions import RULES_VERSION
from backd_rules.actions.cancel_order import cancel
from backd_rules.actions.confirm_order import confirm
from backd_rules.actions.decision import Allowed, Decision, Denied, check_decision
from backd_rules.actions.order_placed import place
from backd_rules.actions.refund_delete import delete_refund
from backd_rules.actions.refund_post import request_refund
from backd_rules.actions.requests import OrderIds, RefundRequest
from backd_rules.actions.update_order.decide import decide_update, decide_updates
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction
from backd_rules.domain.timestamps import check_moment, moment_of, timestamp
from backd_rules.domain.values import check_type, plain_str, refuse, refuse_type
from backd_rules.wire.fingerprints import digest, fingerprint
from backd_rules.wire.payloads import (
    dump_ids,
    dump_limit,
    dump_refund_request,
    dump_update,
    parse_limit,
)


class _Action(NamedTuple):
    """The function that decides an action, and its arguments beside the order."""

    decide: Callable[..., Decision]
    request: type
    dump: Callable[[Any], dict[str, Any]]
    has_limit: bool = False
    has_time: bool = False


_ACTIONS: Final[Mapping[OrderAction, _Action]] = MappingProxyType(
    {
        OrderAction.ORDER_PLACED: _Action(place, OrderIds, dump_ids),
        OrderAction.UPDATE_ORDER: _Action(decide_update, OrderUpdate, dump_update, has_limit=True),
        OrderAction.CONFIRM_ORDER: _Action(confirm, OrderIds, dump_ids),
        OrderAction.CANCEL_ORDER: _Action(cancel, OrderIds, dump_ids),
        OrderAction.REFUND: _Action(
            request_refund, RefundRequest, dump_refund_request, has_time=True
        ),
        OrderAction.DELETE_REFUND: _Action(delete_refund, OrderIds, dump_ids, has_time=True),
    }
)


_AnyRequest = OrderUpdate | OrderIds | RefundRequest | tuple[OrderUpdate, ...]


def audit_record(  # noqa: PLR0913
    order: Order,
    request: OrderUpdate | OrderIds | RefundRequest | tuple[OrderUpdate, ...],
    limit: MerchantLimit | None,
    decision: Decision | tuple[Decision, ...],
    *,
    action: OrderAction = OrderAction.UPDATE_ORDER,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Return a record of `decision` on `request` for `order`, as it was: a new dict of JSON types.

    `limit` is `None` for all actions but an update; `at` is the time of an action on refunds. The
    order and the request are SHA-256 hashes in it, so that it has no personal data. Amounts are
    in dollars. A tuple of updates of this order is a batch, with a tuple of decisions: `allowed`
    and `violations` are then arrays with one element per update. Raises `TypeError` for arguments
    that the action does not take, and `ValueError` for a tuple that is no batch of this order
    (domain.md, U5, V5 and A7).

    >>> from backd_rules import Money, Order, OrderAction, OrderIds, OrderStatus, Totals
    >>> from backd_rules import audit_record, confirm
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> ids, action = OrderIds("BO-1"), OrderAction.CONFIRM_ORDER
    >>> record = audit_record(order, ids, None, confirm(order, ids), action=action)
    >>> record["action"], record["allowed"], record["violations"]
    ('confirm_order', True, [])
    """
    check_type(audit_record, "action", action, OrderAction)
    taken = _ACTIONS[action]
    check_type(audit_record, "order", order, Order)
    requests = _checked_requests(audit_record, order, request, taken)
    check_type(audit_record, "limit", limit, MerchantLimit if taken.has_limit else NoneType)
    if taken.has_time:
        check_moment(audit_record, "at", at)
    else:
        check_type(audit_record, "at", at, NoneType)
    decisions = _checked_decisions(request, decision)
    after = next((d.order for d in reversed(decisions) if isinstance(d, Allowed)), order)
    before_hash = fingerprint(order)
    dumped: Any = [taken.dump(each) for each in requests]
    allowed = [each.allowed for each in decisions]
    violations = [_dump_violations(each) for each in decisions]
    is_batch = isinstance(request, tuple)
    return {
        "rules_version": RULES_VERSION,
        "action": str(action),
        "at": None if at is None else timestamp(at),
        "backd_order_id": order.backd_order_id,
        "order_before": before_hash,
        "request": digest(dumped if is_batch else dumped[0]),
        "limit": None if limit is None else dump_limit(limit),
        "allowed": allowed if is_batch else allowed[0],
        "violations": violations if is_batch else violations[0],
        "order_after": before_hash if after is order else fingerprint(after),
    }


def _checked_requests(
    function: object, order: Order, request: _AnyRequest, taken: _Action
) -> tuple[Any, ...]:
    """Return the updates of a batch, or the single request."""
    if not (isinstance(request, tuple) and taken.request is OrderUpdate):
        check_type(function, "request", request, taken.request)
        return (request,)
    if not request:
        refuse(function, "request", "must have at least 1 element")
    for update in request:
        check_type(function, "request", update, OrderUpdate)
        if update.backd_order_id != order.backd_order_id:
            refuse(function, "request", "must not have an update of another order")
    return request


def _checked_decisions(
    request: _AnyRequest, decision: Decision | tuple[Decision, ...]
) -> tuple[Decision, ...]:
    """Return the decisions on a batch, or the single decision."""
    decisions: Any = (decision,)
    if isinstance(request, tuple):
        check_type(audit_record, "decision", decision, tuple)
        decisions = decision
        if len(decisions) != len(request):
            refuse(audit_record, "decision", "must have one element per update")
    for each in decisions:
        check_decision(audit_record, "decision", each)
    checked: tuple[Decision, ...] = decisions
    return checked


def _dump_violations(decision: Decision) -> list[dict[str, Any]]:
    violations = decision.violations if isinstance(decision, Denied) else ()
    return [{"code": str(v.code), "path": v.path, "facts": v.facts} for v in violations]


def audit_differences(
    record: Mapping[str, Any],
    order: Order,
    request: OrderUpdate | OrderIds | RefundRequest | tuple[OrderUpdate, ...],
) -> tuple[str, ...]:
    """Return the names in which today's decision differs from `record`; none if it is the same.

    `order` and `request` are those that were decided, kept elsewhere: if `order_before` or
    `request` is among the names, these are others. The version of the rules is not compared. Raises
    `ValueError` for a record that `audit_record` has not written or a tuple that is no batch of
    `order`, and `TypeError` for arguments of other types (domain.md, N2 and V2).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules import audit_differences, audit_record, decide_update
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> update, limit = OrderUpdate("BO-1", "M-1"), MerchantLimit.NO_INCREASE
    >>> record = audit_record(order, update, limit, decide_update(order, update, limit))
    >>> audit_differences(record, order, update)
    ()
    >>> audit_differences(record, order.as_placed(), update)
    ('order_before', 'order_after')
    """
    action = _recorded_action(record)
    taken = _ACTIONS[action]
    check_type(audit_differences, "order", order, Order)
    _checked_requests(audit_differences, order, request, taken)
    limit = parse_limit(record.get("limit")) if taken.has_limit else None
    at = _recorded_time(record) if taken.has_time else None
    decision: Decision | tuple[Decision, ...]
    if limit is not None and isinstance(request, tuple):
        decision = decide_updates((order,), request, limit)
    else:
        more = [given for given in (limit, at) if given is not None]
        decision = taken.decide(order, request, *more)
    today = audit_record(order, request, limit, decision, action=action, at=at)
    names = (name for name in today if name != "rules_version")
    return tuple(name for name in names if _with_floats(record.get(name)) != today[name])


def _with_floats(value: Any) -> Any:
    """Return JSON types with each decimal as the double nearest to it (domain.md, N2)."""
    if isinstance(value, Mapping):
        return {name: _with_floats(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_floats(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value


def _recorded_action(record: Mapping[str, Any]) -> OrderAction:
    if not isinstance(record, Mapping):
        refuse_type(audit_differences, "record", "a mapping", record)
    recorded = plain_str(record.get("action"))
    action = next((action for action in OrderAction if action == recorded), None)
    if action is None:
        refuse(audit_differences, "record", "has no known action")
    return action


def _recorded_time(record: Mapping[str, Any]) -> datetime:
    moment = moment_of(plain_str(record.get("at")))
    if moment is None:
        refuse(audit_differences, "record", "has no readable time")
    return moment
