"""The server of `server.py` with the endpoints that `any_server.py` needs.

    export PYTHONPATH=tests ORDERS=tested.db
    uvicorn --no-access-log --factory embedding.testable_server:create
    pytest tests/embedding/any_server.py

Never deploy it: anybody can delete its orders, and the header `X-Time` sets its clock.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import Annotated

from fastapi import FastAPI, Header, Response

from backd_rules import wire
from embedding import server
from embedding.responses import json_response
from embedding.timed_servers import timed


def create() -> FastAPI:
    """Return the application. It is an application factory for uvicorn."""
    app = timed()
    app.put("/test/orders")(put_order)
    app.get("/test/orders")(get_order)
    app.delete("/test/orders")(delete_orders)
    return app


def put_order(body: server.Body, x_limit: Annotated[str, Header()]) -> Response:
    """Store or replace an order and its limit."""
    order = wire.parse_order(wire.loads(body))
    limit = wire.parse_limit(wire.loads(x_limit.encode()))
    _execute("DELETE FROM orders WHERE backd_order_id = ?", order.backd_order_id)
    server.orders.add(order, limit)
    return json_response({}, 200)


def get_order(backd_order_id: str) -> Response:
    """Return an order with its history."""
    found = server.orders.find(backd_order_id)
    if found is None:
        return server.respond(server.UNKNOWN_ORDER)
    return json_response(wire.dump_stored_order(found[0]), 200)


def delete_orders() -> Response:
    """Delete all orders."""
    _execute("DELETE FROM orders")
    return json_response({}, 200)


def _execute(statement: str, *values: str) -> None:
    with closing(sqlite3.connect(os.environ["ORDERS"])) as connection, connection:
        connection.execute(statement, values)
