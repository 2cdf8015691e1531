"""What the tests of the web recipes share: a client, and a body that is longer than it may be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import httpx

from embedding.samples import Json, Post


@contextmanager
def client(url: str) -> Iterator[Post]:
    """A client of its own, which asserts that the HTTP status is that of the envelope."""
    with httpx.Client(base_url=url, timeout=60) as http:

        def post(body: bytes) -> Json:
            response = http.post(
                "/update_order", content=body, headers={"Content-Type": "application/json"}
            )
            assert response.headers["Content-Type"].startswith("application/json")
            envelope: Json = response.json()
            assert response.status_code == envelope["status"]["code"]
            return envelope

        yield post


def status_of_endless_body(port: int) -> int:
    """What a client is answered that has promised a gigabyte and sent as much as may be read."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/update_order")
    connection.putheader("Content-Length", str(1024**3))
    connection.endheaders()
    connection.send(b" " * (1024 * 1024 + 1))
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def status_of_get(url: str) -> int:
    """What is answered to a request that is no `POST`."""
    return httpx.get(f"{url}/update_order", timeout=20).status_code
