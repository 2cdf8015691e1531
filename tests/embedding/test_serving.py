"""What starts the servers of the recipes: it tells why one failed, and leaves none behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("httpx")

import httpx

from embedding.serving import serving

pytestmark = pytest.mark.embedding


def test_a_server_that_ends_says_why() -> None:
    began = time.monotonic()
    with (
        pytest.raises(TimeoutError, match="does not answer") as caught,
        serving(sys.executable, "-c", "raise SystemExit('there is no such shop')"),
    ):
        raise AssertionError("it was said to answer")
    assert "there is no such shop" in "".join(caught.value.__notes__)
    assert time.monotonic() - began < 30


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with (
        pytest.raises(TimeoutError, match="does not answer"),
        serving(sys.executable, "-c", "import time; time.sleep(60)", seconds=0.5),
    ):
        raise AssertionError("it was said to answer")


def test_what_a_server_has_started_ends_with_it() -> None:
    command = f"sleep 100 & echo sleeper $!; exec {sys.executable} -m http.server {{port}}"
    with serving("bash", "-c", command) as server:
        assert httpx.get(server.url).status_code == 200
        sleeper = Path("/proc") / server.log().split("sleeper ")[1].split()[0] / "stat"
        assert is_running(sleeper)
    assert server.process.returncode == -9
    deadline = time.monotonic() + 10
    while is_running(sleeper) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(sleeper)


def is_running(stat: Path) -> bool:
    """Whether there is a process that is more than what its parent has not yet asked about."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
