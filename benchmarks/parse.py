"""Contests in parsing: a decoded dict in, validated values out.

The dict is as the strict reader gives it: `int` for whole numbers, `Decimal` for others. Everyone
must take and refuse the same payloads before anyone is timed, but for the kinds of fault that a
peer says it cannot express.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from benchmarks import payloads
from benchmarks.agreement import Disagreement
from benchmarks.harness import Contest, calls
from benchmarks.parsers import PARSERS, Parser
from benchmarks.wire_cases import samples

GROUP: Final = "parse"
SIZES: Final = (1, 20)


def contests() -> Iterator[Contest]:
    """Valid, and with six problems, once everyone is found to agree."""
    check_agreement()
    for count in SIZES:
        items = "1 item" if count == 1 else f"{count} items"
        valid, six = payloads.with_contacts(count), payloads.six_problems(count)
        parse = tuple(calls(p.name, p.parse, p.prepare(valid)) for p in PARSERS)
        yield Contest(GROUP, f"{items}, valid", parse)
        find = tuple(calls(p.name, p.problems, p.prepare(six)) for p in PARSERS)
        yield Contest(GROUP, f"{items}, six problems", find)


def check_agreement(parsers: tuple[Parser, ...] = PARSERS) -> None:
    """Raise `Disagreement` unless all take and refuse the same, and find the six problems."""
    for parser in parsers:
        for payload, kind in samples():
            found = parser.problems(parser.prepare(payload))
            if bool(found) != (kind is not None and kind not in parser.cannot):
                raise Disagreement(f"{parser.name} finds {found} of {payload}, which is: {kind}")
            if kind is None:
                parser.parse(parser.prepare(payload))
        for count in SIZES:
            _check_six(parser, payloads.six_problems(count))


def _check_six(parser: Parser, six: payloads.Json) -> None:
    """Six problems, or the first where a parser stops at it, each below another place."""
    found = parser.problems(parser.prepare(six))
    if len(found) < (6 if parser.all_at_once else 1):
        raise Disagreement(f"{parser.name} finds {found} of the six problems")
