"""The Celery recipe with a real worker process, which keeps messages and results in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from logging import ERROR
from pathlib import Path
from signal import SIGKILL
from time import monotonic, sleep

import attrs
import pytest

pytest.importorskip("celery")

from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import order, totals

from backd_rules import MerchantLimit, Money, Order, OrderStatus, decide_update, wire
from backd_rules.testing import limits, orders, updates_for
from embedding.background import background
from embedding.celery_tasks import (
    Json,
    add,
    app,
    connect,
    decide,
    find,
    store,
    update_order,
    use_database,
)
from embedding.contention import CONTENDED, check_contention
from embedding.dying_worker import transport_options
from embedding.samples import LIMIT, PLACED, REFUSALS, body
from embedding.web import error


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("celery") / "queue.sqlite3"


@pytest.fixture(scope="module")
def log(database: Path) -> Iterator[Path]:
    """Run a worker, and yield its log file."""
    log = database.with_name("worker.log")
    use_database(database)
    with background("-m", "embedding.celery_tasks", str(database), log=log):
        # Only the worker may create the tables.
        deadline = monotonic() + 60
        while "ready" not in log.read_text():
            assert monotonic() < deadline, log.read_text()
            sleep(0.05)
        yield log
    assert "Traceback" not in log.read_text()


pytestmark = [
    pytest.mark.embedding,
    pytest.mark.usefixtures("log"),
    # Celery's own code for the SQLite broker causes this warning of SQLAlchemy.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader:DeprecationWarning"),
]


def decide_in_worker(order: Order, limit: MerchantLimit, update: object, **options: object) -> Json:
    payloads = (wire.dump_stored_order(order), wire.dump_limit(limit), update)
    envelope: Json = decide.apply_async(payloads, **options).get(timeout=60, interval=0.01)
    return envelope


def test_an_allowed_update_returns_the_new_order() -> None:
    envelope = decide_in_worker(PLACED, LIMIT, wire.loads(body(shipping_amount=125.00)))
    assert (envelope["error"], envelope["data"]["order_total"]) == (False, 9225)


@pytest.mark.parametrize(
    "name",
    [
        "a cent above the limit",
        "incomplete contact",
        "order of another merchant",
        "an array",
        "four problems",
    ],
)
def test_a_refusal_returns_its_reasons(name: str) -> None:
    refused, status, reasons = REFUSALS[name]
    envelope = decide_in_worker(PLACED, LIMIT, wire.loads(refused))
    assert envelope["status"] == {"type": "error", "code": status}
    assert [(v["code"], v["path"]) for v in envelope["violations"]] == reasons


def test_the_placed_total_is_sent_with_the_order() -> None:
    raised = attrs.evolve(PLACED, totals=totals("9000", "100", "125"), placed_total=Money.of(9150))
    envelope = decide_in_worker(raised, LIMIT, wire.loads(body(shipping_amount=125.01)))
    assert [v["code"] for v in envelope["violations"]] == ["increase_exceeds_limit"]


@settings(max_examples=25, deadline=None)
@given(st.data(), orders(), limits())
def test_the_worker_returns_the_local_decision(
    data: st.DataObject, order: Order, limit: MerchantLimit
) -> None:
    update = data.draw(updates_for(order, limit=limit))
    expected = wire.response(decide_update(order, update, limit))
    assert decide_in_worker(order, limit, wire.dump_update(update)) == expected


def test_a_task_that_runs_twice_returns_the_same_result() -> None:
    """This happens after a retry or a second delivery of the message."""
    update = wire.loads(body(shipping_amount=125.01))
    first = decide_in_worker(PLACED, LIMIT, update, task_id="again")
    decide.AsyncResult("again").forget()
    assert decide_in_worker(PLACED, LIMIT, update, task_id="again") == first


def personal_data_in(log: Path) -> list[str]:
    text = log.read_text()
    return [word for word in ("Doe", "Main St", "123fake", "5125550100") if word in text]


def test_the_log_contains_no_personal_data(log: Path) -> None:
    decide_in_worker(PLACED, LIMIT, wire.loads(body(shipping={"phone_number": "5125550100"})))
    assert "Task decide_update" in log.read_text()
    assert personal_data_in(log) == []


def stored(backd_order_id: str) -> Order:
    with closing(connect()) as connection:
        order = find(connection, backd_order_id)
    assert order
    return order


@pytest.fixture
def placed(request: pytest.FixtureRequest) -> str:
    """Store an order placed at 9150.00, and return its id."""
    backd_order_id = f"BO-{request.node.name}"
    with closing(connect()) as connection:
        add(connection, order(backd_order_id=backd_order_id))
    return backd_order_id


def update(backd_order_id: str, **fields: object) -> list[object]:
    """Return the arguments of a task."""
    return [wire.loads(body(backd_order_id, **fields))]


def test_an_allowed_update_is_stored(placed: str) -> None:
    arguments = update(placed, shipping_amount=125)
    envelope = update_order.apply_async(arguments).get(timeout=60, interval=0.01)
    assert (envelope["error"], envelope["data"]["order_total"]) == (False, 9225)
    raised = stored(placed)
    assert wire.dump_order(raised) == envelope["data"]
    assert (str(raised.placed_total), raised.increase_count) == ("9150.00", 1)


@pytest.mark.parametrize(
    "name", ["a cent above the limit", "unknown order", "an array", "four problems"]
)
def test_a_refused_update_is_not_stored(name: str) -> None:
    refused, status, reasons = REFUSALS[name]
    with closing(connect()) as connection, suppress(sqlite3.IntegrityError):
        add(connection, PLACED)
    envelope = post_task(refused)
    assert envelope["status"] == {"type": "error", "code": status}
    assert [(v["code"], v["path"]) for v in envelope["violations"]] == reasons
    assert stored("BO-1") == PLACED


def test_a_second_delivery_returns_the_first_response_and_stores_nothing(placed: str) -> None:
    """In between, another task lowers the total, and the order is confirmed."""
    raise_total = update(placed, shipping_amount=125)
    first = update_order.apply(raise_total, task_id=f"{placed} 1").get()
    assert first["data"]["order_total"] == 9225
    update_order.apply(update(placed, shipping_amount=40), task_id=f"{placed} 2").get()
    with closing(connect()) as connection:
        before = find(connection, placed)
        assert before
        confirmed = attrs.evolve(before, status=OrderStatus.ORDER_CONFIRMED)
        assert store(connection, before, confirmed, (f"{placed} 3", "another request"))
    assert update_order.apply(raise_total, task_id=f"{placed} 1").get() == first
    assert stored(placed) == confirmed
    assert (str(confirmed.order_total), confirmed.increase_count) == ("9140.00", 1)


def test_a_second_delivery_of_a_refusal_returns_it_again(placed: str) -> None:
    """In between, another task makes room for the increase."""
    too_much = update(placed, shipping_amount=125.01)
    refused = update_order.apply(too_much, task_id=f"{placed} 1").get()
    assert refused["status"]["code"] == 422
    update_order.apply(update(placed, tax_amount=99), task_id=f"{placed} 2").get()
    assert update_order.apply(too_much, task_id=f"{placed} 1").get() == refused
    assert str(stored(placed).order_total) == "9149.00"


def test_a_task_id_that_is_used_again_does_not_answer_for_another_payload(placed: str) -> None:
    """Whatever is answered as allowed is stored."""
    other = f"{placed} of another merchant"
    with closing(connect()) as connection:
        add(connection, order(backd_order_id=other, merchant_order_id="M-2"))
    first = update(placed, shipping_amount=125)
    for arguments, total in ((first, 9225), (update(placed, tax_amount=99), 9224), (first, 9225)):
        envelope = update_order.apply(arguments, task_id=f"{placed} 1").get()
        assert envelope["data"]["order_total"] == total
    assert str(stored(placed).order_total) == "9224.00"
    refused = update_order.apply(update(other, tax_amount=99), task_id=f"{placed} 1").get()
    assert [v["code"] for v in refused["violations"]] == ["merchant_order_id_mismatch"]


def test_deliveries_at_the_same_time_store_once(placed: str) -> None:
    """A visibility timeout that is too short delivers a message while its task still runs."""
    arguments = update(placed, shipping_amount=125)

    def deliver(_: int) -> Json:
        envelope: Json = update_order.apply(arguments, task_id=f"{placed} 1").get()
        return envelope

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(deliver, range(8))
    assert first["data"]["order_total"] == 9225
    assert others == [first] * 7
    assert stored(placed).increase_count == 1


def post_task(body: bytes) -> Json:
    envelope: Json = update_order.apply([wire.loads(body)]).get()
    return envelope


def test_sixteen_clients_lose_no_update() -> None:
    with closing(connect()) as connection:
        add(connection, CONTENDED)
    final = check_contention(lambda: nullcontext(post_task))
    assert stored("BO-4") == final


def test_a_swap_that_never_succeeds_is_given_up(
    placed: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The stored fingerprint is not that of the document."""
    with closing(connect()) as connection:
        damage = "UPDATE orders SET fingerprint = 'x' WHERE backd_order_id = ?"
        connection.execute(damage, [placed])
    envelope = update_order.apply(update(placed, shipping={"email": "a@example.com"})).get()
    assert envelope == error(503, "Service Unavailable")
    lines = [record.getMessage() for record in caplog.records if record.levelno == ERROR]
    assert lines == [f"order {placed!r} was not stored in 100 tries"]
    assert stored(placed) == order(backd_order_id=placed)


def redeliver(folder: Path) -> None:
    """Deliver the message again, as a broker does that has lost the connection to its worker."""
    [message] = (folder / "processed").iterdir()
    message.rename(folder / message.name)


@pytest.mark.parametrize("point", ["before", "after"])
@pytest.mark.parametrize("pool", ["prefork", "solo"])
def test_a_killed_worker_loses_no_update_and_stores_it_once(
    database: Path, tmp_path: Path, placed: str, pool: str, point: str
) -> None:
    """It dies after it has decided, before or after it stores the decision."""
    (tmp_path / "processed").mkdir()
    options = transport_options(tmp_path)
    with app.connection_for_write("filesystem://", transport_options=options) as broker:
        phone_number = {"phone_number": "5125550100"}
        arguments = update(placed, shipping_amount=125, shipping=phone_number)
        result = update_order.apply_async(arguments, connection=broker)
    worker = ("-m", "embedding.dying_worker", str(database), str(tmp_path), point, pool)
    if pool == "solo":
        with background(*worker, log=tmp_path / "killed.log") as process:
            assert process.wait(timeout=60) == -SIGKILL
        assert stored(placed).increase_count == {"before": 0, "after": 1}[point]
        redeliver(tmp_path)
    log = tmp_path / "worker.log"
    with background(*worker, log=log) as process:
        envelope = result.get(timeout=60, interval=0.05)
    assert (tmp_path / "died").exists()
    assert (envelope["error"], envelope["data"]["order_total"]) == (False, 9225)
    assert wire.dump_order(stored(placed)) == envelope["data"]
    assert stored(placed).increase_count == 1
    assert ("signal 9 (SIGKILL)" in log.read_text()) == (pool == "prefork")
    assert personal_data_in(log) == []
