"""The PostgreSQL recipe on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from logging import ERROR
from time import monotonic, sleep

import pytest

pytest.importorskip("psycopg")

from hypothesis import HealthCheck, given, settings
from psycopg import Connection
from psycopg.errors import SerializationFailure

from backd_rules import Decision, MerchantLimit, Order, OrderUpdate, fingerprint, wire
from backd_rules.testing import orders
from embedding.contention import CONTENDED, check_contention
from embedding.postgres_server import PostgresServer
from embedding.postgres_store import (
    SCHEMA,
    NotStored,
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
    RETURNED,
    Json,
    Post,
    check_allowed,
    check_record,
    check_refused,
)

pytestmark = pytest.mark.embedding

Update = Callable[[Connection, OrderUpdate, MerchantLimit], Decision]


@pytest.fixture
def connection(postgres: PostgresServer) -> Iterator[Connection]:
    """Connect to a new table with the sample orders."""
    with Connection.connect(postgres.conninfo, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS orders")
        connection.execute(SCHEMA)
        for order in (PLACED, CONFIRMED, RAISED, RETURNED, CONTENDED):
            add(connection, order)
        yield connection


@pytest.fixture(params=[update_order, update_order_locked])
def update(request: pytest.FixtureRequest) -> Update:
    function: Update = request.param
    return function


def posting(connection: Connection, update: Update) -> Post:
    def post(body: bytes) -> Json:
        request = wire.parse_update(wire.loads(body))
        return wire.response(update(connection, request, LIMIT))

    return post


IDS = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
WELL_FORMED = [name for name, (_, status, _) in REFUSALS.items() if status != 400]


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_refusal_lists_its_reasons_and_changes_nothing(
    connection: Connection, update: Update, name: str
) -> None:
    check_refused(posting(connection, update), name)


def test_an_allowed_update_is_stored(connection: Connection, update: Update) -> None:
    check_allowed(posting(connection, update))


def test_a_record_keeps_what_an_update_leaves_out(connection: Connection, update: Update) -> None:
    check_record(posting(connection, update))


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(orders().filter(lambda order: "\x00" not in order.backd_order_id))
def test_any_order_makes_a_round_trip(connection: Connection, order: Order) -> None:
    """The key refuses U+0000 in an id, which no request can name."""
    with connection.transaction(force_rollback=True):
        connection.execute("TRUNCATE orders")
        add(connection, order)
        assert load(connection, order.backd_order_id) == order


def test_a_slower_client_decides_again(postgres: PostgresServer, connection: Connection) -> None:
    """Another client has raised the order to its ceiling, but not committed, when we load it."""
    tax = wire.parse_update({**IDS, "tax_amount": 175})
    shipping = wire.parse_update({**IDS, "shipping_amount": 51})
    with (
        ThreadPoolExecutor() as pool,
        Connection.connect(postgres.conninfo) as faster,
    ):
        assert update_order(faster, tax, LIMIT).allowed
        slower = pool.submit(update_order, connection, shipping, LIMIT)
        wait_until_blocking(faster)
        faster.commit()
        decision = slower.result(timeout=60)
    assert not decision.allowed
    [violation] = decision.violations
    assert violation.message == "order_total would be 9226.00, max_increase allows 9225.00"


@pytest.mark.parametrize("isolation", [r"repeatable\ read", "serializable"])
def test_a_stricter_isolation_loses_no_update(
    postgres: PostgresServer, connection: Connection, update: Update, isolation: str
) -> None:
    """The slower client gets an error and stores nothing. It may try again."""
    options = f"-c default_transaction_isolation={isolation}"
    lower = wire.parse_update({**IDS, "tax_amount": 99})
    with (
        ThreadPoolExecutor() as pool,
        Connection.connect(postgres.conninfo) as faster,
        Connection.connect(postgres.conninfo, options=options, autocommit=True) as slower,
    ):
        lowered = update_order(faster, lower, LIMIT)
        assert lowered.allowed
        overtaken = pool.submit(update, slower, RAISE, LIMIT)
        wait_until_blocking(faster)
        faster.commit()
        with pytest.raises(SerializationFailure):
            overtaken.result(timeout=60)
        assert load(connection, "BO-1") == lowered.order
        decision = update(slower, RAISE, LIMIT)
    assert decision.allowed
    assert str(decision.order.order_total) == "9224.00"


def wait_until_blocking(connection: Connection) -> None:
    """Wait until another connection waits for a lock of this one."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    deadline = monotonic() + 60
    while connection.execute(query).fetchone() == (0,):
        assert monotonic() < deadline
        sleep(0.01)


def test_sixteen_connections_lose_no_update(
    postgres: PostgresServer, connection: Connection, update: Update
) -> None:
    final = check_contention(lambda: connected(postgres, update))
    assert load(connection, "BO-4") == final


def test_locking_and_swapping_can_be_mixed(
    postgres: PostgresServer, connection: Connection
) -> None:
    functions = cycle([update_order, update_order_locked])
    final = check_contention(lambda: connected(postgres, next(functions)))
    assert load(connection, "BO-4") == final


@contextmanager
def connected(postgres: PostgresServer, update: Update) -> Iterator[Post]:
    with Connection.connect(postgres.conninfo, autocommit=True) as connection:
        [isolation] = connection.execute("SHOW transaction_isolation").fetchone() or [None]
        assert isolation == "read committed"
        yield posting(connection, update)


def damage(connection: Connection) -> None:
    """Give BO-1 a fingerprint that is not that of its document."""
    connection.execute("UPDATE orders SET fingerprint = 'x' WHERE backd_order_id = 'BO-1'")


RAISE = wire.parse_update({**IDS, "shipping_amount": 125, "shipping": {"email": "a@example.com"}})


def test_a_swap_that_never_succeeds_is_given_up(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    damage(connection)
    with pytest.raises(NotStored, match=r"^order 'BO-1' was not stored in 100 tries$"):
        update_order(connection, RAISE, LIMIT)
    assert load(connection, "BO-1") == PLACED
    assert caplog.record_tuples == [
        ("embedding.postgres_store", ERROR, "order 'BO-1' was not stored in 100 tries")
    ]


def test_under_a_lock_what_is_allowed_is_stored(connection: Connection) -> None:
    """The stored fingerprint is not that of the document, which no one else can change now."""
    damage(connection)
    decision = update_order_locked(connection, RAISE, LIMIT)
    assert decision.allowed
    assert str(decision.order.order_total) == "9225.00"
    assert load(connection, "BO-1") == decision.order
    row = connection.execute("SELECT fingerprint FROM orders WHERE backd_order_id = 'BO-1'")
    assert row.fetchone() == (fingerprint(decision.order),)


def test_a_lock_that_stores_nothing_allows_nothing(connection: Connection) -> None:
    """A trigger, such as one that archives orders, skips the UPDATE without an error."""
    connection.execute(
        "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    )
    connection.execute(
        "CREATE TRIGGER skip BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION skip()"
    )
    with pytest.raises(NotStored, match=r"^order 'BO-1' was not stored in 1 try$"):
        update_order_locked(connection, RAISE, LIMIT)
    connection.execute("DROP FUNCTION skip CASCADE")
    assert load(connection, "BO-1") == PLACED


def test_an_acknowledged_update_survives_a_crash(
    postgres: PostgresServer, connection: Connection
) -> None:
    check_allowed(posting(connection, update_order))
    postgres.stop("immediate")
    postgres.start()
    with Connection.connect(postgres.conninfo) as new_connection:
        raised = load(new_connection, "BO-3")
    assert raised is not None
    assert (str(raised.order_total), raised.increase_count) == ("9225.00", 1)
