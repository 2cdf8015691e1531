"""The state machine of `backd_rules.testing`, run against the server over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from backd_rules import wire
from backd_rules.testing import order_machine
from embedding.order_server import CORRECT, UNLIMITED, OrderServer, running

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


class Adapter:
    """An adapter that adds orders to the store directly, and uses HTTP for everything else."""

    def __init__(self, server: OrderServer) -> None:
        self.server = server
        server.clear()

    def create(self, order: Json, limit: Json) -> None:
        self.server.store.add(wire.parse_order(order).as_placed(), wire.parse_limit(limit))

    def update(self, update: Json) -> Any:
        return self.server.http.post("/update_order", json=update).json()

    def confirm(self, backd_order_id: str) -> bool:
        return self._act("/confirm_order", backd_order_id)

    def cancel(self, backd_order_id: str) -> bool:
        return self._act("/cancel_order", backd_order_id)

    def _act(self, path: str, backd_order_id: str) -> bool:
        data = self.read(backd_order_id)
        ids = {name: data[name] for name in ("backd_order_id", "merchant_order_id")}
        return self.server.http.post(path, json=ids).is_success

    def read(self, backd_order_id: str) -> Any:
        return self.server.find(backd_order_id).json()["data"]


def run_machine(file: Path, app: tuple[str, ...]) -> None:
    with running(file, app) as server:
        run_state_machine_as_test(order_machine(lambda: Adapter(server)), settings=BOUNDED)
        assert "Traceback" not in server.process.log()


def test_the_server_agrees_with_the_model(tmp_path: Path) -> None:
    run_machine(tmp_path / "orders.db", CORRECT)


def test_a_server_without_limits_is_detected(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"the server says .*, the rules say "):
        run_machine(tmp_path / "orders.db", UNLIMITED)
