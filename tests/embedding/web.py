"""Tests that every web recipe must pass, over real HTTP, for any framework."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from socket import SHUT_WR
from typing import Final

import httpx
import pytest

from embedding.samples import (
    REFUSALS,
    Json,
    Post,
    body,
    check_allowed,
    check_record,
    check_refused,
)

_HEADERS: Final = {"Content-Type": "application/json"}


def envelope_of(response: httpx.Response) -> Json:
    """Return the envelope in a response, which must state the HTTP status and not be cached."""
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Cache-Control"] == "no-store"
    envelope: Json = response.json()
    assert response.status_code == envelope["status"]["code"]
    return envelope


def error(status: int, reason: str) -> Json:
    """Return the envelope of an error that is not about a payload or an order."""
    return {
        "message": f"API Backd - Error: {reason}",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [],
    }


@contextmanager
def client(port: int) -> Iterator[Post]:
    """Yield a client that also asserts that the HTTP status is the status in the envelope."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:

        def post(body: bytes) -> Json:
            response = http.post("/update_order", content=body, headers=_HEADERS)
            return envelope_of(response)

        yield post


class WebRecipeTests:
    """A base class of test classes.

    The test module must define a fixture `port`, with a server that has the orders of `samples.py`.
    """

    @pytest.fixture
    def post(self, port: int) -> Iterator[Post]:
        with client(port) as post:
            yield post

    @pytest.mark.parametrize("name", REFUSALS)
    def test_a_refusal_lists_its_reasons_and_changes_nothing(self, post: Post, name: str) -> None:
        check_refused(post, name)

    def test_an_allowed_update_is_stored(self, post: Post) -> None:
        check_allowed(post)

    def test_a_record_keeps_what_an_update_leaves_out(self, post: Post) -> None:
        check_record(post)

    def test_only_post_is_accepted(self, port: int) -> None:
        response = httpx.get(f"http://127.0.0.1:{port}/update_order", timeout=60)
        assert envelope_of(response) == error(405, "Method Not Allowed")
        assert "POST" in response.headers["Allow"]

    def test_an_unknown_path_is_answered_with_an_envelope(self, port: int) -> None:
        response = httpx.post(f"http://127.0.0.1:{port}/update_orders", timeout=60)
        assert envelope_of(response) == error(404, "Not Found")

    def test_an_incomplete_body_changes_nothing(self, port: int) -> None:
        """The client is gone after the last byte but one, which is a space: the rest is JSON."""
        update = body("BO-3", merchant_order_status="half")
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        with closing(connection), client(port) as post:
            connection.putrequest("POST", "/update_order")
            connection.putheader("Content-Length", str(len(update) + 1))
            connection.endheaders(update)
            connection.sock.shutdown(SHUT_WR)
            response = connection.getresponse()
            assert (response.status, json.load(response)) == (400, error(400, "Bad Request"))
            assert post(body("BO-3"))["data"].get("merchant_order_status") != "half"

    def test_a_body_is_read_only_up_to_the_size_limit(self, port: int) -> None:
        """A request that announces a gigabyte is refused after one byte more than the limit."""
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.putrequest("POST", "/update_order")
        connection.putheader("Content-Length", str(1024**3))
        connection.endheaders()
        connection.send(b" " * (1024 * 1024 + 1))
        try:
            response = connection.getresponse()
            assert response.status == 400
            assert [v["code"] for v in json.load(response)["violations"]] == ["too_large"]
        finally:
            connection.close()
