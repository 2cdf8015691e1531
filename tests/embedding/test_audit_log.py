"""The audit log of the order server: what it records, refuses, finds and forgets."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")

import attrs
from support.examples import order

from backd_rules import (
    Allowed,
    MerchantLimit,
    Money,
    OrderStatus,
    audit_record,
    decide_update,
    wire,
)
from embedding.audit_log import erase, verify
from embedding.order_server import TIMED, running
from embedding.serving import TESTS
from embedding.sqlite_store import Store

pytestmark = pytest.mark.embedding

LIMIT: Final = MerchantLimit(max_increase=Money.of(75))
IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
OTHER: Final = {**IDS, "backd_order_id": "BO-2"}
OPEN: Final = datetime(2026, 3, 9, 21, 59, 59, 999_999, tzinfo=UTC)
LOCKED: Final = datetime(2026, 3, 9, 22, 0, 0, tzinfo=UTC)
BILLING: Final = {"name": {"first": "Zaphod", "last": "Doe"}}

BATCH: Final = [
    {**OTHER, "tax_amount": 101},
    {**IDS, "backd_order_id": "BO-3"},
    {**OTHER, "tax_amount": 1000},
]

RUN: Final[list[tuple[str, Any, datetime | None]]] = [
    ("order_placed", IDS, None),
    ("update_order", {**IDS, "tax_amount": 175.01, "billing": BILLING}, None),
    ("update_order", {**IDS, "tax_amount": 175}, None),
    ("update_order", BATCH, None),
    ("update_order", {**IDS, "merchant_order_id": "M-2"}, None),
    ("update_order", {**IDS, "tax_amount": -1}, None),
    ("cancel_order", OTHER, None),
    ("confirm_order", IDS, None),
    ("refund", {**IDS, "refund_amount": 50}, OPEN),
    ("delete_refund", IDS, LOCKED),
    ("delete_refund", IDS, OPEN),
]
"""Requests. The order BO-3 is unknown, and a negative amount is malformed: both are not logged."""

RECORDS: Final = [
    ("order_placed", "BO-1", True, []),
    ("update_order", "BO-1", False, ["contact_incomplete"] * 7 + ["increase_exceeds_limit"]),
    ("update_order", "BO-1", True, []),
    ("update_order", "BO-2", [True, False], [[], ["increase_exceeds_limit"]]),
    ("update_order", "BO-1", False, ["merchant_order_id_mismatch"]),
    ("cancel_order", "BO-2", True, []),
    ("confirm_order", "BO-1", True, []),
    ("refund", "BO-1", True, []),
    ("delete_refund", "BO-1", False, ["refund_locked"]),
    ("delete_refund", "BO-1", True, []),
]
"""The action, the order, the verdict and the codes of each record; a batch has arrays of these."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Send the requests to a server, and return its file."""
    file = tmp_path_factory.mktemp("audit") / "orders.db"
    with running(file, TIMED) as server:
        server.store.add(order(status=OrderStatus.TERMS_SELECTED), LIMIT)
        server.store.add(order(backd_order_id="BO-2"), LIMIT)
        for action, body, at in RUN:
            server.send(action, body, at=at)
        assert server.send("cancel_order", IDS, if_match='"0"').status_code == 412
        assert "Traceback" not in server.process.log()
    return file


@pytest.fixture
def file(run: Path, tmp_path: Path) -> Path:
    """Return a copy of the file of the run."""
    copy = tmp_path / "orders.db"
    with closing(sqlite3.connect(run)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def findings(file: Path) -> dict[int, list[str]]:
    """Return the differences of each record that has any."""
    return {check.sequence: check.differences for check in verify(file) if check.differences}


def erased(file: Path) -> list[int]:
    return sorted(check.sequence for check in verify(file) if check.is_erased)


def records(connection: sqlite3.Connection) -> list[Any]:
    rows = connection.execute("SELECT record FROM audit ORDER BY sequence")
    return [json.loads(text) for (text,) in rows]


def codes(violations: Any) -> Any:
    """Return the code of each violation, in arrays as they are nested."""
    return [codes(each) if isinstance(each, list) else each["code"] for each in violations]


def test_every_decision_has_a_record(connection: sqlite3.Connection) -> None:
    logged = [
        (r["action"], r["backd_order_id"], r["allowed"], codes(r["violations"]))
        for r in records(connection)
    ]
    assert logged == RECORDS


def test_a_run_of_all_actions_is_verified(file: Path) -> None:
    checks = list(verify(file))
    assert [check.sequence for check in checks] == list(range(len(RECORDS), 0, -1))
    assert (findings(file), erased(file)) == ({}, [])


def test_the_records_have_no_personal_data(connection: sqlite3.Connection) -> None:
    documents = json.dumps(connection.execute("SELECT document FROM documents").fetchall())
    for personal in ("Zaphod", "Joe", "Main St", "4153334567"):
        assert personal in documents
        assert personal not in json.dumps(records(connection))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET record = '{}' WHERE sequence = 3",
        "UPDATE audit SET sequence = 100 WHERE sequence = 3",
        "DELETE FROM audit WHERE sequence = 3",
        "INSERT OR REPLACE INTO audit VALUES (3, '{}', '')",
    ],
)
def test_a_record_cannot_be_changed(connection: sqlite3.Connection, statement: str) -> None:
    before = connection.execute("SELECT * FROM audit").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="the audit log is append-only"):
        connection.execute(statement)
    assert connection.execute("SELECT * FROM audit").fetchall() == before


_RECORD: Final = "UPDATE audit SET record = json_set(record, {}) WHERE sequence = {}"
_DOCUMENT: Final = """
    UPDATE documents SET document = {} WHERE digest =
    (SELECT json_extract(record, '$.{}') FROM audit WHERE sequence = {})
"""
TAMPERING: Final[dict[str, tuple[str, dict[int, list[str]]]]] = {
    "another verdict": (
        _RECORD.format("'$.allowed', json('true')", 2),
        {2: ["hash", "allowed"]},
    ),
    "another limit": (
        _RECORD.format("'$.limit.max_increase', 74", 3),
        {3: ["hash", "allowed", "violations", "order_after"]},
    ),
    "another time": (
        _RECORD.format("'$.at', '2026-03-09 22:00:00'", 8),
        {8: ["hash", "order_after"]},
    ),
    "an unknown action": (
        _RECORD.format("'$.action', 'create_order'", 6),
        {6: ["hash", "unreadable"]},
    ),
    "another result": (
        _RECORD.format("'$.order_after', 'x'", 7),
        {7: ["hash", "next_order", "order_after"]},
    ),
    "no JSON": (
        "UPDATE audit SET record = 'x' WHERE sequence = 10",
        {10: ["hash", "unreadable"], 9: ["next_order"]},
    ),
    "a missing refusal": ("DELETE FROM audit WHERE sequence = 2", {3: ["hash"]}),
    "a missing change": (
        "DELETE FROM audit WHERE sequence = 3",
        {4: ["hash"], 2: ["next_order"]},
    ),
    "a missing last change": ("DELETE FROM audit WHERE sequence = 10", {9: ["next_order"]}),
    "a missing first record": ("DELETE FROM audit WHERE sequence = 1", {2: ["hash"]}),
    "a repeated record": (
        "INSERT INTO audit SELECT 11, record, hash FROM audit WHERE sequence = 9",
        {11: ["hash", "next_order"], 10: ["next_order"]},
    ),
    "an order before": (
        _DOCUMENT.format("json_set(document, '$.tax_amount', 99)", "order_before", 4),
        {4: ["order_before", "violations", "order_after"]},
    ),
    "an order before that is no order": (
        _DOCUMENT.format("json_remove(document, '$.status')", "order_before", 4),
        {4: ["unreadable"]},
    ),
    "a request": (
        _DOCUMENT.format("json_set(document, '$.tax_amount', 174)", "request", 3),
        {3: ["request", "order_after"]},
    ),
    "an update in a batch": (
        _DOCUMENT.format("json_set(document, '$[0].tax_amount', 102)", "request", 4),
        {4: ["request", "order_after"]},
    ),
    "a missing update of a batch": (
        _DOCUMENT.format("json_remove(document, '$[1]')", "request", 4),
        {4: ["request", "allowed", "violations"]},
    ),
    "an update of another order in a batch": (
        _DOCUMENT.format("json_set(document, '$[0].backd_order_id', 'BO-1')", "request", 4),
        {4: ["unreadable"]},
    ),
    "an update instead of a batch": (
        _DOCUMENT.format("json_extract(document, '$[0]')", "request", 4),
        {4: ["request", "allowed", "violations"]},
    ),
    "a request that is no request": (
        _DOCUMENT.format("json_set(document, '$.tax_amount', -1)", "request", 3),
        {3: ["unreadable"]},
    ),
    "a document that is no JSON": (_DOCUMENT.format("'x'", "request", 4), {4: ["unreadable"]}),
    "an order of the store": (
        "UPDATE orders SET order_json = json_set(order_json, '$.status', 'order_placed')",
        {10: ["next_order"], 6: ["next_order"]},
    ),
}
"""Name -> the statement that changes the file, and the differences of each record."""


@pytest.mark.parametrize("name", TAMPERING)
def test_a_change_behind_the_servers_back_is_found(
    file: Path, connection: sqlite3.Connection, name: str
) -> None:
    statement, expected = TAMPERING[name]
    connection.execute("DROP TRIGGER audit_update")
    connection.execute("DROP TRIGGER audit_delete")
    assert connection.execute(statement).rowcount > 0
    assert findings(file) == expected
    assert erased(file) == []


def test_a_verdict_of_other_rules_is_found(file: Path) -> None:
    """The verdict follows from a limit of 100.00, but the record has that of 75.00."""
    before = order(backd_order_id="BO-4")
    update = wire.parse_update({**IDS, "backd_order_id": "BO-4", "tax_amount": 175.01})
    decision = decide_update(before, update, MerchantLimit(max_increase=Money.of(100)))
    assert decision.allowed
    with closing(Store(file)) as store:
        store.add(before, LIMIT)
        record = audit_record(before, update, LIMIT, decision)
        assert store.swap(before, decision.order, update, record)
    assert findings(file) == {11: ["allowed", "violations", "order_after"]}


def test_a_record_of_another_order_is_not_stored(file: Path) -> None:
    """Another request has changed the order since it was loaded."""
    stale = order(backd_order_id="BO-2")
    update = wire.parse_update({**OTHER, "tax_amount": 102})
    decision = decide_update(stale, update, LIMIT)
    with closing(Store(file)) as store:
        record = audit_record(stale, update, LIMIT, decision)
        assert not store.swap(stale, stale, update, record)
    assert len(list(verify(file))) == len(RECORDS)


def test_a_swap_that_cannot_be_logged_stores_nothing(file: Path) -> None:
    with closing(Store(file)) as store:
        found = store.find("BO-2")
        assert found
        after = attrs.evolve(found[0], status=OrderStatus.ORDER_PLACED)
        update = wire.parse_update(OTHER)
        record = {**audit_record(found[0], update, LIMIT, Allowed(after)), "at": object()}
        with pytest.raises(TypeError, match="not JSON serializable"):
            store.swap(found[0], after, update, record)
        assert store.find("BO-2") == found
        store.add(order(backd_order_id="BO-4"), LIMIT)  # No transaction is left open.
    assert findings(file) == {}


def test_personal_data_is_erased_and_the_records_stay(file: Path) -> None:
    """The refused name is only in the log. The two records of the other order are not erased."""
    assert b"Zaphod" in file.read_bytes()
    with closing(Store(file)) as store:
        assert store.find("BO-1")
        erase(file, "BO-1")
        assert b"Zaphod" not in file.read_bytes()
        assert file.with_name("orders.db-wal").read_bytes() == b""
    assert erased(file) == [1, 2, 3, 5, 7, 8, 9, 10]
    assert (findings(file), len(list(verify(file)))) == ({}, len(RECORDS))


def test_a_change_is_found_without_the_personal_data(
    file: Path, connection: sqlite3.Connection
) -> None:
    erase(file, "BO-1")
    connection.execute("DROP TRIGGER audit_update")
    connection.execute(_RECORD.format("'$.allowed', json('true')", 2))
    assert findings(file) == {2: ["hash"]}


def run_command(file: Path) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "embedding.audit_log", str(file)]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
        output, _ = process.communicate(timeout=60)
    return process.returncode, output.splitlines()


def test_the_command_prints_what_differs(file: Path, connection: sqlite3.Connection) -> None:
    query = "SELECT hash FROM audit WHERE sequence = 10"
    summary = f"10 records, last hash {connection.execute(query).fetchone()[0]}"
    assert run_command(file) == (0, [summary])
    erase(file, "BO-2")
    lines = ["record 6: erased", "record 4: erased", summary]
    assert run_command(file) == (0, lines)
    connection.execute("DROP TRIGGER audit_delete")
    connection.execute("DELETE FROM audit WHERE sequence = 3")
    lines = ["record 6: erased", "record 4: hash, erased", "record 2: next_order"]
    assert run_command(file) == (1, [*lines, summary.replace("10", "9", 1)])


def test_a_new_log_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "orders.db"
    Store(file).close()
    assert run_command(file) == (0, ["0 records, last hash -"])
