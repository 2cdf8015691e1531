"""The core is pure: its layers, its imports, and the absence of I/O and of generated code."""

import ast
import re
from pathlib import Path

import pytest
from support.processes import printed

import backd_rules
from backd_rules import domain

FOLDER = Path(backd_rules.__file__).parent
LAYERS = {
    "domain": [
        "arithmetic",
        "values",
        "codegen",
        "text",
        "numbers",
        "timestamps",
        "fact_kinds",
        "kinds",
        "fields",
        "money",
        "status",
        "deadline",
        "contact",
        "item",
        "refund",
        "order",
        "limit",
    ],
    "actions": [
        "__init__",
        "violation_base",
        "shared_violations",
        "refund_violations",
        "violations",
        "possible_codes",
        "decision",
        "requests",
        "rules",
        "status_change",
        "order_placed",
        "confirm_order",
        "cancel_order",
        "refund_post",
        "refund_delete",
        "update_order.request",
        "update_order.proposal",
        "update_order.apply",
        "update_order.difference",
        "update_order.rules",
        "update_order.decide",
        "update_order.between",
        "update_order.explanation",
    ],
    "wire": [
        "problems",
        "strict_json",
        "codecs",
        "containers",
        "tables",
        "payloads",
        "envelopes",
        "__init__",
        "fingerprints",
    ],
    "": ["audit"],
    "bulk": [
        "overflow",
        "trees",
        "bits",
        "columns",
        "operands",
        "kernel",
        "arrays",
        "reading",
        "faults",
        "output",
        "batch",
        "sequence",
        "state",
        "histories",
        "items",
        "rows",
        "__init__",
    ],
    "schema": [
        "example",
        "dialect",
        "json_schema",
        "statuses",
        "endpoints",
        "descriptions",
        "payloads",
        "envelopes",
        "openapi_document",
        "__init__",
    ],
    "testing": [
        "numbers",
        "texts",
        "times",
        "merchant_limits",
        "records",
        "patches",
        "cart_changes",
        "requests",
        "action_requests",
        "refusals",
        "invalid_values",
        "spellings",
        "malformed",
        "printing",
        "registry",
        "shown",
        "adapter",
        "answers",
        "small_records",
        "small_requests",
        "small_actions",
        "machine_values",
        "model",
        "steps",
        "machine",
        "__init__",
        "hook",
    ],
    "cli": [
        "report",
        "limit_words",
        "explanation",
        "terminal",
        "documents",
        "hints",
        "files",
        "what_if.sweep",
        "what_if.figures",
        "what_if.table",
        "what_if.chart",
        "what_if.output",
        "what_if.pool",
        "what_if.progress",
        "what_if.cells",
        "what_if.source",
        "what_if.count",
        "what_if.run",
        "what_if.command",
        "commands",
        "arguments",
        "command",
    ],
}
"""The folders and their modules. A module may import only the modules above it in this table.

The empty name is the package itself."""

USES_PUBLIC_NAMES = ("testing", "cli")
"""The folders that may also import from `backd_rules` itself."""

WITH_IO = {
    *("os", "sys", "io", "pathlib", "shutil", "tempfile", "subprocess", "socket", "http", "urllib"),
    *("asyncio", "threading", "multiprocessing", "time", "random", "secrets", "locale", "logging"),
}
IO_CALL = r"\b(open|print|input|getenv|now|today|utcnow)\("
DYNAMIC_CODE = r"\bexec\(|(?<!\bre\.)\bcompile\(|\beval\(|__class__ *=(?!=)"


def modules() -> list[str]:
    return [
        f"{folder}.{module}".lstrip(".") for folder, inside in LAYERS.items() for module in inside
    ]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts)


def source_of(module: str) -> str:
    return FOLDER.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8")


def is_module(name: str) -> bool:
    path = FOLDER.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def imported(module: str) -> set[str]:
    """Return every module that `module` imports, at any place in its source."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source_of(module))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = [f"{node.module}.{alias.name}" for alias in node.names]
            names |= {part if is_module(part) else str(node.module) for part in parts}
    return names


def test_every_module_has_a_layer() -> None:
    found = {dotted(path) for path in FOLDER.rglob("*.py")}
    folders = (*filter(None, LAYERS), "actions.update_order", "cli.what_if")
    packages = {f"{folder}.__init__" for folder in folders}
    assert found - packages == {*modules(), "__init__", "__main__"} - packages
    for package in packages - {*modules()}:
        assert [type(node) for node in ast.parse(source_of(package)).body] == [ast.Expr], package


def test_the_docstring_of_the_domain_lists_its_modules_in_this_order() -> None:
    listed = str(domain.__doc__).partition("in this list:")[2].partition(".")[0]
    assert re.findall(r"`(\w+)`", listed) == LAYERS["domain"]


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_modules_above_it(module: str) -> None:
    own = {name for name in imported(module) if name.split(".")[0] == "backd_rules"}
    above = modules()[: modules().index(module)]
    allowed = {f"backd_rules.{name}".removesuffix(".__init__") for name in above}
    if module.startswith(USES_PUBLIC_NAMES):
        allowed.add("backd_rules")
    assert own <= allowed


@pytest.mark.parametrize("module", [m for m in modules() if not m.startswith("cli.")])
def test_only_the_command_line_does_io(module: str) -> None:
    assert not {name.split(".")[0] for name in imported(module)} & WITH_IO
    assert not re.search(IO_CALL, source_of(module))


def test_only_one_module_generates_code() -> None:
    found = {
        dotted(path)
        for path in FOLDER.rglob("*.py")
        if re.search(DYNAMIC_CODE, path.read_text("utf-8"))
    }
    assert found == {"domain.codegen"}


def test_the_main_module_has_three_lines() -> None:
    assert len(source_of("__main__").splitlines()) == 3


def test_the_core_loads_nothing_that_does_io() -> None:
    source = """
import sys
import attrs, datetime, decimal
before = set(sys.modules)
import backd_rules
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("backd_rules")))
print(*({"json", "argparse", "hypothesis", "socket", "asyncio"} & set(sys.modules)))
print(*({"backd_rules.wire", "backd_rules.wire.strict_json", "ssl"} & set(sys.modules)))
"""
    assert printed(source) == ""


def test_deciding_raises_no_audit_event() -> None:
    """The first line of the output shows that the hook sees an event."""
    source = """
import json
import sys
from datetime import UTC, datetime
from backd_rules import (
    MerchantLimit, OrderAction, OrderUpdate, audit_differences, audit_record, changes, confirm,
    decide_update, decide_updates, delete_refund, explain, fingerprint, headroom, place,
    refund_lock_time, request_refund, update_between, wire)
from backd_rules.schema.example import ORDER, LIMIT, UPDATE
events, watching = [], []
sys.addaudithook(lambda event, _: watching and events.append(event))
def events_of(run):
    watching.append(1)
    result = run()
    watching.clear()
    seen = sorted(set(events))
    events.clear()
    return result, seen
def decide():
    order, limit = wire.parse_order(ORDER).as_placed(), wire.parse_limit(LIMIT)
    update = wire.parse_update(wire.loads(text))
    decisions = [decide_update(order, update, one) for one in (limit, MerchantLimit.NO_INCREASE)]
    decisions += decide_updates([order], [OrderUpdate("x", "y")], limit)
    after = decisions[0].order
    headroom(order, limit), changes(order, after), fingerprint(order), update_between(order, after)
    for decision in decisions:
        wire.response(decision)
    explain(order, update, limit), wire.batch_response(decisions)
    check(audit_record(order, update, limit, decisions[0]), order, update)
    return [decision.allowed for decision in decisions + live(after)]
def live(order):
    names = {name: ORDER[name] for name in ("backd_order_id", "merchant_order_id")}
    ids, refund = wire.parse_ids(names), wire.parse_refund_request({**names, "refund_amount": 50})
    confirmed = confirm(order, ids)
    requested = request_refund(confirmed.order, refund, at)
    late = refund_lock_time(at)
    deleted = delete_refund(requested.order, ids, late)
    for record, before in (
        (audit_record(order, ids, None, confirmed, action=OrderAction.CONFIRM_ORDER), order),
        (
            audit_record(
                requested.order, ids, None, deleted, action=OrderAction.DELETE_REFUND, at=late),
            requested.order,
        ),
    ):
        check(record, before, ids)
    return [place(order, ids), confirmed, requested, deleted]
def check(record, order, request):
    if audit_differences(record, order, request):
        raise AssertionError
at = datetime(2026, 4, 15, 12, tzinfo=UTC)
text = json.dumps(UPDATE)
class Swapped:
    pass
def swap():
    Swapped().__class__ = type("Other", (), {})
print(events_of(swap))
print(events_of(decide))
"""
    control, decided = printed(source).splitlines()
    assert "object.__setattr__" in control
    assert decided == "([True, False, False, False, True, True, False], [])"
