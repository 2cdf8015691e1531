"""A failure of the state machine shows generated data, and nothing else of a server's answer."""

import copy
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.examples import ORDER
from support.fake_servers import FakeServer
from support.json_values import CONTACT_JSON, ORDER_JSON, replaced
from support.oracle import Json

from backd_rules import Allowed, Denied, StatusForbidsAction, wire
from backd_rules.domain.status import OrderAction, OrderStatus
from backd_rules.testing import order_machine
from backd_rules.testing.answers import expect, expect_response, texts_in

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
        names = ("shipping", "billing", "merchant_order_status", "items", "refunds")
        return {**super().read(backd_order_id), **{name: FOREIGN[name] for name in names}}


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
        ["read/backd_order_id: the server says a text of 8 characters, the rules say 'BO-1'"],
    ),
    "answers with another order": (
        answering("update", {"error": False, "data": FOREIGN}),
        ["data/backd_order_id: the server says a text of 8 characters, the rules say 'BO-1'"],
    ),
    "mixes orders": (
        MixesOrders,
        [
            "read/merchant_order_status: the server says a text of 8 characters",
            "read/items: the server says [a value of type dict]",
            "read/shipping: the server says a value of type dict",
            "read/refunds: the server says [a value of type dict]",
        ],
    ),
    "reads a page": (
        answering("read", PAGE),
        ["read: the server says what is no order, the rules say the document must be an object"],
    ),
    "answers with a large page": (
        answering("update", PAGE * 100_000),
        ["envelope: the server says a text of 4200000 characters, the rules say an object"],
    ),
    "confirms with a page": (
        answering("confirm", PAGE),
        ["_order: the server says a text of 42 characters, the rules say "],
    ),
    "puts a page into the envelope": (
        answering("update", ENVELOPE_OF_PAGES),
        ["error: the server says a text of 42 characters, the rules say "],
    ),
    "invents reasons": (
        InventsReasons,
        ["violations: the server says [[a text of 42 characters, a text of 42 characters], "],
    ),
    "reads broken fields": (
        answering("read", BROKEN),
        [
            "read/order_total: the server says what is no order, "
            "the rules say /order_total must be a number",
            "read/status: the server says what is no order, the rules say /status must be one of ",
            "read/shipping: the server says what is no order, "
            "the rules say /shipping must be an object",
        ],
    ),
}
"""A server with data that no machine has sent, and what an error says about its answer."""


def failure(server: type[FakeServer]) -> BaseException:
    """Return the exception of a server that the machine finds wrong."""
    few = settings(
        max_examples=100, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    with pytest.raises(AssertionError) as caught:
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
    with pytest.raises(AssertionError) as caught:
        expect_response(Allowed(ORDER), answered, sent)
    assert str(caught.value).splitlines() == [
        "data/order_total: the server says 9150.01, the rules say 9150",
        "data/cart_amount: the server says 9000.01, the rules say 9000",
        "data/shipping/name/first: the server says 'Doe', the rules say 'Joe'",
        "data/shipping/name/last: the server says a text of 10 characters, the rules say 'Doe'",
        "data/shipping/company_name: the server says None, the rules say 'Big Business'",
        f"data/shipping/email: the server says {'x' * 80!r}..., a text of 100 characters, the "
        "rules say 'joedoe@123fakestreet.com'",
        "data/items/0/qty: the server says 2.5, the rules say 3",
    ]


def test_a_failure_shows_codes_statuses_and_times() -> None:
    denied = Denied((StatusForbidsAction(OrderStatus.REFUND, OrderAction.UPDATE_ORDER),))
    answered = wire.response(denied)
    reasons = [{"code": "refund_locked", "path": "/order_total"}, {"code": MARK, "path": "/x"}]
    for wrong, message in (
        (
            {"violations": reasons},
            "violations: the server says [['refund_locked', '/order_total'], [a text of 6 "
            "characters, a text of 2 characters]], the rules say [['status_forbids_action', '']]",
        ),
        (
            {"violations": reasons[:1]},
            "violations/0/0: the server says 'refund_locked', the rules say "
            "'status_forbids_action'\n"
            "violations/0/1: the server says '/order_total', the rules say ''",
        ),
        ({"status": {"code": 422}}, "status: the server says 422, the rules say 409"),
        ({"error": False}, "error: the server says False, the rules say True"),
    ):
        with pytest.raises(AssertionError) as caught:
            expect_response(denied, answered | wrong)
        assert str(caught.value) == message
    locks, other = "2026-04-15 22:00:00", "2026-04-15 23:00:00"
    with pytest.raises(AssertionError) as caught:
        expect("read", {"locked_at": locks, "name": "Joe"}, {"locked_at": other, "name": other})
    assert str(caught.value).splitlines() == [
        f"read/locked_at: the server says {other!r}, the rules say {locks!r}",
        "read/name: the server says a text of 19 characters, the rules say 'Joe'",
    ]


def test_a_failure_shows_ten_differences() -> None:
    names = [str(number) for number in range(30)]
    with pytest.raises(AssertionError) as caught:
        expect("read", dict.fromkeys(names, 1), dict.fromkeys(names, 2))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        f"read/{number}" for number in range(10)
    ]
    with pytest.raises(AssertionError) as caught:
        expect("read", [1], [2] * 30)
    shown = ", ".join(["a value of type int"] * 10)
    assert str(caught.value) == f"read: the server says [{shown}, ...], the rules say [1]"


def test_the_texts_of_a_payload_are_those_at_any_depth() -> None:
    assert [*texts_in({"a": "b", "c": [{"d": "e"}, None, 1, ["f"]]})] == ["b", "e", "f"]
