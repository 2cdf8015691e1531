"""Runs `browser/drive.mjs`, which drives the checkout page in a browser and prints a report."""

from __future__ import annotations

import json
import os
import subprocess
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from embedding import site
from embedding.checkout_scenarios import IDS, Scenario
from embedding.requirements import require_node_packages, require_program, skip_or_fail

SECONDS = 480
STORED_NOTHING = {"cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0}
FAILED = {
    "text": "The rules are not available. Please reload the page, or try again later.",
    "inert": True,
}
"""What the page shows if a file does not load, or if the rules fail."""
FAILED_IN_SPANISH = {
    "text": "Las reglas no están disponibles. Vuelva a cargar la página o inténtelo más tarde.",
    "inert": True,
}
FOLLOWS = {"/items", "/cart_amount", "/order_total"}
"""What has no input, or an empty one if the buyer does not state it: no such input is at fault."""
TABLES = {file.stem: file for file in sorted((site.PAGE / "words").glob("*.json"))}
"""The table of each language."""
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
}


def drive(
    config: pytest.Config, folder: Path, engine: str, scenarios: dict[str, Scenario], **task: Any
) -> Any:
    """Drive the page in the browser of this engine, and return the report."""
    node = require_program(config, "node")
    program = require_program(config, *PROGRAMS[engine])
    packages = require_node_packages(config)
    if not util.find_spec("hatchling"):
        skip_or_fail(config, "needs hatchling: pip install --group embedding")
    task |= {
        "engine": engine,
        "program": program,
        "axe": str(packages / "axe-core" / "axe.min.js"),
        "scenarios": {n: {"clicks": s.clicks, "inputs": s.inputs} for n, s in scenarios.items()},
    }
    site.build(packages, folder / "site")
    with site.serve(folder / "site") as url:
        done = subprocess.run(
            [node, str(site.PAGE / "drive.mjs")],
            check=False,
            capture_output=True,
            # If the browser is killed, its profile stays in this folder, which pytest deletes.
            env={**os.environ, "TMPDIR": str(folder)},
            input=json.dumps({**task, "site": url}),
            text=True,
            timeout=SECONDS,
        )
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "site": url}


def expected_page(scenario: Scenario) -> dict[str, Any]:
    """Return what the driver reports of the page after a scenario."""
    typed = scenario.inputs
    return {
        "lang": "en",
        "technical": [],
        "verdict": scenario.verdict,
        "headroom": "$300.00",
        "remaining": [
            "Above the limit by" if scenario.excess else "You can still add",
            scenario.excess or scenario.remaining,
        ],
        "total": scenario.total,
        "errors": scenario.errors,
        "invalid": [path for path in scenario.errors if path not in FOLLOWS or path in typed],
        "others": [],
        "items": [f"Item {number}" for number in range(1, scenario.items + 1)],
        "announced": scenario.announced,
        "submit": scenario.body is not None,
    }


def check_scenario(report: Any, name: str, scenario: Scenario) -> None:
    """Check what the driver reports of a scenario: the page, the body and the focus."""
    found = report["checkout"]["scenarios"][name]
    assert found["page"] == expected_page(scenario)
    assert found["body"] == (None if scenario.body is None else {**IDS, **scenario.body})
    assert not scenario.clicks or found["focus"] == scenario.focus
