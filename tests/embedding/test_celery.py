"""The Celery recipe with a real worker process, which keeps messages and results in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import attrs
import pytest

pytest.importorskip("celery")

from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import totals

from backd_rules import MerchantLimit, Money, Order, decide_update, wire
from backd_rules.testing import limits, orders, updates_for
from embedding.background import background
from embedding.celery_tasks import Json, decide, use_database
from embedding.samples import LIMIT, PLACED, REFUSALS, body


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a worker, and yield its log file."""
    folder = tmp_path_factory.mktemp("celery")
    database, log = folder / "queue.sqlite3", folder / "worker.log"
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
    envelope: Json = decide.apply_async(payloads, **options).get(timeout=20, interval=0.01)
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


def test_the_log_contains_no_personal_data(log: Path) -> None:
    decide_in_worker(PLACED, LIMIT, wire.loads(body(shipping={"phone_number": "5125550100"})))
    text = log.read_text()
    assert "Task decide_update" in text
    assert not [word for word in ("Doe", "Main St", "123fake", "5125550100") if word in text]
