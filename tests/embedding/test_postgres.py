"""The PostgreSQL recipe on a real server, sixteen connections at once among others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from time import monotonic, sleep

import pytest

pytest.importorskip("psycopg")

from hypothesis import HealthCheck, given, settings
from psycopg import Connection

from backd_rules import Decision, MerchantLimit, Order, OrderUpdate, wire
from backd_rules.testing import orders
from embedding.contention import CONTENDED, raises_in_turn
from embedding.postgres_server import PostgresServer
from embedding.postgres_store import (
    SCHEMA,
    add,
    load,
    update_order,
    update_order_locked,
)
from embedding.samples import (
    CONFIRMED,
    LIMIT,
    PLACED,
    RAISED,
    REFUSALS,
    Json,
    Post,
    refuses,
    stores,
)

pytestmark = pytest.mark.embedding

Update = Callable[[Connection, OrderUpdate, MerchantLimit], Decision]


@pytest.fixture
def connection(postgres: PostgresServer) -> Iterator[Connection]:
    """A connection to a new table with the orders of the tests in it."""
    with Connection.connect(postgres.conninfo, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS orders")
        connection.execute(SCHEMA)
        for order in (PLACED, CONFIRMED, RAISED, CONTENDED):
            add(connection, order)
        yield connection


@pytest.fixture(params=[update_order, update_order_locked])
def update(request: pytest.FixtureRequest) -> Update:
    chosen: Update = request.param
    return chosen


def posting(connection: Connection, update: Update) -> Post:
    def post(body: bytes) -> Json:
        stated = wire.parse_update(wire.loads(body))
        return wire.response(update(connection, stated, LIMIT))

    return post


IDS = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
WELL_FORMED = [name for name, (_, status, _) in REFUSALS.items() if status != 400]


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_refusal_has_its_reasons_and_changes_nothing(
    connection: Connection, update: Update, name: str
) -> None:
    refuses(posting(connection, update), name)


def test_what_is_allowed_is_stored(connection: Connection, update: Update) -> None:
    stores(posting(connection, update))


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(orders())
def test_any_order_comes_back_as_it_was(connection: Connection, order: Order) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("TRUNCATE orders")
        add(connection, order)
        assert load(connection, order.backd_order_id) == order


def test_who_was_slower_decides_again(postgres: PostgresServer, connection: Connection) -> None:
    """Somebody has raised the order to its ceiling and not yet committed when we look at it."""
    tax = wire.parse_update({**IDS, "tax_amount": 175})
    shipping = wire.parse_update({**IDS, "shipping_amount": 51})
    with (
        ThreadPoolExecutor() as pool,
        Connection.connect(postgres.conninfo) as faster,
    ):
        assert update_order(faster, tax, LIMIT).allowed
        slower = pool.submit(update_order, connection, shipping, LIMIT)
        wait_until_blocked(faster)
        faster.commit()
        decision = slower.result(timeout=60)
    assert not decision.allowed
    [violation] = decision.violations
    assert violation.message == "order_total would be 9226.00, max_increase allows 9225.00"


def wait_until_blocked(other: Connection) -> None:
    """Wait until some connection waits for what this one holds."""
    question = (
        "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    deadline = monotonic() + 60
    while other.execute(question).fetchone() == (0,):
        assert monotonic() < deadline
        sleep(0.01)


def test_sixteen_connections_are_served_in_turn(
    postgres: PostgresServer, connection: Connection, update: Update
) -> None:
    last = raises_in_turn(lambda: connected(postgres, update))
    assert load(connection, "BO-4") == last


def test_they_may_lock_or_swap_side_by_side(
    postgres: PostgresServer, connection: Connection
) -> None:
    ways = cycle([update_order, update_order_locked])
    last = raises_in_turn(lambda: connected(postgres, next(ways)))
    assert load(connection, "BO-4") == last


@contextmanager
def connected(postgres: PostgresServer, update: Update) -> Iterator[Post]:
    with Connection.connect(postgres.conninfo, autocommit=True) as connection:
        [isolation] = connection.execute("SHOW transaction_isolation").fetchone() or [None]
        assert isolation == "read committed"
        yield posting(connection, update)


def test_what_was_answered_outlives_a_crash(
    postgres: PostgresServer, connection: Connection
) -> None:
    stores(posting(connection, update_order))
    postgres.stop("immediate")
    postgres.start()
    with Connection.connect(postgres.conninfo) as another:
        raised = load(another, "BO-3")
    assert raised is not None
    assert (str(raised.order_total), raised.increase_count) == ("9225.00", 1)
