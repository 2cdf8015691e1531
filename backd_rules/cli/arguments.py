"""Parse the command line: the commands, their arguments and their help texts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NoReturn

from backd_rules import RULES_VERSION, __version__, schema
from backd_rules.cli.commands import (
    ACTIONS,
    VECTORS,
    Action,
    act,
    check,
    example,
    headroom,
    json_schema,
    rules,
    status_diagram,
    vectors,
)
from backd_rules.cli.terminal import CommandError, print_lines, program_name
from backd_rules.cli.what_if.command import add_arguments as add_what_if_arguments
from backd_rules.cli.what_if.command import what_if
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT, check_moment, moment_of


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed arguments; `run` is the function of the chosen command.

    Raises `CommandError` for wrong ones. Raises `SystemExit` once the help or the version is
    printed.
    """
    arguments, unknown = _parser().parse_known_args(argv)
    if unknown:
        command: _Parser = arguments.parser
        command.error(f"unrecognized arguments: {' '.join(unknown)}")
    return arguments


class _Parser(argparse.ArgumentParser):
    """A parser that leaves its errors to the caller, and whose help must be printed to succeed."""

    def error(self, message: str) -> NoReturn:
        raise CommandError(message, usage=self.format_usage())

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002
        print_lines([message.rstrip("\n")])


def _parser() -> _Parser:
    root = _Parser(
        prog=program_name(),
        description="Decide what a merchant may do to a Backd order: place, update, confirm, "
        "cancel or refund it. Without a command: decide a built-in example of an update.",
        epilog="Exit status: 0 allowed, 1 denied, 2 no decision: invalid input or usage, or the "
        "output cannot be written.",
        allow_abbrev=False,
    )
    root.set_defaults(run=example, parser=root, json=False)
    version = f"backd-rules {__version__} (rules {RULES_VERSION})"
    root.add_argument("--version", action="version", version=version)
    commands = root.add_subparsers(title="commands", metavar="COMMAND")
    _add_check(commands)
    for action in ACTIONS:
        _add_action(commands, action)
    _add_headroom(commands)
    summary = "decide recorded updates by other limits: how many are allowed, for how much"
    add_what_if_arguments(_add(commands, "what-if", summary, what_if))
    _add(commands, "diagram", "print the status diagram, as Mermaid", status_diagram)
    _add(commands, "rules", "print the meaning of each violation code", rules)
    _add_schema(commands)
    _add_vectors(commands)
    return root


def _add_check(commands: Any) -> None:
    command = _add(commands, "check", "decide an update or an array of updates", check)
    _add_order_and_limit(command)
    output = command.add_mutually_exclusive_group()
    _add_json(output)
    output.add_argument(
        "--explain",
        action="store_true",
        help="print every rule with its outcome, and the limit in words; not with --json",
    )
    _add_request(command, "UPDATE", "JSON file of the update or the updates")


def _add_action(commands: Any, action: Action) -> None:
    command = _add(commands, action.name, action.summary, act)
    command.set_defaults(action=action)
    _add_order(command)
    if action.takes_time:
        command.add_argument(
            "--at",
            required=True,
            type=_moment,
            metavar='"YYYY-MM-DD HH:MM:SS"',
            help="when the request arrives, in UTC",
        )
    _add_json(command)
    _add_request(command, "REQUEST", f"JSON file that states {action.fields}")


def _add_json(command: Any) -> None:
    command.add_argument(
        "--json",
        action="store_true",
        help="print the response envelope, also that of a malformed request; other errors have "
        "none",
    )


def _add_request(command: argparse.ArgumentParser, name: str, meaning: str) -> None:
    command.add_argument(name.lower(), metavar=name, help=f"{meaning}; - reads standard input")


def _moment(text: str) -> datetime:
    """Return the time that a user states (domain.md, N8)."""
    moment = moment_of(text)
    if moment is None:
        example = 'as in "2026-04-15 12:49:46"'
        raise argparse.ArgumentTypeError(f"must be {TIMESTAMP_FORMAT}, {example}")
    try:
        check_moment(_moment, "at", moment)
    except ValueError:
        raise argparse.ArgumentTypeError("must be from 2007 to 9998 in UTC") from None
    return moment


def _add_headroom(commands: Any) -> None:
    command = _add(commands, "headroom", "print how far the total may increase", headroom)
    _add_order_and_limit(command)


def _add_order_and_limit(command: argparse.ArgumentParser) -> None:
    _add_order(command)
    command.add_argument("--limit", required=True, metavar="FILE", help="JSON file of the limit")
    command.add_argument(
        "--as-placed",
        action="store_true",
        help="the order has never been updated: take its present total as the one at which it "
        "was placed, and no increases",
    )


def _add_order(command: argparse.ArgumentParser) -> None:
    command.add_argument("--order", required=True, metavar="FILE", help="JSON file of the order")


def _add_schema(commands: Any) -> None:
    command = _add(commands, "schema", "print a JSON Schema or the OpenAPI document", json_schema)
    names = list(schema.SCHEMAS)
    command.add_argument("name", metavar="NAME", choices=names, help=f"one of {', '.join(names)}")


def _add_vectors(commands: Any) -> None:
    command = _add(commands, "vectors", "print the conformance vectors", vectors)
    command.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        choices=VECTORS,
        default=VECTORS[0],
        help="vectors (of updates, if no name is given) or actions (of the other actions)",
    )


def _add(
    commands: Any, name: str, summary: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Add a command. Its help text is `summary`."""
    command: _Parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        allow_abbrev=False,  # A misspelt --as-placed must not say that there were no updates.
    )
    command.set_defaults(run=run, parser=command)
    return command
