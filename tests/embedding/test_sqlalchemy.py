"""The SQLAlchemy recipe with SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from logging import DEBUG
from threading import Barrier

import attrs
import pytest

pytest.importorskip("sqlalchemy")

from hypothesis import given, settings
from sqlalchemy import Engine, create_engine, event, func, literal, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session
from support.examples import item, totals

from backd_rules import Money, Order, UnitPrice, decide_update, fingerprint, wire
from backd_rules.testing import orders
from embedding.postgres_server import PostgresServer
from embedding.samples import LIMIT, PLACED, RETURNED, body
from embedding.sqlalchemy_orders import Base, Decimals, ItemRow, OrderRow, add, find, save, to_order

pytestmark = [
    pytest.mark.embedding,
    # SQLite stores a NUMERIC as a float, which is exact for the fifteen digits of an amount.
    pytest.mark.filterwarnings("ignore:Dialect sqlite"),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = create_engine(
            f"sqlite:///{tmp_path_factory.mktemp('sqlalchemy') / 'orders.sqlite3'}",
            hide_parameters=True,
        )
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        engine = create_engine(
            f"postgresql+psycopg://postgres@/postgres?host={server.folder}"
            "&options=-csearch_path%3Dmapped",
            hide_parameters=True,
        )
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA mapped"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def has_no_nul(order: Order) -> bool:
    """Return whether PostgreSQL can store the text columns. Its JSON columns store any text."""
    columns = attrs.evolve(order, shipping=None, billing=None, refunds=())
    return "\\u0000" not in json.dumps(wire.dump_order(columns))


def has_storable_amounts(order: Order) -> bool:
    """Return whether a column of `Money` can hold the adjustment."""
    return abs(order.totals.adjustment.cents) <= Money.MAX.cents


ORDERS = orders().filter(has_no_nul).filter(has_storable_amounts)


@settings(max_examples=50, deadline=None)
@given(order=ORDERS)
def test_any_order_makes_a_round_trip(engine: Engine, order: Order) -> None:
    with Session(engine) as session:
        add(session, order)
        session.flush()
        session.expunge_all()
        row = session.get_one(OrderRow, order.backd_order_id)
        assert (to_order(row), row.fingerprint) == (order, fingerprint(order))


def test_an_adjustment_that_exceeds_an_amount_is_not_added(engine: Engine) -> None:
    amounts = {"order_total": 0, "cart_amount": 9999999999999.99, "tax_amount": 9999999999999.99}
    order = wire.parse_order({**wire.dump_stored_order(PLACED), **amounts})
    with Session(engine) as session:
        add(session, order)
        with pytest.raises(StatementError, match=r"Money\.cents must be from -9"):
            session.flush()


@pytest.fixture
def placed(engine: Engine) -> Iterator[None]:
    """Store `PLACED`, which has one item: quantity 3, unit price 3000.00."""
    with Session(engine) as session, session.begin():
        add(session, PLACED)
    yield
    with Session(engine) as session, session.begin():
        session.delete(session.get_one(OrderRow, "BO-1"))


def stored(engine: Engine) -> Order:
    with Session(engine) as session:
        return to_order(session.get_one(OrderRow, "BO-1"))


@pytest.mark.usefixtures("placed")
@settings(max_examples=25, deadline=None)
@given(order=ORDERS)
def test_any_order_can_replace_another(engine: Engine, order: Order) -> None:
    order = attrs.evolve(order, backd_order_id="BO-1")
    with Session(engine) as session:
        assert save(session, order, fingerprint(stored(engine)))
    assert stored(engine) == order
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ItemRow)) == len(order.items)


@pytest.mark.usefixtures("placed")
def test_an_error_quotes_no_personal_data(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(DEBUG)
    with Session(engine) as session:
        add(session, PLACED)
        with pytest.raises(IntegrityError) as error:
            session.flush()
    text = f"{error.value} {caplog.text}"
    assert "INSERT INTO orders" in text
    assert not [word for word in ("Doe", "Main St", "123fake", "4153334567") if word in text]


@pytest.mark.usefixtures("placed")
def test_the_tables_have_amounts_in_cents_or_dollars(engine: Engine) -> None:
    amounts = "SELECT cart_amount, tax_amount, shipping_amount, placed_total FROM orders"
    prices = "SELECT unit_price, qty_thousandths FROM line_items"
    with engine.connect() as connection:
        assert connection.execute(text(amounts)).one() == (900000, 10000, 5000, 915000)
        assert connection.execute(text(prices)).one() == (3000, 3000)


def test_what_a_record_has_not_is_null(engine: Engine) -> None:
    """Its item costs 0.09539, its fee 5.00, and it has neither a SKU nor a history."""
    columns = "shipping, billing, create_date, adjustment, placed_total, increase_count"
    items = "SELECT unit_price, sku FROM line_items WHERE backd_order_id = 'BO-5'"
    row = text(f"SELECT {columns} FROM orders WHERE backd_order_id = 'BO-5'")  # noqa: S608
    with Session(engine) as session:
        add(session, RETURNED)
        session.flush()
        shipping, *others = session.execute(row).one()
        assert '"first": "Ann"' in str(shipping).replace("'", '"')
        assert others == [None, None, 500, None, None]
        price, sku = session.execute(text(items)).one()
        assert (round(float(price), 6), sku) == (0.09539, "")


@pytest.mark.parametrize("number", [Money.MAX, UnitPrice.of("999999999.999999")])
def test_the_longest_decimal_makes_a_round_trip(engine: Engine, number: Money | UnitPrice) -> None:
    with engine.connect() as connection:
        read = connection.scalar(select(literal(number, Decimals(type(number)))))
    assert read == number


@pytest.mark.usefixtures("placed")
def test_an_allowed_update_is_saved(engine: Engine) -> None:
    with Session(engine) as session:
        order = to_order(session.get_one(OrderRow, "BO-1"))
        update = wire.parse_update(wire.loads(body(shipping_amount=125)))
        decision = decide_update(order, update, LIMIT)
        assert decision.allowed
        assert save(session, decision.order, fingerprint(order))
    raised = stored(engine)
    assert raised == attrs.evolve(PLACED, totals=totals("9000", "100", "125"), increase_count=1)
    assert str(raised.placed_total) == "9150.00"


CHEAPER = attrs.evolve(PLACED, totals=totals("6000"), items=(item(qty="2"),))
FREE = attrs.evolve(PLACED, totals=totals("0"), items=())


@pytest.mark.usefixtures("placed")
def test_a_stale_fingerprint_saves_nothing(engine: Engine) -> None:
    with Session(engine) as session:
        assert save(session, CHEAPER, fingerprint(PLACED))
    with Session(engine) as session:
        assert not save(session, FREE, fingerprint(PLACED))
    assert stored(engine) == CHEAPER


@pytest.mark.usefixtures("placed")
def test_a_slower_session_saves_nothing(engine: Engine) -> None:
    """The row in the session is still the old one, but the row in the database has changed."""
    with Session(engine) as slower, Session(engine) as faster:
        row = slower.get_one(OrderRow, "BO-1")
        before = fingerprint(to_order(row))
        assert save(faster, CHEAPER, before)
        assert not save(slower, FREE, before)
        assert to_order(row) == CHEAPER
    assert stored(engine) == CHEAPER


@pytest.mark.usefixtures("placed")
def test_an_update_without_changes_saves_nothing_if_the_items_have_changed(engine: Engine) -> None:
    """It changes no column of the order, so only a comparison can tell that it is stale."""
    with Session(engine) as slower, Session(engine) as faster:
        row = slower.get_one(OrderRow, "BO-1")  # The session forgets a row that nobody holds.
        before = to_order(row)
        decision = decide_update(before, wire.parse_update(wire.loads(body())), LIMIT)
        assert decision.allowed
        assert decision.order == before
        assert save(faster, CHEAPER, fingerprint(before))
        assert not save(slower, decision.order, fingerprint(before))
        assert to_order(row) == CHEAPER
    assert stored(engine) == CHEAPER
    with Session(engine) as session:
        assert session.get_one(OrderRow, "BO-1").fingerprint == fingerprint(CHEAPER)


@pytest.mark.usefixtures("placed")
def test_an_unchanged_order_is_saved(engine: Engine) -> None:
    with Session(engine) as session:
        assert save(session, PLACED, fingerprint(PLACED))
    assert stored(engine) == PLACED


@pytest.mark.usefixtures("placed")
def test_a_row_that_the_session_keeps_has_what_was_saved(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        row = session.get_one(OrderRow, "BO-1")
        assert to_order(row) == PLACED
        assert save(session, CHEAPER, fingerprint(PLACED))
        assert to_order(row) == CHEAPER


@pytest.mark.usefixtures("placed")
def test_an_order_is_read_with_its_items_in_one_statement(engine: Engine) -> None:
    """Between two statements, another session could save other items."""
    statements = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    with Session(engine) as session, Session(engine) as faster:
        row = session.get_one(OrderRow, "BO-1")
        assert save(faster, CHEAPER, fingerprint(PLACED))
        event.listen(engine, "before_cursor_execute", note)
        session.commit()  # It expires the row, which reads itself and its items one after another.
        assert find(session, "BO-1") == CHEAPER == to_order(row)
        assert find(session, "BO-404") is None
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) == 2


@pytest.mark.usefixtures("placed")
def test_a_pending_change_is_not_written_over_the_order(engine: Engine) -> None:
    with Session(engine) as session:
        session.get_one(OrderRow, "BO-1").tax_amount = Money.of(1)
        assert save(session, CHEAPER, fingerprint(PLACED))
    assert stored(engine) == CHEAPER


def test_a_pending_order_is_saved(engine: Engine) -> None:
    with Session(engine) as session:
        add(session, PLACED)
        assert save(session, CHEAPER, fingerprint(PLACED))
        assert find(session, "BO-1") == CHEAPER
        session.delete(session.get_one(OrderRow, "BO-1"))
        session.commit()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.usefixtures("placed")
def test_a_slower_session_of_a_stricter_isolation_saves_nothing(
    engine: Engine, isolation: str
) -> None:
    """PostgreSQL raises an error instead of comparing with a row that the session cannot see."""
    strict = engine.execution_options(isolation_level=isolation)
    with Session(strict) as slower, Session(engine) as faster:
        assert find(slower, "BO-1") == PLACED
        assert save(faster, CHEAPER, fingerprint(PLACED))
        with pytest.raises(OperationalError, match="could not serialize access"):
            save(slower, FREE, fingerprint(PLACED))
    assert stored(engine) == CHEAPER


@pytest.mark.usefixtures("placed")
def test_a_fingerprint_of_another_order_saves_nothing(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(OrderRow, "BO-1").fingerprint = "0" * 64
    with Session(engine) as session:
        assert not save(session, CHEAPER, fingerprint(PLACED))
    assert stored(engine) == PLACED


@pytest.mark.usefixtures("placed")
def test_one_of_many_sessions_saves(engine: Engine) -> None:
    """Eight sessions hold the same row. One saves the other items, the others change nothing."""
    with ThreadPoolExecutor(8) as pool:
        start = Barrier(8, timeout=30)

        def run(number: int) -> bool:
            order = PLACED if number else CHEAPER
            with Session(engine) as session:
                assert session.get_one(OrderRow, "BO-1").items
                start.wait()
                return save(session, order, fingerprint(PLACED))

        saved, *_ = pool.map(run, range(8))
    assert saved
    assert stored(engine) == CHEAPER


def test_an_unknown_order_is_not_saved(engine: Engine) -> None:
    with Session(engine) as session:
        assert not save(session, PLACED, fingerprint(PLACED))
        assert session.get(OrderRow, "BO-1") is None
