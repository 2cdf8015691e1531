"""The commands. Each takes the parsed arguments, prints its result and returns the exit status."""

from __future__ import annotations

import json
from argparse import Namespace
from importlib.resources import files
from typing import Any

from backd_rules import schema, wire
from backd_rules.actions.update_order.decide import BatchStep, decide_update, replay
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.cli.files import parse_order, parse_orders, parse_updates, read_files
from backd_rules.cli.report import (
    decision_lines,
    headroom_lines,
    is_headroom_known,
    rules_lines,
    unknown_line,
)
from backd_rules.cli.terminal import CommandError, print_bytes, print_lines
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
    print_lines(decision_lines(step, limit))
    return _status([step])


def check(arguments: Namespace) -> int:
    """Decide the updates of a file, and print a report or the response envelope."""
    orders, limit, updates = read_files(
        (arguments.order, parse_orders),
        (arguments.limit, wire.parse_limit),
        (arguments.update, parse_updates),
    )
    single = isinstance(orders, Order) and isinstance(updates, OrderUpdate)
    if arguments.as_placed:
        orders = _as_placed(orders)
    if single:
        steps = [BatchStep(orders, updates, decide_update(orders, updates, limit))]
    else:
        steps = _replay(_as_tuple(orders), _as_tuple(updates), limit)
    if arguments.json:
        envelopes = [wire.response(step.decision) for step in steps]
        print_lines([json.dumps(envelopes[0] if single else envelopes, indent=2)])
    else:
        reports = ("\n".join(decision_lines(step, limit)) for step in steps)
        print_lines(["\n\n".join(reports)])
    return _status(steps)


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


def headroom(arguments: Namespace) -> int:
    """Print how far the total of an order may increase."""
    order, limit = read_files(
        (arguments.order, parse_order),
        (arguments.limit, wire.parse_limit),
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
    print_lines([json.dumps(schema.SCHEMAS[arguments.name](), indent=2)])
    return OK


def vectors(_: Namespace) -> int:
    """Print the conformance vectors, byte for byte as they are in the package."""
    print_bytes((files("backd_rules") / "conformance" / "vectors.json").read_bytes())
    return OK


def _status(steps: list[BatchStep]) -> int:
    return OK if all(step.decision.allowed for step in steps) else DENIED
