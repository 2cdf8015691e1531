"""A linearizability check: sixteen clients update two orders at once, and see one history.

The log has one record of each response.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs
import pytest

pytest.importorskip("fastapi")

from backd_rules import MerchantLimit, Money
from embedding.audit_log import verify
from embedding.concurrent_clients import (
    FIELDS,
    Json,
    blank_order,
    numbers_in,
    run_clients,
    update_of,
)
from embedding.order_server import CORRECT, OVERWRITING, TWO_WORKERS, OrderServer, running

pytestmark = pytest.mark.embedding

REQUESTS: Final = 25
MAX_INCREASES: Final = {"BO-1": None, "BO-2": 10}
CEILING: Final = 9225_00
FEES: Final = {"tax_amount": (100_00, 160_00), "shipping_amount": (50_00, 110_00)}
"""The range of each fee, in cents. Both fees together often exceed the ceiling."""

TOO_HIGH: Final = ("increase_exceeds_limit", "/order_total")
TOO_MANY: Final = ("too_many_increases", "/order_total")


@attrs.frozen
class State:
    """An order at one moment: the last number of each client, and the amounts in cents."""

    numbers: tuple[int, ...]
    tax_amount: int
    shipping_amount: int
    order_total: int

    @classmethod
    def of(cls, data: Json) -> State:
        names = ("tax_amount", "shipping_amount", "order_total")
        return cls(numbers_in(data), *(round(data[name] * 100) for name in names))

    def after(self, client: int, number: int, fee: str, cents: int) -> State:
        numbers = (*self.numbers[:client], number, *self.numbers[client + 1 :])
        total = self.order_total + cents - getattr(self, fee)
        return attrs.evolve(self, numbers=numbers, order_total=total, **{fee: cents})


@attrs.frozen
class Attempt:
    """One update, with its response and the order that the client read next.

    `last` is the number of the client's last allowed update before this one.
    """

    client: int
    number: int
    fee: str
    cents: int
    last: int
    status: int
    envelope: Json
    read: State

    def after(self, before: State) -> State:
        return before.after(self.client, self.number, self.fee, self.cents)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(v["code"], v["path"]) for v in self.envelope.get("violations", [])]


Attempts = dict[str, list[Attempt]]


def send_updates(client: int, server: OrderServer) -> Attempts:
    """Update a random order repeatedly, and read it after each update."""
    draw = random.Random(client)
    attempts: Attempts = {backd_order_id: [] for backd_order_id in MAX_INCREASES}
    last = dict.fromkeys(MAX_INCREASES, 0)
    for number in range(1, REQUESTS + 1):
        backd_order_id, fee = draw.choice(list(MAX_INCREASES)), draw.choice(list(FEES))
        cents = draw.randint(*FEES[fee])
        update = update_of(backd_order_id, client, number, **{fee: cents / 100})
        response = server.http.post("/update_order", json=update)
        found = server.find(backd_order_id)
        attempt = Attempt(
            client,
            number,
            fee,
            cents,
            last[backd_order_id],
            response.status_code,
            response.json(),
            State.of(found.json()["data"]),
        )
        attempts[backd_order_id].append(attempt)
        if response.status_code == 200:
            last[backd_order_id] = number
    return attempts


def run_and_check(server: OrderServer) -> Counter[str]:
    """Run all clients, check their responses, and count the allowed updates and the reasons."""
    for backd_order_id, max_increases in MAX_INCREASES.items():
        limit = MerchantLimit(max_increase=Money.of(75), max_increases=max_increases)
        server.store.add(blank_order(backd_order_id), limit)
    counts = Counter[str]()
    by_client: list[Attempts] = run_clients(server, len(FIELDS), send_updates)
    for backd_order_id in MAX_INCREASES:
        attempts = [a for client in by_client for a in client[backd_order_id]]
        check_one_history(server, backd_order_id, attempts)
        counts.update(code for attempt in attempts for code, _ in attempt.reasons)
        counts["allowed"] += sum(attempt.status == 200 for attempt in attempts)
    check_records(server, by_client)
    assert "Traceback" not in server.process.log()
    return counts


def check_records(server: OrderServer, by_client: list[Attempts]) -> None:
    """Assert that the log has a correct record of every response, allowed or refused."""
    with closing(sqlite3.connect(server.file)) as connection:
        rows = connection.execute("SELECT record FROM audit").fetchall()
    records = [json.loads(text) for (text,) in rows]
    logged = Counter((record["backd_order_id"], record["allowed"]) for record in records)
    assert logged == Counter(
        (backd_order_id, attempt.status == 200)
        for client in by_client
        for backd_order_id, attempts in client.items()
        for attempt in attempts
    )
    assert not any(check.differences for check in verify(server.file))


def check_one_history(server: OrderServer, backd_order_id: str, attempts: list[Attempt]) -> None:
    """Sort the allowed updates, and assert that each was applied to the result of the one before.

    The numbers of a client only grow. So their sum over all clients grows with each update.
    """
    allowed = [attempt for attempt in attempts if attempt.status == 200]
    allowed.sort(key=lambda attempt: sum(State.of(attempt.envelope["data"]).numbers))
    blank = State((0,) * len(FIELDS), 100_00, 50_00, 9150_00)
    history = [blank, *(State.of(attempt.envelope["data"]) for attempt in allowed)]
    for attempt, before, after in zip(allowed, history, history[1:], strict=False):
        assert after == attempt.after(before), "an update is lost"
        assert after.order_total <= max(CEILING, before.order_total), "the ceiling is exceeded"
    check_stored_order(server, backd_order_id, history)
    check_reads(history, attempts)
    check_refusals(MAX_INCREASES[backd_order_id], history, attempts)


def increases_in(history: list[State]) -> int:
    return sum(after.order_total > before.order_total for before, after in pairwise(history))


def check_stored_order(server: OrderServer, backd_order_id: str, history: list[State]) -> None:
    stored = server.stored(backd_order_id)
    assert State.of(server.find(backd_order_id).json()["data"]) == history[-1]
    assert stored.increase_count == increases_in(history), "an increase is not counted"
    assert stored.placed_total == Money.of(9150)


def check_reads(history: list[State], attempts: list[Attempt]) -> None:
    for attempt in attempts:
        assert attempt.read in history, "a client has read an order that never existed"
        own = attempt.number if attempt.status == 200 else attempt.last
        assert attempt.read.numbers[attempt.client] == own, "an allowed update is not visible"


def check_refusals(
    max_increases: int | None, history: list[State], attempts: list[Attempt]
) -> None:
    """Assert that each refusal is correct for a state in which it can have been decided."""
    for attempt in attempts:
        if attempt.status == 200:
            continue
        assert attempt.status == attempt.envelope["status"]["code"] == 422
        assert attempt.reasons, "a refusal has no reasons"
        assert attempt.reasons in [
            expected_reasons(attempt, history[: index + 1], max_increases)
            for index, state in enumerate(history)
            if state.numbers[attempt.client] == attempt.last
        ]


def expected_reasons(
    attempt: Attempt, history: list[State], max_increases: int | None
) -> list[tuple[str, str]]:
    total = attempt.after(history[-1]).order_total
    if total <= history[-1].order_total:
        return []
    reasons = [TOO_HIGH] if total > CEILING else []
    return [*reasons, TOO_MANY] if increases_in(history) == max_increases else reasons


@pytest.mark.parametrize("app", [CORRECT, TWO_WORKERS], ids=["one process", "two"])
def test_no_total_exceeds_the_ceiling_and_no_update_is_lost(
    tmp_path: Path, app: tuple[str, ...]
) -> None:
    with running(tmp_path / "orders.db", app) as server:
        counts = run_and_check(server)
    assert counts["allowed"] > 50
    assert counts["increase_exceeds_limit"] > 20
    assert counts["too_many_increases"] > 20


def test_a_server_that_overwrites_is_detected(tmp_path: Path) -> None:
    with (
        running(tmp_path / "orders.db", OVERWRITING) as server,
        pytest.raises(AssertionError, match="an update is lost"),
    ):
        run_and_check(server)
