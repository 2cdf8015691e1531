"""The Celery recipe with a real worker in a second process; messages and results are in SQLite."""

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
    """What a worker says of itself that runs meanwhile."""
    folder = tmp_path_factory.mktemp("celery")
    database, log = folder / "queue.sqlite3", folder / "worker.log"
    use_database(database)
    with background("-m", "embedding.celery_tasks", str(database), log=log):
        # Else both of us would make the tables at once.
        deadline = monotonic() + 60
        while "ready" not in log.read_text():
            assert monotonic() < deadline, log.read_text()
            sleep(0.05)
        yield log
    assert "Traceback" not in log.read_text()


pytestmark = [
    pytest.mark.embedding,
    pytest.mark.usefixtures("log"),
    # The broker in SQLite is Celery's own; SQLAlchemy warns of how it asks for related rows.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader:DeprecationWarning"),
]


def by_worker(order: Order, limit: MerchantLimit, update: object, **options: object) -> Json:
    payloads = (wire.dump_stored_order(order), wire.dump_limit(limit), update)
    answer: Json = decide.apply_async(payloads, **options).get(timeout=20, interval=0.01)
    return answer


def test_an_allowed_update_comes_back_as_the_new_order() -> None:
    answer = by_worker(PLACED, LIMIT, wire.loads(body(shipping_amount=125.00)))
    assert (answer["error"], answer["data"]["order_total"]) == (False, 9225)


@pytest.mark.parametrize(
    "name",
    [
        "a cent above the limit",
        "half a contact",
        "another merchant's",
        "a list",
        "wrong in four ways",
    ],
)
def test_a_refusal_comes_back_with_its_reasons(name: str) -> None:
    refused, status, reasons = REFUSALS[name]
    answer = by_worker(PLACED, LIMIT, wire.loads(refused))
    assert answer["status"] == {"type": "error", "code": status}
    assert [(v["code"], v["path"]) for v in answer["violations"]] == reasons


def test_the_original_total_travels_with_the_order() -> None:
    raised = attrs.evolve(PLACED, totals=totals("9000", "100", "125"), placed_total=Money.of(9150))
    answer = by_worker(raised, LIMIT, wire.loads(body(shipping_amount=125.01)))
    assert [v["code"] for v in answer["violations"]] == ["increase_exceeds_limit"]


@settings(max_examples=25, deadline=None)
@given(st.data(), orders(), limits())
def test_the_worker_decides_as_we_do(
    data: st.DataObject, order: Order, limit: MerchantLimit
) -> None:
    update = data.draw(updates_for(order, limit=limit))
    here = wire.response(decide_update(order, update, limit))
    assert by_worker(order, limit, wire.dump_update(update)) == here


def test_a_task_that_runs_twice_answers_twice_the_same() -> None:
    """As after a retry, or where its message is delivered again."""
    update = wire.loads(body(shipping_amount=125.01))
    once = by_worker(PLACED, LIMIT, update, task_id="again")
    decide.AsyncResult("again").forget()
    assert by_worker(PLACED, LIMIT, update, task_id="again") == once


def test_no_log_names_a_person(log: Path) -> None:
    by_worker(PLACED, LIMIT, wire.loads(body(shipping={"phone_number": "5125550100"})))
    said = log.read_text()
    assert "Task decide_update" in said
    assert not [word for word in ("Doe", "Main St", "123fake", "5125550100") if word in said]
