"""The core is pure: what it imports, from where, and what it does to the world."""

import ast
from pathlib import Path

import pytest
from support.processes import printed

import backd_rules

LAYERS = {
    "domain": ["arithmetic", "codegen", "values", "money", "checks", "status", "order", "limit"],
    "actions": [
        "update_order.request",
        "update_order.apply",
        "update_order.difference",
        "violations",
        "update_order.rules",
        "decision",
    ],
    "wire": [
        "problems",
        "strict_json",
        "codecs",
        "containers",
        "tables",
        "__init__",
        "fingerprints",
    ],
    "schema": ["example", "json_schema", "__init__"],
    "testing": ["numbers", "records", "requests", "refusals", "malformed", "registry", "machine"],
    "cli": ["report", "terminal", "files", "commands", "arguments", "command"],
}
"""The folders, and the modules of each, in the order in which they may import one another."""

FOLDER = Path(backd_rules.__file__).parent
NAMES = {f"backd_rules.{name}" for name in backd_rules.__all__}
MAY_CALL = {"domain.codegen": {"exec"}}
"""It writes functions out while the package is imported, of the package's own tables."""

WITH_IO = {"os", "sys", "io", "pathlib", "socket", "time", "random", "locale", "logging"}


def module_path(module: str) -> Path:
    return FOLDER.joinpath(*module.split(".")).with_suffix(".py")


def modules() -> list[str]:
    return [f"{folder}.{module}" for folder, inside in LAYERS.items() for module in inside]


def imported(module: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module_path(module).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "backd_rules":
            names |= {f"backd_rules.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


def test_every_module_has_a_layer() -> None:
    found = {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts) for path in FOLDER.rglob("*.py")
    }
    outside = {"__init__", "__main__", "testing.hook"}
    packages = {name for name in found if name.endswith(".__init__")} - set(modules())
    assert found - packages == {*modules(), *outside}


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_layers_below_it(module: str) -> None:
    own = {name for name in imported(module) if name.startswith("backd_rules")}
    below = {f"backd_rules.{name}" for name in modules()[: modules().index(module)]}
    below |= {name.removesuffix(".__init__") for name in below}
    public = NAMES if module.startswith(("testing.", "cli.")) else set()
    assert own <= below | public


@pytest.mark.parametrize("module", [m for m in modules() if not m.startswith("cli.")])
def test_only_the_command_line_reaches_out(module: str) -> None:
    assert not imported(module) & WITH_IO
    calls = ast.walk(ast.parse(module_path(module).read_text()))
    names = {
        node.func.id
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert names & {"open", "print", "input", "exec", "eval", "compile"} == MAY_CALL.get(
        module, set()
    )


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


def test_deciding_raises_no_audit_event_but_that_an_object_becomes_a_value_of_ours() -> None:
    source = """
import sys
from backd_rules import *
from backd_rules import wire
from backd_rules.domain.values import Value
from backd_rules.schema.example import ORDER, LIMIT, UPDATE
events = []
watching = []
def ours(event, arguments):
    return (event, arguments[1:2]) == ("object.__setattr__", ("__class__",)) and issubclass(
        arguments[2], Value)
sys.addaudithook(
    lambda event, arguments: watching and not ours(event, arguments) and events.append(event))
def run():
    order, limit = wire.parse_order(ORDER), wire.parse_limit(LIMIT)
    made = [decide_update(order, wire.parse_update(UPDATE), one)
            for one in (limit, MerchantLimit.NO_INCREASE)]
    made += decide_updates([order], [OrderUpdate("x", "y")], limit)
    headroom(order, limit), changes(order, made[0].order)
    return [decision.allowed for decision in made], [wire.response(d) for d in made]
watching.append(1)
allowed, envelopes = run()
watching.clear()
print(allowed, sorted(set(events)))
"""
    assert printed(source) == "[True, False, False] []"


PUBLIC = """
    RULES_VERSION UNSET Address AddressUpdate Allowed Basis Ceiling Change Combine Contact
    ContactUpdate Denied LineItem MerchantLimit Money Order OrderAction OrderStatus OrderUpdate
    Percent PersonName PersonNameUpdate Quantity Refund Totals Violation ViolationCode
    __version__ ceiling changes decide_update decide_updates fingerprint headroom
"""


def test_the_public_names() -> None:
    assert backd_rules.__all__ == PUBLIC.split()
    assert all(hasattr(backd_rules, name) for name in PUBLIC.split())
