"""What more than one recipe's tests need: a PostgreSQL server, once for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from embedding.postgres_server import PostgresServer, postgres_server

# What these assert says what it has compared, as the test modules do.
pytest.register_assert_rewrite("embedding.contention", "embedding.samples", "embedding.web")


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    with postgres_server(pytestconfig) as server:
        yield server
