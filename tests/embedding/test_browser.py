"""In a browser: the built wheel under Pyodide checks a form as one types, and asks no server.

The page is `browser/checkout.html`. The driver types on it what `checkouts.py` says, in one run of
a real Chromium, and these tests hold what it saw.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from embedding import needs, site
from embedding.checkouts import BILLING, IDS, SCENARIOS, UNTOUCHED, Scenario
from embedding.pictures import picture

pytestmark = pytest.mark.embedding

SECONDS = 180
PICTURED = ("a raise", "refused for many reasons")
PICTURES = [
    f"{name}-{width}" for name in ("loading", *PICTURED, "sent") for width in ("wide", "narrow")
]


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shots")


@pytest.fixture(scope="module")
def seen(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, shots: Path) -> Any:
    """All that the driver saw."""
    node = needs.program(pytestconfig, "node")
    packages = needs.node_packages(pytestconfig)
    if not util.find_spec("hatchling"):
        needs.lack(pytestconfig, "needs hatchling: pip install --group embedding")
    task = {
        "chromium": needs.program(pytestconfig, "chromium", "chromium-browser", "google-chrome"),
        "axe": str(packages / "axe-core" / "axe.min.js"),
        "shots": str(shots),
        "pictured": PICTURED,
        "scenarios": {name: scenario.typed for name, scenario in SCENARIOS.items()},
    }
    folder = tmp_path_factory.mktemp("browser")
    site.build(packages, folder / "site")
    with site.served(folder / "site") as address:
        done = subprocess.run(
            [node, str(site.PAGE / "drive.mjs")],
            check=False,
            capture_output=True,
            # What a killed browser leaves of its profile goes with the test's own folder.
            env={**os.environ, "TMPDIR": str(folder)},
            input=json.dumps({**task, "site": address}),
            text=True,
            timeout=SECONDS,
        )
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "site": address}


def shown(scenario: Scenario) -> dict[str, Any]:
    return {
        "verdict": scenario.verdict,
        "headroom": "$300.00",
        "left": scenario.left,
        "total": scenario.total,
        "faults": scenario.faults,
        "invalid": [path for path in scenario.faults if path != "/cart_amount"],
        "others": [],
        "submit": scenario.sent is not None,
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_reason_stands_beside_its_field_with_the_headroom_left(seen: Any, name: str) -> None:
    assert seen["checkout"]["scenarios"][name] == shown(SCENARIOS[name])


def test_what_would_be_sent_is_the_update_that_was_typed(seen: Any) -> None:
    sent = {name: {**IDS, **s.sent} for name, s in SCENARIOS.items() if s.sent is not None}
    assert seen["checkout"]["bodies"] == sent


def test_nothing_is_changed_before_and_after(seen: Any) -> None:
    assert seen["checkout"]["untouched"] == shown(UNTOUCHED)
    assert seen["checkout"]["afterwards"] == shown(UNTOUCHED)


def test_the_limit_is_shown(seen: Any) -> None:
    assert seen["checkout"]["limit"] == {
        "Placed at": "$3,800.16",
        "Agreed raise": "$400.00 or 15%, the lower",
        "Highest total": "$4,200.16",
        "Headroom now": "$300.00",
        "Raises made": "1 of 3",
    }


def test_headroom_and_verdict_are_told_as_they_change(seen: Any) -> None:
    assert seen["checkout"]["live"] == ["loading", "left", "verdict"]


def test_an_order_that_may_no_longer_be_changed_says_so(seen: Any) -> None:
    assert seen["confirmed"]["shown"] == {
        **shown(UNTOUCHED),
        "verdict": "1 thing stands in the way.",
        "left": "—",
        "total": "—",
        "others": ["an order with status order_confirmed cannot be updated"],
    }


def test_no_server_is_asked_once_the_page_is_there(seen: Any) -> None:
    requests = seen["checkout"]["requests"]
    assert requests["after"] == []
    assert len(requests["before"]) > 10
    assert all(url.startswith(f"{seen['site']}/") for url in requests["before"])


def test_nothing_typed_is_kept(seen: Any) -> None:
    assert seen["checkout"]["kept"] == ["", 0, 0]


def test_nothing_is_logged_or_thrown(seen: Any) -> None:
    assert seen["checkout"]["logged"] == []


def test_the_form_waits_for_the_rules(seen: Any) -> None:
    loading = seen["checkout"]["loading"]
    assert (loading["text"], loading["inert"]) == ("Loading the rules…", True)


def test_rules_that_do_not_arrive_leave_the_form_shut(seen: Any) -> None:
    text = "The rules could not be loaded. Please try again later."
    assert seen["failed"] == {"text": text, "inert": True}


def test_the_keyboard_reaches_every_field_in_its_order_and_sends(seen: Any) -> None:
    keyboard = seen["checkout"]["keyboard"]
    contact = ["/name/first", "/name/last", "/company_name", "/address/line1", "/address/line2"]
    contact += [f"/address/{name}" for name in ("city", "state", "zipcode", "country")]
    contact += ["/phone_number", "/email"]
    assert keyboard["stops"] == [
        *(f"/items/{index}/{name}" for index in range(3) for name in ("qty", "unit_price")),
        *(f"{whose}{field}" for whose in ("/shipping", "/billing") for field in contact),
        *("/tax_amount", "/shipping_amount", "/discount_amount", "/order_total"),
        *("submit", "reset"),
    ]
    assert keyboard["body"] == {**IDS, "shipping_amount": 195.5}
    assert keyboard["focus"] == "sent"
    assert keyboard["first"] == BILLING[0]


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_is_accessible_and_fits(seen: Any, shots: Path, name: str) -> None:
    looks = seen["checkout"]["looks"][name]
    assert looks["accessibility"] == []
    assert not looks["overflow"]
    width, height, tones = picture(shots / f"{name}.png")
    assert (width, height) == (1280 if name.endswith("wide") else 390, looks["height"])
    assert tones > 100


def test_the_conformance_vectors_hold_in_the_browser(seen: Any) -> None:
    vectors = json.loads(
        (site.SOURCES / "backd_rules" / "conformance" / "vectors.json").read_text("utf-8")
    )
    assert seen["conformance"]["failed"] == []
    assert seen["conformance"]["passed"] == {part: len(vectors[part]) for part in vectors}
    assert len(vectors["cases"]) >= 1000


def test_a_keystroke_is_judged_before_one_notices(seen: Any) -> None:
    keystrokes = seen["checkout"]["keystrokes"]
    assert len(keystrokes) > 100
    assert statistics.median(keystrokes) < 50
