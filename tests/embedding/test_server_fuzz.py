"""Fuzz the server: every response conforms to our OpenAPI document, and none has status 500.

Schemathesis generates requests from the document. Hypothesis and `backd_rules.testing` generate
those that a schema cannot describe. The document's schema for the status checks each response.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest

pytest.importorskip("schemathesis")

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    status_code_conformance,
)

from backd_rules import MerchantLimit, Money, schema, wire
from backd_rules.testing import Malformed, malformed_payloads, malformed_texts
from embedding.concurrent_clients import Json, blank_order
from embedding.order_server import OrderServer, running

pytestmark = pytest.mark.embedding

BOUNDED: Final = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ORDERS: Final = ("BO-1", "BO-2", "BO-3")
"""The ids of a placed order, a confirmed order and an unknown order."""

DOCUMENT: Final = schema.openapi()
_RESPONSES: Final = "#/paths/~1update_order/post/responses"
RESPONSES: Final = {
    int(status): Draft202012Validator(
        {**DOCUMENT, "$ref": f"{_RESPONSES}/{status}/content/application~1json/schema"}
    )
    for status in DOCUMENT["paths"]["/update_order"]["post"]["responses"]
}
"""HTTP status -> validator of the response."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db") as server:
        for backd_order_id in ORDERS[:2]:
            server.store.add(blank_order(backd_order_id), MerchantLimit(max_increase=Money.of(75)))
        ids = {"backd_order_id": "BO-2", "merchant_order_id": "M-1"}
        assert server.http.post("/confirm_order", json=ids).status_code == 200
        yield server
        assert "Traceback" not in server.process.log()


def check_response(status: int, body: Any) -> None:
    RESPONSES[status].validate(body)
    assert body["status"]["code"] == status


def test_valid_requests_are_decided(server: OrderServer) -> None:
    """The enums contain our ids and amounts. Without them, few requests would be allowed."""
    document = schema.openapi()
    schemas = document["components"]["schemas"]
    schemas["amount"]["enum"] = [0, 0.001, 49.99, 50, 100, 9000, 9150, 9999999999999.99]
    fields = schemas["update_request"]["properties"]
    fields["backd_order_id"] = {"enum": ORDERS}
    fields["merchant_order_id"] = {"enum": ["M-1"]}
    assert fuzz(server, document, GenerationMode.POSITIVE).keys() == RESPONSES.keys()


def test_invalid_requests_are_malformed(server: OrderServer) -> None:
    document = schema.openapi()
    delete_patterns(document["components"]["schemas"])
    assert fuzz(server, document, GenerationMode.NEGATIVE).keys() == {400}


def delete_patterns(node: Any) -> None:
    """Delete the patterns of texts, which Schemathesis takes minutes to violate."""
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            delete_patterns(child)
    if isinstance(node, dict) and isinstance(node.get("pattern"), str):
        del node["pattern"]


def fuzz(server: OrderServer, document: Json, mode: GenerationMode) -> Counter[int]:
    """Send valid or invalid requests, depending on `mode`, and count the statuses."""
    operation = schemathesis.openapi.from_dict(document)["/update_order"]["POST"]
    checks: Any = [not_a_server_error, status_code_conformance, content_type_conformance]
    checks += [negative_data_rejection] if mode.is_negative else []
    statuses = Counter[int]()

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        response = case.call_and_validate(server.process.url, session, checks=checks)
        check_response(response.status_code, response.json())
        statuses[response.status_code] += 1

    with requests.Session() as session:
        send()
    return statuses


def test_each_malformed_payload_gets_its_problem(server: OrderServer) -> None:
    # The server takes an array for a batch (domain.md, U5).
    single = malformed_payloads().filter(lambda malformed: not isinstance(malformed.payload, list))

    @BOUNDED
    @given(single | malformed_texts())
    def send(malformed: Malformed) -> None:
        payload, code, path = malformed
        text = payload if isinstance(payload, str) else json.dumps(payload)
        response = server.http.post("/update_order", content=text)
        check_response(response.status_code, response.json())
        assert response.status_code == 400
        if code == wire.ProblemCode.NOT_FINITE:  # NaN is not JSON.
            code, path = wire.ProblemCode.BAD_JSON, ""
        reasons = [(v["code"], v["path"]) for v in response.json()["violations"]]
        assert reasons == [(code, path)]

    send()


@pytest.mark.parametrize("path", ["/update_order", "/confirm_order", "/cancel_order"])
def test_random_bytes_are_a_400(server: OrderServer, path: str) -> None:
    @BOUNDED
    @given(st.binary(max_size=200))
    def send(body: bytes) -> None:
        response = server.http.post(path, content=body)
        check_response(response.status_code, response.json())
        assert response.status_code == 400

    send()
