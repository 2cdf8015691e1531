"""The kit's model of an order, run against the server over HTTP in an adapter of ten lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from backd_rules import wire
from backd_rules.testing import order_machine
from embedding.shop import RIGHT, UNLIMITED, Shop, running

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
    """The server as the model asks of it: orders are placed in its store, all else is HTTP."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        shop.clear()

    def create(self, order: Json, limit: Json) -> None:
        self.shop.store.add(wire.parse_order(order), wire.parse_limit(limit))

    def update(self, update: Json) -> Any:
        return self.shop.http.post("/update_order", json=update).json()

    def confirm(self, backd_order_id: str) -> bool:
        return self.close("/confirm_order", backd_order_id)

    def cancel(self, backd_order_id: str) -> bool:
        return self.close("/cancel_order", backd_order_id)

    def close(self, path: str, backd_order_id: str) -> bool:
        data = self.read(backd_order_id)
        ids = {name: data[name] for name in ("backd_order_id", "merchant_order_id")}
        return self.shop.http.post(path, json=ids).is_success

    def read(self, backd_order_id: str) -> Any:
        return self.shop.find(backd_order_id).json()["data"]


def run_the_model(file: Path, app: tuple[str, ...]) -> None:
    with running(file, app) as shop:
        run_state_machine_as_test(order_machine(lambda: Adapter(shop)), settings=BOUNDED)
        assert "Traceback" not in shop.server.log()


def test_the_server_does_what_the_model_does(tmp_path: Path) -> None:
    run_the_model(tmp_path / "orders.db", RIGHT)


def test_a_server_that_knows_no_limit_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"the server says .*, the rules say "):
        run_the_model(tmp_path / "orders.db", UNLIMITED)
