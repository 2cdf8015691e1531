"""The lines that a failing example prints."""

import re
import unittest
from typing import Any

import pytest
from hypothesis import reproduce_failure, settings
from hypothesis.stateful import run_state_machine_as_test
from support.fake_servers import FakeServer, FullServer
from support.oracle import Json

from backd_rules.testing import order_machine
from backd_rules.testing.shown import json_line, shown, values_in


class Shop(FullServer):
    """Returns another status than the stored one, and a text that was never sent."""

    def read(self, backd_order_id: str) -> Json:
        wrong = {"status": "refund", "merchant_order_status": "s3cr3t"}
        return {**super().read(backd_order_id), **wrong}


def failure(server: type[FakeServer], **changed: Any) -> AssertionError:
    machine = order_machine(server)
    chosen = settings(machine.TestCase.settings, database=None, derandomize=True, **changed)
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(machine, settings=chosen)
    return caught.value


def test_each_step_is_shown_as_the_json_that_was_sent_and_that_came_back() -> None:
    error = failure(Shop)
    assert str(error) == (
        "Shop.read: the stored order differs from the rules:\n"
        '/status: server "refund", rules "order_placed"\n'
        '/merchant_order_status: server "<a text of 6 characters>", rules nothing'
    )
    notes = [note for note in error.__notes__ if note.strip()]
    start = (
        '{"backd_order_id": "BO-1", "create_date": "2026-04-01 12:00:00", "order_total": 1, '
        '"cart_amount": 1, "tax_amount": 0, "shipping_amount": 0, "discount_amount": 0, "status": '
    )
    items = '[{"display_name": "display_name A", "sku": "sku A", "unit_price": 1, "qty": 1}]'
    order = f'{start}"order_placed", "merchant_order_id": "M-1", "items": {items}}}'
    stored = (
        f'{start}"refund", "merchant_order_id": "M-1", "items": {items}, "placed_total": 1, '
        '"increase_count": 0, "merchant_order_status": "<a text of 6 characters>"}'
    )
    limit = '{"max_increase": 0, "combine": "lower", "measured_from": "placed_total"}'
    assert notes[:5] == [
        "Failing test case: <state machine>",
        "state = OrderMachine()",
        f'create <- {{"order": {order}, "limit": {limit}}}',
        'read <- "BO-1"',
        f"read -> {stored}",
    ]
    assert notes[5:7] == ["state.create(created=...)", "state.teardown()"]


TRACE: Json = {"error": True, "status": {"code": 500}, "trace": "s3cr3t", "s3cr3t": 5.5}
Refuses: type[FakeServer] = type("Refuses", (FullServer,), {"refund": lambda *_: TRACE})


def test_a_request_with_a_time_shows_it() -> None:
    error = failure(Refuses)
    sent = re.search(r"^refund at \S+ \S+ <- (.*)$", "\n".join(error.__notes__), re.MULTILINE)
    assert sent is not None
    assert sent[1].startswith('{"backd_order_id": "BO-')
    assert (
        'refund -> {"error": true, "status": {"code": 500}, "<a text of 5 characters>": '
        '"<a text of 6 characters>", "<a text of 6 characters>": "<a number>"}'
    ) in error.__notes__


def test_a_failure_can_be_reproduced() -> None:
    """By the decorator that the failure prints, on the machine."""
    notes = "\n".join(failure(Shop).__notes__)
    version, blob = re.search(r"reproduce_failure\('(.*)', b'(.*)'\)", notes).groups()  # type: ignore[union-attr]
    machine = reproduce_failure(version, blob.encode())(order_machine(Shop))
    result = unittest.TestResult()
    machine.TestCase("runTest").run(result)
    assert len(result.failures) == 1
    assert "Shop.read: the stored order differs from the rules:" in result.failures[0][1]


def test_long_texts_arrays_and_lines_are_cut() -> None:
    everything = {"x" * 100, *range(30)}
    assert shown("x" * 100, None, everything) == f"{'x' * 80}<20 more>"
    assert shown([*range(30)], None, everything) == [*range(10), "<20 more>"]
    line = json_line(["x" * 70] * 100)
    assert line == f"{str(['x' * 70] * 100)[:3000]}<4400 more characters>".replace("'", '"')


def test_a_line_is_printable() -> None:
    assert json_line({"name": "é😀"}) == '{"name": "é😀"}'
    assert json_line({"name": "é\u202e\u2028"}) == r'{"name": "\u00e9\u202e\u2028"}'
    assert json_line("\ud800") == r'"\ud800"'


def test_an_answer_shows_what_was_sent_or_is_expected() -> None:
    sent: set[object] = {"Joe", 5}
    for answer, expected, line in (
        ("Joe", None, "Joe"),
        ("Ann", "Joe", "<a text of 3 characters>"),
        ("2026-04-15 23:00:00", "2026-04-15 22:00:00", "2026-04-15 23:00:00"),
        ("2026-04-15 23:00:00", "Joe", "<a text of 19 characters>"),
        (5, None, 5),
        (6, None, "<a number>"),
        (6, 7, 6),
        (True, None, True),
        (None, "Joe", None),
        ((), None, "<a value of type tuple>"),
        ({"Ann": 6, "Joe": 6}, {"Joe": 1}, {"<a text of 3 characters>": "<a number>", "Joe": 6}),
        ([6, 6], [1], [6, "<a number>"]),
    ):
        assert shown(answer, expected, sent) == line


def test_another_order_shows_no_numbers() -> None:
    ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    sent = {*values_in(ids), "BO-2", "order_total"}
    expected = {**ids, "order_total": 1}
    assert shown({**ids, "order_total": 2}, expected, sent) == {**ids, "order_total": 2}
    other = {**ids, "backd_order_id": "BO-2", "order_total": 2}
    assert shown(other, expected, sent) == {**other, "order_total": "<a number>"}


def test_the_values_of_a_payload_are_those_at_any_depth() -> None:
    payload = {"a": "b", "c": [{"d": "e"}, None, 1.5, ["f"]], "g": True}
    assert {*values_in(payload)} == {"a", "b", "c", "d", "e", 1.5, "f", "g", True}
