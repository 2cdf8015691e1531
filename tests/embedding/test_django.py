"""The Django recipe in a separate process with SQLite, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("django")

from backd_rules import fingerprint, wire
from embedding.background import background, first_line
from embedding.contention import check_contention
from embedding.web import WebRecipeTests, client

pytestmark = pytest.mark.embedding


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("django") / "orders.sqlite3"


@pytest.fixture(scope="module")
def port(database: Path) -> Iterator[int]:
    log = database.with_suffix(".log")
    with background("-m", "embedding.django_site", str(database), log=log) as site:
        port = first_line(site)
        assert port, log.read_text()
        yield int(port)
    assert "Traceback" not in log.read_text()


class TestDjango(WebRecipeTests):
    """The tests of every web recipe, for Django."""


def test_sixteen_clients_lose_no_update(port: int, database: Path) -> None:
    final = check_contention(lambda: client(port))
    query = """
        SELECT document, fingerprint FROM orders_storedorder
        WHERE backd_order_id = 'BO-4'
    """
    with closing(sqlite3.connect(database)) as connection:
        document, stored_fingerprint = connection.execute(query).fetchone()
    assert wire.parse_order(json.loads(document)) == final
    assert json.loads(document)["placed_total"] == 9150
    assert stored_fingerprint == fingerprint(final)
