"""The recipe `any_server.py`, run as a user runs it: by pytest, in a folder with nothing else.

It tests a server in JavaScript, the same server with seeded bugs, and the server of `server.py`.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import pytest

pytest.importorskip("fastapi")

from embedding.requirements import require_program
from embedding.serving import TESTS, environment_without_coverage, free_port, serving, uvicorn

pytestmark = pytest.mark.embedding

FOLDER: Final = TESTS / "embedding"
WITHOUT_MACHINE: Final = ("any_server.py", "--deselect", "any_server.py::TestShop")
BOUNDED: Final = """
from hypothesis import Phase, settings

from any_server import TestShop

TestShop.settings = settings(
    TestShop.settings,
    max_examples={examples},
    phases=[Phase.generate],
    derandomize=True,
    database=None,
)
"""
"""A second test file, with a state machine that stops at the first failure."""


class Outcome(NamedTuple):
    """The exit status of pytest, the names of the failed tests, and the output."""

    status: int
    failed: list[str]
    output: str

    def counts(self) -> str:
        """Return the last line without the time, such as `2 failed, 3 passed`."""
        return self.output.splitlines()[-1].partition(" in ")[0]


def run_recipe(folder: Path, url: str, *arguments: str, examples: int = 100) -> Outcome:
    """Run pytest on a copy of the recipe in `folder`."""
    shutil.copy(FOLDER / "any_server.py", folder)
    (folder / "bounded.py").write_text(BOUNDED.format(examples=examples))
    environment = {"ORDER_SERVER": url, "PYTHONPATH": str(TESTS.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", "--hypothesis-seed=0", *arguments],
        cwd=folder,
        env=environment_without_coverage() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    failed = re.findall(r"^FAILED \S+?::(\S+)", done.stdout, re.MULTILINE)
    return Outcome(done.returncode, failed, done.stdout + done.stderr)


def number_of_vectors() -> int:
    """Return how many vectors there are, without the two that `update_order` takes for others."""
    names = ("vectors.json", "actions.json")
    texts = [(files("backd_rules") / "conformance" / name).read_text() for name in names]
    lists = [part for text in texts for part in json.loads(text).values() if isinstance(part, list)]
    return sum(map(len, lists)) - 2


def test_a_server_in_javascript_passes(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    node = require_program(pytestconfig, "node")
    with serving(node, str(FOLDER / "node_server/server.mjs"), "{port}") as process:
        outcome = run_recipe(tmp_path, process.url, "any_server.py")
        assert outcome.counts() == f"{number_of_vectors() + 1} passed", outcome.output
        assert process.log() == ""


class Bug(NamedTuple):
    """A replacement in a file of the server, and the vectors that find it.

    `groups` counts the failed vectors by the first part of their names. `example` is one of them.
    """

    file: str
    right: str
    wrong: str
    groups: dict[str, int]
    example: str


HALF_UP: Final = "floor(2n * n + d, 2n * d)"
IS_EVEN_TIE: Final = "2n * n - 2n * d * floor(n, d) === d && floor(n, d) % 2n === 0n"
BUGS: Final = {
    "half-even": Bug(
        "numbers.mjs",
        HALF_UP,
        f"{HALF_UP} - ({IS_EVEN_TIE} ? 1n : 0n)",
        {"items": 24, "record": 1},
        "items/half-a-cent/brought",
    ),
    "contact-replaced": Bug(
        "update.mjs",
        "merged(order[name], update[name])",
        "merged({}, update[name])",
        {"contact": 38, "a-contact-is-there-for-the-next": 1},
        "contact/shipping/held/only-line1",
    ),
    "late-lock": Bug(
        "actions.mjs",
        "now.getTime() < moment(locked_at)",
        "now.getTime() <= moment(locked_at)",
        {"refund": 1, "delete_refund": 1},
        "refund/deadline/at-the-second",
    ),
}


@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS)
def test_a_seeded_bug_is_found(pytestconfig: pytest.Config, tmp_path: Path, bug: Bug) -> None:
    node = require_program(pytestconfig, "node")
    copy = tmp_path / "server"
    shutil.copytree(FOLDER / "node_server", copy)
    source = (copy / bug.file).read_text()
    assert source.count(bug.right) == 1
    (copy / bug.file).write_text(source.replace(bug.right, bug.wrong))
    with serving(node, str(copy / "server.mjs"), "{port}") as process:
        # 100 examples find a late lock with 10 of 12 seeds.
        outcome = run_recipe(tmp_path, process.url, *WITHOUT_MACHINE, "bounded.py", examples=400)
    assert outcome.status == 1
    vectors = [name.partition("[")[2][:-1] for name in outcome.failed if "[" in name]
    assert Counter(name.partition("/")[0] for name in vectors) == bug.groups
    assert bug.example in vectors
    assert "TestShop::runTest" in outcome.failed
    # The state machine names the method of the adapter.
    assert re.search(r"AssertionError: Shop\.", outcome.output)


def test_the_server_in_python_passes(tmp_path: Path) -> None:
    app = uvicorn("--factory", "embedding.testable_server:create")
    with serving(*app, environment={"ORDERS": str(tmp_path / "orders.db")}) as process:
        outcome = run_recipe(tmp_path, process.url, *WITHOUT_MACHINE, "bounded.py", examples=15)
        expected = f"{number_of_vectors() + 1} passed, 1 deselected"
        assert outcome.counts() == expected, outcome.output
        assert "Traceback" not in process.log()


def test_a_missing_server_stops_the_run(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    outcome = run_recipe(tmp_path, url, "any_server.py")
    assert outcome.status == 2
    assert f"{url} does not answer: " in outcome.output


def test_a_server_without_the_test_endpoints_stops_the_run(tmp_path: Path) -> None:
    """Nothing is deleted, placed or refunded on a server that is not one under test."""
    orders = {"ORDERS": str(tmp_path / "orders.db")}
    with serving(*uvicorn("embedding.server:app"), environment=orders) as process:
        outcome = run_recipe(tmp_path, process.url, "any_server.py")
        assert outcome.status == 2
        assert f"DELETE {process.url}/test/orders: status 404" in outcome.output


def test_the_recipe_needs_pytest_and_the_package_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse((FOLDER / "any_server.py").read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))
    roots = {name.partition(".")[0] for name in imported}
    assert roots - set(sys.stdlib_module_names) == {"pytest", "backd_rules"}
