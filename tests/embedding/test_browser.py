"""The wheel in a browser: with Pyodide it checks a form while the user types, without a server.

The page is `browser/checkout.html`. `browser/drive.mjs` types the scenarios of
`checkout_scenarios.py` in Chromium. It runs once, and each test checks a part of its report.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections import Counter
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from embedding import site
from embedding.checkout_scenarios import BILLING, IDS, SCENARIOS, UNCHANGED, Scenario, denied
from embedding.requirements import require_node_packages, require_program, skip_or_fail
from embedding.screenshots import read_png

pytestmark = pytest.mark.embedding

SECONDS = 180
WITH_SCREENSHOT = ("an increase", "refused for many reasons")
RECORDS: dict[str, dict[str, Any]] = {
    "confirmed": {"fields": {"status": "order_confirmed"}, "inputs": {}},
    "without a history": {
        "fields": {"placed_total": None, "increase_count": None},
        "inputs": {"/shipping_amount": "195.5"},
    },
    "without a SKU": {
        "fields": {"items": [{"display_name": "Screws", "unit_price": 0.0385, "qty": 1000}]},
        "inputs": {"/items/0/qty": "1001"},
    },
}
SCREENSHOTS = [
    f"{name}-{width}"
    for name in ("loading", *WITH_SCREENSHOT, "sent")
    for width in ("wide", "narrow")
]


@pytest.fixture(scope="module")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="module")
def report(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, screenshots: Path
) -> Any:
    """Run the driver, and return its report."""
    node = require_program(pytestconfig, "node")
    packages = require_node_packages(pytestconfig)
    if not util.find_spec("hatchling"):
        skip_or_fail(pytestconfig, "needs hatchling: pip install --group embedding")
    task = {
        "chromium": require_program(pytestconfig, "chromium", "chromium-browser", "google-chrome"),
        "axe": str(packages / "axe-core" / "axe.min.js"),
        "screenshots": str(screenshots),
        "withScreenshot": WITH_SCREENSHOT,
        "scenarios": {name: scenario.inputs for name, scenario in SCENARIOS.items()},
        "records": RECORDS,
    }
    folder = tmp_path_factory.mktemp("browser")
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
    return {
        "verdict": scenario.verdict,
        "headroom": "$300.00",
        "remaining": scenario.remaining,
        "total": scenario.total,
        "errors": scenario.errors,
        "invalid": [path for path in scenario.errors if path != "/cart_amount"],
        "others": [],
        "submit": scenario.body is not None,
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_shows_the_expected_page(report: Any, name: str) -> None:
    assert report["checkout"]["scenarios"][name] == expected_page(SCENARIOS[name])


def test_the_body_is_the_update_that_was_typed(report: Any) -> None:
    bodies = {name: {**IDS, **s.body} for name, s in SCENARIOS.items() if s.body is not None}
    assert report["checkout"]["bodies"] == bodies


def test_the_form_is_unchanged_at_first_and_after_a_reset(report: Any) -> None:
    assert report["checkout"]["initial"] == expected_page(UNCHANGED)
    assert report["checkout"]["afterReset"] == expected_page(UNCHANGED)


def test_the_limit_is_shown(report: Any) -> None:
    assert report["checkout"]["limit"] == {
        "Placed at": "$3,800.16",
        "Agreed increase": "$400.00 or 15%, the lower",
        "Highest total": "$4,200.16",
        "Headroom now": "$300.00",
        "Increases made": "1 of 3",
    }


def test_a_screen_reader_announces_headroom_and_verdict(report: Any) -> None:
    assert report["checkout"]["liveRegions"] == ["loading", "remaining", "verdict"]


def test_a_confirmed_order_cannot_be_changed(report: Any) -> None:
    assert report["records"]["confirmed"]["page"] == {
        **expected_page(UNCHANGED),
        "verdict": "1 problem to fix.",
        "headroom": "$0.00",
        "remaining": "—",
        "total": "—",
        "others": ["an order with status order_confirmed does not allow the action update_order"],
    }


def test_an_order_without_a_history_cannot_be_raised(report: Any) -> None:
    text = "the order does not state placed_total and increase_count, which the limit needs"
    assert report["records"]["without a history"] == {
        "limit": {
            "Placed at": "—",
            "Agreed increase": "$400.00 or 15%, the lower",
            "Highest total": "—",
            "Headroom now": "—",
            "Increases made": "— of 3",
        },
        "page": {
            **expected_page(denied({}, {"/order_total": text}, "$3,975.66")),
            "headroom": "—",
        },
        "logged": [],
    }


def test_a_problem_without_a_field_shows_its_path(report: Any) -> None:
    page = report["records"]["without a SKU"]["page"]
    assert (page["verdict"], page["errors"]) == ("1 problem to fix.", {})
    assert page["others"] == ["/items/0/sku is missing"]


def test_a_loaded_page_sends_no_request(report: Any) -> None:
    requests = report["checkout"]["requests"]
    assert requests["after"] == []
    assert len(requests["before"]) > 10
    assert all(url.startswith(f"{report['site']}/") for url in requests["before"])


def test_the_page_stores_nothing(report: Any) -> None:
    assert report["checkout"]["storage"] == ["", 0, 0]


def test_the_page_logs_and_throws_nothing(report: Any) -> None:
    assert report["checkout"]["logged"] == []


def test_the_form_is_disabled_until_the_rules_are_loaded(report: Any) -> None:
    loading = report["checkout"]["loading"]
    assert (loading["text"], loading["inert"]) == ("Loading the rules…", True)


def test_the_form_stays_disabled_if_the_rules_do_not_load(report: Any) -> None:
    text = "The rules could not be loaded. Please try again later."
    assert report["failed"] == {"text": text, "inert": True}


def test_the_keyboard_reaches_every_field_in_order_and_submits(report: Any) -> None:
    keyboard = report["checkout"]["keyboard"]
    contact = ["/name/first", "/name/last", "/company_name", "/address/line1", "/address/line2"]
    contact += [f"/address/{name}" for name in ("city", "state", "zipcode", "country")]
    contact += ["/phone_number", "/email"]
    assert keyboard["stops"] == [
        *(f"/items/{index}/{name}" for index in range(3) for name in ("qty", "unit_price")),
        *(f"{prefix}{field}" for prefix in ("/shipping", "/billing") for field in contact),
        *("/tax_amount", "/shipping_amount", "/discount_amount", "/order_total"),
        *("submit", "reset"),
    ]
    assert keyboard["body"] == {**IDS, "shipping_amount": 195.5}
    assert keyboard["focus"] == "sent"
    assert keyboard["first"] == BILLING[0]


@pytest.mark.parametrize("name", SCREENSHOTS)
def test_the_page_is_accessible_and_fits(report: Any, screenshots: Path, name: str) -> None:
    layout = report["checkout"]["layouts"][name]
    assert layout["accessibility"] == []
    assert not layout["overflow"]
    screenshot = read_png(screenshots / f"{name}.png")
    assert screenshot.width == (1280 if name.endswith("wide") else 390)
    assert screenshot.height == layout["height"]
    assert screenshot.distinct_bytes > 100


def test_the_conformance_vectors_hold_in_the_browser(report: Any) -> None:
    expected = Counter[str]()
    for name in ("vectors.json", "actions.json"):
        file = site.SOURCES / "backd_rules" / "conformance" / name
        lists = json.loads(file.read_text("utf-8"))
        expected.update({part: len(vectors) for part, vectors in lists.items()})
    assert report["conformance"]["failed"] == []
    assert report["conformance"]["passed"] == expected
    assert expected["cases"] >= 1000
    assert expected["actions"] >= 100


def test_a_keystroke_is_checked_within_50_ms(report: Any) -> None:
    keystrokes = report["checkout"]["keystrokes"]
    assert len(keystrokes) > 100
    assert statistics.median(keystrokes) < 50
