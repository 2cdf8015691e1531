"""The commands. Each takes the parsed arguments, prints its result and returns the exit status."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final, NamedTuple

from backd_rules import schema, wire
from backd_rules.actions.cancel_order import cancel
from backd_rules.actions.confirm_order import confirm
from backd_rules.actions.decision import Decision
from backd_rules.actions.order_placed import place
from backd_rules.actions.refund_delete import delete_refund
from backd_rules.actions.refund_post import request_refund
from backd_rules.actions.update_order.decide import BatchStep, decide_update, replay
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.cli.documents import parse_order, parse_orders, parse_updates
from backd_rules.cli.explanation import explanation_lines
from backd_rules.cli.files import read_files
from backd_rules.cli.report import (
    action_lines,
    decision_lines,
    headroom_lines,
    is_headroom_known,
    rules_lines,
    unknown_line,
)
from backd_rules.cli.terminal import (
    CommandError,
    print_bytes,
    print_json,
    print_lines,
    print_reports,
)
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.status import diagram
from backd_rules.schema.example import LIMIT, ORDER, UPDATE

OK = 0
DENIED = 1
FAILED = 2
INTERRUPTED = 130


def example(_: Namespace) -> int:
    """Decide the built-in example."""
    order, limit = wire.parse_order(ORDER).as_placed(), wire.parse_limit(LIMIT)
    update = wire.parse_update(UPDATE)
    step = BatchStep(order, update, decide_update(order, update, limit))
    print_reports([decision_lines(step, limit)])
    return _status([step.decision])


def check(arguments: Namespace) -> int:
    """Decide the updates of a file, and print reports, explanations or the response."""
    orders, limit, updates = read_files(
        order=(arguments.order, parse_orders),
        limit=(arguments.limit, wire.parse_limit),
        update=(arguments.update, parse_updates),
    )
    single = isinstance(orders, Order) and isinstance(updates, OrderUpdate)
    if arguments.as_placed:
        orders = _as_placed(orders)
    if single:
        steps = [BatchStep(orders, updates, decide_update(orders, updates, limit))]
    else:
        steps = _replay(_as_tuple(orders), _as_tuple(updates), limit)
    decisions = [step.decision for step in steps]
    if arguments.json:
        print_json(wire.response(decisions[0]) if single else wire.batch_response(decisions))
    else:
        lines = explanation_lines if arguments.explain else decision_lines
        print_reports(lines(step, limit) for step in steps)
    return _status(decisions)


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _as_placed(orders: Any) -> Any:
    """Return the order or the orders as placed; refuse to forget a history that is stated."""
    if isinstance(orders, tuple):
        return tuple(map(_as_placed, orders))
    if not (orders.placed_total is None and orders.increase_count is None):
        reason = "states placed_total or increase_count, which --as-placed would forget"
        raise CommandError(f"{orders.backd_order_id} {reason}")
    return orders.as_placed()


def _replay(
    orders: tuple[Order, ...], updates: tuple[OrderUpdate, ...], limit: MerchantLimit
) -> list[BatchStep]:
    try:
        return list(replay(orders, updates, limit))
    except ValueError as error:
        raise CommandError(str(error)) from None


class Action(NamedTuple):
    """A command that decides any other action than an update. `fields` are those of its request."""

    name: str
    summary: str
    fields: str
    parse: Callable[[Any], Any]
    decide: Callable[..., Decision]
    takes_time: bool = False


_IDS: Final = "backd_order_id and optionally merchant_order_id"
ACTIONS: Final = (
    Action(
        "place",
        "decide whether an order may be placed",
        "backd_order_id and merchant_order_id",
        wire.parse_both_ids,
        place,
    ),
    Action("confirm", "decide whether an order may be confirmed", _IDS, wire.parse_ids, confirm),
    Action("cancel", "decide whether an order may be canceled", _IDS, wire.parse_ids, cancel),
    Action(
        "refund",
        "decide whether a refund may be requested",
        "backd_order_id, merchant_order_id and refund_amount",
        wire.parse_refund_request,
        request_refund,
        takes_time=True,
    ),
    Action(
        "delete-refund",
        "decide whether the active refund request may be deleted",
        _IDS,
        wire.parse_ids,
        delete_refund,
        takes_time=True,
    ),
)
"""The commands that `act` runs."""


def act(arguments: Namespace) -> int:
    """Decide any other action than an update, and print a report or the response envelope."""
    action: Action = arguments.action
    order, request = read_files(
        order=(arguments.order, parse_order),
        request=(arguments.request, action.parse),
    )
    decision = action.decide(order, request, *([arguments.at] if action.takes_time else []))
    if arguments.json:
        print_json(wire.response(decision))
    else:
        print_reports([action_lines(order, request, decision)])
    return _status([decision])


def headroom(arguments: Namespace) -> int:
    """Print how far the total of an order may increase."""
    order, limit = read_files(
        order=(arguments.order, parse_order),
        limit=(arguments.limit, wire.parse_limit),
    )
    if arguments.as_placed:
        order = _as_placed(order)
    if not is_headroom_known(order, limit):
        raise CommandError(unknown_line(order, limit))
    print_lines(headroom_lines(order, limit))
    return OK


def status_diagram(_: Namespace) -> int:
    """Print the status diagram."""
    print_lines([diagram().rstrip("\n")])
    return OK


def rules(_: Namespace) -> int:
    """Print the violation codes."""
    print_lines(rules_lines())
    return OK


def json_schema(arguments: Namespace) -> int:
    """Print one of the schemas."""
    print_json(schema.SCHEMAS[arguments.name]())
    return OK


VECTORS: Final = ("vectors", "actions")
"""The files of conformance vectors: those of updates come first."""


def vectors(arguments: Namespace) -> int:
    """Print a file of conformance vectors, byte for byte as it is in the package."""
    file = files("backd_rules") / "conformance" / f"{arguments.name}.json"
    print_bytes(file.read_bytes())
    return OK


def _status(decisions: list[Decision]) -> int:
    return OK if all(decisions) else DENIED
