"""The wheel in a browser: with Pyodide it checks a form while the user types, without a server.

The page is `browser/checkout.html`. `browser/drive.mjs` types the scenarios of
`checkout_scenarios.py` in Chromium. It runs once, and each test checks a part of its report.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from embedding import site
from embedding.browser import extremes
from embedding.browser_driver import (
    FAILED,
    FAILED_IN_SPANISH,
    STORED_NOTHING,
    check_scenario,
    drive,
    expected_page,
)
from embedding.checkout_scenarios import (
    BILLING,
    IDS,
    ITEMS,
    REQUIRED,
    SCENARIOS,
    UNCHANGED,
)
from embedding.screenshots import read_png

pytestmark = pytest.mark.embedding

WITH_SCREENSHOT = (
    "loading",
    "an increase",
    "refused for many reasons",
    "an empty item added",
    "no item left",
    "sent",
)
WITHOUT_SKU = {"display_name": "Screws", "unit_price": 0.0385, "qty": 1000, "weight": 5}
WITH_A_LONG_URL = {**ITEMS[1], "display_name": " Adhesive ", "item_url": "x" * 2049}
RECORDS: dict[str, dict[str, Any]] = {
    "a thousand items": {
        "height": 600,
        "fields": {
            "items": [{"display_name": "Tile", "sku": "T-1", "unit_price": 1.25, "qty": 2}] * 1000,
            "cart_amount": 2500,
            "order_total": 2861.91,
        },
        "steps": [
            {},
            {"clicks": ["Remove item 1"], "inputs": {"/items/998/qty": "3"}},
            {"clicks": ["Add an item", "Add an item"], "inputs": {"/items/0/qty": "3"}},
            {"clicks": ["Start over"], "inputs": {"/tax_amount": "291.9"}},
        ],
    },
    "as no request may be": {
        "fields": {
            "ignored": {"a": 1},
            "order_total": 4013.66,
            "cart_amount": 3651.75,
            "items": [WITHOUT_SKU, {**ITEMS[0], "display_name": None}, WITH_A_LONG_URL],
        },
        "steps": [
            {},
            {"inputs": {"/tax_amount": "291.9"}},
            {"inputs": {"/items/2/qty": "7"}},
            {"inputs": {"/items/0/sku": "SCR-1", "/items/1/display_name": "Oak"}},
            {"clicks": ["Remove item 3"]},
        ],
    },
}
FILES = (
    *("checkout.mjs", "fields.mjs", "items.mjs", "rules.mjs", "summary.mjs"),
    *("language.mjs", "wording.mjs", "words/en.json", "words/es.json"),
    *("order.json", "limit.json", "checkout.py", "wheels/attrs.whl", "wheels/backd_rules.whl"),
    *("pyodide/pyodide.mjs", "pyodide/pyodide.asm.mjs", "pyodide/pyodide.asm.wasm"),
    "pyodide/python_stdlib.zip",
)
FAILURES = (
    *(("missing", file) for file in FILES),
    ("disconnected", "pyodide/pyodide.asm.wasm"),
    ("disconnected", "pyodide/pyodide-lock.json"),
    ("another page", "pyodide/pyodide.mjs"),
    ("another page", "pyodide/pyodide.asm.wasm"),
    ("truncated", "pyodide/pyodide.asm.wasm"),
    ("missing", "words/es.json", "es-US"),
    ("missing", "checkout.py", "es-US"),
)
"""What fails, the file, and the language that the browser prefers if it is not English."""
EXTREMES = {
    "64 levels of arrays": [1, "wrong_type", "", "wrong_type", ""],
    "65 levels": [1, "too_deep", "", "too_deep", ""],
    "digits": [1, "not_finite", "/tax_amount", "not_finite", "/tax_amount"],
    "a thousand empty items": [101, "missing", "/items/0/display_name", "too_many_problems", ""],
    "a byte too many": [1, "too_large", "", "too_large", ""],
    "the largest amount": "999999999999999",
    "an integer beyond 32 bits": "[]",
    "a refund after 2038": "2106-02-08 23:00:00+00:00",
}
"""Some outcomes of `extremes.py`."""


@pytest.fixture(scope="module")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="module")
def report(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, screenshots: Path
) -> Any:
    return drive(
        pytestconfig,
        tmp_path_factory.mktemp("browser"),
        "chromium",
        SCENARIOS,
        screenshots=str(screenshots),
        withScreenshot=WITH_SCREENSHOT,
        records=RECORDS,
        programs=["conformance.py", "extremes.py"],
        failures=FAILURES,
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_shows_the_expected_page_and_body(report: Any, name: str) -> None:
    check_scenario(report, name, SCENARIOS[name])


def test_the_form_is_unchanged_at_first_and_after_a_reset(report: Any) -> None:
    assert report["checkout"]["initial"] == expected_page(UNCHANGED)
    assert report["checkout"]["afterReset"] == expected_page(UNCHANGED)


def test_a_screen_reader_announces_headroom_and_verdict(report: Any) -> None:
    assert report["checkout"]["liveRegions"] == [
        *("loading", "items-status", "remaining", "verdict"),
    ]


def test_a_thousand_items_can_be_edited(report: Any) -> None:
    """The window is lower than the summary, whose buttons can be clicked all the same."""
    record = report["records"]["a thousand items"]
    found = [(p["verdict"], p["errors"], p["total"], len(p["items"])) for p in record["pages"]]
    assert found == [
        ("No changes yet.", {}, "$2,861.91", 1000),
        ("This change is allowed.", {}, "$2,860.66", 999),
        ("Problems to fix: 1.", {"/items": "There can be at most 1,000 items."}, "—", 1001),
        ("This change is allowed.", {}, "$2,861.90", 1000),
    ]
    assert (record["body"], record["logged"]) == ({**IDS, "tax_amount": 291.9}, [])


def test_a_record_that_no_request_may_state_can_be_edited(report: Any) -> None:
    """The order has an ignored field, and so has an item. Recorded texts are null or absent."""
    record = report["records"]["as no request may be"]
    long_url = "Item 3, link: Please shorten this to at most 2,048 characters."
    required = {"/items/0/sku": REQUIRED, "/items/1/display_name": REQUIRED}
    assert [(p["verdict"], p["errors"], p["others"]) for p in record["pages"]] == [
        ("No changes yet.", {}, []),
        ("This change is allowed.", {}, []),
        ("Problems to fix: 3.", required, [long_url]),
        ("Problems to fix: 1.", {}, [long_url]),
        ("This change is allowed.", {}, []),
    ]
    items = [
        {"display_name": "Screws", "sku": "SCR-1", "unit_price": 0.0385, "qty": 1000},
        {**ITEMS[0], "display_name": "Oak"},
    ]
    assert record["body"] == {**IDS, "tax_amount": 291.9, "items": items}
    assert record["logged"] == []


def test_a_loaded_page_sends_no_request(report: Any) -> None:
    requests = report["checkout"]["requests"]
    assert requests["after"] == []
    assert len(requests["before"]) > 10
    assert all(url.startswith(f"{report['site']}/") for url in requests["before"])


def test_the_page_stores_nothing(report: Any) -> None:
    assert report["checkout"]["storage"] == STORED_NOTHING
    assert report["checkout"]["url"] == f"{report['site']}/checkout.html"


def test_the_page_logs_and_throws_nothing(report: Any) -> None:
    assert report["checkout"]["logged"] == []


def test_the_form_is_disabled_until_the_rules_are_loaded(report: Any) -> None:
    loading = report["checkout"]["loading"]
    assert (loading["text"], loading["inert"]) == ("Loading the rules…", True)


@pytest.mark.parametrize("failure", FAILURES, ids=" ".join)
def test_the_form_stays_disabled_if_a_file_does_not_load(
    report: Any, failure: tuple[str, ...]
) -> None:
    expected = FAILED_IN_SPANISH if "es-US" in failure else FAILED
    assert report["failures"][FAILURES.index(failure)] == expected


def test_the_form_is_disabled_if_the_rules_fail_later(report: Any) -> None:
    assert report["checkout"]["failedLater"] == FAILED


def test_a_browser_without_scripts_says_so(report: Any) -> None:
    assert report["withoutScripts"] == {
        "text": "This page needs JavaScript.\n\nEsta página necesita JavaScript.",
        "loading": False,
    }


def item_stops(index: int) -> list[str]:
    fields = ("display_name", "sku", "qty", "unit_price")
    return [f"Remove item {index + 1}", *(f"/items/{index}/{name}" for name in fields)]


def test_the_keyboard_reaches_every_field_in_order_and_submits(report: Any) -> None:
    keyboard = report["checkout"]["keyboard"]
    contact = ["/name/first", "/name/last", "/company_name", "/address/line1", "/address/line2"]
    contact += [f"/address/{name}" for name in ("city", "state", "zipcode", "country")]
    contact += ["/phone_number", "/email"]
    assert keyboard["stops"] == [
        *(stop for index in range(3) for stop in item_stops(index)),
        "/items",
        *(f"{prefix}{field}" for prefix in ("/shipping", "/billing") for field in contact),
        *("/cart_amount", "/tax_amount", "/shipping_amount", "/discount_amount", "/order_total"),
        *("submit", "reset"),
    ]
    assert keyboard["body"] == {**IDS, "shipping_amount": 195.5}
    assert keyboard["focus"] == "sent"
    assert keyboard["first"] == BILLING[0]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", WITH_SCREENSHOT)
def test_the_page_is_accessible_and_fits(
    report: Any, screenshots: Path, name: str, language: str, width: str
) -> None:
    layout = report["checkout"]["layouts"][f"{name}-{language}-{width}"]
    assert layout["accessibility"] == []
    assert not layout["overflow"]
    screenshot = read_png(screenshots / f"{name}-{language}-{width}.png")
    assert screenshot.width == (1280 if width == "wide" else 390)
    assert screenshot.height == layout["height"]
    assert screenshot.distinct_bytes > 100


def test_the_conformance_vectors_hold_in_the_browser(report: Any) -> None:
    expected = Counter[str]()
    for name in ("vectors.json", "actions.json"):
        file = site.SOURCES / "backd_rules" / "conformance" / name
        lists = json.loads(file.read_text("utf-8"))
        expected.update({part: len(vectors) for part, vectors in lists.items()})
    assert report["programs"]["conformance.py"]["failed"] == []
    assert report["programs"]["conformance.py"]["passed"] == expected
    assert expected["cases"] >= 1000
    assert expected["actions"] >= 100


def test_extremes_have_the_outcomes_of_a_64_bit_python(report: Any) -> None:
    here, there = json.loads(extremes.report()), report["programs"]["extremes.py"]
    assert (here["bits"], there["bits"]) == (64, 32)
    assert there["outcomes"] == here["outcomes"]
    assert {name: there["outcomes"][name] for name in EXTREMES} == EXTREMES


def test_a_field_takes_a_long_text_but_not_any(report: Any) -> None:
    assert report["checkout"]["pasted"] == 4096


def test_a_long_number_is_checked_within_a_second(report: Any) -> None:
    """A pattern that backtracked took two seconds in a native Python."""
    found = report["checkout"]["scenarios"]["sixteen thousand digits and a letter"]
    assert found["ms"] < 1000


def test_a_keystroke_is_checked_within_50_ms(report: Any) -> None:
    keystrokes = report["checkout"]["keystrokes"]
    assert len(keystrokes) > 100
    assert statistics.median(keystrokes) < 50
