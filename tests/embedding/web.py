"""What every web recipe must do, by real HTTP, whatever it is made with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import httpx
import pytest

from embedding.samples import REFUSALS, Json, Post, refuses, stores


@contextmanager
def client(port: int) -> Iterator[Post]:
    """A client of its own, which asserts that the HTTP status is that of the envelope."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:

        def post(body: bytes) -> Json:
            response = http.post("/update_order", content=body, headers=_HEADERS)
            assert response.headers["Content-Type"].startswith("application/json")
            envelope: Json = response.json()
            assert response.status_code == envelope["status"]["code"]
            return envelope

        yield post


_HEADERS = {"Content-Type": "application/json"}


class WebRecipe:
    """Tests that need a fixture `port`: where the orders of the tests are served."""

    @pytest.fixture
    def post(self, port: int) -> Iterator[Post]:
        with client(port) as post:
            yield post

    @pytest.mark.parametrize("name", REFUSALS)
    def test_a_refusal_has_its_reasons_and_changes_nothing(self, post: Post, name: str) -> None:
        refuses(post, name)

    def test_what_is_allowed_is_stored(self, post: Post) -> None:
        stores(post)

    def test_only_a_post_is_an_update(self, port: int) -> None:
        response = httpx.get(f"http://127.0.0.1:{port}/update_order", timeout=20)
        assert response.status_code == 405

    def test_no_more_is_read_than_may_be(self, port: int) -> None:
        """A client that promises a gigabyte is answered after the first byte too many."""
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.putrequest("POST", "/update_order")
        connection.putheader("Content-Length", str(1024**3))
        connection.endheaders()
        connection.send(b" " * (1024 * 1024 + 1))
        try:
            assert connection.getresponse().status == 400
        finally:
            connection.close()
