"""A PostgreSQL server that the tests of several recipes share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from embedding.postgres_server import PostgresServer, postgres_server

# pytest rewrites asserts in test modules only, unless other modules are registered.
pytest.register_assert_rewrite("embedding.contention", "embedding.samples", "embedding.web")


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    with postgres_server(pytestconfig) as server:
        yield server
