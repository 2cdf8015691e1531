"""The Django recipe in a separate process with SQLite, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("django")
pytest.importorskip("httpx")

import httpx

from backd_rules import fingerprint, wire
from embedding.background import background, first_line
from embedding.contention import check_contention
from embedding.samples import body
from embedding.web import WebRecipeTests, client, envelope_of, error

pytestmark = pytest.mark.embedding


class Site(NamedTuple):
    """A running site, its database file and its log file."""

    port: int
    database: Path
    log: Path


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Run a site with a new database until the block ends."""
    database, log = folder / "orders.sqlite3", folder / "site.log"
    with background("-m", "embedding.django_site", str(database), log=log) as process:
        port = first_line(process)
        assert port, log.read_text()
        yield Site(int(port), database, log)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("django")) as site:
        yield site
    assert "Traceback" not in site.log.read_text()


@pytest.fixture(scope="module")
def port(site: Site) -> int:
    return site.port


class TestDjango(WebRecipeTests):
    """The tests of every web recipe, for Django."""


def test_sixteen_clients_lose_no_update(site: Site) -> None:
    final = check_contention(lambda: client(site.port))
    document, stored_fingerprint = stored(site, "BO-4")
    assert wire.parse_order(json.loads(document)) == final
    assert json.loads(document)["placed_total"] == 9150
    assert stored_fingerprint == fingerprint(final)


def stored(site: Site, backd_order_id: str) -> tuple[str, str]:
    """Return the document and the fingerprint of a row."""
    query = "SELECT document, fingerprint FROM orders_storedorder WHERE backd_order_id = ?"
    with closing(sqlite3.connect(site.database)) as connection:
        [row] = connection.execute(query, [backd_order_id]).fetchall()
    document, stored_fingerprint = row
    return document, stored_fingerprint


def damage(site: Site, column: str, value: str) -> None:
    """Change a column of BO-1, as no code of the recipe would."""
    statement = f"UPDATE orders_storedorder SET {column} = ? WHERE backd_order_id = 'BO-1'"  # noqa: S608
    with closing(sqlite3.connect(site.database)) as connection, connection:
        connection.execute(statement, [value])


def test_a_swap_that_never_succeeds_is_given_up(tmp_path: Path) -> None:
    """The stored fingerprint is not that of the document."""
    with serving(tmp_path) as site, client(site.port) as post:
        damage(site, "fingerprint", "x")
        before = stored(site, "BO-1")
        envelope = post(body(shipping_amount=51, shipping={"email": "a@example.com"}))
        assert envelope == error(503, "Service Unavailable")
        assert stored(site, "BO-1") == before
    lines = site.log.read_text().splitlines()
    assert lines.count("order 'BO-1' was not stored in 100 tries") == 1
    assert not [line for line in lines if "a@example.com" in line or "Doe" in line]


def test_an_unreadable_order_is_answered_with_an_envelope(tmp_path: Path) -> None:
    with serving(tmp_path) as site, client(site.port) as post:
        damage(site, "document", "{}")
        assert post(body()) == error(500, "Internal Server Error")


def test_a_wrong_host_is_answered_with_an_envelope(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        url, headers = f"http://127.0.0.1:{site.port}/update_order", {"Host": "shop.example"}
        response = httpx.post(url, content=body(), headers=headers, timeout=60)
        assert envelope_of(response) == error(400, "Bad Request")
