"""The checkout page in another browser engine: what matters most, in an unmodified Firefox."""

from __future__ import annotations

from typing import Any

import pytest

from embedding.browser_driver import (
    FAILED,
    STORED_NOTHING,
    check_scenario,
    drive,
    expected_page,
)
from embedding.checkout_scenarios import BILLING, IDS, SCENARIOS, UNCHANGED

pytestmark = pytest.mark.embedding

NAMES = (
    "an increase to the limit",
    "a cent above the limit",
    "optional fields cleared",
    "malformed in many places",
    "sixteen thousand digits and a letter",
    "an item added",
    "the first item replaced",
    "no item left",
)
FAILURES = (
    ("missing", "checkout.mjs"),
    ("missing", "wheels/backd_rules.whl"),
    ("missing", "pyodide/pyodide.asm.wasm"),
)


@pytest.fixture(scope="module")
def report(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return drive(
        pytestconfig,
        tmp_path_factory.mktemp("firefox"),
        "firefox",
        {name: SCENARIOS[name] for name in NAMES},
        withScreenshot=[],
        records={},
        programs=[],
        failures=FAILURES,
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_scenario_shows_the_expected_page_and_body(report: Any, name: str) -> None:
    check_scenario(report, name, SCENARIOS[name])


def test_the_form_is_unchanged_at_first_and_after_a_reset(report: Any) -> None:
    assert report["checkout"]["initial"] == expected_page(UNCHANGED)
    assert report["checkout"]["afterReset"] == expected_page(UNCHANGED)


def test_the_keyboard_submits_and_leads_to_the_first_problem(report: Any) -> None:
    keyboard = report["checkout"]["keyboard"]
    assert keyboard["stops"][:2] == ["Remove item 1", "/items/0/display_name"]
    assert keyboard["stops"][-2:] == ["submit", "reset"]
    assert keyboard["body"] == {**IDS, "shipping_amount": 195.5}
    assert keyboard["focus"] == "sent"
    assert keyboard["first"] == BILLING[0]


def test_the_page_keeps_what_is_typed_to_itself(report: Any) -> None:
    assert report["checkout"]["logged"] == []
    assert report["checkout"]["storage"] == STORED_NOTHING
    assert report["checkout"]["requests"]["after"] == []
    assert report["checkout"]["url"] == f"{report['site']}/checkout.html"


@pytest.mark.parametrize("failure", FAILURES, ids=" ".join)
def test_the_form_stays_disabled_if_a_file_does_not_load(
    report: Any, failure: tuple[str, str]
) -> None:
    assert report["failures"][FAILURES.index(failure)] == FAILED


def test_the_form_is_disabled_if_the_rules_fail_later(report: Any) -> None:
    assert report["checkout"]["failedLater"] == FAILED
