"""The command line, `python -m backd_rules`: the one place with I/O.

Exit status: 0 allowed, 1 denied, 2 malformed input or usage. Everything it decides and everything
it says is made elsewhere; here files are read, text is written and failures become one clear line.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from typing import Any, TypeVar

from backd_rules import schema, wire
from backd_rules.actions.decision import Allowed, Decision, decide_update, decide_updates
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.cli.report import ALLOWED, DENIED, decision_lines, headroom_lines, rules_lines
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.status import diagram
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.wire.problems import Problem
from backd_rules.wire.strict_json import MAX_BYTES

_T = TypeVar("_T")
_OK, _DENIED, _FAILED, _INTERRUPTED = 0, 1, 2, 130
_COLOURS = {ALLOWED: "\033[32m", DENIED: "\033[31m"}


class _FailureError(Exception):
    """Something that ends the command: the lines that say what."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        status = _run(_parser().parse_args(argv))
    except SystemExit as stop:  # argparse has said what is wrong, or shown its help
        status = _FAILED if stop.code else _OK
    except _FailureError as failure:
        status = _fail(*failure.lines)
    except KeyboardInterrupt:
        status = _INTERRUPTED
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        status = _fail(f"cannot write: {error.strerror}")
        # What is still in the buffer must not fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _fail(*lines: str) -> int:
    for line in lines:
        print(f"backd_rules: {_printable(line)}", file=sys.stderr)
    return _FAILED


def _printable(text: str) -> str:
    # A field's name is whatever somebody wrote: it must not steer the terminal.
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backd_rules",
        description="Decide whether a merchant's update of a Backd order is allowed. "
        "With no arguments: decide a built-in example.",
        epilog="Exit status: 0 allowed, 1 denied, 2 malformed input or usage.",
    )
    parser.set_defaults(run=_example)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    check = _command(commands, "check", "decide an update, or an array of updates", _check)
    headroom = _command(commands, "headroom", "say how much may still be added and why", _headroom)
    for command in (check, headroom):
        command.add_argument("--order", required=True, metavar="FILE", help="the order, as JSON")
        command.add_argument("--limit", required=True, metavar="FILE", help="the limit, as JSON")
    check.add_argument("--json", action="store_true", help="print the response envelope")
    check.add_argument("update", metavar="UPDATE", help="the update, as JSON; - is standard input")
    _command(commands, "diagram", "print the status flow as Mermaid", lambda _: _say([diagram()]))
    _command(commands, "rules", "print what each code means", lambda _: _say(rules_lines()))
    described = _command(commands, "schema", "print a JSON Schema or the OpenAPI document", _schema)
    names = list(schema.SCHEMAS)
    described.add_argument("name", metavar="NAME", choices=names, help=f"one of {', '.join(names)}")
    _command(commands, "vectors", "print the conformance vectors", lambda _: _say(_vectors()))
    return parser


def _command(
    commands: Any, name: str, help_text: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}."
    )
    command.set_defaults(run=run)
    return command


def _run(arguments: argparse.Namespace) -> int:
    status: int = arguments.run(arguments)
    return status


def _say(lines: Iterable[str]) -> int:
    if sys.stdout is None:
        raise _FailureError("cannot write: standard output is closed")
    text = "\n".join(lines).rstrip("\n")
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        for word, colour in _COLOURS.items():
            text = text.replace(f"{word}  ", f"{colour}{word}\033[0m  ")
    encoding = sys.stdout.encoding or "utf-8"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding))
    except OSError as error:
        raise _FailureError(f"cannot write: {error.strerror}") from None
    return _OK


def _example(_: argparse.Namespace) -> int:
    order, limit = wire.parse_order(ORDER), wire.parse_limit(LIMIT)
    update = wire.parse_update(UPDATE)
    return _show(order, update, limit, decide_update(order, update, limit))


def _show(order: Order | None, update: OrderUpdate, limit: MerchantLimit, made: Decision) -> int:
    _say(decision_lines(order, update, limit, made))
    return _OK if made.allowed else _DENIED


def _check(arguments: argparse.Namespace) -> int:
    names = (arguments.order, arguments.limit, arguments.update)
    orders, limit, updates = _read_all(names, (_parse_orders, wire.parse_limit, _parse_updates))
    if isinstance(orders, Order) and isinstance(updates, OrderUpdate):
        decisions: tuple[Decision, ...] = (decide_update(orders, updates, limit),)
        before: list[Order | None] = [orders]
        updates = (updates,)
        envelope: Any = wire.response(decisions[0])
    else:
        updates = (updates,) if isinstance(updates, OrderUpdate) else updates
        orders = (orders,) if isinstance(orders, Order) else orders
        decisions = _decide_batch(orders, updates, limit)
        before = _orders_met(orders, updates, decisions)
        envelope = [wire.response(decision) for decision in decisions]
    if arguments.json:
        _say([json.dumps(envelope, indent=2)])
    else:
        met = zip(before, updates, decisions, strict=True)
        reports = ("\n".join(decision_lines(o, u, limit, d)) for o, u, d in met)
        _say(["\n\n".join(reports)])
    return _OK if all(decision.allowed for decision in decisions) else _DENIED


def _decide_batch(
    orders: tuple[Order, ...], updates: tuple[OrderUpdate, ...], limit: MerchantLimit
) -> tuple[Decision, ...]:
    try:
        return decide_updates(orders, updates, limit)
    except ValueError as error:
        raise _FailureError(str(error)) from None


def _orders_met(
    orders: tuple[Order, ...], updates: tuple[OrderUpdate, ...], decisions: tuple[Decision, ...]
) -> list[Order | None]:
    """The order that each update of a batch met, as the earlier ones had left it."""
    present = {order.backd_order_id: order for order in orders}
    met = []
    for update, decision in zip(updates, decisions, strict=True):
        met.append(present.get(update.backd_order_id))
        if isinstance(decision, Allowed):
            present[update.backd_order_id] = decision.order
    return met


def _headroom(arguments: argparse.Namespace) -> int:
    names = (arguments.order, arguments.limit)
    order, limit = _read_all(names, (_parse_order, wire.parse_limit))
    return _say(headroom_lines(order, limit))


def _schema(arguments: argparse.Namespace) -> int:
    return _say([json.dumps(schema.SCHEMAS[arguments.name](), indent=2)])


def _read_all(names: Sequence[str], parsers: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """What each file holds; every problem of every file is found before any is told."""
    if names.count("-") > 1:
        raise _FailureError("only one of the files can be - (standard input)")
    read, lines = [], []
    for name, parse in zip(names, parsers, strict=True):
        try:
            read.append(parse(wire.loads(_content(name))))
        except wire.InvalidPayload as invalid:
            lines += [_problem_line(name, problem) for problem in invalid.problems]
        except _FailureError as failure:
            lines += failure.lines
    if lines:
        raise _FailureError(*lines)
    return read


def _problem_line(name: str, problem: Problem) -> str:
    return f"{name}: {problem.path or '(whole)'}: {problem.message} [{problem.code}]"


def _content(name: str) -> bytes:
    """The bytes of a file, and one more than `loads` takes where there are too many."""
    try:
        if name != "-":
            with open(name, "rb") as file:
                return file.read(MAX_BYTES + 1)
        if sys.stdin is None:
            raise _FailureError("-: standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise _FailureError(f"{name}: {error.strerror}") from None
    except ValueError:
        raise _FailureError(f"{name}: not a file's name") from None


def _parse_order(document: Any) -> Order:
    """An order, or a response that holds one in its `data`."""
    if not (isinstance(document, dict) and "data" in document):
        return wire.parse_order(document)
    return _below("/data", wire.parse_order, document["data"])


def _parse_orders(document: Any) -> Order | tuple[Order, ...]:
    if not isinstance(document, list):
        return _parse_order(document)
    return _each(_parse_order, document)


def _parse_updates(document: Any) -> OrderUpdate | tuple[OrderUpdate, ...]:
    batch = isinstance(document, list)
    return wire.parse_updates(document) if batch else wire.parse_update(document)


def _each(parse: Callable[[Any], _T], documents: list[Any]) -> tuple[_T, ...]:
    parsed: list[_T] = []
    problems: list[Problem] = []
    for index, document in enumerate(documents):
        try:
            parsed.append(_below(f"/{index}", parse, document))
        except wire.InvalidPayload as invalid:
            problems += invalid.problems
    if problems:
        raise wire.InvalidPayload(problems)
    return tuple(parsed)


def _below(path: str, parse: Callable[[Any], _T], document: Any) -> _T:
    try:
        return parse(document)
    except wire.InvalidPayload as invalid:
        problems = [Problem(p.code, path + p.path, p.message) for p in invalid.problems]
    raise wire.InvalidPayload(problems)


def _vectors() -> Iterable[str]:
    file = files("backd_rules") / "conformance" / "vectors.json"
    return file.read_text(encoding="ascii").splitlines()
