"""The lines in which the state machine shows payloads, and of an answer only generated data.

A server can answer with another order's data, which must not get into a log. So a text of an answer
is shown only if the machine has sent it, and a number only if it has sent it or expects a number
there. Of any other value, a line has the type or the length.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from typing import Any, Final

from backd_rules import (
    Address,
    Contact,
    LineItem,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    Refund,
    ViolationCode,
)
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.fields import declarations, field_paths
from backd_rules.domain.refund import APPROVED, DECLINED, DRAFT
from backd_rules.domain.timestamps import moment_of

_RECORDS: Final = (Order, OrderUpdate, LineItem, Refund, Contact, PersonName, Address, *VIOLATIONS)
_WORDS: Final = frozenset(
    {name for record in _RECORDS for name in declarations(record)}
    | {*ViolationCode, *OrderStatus, DRAFT, APPROVED, DECLINED, "", "/refund_amount"}
    | {"/" + "/".join(path) for path, _ in field_paths(OrderUpdate)}
    | {"error", "data", "status", "code", "type", "message", "violations", "path", "facts"}
    | {"success"}
)
"""Texts that are not data: codes, statuses, the paths of violations, and names of fields."""
MOST: Final = 10
"""How many differences are shown, and how many elements of an array."""
_LONGEST_TEXT: Final = 80
_LONGEST_LINE: Final = 3000


def values_in(payload: object) -> Iterator[object]:
    """Yield the texts and numbers in a payload, at any depth, and the names of its fields."""
    if isinstance(payload, dict):
        yield from payload
        payload = [*payload.values()]
    if isinstance(payload, list):
        for part in payload:
            yield from values_in(part)
    elif isinstance(payload, (str, int, float)):
        yield payload


def shown(answer: object, expected: object, sent: Set[object]) -> Any:
    """Return what a line shows of `answer`, as JSON, where `expected` is the right answer.

    `sent` has the texts and the numbers that the machine has sent.
    """
    if isinstance(answer, dict):
        return _shown_object(answer, expected, sent)
    if isinstance(answer, list):
        return _shown_array(answer, expected, sent)
    if answer is None or isinstance(answer, bool):
        return answer
    if isinstance(answer, str):
        return _shown_text(answer, expected, sent)
    if not isinstance(answer, (int, float)):
        return f"<a value of type {type(answer).__name__}>"
    return answer if isinstance(expected, (int, float)) or answer in sent else "<a number>"


def _shown_object(answer: dict[Any, object], expected: object, sent: Set[object]) -> Any:
    known = expected if isinstance(expected, dict) and not _is_another(answer, expected) else {}
    return {
        _shown_text(str(name), None, sent | known.keys()): shown(part, known.get(name), sent)
        for name, part in answer.items()
    }


def _is_another(answer: dict[Any, object], expected: dict[str, object]) -> bool:
    """Return whether the answer is another order than the expected one."""
    return any(answer.get(name) != expected.get(name) for name in _IDS)


_IDS: Final = ("backd_order_id", "merchant_order_id")


def _shown_array(answer: list[object], expected: object, sent: Set[object]) -> list[Any]:
    known = expected if isinstance(expected, list) else []
    pairs = zip(answer[:MOST], [*known, *[None] * MOST], strict=False)
    parts = [shown(part, wanted, sent) for part, wanted in pairs]
    return [*parts, f"<{len(answer) - MOST} more>"] if len(answer) > MOST else parts


def _shown_text(answer: str, expected: object, sent: Set[object]) -> str:
    is_time = isinstance(expected, str) and moment_of(expected) and moment_of(answer)
    if not (answer in sent or answer in _WORDS or is_time):
        return f"<a text of {len(answer)} characters>"
    if len(answer) <= _LONGEST_TEXT:
        return answer
    return f"{answer[:_LONGEST_TEXT]}<{len(answer) - _LONGEST_TEXT} more>"


def json_line(value: object) -> str:
    """Return `value` as JSON in one line of printable characters, cut if it is very long."""
    line = json.dumps(value, ensure_ascii=False)
    line = line if line.isprintable() else json.dumps(value)
    rest = len(line) - _LONGEST_LINE
    return line if rest <= 0 else f"{line[:_LONGEST_LINE]}<{rest} more characters>"


def described(value: object) -> str:
    """Return what a value from the adapter is, without any data in it."""
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, str):
        return f"a text of {len(value)} characters"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return f"a value of type {type(value).__name__}"


class Note:
    """A line about a payload that is written only if Hypothesis prints it."""

    def __init__(self, start: str, payload: object, expected: object, sent: Set[object]) -> None:
        self._parts = start, payload, expected, sent

    def __repr__(self) -> str:
        """Return the line."""
        start, payload, expected, sent = self._parts
        return f"{start} {json_line(shown(payload, expected, sent))}"
