"""What a peer is: the same rules, asked one and all, by an engine that one would else use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from backd_rules import ViolationCode
from benchmarks.facts import Facts, Leaves, Lines

CODES: Final = tuple(code.value for code in ViolationCode if code != ViolationCode.UNKNOWN_ORDER)
"""The rules, in order of precedence, by the codes of their violations."""

Codes = frozenset[str]


class Peer(NamedTuple):
    """An engine with the rules in it.

    `prepare` makes its input of the facts, outside of what is timed; `judge` is timed, and
    `reasons` reads from its answer which rules refuse.
    """

    name: str
    package: str
    idiom: str
    done_for_it: str
    prepare: Callable[[Facts], tuple[Any, ...]]
    judge: Callable[..., Any]
    reasons: Callable[[Any], Codes]


def refusing(answers: Iterable[bool]) -> Codes:
    """The rules that refuse, by whether each holds, in the order of `CODES`."""
    return frozenset(code for code, holds in zip(CODES, answers, strict=True) if not holds)


def as_dict(facts: Facts) -> dict[str, Any]:
    """The facts as most engines take them: JSON types under names."""
    return {
        **facts._asdict(),
        "items": _as_dicts(facts.items),
        "own_items": _as_dicts(facts.own_items),
        "new_shipping": _as_list(facts.new_shipping),
        "new_billing": _as_list(facts.new_billing),
    }


def _as_dicts(lines: Lines | None) -> list[dict[str, int]] | None:
    if lines is None:
        return None
    return [{"unit_price": unit_price, "qty": qty} for unit_price, qty in lines]


def _as_list(leaves: Leaves | None) -> list[str | None] | None:
    return None if leaves is None else list(leaves)
