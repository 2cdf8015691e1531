"""The state machine of `backd_rules.testing`, run against the server over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("fastapi")

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.examples import order

from backd_rules import MerchantLimit, OrderStatus, wire
from backd_rules.testing import order_machine
from embedding.order_server import TIMED, UNLIMITED, UNLOCKED, OrderServer, running

pytestmark = pytest.mark.embedding

Json = dict[str, Any]
BOUNDED = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
CONTRADICTS = r"the server (allowed|denied) what|differs? from the rules"
"""How a failure of the state machine begins."""
MANY = settings(BOUNDED, max_examples=100)
"""For a wrong server: the bug ends the run."""


class Adapter:
    """An adapter that adds orders to the store directly, and uses HTTP for everything else."""

    def __init__(self, server: OrderServer) -> None:
        self.server = server
        server.clear()

    def create(self, order: Json, limit: Json) -> None:
        new = wire.parse_order(order)
        if new.status is not OrderStatus.TERMS_SELECTED:
            new = new.as_placed()
        self.server.store.add(new, wire.parse_limit(limit))

    def place(self, request: Json) -> Any:
        return self.server.send("order_placed", request).json()

    def update(self, update: Json) -> Any:
        return self.server.send("update_order", update).json()

    def confirm(self, backd_order_id: str) -> bool:
        return self.server.send("confirm_order", {"backd_order_id": backd_order_id}).is_success

    def cancel(self, backd_order_id: str) -> bool:
        return self.server.send("cancel_order", {"backd_order_id": backd_order_id}).is_success

    def refund(self, request: Json, at: datetime) -> Any:
        return self.server.send("refund", request, at=at).json()

    def delete_refund(self, request: Json, at: datetime) -> Any:
        return self.server.send("delete_refund", request, at=at).json()

    def read(self, backd_order_id: str) -> Any:
        merchant_order_id = self.server.stored(backd_order_id).merchant_order_id
        return self.server.find(backd_order_id, merchant_order_id).json()["data"]


def run_machine(file: Path, app: tuple[str, ...], bounded: settings = BOUNDED) -> None:
    with running(file, app) as server:
        run_state_machine_as_test(order_machine(lambda: Adapter(server)), settings=bounded)
        assert "Traceback" not in server.process.log()


def test_the_server_agrees_with_the_model(tmp_path: Path) -> None:
    run_machine(tmp_path / "orders.db", TIMED)


def test_a_server_without_limits_is_detected(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=CONTRADICTS):
        run_machine(tmp_path / "orders.db", UNLIMITED, MANY)


def test_a_server_without_locks_is_detected(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=CONTRADICTS):
        run_machine(tmp_path / "orders.db", UNLOCKED, MANY)


AFTER_FIVE = datetime(2026, 3, 9, 22, 0, 0, tzinfo=UTC)
"""5 PM in Chicago on the first weekday of summer time."""


@pytest.mark.parametrize(("app", "status"), [(TIMED, 409), (UNLOCKED, 200)])
def test_the_adapter_states_the_time(tmp_path: Path, app: tuple[str, ...], status: int) -> None:
    """The adapter takes a new order through all actions; only one server keeps the lock."""
    new = order(status=OrderStatus.TERMS_SELECTED, placed_total=None, increase_count=None)
    ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    with running(tmp_path / "orders.db", app) as server:
        adapter = Adapter(server)
        adapter.create(wire.dump_order(new), wire.dump_limit(MerchantLimit.UNLIMITED))
        assert server.stored() == new
        assert adapter.place(ids)["data"]["status"] == "order_placed"
        assert adapter.update({**ids, "tax_amount": 101})["data"]["order_total"] == 9151
        assert adapter.confirm("BO-1")
        assert not adapter.cancel("BO-1")
        chicago = AFTER_FIVE.astimezone(ZoneInfo("America/Chicago"))
        requested = adapter.refund({**ids, "refund_amount": 50}, chicago - timedelta(seconds=1))
        [refund] = requested["data"]["refunds"]
        assert (refund["create_date"], refund["locked_at"]) == (
            "2026-03-09 21:59:59",
            "2026-03-09 22:00:00",
        )
        assert adapter.delete_refund(ids, chicago)["status"]["code"] == status
        declined = {**refund, "status": "declined"}
        assert adapter.read("BO-1")["refunds"] == [refund if status == 409 else declined]
