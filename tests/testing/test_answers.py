"""A failure of the state machine shows generated data, and nothing else of a server's answer."""

import copy
import traceback
from collections.abc import Iterator, Set
from typing import Any

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.examples import ORDER
from support.fake_servers import FakeServer
from support.json_values import CONTACT_JSON, ORDER_JSON, replaced
from support.oracle import Json

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    IncreaseExceedsLimit,
    OrderTotalMismatch,
    StatusForbidsAction,
    wire,
)
from backd_rules.domain.status import OrderAction, OrderStatus
from backd_rules.testing import order_machine
from backd_rules.testing.answers import expect_moved, expect_response

MARK = "s3cr3t"
PERSON = {
    "name": {"first": f"{MARK} 1", "last": f"{MARK} 2"},
    "address": {name: f"{MARK} {name}" for name in CONTACT_JSON["address"]},
    "company_name": f"{MARK} 3",
    "phone_number": f"{MARK} 4",
    "email": f"{MARK}@example.com",
}
FOREIGN: dict[str, Any] = {
    **ORDER_JSON,
    "backd_order_id": f"{MARK} 5",
    "merchant_order_id": f"{MARK} 6",
    "merchant_order_status": f"{MARK} 7",
    "order_total": 31415926.53,
    "cart_amount": 31415926.53,
    "tax_amount": 0,
    "shipping_amount": 0,
    "shipping": PERSON,
    "billing": PERSON,
    "items": [{**ORDER_JSON["items"][0], "display_name": f"{MARK} 8", "unit_price": 31415926.53}],
    "refunds": [{"amount": 7, "status": f"{MARK} 9", "locked_at": f"{MARK} 10"}],
}
"""An order that no machine has generated."""
PAGE = f"<html><pre>Traceback\n  {MARK}</pre></html>"


class MixesOrders(FakeServer):
    """Returns the texts, the items and the refunds of another order."""

    def read(self, backd_order_id: str) -> Json:
        names = ("shipping", "billing", "merchant_order_status", "refunds")
        mixed = {**super().read(backd_order_id), **{name: FOREIGN[name] for name in names}}
        return {**mixed, "items": [{**FOREIGN["items"][0], "unit_price": 1}]}


class InventsReasons(FakeServer):
    def update(self, update: Json) -> Json:
        answer = super().update(update)
        reasons = [{"code": PAGE, "path": PAGE}, PAGE, {PAGE: PAGE}, "a"] * 1000
        return {**answer, "violations": reasons} if answer["error"] else answer


def answering(method: str, answer: object) -> type[FakeServer]:
    """Return a server of which one method always returns `answer`."""
    return type("Answering", (FakeServer,), {method: lambda *_: copy.deepcopy(answer)})


BROKEN = {**FOREIGN, "shipping": [MARK], "order_total": MARK, "status": MARK, MARK: MARK}
ENVELOPE_OF_PAGES = dict.fromkeys(("error", "data", "status", "violations", PAGE), PAGE)
LEAKING: dict[str, tuple[type[FakeServer], list[str]]] = {
    "reads another order": (
        answering("read", FOREIGN),
        [
            "Answering.read: the stored order differs from the rules:",
            '/backd_order_id: server "<a text of 8 characters>", rules "BO-1"',
            '/merchant_order_id: server "<a text of 8 characters>", rules "M-',
        ],
    ),
    "answers with another order": (
        answering("update", {"error": False, "data": FOREIGN}),
        [
            'Answering.update: "data" of the answer differs from the rules:',
            '/backd_order_id: server "<a text of 8 characters>", rules "BO-',
        ],
    ),
    "mixes orders": (
        MixesOrders,
        [
            '/merchant_order_status: server "<a text of 8 characters>", rules nothing',
            '/items/0/display_name: server "<a text of 8 characters>", rules ',
        ],
    ),
    "reads a page": (
        answering("read", PAGE),
        [
            "Answering.read returned a text of 42 characters; it must return the stored order as a "
            "dict"
        ],
    ),
    "answers with a large page": (
        answering("update", PAGE * 100_000),
        [
            "Answering.update returned a text of 4200000 characters; it must return the response "
            "envelope as a dict"
        ],
    ),
    "confirms with a page": (
        answering("confirm", PAGE),
        ["Answering.confirm returned a text of 42 characters; it must return True or False"],
    ),
    "puts a page into the envelope": (
        answering("update", ENVELOPE_OF_PAGES),
        [
            'Answering.update: "error" of the answer must be true or false, not "<a text of 42 '
            'characters>"'
        ],
    ),
    "invents reasons": (
        InventsReasons,
        [
            "InventsReasons.update: the violations differ from the rules:",
            'only the server: {"code": "<a text of 42 characters>", '
            '"path": "<a text of 42 characters>"}',
        ],
    ),
    "reads broken fields": (
        answering("read", BROKEN),
        [
            "Answering.read: the stored order is no order:",
            "/order_total must be a number",
            "/status must be one of ",
            "/shipping must be an object",
        ],
    ),
}
"""A server with data that no machine has sent, and what an error says about its answer."""


def failure(server: type[FakeServer]) -> BaseException:
    """Return the exception of a server that the machine finds wrong."""
    few = settings(
        max_examples=100, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    with pytest.raises((AssertionError, TypeError)) as caught:
        run_state_machine_as_test(order_machine(server), settings=few)
    return caught.value


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", LEAKING)
def test_a_failure_shows_no_data_that_the_machine_has_not_sent(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server, expected = LEAKING[name]
    error = failure(server)
    printed = "".join(traceback.format_exception(error)) + "".join(capsys.readouterr())
    shown = [printed, *(f"{one!r}{one.args}{vars(one)}" for one in chain(error))]
    assert not [text for text in shown if MARK in text or "31415926" in text or "html" in text]
    assert [part for part in expected if part not in str(error)] == []
    assert len(str(error)) < 10_000
    assert "->" in printed


def message(decision: Decision, answer: Json, sent: Set[object] = frozenset()) -> list[str]:
    """Return the lines of the error about an answer of `Shop.update`."""
    with pytest.raises(AssertionError) as caught:
        expect_response("Shop.update", decision, answer, sent)
    return str(caught.value).splitlines()


def test_a_failure_shows_generated_texts_and_numbers() -> None:
    """Those that were sent, the amounts of the order that was meant, and times."""
    sent = {"BO-1", "M-1", "Joe", "Doe", "x" * 100}
    answered: Any = wire.response(Allowed(ORDER))
    for path, value in {
        ("shipping", "name", "first"): "Doe",
        ("shipping", "name", "last"): f"{MARK} Doe",
        ("shipping", "email"): "x" * 100,
        ("shipping", "company_name"): None,
        ("order_total",): 9150.01,
        ("cart_amount",): 9000.01,
        ("items", 0, "qty"): 2.5,
    }.items():
        answered = replaced(answered, ("data", *path), value)
    assert message(Allowed(ORDER), answered, sent) == [
        'Shop.update: "data" of the answer differs from the rules:',
        "/order_total: server 9150.01, rules 9150",
        "/cart_amount: server 9000.01, rules 9000",
        '/shipping/name/first: server "Doe", rules "Joe"',
        '/shipping/name/last: server "<a text of 10 characters>", rules "Doe"',
        '/shipping/company_name: server null, rules "Big Business"',
        f'/shipping/email: server "{"x" * 80}<20 more>", rules "joedoe@123fakestreet.com"',
        "/items/0/qty: server 2.5, rules 3",
    ]


DENIED = Denied(
    (
        OrderTotalMismatch(1000, 900),
        IncreaseExceedsLimit(915001, 915000, "max_increase"),
    )
)


def test_our_violations_say_why_where_the_server_allowed() -> None:
    assert message(DENIED, {"error": False, "data": {}}) == [
        "Shop.update: the server allowed what the rules deny:",
        "order_total_mismatch at /order_total: order_total is 10.00, the amounts add up to 9.00",
        "increase_exceeds_limit at /order_total: order_total would be 9150.01, max_increase allows "
        "9150.00",
    ]
    locked = Denied((StatusForbidsAction(OrderStatus.REFUND, OrderAction.UPDATE_ORDER),))
    assert message(locked, {"error": False}) == [
        "Shop.update: the server allowed what the rules deny:",
        "status_forbids_action: an order with status refund does not allow the action update_order",
    ]


def test_the_violations_of_the_server_say_why_where_the_rules_allow() -> None:
    reasons = [{"code": "refund_locked", "path": "", "message": MARK}, {"code": MARK}]
    assert message(Allowed(ORDER), {"error": True, "violations": reasons}) == [
        "Shop.update: the server denied what the rules allow, with these violations:",
        '{"code": "refund_locked", "path": ""}',
        '{"code": "<a text of 6 characters>", "path": null}',
    ]
    for answer in ({"error": True}, {"error": True, "violations": MARK}):
        assert message(Allowed(ORDER), answer) == [
            "Shop.update: the server denied what the rules allow, without violations"
        ]


def test_other_violations_than_ours_are_named() -> None:
    ours: Any = wire.response(DENIED)["violations"]
    assert message(DENIED, {"error": True, "violations": [ours[0], {"code": MARK}]}) == [
        "Shop.update: the violations differ from the rules:",
        "only the rules: increase_exceeds_limit at /order_total: order_total would be 9150.01, "
        "max_increase allows 9150.00",
        'only the server: {"code": "<a text of 6 characters>", "path": null}',
    ]
    assert message(DENIED, {"error": True, "violations": [*ours[::-1]]}) == [
        "Shop.update: the violations differ from the rules:",
        'the server: [{"code": "increase_exceeds_limit", "path": "/order_total"}, '
        '{"code": "order_total_mismatch", "path": "/order_total"}]',
        'the rules: [{"code": "order_total_mismatch", "path": "/order_total"}, '
        '{"code": "increase_exceeds_limit", "path": "/order_total"}]',
    ]
    assert message(DENIED, {"error": True, "violations": MARK}) == [
        'Shop.update: "violations" of the answer must be an array, not "<a text of 6 characters>"'
    ]


def test_a_broken_envelope_is_the_fault_of_the_answer() -> None:
    assert message(DENIED, {}) == ['Shop.update: the answer has no "error"']
    assert message(DENIED, {"error": None}) == [
        'Shop.update: "error" of the answer must be true or false, not null'
    ]
    assert message(Allowed(ORDER), {"error": False}) == [
        'Shop.update: the answer has no "data", although its "error" is false'
    ]
    assert message(Allowed(ORDER), {"error": False, "data": []}) == [
        'Shop.update: "data" of the answer is no order:',
        "the document must be an object",
    ]
    for status, shown in ((409, "409"), ({"code": 409}, "409"), ({}, "null"), (None, "null")):
        assert message(DENIED, {"error": True, "status": status}) == [
            "Shop.update: the answer differs from the rules:",
            f"/status/code: server {shown}, rules 422",
        ]


def test_a_server_that_does_not_move_an_order_is_named() -> None:
    for status, moved, sentence in (
        (OrderStatus.ORDER_CONFIRMED, True, "returned True: the rules forbid confirm_order"),
        (OrderStatus.ORDER_PLACED, False, "returned False: the rules allow confirm_order"),
    ):
        with pytest.raises(AssertionError) as caught:
            expect_moved("Shop.confirm", status, OrderAction.CONFIRM_ORDER, moved=moved)
        assert str(caught.value) == f"Shop.confirm {sentence} of an order with status {status}"
        expect_moved("Shop.confirm", status, OrderAction.CONFIRM_ORDER, moved=not moved)


def test_a_failure_shows_ten_differences() -> None:
    many = attrs.evolve(ORDER, items=ORDER.items * 12)
    lines = message(Allowed(many), {"error": False, "data": wire.dump_order(ORDER)})
    assert len(lines) == 11
    assert lines[1] == '/items/1/display_name: server nothing, rules "MacBook Pro"'
