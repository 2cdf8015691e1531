"""The core is pure: what it imports, from where, and what it does to the world."""

import ast
from pathlib import Path

import pytest
from processes import printed

import backd_rules

ROOMS = [
    "arithmetic",
    "_values",
    "amounts",
    "status",
    "order",
    "limit",
    "update",
    "violations",
    "rules",
    "decision",
    "problems",
    "strict_json",
    "fields",
    "tables",
    "wire",
    "fingerprint",
    "_example",
    "_json_schema",
    "schema",
    "_cases",
    "_cases_of_limits",
    "_cases_of_updates",
    "_cases_of_contents",
    "_cases_malformed",
    "_vectors",
    "_report",
    "__main__",
]
TESTING = [
    f"testing.{room}"
    for room in (
        "amounts",
        "orders",
        "updates",
        "denials",
        "payloads",
        "strategies",
        "stateful",
        "hook",
    )
]
FOLDER = Path(backd_rules.__file__).parent
NAMES = {f"backd_rules.{name}" for name in backd_rules.__all__}
WITH_IO = {"os", "sys", "io", "pathlib", "socket", "time", "random", "locale", "logging"}


def source_of(room: str) -> str:
    return FOLDER.joinpath(*room.split(".")).with_suffix(".py").read_text()


def imported(room: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source_of(room))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "backd_rules":
            names |= {f"backd_rules.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


def test_these_are_all_rooms() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == {*ROOMS, "__init__"}
    found = {f"testing.{path.stem}" for path in FOLDER.glob("testing/*.py")}
    assert found == {*TESTING, "testing.__init__"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_those_above_it(room: str) -> None:
    own = {name for name in imported(room) if name.startswith("backd_rules")}
    assert own <= {f"backd_rules.{above}" for above in ROOMS[: ROOMS.index(room)]}


@pytest.mark.parametrize("room", TESTING)
def test_the_kit_imports_the_core_and_what_is_above_it(room: str) -> None:
    own = {name for name in imported(room) if name.startswith("backd_rules.")}
    above = [*ROOMS[: ROOMS.index("wire") + 1], *TESTING[: TESTING.index(room)]]
    assert own <= {f"backd_rules.{name}" for name in above} | NAMES


@pytest.mark.parametrize("room", [*ROOMS[:-1], *TESTING])
def test_only_the_command_line_reaches_out(room: str) -> None:
    assert not imported(room) & WITH_IO
    calls = ast.walk(ast.parse(source_of(room)))
    names = {call.func.id for call in calls if isinstance(call, ast.Call) and _named(call)}  # type: ignore[attr-defined]
    assert not names & {"open", "print", "input", "exec", "eval"}


def _named(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name)


def test_the_core_loads_nothing_that_does_io() -> None:
    source = """
import sys
import attrs, datetime, decimal
before = set(sys.modules)
import backd_rules
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("backd_rules")))
print(*({"json", "argparse", "hypothesis", "socket", "asyncio"} & set(sys.modules)))
print(*({"backd_rules.wire", "backd_rules.strict_json", "ssl"} & set(sys.modules)))
"""
    assert printed(source) == ""


def test_deciding_raises_no_audit_event() -> None:
    source = """
import sys
from backd_rules import *
from backd_rules import wire
from backd_rules._example import ORDER, LIMIT, UPDATE
events = []
watching = []
sys.addaudithook(lambda event, arguments: events.append(event) if watching else None)
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
    UNSET Address AddressUpdate Allowed Basis Ceiling Change Combine Contact ContactUpdate Denied
    LineItem MerchantLimit Money Order OrderAction OrderStatus OrderUpdate Percent PersonName
    PersonNameUpdate Quantity Refund Totals Violation ViolationCode ceiling changes decide_update
    decide_updates headroom
"""


def test_the_public_names() -> None:
    assert backd_rules.__all__ == PUBLIC.split()
    assert all(hasattr(backd_rules, name) for name in PUBLIC.split())
