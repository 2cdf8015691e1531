"""Code generators make working clients with sensible names of the OpenAPI document."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("openapi_python_client")

from backd_rules import MerchantLimit, Money, schema
from embedding.concurrent_clients import blank_order
from embedding.order_server import OrderServer, running
from embedding.requirements import require_node_packages, require_program

pytestmark = pytest.mark.embedding

IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
STATUSES: Final = (
    "bad_request",
    "conflict",
    "internal_server_error",
    "not_found",
    "precondition_failed",
    "service_unavailable",
    "success",
    "unprocessable_content",
)
OBJECTS: Final = {
    *("address", "address_update", "batch_success", "both_order_ids", "contact", "contact_update"),
    *("item", "item_update", "order", "order_ids", "order_status", "person_name"),
    *("person_name_update", "problem", "problem_code", "refund", "refund_request"),
    *("update_request", "violation", "violation_code"),
    *STATUSES,
    *(f"{status}_status" for status in STATUSES),
}
"""The schemas that become classes, by their name in the document."""
OTHERS: Final = {
    *("amount", "email", "optional_text", "recorded_id", "recorded_text", "text", "url"),
    *("batch_envelope", "batch_response", "update_requests"),
    *("update_or_batch", "update_or_batch_response"),
}
"""The schemas of texts, of arrays and of one of several classes."""


def class_name(schema_name: str) -> str:
    return "".join(word.capitalize() for word in schema_name.split("_"))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("document") / "openapi.json"
    file.write_text(json.dumps(schema.openapi()), encoding="ascii")
    return file


@pytest.fixture(scope="module")
def client_folder(document: Path) -> Path:
    """Return the folder of a package `backd_client` that openapi-python-client has generated."""
    folder = document.parent / "backd_client"
    (document.parent / "config.yml").write_text("post_hooks: []\n", encoding="ascii")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta=none"]
    command += [f"--path={document}", f"--output-path={folder}"]
    command += [f"--config={document.parent / 'config.yml'}", "--fail-on-warning"]
    subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL)
    return folder


def test_the_classes_of_a_python_client_have_sensible_names(client_folder: Path) -> None:
    modules = {file.stem for file in (client_folder / "models").glob("[!_]*.py")}
    assert modules == OBJECTS | {"problem_facts", "violation_facts"}
    functions = {file.stem for file in (client_folder / "api" / "orders").glob("[!_]*.py")}
    operations = [o for methods in schema.openapi()["paths"].values() for o in methods.values()]
    assert functions == {operation["operationId"] for operation in operations}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[OrderServer]:
    with running(tmp_path / "orders.db") as server:
        server.store.add(blank_order("BO-1"), MerchantLimit(max_increase=Money.of(75)))
        yield server


def test_a_python_client_reads_every_response_as_the_class_of_its_status(
    server: OrderServer, client_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(client_folder.parent)
    models = importlib.import_module("backd_client.models")
    endpoint = importlib.import_module("backd_client.api.orders.update_order")
    package = importlib.import_module("backd_client")

    def send(if_match: str = "*", **fields: Any) -> Any:
        body = models.UpdateRequest.from_dict({**IDS, **fields})
        return endpoint.sync(client=client, body=body, if_match=if_match)

    with package.Client(base_url=server.process.url) as client:
        allowed = send(tax_amount=100.43)
        assert type(allowed) is models.Success
        assert (allowed.data.order_total, allowed.data.status) == (9150.43, "order_placed")
        assert allowed.data.shipping.name.first == "0"
        expected = {
            models.BadRequest: (send(tax_amount=10.005), ["too_precise"]),
            models.NotFound: (send(backd_order_id="BO-2"), ["unknown_order"]),
            models.PreconditionFailed: (send('"x"', tax_amount=101), []),
            models.UnprocessableContent: (send(tax_amount=500), ["increase_exceeds_limit"]),
        }
        for cls, (refused, codes) in expected.items():
            assert type(refused) is cls
            assert [violation.code for violation in refused.violations] == codes
        ids = [{**IDS, "backd_order_id": f"BO-{number}"} for number in (1, 1, 2)]
        batch = endpoint.sync(client=client, body=[*map(models.UpdateRequest.from_dict, ids)])
    assert [type(one).__name__ for one in batch] == ["BatchSuccess", "BatchSuccess", "NotFound"]
    assert not batch[0].data
    assert batch[1].data.order_total == 9150.43


CLIENT: Final = """
import type {
  BatchResponse, NotFound, Order, Success, UpdateRequest, Violation, ViolationCode,
} from "./openapi";

const update: UpdateRequest = {
  backd_order_id: "BO-1", merchant_order_id: "M-1", shipping: { company_name: null },
};
export const codes = (refused: NotFound): ViolationCode[] =>
  refused.violations.map((violation: Violation) => violation.code);
export const total = (allowed: Success): number => allowed.data.order_total;
export const fact = (violation: Violation): unknown => violation.facts["order_total"];
export const orders = (batch: BatchResponse): Order[] =>
  batch.flatMap((one) => (one.error || !one.data ? [] : [one.data]));
export const status: 404 = ({} as NotFound).status.code;
"""
"""The last line but one needs `error` to tell the classes of a batch apart."""


def test_the_types_of_a_typescript_client_have_sensible_names(
    pytestconfig: pytest.Config, document: Path
) -> None:
    node = require_program(pytestconfig, "node")
    packages = require_node_packages(pytestconfig)
    types = document.parent / "openapi.ts"
    generator = packages / "openapi-typescript" / "bin" / "cli.js"
    command = [node, str(generator), str(document), "--output", str(types)]
    command += ["--root-types", "--root-types-no-schema-prefix"]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    exported = re.findall(r"^export type (\w+) = components\['schemas'\]", types.read_text(), re.M)
    assert set(exported) == {class_name(name) for name in OBJECTS | OTHERS}
    client = document.parent / "client.ts"
    client.write_text(CLIENT, encoding="ascii")
    compiler = [node, str(packages / "typescript" / "bin" / "tsc"), "--noEmit", "--strict"]
    compiler += ["--target", "es2022"]
    done = subprocess.run(
        [*compiler, str(client)], check=False, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "")
    client.write_text(CLIENT.replace("status: 404", "status: 409"), encoding="ascii")
    done = subprocess.run(
        [*compiler, str(client)], check=False, capture_output=True, text=True, timeout=120
    )
    assert "Type '404' is not assignable to type '409'" in done.stdout
