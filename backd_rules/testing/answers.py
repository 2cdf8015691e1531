"""Comparisons of a server's answers with what the rules say. They raise `AssertionError`.

The errors show generated data only, so that no data of another order gets into a log. A text of an
answer is shown if the machine has sent it. A number is shown where one is expected. For any other
value, the errors give the path, the type and the length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import islice
from typing import Any, Final, NoReturn

import attrs

from backd_rules import Allowed, Decision, Order, OrderStatus, OrderUpdate, ViolationCode
from backd_rules.domain.fields import field_paths
from backd_rules.domain.refund import APPROVED, DECLINED, DRAFT
from backd_rules.domain.timestamps import moment_of
from backd_rules.testing.adapter import Json
from backd_rules.wire import InvalidPayload, dump_order, parse_order, response

_WORDS: Final = frozenset(
    {*ViolationCode, *OrderStatus, DRAFT, APPROVED, DECLINED, "", "/refund_amount"}
    | {"/" + "/".join(path) for path, _ in field_paths(OrderUpdate)}
)
"""Texts that are not data: codes, statuses, and the paths of violations."""
_MOST: Final = 10
"""How many differences are shown, and how many elements of an array."""
_LONGEST: Final = 80
"""How many characters of a text are shown."""


def texts_in(payload: object) -> Iterator[str]:
    """Yield the texts in a payload, at any depth."""
    if isinstance(payload, str):
        yield payload
    elif isinstance(payload, (dict, list)):
        for part in payload.values() if isinstance(payload, dict) else payload:
            yield from texts_in(part)


def expect(what: str, expected: object, answer: object, sent: Set[str] = frozenset()) -> None:
    """Raise `AssertionError` unless the answer is what the rules say.

    The error has a line for each path at which they differ. It shows the texts that were `sent`.
    """
    different = [*islice(_differences(what, expected, answer), _MOST)]
    if different:
        _fail(
            (path, _shown(found, wanted, sent), repr(wanted)) for path, wanted, found in different
        )


def expect_response(decision: Decision, answer: Json, sent: Set[str] = frozenset()) -> None:
    """Compare a response envelope with a decision, as far as the response has the parts."""
    expected = response(decision)
    if not isinstance(answer, dict):
        _fail([("envelope", _shown(answer, None, sent), "an object")])
    expect("error", expected["error"], answer.get("error"))
    if isinstance(decision, Allowed):
        expect_order("data", decision.order, answer.get("data"), sent)
    for part, compared in _OPTIONAL_PARTS.items():
        if part in answer and part in expected:
            expect(part, compared(expected[part]), compared(answer[part]))


def expect_order(what: str, order: Order, payload: object, sent: Set[str] = frozenset()) -> None:
    """Compare orders, not payloads: a server may state `null` where the model has no field.

    Of another order, the error shows nothing but the id that is not the expected one.
    """
    try:
        answer = parse_order(payload)
    except InvalidPayload as error:
        problems = error.problems[:_MOST]
        _fail((f"{what}{p.path}", "what is no order", p.message) for p in problems)
    for name in ("backd_order_id", "merchant_order_id"):
        expect(f"{what}/{name}", getattr(order, name), getattr(answer, name), sent)
    if _comparable(answer) != _comparable(order):
        expect(what, dump_order(_comparable(order)), dump_order(_comparable(answer)), sent)


def _comparable(order: Order) -> Order:
    """Return what a response must state: no history, nor a `create_date` that a server may set.

    The response to a cancellation has no `merchant_order_status` (domain.md, W1).
    """
    canceled = order.status is OrderStatus.ORDER_CANCELED
    return attrs.evolve(
        order,
        create_date=None,
        placed_total=None,
        increase_count=None,
        merchant_order_status=None if canceled else order.merchant_order_status,
    )


def _part(value: Any, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else value


def _reasons(violations: Any) -> object:
    is_array = isinstance(violations, list)
    return [[_part(v, "code"), _part(v, "path")] for v in violations] if is_array else violations


_OPTIONAL_PARTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "status": lambda status: _part(status, "code"),
    "violations": _reasons,
}
"""Maps the parts of a response that a server can omit to the values that are compared."""


def _fail(differences: Iterable[tuple[str, str, str]]) -> NoReturn:
    """Raise `AssertionError` of differences: the path, what the server says, what the rules say."""
    lines = [
        f"{path}: the server says {answer}, the rules say {expected:.400}"
        for path, answer, expected in differences
    ]
    raise AssertionError("\n".join(lines)) from None


def _differences(path: str, expected: Any, answer: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield each path at which the two differ, with what is expected and what was answered."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for name in {**expected, **answer}:
            yield from _differences(f"{path}/{name}", expected.get(name), answer.get(name))
    elif isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        for index, pair in enumerate(zip(expected, answer, strict=True)):
            yield from _differences(f"{path}/{index}", *pair)
    elif answer != expected:
        yield path, expected, answer


def _shown(answer: object, expected: object, sent: Set[str]) -> str:
    """Return the value if it is generated data, else its type or its length."""
    if answer is None or isinstance(answer, bool):
        return repr(answer)
    if isinstance(answer, str):
        return _shown_text(answer, expected, sent)
    if isinstance(answer, list):
        elements = ", ".join(_shown(part, None, sent) for part in answer[:_MOST])
        return f"[{elements}{', ...' * (len(answer) > _MOST)}]"
    is_number = isinstance(answer, (int, float)) and isinstance(expected, (int, float))
    return repr(answer) if is_number else f"a value of type {type(answer).__name__}"


def _shown_text(answer: str, expected: object, sent: Set[str]) -> str:
    is_time = isinstance(expected, str) and moment_of(expected) and moment_of(answer)
    length = f"a text of {len(answer)} characters"
    if not (answer in sent or answer in _WORDS or is_time):
        return length
    return repr(answer) if len(answer) <= _LONGEST else f"{answer[:_LONGEST]!r}..., {length}"
