"""Fuzz the server: every response conforms to our OpenAPI document, and none has status 500.

Schemathesis generates requests from the document. Hypothesis and `backd_rules.testing` generate
those that a schema cannot describe. The document's schema for the status checks each response.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("schemathesis")

import attrs
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    status_code_conformance,
)

from backd_rules import MerchantLimit, Money, OrderStatus, Refund, schema, wire
from backd_rules.schema.example import IDS
from backd_rules.testing import Malformed, malformed_payloads, malformed_texts
from embedding.concurrent_clients import Json, blank_order
from embedding.order_server import ENDPOINTS, OrderServer, running
from embedding.requirements import FOLDER

pytestmark = pytest.mark.embedding

BOUNDED: Final = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CONFIG: Final = FOLDER / "schemathesis.toml"
ORDERS: Final = ("BO-1", "BO-2", "BO-3")
"""The ids of an order that allows the action, of one that does not, and of an unknown one."""

DOCUMENT: Final = schema.openapi()
OPERATIONS: Final = {
    operation["operationId"]: (path, method.upper(), operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
"""Name -> path, method and description of each endpoint."""
RESPONSES: Final = {
    name: {
        int(status): Draft202012Validator(
            {**response["content"]["application/json"]["schema"], **DOCUMENT}
        )
        for status, response in operation["responses"].items()
    }
    for name, (_, _, operation) in OPERATIONS.items()
}
"""Name -> HTTP status -> validator of the response."""

EXPECTED: Final = {
    "order_placed": (OrderStatus.TERMS_SELECTED, {200, 404, 409, 412}),
    "update_order": (OrderStatus.ORDER_PLACED, {200, 400, 404, 409, 412, 422}),
    "confirm_order": (OrderStatus.ORDER_PLACED, {200, 404, 409, 412}),
    "cancel_order": (OrderStatus.ORDER_PLACED, {200, 404, 409, 412}),
    "refund": (OrderStatus.ORDER_CONFIRMED, {200, 400, 404, 409, 412, 422}),
    "delete_refund": (OrderStatus.ORDER_CONFIRMED, {200, 404, 409, 412}),
    "find_order": (OrderStatus.ORDER_PLACED, {200, 404}),
}
"""Name -> the status that allows the action, and all HTTP statuses of the responses."""


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db") as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    return running_server


def add_orders(server: OrderServer, allowed_in: OrderStatus) -> None:
    """Store an order that allows the action, with a refund that is not locked, and another one."""
    draft = Refund(amount=Money.of(1), status="draft", locked_at="9999-12-31 23:59:59")
    for backd_order_id, status in zip(ORDERS, (allowed_in, OrderStatus.REFUND), strict=False):
        order = attrs.evolve(blank_order(backd_order_id), status=status, refunds=(draft,))
        server.store.add(order, MerchantLimit(max_increase=Money.of(75)))


def check_response(name: str, status: int, body: Any) -> None:
    RESPONSES[name][status].validate(body)
    assert isinstance(body, list) or body["status"]["code"] == status


def document_of_our_values(name: str) -> Json:
    """Return the document with our ids and amounts as enums.

    Without them, few requests of Schemathesis would be allowed.
    """
    document = schema.openapi()
    components = document["components"]
    amounts = [0, 0.001, 49.99, 50, 100, 9000, 9150, 9999999999999.99]
    components["schemas"]["amount"]["enum"] = amounts
    components["parameters"]["if_match"]["schema"] = {"enum": ["*", '"x"']}
    ids = {"backd_order_id": {"enum": ORDERS}, "merchant_order_id": {"enum": ["M-1"]}}
    for node in components["schemas"].values():
        properties = node.get("properties", {})
        properties.update({field: ids[field] for field in ids.keys() & properties.keys()})
    path, method, _ = OPERATIONS[name]
    for parameter in document["paths"][path][method.lower()]["parameters"]:
        if "name" in parameter:
            parameter["schema"] = ids[parameter["name"]]
    return document


@pytest.mark.parametrize("name", OPERATIONS)
def test_valid_requests_are_decided(server: OrderServer, name: str) -> None:
    allowed_in, statuses = EXPECTED[name]
    add_orders(server, allowed_in)
    document = document_of_our_values(name)
    assert fuzz(server, name, document, GenerationMode.POSITIVE).keys() == statuses


def test_a_status_that_is_not_in_the_document_is_found(server: OrderServer) -> None:
    add_orders(server, OrderStatus.ORDER_PLACED)
    document = document_of_our_values("confirm_order")
    del document["paths"]["/confirm_order"]["post"]["responses"]["412"]
    with pytest.raises(FailureGroup, match="Received: 412"):
        fuzz(server, "confirm_order", document, GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", [n for n, (_, method, _) in OPERATIONS.items() if method != "GET"])
def test_invalid_requests_are_malformed(server: OrderServer, name: str) -> None:
    assert fuzz(server, name, DOCUMENT, GenerationMode.NEGATIVE).keys() == {400}


def fuzz(server: OrderServer, name: str, document: Json, mode: GenerationMode) -> Counter[int]:
    """Send valid or invalid requests, depending on `mode`, and count the statuses."""
    path, method, _ = OPERATIONS[name]
    operation = schemathesis.openapi.from_dict(document)[path][method]
    checks: Any = [not_a_server_error, status_code_conformance, content_type_conformance]
    checks += [negative_data_rejection] if mode.is_negative else []
    statuses = Counter[int]()

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        response = case.call_and_validate(server.process.url, session, checks=checks)
        check_response(name, response.status_code, response.json())
        if mode.is_positive and response.status_code == 400:
            check_not_expressed(case, response.json())
        statuses[response.status_code] += 1

    with requests.Session() as session:
        send()
    return statuses


def test_the_command_finds_nothing_in_the_unchanged_document(
    server: OrderServer, tmp_path: Path
) -> None:
    """Every check of Schemathesis runs, with the examples and the boundaries of the schemas."""
    order = attrs.evolve(blank_order(IDS["backd_order_id"]), **IDS)
    server.store.add(order, MerchantLimit(max_increase=Money.of(75)))
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(DOCUMENT), encoding="ascii")
    options = ["--max-examples=10", "--generation-deterministic"]
    command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIG}", "run"]
    command += [str(file), f"--url={server.process.url}", "--no-color", *options]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=300, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested: 7" in done.stdout
    assert "Failures" not in done.stdout


def check_not_expressed(case: Case[Any], envelope: Json) -> None:
    """Check that a valid request is malformed only in what the document says in words."""
    codes = {violation["code"] for violation in envelope["violations"]}
    has_condition = "If-Match" in (case.headers or {})
    assert codes == ({"too_precise"} if codes else set())
    assert codes or (isinstance(case.body, list) and has_condition)


def test_each_malformed_payload_gets_its_problem(server: OrderServer) -> None:
    # The server takes an array for a batch (domain.md, U5).
    single = malformed_payloads().filter(lambda malformed: not isinstance(malformed.payload, list))

    @BOUNDED
    @given(single | malformed_texts())
    def send(malformed: Malformed) -> None:
        payload, code, path = malformed
        text = payload if isinstance(payload, str) else json.dumps(payload)
        response = server.http.post("/update_order", content=text)
        check_response("update_order", response.status_code, response.json())
        assert response.status_code == 400
        if code == wire.ProblemCode.NOT_FINITE:  # NaN is not JSON.
            code, path = wire.ProblemCode.BAD_JSON, ""
        reasons = [(v["code"], v["path"]) for v in response.json()["violations"]]
        assert reasons == [(code, path)]

    send()


@pytest.mark.parametrize("action", ENDPOINTS)
def test_random_bytes_are_a_400(server: OrderServer, action: str) -> None:
    @BOUNDED
    @given(st.binary(max_size=200))
    def send(body: bytes) -> None:
        response = server.http.request(*ENDPOINTS[action], content=body)
        check_response("update_order", response.status_code, response.json())
        assert response.status_code == 400

    send()
