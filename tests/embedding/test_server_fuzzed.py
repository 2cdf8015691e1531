"""The server sent what no client should send: it answers as our document says, and never by 500.

Schemathesis makes requests from that document, Hypothesis and the kit make what no schema can say.
Each answer is judged by the schema that the document has for its status.
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

from backd_rules import MerchantLimit, Money, schema
from backd_rules.testing import Malformed, malformed_payloads, malformed_texts
from backd_rules.wire import ProblemCode
from embedding.crowd import Json, blank_order
from embedding.shop import Shop, running

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
"""One that is placed, one that is confirmed, and one that there is not."""

DOCUMENT: Final = schema.openapi()
_ANSWERS: Final = "#/paths/~1update_order/post/responses"
ANSWERS: Final = {
    int(status): Draft202012Validator(
        {**DOCUMENT, "$ref": f"{_ANSWERS}/{status}/content/application~1json/schema"}
    )
    for status in DOCUMENT["paths"]["/update_order"]["post"]["responses"]
}
"""By status, what the document says of the answer."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running(tmp_path_factory.mktemp("shop") / "orders.db") as shop:
        for backd_order_id in ORDERS[:2]:
            shop.store.add(blank_order(backd_order_id), MerchantLimit(max_increase=Money.of(75)))
        ids = {"backd_order_id": "BO-2", "merchant_order_id": "M-1"}
        assert shop.http.post("/confirm_order", json=ids).status_code == 200
        yield shop
        assert "Traceback" not in shop.server.log()


def check_answer(status: int, body: Any) -> None:
    ANSWERS[status].validate(body)
    assert body["status"]["code"] == status


def test_what_the_document_takes_is_decided(shop: Shop) -> None:
    """Made to mean our orders, and amounts that can agree: else hardly one would be decided."""
    document = schema.openapi()
    schemas = document["components"]["schemas"]
    schemas["amount"]["enum"] = [0, 0.001, 49.99, 50, 100, 9000, 9150, 9999999999999.99]
    fields = schemas["update_request"]["properties"]
    fields["backd_order_id"] = {"enum": ORDERS}
    fields["merchant_order_id"] = {"enum": ["M-1"]}
    assert fuzz(shop, document, GenerationMode.POSITIVE).keys() == ANSWERS.keys()


def test_what_the_document_refuses_is_malformed(shop: Shop) -> None:
    document = schema.openapi()
    without_patterns(document["components"]["schemas"])
    assert fuzz(shop, document, GenerationMode.NEGATIVE).keys() == {400}


def without_patterns(node: Any) -> None:
    """Forget what characters a text may hold: to break that rule costs Schemathesis minutes."""
    for part in node.values() if isinstance(node, dict) else node:
        if isinstance(part, dict | list):
            without_patterns(part)
    if isinstance(node, dict) and isinstance(node.get("pattern"), str):
        del node["pattern"]


def fuzz(shop: Shop, document: Json, mode: GenerationMode) -> Counter[int]:
    """Send what `document` takes, or what it refuses; returns how often each status came."""
    operation = schemathesis.openapi.from_dict(document)["/update_order"]["POST"]
    checks: Any = [not_a_server_error, status_code_conformance, content_type_conformance]
    checks += [negative_data_rejection] if mode.is_negative else []
    statuses = Counter[int]()

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        answer = case.call_and_validate(shop.server.url, session, checks=checks)
        check_answer(answer.status_code, answer.json())
        statuses[answer.status_code] += 1

    with requests.Session() as session:
        send()
    return statuses


def test_each_malformed_payload_is_told_its_problem(shop: Shop) -> None:
    @BOUNDED
    @given(malformed_payloads() | malformed_texts())
    def send(malformed: Malformed) -> None:
        payload, code, path = malformed
        text = payload if isinstance(payload, str) else json.dumps(payload)
        answer = shop.http.post("/update_order", content=text)
        check_answer(answer.status_code, answer.json())
        assert answer.status_code == 400
        if code == ProblemCode.NOT_FINITE:  # Which a text can only say in words that are not JSON.
            code, path = ProblemCode.BAD_JSON, ""
        reasons = [(v["code"], v["path"]) for v in answer.json()["violations"]]
        assert reasons == [(code, path)]

    send()


@pytest.mark.parametrize("path", ["/update_order", "/confirm_order", "/cancel_order"])
def test_no_bytes_make_it_fail(shop: Shop, path: str) -> None:
    @BOUNDED
    @given(st.binary(max_size=200))
    def send(body: bytes) -> None:
        answer = shop.http.post(path, content=body)
        check_answer(answer.status_code, answer.json())
        assert answer.status_code == 400

    send()
