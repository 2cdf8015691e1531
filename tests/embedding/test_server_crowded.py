"""Sixteen clients that raise the same orders at once: all that they see is one history."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs
import pytest

pytest.importorskip("fastapi")


from backd_rules import MerchantLimit, Money
from embedding.crowd import FIELDS, Json, at_once, blank_order, numbers_in, update_of
from embedding.shop import OVERWRITING, RIGHT, RIGHT_TWICE, Shop, running

pytestmark = pytest.mark.embedding

REQUESTS: Final = 25
MAX_INCREASES: Final = {"BO-1": None, "BO-2": 10}
CEILING: Final = 9225_00
FEES: Final = {"tax_amount": (100_00, 160_00), "shipping_amount": (50_00, 110_00)}
"""What a client states of a fee; either alone stays below the ceiling, both often do not."""

TOO_HIGH: Final = ("increase_exceeds_limit", "/order_total")
TOO_MANY: Final = ("too_many_increases", "/order_total")


@attrs.frozen
class State:
    """An order at one moment: which update of each client it holds, and its cents."""

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
    """One update: what it stated, what its client last knew to be held, and the answer."""

    client: int
    number: int
    fee: str
    cents: int
    last: int
    status: int
    answer: Json
    read: State

    def after(self, before: State) -> State:
        return before.after(self.client, self.number, self.fee, self.cents)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(v["code"], v["path"]) for v in self.answer.get("violations", [])]


Attempts = dict[str, list[Attempt]]


def raise_often(client: int, shop: Shop) -> Attempts:
    """Update either order over and over, and read it after each update."""
    draw = random.Random(client)
    made: Attempts = {backd_order_id: [] for backd_order_id in MAX_INCREASES}
    last = dict.fromkeys(MAX_INCREASES, 0)
    for number in range(1, REQUESTS + 1):
        backd_order_id, fee = draw.choice(list(MAX_INCREASES)), draw.choice(list(FEES))
        cents = draw.randint(*FEES[fee])
        update = update_of(backd_order_id, client, number, **{fee: cents / 100})
        answer = shop.http.post("/update_order", json=update)
        found = shop.find(backd_order_id)
        attempt = Attempt(
            client,
            number,
            fee,
            cents,
            last[backd_order_id],
            answer.status_code,
            answer.json(),
            State.of(found.json()["data"]),
        )
        made[backd_order_id].append(attempt)
        if answer.status_code == 200:
            last[backd_order_id] = number
    return made


def crowd(shop: Shop) -> Counter[str]:
    """Let them all raise at once and check what they were answered; returns what that was."""
    for backd_order_id, most in MAX_INCREASES.items():
        limit = MerchantLimit(max_increase=Money.of(75), max_increases=most)
        shop.store.add(blank_order(backd_order_id), limit)
    seen = Counter[str]()
    made: list[Attempts] = at_once(shop, len(FIELDS), raise_often)
    for backd_order_id in MAX_INCREASES:
        attempts = [attempt for client in made for attempt in client[backd_order_id]]
        check_one_history(shop, backd_order_id, attempts)
        seen.update(code for attempt in attempts for code, _ in attempt.reasons)
        seen["allowed"] += sum(attempt.status == 200 for attempt in attempts)
    assert "Traceback" not in shop.server.log()
    return seen


def check_one_history(shop: Shop, backd_order_id: str, attempts: list[Attempt]) -> None:
    """Put the allowed updates in order: each must have met the order as the one before left it.

    A client's numbers only grow, so the sum of all that an order holds grows with each update.
    """
    allowed = [attempt for attempt in attempts if attempt.status == 200]
    allowed.sort(key=lambda attempt: sum(State.of(attempt.answer["data"]).numbers))
    blank = State((0,) * len(FIELDS), 100_00, 50_00, 9150_00)
    history = [blank, *(State.of(attempt.answer["data"]) for attempt in allowed)]
    for attempt, before, after in zip(allowed, history, history[1:], strict=False):
        assert after == attempt.after(before), "an update is lost"
        assert after.order_total <= max(CEILING, before.order_total), "the ceiling is passed"
    check_what_is_held(shop, backd_order_id, history)
    check_what_was_read(history, attempts)
    check_what_was_refused(MAX_INCREASES[backd_order_id], history, attempts)


def raises_in(history: list[State]) -> int:
    return sum(after.order_total > before.order_total for before, after in pairwise(history))


def check_what_is_held(shop: Shop, backd_order_id: str, history: list[State]) -> None:
    held = shop.held(backd_order_id)
    assert State.of(shop.find(backd_order_id).json()["data"]) == history[-1]
    assert held.increase_count == raises_in(history), "a raise is not counted"
    assert held.placed_total == Money.of(9150)


def check_what_was_read(history: list[State], attempts: list[Attempt]) -> None:
    for attempt in attempts:
        assert attempt.read in history, "an order was read that never was"
        own = attempt.number if attempt.status == 200 else attempt.last
        assert attempt.read.numbers[attempt.client] == own, "an allowed update is not visible"


def check_what_was_refused(most: int | None, history: list[State], attempts: list[Attempt]) -> None:
    """Each refusal is right of an order as it was while the client waited for the answer."""
    for attempt in attempts:
        if attempt.status == 200:
            continue
        assert attempt.status == attempt.answer["status"]["code"] == 422
        assert attempt.reasons, "a refusal has its reasons"
        assert attempt.reasons in [
            reasons_against(attempt, history[: place + 1], most)
            for place, state in enumerate(history)
            if state.numbers[attempt.client] == attempt.last
        ]


def reasons_against(
    attempt: Attempt, history: list[State], most: int | None
) -> list[tuple[str, str]]:
    total = attempt.after(history[-1]).order_total
    if total <= history[-1].order_total:
        return []
    reasons = [TOO_HIGH] if total > CEILING else []
    return [*reasons, TOO_MANY] if raises_in(history) == most else reasons


@pytest.mark.parametrize("app", [RIGHT, RIGHT_TWICE], ids=["one process", "two"])
def test_no_total_passes_the_ceiling_and_no_update_is_lost(
    tmp_path: Path, app: tuple[str, ...]
) -> None:
    with running(tmp_path / "orders.db", app) as shop:
        seen = crowd(shop)
    assert seen["allowed"] > 50
    assert seen["increase_exceeds_limit"] > 20
    assert seen["too_many_increases"] > 20


def test_a_server_that_does_not_compare_is_caught(tmp_path: Path) -> None:
    with (
        running(tmp_path / "orders.db", OVERWRITING) as shop,
        pytest.raises(AssertionError, match="an update is lost"),
    ):
        crowd(shop)
