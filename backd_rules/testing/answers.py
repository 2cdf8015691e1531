"""Comparisons of a server's answers with what the rules say. They raise `AssertionError`.

An error has a sentence about the server's answer, and a line for each path at which it differs. It
shows generated data only, as `shown` returns it: no data of another order gets into a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import islice, zip_longest
from typing import Any, Final, NoReturn

import attrs

from backd_rules import Allowed, Decision, Denied, Order, OrderAction, OrderStatus
from backd_rules.actions.violations import Violation
from backd_rules.domain.status import next_status
from backd_rules.testing.adapter import Json
from backd_rules.testing.shown import MOST, json_line, shown, values_in
from backd_rules.wire import InvalidPayload, dump_order, parse_order, response

_ABSENT: Final = object()
"""The value of a field that a payload does not have."""


def expect_response(
    method: str, decision: Decision, answer: Json, sent: Set[object] = frozenset()
) -> None:
    """Compare a response envelope with a decision, as far as the response has the parts.

    `method` is what the errors call the source of the answer, such as "Shop.update".
    """
    _expect_error(method, decision, answer, sent)
    if isinstance(decision, Allowed):
        if answer.get("data") is None:
            _fail(f'{method}: the answer has no "data", although its "error" is false')
        expect_order(f'{method}: "data" of the answer', decision.order, answer["data"], sent)
    else:
        _expect_violations(method, decision.violations, answer, sent)
    _expect_status(method, response(decision), answer, sent)


def _expect_error(method: str, decision: Decision, answer: Json, sent: Set[object]) -> None:
    """Compare only whether the server has allowed the request."""
    if "error" not in answer:
        _fail(f'{method}: the answer has no "error"')
    error = answer["error"]
    if not isinstance(error, bool):
        other = json_line(shown(error, None, sent))
        _fail(f'{method}: "error" of the answer must be true or false, not {other}')
    if isinstance(decision, Denied) and not error:
        _fail(f"{method}: the server allowed what the rules deny:", _reasons(decision.violations))
    if isinstance(decision, Allowed) and error:
        found = [json_line(shown(one, None, sent)) for one in _answered_reasons(answer)]
        why = ", with these violations:" if found else ", without violations"
        _fail(f"{method}: the server denied what the rules allow{why}", found)


def _reasons(violations: Iterable[Violation]) -> list[str]:
    """Return a line for each violation of ours: code, path and message."""
    places = ((one, f" at {one.path}" if one.path else "") for one in violations)
    return [f"{one.code}{place}: {one.message}" for one, place in places]


def _answered_reasons(answer: Json) -> list[object]:
    violations = answer.get("violations")
    return [*map(_code_and_path, violations)][:MOST] if isinstance(violations, list) else []


def expect_order(what: str, order: Order, payload: object, sent: Set[object] = frozenset()) -> None:
    """Compare orders, not payloads: a server may state `null` where the model has no field.

    Of another order, the error shows nothing but the id that is not the expected one.
    """
    try:
        answer = parse_order(payload)
    except InvalidPayload as error:
        _fail(f"{what} is no order:", [one.message for one in error.problems[:MOST]])
    if other := _ids_of_another(order, answer):
        _expect_same(what, {name: getattr(order, name) for name in other}, other, sent)
    if answer != order:  # The common case is fast.
        _expect_same(what, compared(order), compared(answer), sent)


def _ids_of_another(order: Order, answer: Order) -> dict[str, str]:
    ids = {name: getattr(answer, name) for name in ("backd_order_id", "merchant_order_id")}
    return {name: text for name, text in ids.items() if text != getattr(order, name)}


def compared(order: Order) -> Json:
    """Return what a response must state: no history, nor a `create_date` that a server may set.

    The response to a cancellation has no `merchant_order_status` (domain.md, W1).
    """
    canceled = order.status is OrderStatus.ORDER_CANCELED
    return dump_order(
        attrs.evolve(
            order,
            create_date=None,
            placed_total=None,
            increase_count=None,
            merchant_order_status=None if canceled else order.merchant_order_status,
        )
    )


def expect_moved(method: str, status: OrderStatus, action: OrderAction, *, moved: bool) -> None:
    """Compare whether the server has confirmed or canceled an order of this `status`."""
    allowed = next_status(status, action) is not None
    if moved is not allowed:
        said = f"the rules {'allow' if allowed else 'forbid'} {action}"
        _fail(f"{method} returned {moved}: {said} of an order with status {status}")


def _expect_status(method: str, expected: Json, answer: Json, sent: Set[object]) -> None:
    status = answer.get("status", _ABSENT)
    code = status.get("code") if isinstance(status, dict) else status
    if code is not _ABSENT:
        wanted = {"status": {"code": expected["status"]["code"]}}
        _expect_same(f"{method}: the answer", wanted, {"status": {"code": code}}, sent)


def _expect_violations(
    method: str, expected: tuple[Violation, ...], answer: Json, sent: Set[object]
) -> None:
    """Compare the codes and paths of violations, and their order, if the answer has violations."""
    found = answer.get("violations", _ABSENT)
    if found is _ABSENT:
        return
    if not isinstance(found, list):
        other = json_line(shown(found, None, sent))
        _fail(f'{method}: "violations" of the answer must be an array, not {other}')
    pairs = [_code_and_path(violation) for violation in found]
    wanted = [{"code": str(one.code), "path": one.path} for one in expected]
    if pairs == wanted:
        return
    missing = [one for one, pair in zip(expected, wanted, strict=True) if pair not in pairs]
    extra = [pair for pair in pairs if pair not in wanted]
    lines = [f"only the rules: {line}" for line in _reasons(missing)]
    lines += [f"only the server: {json_line(shown(one, None, sent))}" for one in extra]
    if not lines:  # The same ones in another order.
        lines = [f"the server: {json_line(shown(pairs, None, sent))}"]
        lines += [f"the rules: {json_line(wanted)}"]
    _fail(f"{method}: the violations differ from the rules:", lines[:MOST])


def _code_and_path(violation: Any) -> object:
    if not isinstance(violation, dict):
        return violation
    return {name: violation.get(name) for name in ("code", "path")}


def _expect_same(what: str, expected: Json, answer: Json, sent: Set[object]) -> None:
    """Raise `AssertionError` with a line for each path at which the two differ."""
    different = [*islice(_differences("", expected, answer), MOST)]
    if different:
        ours = {*values_in(expected)}
        lines = (
            f"{path}: server {_value(found, wanted, sent)}, rules {_value(wanted, wanted, ours)}"
            for path, wanted, found in different
        )
        _fail(f"{what} differs from the rules:", lines)


def _value(value: object, expected: object, sent: Set[object]) -> str:
    return "nothing" if value is _ABSENT else json_line(shown(value, expected, sent))


def _differences(path: str, expected: Any, answer: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield each path at which the two differ, with what is expected and what was answered."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for name in {**expected, **answer}:
            pair = expected.get(name, _ABSENT), answer.get(name, _ABSENT)
            yield from _differences(f"{path}/{name}", *pair)
    elif isinstance(expected, list) and isinstance(answer, list):
        for index, pair in enumerate(zip_longest(expected, answer, fillvalue=_ABSENT)):
            yield from _differences(f"{path}/{index}", *pair)
    elif expected is _ABSENT and answer and isinstance(answer, (dict, list)):
        yield from _differences(path, type(answer)(), answer)
    elif answer is _ABSENT and expected and isinstance(expected, (dict, list)):
        yield from _differences(path, expected, type(expected)())
    elif answer != expected:
        yield path, expected, answer


def _fail(sentence: str, lines: Iterable[str] = ()) -> NoReturn:
    """Raise `AssertionError`. One place: Hypothesis takes errors of two places for two bugs."""
    raise AssertionError("\n".join([sentence, *lines])) from None
